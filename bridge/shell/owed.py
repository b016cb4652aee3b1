"""`owed.csv` in the show's folder: what saved session files owe, for the case that they are opened on another machine.

A session that was saved while a preview was on holds our mutes. The journal knows that, but stays on its machine;
this table goes with the show. Columns: session, rate (Hz), strip, aspect, original, held (`on` or `off`), since
(ISO 8601, UTC).

A spreadsheet would run a strip's name that starts with `=` as a formula. So a cell that starts with one of GUARDED is
written with one apostrophe before it, and reading takes one leading apostrophe away: every name comes back as it was.
"""

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bridge.model.desk import Aspect, Target, Value
from bridge.model.errors import BadShow, JournalTrouble, Problem
from bridge.model.ledger import FileDebt

NAME = "owed.csv"
COLUMNS = ["session", "rate", "strip", "aspect", "original", "held", "since"]
GUARDED = frozenset("=+-@\t\r\n＝＋－＠'")
"""First characters that make a spreadsheet see more than text, and the apostrophe itself."""
LARGEST = 16 * 1024 * 1024
"""Bytes of a table that is read at most: 2,048 strips in 60 sessions."""
_WORDS = {False: "off", True: "on"}
_VALUES = {"off": False, "on": True}


@dataclass(frozen=True, slots=True)
class Owed:
    """What a saved session file owes: its strip holds `held` where the user's value was `original`.

    `since`: unix seconds, to the second; 0 if not known.
    """

    session: str
    rate: int
    target: Target
    original: Value
    held: Value
    since: float = field(default=0.0, compare=False)


def write_owed(folder: Path, session: str, rate: int, debts: Iterable[FileDebt]) -> None:
    """Put down that the file of this session owes these and nothing else; rows of other sessions stay.

    The table is replaced in one step, and taken away when nothing is owed. Waits for the disk. Raises `BadShow` if
    the table that lies there can't be read (it is left alone), `JournalTrouble` if the place can't be written.
    """
    others = [row for row in read_owed(folder) if (row.session, row.rate) != (session, rate)]
    rows = [Owed(session, rate, debt.target, debt.original, debt.held, debt.since) for debt in debts]
    try:
        _replace(folder / NAME, [*others, *rows])
    except OSError as trouble:
        raise JournalTrouble(
            f"{folder / NAME} can't be written: {trouble.strerror or trouble}. The desk and the journal were not "
            "harmed; only another machine would not know what the saved session owes. Make the folder writable."
        ) from trouble


def read_owed(folder: Path) -> tuple[Owed, ...]:
    """The rows of the table in this folder, none if there is no table. Raises `BadShow` with all problems."""
    try:
        with (folder / NAME).open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return ()
    except OSError as trouble:
        raise BadShow([Problem(NAME, None, f"can't be read: {trouble.strerror or trouble}")]) from trouble
    rows, problems = _table(content)
    if problems:
        raise BadShow(problems)
    return tuple(rows)


def _replace(path: Path, rows: list[Owed]) -> None:
    if not rows:
        path.unlink(missing_ok=True)
        return
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells Excel that it is UTF-8
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows([_guarded(cell) for cell in _cells(row)] for row in rows)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _cells(row: Owed) -> list[str]:
    since = datetime.fromtimestamp(int(row.since), UTC).isoformat() if row.since else ""
    values = (_WORDS[row.original], _WORDS[row.held])
    return [row.session, str(row.rate), row.target.strip, row.target.aspect, *values, since]


def _guarded(cell: str) -> str:
    return "'" + cell if cell[:1] in GUARDED else cell


def _table(content: bytes) -> tuple[list[Owed], list[Problem]]:
    rows: list[Owed] = []
    problems: list[Problem] = []
    if len(content) > LARGEST:
        return rows, [Problem(NAME, None, f"larger than {LARGEST} bytes")]
    try:
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError:
        return rows, [Problem(NAME, None, "not UTF-8", "save it as CSV UTF-8")]
    table = csv.reader(text, strict=True)
    try:
        if next(table, None) != COLUMNS:
            return rows, [Problem(NAME, 1, "other columns than expected", ", ".join(COLUMNS))]
        for cells in table:
            try:
                rows.append(_row(cells))
            except ValueError as trouble:
                problems.append(Problem(NAME, table.line_num, str(trouble)))
    except csv.Error as trouble:
        problems.append(Problem(NAME, table.line_num, f"not CSV: {trouble}"))
    return rows, problems


def _row(cells: list[str]) -> Owed:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} cells, not {len(COLUMNS)}")
    session, rate, strip, aspect, original, held, since = (cell.removeprefix("'") for cell in cells)
    target = Target(strip, Aspect(aspect))
    return Owed(session, int(rate), target, _value(original), _value(held), _stamp(since) if since else 0.0)


def _stamp(iso: str) -> float:
    at = datetime.fromisoformat(iso)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _value(word: str) -> Value:
    try:
        return _VALUES[word.casefold()]
    except KeyError:
        raise ValueError(f"{word!r} is neither on nor off") from None
