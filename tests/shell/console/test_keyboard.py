"""The keyboard: the kitty protocol's presses, repeats and releases, however the terminal's bytes are cut; the finger.

Sequences: https://sw.kovidgoyal.net/kitty/keyboard-protocol/, CSI code ; modifiers : event ; text u.
"""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from bridge.shell.console.keyboard import FASTEST, HOLD, RELEASED, Finger, HeldKeys, report_releases, teach

Told = list[tuple[str, str | None]]


def keys(*chunks: str) -> Told:
    """The keys that textual hears of these bytes."""
    parser = HeldKeys()
    heard = [event for chunk in chunks for event in parser.feed(chunk)]
    return [(event.key, event.character) for event in heard if isinstance(event, events.Key)]


SPOKEN: list[tuple[str, Told]] = [
    ("\x1b[100;;100u", [("d", "d")]),
    ("\x1b[100;1:1;100u", [("d", "d")]),
    ("\x1b[100;2;68u", [("D", "D")]),
    ("\x1b[49;2;33u", [("exclamation_mark", "!")]),
    ("\x1b[1089;;1089u", [("с", "с")]),
    ("\x1b[27u", [("escape", None)]),
    ("\x1b[13u", [("enter", "\r")]),
    ("\x1b[9;2u", [("shift+tab", None)]),
    ("\x1b[112;5u", [("ctrl+p", None)]),
    ("\x1b[1;1:1A", [("up", None)]),
    ("\x1b[13~", [("f3", None)]),
    ("\x1bOP", [("f1", None)]),
    ("d", [("d", "d")]),
]


@pytest.mark.parametrize(("spoken", "told"), SPOKEN)
def test_a_press_is_the_key_that_it_is_without_the_protocol(spoken: str, told: Told) -> None:
    assert keys(spoken) == told


@pytest.mark.parametrize(
    ("down", "up", "key"),
    [
        ("\x1b[100;;100u", "\x1b[100;1:3u", "d"),
        ("\x1b[100;2;68u", "\x1b[100;2:3u", "D"),
        ("\x1b[100;2;68u", "\x1b[100;1:3u", "D"),
        ("\x1b[49;2;33u", "\x1b[49;2:3u", "exclamation_mark"),
        ("\x1b[1089;;1089u", "\x1b[1089;1:3u", "с"),
        ("\x1b[13~", "\x1b[13;1:3~", "f3"),
        ("d", "\x1b[100;1:3u", "d"),
    ],
)
def test_a_key_comes_up_under_the_name_under_which_it_went_down(down: str, up: str, key: str) -> None:
    assert keys(down, up)[1:] == [(RELEASED + key, None)]


def test_each_key_comes_up_once_whichever_comes_up_first() -> None:
    down = "\x1b[100;;100u\x1b[109;;109u"
    assert keys(down + "\x1b[100;1:3u\x1b[109;1:3u")[2:] == [(RELEASED + "d", None), (RELEASED + "m", None)]
    assert keys(down + "\x1b[109;1:3u\x1b[100;1:3u")[2:] == [(RELEASED + "m", None), (RELEASED + "d", None)]


@pytest.mark.parametrize(
    "repeat", ["\x1b[100;1:2;100u", "\x1b[100;1:2u", "\x1b[13;1:2u", "\x1b[27;1:2u", "\x1b[32;1:2;32u"]
)
def test_a_held_key_asks_once_and_its_repeats_type_nothing(repeat: str) -> None:
    assert keys(repeat * 3) == []
    assert keys(repeat, "m") == [("m", "m")]


@pytest.mark.parametrize(
    ("repeat", "key"), [("\x1b[1;1:2A", "up"), ("\x1b[6;1:2~", "pagedown"), ("\x1b[127;1:2u", "backspace")]
)
def test_what_moves_goes_on_while_it_is_held(repeat: str, key: str) -> None:
    assert [name for name, _ in keys(repeat * 2)] == [key] * 2


whole = st.lists(
    st.sampled_from([*(spoken for spoken, _ in SPOKEN), "\x1b[100;1:2;100u", "\x1b[100;1:3u", "\x1b[57441;2u", "x"]),
    max_size=12,
).map("".join)


@given(whole, st.lists(st.integers(0, 200)))
def test_however_the_bytes_are_cut_the_keys_are_the_same(spoken: str, places: list[int]) -> None:
    cuts = [0, *sorted(place for place in places if place < len(spoken)), len(spoken)]
    chunks = [spoken[start:end] for start, end in pairwise(cuts) if start < end]
    assert keys(*chunks) == keys(spoken)


@given(st.text(st.sampled_from("\x1b[;:0123456789uABRS~ <?d"), max_size=40))
def test_no_bytes_bring_the_keyboard_down(spoken: str) -> None:
    keys(spoken)


def test_textual_is_taught_once_for_all() -> None:
    teach()
    linux = pytest.importorskip("textual.drivers.linux_driver")
    assert linux.XTermParser is HeldKeys


def test_a_screen_without_a_terminal_asks_it_nothing() -> None:
    report_releases(None)


# --- the finger -------------------------------------------------------------------------------------------------


def test_a_tap_asks_once_and_its_release_asks_nothing() -> None:
    finger = Finger()
    assert finger.pressed("d", 1.0)
    assert not finger.released("d", 1.0 + HOLD / 2)


def test_what_was_held_ends_when_it_comes_up() -> None:
    finger = Finger()
    finger.pressed("d", 1.0)
    assert finger.released("d", 1.0 + HOLD)
    assert not finger.released("d", 9.0), "once"


def test_the_keyboards_own_repeats_are_no_presses_but_a_second_tap_is() -> None:
    finger = Finger()
    assert [finger.pressed("d", 1.0 + turn * FASTEST / 4) for turn in range(20)] == [True] + [False] * 19
    assert finger.pressed("d", 3.0)


def test_where_releases_are_told_two_quick_taps_are_two() -> None:
    finger = Finger()
    finger.pressed("d", 1.0)
    finger.released("d", 1.03)
    assert finger.pressed("d", 1.06)


def test_another_key_that_comes_up_says_nothing_of_the_one_that_is_held() -> None:
    finger = Finger()
    finger.pressed("i", 0.9)
    finger.pressed("D", 1.0)
    assert not finger.released("left_shift", 1.2)
    assert not finger.released("i", 1.3)
    assert finger.released("D", 2.0)


def test_a_key_that_comes_up_without_having_gone_down_here_asks_nothing() -> None:
    assert not Finger().released("enter", 100.0)
