"""The cues of the demo's reel."""

from itertools import combinations

from bridge.demo.ardour import Ardour
from bridge.demo.cues import SPOTTED
from bridge.demo.reel import TRACKS, reel, script
from bridge.model.cues import Level, Origin, Performed, Status, Treatment

SPANS = [one.span for one in SPOTTED]


def _of(number: str) -> list[Level]:
    return [span.level for span in SPANS if span.cue.number == number]


def test_every_cue_lies_in_the_session_on_tracks_of_the_reel() -> None:
    names = {name for name, *_ in TRACKS}
    for span in SPANS:
        assert span.tracks
        assert set(span.tracks) <= names
        assert span.start.samples is not None
        assert span.end.samples is not None
        assert 0 <= span.start.samples < span.end.samples <= reel().end


def test_no_track_has_two_cues_at_a_time() -> None:
    for one, other in combinations(SPANS, 2):
        if set(one.tracks) & set(other.tracks):
            assert (one.end.samples or 0) <= (other.start.samples or 0) or (other.end.samples or 0) <= (
                one.start.samples or 0
            )


def test_a_song_on_a_radio_becomes_score() -> None:
    assert _of("1m2") == [Level.DIEGETIC, Level.TRANSDIEGETIC, Level.NONDIEGETIC]
    radio, crossing, score = (span for span in SPANS if span.cue.number == "1m2")
    assert radio.treatment is Treatment.FUTZ
    assert radio.end == crossing.start
    assert crossing.end == score.start
    assert str(crossing.crossing) == "diegetic > nondiegetic"
    assert radio.cue.origin is Origin.LICENSED


def test_there_is_one_of_everything_that_previews_tell_apart() -> None:
    assert {span.level for span in SPANS} == set(Level) - {Level.EXTRAFICTIONAL}
    assert {span.cue.origin for span in SPANS} >= {Origin.COMMISSIONED, Origin.LICENSED, Origin.LIBRARY}
    assert {span.performed for span in SPANS} >= {Performed.VOCAL, Performed.INSTRUMENTAL}
    assert [span.cue.number for span in SPANS if span.cue.status is Status.TEMP] == ["1m6"]
    assert [span.cue.number for span in SPANS if span.undecided] == ["1m4"]


def test_nobody_renames_or_removes_a_track_that_a_cue_names() -> None:
    daw = Ardour(reel())
    for act in script(daw):
        daw.advance(act.second)
        act.do()
        assert {name for span in SPANS for name in span.tracks} <= daw.session.mutes.keys()
