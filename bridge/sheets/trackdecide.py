"""A person's decisions in `tracks.csv`: what a track is, locked and signed, or not locked any more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bridge.model.errors import BadShow
from bridge.model.stems import Role, Stem
from bridge.model.text import meant, quoted
from bridge.sheets.cells import guarded, unguarded
from bridge.sheets.edits import Edit, Form, NotDecided, edited, refusal
from bridge.sheets.tracks import (
    COLUMNS,
    FILE,
    UNLISTED,
    FoundTracks,
    Track,
    TrackSheet,
    merge,
    new_sheet,
    read_tracks,
    said_of,
    spelt,
    track_of,
)
from bridge.sheets.words import Said, Slip, choice, yes_said

_PARTS = {"stem": ("stem", "sub"), "role": ("role",), "flags": ("flags",)}
"""What a lock holds, each with its columns; a stem is decided as one word: `MX/source`."""
DECIDABLE = (*_PARTS, "lock", "note")
"""What a decision may set."""
TRACKS = Form(FILE, COLUMNS, ("name",), read_tracks, lambda row: quoted(unguarded(row[0])))
"""The file in which tracks are decided."""


@dataclass(frozen=True, slots=True)
class MeantTrack:
    """The track that a decision is about, by its exact name."""

    name: str


def decide(
    sheet: TrackSheet, name: str, changes: Mapping[str, str], by: str, found: FoundTracks = ()
) -> tuple[TrackSheet, tuple[Edit, ...]]:
    """The sheet in which the track's row says `changes` (words by what is decided), signed; and what was changed.

    Stem, role and flags lock the row unless `lock` says no; a note alone does not. What a new lock holds beside them
    is what the track was `found` to be, for that is what its user saw. A track without a row gets one. Raises
    `NotDecided`.
    """
    if unknown := [word for word in changes if word not in DECIDABLE]:
        raise NotDecided(
            f"{quoted(unknown[0])} can't be decided ({choice(unknown[0], DECIDABLE)}). Nothing was changed."
        )
    cells = _cells(changes)
    full = _with_row(sheet, name, found)
    place, track = _row(full, name, found)
    if _PARTS.keys() & changes.keys() or cells.get("lock"):
        stem = next((stem for strip, stem in found if strip.name == name), None)
        cells = _held(track, stem, changes) | cells | {"lock": "yes"}
        says = spelt(track.said) | cells
        if not any(_word(says, part) for part in _PARTS):
            what = f"Nobody knows yet what {quoted(name)} is, so there is nothing to lock"
            raise NotDecided(f"{what}. Nothing was changed. Say its stem")
    elif not track.lock and "note" not in changes:
        return sheet, ()
    return edited(TRACKS, full.table, {place: cells | {"by": guarded(by)}})


def begun(sheet: TrackSheet | None, found: FoundTracks) -> TrackSheet:
    """A sheet with rows for all the tracks of the session, where there is none yet or one without rows."""
    if sheet is None:
        return new_sheet(found)
    return merge(replace(sheet, table=sheet.table.with_columns(COLUMNS)), found)


def stands(sheet: TrackSheet, name: str) -> str:
    """What holds for the track by now, as a sentence."""
    track = next(track for track in sheet.tracks if track is not None and track.name == name)
    if not track.lock:
        return f"It is not locked: what {quoted(name)} is, is found by the bridge."
    return f"{quoted(name)} is {track.said} now, and nothing automatic changes that."


def _cells(changes: Mapping[str, str]) -> dict[str, str]:
    """The words as cells; raises `NotDecided` for one that can't stand in its column."""
    said = spelt(_said({part: word.strip() for part, word in changes.items() if part in _PARTS}))
    cells = {column: said[column] for part, columns in _PARTS.items() if part in changes for column in columns}
    if "note" in changes:
        cells["note"] = guarded(changes["note"].strip())
    if "lock" not in changes:
        return cells
    try:
        locks = yes_said(changes["lock"].strip())
    except Slip as slip:
        raise refusal([slip]) from None
    if cells.keys() - {"note"} and not locks:
        raise NotDecided("A stem, a role or flags that are not locked decide nothing. Nothing was changed.")
    return cells | {"lock": "yes" if locks else ""}


def _said(words: Mapping[str, str]) -> Said:
    """What these words say of a track; raises `NotDecided`."""
    try:
        return track_of({"name": "any", **words}, 0).said
    except BadShow as bad:
        raise refusal(bad.problems) from None


def _with_row(sheet: TrackSheet, name: str, found: FoundTracks) -> TrackSheet:
    """The sheet with a row for the track, of what it was found to be, if it had none and a row belongs to it."""
    own = [(strip, stem) for strip, stem in found if strip.name == name]
    fresh = new_sheet(own).table
    if not fresh.rows or any(track is not None and track.name == name for track in sheet.tracks):
        return sheet
    cells = fresh.values(fresh.rows[0])
    table = sheet.table.with_columns([column for column in COLUMNS if cells[column]])
    return merge(replace(sheet, table=table), own)


def _row(sheet: TrackSheet, name: str, found: FoundTracks) -> tuple[int, Track]:
    """The track's row and its place; raises `NotDecided`."""
    for place, track in enumerate(sheet.tracks):
        if track is not None and track.name == name:
            return place, track
    for strip, _ in found:
        if strip.name == name and strip.kind in UNLISTED:
            raise NotDecided(f"{quoted(name)} is a {strip.kind}: it belongs to no stem. Nothing was changed.")
    names = [track.name for track in sheet.tracks if track is not None] + [strip.name for strip, _ in found]
    near = meant(name, names)
    hint = f" (did you mean {quoted(near)}?)" if near else ""
    raise NotDecided(f"There is no track {quoted(name)}{hint}. Nothing was changed.")


def _held(track: Track, stem: Stem | None, chosen: Mapping[str, str]) -> dict[str, str]:
    """The cells that a new lock holds beside what was chosen: what the track was found to be.

    A row that is not locked is no decision, but may be an edit by hand: where it says otherwise, that is refused.
    """
    if track.lock or stem is None or stem.locked:
        return {}
    row, seen = spelt(track.said), spelt(said_of(stem))
    held: dict[str, str] = {}
    for part, columns in _PARTS.items():
        says, shows = _word(row, part), _word(seen, part)
        if part in chosen or says == shows or (says == Role.CONTENT and not shows):
            continue
        if says:
            what = f"{FILE} says {part} {says} of {quoted(track.name)}, which is not locked"
            raise NotDecided(f"{what}, and the bridge finds {shows or 'none'}. Nothing was changed. Say its {part} too")
        held |= {column: seen[column] for column in columns}
    return held


def _word(cells: Mapping[str, str], part: str) -> str:
    return "/".join(filter(None, map(cells.__getitem__, _PARTS[part])))
