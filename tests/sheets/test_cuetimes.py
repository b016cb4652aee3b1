"""Times in a spreadsheet: what it only spelt in another way is read, what it lost is refused with the cure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cues import Place
from bridge.model.timecode import RATES, Rate, label_of
from bridge.sheets.cuetimes import Written, place_said, rank, ranks, samples_said, timecode_said, written_said
from bridge.sheets.words import Slip


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("01:00:10:00", "01:00:10:00"),
        ("1:0:10:0", "01:00:10:00"),
        ("01:00:10;02", "01:00:10;02"),
        ("01;00;10;02", "01:00:10;02"),
        ("01.00.10.02", "01:00:10.02"),
        ("-0:0:1:0", "-00:00:01:00"),
        ("101:00:00:00", "101:00:00:00"),
    ],
)
def test_timecode_in_the_ways_that_daws_and_spreadsheets_spell_it(cell: str, label: str) -> None:
    assert timecode_said(cell) == label


CURE = "format the column as text and write HH:MM:SS:FF again, such as 01:00:10:00"
CLOCK = "is a time of the day, without frames: a spreadsheet may have made it"
NUMBER = "is a number that a spreadsheet made of a time"
DATE = "is a date that a spreadsheet made"
PERHAPS = "is no timecode, perhaps a date that a spreadsheet made"


@pytest.mark.parametrize(
    ("cell", "what", "hint"),
    [
        ("01:00:10", CLOCK, CURE),
        ("01:00", CLOCK, CURE),
        ("51:12.0", CLOCK, CURE),
        ("1:00:10 AM", CLOCK, CURE),
        ("01:00:10 a.m.", CLOCK, CURE),
        ("0.04178", NUMBER, CURE),
        ("0,041782407", NUMBER, CURE),
        ("4.18E-02", NUMBER, CURE),
        ("10.01.1900 01:00", DATE, CURE),
        ("1/10/1900 1:00", DATE, CURE),
        ("1900-01-10", DATE, CURE),
        ("10. Jan 00", PERHAPS, CURE),
        ("#####", "is what a spreadsheet shows where a column is too narrow", "widen the column and save again"),
        ("480000", "is a number", "samples stand in a column of their own; timecode is HH:MM:SS:FF"),
        ("01:00:10:00.50", "has more than four parts", "leave out what is behind the frames"),
        ("13|3| 048", "is no timecode", "write HH:MM:SS:FF, such as 01:02:03:04"),
        ("01:60:00:00", "is no timecode", "minutes and seconds end at 59"),
        ("٠١:00:00:00", "is no timecode", "write HH:MM:SS:FF, such as 01:02:03:04"),
    ],
)
def test_what_a_spreadsheet_made_of_a_timecode_is_refused_with_the_cure(cell: str, what: str, hint: str) -> None:
    with pytest.raises(Slip) as refused:
        timecode_said(cell)
    assert (refused.value.what, refused.value.hint) == (f'"{cell}" {what}', hint)


@pytest.mark.parametrize(
    "cell",
    [
        *("1440000", "01440000", "1440000.0", "1440000,00", "1,440,000", "1.440.000", "1.440.000,00", "1 440 000"),
        *("1\u00a0440\u00a0000", "1\u202f440\u202f000", "1'440'000", "1’440’000", "1.440000E+06", "1,4400000E+06"),
    ],
)
def test_samples_in_the_ways_that_spreadsheets_spell_them(cell: str) -> None:
    assert samples_said(cell) == 1440000


NO_SAMPLES = "is no number of samples"
LOST = "may have lost digits"


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("4.8E+05", LOST),
        ("1E+12", LOST),
        ("4.80001E+04", LOST),
        ("480.000", "can be 480 or 480000"),
        ("480,000", "can be 480 or 480000"),
        ("-480", "lies before the session's start"),
        ("480.5", NO_SAMPLES),
        ("01:00:10:00", NO_SAMPLES),
        ("1,44,000", NO_SAMPLES),
        ("1" * 16, NO_SAMPLES),
        ("#####", NO_SAMPLES),
        ("1.2E+99", LOST),
        ("٤٨", NO_SAMPLES),
    ],
)
def test_samples_that_may_have_lost_digits_or_mean_two_things_are_refused(cell: str, what: str) -> None:
    with pytest.raises(Slip) as refused:
        samples_said(cell)
    assert refused.value.what == f'"{cell}" {what}'
    assert refused.value.hint


LAST = Place(480000, "01:00:10:00")


@pytest.mark.parametrize(
    ("now", "place"),
    [
        (Place(480000, "01:00:10:00"), LAST),
        (Place(480000, "01:00:10;00"), LAST),
        (Place(480000, "01:00:12:00"), Place(None, "01:00:12:00")),
        (Place(480001, "01:00:10:00"), Place(480001)),
        (Place(480000), Place(480000)),
        (Place(480001), Place(480001)),
        (Place(None, "01:00:10:00"), Place(None, "01:00:10:00")),
        (Place(None, "01:00:12:00"), Place(None, "01:00:12:00")),
    ],
)
def test_of_the_two_spellings_the_edited_one_counts(now: Place, place: Place) -> None:
    assert place_said("start", now, LAST) == place


def test_what_was_written_in_one_spelling_can_be_edited_in_the_other() -> None:
    assert place_said("start", Place(480000, "01:00:12:00"), Place(480000)) == Place(None, "01:00:12:00")
    assert place_said("end", Place(7, "01:00:10:00"), Place(None, "01:00:10:00")) == Place(7)


def test_a_row_that_we_never_wrote_says_what_stands_there() -> None:
    for place in (Place(480001, "01:00:12:00"), Place(480001), Place(None, "01:00:12:00")):
        assert place_said("start", place, None) == place


def test_both_spellings_edited_is_a_contradiction() -> None:
    with pytest.raises(Slip, match="start and start_samples were both edited") as refused:
        place_said("start", Place(480001, "01:00:12:00"), LAST)
    assert refused.value.hint == "only one can count: empty the wrong one of the two"


def test_a_place_needs_one_of_the_two() -> None:
    with pytest.raises(Slip, match="end is missing") as refused:
        place_said("end", Place(None, ""), LAST)
    assert refused.value.hint == "write timecode under end or samples under end_samples"


labels = st.builds(label_of, st.integers(-(10**6), 10**8), st.sampled_from(list(RATES.values())))
samples = st.integers(0, 10**14)
places = st.builds(Place, samples, st.just("") | labels) | st.builds(Place, st.none(), labels)


@given(places, places, st.sampled_from(("", "0badcafe")))
def test_what_was_written_can_be_told_again(start: Place, end: Place, mark: str) -> None:
    assert written_said(str(Written(start, end, mark))) == Written(start, end, mark)


def test_what_was_written_is_short_and_legible() -> None:
    written = Written(Place(480000, "01:00:10:00"), Place(1440000, "01:00:30:00"), "0badcafe")
    assert str(written) == "480000..1440000 01:00:10:00..01:00:30:00 #0badcafe"
    assert written_said("480000..1440000") is None


@given(st.integers(-(10**6), 10**7), st.integers(-(10**6), 10**7), st.sampled_from(list(RATES.values())))
def test_timecode_is_in_order_without_a_known_rate(one: int, other: int, rate: Rate) -> None:
    assert (rank(label_of(one, rate)) < rank(label_of(other, rate))) == (one < other)


def test_places_are_compared_where_they_have_a_spelling_in_common() -> None:
    assert ranks([Place(5, "01:00:00:00"), Place(7)]) == [5, 7]
    assert ranks([Place(5, "00:00:00:02"), Place(None, "00:00:01:00")]) == [2, 100]
    assert ranks([Place(5), Place(None, "00:00:01:00")]) is None
