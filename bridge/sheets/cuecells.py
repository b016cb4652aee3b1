"""One row of `cues.csv` and the span that it stands for: cells to span and back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from zlib import crc32

from bridge.model.cues import (
    Album,
    Audience,
    Crossing,
    Cue,
    Function,
    Language,
    Level,
    Me,
    Origin,
    Performed,
    Place,
    Span,
    Status,
    Temporal,
    Treatment,
    Visibility,
    Vocal,
)
from bridge.model.stems import CONFIDENT, Evidence
from bridge.model.text import harmless, quoted
from bridge.model.timecode import Ruler
from bridge.sheets.cells import guarded, unguarded
from bridge.sheets.cuetimes import MOST_SAMPLES, Written, place_said, ranks, samples_said, timecode_said, written_said
from bridge.sheets.cuewords import WordKind, level_said, tracks_cell, tracks_said, word_said
from bridge.sheets.tracks import US
from bridge.sheets.words import Slip, yes_said

FILE = "cues.csv"
"""The file's name in a show's folder."""
TIMES = ("start", "end", "start_samples", "end_samples")
"""The columns of the time cells."""
FACTS = ("title", "origin", "vocal", "status", "album")
"""The columns that hold for the whole cue; each is a field of `Cue`."""
_SPAN_WORDS = ("performed", "language", "me", "visibility", "audience", "treatment", "function", "temporal")
_SIGNED = ("lock", "by", "note", "id", "written")
COLUMNS = (
    *("session", "number", "title", "level", *TIMES, "tracks", "origin", "status", "vocal"),
    *(*_SPAN_WORDS, "album", *_SIGNED),
)
"""Our columns, in the order of a new file; only a start and an end must be there."""
_MARKED = tuple(column for column in COLUMNS if column not in {*TIMES, "written"})

_NO_LEVEL: tuple[Level, Crossing | None] = (Level.UNSET, None)
_SCIENTIFIC = re.compile(r"[0-9][.,][0-9]+[eE]\+[0-9]+")
_DATE = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}(?: .*)?|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: .*)?")
_MONTH = re.compile(r"[^\W\d_]{3}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row that say something, by column, bare and as typed; what is wrong with them goes to `slips`."""

    said: Mapping[str, str]
    typed: Mapping[str, str]
    slips: list[Slip] = field(default_factory=list)

    def text(self, column: str) -> str:
        """What the column says, "" for nothing."""
        return self.said.get(column, "")

    def read(self, column: str, reader: Callable[[str], T], otherwise: T) -> T:
        """What `reader` makes of the column, `otherwise` if it says nothing or can't be read."""
        cell = self.said.get(column)
        if cell is None:
            return otherwise
        try:
            return reader(cell)
        except Slip as slip:
            self.slips.append(Slip(f"{column}: {slip.what}", slip.hint))
            return otherwise

    def word(self, column: str, kind: type[WordKind]) -> WordKind | None:
        """The word of a fixed list in this column, None if it says nothing or can't be read."""
        cell = self.said.get(column)
        if cell is None:
            return None
        try:
            return word_said(kind, column, cell)
        except Slip as slip:
            self.slips.append(slip)
            return None


def cells(values: Mapping[str, str]) -> Cells:
    """Those of these cells, by column, that say something."""
    typed = {column: cell for column, value in values.items() if value and (cell := value.strip())}
    return Cells({column: unguarded(cell).strip() for column, cell in typed.items()}, typed)


def span_of(row: Cells, line: int) -> tuple[Span, bool]:
    """The span that the row says, and whether the row is as we wrote it; line and kind stand in its evidence.

    Of its cue it holds what stands in this row alone. With slips in the cells the span is no good.
    """
    level, crossing = row.read("level", level_said, _NO_LEVEL)
    lock = row.read("lock", yes_said, otherwise=False)
    last = row.read("written", written_said, None)
    start, end = _places(row, last)
    by = row.text("by")
    found = not lock and by.casefold() == US and (last is None or not last.mark or last.mark == _mark(row.said))
    says = Evidence("lock" if lock else "table", f"{FILE} line {line}", str(crossing or level))
    span = Span(
        _cue(row),
        start,
        end,
        level,
        crossing,
        row.text("session"),
        row.read("tracks", tracks_said, ()),
        row.word("visibility", Visibility),
        row.word("audience", Audience),
        row.word("treatment", Treatment),
        row.word("function", Function),
        row.word("performed", Performed),
        row.word("temporal", Temporal),
        row.word("language", Language),
        row.word("me", Me),
        id=row.text("id"),
        locked=lock,
        by=by,
        note=row.text("note"),
        confidence=CONFIDENT if found else 1.0,
        evidence=(says,),
    )
    return span, found and last is not None and bool(last.mark) and (start, end) == (last.start, last.end)


def _cue(row: Cells) -> Cue:
    """What the row itself says of its cue."""
    return Cue(
        _number(row),
        row.text("title"),
        row.word("origin", Origin),
        row.word("vocal", Vocal),
        row.word("status", Status),
        row.word("album", Album),
    )


def _number(row: Cells) -> str:
    """The cue number; one without an apostrophe in front that looks like a date was made by a spreadsheet."""
    number = row.text("number")
    if number and number == row.typed["number"] and _dated(number):
        hint = "format the column as text and write it again; if it is right, put an apostrophe in front"
        row.slips.append(Slip(f"number: {quoted(number)} is what a spreadsheet makes of a number like 1-3", hint))
    return number


def _dated(number: str) -> bool:
    if not any(map(str.isdecimal, number)):
        return False
    if _DATE.fullmatch(number) or _SCIENTIFIC.fullmatch(number):
        return True
    return guarded(number) != number and _MONTH.search(number) is not None


def _places(row: Cells, last: Written | None) -> tuple[Place, Place]:
    """Start and end, in the spelling that counts; what is wrong with them, or with the two together, is a slip."""
    before = len(row.slips)
    now = [
        Place(row.read(f"{name}_samples", samples_said, None), row.read(name, timecode_said, ""))
        for name in ("start", "end")
    ]
    if len(row.slips) > before:
        return now[0], now[1]
    try:
        start = place_said("start", now[0], last.start if last else None)
        end = place_said("end", now[1], last.end if last else None)
    except Slip as slip:
        row.slips.append(slip)
        return now[0], now[1]
    if (ranked := ranks((start, end))) is not None and ranked[0] >= ranked[1]:
        row.slips.append(_no_length(ranked, start, end))
    return start, end


def _no_length(ranked: list[int], start: Place, end: Place) -> Slip:
    if ranked[0] == ranked[1]:
        return Slip("it ends where it starts", "the end is the first sample or frame behind it")
    ends = [str(place.samples) if place.samples is not None else place.label for place in (end, start)]
    return Slip(f"it ends at {ends[0]}, before it starts at {ends[1]}", "exchange them, or put one right")


def cells_of(span: Span, ruler: Ruler | None) -> dict[str, str]:
    """The span as a row of ours; a level that nobody is sure of stands in the note alone.

    Timecode that the span lacks is told by the ruler; a place whose timecode counts gets no samples.
    """
    start, end = _labelled(span.start, ruler), _labelled(span.end, ruler)
    cue = span.cue
    words = {name: getattr(span, name) for name in _SPAN_WORDS} | {name: getattr(cue, name) for name in FACTS}
    written = {name: guarded(value or "") for name, value in words.items()}
    written |= {"session": guarded(span.session), "number": guarded(cue.number), "level": _level_cell(span)}
    written |= {"tracks": guarded(tracks_cell(span.tracks)), "lock": "yes" if span.locked else ""}
    written |= {"by": guarded(_signature(span)), "note": guarded(found_because(span)), "id": guarded(span.id)}
    mark = _mark(cells(written).said)
    written |= {"start": _label_cell(start), "end": _label_cell(end)}
    written |= {"start_samples": _samples_cell(start), "end_samples": _samples_cell(end)}
    return written | {"written": str(Written(start, end, mark))}


def sound(span: Span) -> bool:
    """True if a row can hold the span's times: inside the session as far as that is known, and of some length."""
    for place in (span.start, span.end):
        if place.samples is None and not _readable(place.label):
            return False
        if place.samples is not None and not 0 <= place.samples < MOST_SAMPLES:
            return False
    ranked = ranks((span.start, span.end))
    return ranked is None or ranked[0] < ranked[1]


def _labelled(place: Place, ruler: Ruler | None) -> Place:
    """The place as it is written: with timecode if there is any that can be read again."""
    if place.samples is None or _readable(place.label):
        return place
    return Place(place.samples, ruler.label(place.samples) if ruler is not None else "")


def _readable(label: str) -> bool:
    """True for timecode that is spelt as we read it."""
    try:
        return bool(label) and timecode_said(label) == label
    except Slip:
        return False


def _label_cell(place: Place) -> str:
    """Timecode as it is: with four parts no spreadsheet takes it for a time; a minus would begin a formula."""
    return guarded(place.label) if place.label.startswith("-") else place.label


def _samples_cell(place: Place) -> str:
    return "" if place.samples is None else str(place.samples)


def _level_cell(span: Span) -> str:
    """The level as a word, empty where it is not known well enough to count."""
    if span.undecided:
        return ""
    if span.level is Level.TRANSDIEGETIC:
        return str(span.crossing or "")
    return span.level


def _signature(span: Span) -> str:
    """Who said it: what was found by something in the session and not decided is ours."""
    return span.by or (US if span.id and not span.locked else "")


def found_because(span: Span) -> str:
    """The note of a span, else why it was found to be what it is; the guess where it is only a guess."""
    why = span.note or harmless("; ".join(map(str, span.evidence)))
    if span.level is Level.UNSET or _level_cell(span):
        return why
    return f"perhaps {_guess(span.level, span.crossing)} ({span.confidence:.0%})" + (f": {why}" if why else "")


def _guess(level: Level, crossing: Crossing | None) -> str:
    return str(crossing) if level is Level.TRANSDIEGETIC and crossing else level


def _mark(said: Mapping[str, str]) -> str:
    """A mark of what the cells beside the times say, by which an edited row is told from one that is as we wrote it.

    Line ends don't count, programs change them; nor do columns that say nothing, so that there can be more some day.
    """
    text = "\x1f".join([f"{column}={said[column]}" for column in _MARKED if column in said])
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"{crc32(lines.encode('utf-8', 'surrogatepass')):08x}"
