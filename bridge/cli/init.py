"""`stembridge init`: a commented show.toml and a tracks.csv for the session that is open."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from bridge.cli.calling import FAILED, complain, say
from bridge.demo.channel import TRACKS
from bridge.demo.reel import reel
from bridge.model.desk import Strip
from bridge.model.show import Show
from bridge.model.stems import Named, Role, Stem
from bridge.model.text import harmless
from bridge.model.timecode import RATES
from bridge.sheets.newshow import propose
from bridge.sheets.tracks import UNLISTED
from bridge.shell.ask import ask_daw
from bridge.shell.engine import classifier_for
from bridge.shell.showfolder import begin_show, refuse_begun
from bridge.ui.tables import proposals


@click.command()
@click.option("--show", type=click.Path(path_type=Path), default=".", help="The show's folder; else the current one.")
@click.option("--demo", is_flag=True, help="Take the tracks of the demo's reel; no DAW is asked.")
@click.option("--yes", is_flag=True, help="Ask nothing: for scripts.")
def init(show: Path, demo: bool, yes: bool) -> int:
    """Ask the DAW for its tracks, show what each is taken for and why, and write show.toml and tracks.csv.

    Nothing is sent to the DAW but the question. Files that are there already are never touched.
    """
    refuse_begun(show)
    if not yes and not sys.stdin.isatty():
        complain("Nobody can be asked here: this is no terminal. Nothing was written. Say yes beforehand with --yes")
        return FAILED
    fresh = Show(title=harmless(show.resolve().name))
    strips = _reel() if demo else ask_daw(fresh.rig)
    tracks = _found(fresh, strips)
    if not yes:
        fresh = _asked(fresh, tracks)
    begin_show(show, *propose(fresh, tracks))
    say(*_outcome(show, tracks))
    return 0


def _reel() -> tuple[Strip, ...]:
    """The strips of the demo's reel."""
    return tuple(
        Strip(
            number,
            channel.name,
            channel.kind,
            channel.inputs,
            channel.outputs,
            mute=channel.shows_mute,
            solo=channel.solos,
            armed=channel.armed if channel.kind in TRACKS else None,
        )
        for number, channel in enumerate(reel().channels, 1)
    )


def _found(show: Show, strips: Sequence[Strip]) -> list[tuple[Strip, Stem]]:
    """The strips that belong to the question, each with what its name says."""
    classify = classifier_for(show)
    return [(strip, classify(Named(strip.name))) for strip in strips if strip.kind not in UNLISTED]


def _asked(show: Show, tracks: Sequence[tuple[Strip, Stem]]) -> Show:
    """The show with what only its user knows; raises `click.Abort` if what was found shall not be written."""
    title = click.prompt("Title", default=show.title)
    rate = click.prompt("Timecode rate", default=show.rate, type=click.Choice(list(RATES)))
    Console().print(proposals(tracks))
    click.echo("What is wrong here can be put right in tracks.csv afterwards.")
    click.confirm("Write show.toml and tracks.csv?", default=True, abort=True)
    return replace(show, title=title, rate=rate)


def _outcome(folder: Path, tracks: Sequence[tuple[Strip, Stem]]) -> tuple[str, ...]:
    """What was written and what is to be done next."""
    open_ = sum(stem.known is None and stem.role is Role.CONTENT for _, stem in tracks)
    where = "" if folder == Path() else f" --show {folder}"
    undecided = f"; {open_} of them nobody can tell from the name" if open_ else ""
    return (
        f"Written: {folder / 'show.toml'} and {folder / 'tracks.csv'} with {len(tracks)} tracks{undecided}.",
        "To decide what a track is, fill in its stem in tracks.csv and put yes under lock.",
        f"Then: stembridge check{where}, and to begin: stembridge run{where}",
    )
