"""`stembridge run`: the bridge, in a child process that is started again when it dies, with the console before it.

And that child itself.
"""

import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import click

from bridge.cli.calling import PROGRAM, at_terminal, complain
from bridge.cli.given import FILE, FOLDER
from bridge.cli.pages import Page
from bridge.cli.screen import light_option, palette_option, spelt
from bridge.model.show import Mode
from bridge.shell import runfile
from bridge.shell.daemon import Orders, refuse_a_second, serve
from bridge.shell.logs import crash, last_words, start_log
from bridge.shell.places import state_folder
from bridge.shell.showfolder import read_show
from bridge.shell.supervisor import Supervisor
from bridge.shell.together import run_together

MODES = click.Choice([mode.value for mode in Mode])


@click.command(
    cls=Page,
    examples=[
        ("stembridge run", "in the show's folder, with the console; in watch mode by default"),
        ("stembridge run --mode preview", "with previews allowed from the start"),
        ("stembridge run --headless --show ~/films/night", "a show that lies elsewhere, with the log alone"),
    ],
    exits={
        1: "it could not start, or died too often",
        2: "the show's files have problems; nothing was started",
        3: "it ended before all was given back: it is written down, and given back at the next start",
    },
)
@click.option("--show", type=FOLDER, default=".", help="The show's folder; without show.toml: watch, with defaults.")
@click.option("--mode", type=MODES, help="What may be sent at the start, in place of show.toml's mode.")
@click.option(
    "--tape", type=FILE, metavar="FILE", help="Record everything that happens into this file, for `stembridge replay`."
)
@click.option("--headless", is_flag=True, help="No console, only the log in plain words, until Ctrl-C.")
@palette_option
@light_option
def run(show: Path, mode: str | None, tape: Path | None, headless: bool, **colours: Any) -> int:  # noqa: ANN401 - as of `spelt`
    """Follow the DAW beside which this runs, and show it on the console, until that is left or `stembridge stop`.

    Where there is no terminal it is as with --headless. If the bridge dies it is started again, in the mode that it
    had, with the preview off; what it owed is given back.
    """
    state = state_folder()
    refuse_a_second(state)
    read_show(show)  # a broken show is refused here, before a child is started
    child = partial(_child, state, show, mode, tape)
    if headless or not at_terminal():
        return Supervisor(child, complain).run()
    return run_together(child, [*PROGRAM, "console", "--together", *spelt(**colours)], complain, state)


def _child(state: Path, show: Path, mode: str | None, tape: Path | None, turn: int) -> list[str]:
    """The command line of the n-th child; a later one keeps the mode of the one that died."""
    before = runfile.read(state) if turn else None
    kept = before.mode if before is not None else mode
    words = [*PROGRAM, "daemon", "--show", str(show)]
    words += ["--mode", kept] if kept else []
    if tape is not None:
        words += ["--tape", str(tape if not turn else tape.with_stem(f"{tape.stem}-{turn + 1}"))]
    return words


def _thread_fell(state: Path, fell: threading.ExceptHookArgs) -> None:
    """A thread of ours ended by a mistake: that is written down, and the rest goes on."""
    if fell.exc_value is not None:
        last_words(state, fell.exc_type, fell.exc_value, fell.exc_traceback)


@click.command(hidden=True)
@click.option("--show", type=FOLDER, default=".")
@click.option("--mode", type=MODES)
@click.option("--tape", type=FILE)
def daemon(show: Path, mode: str | None, tape: Path | None) -> int:
    """The bridge itself, without a parent that starts it again. It ends when its standard input does."""
    state = state_folder()
    sys.excepthook = partial(crash, state)
    threading.excepthook = partial(_thread_fell, state)
    start_log(state)
    return serve(Orders(state, show, Mode(mode) if mode else None, tape))
