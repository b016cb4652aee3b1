"""`stembridge doctor`: what hinders, and a report to paste into a bug."""

from collections.abc import Iterable
from pathlib import Path

import click

from bridge.cli.calling import FAILED, say
from bridge.cli.given import FOLDER
from bridge.cli.lengths import Length
from bridge.cli.pages import Page
from bridge.shell.checkup import checkup
from bridge.shell.finding import Finding, Verdict
from bridge.shell.midicheck import midi_checkup
from bridge.shell.places import state_folder


@click.command(
    cls=Page,
    examples=[
        ("stembridge doctor", "when nothing works, and before you report a bug"),
        ("stembridge doctor --show ~/films/night", "with the ports that this show names"),
    ],
    exits={0: "nothing needs a hand", 1: "something does: the lines that begin with !!"},
)
@click.option("--show", type=FOLDER, default=".", help="The show's folder, for its ports.")
def doctor(show: Path) -> int:
    """Look for everything that may hinder: the DAW and its OSC switch, ports, buffers, debts, versions.

    The lines are the report to paste into a bug; they hold no track names. Nothing is changed; the DAW is only asked
    whether it is there, and not even that while a bridge runs.
    """
    return _tell(checkup(state_folder(), show))


@click.command(
    cls=Page,
    examples=[
        ("stembridge doctor midi", "while the DAW plays: what comes in at which port, how evenly"),
        ("stembridge doctor midi --for 20s", "listens for longer"),
    ],
    exits={0: "nothing needs a hand", 1: "something does: the lines that begin with !!"},
)
@click.option("--for", "seconds", type=Length(), metavar="TIME", default="5s", help="How long to listen: 20s, 2m.")
def midi(seconds: float) -> int:
    """List the MIDI ports, say what comes in at each, how often and how evenly, and what is missing.

    Let the DAW play meanwhile. Nothing is changed. On Windows a port that is listened to here is closed to other
    programs for so long.
    """
    return _tell(midi_checkup(seconds))


def _tell(findings: Iterable[Finding]) -> int:
    home = str(Path.home())
    bad = 0
    for finding in findings:
        bad += finding.verdict is Verdict.BAD
        say(f"{finding.verdict.value}  {finding.about}: {finding.text}".replace(home, "~"))
    say("", "1 thing needs a hand." if bad == 1 else f"{bad} things need a hand." if bad else "Nothing needs a hand.")
    return FAILED if bad else 0
