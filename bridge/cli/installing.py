"""`stembridge install`: the companion inside the DAW, put in place or taken out."""

import sys

import click

from bridge.cli.calling import FAILED, complain, say
from bridge.cli.pages import Page
from bridge.shell.ardourscripts import NotPlaced, companion, homes, install, uninstall
from bridge.shell.processes import ardours

DAWS = ("ardour",)


@click.command(
    "install",
    cls=Page,
    examples=[
        ("stembridge install ardour", "with Ardour closed; then start it: stembridge doctor says whether it answers"),
        ("stembridge install ardour --uninstall", "takes it out again; your own scripts stay as they are"),
    ],
    exits={1: "somewhere it could not be done, or is left for you to do; the lines say what"},
)
@click.argument("daw", type=click.Choice(DAWS), help="The DAW.")
@click.option("--uninstall", "out", is_flag=True, help="Take it out again.")
def command(daw: str, out: bool) -> int:  # noqa: ARG001 - there is one DAW so far
    """Put the companion into the DAW: a small script that tells the routing as it is and puts stems back.

    It also gives the desk back by itself if the bridge dies in a preview. Every Ardour 7 to 9 on this machine gets it,
    as one entry beside your own scripts, which stay byte for byte as they are. Without it everything else works, and
    the routing is read from the session file. Run it again after an update.
    """
    found = homes()
    if not found:
        complain(
            "No Ardour 7, 8 or 9 was found: it makes its folder of settings when it is first started. Nothing was "
            "changed. Start Ardour once, close it, and run this again."
        )
        return FAILED
    hook, running = companion(), bool(ardours())
    failed = False
    for home in found:
        try:
            say(uninstall(home, running=running) if out else install(home, hook, running=running))
        except NotPlaced as trouble:
            complain(str(trouble))
            failed = True
    if sys.platform == "win32":
        say("Whether Ardour runs can't be seen on Windows: if it was open just now, close it and run this again.")
    return FAILED if failed else 0
