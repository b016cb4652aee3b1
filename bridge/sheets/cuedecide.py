"""A person's decisions in `cues.csv`: rows locked and signed, and the same rows put back as they were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.model.errors import BadShow, StembridgeError
from bridge.model.text import meant, quoted
from bridge.sheets.cells import guarded
from bridge.sheets.cuecells import COLUMNS, FACTS, FILE, TIMES, cells, span_of
from bridge.sheets.cuemerge import widened
from bridge.sheets.cues import CueRow, CueSheet, cue_key, read_cues
from bridge.sheets.words import choice

_KEY = ("session", "number", *TIMES, "id")
"""The columns that tell one row from another; no decision changes them."""
DECIDABLE = tuple(column for column in COLUMNS if column not in {*_KEY, "lock", "by", "written"})
"""The columns that a decision may set."""
MOST_REASONS = 3
"""Problems that a refusal names."""
_TIMED = {"start": "00:00:00:00", "end": "00:00:00:01"}
"""What a row must say beside words to be a span."""
_FREE_TEXT = frozenset({"title", "tracks", "note"})


class NotDecided(StembridgeError):  # noqa: N818 - reads as what it is
    """A decision was not written down, or could not be taken back; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Which:
    """The rows that a decision is about: all of a cue, or those of them on this line or with this `id`.

    `session` None: whichever has them, but one only.
    """

    number: str = ""
    session: str | None = None
    line: int | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One row that was changed: its line, what tells it from others, the changed cells before and after by column."""

    line: int
    row: tuple[str, ...]
    old: Mapping[str, str]
    new: Mapping[str, str]


def decide(sheet: CueSheet, which: Which, changes: Mapping[str, str], by: str) -> tuple[CueSheet, tuple[Edit, ...]]:
    """The sheet in which these rows say `changes` (words by column) and are locked and signed; what was changed.

    A fact of the whole cue is changed in its other rows too. Raises `NotDecided`.
    """
    if unknown := [column for column in changes if column not in DECIDABLE]:
        raise NotDecided(
            f"{quoted(unknown[0])} can't be decided ({choice(unknown[0], DECIDABLE)}). Nothing was changed."
        )
    words = {column: _cell(column, word) for column, word in changes.items()}
    _check(words)
    chosen = _chosen(sheet, which)
    wanted = {place: words | {"lock": "yes", "by": guarded(by)} for place in chosen}
    facts = {column: cell for column, cell in words.items() if column in FACTS}
    for place, row in _kin(sheet, chosen):
        wanted[place] = {column: cell for column, cell in facts.items() if getattr(row.said, column)}
    return _edited(sheet, wanted)


def restore_cells(sheet: CueSheet, edits: Sequence[Edit]) -> CueSheet:
    """The sheet with the cells as they were before these edits; raises `NotDecided` if one was edited again since.

    Rows are found again where lines have moved. Columns that a decision had to add stay, empty.
    """
    places = defaultdict(list)
    for place, row in enumerate(sheet.table.rows):
        places[_identity(sheet.table.values(row))].append(place)
    wanted: dict[int, Mapping[str, str]] = {}
    for edit in edits:
        free = [place for place in places[edit.row] if place not in wanted]
        wanted[_found_again(sheet, edit, free)] = edit.old
    return _edited(sheet, wanted)[0]


def _cell(column: str, word: str) -> str:
    """A word as it is written; words of fixed lists in small letters."""
    return guarded(word.strip() if column in _FREE_TEXT else word.strip().casefold())


def _check(words: Mapping[str, str]) -> None:
    """Raises `NotDecided` for a word that can't stand in its column."""
    row = cells({**_TIMED, **words})
    span_of(row, 0)
    if row.slips:
        hints = "; ".join(slip.what + (f" ({slip.hint})" if slip.hint else "") for slip in row.slips)
        raise NotDecided(f"{hints}. Nothing was changed.")


def _chosen(sheet: CueSheet, which: Which) -> list[int]:
    """The places of the rows that are meant; raises `NotDecided`."""
    rows = [(place, row) for place, row in enumerate(sheet.rows) if row is not None]
    if which.session is not None:
        rows = [(place, row) for place, row in rows if row.span.session.casefold() == which.session.casefold()]
    if which.number:
        numbers = {row.span.cue.number for _, row in rows}
        rows = [(place, row) for place, row in rows if row.span.cue.number.casefold() == which.number.casefold()]
        if not rows:
            raise NotDecided(_unknown(which, numbers))
    found = [(place, row) for place, row in rows if which.line in {None, row.line} and which.id in {"", row.span.id}]
    if not found or which == Which(session=which.session):
        raise NotDecided(f"No row of {FILE} is meant by {_spelt(which)}. Nothing was changed.")
    sessions = {row.span.session.casefold(): row.span.session for _, row in found}
    if len(sessions) > 1:
        named = ", ".join(quoted(name) for name in sessions.values())
        raise NotDecided(f"{_spelt(which)} stands in {len(sessions)} sessions: {named}. Nothing was changed. Name one")
    return [place for place, _ in found]


def _unknown(which: Which, numbers: Iterable[str]) -> str:
    """That there is no such cue, and which was probably meant."""
    near = meant(which.number, filter(None, numbers))
    where = f" in session {quoted(which.session)}" if which.session else ""
    hint = f" (did you mean {quoted(near)}?)" if near else ""
    return f"{FILE} has no cue {quoted(which.number)}{where}{hint}. Nothing was changed."


def _spelt(which: Which) -> str:
    """Which rows are meant, in words."""
    words = [quoted(which.number)] if which.number else []
    words += [f"line {which.line}"] if which.line is not None else []
    words += [f"id {quoted(which.id)}"] if which.id else []
    words += [f"session {quoted(which.session)}"] if which.session is not None else []
    return ", ".join(words) or "nothing"


def _kin(sheet: CueSheet, chosen: Sequence[int]) -> Iterator[tuple[int, CueRow]]:
    """The other rows of the cues of these rows."""
    meant_rows = [row for place in chosen if (row := sheet.rows[place]) is not None]
    keys, taken = {key for row in meant_rows if (key := cue_key(row.span))}, set(chosen)
    for place, row in enumerate(sheet.rows):
        if row is not None and place not in taken and cue_key(row.span) in keys:
            yield place, row


def _edited(sheet: CueSheet, wanted: Mapping[int, Mapping[str, str]]) -> tuple[CueSheet, tuple[Edit, ...]]:
    """The sheet with these cells in the rows at these places, and what was changed; raises `NotDecided`."""
    table = widened(sheet.table, {column for new in wanted.values() for column, cell in new.items() if cell})
    rows, edits = list(table.rows), []
    for place, words in sorted(wanted.items()):
        row, before = table.rows[place], table.values(table.rows[place])
        rows[place] = table.with_values(row, words)
        new = {column: cell for column, cell in words.items() if before.get(column, "") != cell}
        if new:
            old = {column: before[column] for column in new}
            edits.append(Edit(row.line, _identity(before), old, new))
    try:
        return read_cues(replace(table, rows=tuple(rows)).text()), tuple(edits)
    except BadShow as bad:
        whys = "; ".join(map(str, bad.problems[:MOST_REASONS]))
        raise NotDecided(f"The decision would make the file wrong: {whys}. Nothing was changed.") from None


def _identity(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get(column, "") for column in _KEY)


def _found_again(sheet: CueSheet, edit: Edit, places: Sequence[int]) -> int:
    """The one of these places whose row is as the edit left it, the nearest to its line; raises `NotDecided`."""
    same = []
    for place in places:
        values = sheet.table.values(sheet.table.rows[place])
        if all(values.get(column, "") == cell for column, cell in edit.new.items()):
            same.append(place)
    if not same:
        what = f"The row that was on line {edit.line} of {FILE} is not as that decision left it"
        raise NotDecided(f"{what}. Nothing was changed. Set it by deciding anew")
    return min(same, key=lambda place: abs(sheet.table.rows[place].line - edit.line))
