"""The words of cues: built from plain tables, refused whole with every flaw named."""

from collections.abc import Mapping

import pytest

from bridge.model.cues import Function, Level
from bridge.model.cuewords import Saying, Sure, Turn, cue_words
from bridge.model.errors import BadShow
from tests.model.cue_lists import shipped_words


def word(**row: object) -> Mapping[str, object]:
    return {"title": "mine", "word": [{"says": "level=diegetic", "sure": "clear", **row}]}


def test_a_word_says_what_its_row_says() -> None:
    built = cue_words([word(words="Quellmusik, source music", says="level=diegetic, function=source")])
    saying = Saying((Level.DIEGETIC, Function.SOURCE), Sure.CLEAR)
    assert built.words == {"quellmusik": saying, "source music": saying, "sourcemusic": saying}
    assert built.spans["source"] == 2


def test_other_lists_turn_words_and_name_values() -> None:
    built = cue_words(
        [
            {
                "turn": [{"says": "ends", "sure": "label", "words": "aus"}],
                "padding": [{"words": "mx"}],
                "mute": [{"words": "source code"}],
                "value": [{"says": "level=diegetic", "words": "die"}],
            }
        ]
    )
    assert built.words["aus"] == Saying(Turn.ENDS, Sure.LABEL)
    assert built.words["mx"] == Saying(Turn.PADDING)
    assert built.words["source code"] == Saying(Turn.MUTE)
    assert built.values[Level, "die"] is built.values[Level, "diegetic"] is Level.DIEGETIC


@pytest.mark.parametrize(
    ("table", "place", "said"),
    [
        (word(words=3), "mine, word 1", "`words` is no text"),
        (word(), "mine, word 1", "`words` is no text"),
        (word(words="a b c d e"), "mine, word 1", "`a b c d e` is longer than 4 words"),
        (word(words="one, &"), "mine, word 1", "`words` holds a word without a letter or digit"),
        (word(words="one", says="mood=dark"), "mine, word 1", "'mood' is nothing that a cue has"),
        (word(words="one", says="level=loud"), "mine, word 1", "'loud' is no level"),
        (word(words="one", says=""), "mine, word 1", "`says` is no text"),
        (word(words="one", sure="very"), "mine, word 1", "'very' is no sure"),
        (word(words="one", colour="red"), "mine, word 1", "unknown keys"),
        ({"turn": [{"says": "spins", "words": "x"}]}, "table of cue words 1, turn 1", "'spins' is no turn"),
        ({"title": "mine", "verbs": []}, "mine", "unknown list 'verbs'"),
        ({"title": "mine", "word": ["src"]}, "mine, word 1", "unknown keys"),
    ],
)
def test_a_flaw_is_named_with_its_place(table: Mapping[str, object], place: str, said: str) -> None:
    with pytest.raises(BadShow) as caught:
        cue_words([table])
    assert [(problem.file, problem.what) for problem in caught.value.problems] == [(place, said)]


def test_a_word_with_two_senses_is_a_flaw_and_all_flaws_are_told() -> None:
    with pytest.raises(BadShow) as caught:
        cue_words([word(words="src"), word(words="src", says="level=nondiegetic"), word(words="x", sure="very")])
    assert [problem.what for problem in caught.value.problems] == [
        "`src` is listed with two senses",
        "'very' is no sure",
    ]


def test_the_shipped_words_are_whole() -> None:
    assert {"source", "src", "sourcemusik", "musique in", "musica di scena"} <= shipped_words().words.keys()
    assert shipped_words().values[Level, "non"] is Level.NONDIEGETIC
