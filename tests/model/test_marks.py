"""Marks: what a marker's, range's, region's or track's name says of a cue; the rows are the specification."""

import pytest

from bridge.model.cues import (
    Function,
    Level,
    Origin,
    Performed,
    Status,
    Treatment,
    Visibility,
)
from bridge.model.cuewords import Fact
from bridge.model.marks import Mark, Motion
from bridge.model.stems import CONFIDENT, PROPOSED
from tests.model.cue_lists import mark

DIE, NON, META, TRANS, UNSET = (
    Level.DIEGETIC,
    Level.NONDIEGETIC,
    Level.METADIEGETIC,
    Level.TRANSDIEGETIC,
    Level.UNSET,
)


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("1m3 Chase", "1m3", "Chase"),
        ("1m02s", "1m02s", ""),
        ("101_1M01", "101_1M01", ""),
        ("XYZ_1m06B_NightDrive_R3-05.L", "1m06B", "NightDrive"),
        ("1m04-1m05 Two Doors", "1m04-1m05", "Two Doors"),
        ("2m07 ALT v2 Hallway", "2m07", "Hallway"),
        ("1m3 Chase (source)", "1m3", "Chase"),
        ("1m3 SOURCE - bar (prelaps)", "1m3", "bar"),
        ("1m3 {Level=diegetic} Chase", "1m3", "Chase"),
        ("Chase 1m3", "1m3", "Chase"),
        ("Chase (1m3)", "1m3", "Chase"),
        ("1m3 Swan Song", "1m3", "Swan Song"),
        ("1m3 Way Out", "1m3", "Way Out"),
        ("1m3 [TEMP] Chase.2", "1m3", "Chase"),
        ("R2D2 meets 3M", "", ""),
        ("SOURCE - bar", "", "bar"),
    ],
)
def test_cue_number_and_title_are_read(text: str, number: str, title: str) -> None:
    assert (mark(text).cue.number, mark(text).cue.title) == (number, title)


def test_cue_numbers_compare_by_what_they_count() -> None:
    assert mark("1m3").key == mark("1M03 Chase").key == mark("1m03s").key
    assert len({mark(text).key for text in ("1m3", "2m3", "1m3A", "101_1m3", "1m3-1m4", "")}) == 6


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("SOURCE", DIE),
        ("SOURCE - restaurant", DIE),
        ("(back to SOURCE)", DIE),
        ("SRC Radio", DIE),
        ("MX Source 1", DIE),
        ("1m02s", DIE),
        ("3S04", DIE),
        ("1m3 Chase (source)", DIE),
        ("1m3 Chase - src", DIE),
        ("Bar (diegetic)", DIE),
        ("music from the radio", DIE),
        ("Source-Musik Kneipe", DIE),
        ("Musik im On", DIE),
        ("musique de source", DIE),
        ("música diegética", DIE),
        ("musica di scena", DIE),
        ("underscore", NON),
        ("1m3 Chase - underscore", NON),
        ("non-diegetic", NON),
        ("nondiegetic", NON),
        ("nicht diegetisch", NON),
        ("musique extradiégétique", NON),
        ("música no diegética", NON),
        ("musica non diegetica", NON),
        ("metadiegetic", META),
        ("livello mediato", META),
    ],
)
def test_plain_words_say_a_level(text: str, level: Level) -> None:
    assert mark(text).level is level
    assert mark(text).confidence >= CONFIDENT
    assert not mark(text).question


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("we hear source under the scene", DIE),
        ("1m3 Source Awakening", DIE),
        ("scource", DIE),
        ("from the car radio", DIE),
        ("a busker at the corner", DIE),
        ("sings on camera", DIE),
        ("2P05", DIE),
        ("source / score", DIE),
        ("in her head", META),
        ("1m9 End Credits", Level.EXTRAFICTIONAL),
        ("1m9 Radio", DIE),
        ("becomes score", NON),
        ("on the radio, then it crosses into score at the cut", TRANS),
        ("score takes over, more driving", NON),
    ],
)
def test_open_words_only_propose(text: str, level: Level) -> None:
    assert mark(text).level is level
    assert PROPOSED <= mark(text).confidence < CONFIDENT


@pytest.mark.parametrize(
    "text",
    [
        "score",
        "Score 1",
        "1m3 Chase (score)",
        "song",
        "needledrop",
        "library music",
        "temp",
        "1m3",
        "1m3 Swan Song",
        "1m3 Source Code",
        "The Source",
        "high score",
        "phone futz",
        "prelap",
        "FFOA",
        "2-pop",
        "____ ACT 1 ____",
        "tender, slow",
        "Anna enters the bar",
        "",
    ],
)
def test_what_says_no_level_leaves_it_unset(text: str) -> None:
    assert mark(text).level is UNSET


@pytest.mark.parametrize(
    "text",
    [
        "no source",
        "(will be NO source music)",
        "not diegetic",
        "w/o source",
        "without any source",
        "kill the source",
        "lose SRC",
        "don't use source",
        "SOURCE cancelled",
        "SOURCE: none",
        "no music from the radio",
        "never underscore",
        "keine Source-Musik",
        "ohne Sourcemusik",
        "pas de musique de source",
        "sans musique diégétique",
        "sin música diegética",
        "niente musica di scena",
    ],
)
def test_a_negation_is_no_hit_and_says_so(text: str) -> None:
    denied = mark(text)
    assert denied.level is UNSET
    assert denied.motion in {Motion.NONE, Motion.ENDS}
    assert not denied.facts


def test_what_was_denied_is_told() -> None:
    assert [reason.says for reason in mark("no source").evidence] == ["nothing: source is denied"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("source, no score", DIE),
        ("not score but source", DIE),
        ("no dialogue, SOURCE only", DIE),
        ("kein Score, sondern Sourcemusik", DIE),
        ("nobody has no idea what band we will see as source", DIE),
    ],
)
def test_a_negation_reaches_no_further_than_its_clause(text: str, level: Level) -> None:
    assert mark(text).level is level
    assert mark(text).fact(Origin) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("source?", DIE),
        ("SOURCE - or does she only imagine it?", DIE),
        ("maybe SOURCE", DIE),
        ("could be SRC", DIE),
        ("1m02s?", DIE),
        ("switch to light score? or clear", NON),
        ("die > non?", TRANS),
        ("{Level=diegetic?}", DIE),
        ("vielleicht Sourcemusik", DIE),
        ("¿música diegética?", DIE),
        ("musique in, à voir", DIE),
        ("forse musica di scena", DIE),
    ],
)
def test_a_question_is_proposed_never_decided(text: str, level: Level) -> None:
    asked = mark(text)
    assert asked.question
    assert asked.level is level
    assert PROPOSED <= asked.confidence < CONFIDENT
    assert not [fact for fact in asked.facts if isinstance(fact, Origin | Status)]


def test_a_question_beside_a_tag_leaves_the_tag_told() -> None:
    told = mark("{Level=diegetic} which band?")
    assert (told.level, told.confidence, told.question) == (DIE, 1.0, False)


@pytest.mark.parametrize(
    ("text", "level", "facts"),
    [
        ("{Level=diegetic}", DIE, set()),
        ("[Level=diegetic]", DIE, set()),
        ("$Level=diegetic", DIE, set()),
        ("{level = die} {origin=Licensed}", DIE, {Origin.LICENSED}),
        ("1m3 {Level=Non-Diegetic}", NON, set()),
        ("{Level=ambiguous}", Level.AMBIGUOUS, set()),
        ("{Level=mind}{Treatment=futz}", META, {Treatment.FUTZ}),
        ("{Origin=public domain}", UNSET, {Origin.PUBLIC_DOMAIN}),
        ("{Visibility=on air}{Performed=vocal}", UNSET, {Visibility.ON_AIR, Performed.VOCAL}),
        ("underscore {Level=diegetic}", DIE, {Function.SCORE}),
        ("no source {Level=diegetic}", DIE, set()),
        ("{Level=diegetic} {Level=nondiegetic}", NON, set()),
    ],
)
def test_a_tag_is_a_persons_word(text: str, level: Level, facts: set[Fact]) -> None:
    assert mark(text).level is level
    assert set(mark(text).facts) == facts
    assert mark(text).confidence == 1.0


@pytest.mark.parametrize("text", ["{Level=loud}", "{Colour=red}", "{Origin=licensed?}", "[Level=?]"])
def test_a_tag_that_says_nothing_known_is_told_and_does_nothing(text: str) -> None:
    odd = mark(text)
    assert (odd.level, odd.facts, odd.motion) == (UNSET, (), Motion.NONE)
    assert [(reason.source, reason.text, reason.says) for reason in odd.evidence] == [
        ("tag", text, "nothing that is known")
    ]


def test_tags_of_the_stem_are_the_classifiers() -> None:
    assert mark("{Stem=MX} {Role=print}") == Mark()
