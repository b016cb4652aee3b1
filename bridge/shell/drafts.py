"""A decision before it is written: what the show's file says, and what it shall say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridge.model.cuelist import CueList
from bridge.sheets import cuedecide, cuemerge, trackdecide
from bridge.sheets.cuedecide import CUES
from bridge.sheets.cuemeant import Meant, meant_rows
from bridge.sheets.edits import Edit, Form, NotDecided, Sheet
from bridge.sheets.trackdecide import TRACKS, MeantTrack
from bridge.sheets.tracks import FoundTracks
from bridge.shell.showfolder import read_sheet


@dataclass(frozen=True, slots=True)
class Found:
    """What a running bridge knows: the show's cues; the session's strips, each with what it was found to be."""

    cues: CueList = field(default_factory=CueList)
    tracks: FoundTracks = ()


NOTHING_FOUND = Found()


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of the file as it is (None: there is none), the sheet that it shall be, and the rows that change.

    `begun`: a sentence if what was found became the file's first rows; `stands`: one that says what then holds.
    """

    old: str | None
    new: Sheet
    edits: tuple[Edit, ...]
    begun: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()


def draft(show: Path, meant: Meant | MeantTrack, changes: Mapping[str, str], by: str, found: Found) -> Draft:
    """The decision that what is meant shall say `changes`. Raises `NotDecided`, and `BadShow` for a file that can't
    be read.
    """
    match meant:
        case Meant():
            return _of_cue(show, meant, changes, by, found.cues)
        case MeantTrack(name=name):
            return _of_track(show, name, changes, by, found.tracks)


def _of_cue(show: Path, meant: Meant, changes: Mapping[str, str], by: str, found: CueList) -> Draft:
    text, sheet = read_sheet(show, CUES)
    begun: tuple[str, ...] = ()
    if sheet is None or not sheet.spans:
        spans = () if found.source == CUES.file else found.spans
        if not spans:
            nobody = "no session file that a running bridge has read proposes one"
            raise _nothing(show, CUES, "cue" if sheet else "", nobody)
        sheet = cuemerge.merge(sheet, spans, found.ruler) if sheet else cuemerge.new_sheet(spans, found.ruler)
        begun = (f"{CUES.file} was begun with the {len(sheet.spans)} cues of the {found.source}.",)
    new, edits = cuedecide.decide(sheet, meant_rows(sheet, meant, found), changes, by)
    return Draft(text, new, edits, begun)


def _of_track(show: Path, name: str, changes: Mapping[str, str], by: str, found: FoundTracks) -> Draft:
    text, sheet = read_sheet(show, TRACKS)
    begun: tuple[str, ...] = ()
    if sheet is None or not any(sheet.tracks):
        if not found:
            raise _nothing(show, TRACKS, "track" if sheet else "", "no running bridge tells the session's tracks")
        sheet = trackdecide.begun(sheet, found)
        count = sum(track is not None for track in sheet.tracks)
        begun = (f"{TRACKS.file} was begun with the {count} tracks of the session.",)
    new, edits = trackdecide.decide(sheet, name, changes, by, found)
    return Draft(text, new, edits, begun, (trackdecide.stands(new, name),) if edits else ())


def _nothing(show: Path, form: Form[Any], lacks: str, nobody: str) -> NotDecided:
    """That the file is not there, or `lacks` its rows, and that `nobody` tells any."""
    what = f"holds no {lacks}" if lacks else "is not there"
    return NotDecided(
        f"{form.file} in {show.resolve()} {what}, and {nobody}. "
        "Nothing was changed. Write one, or open the session and start the bridge: stembridge run"
    )
