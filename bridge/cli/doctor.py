"""`stembridge doctor`: what hinders, and a report to paste into a bug."""

from collections.abc import Iterable
from pathlib import Path

import click

from bridge.cli.calling import FAILED, say
from bridge.cli.choosing import First
from bridge.cli.given import FOLDER
from bridge.cli.lengths import Length
from bridge.cli.pages import Page
from bridge.shell.checkup import Finding, Verdict, checkup
from bridge.shell.midicheck import midi_checkup
from bridge.shell.places import state_folder

EXITS = {0: "nothing needs a hand", 1: "something does: the lines that begin with !!"}


@click.group(
    cls=First,
    examples=[
        ("stembridge doctor", "when nothing works, and before you report a bug"),
        ("stembridge doctor --show ~/films/night", "with the ports that this show names"),
        ("stembridge doctor midi", "what comes in at each MIDI port while the DAW plays"),
    ],
    exits=EXITS,
)
def doctor() -> None:
    """Look for everything that may hinder: `stembridge doctor`; for MIDI ports: `stembridge doctor midi`."""


@doctor.command(cls=Page, examples=[("stembridge doctor daw", "the same as: stembridge doctor")], exits=EXITS)
@click.option("--show", type=FOLDER, default=".", help="The show's folder, for its ports.")
def daw(show: Path) -> int:
    """Look for everything that may hinder: the DAW and its OSC switch, ports, buffers, debts, versions.

    The lines are the report to paste into a bug; they hold no track names. Nothing is changed; the DAW is only asked
    whether it is there, and not even that while a bridge runs.
    """
    return _tell(checkup(state_folder(), show))


@doctor.command(cls=Page, examples=[("stembridge doctor midi --for 20s", "a longer look")], exits=EXITS)
@click.option("--for", "seconds", type=Length(), default="5s", show_default=True, help="How long to listen: 20s, 2m.")
def midi(seconds: float) -> int:
    """List the MIDI ports, say what comes in at each, how often and how evenly, and what is missing.

    Let the DAW play meanwhile. On Windows a port that is listened to here is closed to other programs for so long.
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
