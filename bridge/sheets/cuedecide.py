"""A person's decisions in `cues.csv`: the rows of a cue, locked and signed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.model.text import meant, quoted
from bridge.sheets.cells import guarded, unguarded
from bridge.sheets.cuecells import COLUMNS, FACTS, FILE, TIMES, cells, span_of
from bridge.sheets.cues import CueRow, CueSheet, cue_key, read_cues
from bridge.sheets.edits import Edit, Form, NotDecided, edited, refusal
from bridge.sheets.words import choice

_KEY = ("session", "number", *TIMES, "id")
DECIDABLE = tuple(column for column in COLUMNS if column not in {*_KEY, "lock", "by", "written"})
"""The columns that a decision may set."""
_TIMED = {"start": "00:00:00:00", "end": "00:00:00:01"}
"""What a row must say beside words to be a span."""
_FREE_TEXT = frozenset({"title", "tracks", "note"})


def _named(row: tuple[str, ...]) -> str:
    session, number, start, _, samples, _, found_by = map(unguarded, row)
    where = start or f"sample {samples}"
    within = f" in {quoted(session)}" if session else ""
    return f"{quoted(number or found_by) if number or found_by else 'the cue'} at {where[:60]}{within}"


CUES = Form(FILE, COLUMNS, _KEY, read_cues, _named)
"""The file in which cues are decided."""


def key_of(edit: Edit) -> tuple[str, str, str]:
    """The session and the number of the cue whose row was changed, and what the row was found by."""
    session, number, found_by = (unguarded(edit.row[place]) for place in (0, 1, -1))
    return session, number, found_by


@dataclass(frozen=True, slots=True)
class Which:
    """The rows that a decision is about: all of a cue, or those of them on this line or with this `id`.

    `session` None: whichever has them, but one only.
    """

    number: str = ""
    session: str | None = None
    line: int | None = None
    id: str = ""


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
    return edited(CUES, sheet.table, wanted)


def _cell(column: str, word: str) -> str:
    """A word as it is written; words of fixed lists in small letters."""
    return guarded(word.strip() if column in _FREE_TEXT else word.strip().casefold())


def _check(words: Mapping[str, str]) -> None:
    """Raises `NotDecided` for a word that can't stand in its column."""
    row = cells({**_TIMED, **words})
    span_of(row, 0)
    if row.slips:
        raise refusal(row.slips)


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
