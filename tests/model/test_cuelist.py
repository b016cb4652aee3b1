"""The list of all cues: by time, with what each was read from."""

from dataclasses import replace

from bridge.model.cuelist import CueList, listed, listing
from bridge.model.cues import Crossing, Cue, Level, Me, Origin, Place, Span, Vocal
from bridge.model.stems import Evidence
from bridge.model.timecode import RATES, Ruler

RULER = Ruler(RATES["24"], 48000, 3600 * 48000)
SPAN = Span(Cue("1m3", "Radio", Origin.LICENSED), Place(48000), Place(96000), Level.DIEGETIC)


def at(number: str, start: Place, session: str = "") -> Span:
    return replace(SPAN, cue=Cue(number), start=start, end=Place(10**9), session=session)


def numbers(found: CueList) -> list[str]:
    return [cue.number for cue in listing(found).cues]


def test_cues_stand_in_the_order_of_time_never_of_their_numbers() -> None:
    spans = (at("1m1", Place(900)), at("9m9", Place(None, "01:00:00:00")), at("5m5", Place(500)))
    assert numbers(CueList(spans, ruler=RULER)) == ["9m9", "5m5", "1m1"]


def test_where_no_offset_is_known_timecode_as_written_puts_them_in_order() -> None:
    spans = tuple(
        replace(SPAN, cue=Cue(label), start=Place(None, label), end=Place(None, "03:00:00:00"))
        for label in ("02:00:00:00", "01:00:00:12", "01:00:00:02")
    )
    assert numbers(CueList(spans)) == ["01:00:00:02", "01:00:00:12", "02:00:00:00"]


def test_session_stands_after_session_and_what_lies_nowhere_behind_the_rest_of_its_own() -> None:
    spans = (
        at("none", Place(None, "nonsense"), "r1"),
        at("r2", Place(0), "r2"),
        at("late", Place(900), "r1"),
        at("early", Place(100), "r1"),
    )
    assert numbers(CueList(spans, names=frozenset({"", "r1"}), ruler=RULER)) == ["early", "late", "none", "r2"]


def test_the_ruler_counts_for_the_session_that_is_open_alone() -> None:
    found = CueList((replace(SPAN, session="r1"), replace(SPAN, session="r2")), names=frozenset({"r1"}), ruler=RULER)
    assert [cue.start_label for cue in listing(found).cues] == ["01:00:01:00", ""]


def test_undecided_cues_are_counted_and_keep_their_guess() -> None:
    unsure = replace(SPAN, confidence=0.5)
    crossing = Crossing(Level.DIEGETIC, Level.NONDIEGETIC)
    crosses = replace(unsure, level=Level.TRANSDIEGETIC, crossing=crossing)
    found = listing(CueList((SPAN, unsure, crosses)))
    assert found.undecided == 2
    assert [(cue.level, cue.guess, cue.crossing) for cue in found.cues] == [
        (Level.DIEGETIC, "", ""),
        (Level.UNSET, "diegetic", ""),
        (Level.UNSET, "diegetic > nondiegetic", ""),
    ]


def test_a_cue_keeps_its_line_its_reasons_and_all_that_was_said() -> None:
    span = replace(
        SPAN,
        cue=replace(SPAN.cue, vocal=Vocal.VOCAL),
        me=Me.OPTIONAL,
        locked=True,
        by="anna",
        note="heard",
        evidence=(Evidence("lock", "cues.csv line 12", "diegetic"), Evidence("name", "SRC", "diegetic")),
    )
    cue = listed(span, None)
    assert (cue.line, cue.why) == (12, "anna decided; heard; name 'SRC' says diegetic")
    assert cue.facts == {"me": "optional", "vocal": "vocal"}
    assert listed(SPAN, None).line is None
