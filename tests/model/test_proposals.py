"""Proposals: which spans a saved session speaks of. Each row reads: from-to in seconds | cue | level | tracks."""

from collections.abc import Sequence

import pytest

from bridge.model.cues import Level, Origin, Place, Status
from bridge.model.session import SavedTrack
from tests.model.cue_lists import FRAME, SECOND, session, spans, told, track


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        ([], []),
        ([(10, "1m3 Chase")], ["10-600 | 1m3 Chase | unset | -"]),
        ([(10, "1m3 Chase"), (40, "out")], ["10-40 | 1m3 Chase | unset | -"]),
        ([(10, "1m3 Chase"), (40, "1m4 Kiss")], ["10-40 | 1m3 Chase | unset | -", "40-600 | 1m4 Kiss | unset | -"]),
        ([(10, "1m02s"), (40, "ringout")], ["10-40 | 1m02s | diegetic | -"]),
        ([(10, "SOURCE - bar"), (40, "tender, slow"), (50, "out")], ["10-50 | bar | diegetic | -"]),
        ([(10, "2-pop"), (20, "FFOA"), (30, "____ ACT 1 ____"), (40, "INT. BAR - NIGHT"), (50, "radio")], []),
        ([(10, "(will be NO source music)"), (40, "no music")], []),
        ([(10, "source?"), (40, "out")], ["10-40 | a cue without a number | diegetic? | -"]),
        ([(10, "SOURCE"), (40, "ringout?")], ["10-600 | a cue without a number | diegetic | -"]),
        (
            [(10, "SOURCE - bar (prelaps)"), (40, "comedy score"), (50, "bump out"), (55, "(back to SOURCE)")],
            [
                "10-40 | bar | diegetic | -",
                "40-50 | a cue without a number | unset | -",
                "55-600 | bar | diegetic | -",
            ],
        ),
        (
            [(10, "1m3 SOURCE"), (30, "1m4"), (50, "back to 1m3"), (60, "out")],
            ["10-30 | 1m3 | diegetic | -", "30-50 | 1m4 | unset | -", "50-60 | 1m3 | diegetic | -"],
        ),
        (
            [(10, "1m5 SOURCE"), (30, "becomes score"), (60, "out")],
            ["10-30 | 1m5 | diegetic | -", "30-60 | 1m5 | nondiegetic? | -"],
        ),
        (
            [(10, "1m5 SOURCE"), (30, "source → score"), (60, "out")],
            ["10-30 | 1m5 | diegetic | -", "30-60 | 1m5 | nondiegetic | -"],
        ),
        ([(10, "1m5 source → score"), (60, "out")], ["10-60 | 1m5 | diegetic > nondiegetic | -"]),
        (
            [(10, "1m20 SRC"), (30, "X> 1m20 die>non"), (36, "X< 1m20"), (60, "1m20 out")],
            [
                "10-30 | 1m20 | diegetic | -",
                "30-36 | 1m20 | diegetic > nondiegetic | -",
                "36-60 | 1m20 | nondiegetic | -",
            ],
        ),
        (
            [(10, "1m20 SRC"), (30, "X>"), (36, "X<"), (60, "out")],
            ["10-30 | 1m20 | diegetic | -", "30-36 | 1m20 | diegetic > unset | -", "36-60 | 1m20 | unset | -"],
        ),
        ([(10, "X< 1m20 die>non"), (60, "out")], ["10-60 | 1m20 | nondiegetic | -"]),
        ([(10, "SOURCE"), (40, "score takes over")], ["10-40 | a cue without a number | diegetic | -", "40-600 | "]),
        ([(10, "SOURCE"), (40, "out of SOURCE")], ["10-40 | a cue without a number | diegetic | -"]),
        ([(10, "1m3"), (40, "1m4 out")], ["10-600 | 1m3 | unset | -"]),
        ([(10, "1m3 Chase"), (10, "SOURCE")], ["10-600 | 1m3 Chase | diegetic | -"]),
        ([(10, "1m3"), (10, "1m4"), (30, "out")], ["10-30 | 1m3 | unset | -", "10-30 | 1m4 | unset | -"]),
        ([(10, "1m3"), (700, "out"), (800, "1m4")], ["10-600 | 1m3 | unset | -"]),
    ],
)
def test_markers_open_turn_resume_and_end_music(markers: Sequence[tuple[int, str]], expected: list[str]) -> None:
    found = told(session(markers=markers))
    assert [line.startswith(start) for line, start in zip(found, expected, strict=True)] == [True] * len(expected)


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([(10, 40, "1m3 Chase")], ["10-40 | 1m3 Chase | unset | -"]),
        ([(10, 40, "SOURCE - bar"), (30, 60, "underscore")], ["10-40 | bar | diegetic | -", "30-60 | a cue"]),
        ([(10, 40, "1m5 | die>non")], ["10-40 | 1m5 | diegetic > nondiegetic | -"]),
        ([(10, 40, "{Level=mind}")], ["10-40 | a cue without a number | metadiegetic | -"]),
        ([(10, 40, "Loop"), (10, 40, "Punch"), (10, 40, "Scene 12"), (10, 40, "out"), (10, 40, "no source")], []),
        ([(40, 40, "1m3"), (40, 10, "1m4")], []),
        ([(700, 800, "1m3")], ["700-800 | 1m3 | unset | -"]),
    ],
)
def test_a_range_that_names_a_cue_or_a_level_is_a_span_exactly(
    ranges: Sequence[tuple[int, int, str]], expected: list[str]
) -> None:
    found = told(session(ranges=ranges))
    assert [line.startswith(start) for line, start in zip(found, expected, strict=True)] == [True] * len(expected)


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        ([track("MX 1", (10, 40, "1m3 Chase-01"))], ["10-40 | 1m3 Chase | unset | MX 1"]),
        (
            [track("MX 1", (10, 40, "1m3 Chase-01"), (41, 60, "1m3 Chase-02"))],
            ["10-60 | 1m3 Chase | unset | MX 1"],
        ),
        (
            [track("MX 1", (10, 40, "1m3-01"), (42, 60, "1m3-02"))],
            ["10-40 | 1m3 | unset | MX 1", "42-60 | 1m3 | unset | MX 1"],
        ),
        (
            [track("MX 1", (10, 40, "1m3 Chase")), track("MX 2", (20, 50, "1M03 Chase"))],
            ["10-50 | 1m3 Chase | unset | MX 1, MX 2"],
        ),
        (
            [track("MX Source 1", (10, 40, "1m20 Waltz")), track("MX Score 1", (35, 60, "1m20 Waltz"))],
            ["10-40 | 1m20 Waltz | diegetic | MX Source 1", "35-60 | 1m20 Waltz | unset | MX Score 1"],
        ),
        (
            [track("MX 1", (10, 40, "1m3 (source)")), track("MX 2", (10, 40, "1m3 underscore"))],
            ["10-40 | 1m3 | diegetic | MX 1", "10-40 | 1m3 | nondiegetic | MX 2"],
        ),
        ([track("MX 1", (10, 40, "1m3"), (40, 60, "1m3 b"), muted=["1m3 b"])], ["10-40 | 1m3 | unset | MX 1"]),
        ([track("MX 1", (10, 40, "Audio 1-2"), (50, 60, "warm pad"))], []),
        ([track("MX Source 1", (10, 40, "Audio 1-2"))], []),
        ([track("MX 1", (10, 40, "Radio {Level=die}"))], ["10-40 | Radio | diegetic | MX 1"]),
        ([track("MX 1", (10, 40, "SRC Waltz-01"), (40, 50, "SRC Waltz-02"))], ["10-50 | Waltz | diegetic | MX 1"]),
        ([track("MX 1", (10, 40, "1m3"), comment="{Level=nondiegetic}")], ["10-40 | 1m3 | nondiegetic | MX 1"]),
        ([track("DX 1", (10, 40, "1m3")), track("MX Print", (10, 40, "1m3")), track("Odd", (10, 40, "1m3"))], []),
        ([track("Nobody's", (10, 40, "1m3"))], []),
        ([track("MX 1", (40, 40, "1m3"), (40, 10, "1m3"))], []),
    ],
)
def test_regions_of_one_cue_are_one_span_where_their_evidence_is_one(
    tracks: Sequence[SavedTrack], expected: list[str]
) -> None:
    assert told(session(*tracks)) == expected


CHASE = track("MX 1", (10, 40, "1m3 Chase"))


@pytest.mark.parametrize(
    ("place", "name", "expected"),
    [
        (10 * SECOND + 12 * FRAME, "1m3 SOURCE", ["10-40 | 1m3 Chase | diegetic | MX 1"]),
        (10 * SECOND - 12 * FRAME, "1m3 SOURCE", ["10-40 | 1m3 Chase | diegetic | MX 1"]),
        (
            10 * SECOND + 13 * FRAME,
            "1m3 SOURCE",
            ["10-10.5417 | 1m3 Chase | unset | MX 1", "10.5417-40 | 1m3 Chase | diegetic | MX 1"],
        ),
        (
            10 * SECOND - 13 * FRAME,
            "SOURCE",
            ["9.45833-600 | a cue without a number | diegetic | -", "10-40 | 1m3 Chase | unset | MX 1"],
        ),
        (10 * SECOND + 2 * FRAME, "SOURCE - bar", ["10-40 | 1m3 Chase | diegetic | MX 1"]),
        (7, "1m3 SOURCE", ["10-40 | 1m3 Chase | diegetic | MX 1"]),
        (20, "1m3 becomes score", ["10-20 | 1m3 Chase | unset | MX 1", "20-40 | 1m3 Chase | nondiegetic? | MX 1"]),
        (20, "{Level=die}", ["10-20 | 1m3 Chase | unset | MX 1", "20-40 | 1m3 Chase | diegetic | MX 1"]),
        (20, "1m3", ["10-40 | 1m3 Chase | unset | MX 1"]),
        (20, "1m3 out", ["10-40 | 1m3 Chase | unset | MX 1"]),
        (20, "out", ["10-40 | 1m3 Chase | unset | MX 1"]),
        (20, "1m4", ["10-40 | 1m3 Chase | unset | MX 1", "20-600 | 1m4 | unset | -"]),
        (45, "SOURCE", ["10-40 | 1m3 Chase | unset | MX 1", "45-600 | a cue without a number | diegetic | -"]),
    ],
)
def test_a_marker_means_the_clip_beside_it_or_under_it(place: int, name: str, expected: list[str]) -> None:
    assert told(session(CHASE, markers=[(place, name)])) == expected


def test_a_marker_at_a_clip_leaves_its_evidence_beside_the_clips() -> None:
    (span,) = spans(session(CHASE, markers=[(10 * SECOND + 5 * FRAME, "1m3 Chase (source)")]))
    assert span.start == Place(10 * SECOND, "01:00:10:00")
    assert span.id == "region MX 1@10"
    assert [str(reason) for reason in span.evidence] == [
        "marker '1m3 Chase (source)' says cue 1m3",
        "marker '1m3 Chase (source)' says diegetic (source)",
        "marker '1m3 Chase (source)' says function source (source)",
        "region '1m3 Chase' says cue 1m3",
    ]


def test_a_marker_beside_a_clip_without_a_cue_number_governs_the_tracks_of_that_clip_alone() -> None:
    saved = session(
        track("MX Source 1", (10, 60, "Some Waltz")),
        track("MX 1", (40, 45, "1m20 Looks")),
        markers=[
            (10 * SECOND + 2 * FRAME, "SOURCE - bar"),
            (40 * SECOND - FRAME, "comedy score"),
            (48, "back to SOURCE"),
            (58, "out"),
        ],
    )
    assert told(saved) == [
        "10-40 | bar | diegetic | MX Source 1",
        "40-45 | 1m20 Looks | unset | MX 1",
        "48-58 | bar | diegetic | MX Source 1",
    ]
    assert [str(reason) for reason in spans(saved)[1].evidence] == [
        "marker 'comedy score' says origin commissioned (score), perhaps",
        "marker 'comedy score' says function score (score), perhaps",
        "region '1m20 Looks' says cue 1m20",
    ]


@pytest.mark.parametrize("other", ["1m4", "Audio 1-2"])
def test_where_more_than_one_cue_sounds_a_word_alone_stays_a_proposal(other: str) -> None:
    saved = session(CHASE, track("MX 2", (5, 60, other)), markers=[(20, "SOURCE"), (30, "out")])
    assert "20-30 | a cue without a number | diegetic? | -" in told(saved)


def test_a_crossing_marked_within_a_clip_cuts_it_in_three() -> None:
    saved = session(
        track("MX Source 1", (10, 60, "1m20 Waltz")), markers=[(30, "X> 1m20 die>non"), (36, "X< 1m20 die>non")]
    )
    assert told(saved) == [
        "10-30 | 1m20 Waltz | diegetic | MX Source 1",
        "30-36 | 1m20 Waltz | diegetic > nondiegetic | MX Source 1",
        "36-60 | 1m20 Waltz | nondiegetic | MX Source 1",
    ]
    assert [span.id for span in spans(saved)] == [
        "region MX Source 1@10",
        "marker 1001 region MX Source 1@10",
        "marker 1002 region MX Source 1@10",
    ]


def test_a_mark_against_its_track_makes_nobody_sure() -> None:
    (span,) = spans(session(track("MX Source 1", (10, 40, "1m3")), markers=[(10, "1m3 underscore")]))
    assert (span.level, span.known) == (Level.NONDIEGETIC, Level.UNSET)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((10, 40), ["10-40 | 1m3 Chase | diegetic | MX 1"]),
        ((5, 50), ["5-50 | 1m3 Chase | diegetic | MX 1"]),
        ((20, 40), ["10-20 | 1m3 Chase | unset | MX 1", "20-40 | 1m3 Chase | diegetic | MX 1"]),
        (
            (20, 30),
            [
                "10-20 | 1m3 Chase | unset | MX 1",
                "20-30 | 1m3 Chase | diegetic | MX 1",
                "30-40 | 1m3 Chase | unset | MX 1",
            ],
        ),
        ((10 * SECOND + 6 * FRAME, 40), ["10.25-40 | 1m3 Chase | diegetic | MX 1"]),
        ((50, 60), ["10-40 | 1m3 Chase | unset | MX 1", "50-60 | 1m3 | diegetic | -"]),
    ],
)
def test_a_range_takes_its_part_of_the_clips_of_its_cue(bounds: tuple[int, int], expected: list[str]) -> None:
    assert told(session(CHASE, ranges=[(*bounds, "1m3 (source)")])) == expected


def test_a_range_over_a_split_crossing_leaves_each_side_its_level() -> None:
    saved = session(
        track("MX Source 1", (10, 40, "1m20")), track("MX Score 1", (35, 60, "1m20")), ranges=[(10, 60, "1m20 Waltz")]
    )
    assert told(saved) == [
        "10-60 | 1m20 Waltz | diegetic | MX Source 1",
        "10-60 | 1m20 Waltz | unset | MX Score 1",
    ]


def test_a_range_without_a_cue_number_means_the_only_clip_that_holds_it() -> None:
    assert told(session(CHASE, ranges=[(20, 40, "underscore")])) == [
        "10-20 | 1m3 Chase | unset | MX 1",
        "20-40 | 1m3 Chase | nondiegetic | MX 1",
    ]
    assert told(session(CHASE, ranges=[(20, 50, "underscore")])) == [
        "10-40 | 1m3 Chase | unset | MX 1",
        "20-50 | a cue without a number | nondiegetic | -",
    ]


def test_markers_speak_of_a_range_as_of_a_clip() -> None:
    saved = session(ranges=[(10, 40, "1m3 Chase")], markers=[(10, "1m3 SRC"), (30, "1m3 {Level=non}")])
    assert told(saved) == ["10-30 | 1m3 Chase | diegetic | -", "30-40 | 1m3 Chase | nondiegetic | -"]


def test_a_span_is_as_sure_as_its_least_sure_clip() -> None:
    saved = session(track("MX 1", (10, 20, "1m3 Waltz (source)"), (20, 30, "1m3 Source Waltz")))
    assert told(saved) == ["10-30 | 1m3 Waltz | diegetic? | MX 1"]


def test_a_span_says_who_proposed_it_and_is_open_to_change() -> None:
    (span,) = spans(session(track("MX 1", (10, 40, "1m3 Chase {Level=die} {Origin=licensed} {Status=temp}"))))
    assert (span.by, span.locked, span.session, span.confidence) == ("stembridge", False, "Reel 1", 1.0)
    assert (span.cue.origin, span.cue.status) == (Origin.LICENSED, Status.TEMP)
    assert (span.start, span.end) == (Place(10 * SECOND, "01:00:10:00"), Place(40 * SECOND, "01:00:40:00"))
    assert not span.undecided


def test_without_a_known_rate_a_place_has_no_label() -> None:
    (span,) = spans(session(CHASE, timecode=""))
    assert span.start == Place(10 * SECOND)


def test_without_a_session_range_what_markers_open_ends_with_the_last_thing_known() -> None:
    assert told(session(CHASE, markers=[(20, "1m4")], end=None)) == [
        "10-40 | 1m3 Chase | unset | MX 1",
        "20-40 | 1m4 | unset | -",
    ]
    assert told(session(markers=[(20, "1m4")], end=None)) == []
