"""Mackie Control, we being the surface: what is shown on us, and what we press."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.clocks import Clock, Cued, Rolled
from bridge.model.errors import MalformedPacket
from bridge.model.surfaces import Answer, Blanked, Button, Faded, Glow, Heard, Light, Lit, Named, StripButton
from bridge.wire.mcu import STILL, McuSurface, fade, press, release

MCU = Clock.MCU


def lit(strip: int, light: Light, glow: Glow = Glow.ON) -> Lit:
    return Lit(1.0, MCU, strip, light, glow)


def named(*names: str) -> list[Heard]:
    return [Named(1.0, MCU, strip, name) for strip, name in enumerate(names)]


TOLD: dict[str, tuple[str, list[Heard]]] = {
    "rewind lit": ("90 5b 7f", []),
    "rewind out": ("90 5b 00", []),
    "fast forward lit": ("90 5c 7f", []),
    "fast forward out": ("90 5c 00", []),
    "stop lit": ("90 5d 7f", [Rolled(1.0, MCU, rolling=False)]),
    "stop out": ("90 5d 00", []),
    "play lit": ("90 5e 7f", [Rolled(1.0, MCU, rolling=True)]),
    "play out: it may still roll, at another speed": ("90 5e 00", []),
    "play blinking": ("90 5e 01", []),
    "record lit, nothing said of rolling": ("90 5f 7f", [Rolled(1.0, MCU, recording=False)]),
    "record out": ("90 5f 00", [Rolled(1.0, MCU, recording=False)]),
    "record blinking: made ready": ("90 5f 01", [Rolled(1.0, MCU, recording=False)]),
    "a note off is a light out": ("80 10 40", [lit(0, Light.MUTE, Glow.OFF)]),
    "arm of strip 8": ("90 07 7f", [lit(7, Light.ARM)]),
    "solo of strip 1": ("90 08 7f", [lit(0, Light.SOLO)]),
    "solo of strip 2": ("90 09 7f", [lit(1, Light.SOLO)]),
    "mute of strip 1": ("90 10 7f", [lit(0, Light.MUTE)]),
    "mute of strip 2": ("90 11 7f", [lit(1, Light.MUTE)]),
    "mute of strip 2, by a solo elsewhere": ("90 11 01", [lit(1, Light.MUTE, Glow.BLINKING)]),
    "select of strip 1": ("90 18 7f", [lit(0, Light.SELECT)]),
    "select of strip 2": ("90 19 7f", [lit(1, Light.SELECT)]),
    "a press of a v-pot is no light": ("90 20 7f", []),
    "fader 1 at the bottom": ("e0 00 00", [Faded(1.0, MCU, 0, 0.0)]),
    "fader 1 at the top": ("e0 7f 7f", [Faded(1.0, MCU, 0, 1.0)]),
    "the master fader in the middle": ("e8 00 40", [Faded(1.0, MCU, 8, 0x2000 / 0x3FFF)]),
    "a tenth fader": ("e9 00 40", []),
    "a meter": ("d0 15", []),
    "a v-pot's ring": ("b0 30 05", []),
    "names": ("f0 00 00 66 14 12 00 44 58 20 20 20 20 20 4d 58 20 20 20 20 20 f7", named("DX", "MX")),
    "a letter that is no ASCII": ("f0 00 00 66 14 12 00 44 05 20 f7", named("D?")),
    "the lower row": ("f0 00 00 66 14 12 38 2d 33 2e 32 20 20 20 f7", []),
    "over both rows": (
        "f0 00 00 66 14 12 36 41 42 43 f7",
        [Named(1.0, MCU, 7, "AB")],
    ),
    "who is there?": ("f0 00 00 66 14 00 f7", [Answer(b"\xf0\0\0\x66\x14\x01STEMBR1\1\2\3\4\xf7")]),
    "the answer to our challenge": (
        "f0 00 00 66 14 02 53 54 45 4d 42 52 31 7f 05 7f 71 f7",
        [Answer(b"\xf0\0\0\x66\x14\x03STEMBR1\xf7")],
    ),
    "which version?": ("f0 00 00 66 14 13 00 f7", [Answer(b"\xf0\0\0\x66\x14\x14V1.00\xf7")]),
    "off line": ("f0 00 00 66 14 0f 7f f7", [Blanked(1.0, MCU)]),
    "reset": ("f0 00 00 66 14 63 f7", [Blanked(1.0, MCU)]),
    "faders down": ("f0 00 00 66 14 61 f7", []),
    "another unit": ("f0 00 00 66 15 00 f7", []),
    "another maker": ("f0 00 20 29 02 f7", []),
}

REFUSED = {
    "no command": "f0 00 00 66 14 f7",
    "text without its place": "f0 00 00 66 14 12 f7",
    "text beyond the display": "f0 00 00 66 14 12 6f 41 42 f7",
    "an answer to our challenge cut short": "f0 00 00 66 14 02 00 f7",
}

BUTTONS = [
    ("5b", Button.REWIND),
    ("5c", Button.FAST_FORWARD),
    ("5d", Button.STOP),
    ("5e", Button.PLAY),
    ("5f", Button.RECORD),
    ("2e", Button.BANK_LEFT),
    ("2f", Button.BANK_RIGHT),
    ("30", Button.CHANNEL_LEFT),
    ("31", Button.CHANNEL_RIGHT),
    ("35", Button.TIME_UNIT),
    ("08", StripButton(0, Light.SOLO)),
    ("09", StripButton(1, Light.SOLO)),
    ("10", StripButton(0, Light.MUTE)),
    ("11", StripButton(1, Light.MUTE)),
    ("18", StripButton(0, Light.SELECT)),
    ("19", StripButton(1, Light.SELECT)),
    ("07", StripButton(7, Light.ARM)),
]


def heard(surface: McuSurface, message: str, at: float = 1.0) -> list[Heard]:
    return surface.heard(bytes.fromhex(message), at)


def show(surface: McuSurface, text: str, at: float) -> None:
    """Write ten characters on the time display, a blank being nothing sent, the rightmost first."""
    for place, letter in enumerate(reversed(text)):
        if letter != " ":
            assert surface.heard(bytes((0xB0, 0x40 + place, ord(letter) & 0x3F)), at) == []


@pytest.mark.parametrize("name", TOLD)
def test_a_message_tells(name: str) -> None:
    message, told = TOLD[name]
    assert heard(McuSurface(), message) == told


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_that_is_not_mackie_s_is_refused(name: str) -> None:
    with pytest.raises(MalformedPacket):
        heard(McuSurface(), REFUSED[name])


@pytest.mark.parametrize(("note", "button"), BUTTONS)
def test_a_button_is_pressed_and_released(note: str, button: Button | StripButton) -> None:
    assert press(button).hex() == f"90{note}7f"
    assert release(button).hex() == f"90{note}00"


def test_a_fader_is_touched_while_it_moves() -> None:
    assert fade(8, 1.0).hex(" ") == "90 70 7f e8 7f 7f 90 70 00"
    assert fade(0, 0.5).hex(" ") == "90 68 7f e0 00 40 90 68 00"


@pytest.mark.parametrize(("strip", "travel"), [(9, 0.5), (-1, 0.5), (0, 1.1), (0, -0.1)])
def test_a_fader_that_there_is_not_is_not_moved(strip: int, travel: float) -> None:
    with pytest.raises(ValueError, match=r"no fader"):
        fade(strip, travel)


def test_a_strip_that_there_is_not_is_not_pressed() -> None:
    with pytest.raises(ValueError, match=r"no strip"):
        press(StripButton(8, Light.MUTE))


def test_an_extender_answers_to_its_own_number_alone() -> None:
    extender = McuSurface(0x15)
    assert heard(extender, "f0 00 00 66 15 13 00 f7") == [Answer(b"\xf0\0\0\x66\x15\x14V1.00\xf7")]
    assert heard(extender, "f0 00 00 66 14 13 00 f7") == []


def test_a_name_is_told_when_it_changes() -> None:
    surface = McuSurface()
    message = "f0 00 00 66 14 12 07 4d 58 20 20 20 20 20 f7"
    assert heard(surface, message) == [Named(1.0, MCU, 1, "MX")]
    assert heard(surface, message) == []
    assert heard(surface, "f0 00 00 66 14 12 08 31 f7") == [Named(1.0, MCU, 1, "M1")]


def test_lights_out_tells_of_every_light_and_a_reset_forgets_the_names() -> None:
    surface = McuSurface()
    names = "f0 00 00 66 14 12 00 44 58 f7"
    heard(surface, names)
    out = heard(surface, "f0 00 00 66 14 62 f7")
    assert {(one.strip, one.light) for one in out if isinstance(one, Lit) and one.glow is Glow.OFF} == {
        (strip, light) for strip in range(8) for light in Light
    }
    assert heard(surface, names) == []
    heard(surface, "f0 00 00 66 14 63 f7")
    assert heard(surface, names) == [Named(1.0, MCU, 0, "DX")]


RECORDING = [
    ("ready while it stands (Ardour 7.3)", "90 5d 7f,90 5f 7f", Rolled(1.0, MCU, recording=False)),
    ("play, when ready", "90 5f 7f,90 5e 7f", Rolled(1.0, MCU, rolling=True, recording=True)),
    ("punched in while it rolls", "90 5e 7f,90 5f 7f", Rolled(1.0, MCU, recording=True)),
    ("punched out while it rolls", "90 5e 7f,90 5f 7f,90 5f 00", Rolled(1.0, MCU, recording=False)),
    ("stop, still ready", "90 5f 7f,90 5e 7f,90 5d 7f", Rolled(1.0, MCU, rolling=False, recording=False)),
    ("at another speed play is out", "90 5f 7f,90 5e 7f,90 5e 00,90 5f 7f", Rolled(1.0, MCU, recording=True)),
]


@pytest.mark.parametrize(("messages", "told"), [row[1:] for row in RECORDING], ids=[row[0] for row in RECORDING])
def test_it_records_when_the_light_of_record_is_steady_and_it_rolls(messages: str, told: Rolled) -> None:
    surface = McuSurface()
    assert [heard(surface, message) for message in messages.split(",")][-1] == [told]


# --- the time display -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "digits",
    [
        "b0 40 36,b0 41 30,b0 42 30,b0 43 75,b0 44 34,b0 45 73,b0 46 32,b0 47 71,b0 48 30,b0 49 30",
        "bf 40 36,bf 41 30,bf 43 35,bf 44 34,bf 45 33,bf 46 32,bf 48 31,bf 49 30",
    ],
    ids=["three digits of hours, with dots", "two digits, blanks not sent; on channel 16"],
)
def test_the_time_display_is_told_once_it_is_still(digits: str) -> None:
    surface = McuSurface()
    at = 1.0
    for place, message in enumerate(digits.split(",")):
        at = 1.0 + 0.001 * place
        assert heard(surface, message, at) == []
        assert surface.rest(at) == []
    assert surface.rest(at + STILL / 2) == []
    assert surface.rest(at + STILL) == [Cued(at, MCU, "01:23:45:06")]
    assert surface.rest(at + 60) == [], "once"


def test_a_display_that_changes_digit_by_digit_never_tells_what_lies_between() -> None:
    surface = McuSurface()
    show(surface, "0015959023", 1.0)
    assert surface.rest(1.03) == [Cued(1.0, MCU, "01:59:59:23")]
    for place, digit in enumerate("0000000200"):  # the rightmost first
        at = 1.04 + 0.001 * place
        assert surface.heard(bytes((0xB0, 0x40 + place, ord(digit))), at) == []
        assert surface.rest(at) == []
    assert surface.rest(1.08) == [Cued(1.049, MCU, "02:00:00:00")]


def test_a_digit_after_a_still_while_tells_what_was_shown_until_then() -> None:
    surface = McuSurface()
    show(surface, "0010000009", 1.0)
    assert heard(surface, "b0 40 30", 1.04) == [Cued(1.0, MCU, "01:00:00:09")]
    assert heard(surface, "b0 41 31", 1.041) == []
    assert surface.rest(1.08) == [Cued(1.041, MCU, "01:00:00:10")]


CLEARED = tuple(f"b0 {place:x} 30" for place in range(0x40, 0x4A))


def test_a_cleared_display_tells_no_time_until_every_place_is_written_again() -> None:
    surface = McuSurface()
    first = [f"b0 {0x40 + place:x} {ord(letter):x}" for place, letter in enumerate(reversed("01 0115 07"))]
    assert [heard(surface, message) for message in first] == [[]] * 10
    assert surface.rest(1.1) == [Cued(1.0, MCU, "01:01:15:07")]
    assert [heard(surface, message, 2.0) for message in CLEARED] == [[]] * 10
    assert surface.rest(2.1) == []
    assert heard(surface, "b0 40 38", 3.0) == []
    assert surface.rest(3.1) == [], "Ardour writes what changes: the rest of it is unknown"
    assert [heard(surface, message, 4.0) for message in first] == [[]] * 10
    assert surface.rest(4.1) == [Cued(4.0, MCU, "01:01:15:07")], "again, though it was the last that was told"


def test_a_display_that_counts_to_zero_or_has_dots_is_not_cleared() -> None:
    surface = McuSurface()
    show(surface, "0000000001", 1.0)
    heard(surface, "b0 40 30", 1.01)
    assert surface.rest(1.1) == [Cued(1.01, MCU, "00:00:00:00")]
    dotted = McuSurface()
    for place in range(0x40, 0x4A):
        heard(dotted, f"b0 {place:x} {'70' if place in {0x43, 0x45, 0x47} else '30'}")
    assert dotted.rest(1.1) == [Cued(1.0, MCU, "00:00:00:00")]


def test_bars_and_beats_are_no_timecode() -> None:
    surface = McuSurface()
    heard(surface, "90 72 7f")
    show(surface, "0010101000", 1.0)
    assert surface.rest(2.0) == []
    heard(surface, "90 71 7f", 3.0)
    show(surface, "0010101001", 3.0)
    assert surface.rest(4.0) == [Cued(3.0, MCU, "01:01:01:01")]


@pytest.mark.parametrize("text", ["  1234506 ", "0010203   ", "0240000000", "0016000000", "HELLO     "])
def test_half_a_display_a_word_or_an_impossible_time_is_not_told(text: str) -> None:
    surface = McuSurface()
    show(surface, text, 1.0)
    assert surface.rest(2.0) == []


@given(st.lists(st.tuples(st.integers(0x80, 0xEF), st.integers(0, 0x7F), st.integers(0, 0x7F)), max_size=60))
def test_any_channel_messages_are_read_without_trouble(messages: list[tuple[int, int, int]]) -> None:
    surface = McuSurface()
    for place, (status, one, two) in enumerate(messages):
        short = status & 0xF0 in {0xC0, 0xD0}
        surface.heard(bytes((status, one) if short else (status, one, two)), 0.01 * place)
        surface.rest(0.01 * place)


@given(st.lists(st.lists(st.integers(0, 0x7F), max_size=130), max_size=6))
def test_any_exclusive_messages_are_read_or_refused(bodies: list[list[int]]) -> None:
    surface = McuSurface()
    for body in bodies:
        try:
            told = surface.heard(bytes((0xF0, 0x00, 0x00, 0x66, 0x14, *body, 0xF7)), 1.0)
        except MalformedPacket:
            continue
        assert all(0 <= one.strip < 8 and len(one.name) <= 7 for one in told if isinstance(one, Named))
