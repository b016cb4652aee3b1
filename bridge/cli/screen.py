"""`stembridge console`: the screen of a running bridge."""

import os
from importlib import import_module
from typing import Any

import click
from rich.console import Console

from bridge.cli.calling import FAILED, at_terminal, complain
from bridge.cli.pages import Page
from bridge.shell.logs import last_words
from bridge.shell.places import state_folder
from bridge.shell.together import END, LEAVE
from bridge.ui.palette import NAMES, palette
from bridge.ui.screen.guide import Guide

NO_TERMINAL = (
    "The console needs a terminal to draw on, and this is none. Nothing was changed. Open it in a terminal, or print "
    "the state with: stembridge status"
)

NICE = 10
"""How far the screen stands back where the machine is busy: the DAW and the bridge come first."""
palette_option = click.option(
    "--palette", "colours", type=click.Choice(NAMES), default=NAMES[0], help="Colours for this kind of eye."
)
light_option = click.option("--light", is_flag=True, help="Colours for a light terminal.")


def spelt(colours: str, light: bool) -> list[str]:
    """The two options as words of a command line."""
    return ["--palette", colours, *(["--light"] if light else [])]


@click.command(
    cls=Page,
    examples=[
        ("stembridge console", "in a second terminal, or on another machine over ssh"),
        ("stembridge console --palette deutan --light", "for an eye without the cones for green, in a light terminal"),
    ],
)
@palette_option
@light_option
@click.option("--together", is_flag=True, hidden=True)
@click.option("--guided", is_flag=True, hidden=True)
def console(colours: str, light: bool, together: bool, guided: bool) -> int:
    """Where we are, what sounds, the desk and the previews, live, with a key for each preview; ? is help, q leaves.

    It may be opened and left at any time, and several times at once: the bridge goes on. If no bridge runs, it waits
    for one. NO_COLOR is heeded.
    """
    if not at_terminal():
        complain(NO_TERMINAL)
        return FAILED
    if hasattr(os, "nice"):
        os.nice(NICE)
    app = import_module("bridge.shell.console.app")  # textual takes long, and nobody else needs it
    chosen = palette(
        colours, light=light, colours=Console(stderr=True).color_system, no_color=bool(os.environ.get("NO_COLOR"))
    )
    screen: Any = app.Console(state_folder(), chosen, together=together, guided=Guide() if guided else None)
    ending = screen.run()
    if screen.fault is not None:
        last_words(state_folder(), type(screen.fault), screen.fault, screen.fault.__traceback__)
        return FAILED
    return END if ending is app.Ending.ENDED or not together else LEAVE
