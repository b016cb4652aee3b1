"""The timeline: what is live at a position and which track it governs, from the position alone."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.timeline import HOLD, NOWHERE, Layout, Moment, Timeline
from bridge.model.cues import Crossing, Cue, Level, Origin, Place, Span, Status
from bridge.model.material import CrossingPolicy
from bridge.model.session import Region
from bridge.model.timecode import RATES, Ruler

RATE = 48_000
MUSIC = frozenset({"MX 1", "MX 2"})


def span(number: str, start: int, end: int, level: Level = Level.DIEGETIC, *tracks: str) -> Span:
    """A span from one second to another."""
    return Span(Cue(number), Place(start * RATE), Place(end * RATE), level, tracks=tracks)


def region(name: str, start: int, end: int, *, muted: bool = False) -> Region:
    """A region from one second to another."""
    return Region(name, name, start * RATE, end * RATE, muted)


def timeline(*spans: Span, regions: Mapping[str, tuple[Region, ...]] | None = None) -> Timeline:
    """These spans on a timeline with two music tracks."""
    return Timeline(Layout(spans, None, RATE, MUSIC, regions))


def at(where: Timeline, seconds: float) -> Moment:
    """What is so at this second."""
    return where.moment(int(seconds * RATE))


def live(moment: Moment) -> list[str]:
    """The numbers of the live cues."""
    return [laid.span.cue.number for laid in moment.live]


def levels(moment: Moment) -> dict[str, Level]:
    """The level of each governed track."""
    return {track: one.known for track, one in moment.governs.items()}


# --- what is live -----------------------------------------------------------------------------------------------


def test_a_span_is_live_from_its_first_sample_to_before_its_end() -> None:
    where = timeline(span("1m1", 1, 3))
    assert [live(where.moment(p)) for p in (RATE - 1, RATE, 3 * RATE - 1, 3 * RATE)] == [[], ["1m1"], ["1m1"], []]


def test_overlapping_cues_are_all_live() -> None:
    assert live(at(timeline(span("1m1", 1, 5), span("1m2", 3, 6)), 4)) == ["1m1", "1m2"]


def test_what_comes_next_is_in_the_order_of_time_not_of_numbers() -> None:
    where = timeline(span("1m3", 10, 12), span("1m4", 5, 6), span("1m5", 20, 21), span("1m1", 1, 2))
    assert [laid.span.cue.number for laid in where.coming(2 * RATE, 2)] == ["1m4", "1m3"]
    assert where.coming(20 * RATE, 3) == ()


def test_a_moment_holds_until_the_next_change() -> None:
    where = timeline(span("1m1", 1, 3), span("1m2", 5, 9))
    moment = at(where, 6)
    assert (moment.low, moment.high) == (5 * RATE, 9 * RATE)
    assert moment.holds(8 * RATE)
    assert not moment.holds(9 * RATE)
    assert not NOWHERE.holds(0)


def test_timecode_means_a_sample_once_the_ruler_is_known() -> None:
    written = replace(span("1m1", 0, 1), start=Place(None, "01:00:02:00"), end=Place(None, "01:00:04:00"))
    assert "before the session's rate and offset are known" in timeline(written).troubles[0]
    ruler = Ruler(RATES["24"], RATE, 3600 * RATE)
    assert live(Timeline(Layout((written,), ruler, RATE)).moment(3 * RATE)) == ["1m1"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (Place(9), Place(9), "ends where it starts"),
        (Place(9), Place(8), "before it starts"),
        (Place(None, "01:00:99:00"), Place(9), "is no timecode at 24"),
        (Place(-9), Place(9), "the session only at"),
    ],
)
def test_a_span_that_lies_nowhere_is_named_and_harms_no_other(start: Place, end: Place, said: str) -> None:
    broken = Span(Cue("1m9"), start, end, Level.DIEGETIC)
    where = Timeline(Layout((broken, span("1m1", 0, 9)), Ruler(RATES["24"], RATE), RATE))
    assert [laid.span.cue.number for laid in where.laid] == ["1m1"]
    assert said in where.troubles[0]
    assert "1m9" in where.troubles[0]


# --- who governs a track ----------------------------------------------------------------------------------------


def test_a_span_governs_the_tracks_that_it_names() -> None:
    assert levels(at(timeline(span("1m1", 0, 5, Level.DIEGETIC, "MX 1", "DX 3")), 1)) == {
        "MX 1": Level.DIEGETIC,
        "DX 3": Level.DIEGETIC,
    }


def test_a_span_without_tracks_governs_the_music_with_a_region_under_it() -> None:
    where = timeline(span("1m1", 0, 5), regions={"MX 1": (region("a", 0, 5),), "MX 2": (region("b", 7, 8),)})
    assert set(at(where, 1).governs) == {"MX 1"}


def test_without_a_session_file_it_governs_all_music() -> None:
    assert set(at(timeline(span("1m1", 0, 5)), 1).governs) == MUSIC


def test_a_muted_region_does_not_count() -> None:
    where = timeline(span("1m1", 0, 5), regions={"MX 1": (region("a", 0, 5, muted=True),), "MX 2": ()})
    assert not at(where, 1).governs


def test_a_region_with_another_cues_number_is_not_this_cues() -> None:
    regions = {"MX 1": (region("1m02_Kitchen", 0, 5),), "MX 2": (region("1M1_Main", 0, 5),)}
    assert set(at(timeline(span("1m1", 0, 5), regions=regions), 1).governs) == {"MX 2"}


def test_who_names_a_track_goes_before_who_does_not() -> None:
    where = timeline(span("1m1", 0, 5, Level.NONDIEGETIC), span("1m2", 0, 5, Level.DIEGETIC, "MX 1"))
    assert levels(at(where, 1)) == {"MX 1": Level.DIEGETIC, "MX 2": Level.NONDIEGETIC}


def test_two_claimants_that_disagree_are_a_dispute_not_a_guess() -> None:
    where = timeline(span("1m1", 0, 5, Level.DIEGETIC, "MX 1"), span("1m2", 3, 9, Level.NONDIEGETIC, "MX 1"))
    assert levels(at(where, 2)) == {"MX 1": Level.DIEGETIC}
    assert not at(where, 4).governs
    assert [one.cue.number for one in at(where, 4).disputed["MX 1"]] == ["1m1", "1m2"]
    assert levels(at(where, 6)) == {"MX 1": Level.NONDIEGETIC}


def test_two_claimants_that_say_the_same_do_not_disagree() -> None:
    where = timeline(span("1m1", 0, 5, Level.DIEGETIC, "MX 1"), span("1m2", 3, 9, Level.DIEGETIC, "MX 1"))
    assert levels(at(where, 4)) == {"MX 1": Level.DIEGETIC}
    assert not at(where, 4).disputed


def test_cues_of_different_origin_disagree_even_on_one_level() -> None:
    one = span("1m1", 0, 5, Level.DIEGETIC, "MX 1")
    other = replace(one, cue=Cue("1m2", origin=Origin.LICENSED))
    assert set(at(timeline(one, other), 1).disputed) == {"MX 1"}


def test_after_a_span_its_tracks_stay_as_they_were_while_tails_ring_out() -> None:
    where = timeline(span("1m1", 0, 5, Level.DIEGETIC, "MX 1"))
    assert levels(at(where, 5 + HOLD - 0.1)) == {"MX 1": Level.DIEGETIC}
    assert not at(where, 5 + HOLD).governs
    assert not live(at(where, 5.5))


def test_a_live_span_goes_before_one_that_has_just_ended() -> None:
    where = timeline(span("1m1", 0, 5, Level.DIEGETIC, "MX 1"), span("1m2", 5, 9, Level.NONDIEGETIC))
    assert levels(at(where, 5.5)) == {"MX 1": Level.NONDIEGETIC, "MX 2": Level.NONDIEGETIC}


def test_the_tail_of_a_span_without_tracks_is_on_the_tracks_that_it_governed() -> None:
    regions = {"MX 1": (region("1m1 a", 0, 5),), "MX 2": (region("1m2 b", 4, 9),)}
    where = timeline(span("1m1", 0, 5), regions=regions)
    assert levels(at(where, 4.5)) == {"MX 1": Level.DIEGETIC}
    assert levels(at(where, 6)) == {"MX 1": Level.DIEGETIC}


def test_a_persons_decision_goes_before_what_was_only_found() -> None:
    decided = replace(span("1m1", 0, 5, Level.DIEGETIC, "MX 1"), locked=True, by="Ana")
    found = replace(span("", 0, 5, Level.NONDIEGETIC, "MX 1"), confidence=0.9, id="marker 7")
    where = timeline(decided, found)
    assert levels(at(where, 1)) == {"MX 1": Level.DIEGETIC}
    assert not at(where, 1).disputed


# --- laid out again ---------------------------------------------------------------------------------------------

seconds = st.integers(0, 30)
clips = st.lists(st.tuples(seconds, st.integers(1, 9)), max_size=4)
tables = st.dictionaries(
    st.sampled_from(("MX 1", "MX 2")), clips.map(lambda found: tuple(region("x", a, a + n) for a, n in found))
)


@given(st.lists(st.tuples(st.booleans(), st.none() | tables), min_size=1, max_size=5), seconds)
def test_a_timeline_that_takes_over_from_another_says_what_a_new_one_says(
    steps: list[tuple[bool, Mapping[str, tuple[Region, ...]] | None]], second: int
) -> None:
    before, wide = None, {f"MX {n}": tuple(region("w", k, k + 1) for k in range(8)) for n in range(3, 6)}
    for more, found in steps:
        regions = None if found is None else wide | dict(found)
        spans_now = (span("1m1", 1, 9), *((span("1m2", 5, 20),) if more else ()))
        layout = Layout(spans_now, None, RATE, MUSIC, regions)
        before = Timeline(layout, before)
        again, fresh = at(before, second), at(Timeline(layout), second)
        assert again == fresh


# --- crossings --------------------------------------------------------------------------------------------------

CROSSING = replace(span("1m1", 0, 8, Level.TRANSDIEGETIC, "MX 1"), crossing=Crossing(Level.DIEGETIC, Level.NONDIEGETIC))


@pytest.mark.parametrize(
    ("policy", "early", "late"),
    [
        (CrossingPolicy.INCLUSIVE, Level.TRANSDIEGETIC, Level.TRANSDIEGETIC),
        (CrossingPolicy.MIDPOINT, Level.DIEGETIC, Level.NONDIEGETIC),
        (CrossingPolicy.ORIGIN, Level.NONDIEGETIC, Level.NONDIEGETIC),
    ],
)
def test_the_policy_says_on_which_side_a_crossing_counts(policy: CrossingPolicy, early: Level, late: Level) -> None:
    where = Timeline(Layout((CROSSING,), None, RATE, MUSIC, None, policy))
    assert levels(at(where, 3.9)) == {"MX 1": early}
    assert levels(at(where, 4.1)) == {"MX 1": late}
    assert [laid.span for laid in at(where, 4.1).live] == [CROSSING]


# --- law 8 ------------------------------------------------------------------------------------------------------

spans = st.builds(
    lambda start, length, level, tracks, status: Span(
        Cue(f"{start}m{length}", status=status),
        Place(start * RATE),
        Place((start + length) * RATE),
        level,
        tracks=tracks,
    ),
    seconds,
    st.integers(1, 9),
    st.sampled_from(Level),
    st.sampled_from(((), ("MX 1",), ("MX 2", "DX 1"))),
    st.none() | st.sampled_from(Status),
)


@given(st.lists(spans, max_size=12), clips, st.lists(st.integers(0, 40 * RATE), min_size=1, max_size=20))
def test_law_8_what_is_so_depends_on_the_position_alone(
    of: list[Span], found: list[tuple[int, int]], path: list[int]
) -> None:
    regions = {"MX 1": tuple(region("x", start, start + length) for start, length in found), "MX 2": ()}
    where = timeline(*of, regions=regions)
    seen = [where.moment(position) for position in path]
    assert [timeline(*reversed(of), regions=regions).moment(path[-1]).governs] == [seen[-1].governs] or seen[
        -1
    ].disputed
    for position, moment in zip(path, seen, strict=True):
        assert moment.holds(position)
        expected = {one.cue.number for one in of if one.start.samples <= position < one.end.samples}  # type: ignore[operator]
        assert set(live(moment)) == expected
        for edge in (moment.low, None if moment.high is None else moment.high - 1):
            if edge is not None and edge >= 0:
                again = where.moment(edge)
                assert (again.live, again.governs, again.disputed) == (moment.live, moment.governs, moment.disputed)
