"""cues.csv loses nothing: what is written is read back, what is read is kept to the letter or refused."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

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
from bridge.model.errors import BadShow
from bridge.sheets.cuemerge import new_sheet
from bridge.sheets.cues import read_cues

HOSTILE = (
    "=cmd|'/c calc'!A1",
    "@x",
    "+1",
    "-1",
    "01",
    "May 1",
    "1-3",
    "'01",
    'a"b',
    "x,y;z",
    "a\nb",
    "TRUE",
    "#####",
    "stembridge",
)
text = (st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(HOSTILE)).map(str.strip)
cues = st.builds(
    Cue,
    text,
    text,
    *(st.none() | st.sampled_from(kind) for kind in (Origin, Vocal, Status, Album)),
)
sides = st.permutations([Level.DIEGETIC, Level.NONDIEGETIC, Level.METADIEGETIC, Level.AMBIGUOUS])
levels = st.sampled_from([level for level in Level if level is not Level.TRANSDIEGETIC])

WORDS: dict[str, type] = {
    "visibility": Visibility,
    "audience": Audience,
    "treatment": Treatment,
    "function": Function,
    "performed": Performed,
    "temporal": Temporal,
    "language": Language,
    "me": Me,
}


def _place(second: int, samples: bool, label: bool) -> Place:
    return Place(second * 48000 if samples or not label else None, f"01:00:{second:02}:00" if label else "")


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """Spans one behind the other, of a few cues."""
    known = draw(st.lists(cues, min_size=1, max_size=3, unique_by=lambda cue: cue.number.casefold()))
    made = []
    for index in range(draw(st.integers(0, 4))):
        crossing = draw(st.none() | sides.map(lambda two: Crossing(two[0], two[1])))
        locked, found = draw(st.booleans()), draw(text)
        start, end = (_place(index + more, draw(st.booleans()), draw(st.booleans())) for more in (0, 1))
        span = Span(
            draw(st.sampled_from(known)),
            start,
            end,
            draw(levels) if crossing is None else Level.TRANSDIEGETIC,
            crossing,
            draw(text),
            draw(st.lists(st.text(st.characters(codec="utf-8"), max_size=4) | st.sampled_from(HOSTILE)).map(tuple)),
            id=found,
            locked=locked,
            by=draw(text.filter(bool) if found and not locked else text),
            note=draw(text),
        )
        words: dict[str, Any] = {name: draw(st.none() | st.sampled_from(kind)) for name, kind in WORDS.items()}
        made.append(replace(span, **words))
    return tuple(made)


@given(spans())
def test_what_is_written_is_read_back(some: tuple[Span, ...]) -> None:
    sheet = new_sheet(some)
    read = read_cues(sheet.text())
    assert tuple(replace(span, evidence=(), confidence=1.0) for span in read.spans) == some
    assert read.text() == sheet.text()
    assert not [cell for row in sheet.table.rows for cell in row.cells if cell.startswith(("=", "+", "-", "@"))]


odd = st.text(st.sampled_from('1m3:;,.|>-="\r\n\tE yes\ufeff'), max_size=40)


@given(odd.map("start,end,number,level,tracks,written\n".__add__))
def test_whatever_the_file_holds_it_is_kept_to_the_letter_or_refused(written: str) -> None:
    assert refused(written) or read_cues(written).text() == written


def refused(written: str) -> bool:
    try:
        read_cues(written)
    except BadShow as bad:
        return bool(bad.problems)
    return False
