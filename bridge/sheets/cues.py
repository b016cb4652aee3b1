"""`cues.csv`: one row per span of a cue, what it is and who decided; ours and the user's, lossless.

A row with `lock` = yes is a person's decision. What holds for a whole cue (title, origin, vocal, status, album) stands
in each of its rows or in some; an empty cell says the same as the others. A row that is ours still, unedited and
undecided, may be written anew; all others stay as they are, and columns that we don't know are the user's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bridge.model.cues import Cue, Span
from bridge.model.errors import BadShow, Problem
from bridge.model.placing import Stretch, clashes
from bridge.model.text import quoted
from bridge.sheets.cuecells import COLUMNS, FACTS, FILE, cells, span_of
from bridge.sheets.cuetimes import ranks
from bridge.sheets.table import Row, Table, read_table

_NEEDED = (("start", "start_samples"), ("end", "end_samples"))
_SAID = {
    "start": ("in", "tc in", "timecode in", "from", "begin"),
    "end": ("out", "tc out", "timecode out", "to", "stop"),
}
"""What people call the columns that must be there."""


@dataclass(frozen=True, slots=True)
class CueRow:
    """One row: the line on which it begins, its span, what the row itself says of the cue, whether it is ours still."""

    line: int
    span: Span
    said: Cue
    ours: bool = False


@dataclass(frozen=True, slots=True)
class CueSheet:
    """The file: its table, and what each row says; None for a row that is blank."""

    table: Table
    rows: tuple[CueRow | None, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans in the order of the rows. The first evidence of each is its row: `cues.csv line 12`.

        What was found automatically and not decided has a confidence below 1.
        """
        return tuple([row.span for row in self.rows if row is not None])

    def text(self) -> str:
        """The file's text; rows that were not changed stand in it byte for byte as they were read."""
        return self.table.text()


def read_cues(text: str) -> CueSheet:
    """The sheet in this text; raises `BadShow` with all problems."""
    table, problems = read_table(FILE, text, "start")
    if unclear := _header_problems(table):
        raise BadShow(problems + unclear)
    return _sheet_of(table, problems)


def _sheet_of(table: Table, problems: Iterable[Problem]) -> CueSheet:
    """The sheet with this table; raises `BadShow` with all problems of its rows and those that are known already."""
    found = list(problems)
    places = {column: place for place, column in enumerate(table.columns) if column in COLUMNS}
    rows: list[CueRow | None] = []
    for row in table.rows:
        try:
            rows.append(_cue_row(table, row, places))
        except BadShow as bad:
            found += bad.problems
    named = defaultdict(list)
    for one in rows:
        if one is not None and (key := cue_key(one.span)):
            named[key].append(one)
    cues = {key: _whole(ones, found) for key, ones in named.items()}
    found += [problem for ones in named.values() for problem in _overlaps(ones)]
    if found:
        raise BadShow(sorted(found, key=lambda problem: problem.line or 0))
    return CueSheet(table, tuple([one and _of_cue(one, cues) for one in rows]))


def cue_key(span: Span) -> tuple[str, str] | None:
    """What the spans of one cue have in common, None for a span whose cue has no number."""
    number = span.cue.number
    return (span.session.casefold(), number.casefold()) if number else None


def _header_problems(table: Table) -> list[Problem]:
    columns, line = table.columns, table.header.line
    problems = [
        Problem(FILE, line, f"two columns are called {quoted(column)}", "rename one")
        for column in COLUMNS
        if columns.count(column) > 1
    ]
    for needed in _NEEDED:
        if not set(needed) & set(columns):
            near = get_close_matches(needed[0], columns, n=1) or [name for name in columns if name in _SAID[needed[0]]]
            hint = f"rename {quoted(near[0])}? " if near else ""
            listed = ", ".join(map(quoted, columns[:40])) or "none"
            what = f"no column is called {' or '.join(needed)}; the columns are {listed}"
            problems.append(Problem(FILE, line, what, hint + "the first row names the columns"))
    return problems


def _cue_row(table: Table, row: Row, places: dict[str, int]) -> CueRow | None:
    """What the row says; raises `BadShow`."""
    if not any(map(str.strip, row.cells)):
        return None
    if any(map(str.strip, row.cells[len(table.header.cells) :])):
        what = f"{len(row.cells)} cells, but only {len(table.header.cells)} columns have a name"
        raise BadShow([Problem(FILE, row.line, what, "a name with a separator in it stands in quotation marks")])
    count = len(row.cells)
    said = cells({column: row.cells[place] for column, place in places.items() if place < count})
    span, ours = span_of(said, row.line)
    if said.slips:
        raise BadShow([Problem(FILE, row.line, slip.what, slip.hint) for slip in said.slips])
    return CueRow(row.line, span, span.cue, ours)


def _whole(rows: Sequence[CueRow], problems: list[Problem]) -> Cue:
    """What all rows of one cue together say of it; where two disagree, that is added to the problems."""
    cue = quoted(rows[0].said.number)
    facts: dict[str, tuple[object, int]] = {}
    for row in rows:
        for name in FACTS:
            if fact := getattr(row.said, name):
                first, line = facts.setdefault(name, (fact, row.line))
                if first != fact:
                    what = f"{name} is {quoted(str(fact))}, but line {line} says {quoted(str(first))} of {cue}"
                    problems.append(Problem(FILE, row.line, what, "one cue: make them equal, or empty one"))
    return replace(rows[0].said, **{name: fact for name, (fact, _) in facts.items()})  # type: ignore[arg-type]


def _of_cue(row: CueRow, cues: dict[tuple[str, str], Cue]) -> CueRow:
    """The row with all that is known of its cue."""
    key = cue_key(row.span)
    if key is None or row.said == cues[key]:
        return row
    return replace(row, span=replace(row.span, cue=cues[key]))


def _overlaps(rows: Sequence[CueRow]) -> Iterator[Problem]:
    """Rows of one cue that give a track two levels at a time, as far as that shows without the session's rate.

    A row that is ours still is a proposal, and may contradict.
    """
    spans = [(row.line, row.span) for row in rows if not row.ours]
    ranked = ranks([place for _, span in spans for place in (span.start, span.end)]) if len(spans) > 1 else None
    if ranked is None:
        return
    stretches = [
        Stretch(start, end, span.tracks) for start, end, (_, span) in zip(ranked[::2], ranked[1::2], spans, strict=True)
    ]
    for pair in clashes(stretches):
        first, later = sorted(spans[index][0] for index in pair)
        what = f"it overlaps line {first} of the same cue"
        yield Problem(FILE, later, what, "end one where the other begins, or give them different tracks")
