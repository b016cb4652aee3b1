"""Where a span lies, and why it lies nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cues import Cue, Place, Span
from bridge.model.placing import Stretch, clashes, position, stretch, unresolvable
from bridge.model.timecode import RATES, Ruler

RULER = Ruler(RATES["24"], 48000, 3600 * 48000)


def span(start: Place, end: Place) -> Span:
    return Span(Cue("1m1"), start, end, tracks=("Radio",))


def test_samples_count_and_timecode_where_there_are_none() -> None:
    assert position(Place(7, "01:00:10:00"), RULER) == 7
    assert position(Place(None, "01:00:10:00"), RULER) == 480000
    assert stretch(span(Place(7), Place(None, "01:00:00:01")), RULER) == Stretch(7, 2000, ("Radio",))


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (Place(None, "00:59:00:00"), Place(5), "it starts at 00:59:00:00, but the session only at 01:00:00:00"),
        (Place(2000), Place(None, "01:00:00:01"), "it ends where it starts"),
        (Place(96000), Place(48000), "it ends at 01:00:01:00, before it starts at 01:00:02:00"),
    ],
)
def test_a_span_that_lies_nowhere_is_told_why(start: Place, end: Place, why: str) -> None:
    assert unresolvable(span(start, end), RULER) == why


def test_a_label_that_means_no_sample_is_told_with_its_end() -> None:
    said = unresolvable(span(Place(0), Place(None, "01:00:10:24")), RULER)
    assert said.startswith("end: ")
    assert "01:00:10:24" in said


def test_a_span_that_lies_somewhere_is_no_trouble() -> None:
    assert unresolvable(span(Place(0), Place(1)), RULER) == ""


def test_stretches_clash_where_they_govern_the_same_track_at_a_time() -> None:
    radio, band, everything = ("Radio",), ("Band", "Radio"), ()
    assert clashes([Stretch(0, 10, radio), Stretch(10, 20, radio)]) == []
    assert clashes([Stretch(0, 10, radio), Stretch(5, 20, ("Score",))]) == []
    assert clashes([Stretch(5, 20, band), Stretch(0, 10, radio)]) == [(0, 1)]
    assert clashes([Stretch(0, 10, everything), Stretch(5, 20, radio)]) == [(1, 0)]
    assert clashes([Stretch(0, 10, radio), Stretch(5, 20, everything)]) == [(1, 0)]


tracks = st.lists(st.sampled_from("ABC"), max_size=2, unique=True).map(tuple)
stretches = st.lists(
    st.builds(
        lambda start, length, names: Stretch(start, start + length, names), st.integers(0, 9), st.integers(1, 5), tracks
    ),
    max_size=7,
)


def clash(one: Stretch, other: Stretch) -> bool:
    shared = not one.tracks or not other.tracks or bool(set(one.tracks) & set(other.tracks))
    return shared and one.start < other.end and other.start < one.end


@given(stretches)
def test_every_stretch_that_clashes_with_an_earlier_one_is_found(some: list[Stretch]) -> None:
    found = clashes(some)
    assert all(clash(some[later], some[earlier]) for later, earlier in found)
    order = sorted(range(len(some)), key=lambda index: some[index].start)
    late = {b for place, b in enumerate(order) for a in order[:place] if clash(some[a], some[b])}
    assert {later for later, _ in found} == late
