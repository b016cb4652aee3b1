"""Laws of proposals: the same whatever the order, bounded by what the session holds, deaf to what is muted."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.proposals import proposed
from bridge.model.session import Marker, Range, Region, SavedSession, SavedTrack
from tests.model.cue_lists import HOUR, SECOND, STEMS, shipped_words

NAMES = st.sampled_from(
    [
        *("SOURCE", "1m3 Chase", "1m3 (source)", "1m4", "1m4 underscore", "2m02s", "back to SOURCE", "becomes score"),
        *("X> 1m3 die>non", "X< 1m3", "out", "1m3 out", "source?", "no source", "FFOA", "{Level=die}", "score"),
        *("1m3alt", "1m3-1m4", "source → score", "", "Audio 1"),
    ]
)
PLACES = st.integers(-5, 60).map(lambda place: place * SECOND // 4)


@st.composite
def sessions(draw: st.DrawFn) -> SavedSession:
    """Sessions whose parts fall on each other, before the start and behind the end."""
    names = st.one_of(NAMES, st.text(max_size=12))
    regions = st.lists(st.tuples(names, PLACES, PLACES, st.booleans()), max_size=6)
    markers = st.lists(st.tuples(names, PLACES), max_size=9)
    ranges = st.lists(st.tuples(names, PLACES, PLACES), max_size=4)
    tracks = tuple(
        SavedTrack(
            name,
            name,
            "audio",
            regions=tuple(Region(f"{name}{n}", *rest) for n, rest in enumerate(draw(regions))),
            comment=draw(NAMES),
        )
        for name in ("MX 1", "MX 2", "MX Source 1", "DX 1")
    )
    return SavedSession(
        draw(st.text(max_size=3)),
        "",
        "",
        "",
        0.0,
        draw(st.sampled_from([SECOND, 1, 0])),
        draw(st.sampled_from(["24", "29.97df", "", "nonsense"])),
        draw(st.integers(-25 * HOUR, 25 * HOUR)),
        end=draw(st.one_of(st.none(), PLACES)),
        markers=tuple(Marker(str(n), *rest) for n, rest in enumerate(draw(markers))),
        ranges=tuple(Range(str(n), *rest) for n, rest in enumerate(draw(ranges))),
        tracks=tracks,
    )


@pytest.mark.slow
@settings(max_examples=300)
@given(sessions(), st.data())
def test_the_same_session_gives_the_same_spans_however_it_is_ordered(saved: SavedSession, data: st.DataObject) -> None:
    tracks = data.draw(st.permutations(saved.tracks))
    mixed = replace(
        saved,
        markers=tuple(data.draw(st.permutations(saved.markers))),
        ranges=tuple(data.draw(st.permutations(saved.ranges))),
        tracks=tuple(replace(each, regions=tuple(data.draw(st.permutations(each.regions)))) for each in tracks),
    )
    assert proposed(mixed, STEMS, shipped_words()) == proposed(saved, STEMS, shipped_words())


@pytest.mark.slow
@settings(max_examples=300)
@given(sessions())
def test_every_span_has_a_length_an_own_name_and_reasons(saved: SavedSession) -> None:
    found = proposed(saved, STEMS, shipped_words())
    places = {one.position for one in saved.markers} | {saved.end}
    places |= {bound for one in saved.ranges for bound in (one.start, one.end)}
    places |= {bound for each in saved.tracks for one in each.regions for bound in (one.start, one.end)}
    for span in found:
        assert span.start.samples is not None
        assert span.end.samples is not None
        assert span.start.samples < span.end.samples
        assert {span.start.samples, span.end.samples} <= places
        assert 0.0 <= span.confidence <= 1.0
        assert 1 <= len(span.evidence) <= 12
        assert not span.locked
        if saved.end is not None and not span.tracks and span.id.startswith("marker") and "range" not in span.id:
            assert span.end.samples <= saved.end
    assert len({span.id for span in found}) == len(found)
    assert [span.start.samples for span in found] == sorted(span.start.samples or 0 for span in found)


@given(sessions())
def test_a_track_that_is_switched_off_counts_as_absent(saved: SavedSession) -> None:
    off, *others = saved.tracks
    without = proposed(replace(saved, tracks=tuple(others)), STEMS, shipped_words())
    assert proposed(replace(saved, tracks=(replace(off, active=False), *others)), STEMS, shipped_words()) == without


@given(sessions())
def test_muted_regions_count_as_absent(saved: SavedSession) -> None:
    bare = tuple(
        replace(each, regions=tuple(region for region in each.regions if not region.muted)) for each in saved.tracks
    )
    assert proposed(saved, STEMS, shipped_words()) == proposed(replace(saved, tracks=bare), STEMS, shipped_words())
