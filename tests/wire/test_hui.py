"""HUI, we being the surface: what is shown on us, and what we press."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.clocks import Clock, Cued, Rolled
from bridge.model.errors import MalformedPacket
from bridge.model.surfaces import Answer, Button, Faded, Glow, Heard, Light, Lit, Named, StripButton
from bridge.wire.hui import HuiSurface, fade, press, release

HUI = Clock.HUI
HEAD = "f0 00 00 66 05 00 "


def heard(surface: HuiSurface, *messages: str) -> list[Heard]:
    return [one for message in messages for one in surface.heard(bytes.fromhex(message), 1.0)]


TOLD: dict[str, tuple[list[str], list[Heard]]] = {
    "the ping is answered": (["90 00 00"], [Answer(b"\x90\x00\x7f")]),
    "play lit": (["b0 0c 0e", "b0 2c 44"], [Rolled(1.0, HUI, rolling=True)]),
    "play out: it may still roll": (["b0 0c 0e", "b0 2c 04"], []),
    "stop lit": (["b0 0c 0e", "b0 2c 43"], [Rolled(1.0, HUI, rolling=False)]),
    "stop out": (["b0 0c 0e", "b0 2c 03"], []),
    "record lit": (["b0 0c 0e", "b0 2c 45"], [Rolled(1.0, HUI, recording=True)]),
    "record out": (["b0 0c 0e", "b0 2c 05"], [Rolled(1.0, HUI, recording=False)]),
    "mute and solo of strip 3, the zone told once": (
        ["b0 0c 02", "b0 2c 42", "b0 2c 43", "b0 2c 02"],
        [
            Lit(1.0, HUI, 2, Light.MUTE, Glow.ON),
            Lit(1.0, HUI, 2, Light.SOLO, Glow.ON),
            Lit(1.0, HUI, 2, Light.MUTE, Glow.OFF),
        ],
    ),
    "select and arm": (
        ["b0 0c 00", "b0 2c 41", "b0 2c 47"],
        [Lit(1.0, HUI, 0, Light.SELECT, Glow.ON), Lit(1.0, HUI, 0, Light.ARM, Glow.ON)],
    ),
    "a light without its zone": (["b0 2c 42"], []),
    "a value that means nothing": (["b0 0c 02", "b0 2c 22"], []),
    "a fader": (["b0 03 40", "b0 23 00"], [Faded(1.0, HUI, 3, 0x2000 / 0x3FFF)]),
    "a meter": (["a0 00 05"], []),
    "a name": ([HEAD + "10 00 44 58 20 20 f7"], [Named(1.0, HUI, 0, "DX")]),
    "names joined in a message": (
        [HEAD + "10 00 44 58 20 31 01 4d 58 20 20 f7"],
        [Named(1.0, HUI, 0, "DX 1"), Named(1.0, HUI, 1, "MX")],
    ),
    "names joined, each with its kind": (
        [HEAD + "10 00 44 58 20 31 10 01 4d 58 20 20 f7"],
        [Named(1.0, HUI, 0, "DX 1"), Named(1.0, HUI, 1, "MX")],
    ),
    "the display of select-assign is no strip's": ([HEAD + "10 08 41 42 43 44 f7"], []),
    "the same name again": (
        [HEAD + "10 00 44 58 20 20 f7", HEAD + "10 00 44 58 20 20 f7"],
        [Named(1.0, HUI, 0, "DX")],
    ),
    "the big display": ([HEAD + "12 00 41 42 43 44 45 46 47 48 49 4a f7"], []),
    "the time": ([HEAD + "11 06 00 15 04 13 02 11 00 f7"], [Cued(1.0, HUI, "01:23:45:06")]),
    "the time, then digits that changed": (
        [HEAD + "11 09 00 15 04 13 02 11 00 f7", HEAD + "11 00 01 f7"],
        [Cued(1.0, HUI, "01:23:45:09"), Cued(1.0, HUI, "01:23:45:10")],
    ),
    "the same time again": (
        [HEAD + "11 09 00 15 04 13 02 11 00 f7", HEAD + "11 09 f7"],
        [Cued(1.0, HUI, "01:23:45:09")],
    ),
    "half of the time": ([HEAD + "11 09 00 15 f7"], []),
    "feet": (["b0 0c 16", "b0 2c 41", HEAD + "11 09 00 15 04 13 02 11 00 f7"], []),
    "beats": (["b0 0c 16", "b0 2c 42", HEAD + "11 09 00 15 04 13 02 11 00 f7"], []),
    "timecode again": (
        ["b0 0c 16", "b0 2c 42", "b0 2c 40", HEAD + "11 09 00 15 04 13 02 11 00 f7"],
        [Cued(1.0, HUI, "01:23:45:09")],
    ),
    "blanks and letters in the time": ([HEAD + "11 0a 00 15 04 13 02 11 00 f7", HEAD + "11 20 f7"], []),
    "a Mackie Control's message": (["f0 00 00 66 14 00 f7"], []),
    "a head alone": ([HEAD + "f7"], []),
}

REFUSED = {
    "a name cut short": HEAD + "10 00 44 58 f7",
    "a second name cut short": HEAD + "10 00 44 58 20 20 01 f7",
    "nine digits": HEAD + "11 00 00 00 00 00 00 00 00 00 f7",
    "no digit": HEAD + "11 f7",
}

BUTTONS = [
    ("0e", 4, Button.PLAY),
    ("0e", 3, Button.STOP),
    ("0e", 5, Button.RECORD),
    ("0e", 1, Button.REWIND),
    ("0e", 2, Button.FAST_FORWARD),
    ("0a", 0, Button.CHANNEL_LEFT),
    ("0a", 1, Button.BANK_LEFT),
    ("0a", 2, Button.CHANNEL_RIGHT),
    ("0a", 3, Button.BANK_RIGHT),
    ("02", 2, StripButton(2, Light.MUTE)),
    ("02", 3, StripButton(2, Light.SOLO)),
    ("07", 7, StripButton(7, Light.ARM)),
    ("00", 1, StripButton(0, Light.SELECT)),
]


@pytest.mark.parametrize("name", TOLD)
def test_messages_tell(name: str) -> None:
    messages, told = TOLD[name]
    assert heard(HuiSurface(), *messages) == told


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_that_is_not_hui_s_is_refused_and_changes_nothing(name: str) -> None:
    surface = HuiSurface()
    with pytest.raises(MalformedPacket):
        heard(surface, REFUSED[name])
    assert heard(surface, HEAD + "10 00 44 58 20 20 f7") == [Named(1.0, HUI, 0, "DX")]


@pytest.mark.parametrize(("zone", "port", "button"), BUTTONS)
def test_a_button_is_pressed_and_released(zone: str, port: int, button: Button | StripButton) -> None:
    assert press(button).hex(" ") == f"b0 0f {zone} b0 2f 4{port}"
    assert release(button).hex(" ") == f"b0 0f {zone} b0 2f 0{port}"


def test_a_fader_is_touched_while_it_moves() -> None:
    assert fade(1, 1.0).hex(" ") == "b0 0f 01 b0 2f 40 b0 01 7f b0 21 7f b0 0f 01 b0 2f 00"


@pytest.mark.parametrize(("strip", "travel"), [(8, 0.5), (0, 1.5)])
def test_a_fader_that_there_is_not_is_not_moved(strip: int, travel: float) -> None:
    with pytest.raises(ValueError, match=r"no fader"):
        fade(strip, travel)


def test_a_strip_that_there_is_not_is_not_pressed() -> None:
    with pytest.raises(ValueError, match=r"no strip"):
        press(StripButton(8, Light.MUTE))


def test_a_button_that_there_is_not_is_not_pressed() -> None:
    with pytest.raises(ValueError, match=r"no button"):
        press(Button.TIME_UNIT)


def test_nothing_waits_for_silence() -> None:
    surface = HuiSurface()
    heard(surface, HEAD + "11 06 00 15 04 13 02 11 00 f7")
    assert surface.rest(9.0) == []


@given(st.lists(st.tuples(st.integers(0x80, 0xEF), st.integers(0, 0x7F), st.integers(0, 0x7F)), max_size=60))
def test_any_channel_messages_are_read_without_trouble(messages: list[tuple[int, int, int]]) -> None:
    surface = HuiSurface()
    for status, one, two in messages:
        short = status & 0xF0 in {0xC0, 0xD0}
        surface.heard(bytes((status, one) if short else (status, one, two)), 1.0)


@given(st.lists(st.lists(st.integers(0, 0x7F), max_size=60), max_size=6))
def test_any_exclusive_messages_are_read_or_refused(bodies: list[list[int]]) -> None:
    surface = HuiSurface()
    for body in bodies:
        with suppress(MalformedPacket):
            surface.heard(bytes((0xF0, 0x00, 0x00, 0x66, 0x05, 0x00, *body, 0xF7)), 1.0)
