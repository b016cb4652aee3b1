"""The history of decisions on disk: who decided what, when, in which show, so that it can be taken back.

Decisions about cues and about tracks stand in one order: undo takes back the newest, whichever file it is in.

A decision is committed here, synced, before its file is touched, and marked as turned once the file is
written. Between the two it is *pending*: whoever has the history next looks into the file and settles it. So a kill
at any moment loses neither a decision nor its way back. One process at a time has the history, for the length of one
decision.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bridge.model.errors import StembridgeError
from bridge.sheets import cuecells, tracks
from bridge.sheets.edits import Edit
from bridge.shell.sqlite import Store, checked, connect, owned, reading, spoken, transaction

PATIENCE = 5.0
"""Seconds that we wait for another process that decides."""
PAGES = 256
"""Pages in the log from which on a commit moves them to the file itself (4 KiB each)."""

_TABLES = """
CREATE TABLE decision (number INTEGER PRIMARY KEY AUTOINCREMENT, folder BLOB NOT NULL, at REAL NOT NULL,
    by TEXT NOT NULL, edits TEXT NOT NULL, done INTEGER NOT NULL, pending INTEGER NOT NULL,
    file TEXT NOT NULL, passed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX of_folder ON decision (folder, number);
"""
_FIRST = "cues.csv"
"""The only file in which was decided while the history was of version 1."""
_TO_2 = """
ALTER TABLE decision ADD COLUMN file TEXT NOT NULL DEFAULT 'cues.csv';
ALTER TABLE decision ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;
UPDATE decision SET passed = 1 WHERE NOT done AND NOT pending AND number <
    (SELECT max(number) FROM decision AS other WHERE other.folder = decision.folder AND other.done);
"""
_FILES = frozenset({cuecells.FILE, tracks.FILE})
_SELECT = "SELECT * FROM decision WHERE folder = ?"


class HistoryTrouble(StembridgeError):  # noqa: N818 - reads as what it is
    """The history can't be read or written; the sentence says why and what to do."""


HISTORY = Store(
    called="history",
    tables=_TABLES,
    version=2,
    steps={1: _TO_2},
    mark=int.from_bytes(b"StHi"),
    trouble=HistoryTrouble,
    unharmed="Nothing was decided.",
    lost="What was decided before can't be taken back by undo any more; it stands as it is.",
    held="Another Stembridge writes down a decision ({path}). Nothing was decided. Ask again in a moment.",
    again="Decide again",
    patience=PATIENCE,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: when (unix seconds), by whom, in which file, the rows with their old and new cells.

    `done`: the file says it; not so when it was taken back or never came to be. `pending`: that is to be settled.
    """

    number: int
    at: float
    by: str
    file: str
    edits: tuple[Edit, ...]
    done: bool
    pending: bool


class History:
    """The history of one show, open. `said`: sentences about what was found (a damaged file that was set aside).

    Everything it writes is synced to disk when it returns. All of it raises `HistoryTrouble`.
    """

    def __init__(self, path: Path, show: Path, file: sqlite3.Connection, said: tuple[str, ...]) -> None:
        self.said = said
        self._path, self._file, self._key = path, file, _key(show)

    def begin(self, at: float, by: str, file: str, edits: Sequence[Edit]) -> int:
        """Write a decision down before its file is touched; gives its number."""
        row = (self._key, at, by, file, _text(edits))
        made = "INSERT INTO decision (folder, at, by, file, edits, done, pending) VALUES (?, ?, ?, ?, ?, 0, 1)"
        return self._write((made, row))

    def turn(self, number: int) -> None:
        """Write down that the file is about to be changed by taking this back, or by doing it again."""
        self._write(("UPDATE decision SET pending = 1 WHERE number = ?", (number,)))

    def settle(self, number: int, *, done: bool) -> None:
        """Write down whether the file says it now. If so, redo passes over what was taken back before."""
        steps: list[tuple[str, tuple[object, ...]]] = [
            ("UPDATE decision SET done = ?, pending = 0 WHERE number = ?", (done, number))
        ]
        if done:
            before = "folder = ? AND number < ? AND NOT done AND NOT pending"
            steps.append((f"UPDATE decision SET passed = 1 WHERE {before}", (self._key, number)))  # noqa: S608 - ours
        self._write(*steps)

    def drop(self, number: int) -> None:
        """Strike off a decision that never came to be."""
        self._write(("DELETE FROM decision WHERE number = ?", (number,)))

    def pending(self) -> tuple[Decision, ...]:
        """The decisions of this show that a kill has left unsettled."""
        return self._found("AND pending")

    def last_done(self) -> Decision | None:
        """The newest decision of this show that the file says: what undo takes back."""
        return next(iter(self._found("AND done ORDER BY number DESC LIMIT 1")), None)

    def next_undone(self) -> Decision | None:
        """What redo does again: what was taken back last, if nothing was decided since."""
        return next(iter(self._found("AND NOT done AND NOT passed ORDER BY number LIMIT 1")), None)

    def _found(self, which: str) -> tuple[Decision, ...]:
        with spoken(self._path, HISTORY):
            return _decisions(self._file, self._path, self._key, which)

    def _write(self, *steps: tuple[str, tuple[object, ...]]) -> int:
        """Commit these statements together; gives the number of the row that the last made, if it made one."""
        number = None
        with spoken(self._path, HISTORY), transaction(self._file):
            for sql, values in steps:
                number = self._file.execute(sql, values).lastrowid
        return number or 0


@contextmanager
def opened(path: Path, show: Path) -> Iterator[History]:
    """The history of the show in this folder, ours alone until this is left; made if need be.

    A damaged file is set aside under another name, and that is said. Raises `HistoryTrouble`: another process has it
    for too long, it was written by a newer version, the place can't be written.
    """
    with ExitStack() as ends:
        with spoken(path, HISTORY):
            ends.enter_context(closing(owned(path, HISTORY)))
            said = checked(path, HISTORY)
            file = ends.enter_context(closing(connect(path, "FULL", PAGES)))
        yield History(path, show, file, said)


def decisions(path: Path, show: Path, most: int) -> tuple[Decision, ...]:
    """The newest decisions of this show, the newest first, changing nothing. Raises `HistoryTrouble`."""
    if not path.exists():
        return ()
    with spoken(path, HISTORY), reading(path, HISTORY) as file:
        newest = f"ORDER BY number DESC LIMIT {most:d}"
        return _decisions(file, path, _key(show), newest) if file is not None else ()


def _key(show: Path) -> bytes:
    """By what a show's folder is known; a path need not be text."""
    return os.fsencode(show.resolve())


def _decisions(file: sqlite3.Connection, path: Path, key: bytes, which: str) -> tuple[Decision, ...]:
    found = file.execute(f"{_SELECT} {which}", (key,))
    columns = [column for column, *_ in found.description]
    rows = found.fetchall()
    try:
        return tuple(_decision(dict(zip(columns, row, strict=True))) for row in rows)
    except (ValueError, TypeError, KeyError) as trouble:
        raise HistoryTrouble(
            f"The history {path} holds a row that can't be read ({trouble}). Nothing was decided. Move the file away "
            "and decide again; what was decided before stands as it is."
        ) from trouble


def _decision(row: dict[str, Any]) -> Decision:
    file = row.get("file", _FIRST)  # whoever only looks does not bring a file of version 1 up to date
    if file not in _FILES:
        raise ValueError(file)
    edits = tuple(map(_edit, json.loads(row["edits"])))
    return Decision(row["number"], row["at"], row["by"], file, edits, bool(row["done"]), bool(row["pending"]))


def _edit(told: dict[str, Any]) -> Edit:
    return Edit(int(told["line"]), tuple(map(str, told["row"])), dict(told["old"]), dict(told["new"]))


def _text(edits: Sequence[Edit]) -> str:
    return json.dumps([asdict(edit) for edit in edits], separators=(",", ":"))
