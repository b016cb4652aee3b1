"""`tracks.csv`: one row per track, what it is and who decided; ours and the user's, lossless.

A row with `lock` = yes is the user's decision: nothing automatic changes what the track is. All other rows only show
what was found when they were written. Columns that we don't know are the user's own and stay.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Annotated, Protocol

from pydantic import BeforeValidator, Field

from bridge.model.desk import Kind
from bridge.model.errors import BadShow, Problem
from bridge.model.stems import Flag, Role, Stem
from bridge.model.text import harmless, quoted
from bridge.sheets.cells import guarded, unguarded
from bridge.sheets.complaints import Source, fitted
from bridge.sheets.table import Row, Table, read_table
from bridge.sheets.words import NO_KIN, Kin, KinWord, Said, Slip, yes_said

FILE = "tracks.csv"
"""The file's name in a show's folder."""
COLUMNS = ("name", "stem", "sub", "role", "flags", "lock", "by", "note")
"""Our columns, in the order of a new file; only `name` must be there."""
US = "stembridge"
"""How we sign a row in `by`."""

UNLISTED = frozenset({Kind.MASTER, Kind.MONITOR, Kind.VCA})
"""Strips that get no row: no sound of their own belongs to a stem."""


class Listed(Protocol):
    """A strip of the session, as far as its row needs it."""

    @property
    def name(self) -> str:
        """Its exact name."""

    @property
    def kind(self) -> Kind:
        """What kind of strip it is."""


FoundTracks = Sequence[tuple[Listed, Stem]]
"""The strips of a session, each with what it was found to be."""


@dataclass(frozen=True, slots=True)
class Track:
    """One row: the track's exact name, what was said of it, whether that is decided, by whom; `line` of the file."""

    name: Annotated[str, Field(min_length=1)]
    line: int
    stem: KinWord = NO_KIN
    role: Role | None = None
    flags: frozenset[Flag] = frozenset()
    lock: Annotated[bool, BeforeValidator(yes_said)] = False
    by: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.lock and self.said.nothing:
            raise Slip("the row is locked but says nothing", "fill in stem or role, or leave lock empty")

    @property
    def said(self) -> Said:
        """What the row says that the track is."""
        return Said(self.stem, self.role, self.flags)

    @property
    def ours(self) -> bool:
        """True if no person has signed or locked the row."""
        return not self.lock and self.by in ("", US)


@dataclass(frozen=True, slots=True)
class TrackSheet:
    """The file: its table, and the track of each row; None for a row that is blank."""

    table: Table
    tracks: tuple[Track | None, ...] = ()

    @property
    def locks(self) -> dict[str, Stem]:
        """What persons decided, by the track's name."""
        locked = [track for track in self.tracks if track is not None and track.lock]
        return {track.name: track.said.stem("lock", f"{FILE} line {track.line}") for track in locked}

    def text(self) -> str:
        """The file's text; rows that were not changed stand in it byte for byte as they were read."""
        return self.table.text()


def read_tracks(text: str) -> TrackSheet:
    """The sheet in this text; raises `BadShow` with all problems."""
    found, problems = read_table(FILE, text, "name")
    if unclear := _header_problems(found):
        raise BadShow(problems + unclear)
    tracks: list[Track | None] = []
    for row in found.rows:
        try:
            tracks.append(_track(found, row))
        except BadShow as bad:
            problems += bad.problems
    problems += _doubled(tracks)
    if problems:
        raise BadShow(sorted(problems, key=lambda problem: problem.line or 0))
    return TrackSheet(found, tuple(tracks))


def _header_problems(found: Table) -> list[Problem]:
    columns = found.columns
    problems = [
        Problem(FILE, found.header.line, f"two columns are called {quoted(column)}", "rename one")
        for column in COLUMNS
        if columns.count(column) > 1
    ]
    if "name" not in columns:
        near = get_close_matches("name", columns, n=1) or [column for column in columns if "track" in column]
        hint = f"rename {quoted(near[0])}? " if near else ""
        what = f"no column is called name; the columns are {', '.join(map(quoted, columns[:20])) or 'none'}"
        problems.append(Problem(FILE, found.header.line, what, hint + "the first row names the columns"))
    return problems


def _track(found: Table, row: Row) -> Track | None:
    """The row's track; raises `BadShow`."""
    if not any(cell.strip() for cell in row.cells):
        return None
    if any(cell.strip() for cell in row.cells[len(found.header.cells) :]):
        what = f"{len(row.cells)} cells, but only {len(found.header.cells)} columns have a name"
        raise BadShow([Problem(FILE, row.line, what, "a name with a separator in it stands in quotation marks")])
    return track_of(found.values(row), row.line)


def track_of(values: Mapping[str, str], line: int) -> Track:
    """What these cells, by column, say of a track; raises `BadShow`."""
    words = _words(values) | {"name": unguarded(values["name"]), "line": line}
    return fitted(Track, words, Source(FILE, lambda _: line))


def _words(values: Mapping[str, str]) -> dict[str, object]:
    """The cells of our columns as the shape takes them; an empty cell says nothing."""
    cells = {column: unguarded(values.get(column, "")).strip() for column in COLUMNS}
    stem = "/".join(filter(None, (cells["stem"], cells["sub"]))) if cells["stem"] else "/" + cells["sub"]
    words: dict[str, object] = {"stem": stem, "lock": cells["lock"], "by": cells["by"], "note": cells["note"]}
    words["flags"] = re.findall(r"[^\s,;|+]+", cells["flags"].casefold())
    return words | ({"role": cells["role"].casefold()} if cells["role"] else {})


def _doubled(tracks: Iterable[Track | None]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for track in tracks:
        if track is not None and first.setdefault(track.name, track.line) != track.line:
            what = f"{quoted(track.name)} stands on line {first[track.name]} already"
            problems.append(Problem(FILE, track.line, what, "keep one of the two rows"))
    return problems


def new_sheet(tracks: FoundTracks) -> TrackSheet:
    """A sheet of these tracks, each with what it was found to be and why; nothing in it is locked."""
    return merge(TrackSheet(Table(Row(COLUMNS))), tracks)


def merge(sheet: TrackSheet, tracks: FoundTracks) -> TrackSheet:
    """The sheet with a row for each track that had none.

    Of the rows that are there only one that says nothing and that no person signed is filled in: a cell that was
    changed by hand can't be told from one of ours, so what is said stays, locked or not.
    """
    found = {strip.name: stem for strip, stem in tracks if strip.name.strip() and strip.kind not in UNLISTED}
    rows, named = list(sheet.table.rows), {track.name for track in sheet.tracks if track is not None}
    for place, track in enumerate(sheet.tracks):
        if track is not None and track.ours and track.said.nothing and track.name in found:
            rows[place] = sheet.table.with_values(rows[place], _cells(found[track.name]))
    blank = Row(("",) * len(sheet.table.columns))
    for name, stem in found.items():
        if name not in named:
            rows.append(sheet.table.with_values(blank, {"name": guarded(name)} | _cells(stem)))
    table = replace(sheet.table, rows=tuple(rows))
    return TrackSheet(table, tuple(_track(table, row) for row in rows))


def _cells(stem: Stem) -> dict[str, str]:
    """What was found of a track, as cells; a stem that is not sure stands in the note alone."""
    return spelt(said_of(stem)) | {"by": US, "note": guarded(found_because(stem))}


def said_of(stem: Stem) -> Said:
    """What was found of a track as a row says it: a stem that is not sure is none, `content` goes without saying."""
    family = stem.known
    kin = Kin(family, stem.sub) if family else NO_KIN
    return Said(kin, None if stem.role is Role.CONTENT else stem.role, stem.flags)


def spelt(said: Said) -> dict[str, str]:
    """What is said of a track, as cells."""
    cells = {"stem": said.kin.family or "", "sub": said.kin.sub, "role": said.role or ""}
    return cells | {"flags": " ".join(sorted(said.flags))}


def found_because(stem: Stem) -> str:
    """Why a track was found to be what it is, in one line; the guess where it is only a guess."""
    why = harmless("; ".join(map(str, stem.evidence)))
    if stem.family is None or stem.known:
        return why
    return f"perhaps {Kin(stem.family, stem.sub)} ({stem.confidence:.0%})" + (f": {why}" if why else "")
