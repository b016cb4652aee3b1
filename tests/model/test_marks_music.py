"""Marks, continued: what is true beside the level, crossings, ends; two marks together; hostile text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cues import (
    Crossing,
    Function,
    Level,
    Origin,
    Performed,
    Status,
    Temporal,
    Treatment,
    Visibility,
    Vocal,
)
from bridge.model.cuewords import Fact
from bridge.model.marks import Motion, combined
from bridge.model.stems import CONFIDENT
from tests.model.cue_lists import mark

DIE, NON, META, UNSET = Level.DIEGETIC, Level.NONDIEGETIC, Level.METADIEGETIC, Level.UNSET


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("score", {Origin.COMMISSIONED, Function.SCORE}),
        ("1m3 (orch)", {Origin.COMMISSIONED}),
        ("song", {Origin.LICENSED}),
        ("1m3 needle drop", {Origin.LICENSED}),
        ("licensed track", {Origin.LICENSED}),
        ("MX Library 2", {Origin.LIBRARY}),
        ("1m3 Tune (library)", {Origin.LIBRARY}),
        ("SOURCE - library", {Function.SOURCE}),
        ("1m3 Chase TEMP", {Status.TEMP}),
        ("1m3 Chase - demo", {Status.DEMO}),
        ("1m3alt Chase", {Status.ALT}),
        ("MX Alt 1", {Status.ALT}),
        ("1m3 OMITTED", {Status.OMITTED}),
        ("SOURCE (futz)", {Function.SOURCE, Treatment.FUTZ}),
        ("1m3 worldized", {Treatment.WORLDIZED}),
        ("1m3 prelaps", {Temporal.PRELAP}),
        ("1m3 postlap", {Temporal.POSTLAP}),
        ("1m3 Song (instrumental)", {Origin.LICENSED, Vocal.INSTRUMENTAL}),
        ("she sings on camera", {Performed.VOCAL}),
        ("music from the radio", {Visibility.ON_AIR}),
        ("1m3 Lizenzmusik", {Origin.LICENSED}),
        ("1m3 maquette", {Status.DEMO}),
        ("1m3 The Long Way Home", set()),
        ("1m3 Love Song", set()),
        ("comedy score", {Function.SCORE}),
        ("mystery, the temp is too slow here", set()),
    ],
)
def test_words_say_what_is_true_beside_the_level(text: str, facts: set[Fact]) -> None:
    assert set(mark(text).facts) == facts


@pytest.mark.parametrize(
    ("text", "crossing", "motion"),
    [
        ("X> 1m20 die>non", Crossing(DIE, NON), Motion.CROSSES),
        ("x> 1m20 DIE > NON", Crossing(DIE, NON), Motion.CROSSES),
        ("X< 1m20 die>non", Crossing(DIE, NON), Motion.CROSSED),
        ("X> 1m20", None, Motion.CROSSES),
        ("1m20 | non>die", Crossing(NON, DIE), Motion.TURNS),
        ("{Level=die>meta}", Crossing(DIE, META), Motion.TURNS),
        ("{Level=die} {To=non}", Crossing(DIE, NON), Motion.TURNS),
        ("source → score", Crossing(DIE, NON), Motion.TURNS),
        ("1m5 source to score", Crossing(DIE, NON), Motion.TURNS),
        ("out of source into score", Crossing(DIE, NON), Motion.TURNS),
        ("SOURCE radio, becomes underscore", Crossing(DIE, NON), Motion.TURNS),
        ("Sourcemusik wird zu Score", Crossing(DIE, NON), Motion.TURNS),
        ("becomes score", None, Motion.TURNS),
        ("opens up to score", None, Motion.TURNS),
        ("score takes over", None, Motion.OPENS),
        ("switch to source", None, Motion.OPENS),
        ("source to picture", None, Motion.OPENS),
    ],
)
def test_a_crossing_is_read(text: str, crossing: Crossing | None, motion: Motion) -> None:
    assert (mark(text).crossing, mark(text).motion) == (crossing, motion)


def test_beside_a_word_of_change_score_is_a_level_and_no_origin() -> None:
    assert (mark("becomes score").after, mark("becomes score").fact(Origin)) == (NON, None)
    assert mark("score takes over").fact(Origin) is Origin.COMMISSIONED


@pytest.mark.parametrize(
    ("text", "motion"),
    [
        ("out", Motion.ENDS),
        ("(out)", Motion.ENDS),
        ("ringout", Motion.ENDS),
        ("END", Motion.ENDS),
        ("hit and out", Motion.ENDS),
        ("no music", Motion.ENDS),
        ("1m3 out", Motion.ENDS),
        ("SOURCE out", Motion.ENDS),
        ("out of SOURCE", Motion.ENDS),
        ("Musik aus", Motion.ENDS),
        ("fin de la musique", Motion.ENDS),
        ("ringout?", Motion.NONE),
        ("not out", Motion.NONE),
        ("Anna walks out", Motion.NONE),
        ("____ END CREDITS ____", Motion.NONE),
        ("END OF ACT", Motion.NONE),
        ("INT. SOURCE CLUB - NIGHT", Motion.NONE),
        ("radio", Motion.NONE),
        ("back to SOURCE", Motion.RESUMES),
        ("SOURCE resumes", Motion.RESUMES),
        ("back to 1m3", Motion.RESUMES),
        ("zurück zu Sourcemusik", Motion.RESUMES),
        ("back to school", Motion.NONE),
        ("1m3 Chase", Motion.OPENS),
        ("source?", Motion.OPENS),
        ("comedy score", Motion.OPENS),
        ("source underscore", Motion.OPENS),
    ],
)
def test_a_mark_opens_resumes_or_ends_music(text: str, motion: Motion) -> None:
    assert mark(text).motion is motion


def test_what_contradicts_itself_proposes_no_level() -> None:
    both = mark("1m3 source, underscore")
    assert both.level is UNSET
    assert {reason.says for reason in both.evidence} >= {"diegetic (source)", "nondiegetic (underscore)"}


@pytest.mark.parametrize(
    ("own", "general", "level", "sure"),
    [
        ("1m3", "MX Source 1", DIE, 0.85),
        ("1m3 (source)", "MX 1", DIE, 0.85),
        ("1m3 (source)", "MX Source 1", DIE, 0.90),
        ("1m3 underscore", "MX Source 1", NON, 0.60),
        ("1m3 {Level=non}", "MX Source 1", NON, 1.0),
        ("1m3 {Level=die}", "MX Source 1", DIE, 1.0),
        ("1m3 source?", "MX Source 1", DIE, 0.50),
        ("1m3", "MX {Level=die}", DIE, 1.0),
    ],
)
def test_a_region_speaks_over_its_track(own: str, general: str, level: Level, sure: float) -> None:
    both = combined(mark(own, "region"), mark(general, "track"))
    assert (both.level, round(both.confidence, 2)) == (level, sure)
    assert {reason.source for reason in both.evidence} >= {"region"}


PIECES = (
    *("source", "SRC", "score", "no", "not", ">", "→", "X>", "1m20", "die>non", "{Level=", "}", "[Origin=licensed]"),
    *("$Status=temp", "?", "out", "back", "to", "(", ")", "|", ",", "becomes", "into", "w/o", "-", "_", "1m3-1m4"),
    *("l'", "'", "\u202e", "\x00", "ＳＲＣ"),
)
HOSTILE = st.one_of(
    st.text(st.characters(codec=None), max_size=700), st.lists(st.sampled_from(PIECES), max_size=80).map(" ".join)
)


@given(HOSTILE)
def test_any_text_is_survived(text: str) -> None:
    found = mark(text)
    assert 0.0 <= found.confidence <= 1.0
    assert len(found.evidence) <= 12
    assert len(found.cue.title) <= 80
    assert len({type(fact) for fact in found.facts}) == len(found.facts)
    assert all(len(reason.text) <= 100 for reason in found.evidence)


@given(HOSTILE, st.sampled_from(["SOURCE", "1m3 underscore", "source → score", "(src)"]))
def test_a_question_mark_decides_nothing_whatever_stands_beside_it(text: str, said: str) -> None:
    bare = text.translate({ord(sign): " " for sign in "{}[]$="}).replace("\x00", " ")[:300]
    asked = mark(f"{bare} {said} ?")
    assert asked.confidence < CONFIDENT or asked.level is UNSET
