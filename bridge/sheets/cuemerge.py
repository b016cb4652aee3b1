"""What was found in a session, brought into `cues.csv`: new rows, and rows that are ours still written anew.

A row that a person edited, signed or locked is never touched, and what a person's own row of the same cue covers is not
proposed again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bridge.model.cues import Cue, Difference, Fate, Span
from bridge.model.placing import Stretch, stretch, unresolvable
from bridge.model.timecode import Ruler
from bridge.sheets.cuecells import COLUMNS, FACTS, cells_of, sound
from bridge.sheets.cues import CueSheet, cue_key, read_cues
from bridge.sheets.table import Row, Table


def new_sheet(spans: Sequence[Span], ruler: Ruler | None = None) -> CueSheet:
    """A sheet of these spans; without a ruler none gets a timecode that it lacks. What lies nowhere gets no row.

    Raises `BadShow` if decided spans of one cue contradict each other, as reading such a file does.
    """
    steps = [(None, span) for span in spans if _stands(span, ruler)]
    return _carried_out(CueSheet(Table(Row(COLUMNS))), steps, ruler)


def merge(sheet: CueSheet, proposals: Sequence[Span], ruler: Ruler | None = None) -> CueSheet:
    """The sheet with a row for each proposal whose session and `id` had none, and with those refreshed that are ours.

    Nothing goes away. Proposals without an `id`, or that lie nowhere in the session, are none. Raises `BadShow` where
    the table would be larger than one that can be read.
    """
    return _carried_out(sheet, _steps(sheet, proposals, ruler), ruler)


def diff(sheet: CueSheet, proposals: Sequence[Span], ruler: Ruler | None = None) -> tuple[Difference, ...]:
    """What `merge` would do, and the rows of ours whose span is gone from the sessions that the proposals speak of."""
    return (*_changes(sheet, proposals, ruler), *_gone(sheet, proposals))


def _changes(sheet: CueSheet, proposals: Sequence[Span], ruler: Ruler | None) -> Iterator[Difference]:
    """What `merge` would do, in its order."""
    steps = _steps(sheet, proposals, ruler)
    table = sheet.table.with_columns(COLUMNS)
    for (place, span), cells in zip(steps, _written(sheet, steps, ruler), strict=True):
        row = None if place is None else sheet.rows[place]
        if row is None or place is None:
            yield Difference(Fate.ADDED, now=span)
        elif table.with_values(table.rows[place], cells) is not table.rows[place]:
            yield Difference(Fate.CHANGED, row.span, span, row.line)


def _gone(sheet: CueSheet, proposals: Sequence[Span]) -> Iterator[Difference]:
    """Rows of ours without a proposal, in sessions that have one."""
    keys = {_key(span) for span in proposals}
    sessions = {session for session, _ in keys}
    for row in sheet.rows:
        if row is not None and row.ours and _key(row.span)[0] in sessions and _key(row.span) not in keys:
            yield Difference(Fate.GONE, was=row.span, line=row.line)


def _key(span: Span) -> tuple[str, str]:
    """What a span was found by, in which session."""
    return span.session.casefold(), span.id


def _steps(sheet: CueSheet, proposals: Sequence[Span], ruler: Ruler | None) -> list[tuple[int | None, Span]]:
    """Each proposal that is to be written, and the place of its row; None for a new one."""
    rows = defaultdict(list)
    for place, row in enumerate(sheet.rows):
        if row is not None and row.span.id:
            rows[_key(row.span)].append((place, row.ours))
    owned = _owned(sheet, ruler)
    found: dict[tuple[str, str], Span] = {}
    for span in proposals:
        if span.id and _stands(span, ruler):
            found.setdefault(_key(span), span)
    steps: list[tuple[int | None, Span]] = []
    for key, span in found.items():
        match rows.get(key, []):
            case [] if not _covered(span, owned, ruler):
                steps.append((None, span))
            case [(place, True)]:
                steps.append((place, span))
            case _:
                pass
    return steps


def _stands(span: Span, ruler: Ruler | None) -> bool:
    """True if the span lies somewhere in its session, as far as is known."""
    return sound(span) and (ruler is None or not unresolvable(span, ruler))


def _owned(sheet: CueSheet, ruler: Ruler | None) -> dict[tuple[str, str], list[Stretch]]:
    """Where persons' own rows of each cue lie."""
    owned: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
    for row in sheet.rows:
        if row is not None and not row.ours and (key := cue_key(row.span)):
            owned[key] += _stretches(row.span, ruler)
    return owned


def _covered(span: Span, owned: dict[tuple[str, str], list[Stretch]], ruler: Ruler | None) -> bool:
    """True if one row of a person's speaks for all of this stretch of the cue."""
    key = cue_key(span)
    around = owned.get(key, []) if key else []
    return any(
        wide.start <= one.start and one.end <= wide.end and _governs(wide, one)
        for one in _stretches(span, ruler)
        for wide in around
    )


def _governs(wide: Stretch, one: Stretch) -> bool:
    return not wide.tracks or (bool(one.tracks) and set(one.tracks) <= set(wide.tracks))


def _stretches(span: Span, ruler: Ruler | None) -> list[Stretch]:
    """Where the span lies, if that can be told: one stretch or none."""
    if ruler is not None:
        return [] if unresolvable(span, ruler) else [stretch(span, ruler)]
    if span.start.samples is None or span.end.samples is None:
        return []
    return [Stretch(span.start.samples, span.end.samples, span.tracks)]


def _carried_out(sheet: CueSheet, steps: Sequence[tuple[int | None, Span]], ruler: Ruler | None) -> CueSheet:
    """The sheet with these steps done, read again: what it holds is what stands in its text."""
    written = list(_written(sheet, steps, ruler))
    needed = {column for cells in written for column, cell in cells.items() if cell}
    table = sheet.table.with_columns([column for column in COLUMNS if column in needed])
    blank = Row(("",) * len(table.columns))
    rows = list(table.rows)
    for (place, _), cells in zip(steps, written, strict=True):
        if place is None:
            rows.append(table.with_values(blank, cells))
        else:
            rows[place] = table.with_values(rows[place], cells)
    return read_cues(replace(table, rows=tuple(rows)).text())


def _written(
    sheet: CueSheet, steps: Sequence[tuple[int | None, Span]], ruler: Ruler | None
) -> Iterator[dict[str, str]]:
    """The cells of each step; what would contradict the rest of its cue is left empty."""
    anew = {place for place, _ in steps}
    known: dict[tuple[str, str], dict[str, object]] = defaultdict(dict)
    for place, row in enumerate(sheet.rows):
        if row is not None and place not in anew and (key := cue_key(row.span)):
            _agreed(row.said, known[key])
    for _, span in steps:
        key = cue_key(span)
        agreed = _agreed(span.cue, known[key]) if key else span.cue
        yield cells_of(replace(span, cue=agreed), ruler)


def _agreed(cue: Cue, known: dict[str, object]) -> Cue:
    """The cue without what contradicts the facts that are known; its own are added to them."""
    told = {name: fact for name in FACTS if (fact := getattr(cue, name))}
    wrong = [name for name, fact in told.items() if known.setdefault(name, fact) != fact]
    bare = Cue()
    return replace(cue, **{name: getattr(bare, name) for name in wrong}) if wrong else cue
