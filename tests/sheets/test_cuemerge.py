"""What was found in a session comes into cues.csv, and what a person decided stays as it is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cues import Crossing, Cue, Fate, Level, Origin, Place, Span
from bridge.model.stems import Evidence
from bridge.model.timecode import RATES, Ruler
from bridge.sheets.cuemerge import diff, merge, new_sheet
from bridge.sheets.cues import CueSheet, read_cues

RULER = Ruler(RATES["24"], 48000, 3600 * 48000)
SURE = (Evidence("range", "SRC Radio", "diegetic"),)
SOURCE = Span(
    Cue("1m3", "Radio"),
    Place(480000),
    Place(1440000),
    Level.DIEGETIC,
    tracks=("Radio",),
    id="range 7",
    confidence=0.9,
    evidence=SURE,
)
MAYBE = replace(
    SOURCE,
    cue=Cue("1m4"),
    start=Place(1440000),
    end=Place(1920000),
    tracks=(),
    id="marker 8",
    confidence=0.6,
    evidence=(Evidence("marker", "source?", "diegetic"),),
)


def lines(sheet: CueSheet) -> list[str]:
    return sheet.text().splitlines()[1:]


def test_a_new_sheet_says_what_is_sure_and_only_guesses_in_the_note() -> None:
    assert new_sheet([SOURCE, MAYBE], RULER).text() == (
        "\ufeffsession,number,title,level,start,end,start_samples,end_samples,tracks,origin,status,vocal,performed,"
        "language,me,visibility,audience,treatment,function,temporal,album,lock,by,note,id,written\r\n"
        ",1m3,Radio,diegetic,01:00:10:00,01:00:30:00,480000,1440000,Radio,,,,,,,,,,,,,,stembridge,"
        "range 'SRC Radio' says diegetic,range 7,480000..1440000 01:00:10:00..01:00:30:00 #0d798d9a\r\n"
        ",1m4,,,01:00:30:00,01:00:40:00,1440000,1920000,,,,,,,,,,,,,,,stembridge,"
        "perhaps diegetic (60%): marker 'source?' says diegetic,marker 8,"
        "1440000..1920000 01:00:30:00..01:00:40:00 #265dfca5\r\n"
    )


def test_timecode_before_zero_is_no_formula() -> None:
    sheet = new_sheet([SOURCE], Ruler(RATES["24"], 48000, -3600 * 48000))
    assert ",'-00:59:50:00,'-00:59:30:00,480000,1440000," in sheet.text()
    assert [(row and row.ours, row and row.span.start.label) for row in sheet.rows] == [(True, "-00:59:50:00")]


def test_a_guess_at_a_crossing_stands_in_the_note() -> None:
    guess = replace(MAYBE, level=Level.TRANSDIEGETIC, crossing=Crossing(Level.DIEGETIC, Level.NONDIEGETIC))
    (span,) = new_sheet([guess], RULER).spans
    assert span.level is Level.UNSET
    assert span.note == "perhaps diegetic > nondiegetic (60%): marker 'source?' says diegetic"


def test_merging_the_same_again_changes_nothing() -> None:
    sheet = new_sheet([SOURCE, MAYBE], RULER)
    assert merge(sheet, [MAYBE, SOURCE], RULER).text() == sheet.text()
    assert diff(sheet, [MAYBE, SOURCE], RULER) == ()


def test_a_row_that_is_ours_still_is_written_anew() -> None:
    sheet = new_sheet([MAYBE, SOURCE], RULER)
    surer = replace(MAYBE, confidence=0.9, end=Place(2400000))
    merged = merge(sheet, [surer, SOURCE], RULER)
    assert lines(merged)[1] == lines(sheet)[1]
    assert (merged.spans[0].level, merged.spans[0].end) == (Level.DIEGETIC, Place(2400000, "01:00:50:00"))
    assert [(one.fate, one.line, one.now) for one in diff(sheet, [surer, SOURCE], RULER)] == [(Fate.CHANGED, 2, surer)]


EDITS = [
    (",1m4,,,", ",1m4,Bar,,"),
    (",1m4,,,", ",1m4,,ambiguous,"),
    ("01:00:30:00,01:00:40:00,14", "01:00:31:00,01:00:40:00,14"),
    (",1440000,1920000,", ",1440000,1920001,"),
    (",,stembridge,", ",,Anna,"),
    (",,stembridge,", ",yes,stembridge,"),
    ("perhaps", "surely not"),
    ("#265dfca5", ""),
]


@pytest.mark.parametrize(("ours", "edited"), EDITS)
def test_a_row_that_a_person_edited_signed_or_locked_is_never_touched(ours: str, edited: str) -> None:
    text = new_sheet([MAYBE], RULER).text()
    assert text.count(ours) == 1
    sheet = read_cues(text.replace(ours, edited))
    assert merge(sheet, [replace(MAYBE, confidence=0.9)], RULER).text() == sheet.text()
    assert diff(sheet, [replace(MAYBE, confidence=0.9)], RULER) == ()


def test_a_row_that_only_a_spreadsheet_spelt_anew_is_ours_still() -> None:
    text = new_sheet([MAYBE], RULER).text()
    saved = text.replace("01:00:30:00,01:00:40:00,1440000", "1:0:30:0,1:0:40:0,1440000.0").replace(",1m4,", ',"1m4",')
    merged = merge(read_cues(saved), [replace(MAYBE, confidence=0.9)], RULER)
    assert merged.text() == new_sheet([replace(MAYBE, confidence=0.9)], RULER).text()


def test_a_row_that_a_person_doubled_is_left_alone() -> None:
    sheet = new_sheet([MAYBE], RULER)
    (row,) = lines(sheet)
    doubled = read_cues(sheet.text() + row.replace("01:00:30:00,", "01:00:35:00,", 1) + "\r\n")
    assert merge(doubled, [replace(MAYBE, confidence=0.9)], RULER).text() == doubled.text()


def test_what_is_gone_is_told_and_stays_in_the_file() -> None:
    sheet = new_sheet([SOURCE, MAYBE, replace(MAYBE, session="r2")], RULER)
    assert merge(sheet, [SOURCE], RULER).text() == sheet.text()
    assert [(one.fate, one.line) for one in diff(sheet, [SOURCE], RULER)] == [(Fate.GONE, 3)]


def test_a_users_own_table_gets_the_columns_that_a_new_row_needs() -> None:
    text = 'Colour;Number;Start;End\r\nred;"1m1";01:00:01:00;01:00:02:00\r\n'
    merged = merge(read_cues(text), [replace(MAYBE, note="why")], RULER)
    assert lines(merged)[0] == 'red;"1m1";01:00:01:00;01:00:02:00'
    assert merged.table.header.cells == (
        *("Colour", "Number", "Start", "End"),
        *("start_samples", "end_samples", "by", "note", "id", "written"),
    )
    assert merge(merged, [replace(MAYBE, note="why")], RULER).text() == merged.text()


def test_what_a_persons_row_of_the_cue_covers_is_not_proposed() -> None:
    mine = "number,start,end,tracks\n1m4,01:00:25:00,01:00:45:00,{}\n"
    for tracks, proposal, added in (("", MAYBE, 0), ("A | B", MAYBE, 1), ("A | B", replace(MAYBE, tracks=("A",)), 0)):
        sheet = read_cues(mine.format(tracks))
        assert len(merge(sheet, [proposal], RULER).spans) == 1 + added
        assert [one.fate for one in diff(sheet, [proposal], RULER)] == [Fate.ADDED] * added
    longer = replace(MAYBE, end=Place(4800000))
    assert len(merge(read_cues(mine.format("")), [longer, replace(longer, cue=Cue("2m1"), id="x")], RULER).spans) == 3


def test_a_proposal_never_contradicts_what_the_cue_is_known_to_be() -> None:
    mine = "number,title,start,end\n1m3,Chase,02:00:25:00,02:00:45:00\n"
    later = replace(SOURCE, cue=Cue("1M3", "Ride", Origin.LICENSED), start=Place(1440000), end=Place(1450000), id="x")
    merged = merge(read_cues(mine), [SOURCE, later], RULER)
    assert {span.cue for span in merged.spans} == {Cue("1m3", "Chase", Origin.LICENSED)}


def test_a_new_title_of_a_cue_reaches_all_its_rows() -> None:
    later = replace(SOURCE, start=Place(1440000), end=Place(1450000), id="x")
    ride = Cue("1m3", "Ride")
    merged = merge(new_sheet([SOURCE, later], RULER), [replace(SOURCE, cue=ride), replace(later, cue=ride)], RULER)
    assert [row and row.said for row in merged.rows] == [ride, ride]


@pytest.mark.parametrize(
    "nowhere",
    [
        replace(MAYBE, id=""),
        replace(MAYBE, end=MAYBE.start),
        replace(MAYBE, start=Place(-1)),
        replace(MAYBE, start=Place(None, "=1+1")),
        replace(MAYBE, start=Place(None, "01:00:00:24")),
        replace(MAYBE, start=Place(None, "01:00:50:00")),
    ],
)
def test_what_lies_nowhere_or_was_found_by_nothing_is_no_proposal(nowhere: Span) -> None:
    sheet = new_sheet([SOURCE], RULER)
    assert merge(sheet, [nowhere], RULER).text() == sheet.text()
    assert diff(sheet, [nowhere, SOURCE], RULER) == ()


def test_a_label_of_hostile_text_is_replaced_by_the_rulers() -> None:
    (span,) = new_sheet([replace(SOURCE, start=Place(480000, "=1+1"))], RULER).spans
    assert span.start == Place(480000, "01:00:10:00")


ids = st.sampled_from(("marker 1", "marker 2", "range 3"))
names = st.sampled_from(("", "1m1", "1M1", "1m2"))
found = st.builds(
    lambda number, title, start, length, name, sure: Span(
        Cue(number, title), Place(start), Place(start + length), Level.DIEGETIC, id=name, confidence=sure
    ),
    names,
    st.sampled_from(("", "A", "=B")),
    st.integers(0, 5),
    st.integers(0, 5),
    ids,
    st.sampled_from((0.5, 0.9)),
)
mine = st.builds(
    lambda number, start, length: f"{number},{start},{start + length},Anna\n", names, st.integers(0, 3), st.just(1)
)


@given(st.lists(mine, max_size=2, unique_by=lambda row: row.casefold()), st.lists(found, max_size=5), st.lists(found))
def test_merging_keeps_persons_rows_to_the_letter_and_settles_at_once(
    rows: list[str], first: list[Span], then: list[Span]
) -> None:
    text = "number,start_samples,end_samples,by\n" + "".join(rows)
    once = merge(merge(read_cues(text), first, RULER), then, RULER)
    kept = once.text().splitlines(keepends=True)[1 : 1 + len(rows)]
    assert kept == rows
    assert merge(once, then, RULER).text() == once.text()
    assert not [one for one in diff(once, then, RULER) if one.fate is not Fate.GONE]
