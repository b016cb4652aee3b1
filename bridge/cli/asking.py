"""The commands that ask a running bridge for something and print its answer."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bridge.cli.calling import FAILED, complain, say
from bridge.cli.given import FOLDER, cue_numbers, previews
from bridge.cli.pages import Page
from bridge.model.show import Mode
from bridge.shell.client import Client, NoBridge, found
from bridge.shell.places import state_folder

Command = Callable[..., Any]


def show_option(command: Command) -> Command:
    """`--show DIR` for a command that talks to a running bridge: it must be the bridge of that show."""
    return click.option("--show", type=FOLDER, help="Only if the running bridge serves the show in this folder.")(
        command
    )


def running(show: Path | None) -> Client:
    """The client of the running bridge. Raises `NoBridge`, also if it serves another show than `show`."""
    client = found(state_folder())
    if show is not None and show.resolve() != Path(client.run.show):
        there = client.run.show
        raise NoBridge(
            f"The running bridge serves the show in {there}, not {show}. Nothing was changed. If you mean that one, "
            f"add: --show {shlex.quote(there)}"
        )
    return client


def ask(show: Path | None, command: str, **keys: object) -> int:
    """Send a command to the running bridge, print its answer; gives the exit code."""
    reply = running(show).command(command, **keys)
    (say if reply.ok else complain)(*reply.lines)
    return 0 if reply.ok else FAILED


@click.command(
    cls=Page,
    examples=[
        ("stembridge preview dx", "only the dialogue; from one preview to the next in any order"),
        ("stembridge preview in-world", "what the characters hear"),
        ("stembridge preview me", "the M&E, as the show's profile sorts it"),
        ("stembridge preview off", "the desk exactly as it was"),
    ],
    exits={1: "refused, or not confirmed in time; the reason is said"},
)
@click.argument("name", shell_complete=previews, help="The preview: one of these, one of your own, or off.")
@show_option
def preview(name: str, show: Path | None) -> int:
    """Hear one mix live in the DAW.

    By stem: dx fx mx dx+fx dx+mx fx+mx no-dx no-fx no-mx. By cue: in-world out-of-world source under score songs
    temp notemp me me+o opt dxg. Or one of your own, from previews/*.toml beside show.toml.

    Waits until the desk has confirmed it and says what it did, what refused and what it left alone. Every mute that it
    sets is written down first; `off` gives the desk back exactly as it was, and so does a restart after a crash. In
    watch mode it is refused and nothing is sent.
    """
    return ask(show, "preview", name=name)


@click.command(
    cls=Page,
    examples=[
        ("stembridge mode preview", "allow previews, for instance after a start in watch mode"),
        ("stembridge mode watch", "leave the preview that is on, and change nothing from now on"),
    ],
)
@click.argument("name", type=click.Choice([mode.value for mode in Mode]), help="What may be sent from now on.")
@show_option
def mode(name: str, show: Path | None) -> int:
    """Set what the bridge may send: questions (watch), mutes for previews and routes on order (preview), routes (keep).

    It counts until the bridge ends, also across a crash; how it starts, stands under `mode` in show.toml. What is owed
    to the desk is given back in every mode.
    """
    return ask(show, "mode", mode=name)


@click.command(cls=Page, examples=[("stembridge play", "says where it plays once the DAW has reported it")])
@show_option
def play(show: Path | None) -> int:
    """Let the DAW roll from where it is. Works in every mode; no track is touched."""
    return ask(show, "play")


@click.command(cls=Page, examples=[("stembridge pause", "says where it stopped once the DAW has reported it")])
@show_option
def pause(show: Path | None) -> int:
    """Stop the DAW where it is. Works in every mode; no track is touched. (`stembridge stop` ends the bridge.)"""
    return ask(show, "pause")


@click.command(
    cls=Page,
    examples=[
        ("stembridge locate 01:02:03:04", "to this timecode, as the DAW shows it"),
        ("stembridge locate 1m3", "to the beginning of this cue"),
        ("stembridge locate 480000", "so many samples behind the session's start"),
    ],
)
@click.argument("place", shell_complete=cue_numbers, help="Timecode, a cue's number, or a number of samples.")
@show_option
def locate(place: str, show: Path | None) -> int:
    """Move the playhead. Works in every mode; no track is touched, and what is no place moves nothing."""
    return ask(show, "locate", place=place)


@click.command(
    cls=Page,
    examples=[("stembridge save", "at any time; with or without a preview")],
    exits={1: "not saved for sure: look at the session and save it in the DAW"},
)
@show_option
def save(show: Path | None) -> int:
    """Leave the preview, have the DAW save its session, and come back to the preview.

    A session that is saved while a preview is on holds our mutes in its file; so saved, it holds none.
    """
    return ask(show, "save")


@click.command(
    cls=Page,
    examples=[("stembridge stop", "as Ctrl-C does where `stembridge run` runs")],
    exits={1: "not all was given back in time: it is written down, and given back at the next start"},
)
@show_option
def stop(show: Path | None) -> int:
    """Give the desk back and end the bridge. (`stembridge pause` stops the DAW's transport.)

    The DAW goes on as it is, and plays on if it plays.
    """
    return ask(show, "stop")
