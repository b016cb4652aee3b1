"""Mackie Control, as the surface: what a DAW shows on us, and the buttons and faders that we move.

No specification is public. Sources: Emagic's Logic Control manual (the protocol that it grew from); Ardour 7.3
`libs/surfaces/mackie`; REAPER SDK `csurf_mcu.cpp`. One port pair carries eight strips; the main
unit is 14, an extender 15. The DAW lights the notes of the buttons: 7F on, 01 blinking, 00 off.

A DAW need not shake hands, and there is no asking for everything: until it shows a thing, we do not know it.
"""

from bridge.model.clocks import Clock, Cued, Rolled
from bridge.model.errors import MalformedPacket
from bridge.model.surfaces import STRIPS, Answer, Blanked, Button, Faded, Glow, Heard, Light, Lit, Named, StripButton
from bridge.wire.displays import plain, shown

MAIN = 0x14
STILL = 0.02
"""Seconds without a change after which the time display is believed: its digits come one by one, and it is another
time until the last has come."""

_MCU = Clock.MCU
_SERIAL = b"STEMBR1"
_CHALLENGE = b"\x01\x02\x03\x04"
_VERSION = b"V1.00"
_LETTERS = 7
_ROW = STRIPS * _LETTERS
_DIGITS = range(0x40, 0x4A)
"""Controllers of the time display, the rightmost digit first."""
_SMPTE, _BEATS = 0x71, 0x72
"""Notes of the lights that say what the time display counts."""
_TOUCH = 0x68
_TOP = 0x3FFF

_NOTES = {
    Button.REWIND: 0x5B,
    Button.FAST_FORWARD: 0x5C,
    Button.STOP: 0x5D,
    Button.PLAY: 0x5E,
    Button.RECORD: 0x5F,
    Button.BANK_LEFT: 0x2E,
    Button.BANK_RIGHT: 0x2F,
    Button.CHANNEL_LEFT: 0x30,
    Button.CHANNEL_RIGHT: 0x31,
    Button.TIME_UNIT: 0x35,
}
_STRIP_NOTES = {Light.ARM: 0x00, Light.SOLO: 0x08, Light.MUTE: 0x10, Light.SELECT: 0x18}
_LIGHTS = {first + strip: StripButton(strip, light) for light, first in _STRIP_NOTES.items() for strip in range(STRIPS)}
_ROLLING = {_NOTES[Button.PLAY]: True, _NOTES[Button.STOP]: False}
"""What a light says that goes on. Play going out says nothing: it is out in varispeed, too (Ardour)."""
_CLEAR = ord("0")
"""The digit, without a dot, that Ardour 7.3 writes on all places, the rightmost first, to clear the display."""


def press(button: Button | StripButton) -> bytes:
    """The message of a button that goes down; a DAW acts on this.

    >>> press(Button.PLAY).hex(" ")
    '90 5e 7f'
    """
    return bytes((0x90, _note(button), 0x7F))


def release(button: Button | StripButton) -> bytes:
    """The message of a button that comes up."""
    return bytes((0x90, _note(button), 0x00))


def fade(strip: int, travel: float) -> bytes:
    """The messages of a fader (8: the master) that is touched, put to 0 to 1 of its way, and let go.

    Without the touch a DAW moves the fader back. Raises `ValueError` for a strip or a way that there is not.
    """
    if strip not in range(STRIPS + 1) or not 0 <= travel <= 1:
        raise ValueError(f"no fader {strip}, or not between 0 and 1: {travel}")
    value = round(travel * _TOP)
    touch = bytes((0x90, _TOUCH + strip))
    return touch + b"\x7f" + bytes((0xE0 + strip, value & 0x7F, value >> 7)) + touch + b"\x00"


def _note(button: Button | StripButton) -> int:
    if isinstance(button, Button):
        return _NOTES[button]
    if button.strip not in range(STRIPS):
        raise ValueError(f"no strip {button.strip} on a surface of {STRIPS}")
    return _STRIP_NOTES[button.light] + button.strip


class McuSurface:
    """One Mackie Control unit: what the DAW has shown on it so far."""

    __slots__ = ("_beats", "_changed", "_cleared", "_digits", "_head", "_names", "_ready", "_rolling", "_row", "_shown")

    def __init__(self, unit: int = MAIN) -> None:
        self._head = bytes((0xF0, 0x00, 0x00, 0x66, unit))
        self._forget()

    def _forget(self) -> None:
        self._row = bytearray(b" " * _ROW)
        self._names = [""] * STRIPS
        self._beats = self._rolling = self._ready = False
        self._clear()

    def _clear(self) -> None:
        """Nothing is known of the time display."""
        self._digits = [" "] * len(_DIGITS)
        self._cleared = 0
        self._changed: float | None = None
        self._shown = ""

    def heard(self, message: bytes, at: float) -> list[Heard]:
        """What a whole message tells; an empty list for what is not for us or says nothing that we need.

        Raises `MalformedPacket` for a system exclusive message of ours that is none of Mackie's.
        """
        match message[0] & 0xF0:
            case 0x80:
                return self._lit(message[1], 0, at)
            case 0x90:
                return self._lit(message[1], message[2], at)
            case 0xB0 if message[1] in _DIGITS:  # on channel 1 or, some hosts, 16
                return self._shows(message[1] - _DIGITS[0], message[2], at)
            case 0xE0 if message[0] & 0x0F <= STRIPS:
                return [Faded(at, _MCU, message[0] & 0x0F, (message[1] | message[2] << 7) / _TOP)]
            case 0xF0 if message.startswith(self._head):
                return self._ordered(message[len(self._head) : -1], at)
        return []

    def rest(self, at: float) -> list[Heard]:
        """What the time display shows, once it has been still for `STILL`; to be asked while nothing comes."""
        if self._changed is None or at - self._changed < STILL:
            return []
        changed, self._changed = self._changed, None
        text = "".join(reversed(self._digits))
        label = None if self._beats else shown((text[:3].strip(), text[3:5], text[5:7], text[7:].strip()))
        if label is None or label == self._shown:
            return []
        self._shown = label
        return [Cued(changed, _MCU, label)]

    def _lit(self, note: int, velocity: int, at: float) -> list[Heard]:
        """A light. That of record is steady before it records, too, once made ready (Ardour 7.3): it must roll."""
        glow = {0: Glow.OFF, 1: Glow.BLINKING}.get(velocity, Glow.ON)
        if note in _LIGHTS:
            return [Lit(at, _MCU, *_LIGHTS[note], glow)]
        if note == _NOTES[Button.RECORD]:
            self._ready = glow is Glow.ON
            return [Rolled(at, _MCU, recording=self._ready and self._rolling)]
        if note in _ROLLING and glow is Glow.ON:
            self._rolling = _ROLLING[note]
            return [Rolled(at, _MCU, self._rolling, self._rolling if self._ready else None)]
        if note in {_SMPTE, _BEATS} and glow is Glow.ON:
            self._beats = note == _BEATS
        return []

    def _shows(self, place: int, value: int, at: float) -> list[Heard]:
        """A digit of the time display: six bits of ASCII, letters below 20, and a dot that we do not need.

        A display that is cleared shows no time, and after that each place is blank until it is written again: Ardour
        writes only those that change, so that zeros which stay would be read as part of a time.
        """
        told = self.rest(at)
        self._cleared = (
            self._cleared + 1 if (place, value) == (self._cleared, _CLEAR) else int(not place and value == _CLEAR)
        )
        if self._cleared == len(_DIGITS):
            self._clear()
            return told
        code = value & 0x3F
        self._digits[place] = chr(code) if code >= 0x20 else chr(code + 0x40) if code else " "
        self._changed = at
        return told

    def _ordered(self, order: bytes, at: float) -> list[Heard]:
        """A system exclusive message, by its command; what is not here (meters, sensitivity) is passed by."""
        match order[:1]:
            case b"\x00":  # who is there?
                return [self._answer(0x01, _SERIAL + _CHALLENGE)]
            case b"\x02" if len(order) == 12:  # a host's answer to the challenge; we have no reason to refuse one
                return [self._answer(0x03, _SERIAL)]
            case b"\x13":
                return [self._answer(0x14, _VERSION)]
            case b"\x12":
                return self._written(order[1:], at)
            case b"\x62":
                return [Lit(at, _MCU, *button, Glow.OFF) for button in _LIGHTS.values()]
            case b"\x0f" | b"\x63":  # off line, reset
                self._forget()
                return [Blanked(at, _MCU)]
            case b"" | b"\x02":
                raise MalformedPacket(f"a Mackie Control message of {len(order)} bytes")
        return []

    def _answer(self, command: int, body: bytes) -> Answer:
        return Answer(self._head + bytes((command,)) + body + b"\xf7")

    def _written(self, body: bytes, at: float) -> list[Heard]:
        """Text on the display from an offset on: two rows of 56 letters, names in the upper one, 7 for a strip."""
        if not body or body[0] + len(body) - 1 > 2 * _ROW:
            raise MalformedPacket("text beyond the display")
        start, text = body[0], body[1 : 1 + max(0, _ROW - body[0])]
        self._row[start : start + len(text)] = text
        told: list[Heard] = []
        for strip, before in enumerate(self._names):
            name = plain(self._row[_LETTERS * strip : _LETTERS * (strip + 1)])
            if name != before:
                self._names[strip] = name
                told.append(Named(at, _MCU, strip, name))
        return told
