"""The lexicon: built from plain tables, refused whole with every flaw named."""

from collections.abc import Mapping

import pytest

from bridge.model.errors import BadShow
from bridge.model.lexicon import Duty, Level, Sense, When, lexicon
from bridge.model.stems import Family, Role
from tests.model.stem_lists import shipped


def word(**row: object) -> Mapping[str, object]:
    return {"title": "mine", "word": [{"says": "FX/bg", "level": "clear", **row}]}


def test_a_word_says_what_its_row_says() -> None:
    built = lexicon([word(words="Nebelhorn, room tone", alone=True)])
    sense = Sense(Family.FX, "bg", Level.CLEAR, alone=True)
    assert built.words == {"nebelhorn": (sense,), "room tone": (sense,), "roomtone": (sense,)}
    assert built.spans == {"room": 2}


def test_a_word_in_two_tables_has_both_meanings() -> None:
    role = {"role": [{"says": "return", "words": "hall", "when": "tagged"}]}
    built = lexicon([word(words="hall"), role])
    assert built.words["hall"] == (Sense(Family.FX, "bg", Level.CLEAR), Duty(Role.RETURN, When.TAGGED))


def test_english_plurals_are_made_where_asked() -> None:
    assert set(lexicon([word(words="city, door slam, glass", plurals=True)]).words) >= {
        "cities",
        "door slams",
        "glasses",
    }


@pytest.mark.parametrize(
    ("table", "place", "said"),
    [
        (word(words=3), "mine, word 1", "`words` is no text"),
        (word(words="a b c d e"), "mine, word 1", "`a b c d e` is longer than 4 words"),
        (word(words="one, &"), "mine, word 1", "`words` holds a word without a letter or digit"),
        (word(says="SX"), "mine, word 1", "'SX' is no family"),
        (word(says="FX/score"), "mine, word 1", "FX has no sub-stem 'score'"),
        (word(level="sure"), "mine, word 1", "'sure' is no level"),
        (word(colour="red"), "mine, word 1", "unknown keys"),
        ({"role": [{"says": "boss"}]}, "lexicon table 1, role 1", "'boss' is no role"),
        ({"flag": [{"says": "temp", "when": "noon"}]}, "lexicon table 1, flag 1", "'noon' is no when"),
        ({"title": "mine", "verbs": []}, "mine", "unknown list 'verbs'"),
        ({"title": "mine", "word": "dx"}, "mine", "unknown list 'word'"),
        ({"title": "mine", "word": ["dx"]}, "mine, word 1", "unknown keys"),
    ],
)
def test_a_flaw_is_named_with_its_place(table: Mapping[str, object], place: str, said: str) -> None:
    with pytest.raises(BadShow) as caught:
        lexicon([table])
    problem = caught.value.problems[0]
    assert (problem.file, problem.what) == (place, said)
    assert problem.hint or "`" in problem.what


def test_all_flaws_are_told_at_once() -> None:
    with pytest.raises(BadShow) as caught:
        lexicon([word(says="SX"), word(level="sure")])
    assert len(caught.value.problems) == 2


def test_the_shipped_lexicon_is_whole() -> None:
    assert {"dx", "fx", "mx", "room tone", "музыка", "音楽"} <= shipped().words.keys()
    assert shipped().ucs.keys() >= {"amb", "door", "foly"}
    assert not [key for key in shipped().joins if len(key) < 2]
