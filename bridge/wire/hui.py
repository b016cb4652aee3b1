"""HUI, as the surface: what a DAW shows on us, and the buttons and faders that we move.

No specification is public. Sources: REAPER SDK `csurf_babyhui.cpp`; MIDIKit `MIDIKitControlSurfaces/HUI` (checked there
against Pro Tools). One port pair carries eight strips. A light or a button is a *zone* and a *port* in it, told by two
controllers: zone 0C and port 2C from the DAW, 0F and 2F from the surface; 40 in the port means on.
"""

from enum import IntEnum

from bridge.model.clocks import Clock, Cued, Rolled
from bridge.model.errors import MalformedPacket
from bridge.model.surfaces import STRIPS, Answer, Button, Faded, Glow, Heard, Light, Lit, Named, StripButton
from bridge.wire.displays import plain, shown

_HUI = Clock.HUI
_PING = bytes((0x90, 0x00, 0x00))
_PONG = bytes((0x90, 0x00, 0x7F))
_HEAD = bytes((0xF0, 0x00, 0x00, 0x66, 0x05, 0x00))
_NAMES, _TIME = 0x10, 0x11
_LETTERS = 4
_DIGITS = 8
_ON = 0x40
_TOP = 0x3FFF
_STRIP_PORTS = {Light.SELECT: 1, Light.MUTE: 2, Light.SOLO: 3, Light.ARM: 7}
_LIGHTS = {port: light for light, port in _STRIP_PORTS.items()}
_TOUCH = 0
_SWITCHES = {
    Button.CHANNEL_LEFT: (0x0A, 0),
    Button.BANK_LEFT: (0x0A, 1),
    Button.CHANNEL_RIGHT: (0x0A, 2),
    Button.BANK_RIGHT: (0x0A, 3),
    Button.REWIND: (0x0E, 1),
    Button.FAST_FORWARD: (0x0E, 2),
    Button.STOP: (0x0E, 3),
    Button.PLAY: (0x0E, 4),
    Button.RECORD: (0x0E, 5),
}
_TRANSPORT: dict[tuple[tuple[int, int], bool], tuple[bool | None, bool | None]] = {
    (_SWITCHES[Button.PLAY], True): (True, None),
    (_SWITCHES[Button.STOP], True): (False, None),
    (_SWITCHES[Button.RECORD], True): (None, True),
    (_SWITCHES[Button.RECORD], False): (None, False),
}
"""What a light says: rolling, recording; play or stop going out says nothing."""
_UNITS = 0x16


class _Unit(IntEnum):
    """What the time display counts, by the port of its light in zone 16."""

    TIMECODE = 0
    FEET = 1
    BEATS = 2


def press(button: Button | StripButton) -> bytes:
    """The messages of a button that goes down; a DAW acts on this.

    >>> press(Button.PLAY).hex(" ")
    'b0 0f 0e b0 2f 44'
    """
    return _switch(*_place(button), _ON)


def release(button: Button | StripButton) -> bytes:
    """The messages of a button that comes up."""
    return _switch(*_place(button), 0)


def fade(strip: int, travel: float) -> bytes:
    """The messages of a fader that is touched, put to 0 to 1 of its way, and let go.

    Raises `ValueError` for a strip or a way that there is not.
    """
    if strip not in range(STRIPS) or not 0 <= travel <= 1:
        raise ValueError(f"no fader {strip}, or not between 0 and 1: {travel}")
    value = round(travel * _TOP)
    move = bytes((0xB0, strip, value >> 7, 0xB0, 0x20 + strip, value & 0x7F))
    return _switch(strip, _TOUCH, _ON) + move + _switch(strip, _TOUCH, 0)


def _place(button: Button | StripButton) -> tuple[int, int]:
    if isinstance(button, Button):
        if button not in _SWITCHES:
            raise ValueError(f"no button {button} on a HUI")
        return _SWITCHES[button]
    if button.strip not in range(STRIPS):
        raise ValueError(f"no strip {button.strip} on a surface of {STRIPS}")
    return button.strip, _STRIP_PORTS[button.light]


def _switch(zone: int, port: int, state: int) -> bytes:
    return bytes((0xB0, 0x0F, zone, 0xB0, 0x2F, port | state))


class HuiSurface:
    """One HUI: what the DAW has shown on it so far."""

    __slots__ = ("_coarse", "_digits", "_names", "_shown", "_unit", "_zone")

    def __init__(self) -> None:
        self._zone: int | None = None
        self._coarse = [0] * STRIPS
        self._names = [""] * STRIPS
        self._digits = [" "] * _DIGITS
        self._unit = _Unit.TIMECODE
        self._shown = ""

    def heard(self, message: bytes, at: float) -> list[Heard]:
        """What a whole message tells; an empty list for what is not for us or says nothing that we need.

        Raises `MalformedPacket` for a system exclusive message of ours that is none of HUI's.
        """
        if message == _PING:
            return [Answer(_PONG)]
        if message[0] == 0xB0:
            return self._controlled(message[1], message[2], at)
        if message.startswith(_HEAD) and len(message) > len(_HEAD) + 1:
            kind, body = message[len(_HEAD)], message[len(_HEAD) + 1 : -1]
            if kind == _NAMES:
                return self._written(body, at)
            if kind == _TIME:
                return self._shows(body, at)
        return []

    def rest(self, at: float) -> list[Heard]:  # noqa: ARG002 - as Mackie Control's; here the display comes in one message
        """Nothing: the display is told at once."""
        return []

    def _controlled(self, controller: int, value: int, at: float) -> list[Heard]:
        match controller:
            case 0x0C:
                self._zone = value
            case 0x2C if self._zone is not None:
                return self._lit(self._zone, value, at)
            case strip if strip in range(STRIPS):
                self._coarse[strip] = value
            case fine if fine in range(0x20, 0x20 + STRIPS):
                strip = fine - 0x20
                return [Faded(at, _HUI, strip, (self._coarse[strip] << 7 | value) / _TOP)]
        return []

    def _lit(self, zone: int, value: int, at: float) -> list[Heard]:
        """A light of the zone chosen before; other values than on and off were seen from Pro Tools and mean nothing."""
        port, on = value & 0x07, value >= _ON
        if value & ~(0x07 | _ON):
            return []
        if zone < STRIPS and port in _LIGHTS:
            return [Lit(at, _HUI, zone, _LIGHTS[port], Glow.ON if on else Glow.OFF)]
        if ((zone, port), on) in _TRANSPORT:
            return [Rolled(at, _HUI, *_TRANSPORT[(zone, port), on])]
        if zone == _UNITS and on and port <= _Unit.BEATS:
            self._unit = _Unit(port)
        return []

    def _written(self, body: bytes, at: float) -> list[Heard]:
        """Names: a strip and its four letters, several in a row from some hosts; strip 8 is no strip's display."""
        names = {}
        while body:
            strip, letters, body = body[0], body[1 : 1 + _LETTERS], body[1 + _LETTERS :]
            if len(letters) < _LETTERS:
                raise MalformedPacket("a name cut short")
            names[strip] = plain(letters)
            body = body.removeprefix(bytes((_NAMES,)))  # repeated before each strip, by some
        told: list[Heard] = []
        for strip, name in names.items():
            if strip < STRIPS and name != self._names[strip]:
                self._names[strip] = name
                told.append(Named(at, _HUI, strip, name))
        return told

    def _shows(self, body: bytes, at: float) -> list[Heard]:
        """Digits of the time display from the right; those on the left that did not change are left out."""
        if not 0 < len(body) <= _DIGITS:
            raise MalformedPacket(f"a time display of {len(body)} digits")
        for place, value in enumerate(body):
            self._digits[place] = f"{value & 0x0F:X}" if value < 0x20 else " "  # from 10 on with a dot
        text = "".join(reversed(self._digits))
        label = shown((text[:2], text[2:4], text[4:6], text[6:]))
        if self._unit is not _Unit.TIMECODE or label is None or label == self._shown:
            return []
        self._shown = label
        return [Cued(at, _HUI, label)]
