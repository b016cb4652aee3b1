"""What a person decides on the console, as commands of the interface that it has, in the words of the files."""

from dataclasses import replace

import pytest

from bridge.model.cues import Level
from bridge.model.stems import Family, Stem
from bridge.shell.commands import asked
from bridge.shell.console import decisions
from bridge.shell.console.decisions import Order
from tests.ui.screen.scenes import CUES, DESK, stem

CUE = CUES.live[0]


def understood(order: Order) -> bool:
    """Whether the interface takes it."""
    return asked({"command": order.command, **order.keys}, 0.0, 1) is not None


@pytest.mark.parametrize("word", [word for word, _ in decisions.stem_question(DESK[0]).answers])
def test_every_stem_that_can_be_chosen_is_one_that_the_interface_takes(word: str) -> None:
    assert understood(decisions.stem_order(DESK[0], word))


@pytest.mark.parametrize("word", [word for word, _ in decisions.LEVELS])
def test_every_level_that_can_be_chosen_is_one_that_the_interface_takes(word: str) -> None:
    assert understood(decisions.level_order(CUE, word))


def test_every_level_of_the_trade_can_be_chosen() -> None:
    words = {word for word, _ in decisions.LEVELS}
    assert {level.value for level in Level if level is not Level.TRANSDIEGETIC} <= words
    assert sum(" > " in word for word in words) == 2


def test_the_answer_that_holds_now_is_the_one_under_the_cursor() -> None:
    assert decisions.stem_question(DESK[0]).at == "DX/prod"
    assert decisions.level_question(CUE).at == "diegetic"
    assert decisions.level_question(CUES.coming[0]).at == "diegetic > nondiegetic"
    assert decisions.mode_question("keep").at == "keep"


def test_a_level_is_taken_back_with_an_empty_cell() -> None:
    assert decisions.level_order(CUE, "unset").keys == {"number": "1m1", "set": {"level": ""}}


def test_a_cue_without_a_number_is_named_by_its_id_in_its_session() -> None:
    order = decisions.level_order(replace(CUE, number="", id="marker 7", session="Reel 3"), "ambiguous")
    assert order.keys == {"number": "marker 7", "set": {"level": "ambiguous"}, "session": "Reel 3"}


def test_a_lock_says_the_stem_as_it_is_shown_and_once_more_lets_the_name_speak() -> None:
    assert decisions.lock_order(DESK[0]) == decisions.stem_order(DESK[0], "DX/prod")
    unlock = decisions.lock_order(replace(DESK[0], stem=stem(Family.DX, "prod", locked=True)))
    assert unlock is not None
    assert unlock.keys["set"] == {"lock": "no"}
    assert understood(unlock)
    assert decisions.lock_order(replace(DESK[0], stem=Stem())) is None


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("previewing", [False, True])
def test_who_leaves_always_may_stay(together: bool, previewing: bool) -> None:
    question = decisions.farewell(together=together, previewing=previewing)
    assert [word for word, _ in question.answers] == ["end", "leave", "back"]
    assert ("preview" in question.text) == previewing


def test_no_name_steers_the_terminal_from_a_question() -> None:
    hostile = "\x1b[2J\u202e"
    for question in (
        decisions.stem_question(replace(DESK[0], name=hostile)),
        decisions.level_question(replace(CUE, number=hostile, title=hostile)),
    ):
        assert question.text.isprintable()
