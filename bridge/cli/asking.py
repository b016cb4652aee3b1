"""The commands that ask a running bridge for something and print its answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bridge.cli.calling import FAILED, complain, say
from bridge.model.show import Mode
from bridge.shell.client import Client, NoBridge, found
from bridge.shell.places import state_folder

Command = Callable[..., Any]


def show_option(command: Command) -> Command:
    """`--show DIR` for a command that talks to a running bridge: it must be the bridge of that show."""
    return click.option(
        "--show", type=click.Path(path_type=Path), help="Only if the running bridge serves the show in this folder."
    )(command)


def running(show: Path | None) -> Client:
    """The client of the running bridge. Raises `NoBridge`, also if it serves another show than `show`."""
    client = found(state_folder())
    if show is not None and show.resolve() != Path(client.run.show):
        raise NoBridge(f"The running bridge serves the show in {client.run.show}, not {show}. Nothing was changed.")
    return client


def ask(show: Path | None, command: str, **keys: object) -> int:
    """Send a command to the running bridge, print its answer; gives the exit code."""
    reply = running(show).command(command, **keys)
    (say if reply.ok else complain)(*reply.lines)
    return 0 if reply.ok else FAILED


@click.command(short_help="hear one mix")
@click.argument("name")
@show_option
def preview(name: str, show: Path | None) -> int:
    """Hear one mix live in the DAW.

    By stem: dx fx mx dx+fx dx+mx fx+mx no-dx no-fx no-mx. By cue: in-world out-of-world source under score songs
    temp notemp me me+o opt dxg. Or one of your own.

    Waits until the desk has confirmed it and says what it did, what refused and what it left alone. `off` gives the
    desk back exactly as it was.
    """
    return ask(show, "preview", name=name)


@click.command()
@click.argument("name", type=click.Choice([mode.value for mode in Mode]))
@show_option
def mode(name: str, show: Path | None) -> int:
    """Set what the bridge may send: nothing but questions (watch), mutes for previews (preview), also routes (keep)."""
    return ask(show, "mode", mode=name)


@click.command()
@show_option
def play(show: Path | None) -> int:
    """Let the DAW roll from where it is."""
    return ask(show, "play")


@click.command()
@show_option
def pause(show: Path | None) -> int:
    """Stop the DAW where it is. (`stembridge stop` ends the bridge.)"""
    return ask(show, "pause")


@click.command()
@click.argument("place")
@show_option
def locate(place: str, show: Path | None) -> int:
    """Move the playhead to PLACE: timecode such as 01:02:03:04, a cue such as 1m3, or a number of samples."""
    return ask(show, "locate", place=place)


@click.command()
@show_option
def save(show: Path | None) -> int:
    """Leave the preview, have the DAW save its session clean, and come back to the preview."""
    return ask(show, "save")


@click.command()
@show_option
def stop(show: Path | None) -> int:
    """Give the desk back and end the bridge. (`stembridge pause` stops the DAW's transport.)"""
    return ask(show, "stop")
