"""`stembridge check`: every problem in the files of a show, or one line of what was found."""

from pathlib import Path

import click

from bridge.cli.calling import USER_FILE, say
from bridge.cli.given import FOLDER
from bridge.cli.pages import Page
from bridge.model.errors import BadShow
from bridge.model.show import GENERIC, Rig
from bridge.model.text import quoted
from bridge.sheets.cues import CueSheet
from bridge.sheets.tracks import TrackSheet
from bridge.shell.showfolder import Folder, read_folder


@click.command(
    cls=Page,
    examples=[
        ("stembridge check", "the show in this folder"),
        ("stembridge check --show ~/films/night && stembridge run --show ~/films/night", "begin only if all is well"),
    ],
    exits={0: "all is well", 2: "there are problems"},
)
@click.option("--show", type=FOLDER, default=".", help="The show's folder; else the current one.")
def check(show: Path) -> int:
    """Every problem in show.toml, tracks.csv, cues.csv and previews/*.toml at once, with its line and what was meant.

    Changes nothing and asks no DAW; a bridge that runs goes on with what it had.
    """
    try:
        found = read_folder(show)
    except BadShow as bad:
        say(*map(str, bad.problems), _count(bad))
        return USER_FILE
    words = (_show_words(found), _track_words(found.sheet), _cue_words(found.cues), _preview_words(found))
    say("; ".join(words) + ".")
    return 0


def _count(bad: BadShow) -> str:
    files = len({problem.file for problem in bad.problems})
    problems = _many(len(bad.problems), "problem")
    return f"{problems} in {_many(files, 'file')}. Nothing was changed; a running bridge goes on with what it had."


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _show_words(found: Folder) -> str:
    show = found.show
    if not found.showfile:
        return f"no show.toml, so the defaults: {show.mode} mode, {show.rate} frames a second"
    title = f"{quoted(show.title)}, " if show.title else ""
    rules = f", {_many(len(show.rules), 'stem rule')}" if show.rules else ""
    return f"show.toml: {title}{show.mode} mode, {show.rate} frames a second, {_rig_words(show.rig)}{rules}"


def _rig_words(rig: Rig) -> str:
    ports = ", ".join(quoted(port.name) for port in rig.midi)
    if rig.daw == GENERIC:
        return f"a DAW followed by MIDI alone, at {ports or 'no port: nothing can be followed'}"
    return f"{rig.daw} on {rig.port}" + (f", clocks by MIDI at {ports}" if ports else "")


def _track_words(sheet: TrackSheet | None) -> str:
    if sheet is None:
        return "no tracks.csv"
    rows = [track for track in sheet.tracks if track is not None]
    signed = sum(not track.lock and not track.ours for track in rows)
    idle = f" ({signed} signed but not locked: they decide nothing)" if signed else ""
    return f"tracks.csv: {_many(len(rows), 'track')}, {len(sheet.locks)} locked{idle}"


def _cue_words(sheet: CueSheet | None) -> str:
    if sheet is None:
        return "no cues.csv"
    locked, undecided = (sum(getattr(span, what) for span in sheet.spans) for what in ("locked", "undecided"))
    return f"cues.csv: {_many(len(sheet.spans), 'span')}, {locked} locked, {undecided} undecided"


def _preview_words(found: Folder) -> str:
    own = f", {len(found.own)} of your own: {', '.join(found.own[:20])}" if found.own else ""
    return f"{len(found.show.previews)} previews{own}"
