"""Which rows of `cues.csv` a person means: by the cue's number, what a row was found by, its line, a place in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bridge.model.cuelist import CueList
from bridge.model.cues import Span
from bridge.model.placing import stretch
from bridge.model.text import quoted
from bridge.model.timecode import Ruler
from bridge.sheets.cuedecide import Which
from bridge.sheets.cues import CueRow, CueSheet
from bridge.sheets.cuetimes import rank, samples_said, timecode_said
from bridge.sheets.edits import NotDecided
from bridge.sheets.words import Slip

LINE = re.compile(r"line ([0-9]{1,6})", re.IGNORECASE)
"""How a row is named by its line."""
MOST_NAMED = 4
"""Places that a refusal names."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a person said of the rows that are meant.

    `number`: the cue's; else what a row was found by (`marker 7`), or `line 12`. `place`: only the span that lies
    there, as timecode or samples. `session` None: whichever has it.
    """

    number: str
    place: str = ""
    session: str | None = None


def meant_rows(sheet: CueSheet, meant: Meant, found: CueList) -> Which:
    """The rows that are meant, for `decide`; raises `NotDecided`.

    `found` tells how positions in the session that is open are labelled; in others timecode is compared as written.
    """
    rows = [row for row in sheet.rows if row is not None]
    which = _which(rows, meant)
    if not meant.place:
        return which
    own = [row for row in rows if _chosen(row, which)]
    there = [row for row in own if _lies_at(row.span, meant.place.strip(), found.ruler_of(row.span))]
    if own and not there:
        raise NotDecided(
            f"{quoted(meant.number)} does not lie at {quoted(meant.place)}, but {_places(own)}. Nothing was changed."
        )
    if len(there) > 1:
        lines = ", ".join(f"line {row.line}" for row in there[:MOST_NAMED])
        raise NotDecided(
            f"Several spans of {quoted(meant.number)} lie there: {lines}. Nothing was changed. Name one line"
        )
    return replace(which, line=there[0].line) if there else which


def _which(rows: Sequence[CueRow], meant: Meant) -> Which:
    word = meant.number.strip()
    if any(row.span.cue.number.casefold() == word.casefold() for row in rows):
        return Which(word, meant.session)
    for row in rows:
        if row.span.id and row.span.id.casefold() == word.casefold():
            return Which(session=meant.session, id=row.span.id)
    line = LINE.fullmatch(word)
    return Which(session=meant.session, line=int(line[1])) if line else Which(word, meant.session)


def _chosen(row: CueRow, which: Which) -> bool:
    """Whether this is one of the rows that are meant before a place was named."""
    if which.session is not None and row.span.session.casefold() != which.session.casefold():
        return False
    same = which.number.casefold() in {"", row.span.cue.number.casefold()} and which.id in {"", row.span.id}
    return same and which.line in {None, row.line}


def _lies_at(span: Span, place: str, ruler: Ruler | None) -> bool:
    """Whether the span sounds there; raises `NotDecided` for what is no place."""
    try:
        label = "" if place.isdecimal() else timecode_said(place)
        sample = None if label else samples_said(place)
    except Slip as slip:
        raise NotDecided(f"{slip.what} ({slip.hint}). Nothing was changed.") from None
    if label and ruler is None:
        known = span.start.label and span.end.label
        return bool(known) and rank(span.start.label) <= rank(label) < rank(span.end.label)
    if label and ruler is not None:
        sample = _position(label, ruler)
    start, end = _samples(span, ruler)
    return start is not None and sample is not None and end is not None and start <= sample < end


def _position(label: str, ruler: Ruler) -> int:
    try:
        return ruler.position(label)
    except ValueError as wrong:
        raise NotDecided(f"{wrong}. Nothing was changed.") from None


def _samples(span: Span, ruler: Ruler | None) -> tuple[int | None, int | None]:
    try:
        lies = stretch(span, ruler) if ruler is not None else None
    except ValueError:
        lies = None
    return (lies.start, lies.end) if lies is not None else (span.start.samples, span.end.samples)


def _places(rows: Iterable[CueRow]) -> str:
    listed = list(rows)
    words = [f"{_place(row.span.start.label, row.span.start.samples)} (line {row.line})" for row in listed[:MOST_NAMED]]
    more = f" and {len(listed) - MOST_NAMED} more" if len(listed) > MOST_NAMED else ""
    return f"begins at {', '.join(words)}{more}"


def _place(label: str, samples: int | None) -> str:
    return label or f"sample {samples}"
