"""The help: every key and every sign, complete on every screen."""

import pytest

from bridge.model.cues import Level
from bridge.model.keys import CONSOLE
from bridge.ui.screen.desk import STATES
from bridge.ui.screen.help import KEYS, helped
from bridge.ui.screen.lines import text_of
from bridge.ui.screen.seen import Seen
from tests.ui.screen.scenes import OFFERS, seen


def test_every_key_of_the_consoles_own_is_explained() -> None:
    explained = " ".join(key for key, _ in KEYS).split()
    assert set(CONSOLE) - {"?"} <= set(explained)


@pytest.mark.parametrize("width", [70, 76, 96])
def test_no_word_of_it_is_lost_on_a_small_screen(width: int) -> None:
    shown = " ".join(text_of(helped(seen(), width)).split())
    words = " ".join(word for _, words in KEYS for word in words.split())
    for word in words.split():
        assert word in shown
    assert "…" not in shown.replace("… held down", "")


def test_every_preview_state_and_level_stands_there() -> None:
    shown = text_of(helped(seen(), 96))
    for word in (*(one.name for one in OFFERS), *(one.about for one in OFFERS), *(text for text, _ in STATES.values())):
        assert word in shown
    for level in Level:
        assert level.value in shown


def test_without_a_bridge_the_keys_are_there_all_the_same() -> None:
    assert "Tab" in text_of(helped(Seen(), 80))
