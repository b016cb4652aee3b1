"""`stembridge doctor`: what hinders, and a report to paste into a bug."""

from pathlib import Path

from click import Path as PathType
from click import command, option

from bridge.cli.calling import FAILED, say
from bridge.shell.checkup import Verdict, checkup
from bridge.shell.places import state_folder


@command()
@option("--show", type=PathType(path_type=Path), default=".", help="The show's folder, for its ports.")
def doctor(show: Path) -> int:
    """Look for everything that may hinder: the DAW and its OSC switch, ports, buffers, debts, versions.

    The lines are the report to paste into a bug; they hold no track names. While a bridge runs the DAW is not asked.
    """
    home = str(Path.home())
    bad = 0
    for finding in checkup(state_folder(), show):
        bad += finding.verdict is Verdict.BAD
        say(f"{finding.verdict.value}  {finding.about}: {finding.text}".replace(home, "~"))
    say("", "1 thing needs a hand." if bad == 1 else f"{bad} things need a hand." if bad else "Nothing needs a hand.")
    return FAILED if bad else 0
