"""`stembridge doctor`: what hinders, and a report to paste into a bug."""

from pathlib import Path

import click

from bridge.cli.calling import FAILED, say
from bridge.cli.given import FOLDER
from bridge.cli.pages import Page
from bridge.shell.checkup import Verdict, checkup
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
    home = str(Path.home())
    bad = 0
    for finding in checkup(state_folder(), show):
        bad += finding.verdict is Verdict.BAD
        say(f"{finding.verdict.value}  {finding.about}: {finding.text}".replace(home, "~"))
    say("", "1 thing needs a hand." if bad == 1 else f"{bad} things need a hand." if bad else "Nothing needs a hand.")
    return FAILED if bad else 0
