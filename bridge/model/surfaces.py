"""What a DAW shows on a control surface: names, lights and faders of eight strips, over Mackie Control or HUI.

A surface sees eight strips of the mixer and the first letters of their names; strips are counted from 0 on the
surface, not in the session. What it shows of the transport are the facts of `clocks`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bridge.model.clocks import Clock, Told

STRIPS = 8
"""Strips of one surface; Mackie Control has a master fader besides, as strip 8."""


class Light(StrEnum):
    """A light of a strip, in the button that sets it."""

    ARM = "arm"
    SOLO = "solo"
    MUTE = "mute"
    SELECT = "select"


class Glow(StrEnum):
    """How a light shines. A mute that blinks is a strip that is silent because others are soloed."""

    OFF = "off"
    BLINKING = "blinking"
    ON = "on"


class Button(StrEnum):
    """A button that belongs to no strip.

    `TIME_UNIT` (SMPTE/BEATS; not on a HUI) has the DAW show its time in another unit: some begin with beats (Ardour).
    """

    REWIND = "rewind"
    FAST_FORWARD = "fast forward"
    STOP = "stop"
    PLAY = "play"
    RECORD = "record"
    BANK_LEFT = "bank left"
    BANK_RIGHT = "bank right"
    CHANNEL_LEFT = "channel left"
    CHANNEL_RIGHT = "channel right"
    TIME_UNIT = "time unit"


class StripButton(NamedTuple):
    """The button of a light of one strip (0 to 7)."""

    strip: int
    light: Light


@dataclass(frozen=True, slots=True)
class Named:
    """What the display of a strip reads: the track's name, cut to 7 letters (Mackie Control) or 4 (HUI).

    On Mackie Control it may be a parameter or a message for a moment; nothing tells that from a name.
    """

    at: float
    source: Clock
    strip: int
    name: str


@dataclass(frozen=True, slots=True)
class Lit:
    """A light of a strip was set."""

    at: float
    source: Clock
    strip: int
    light: Light
    glow: Glow


@dataclass(frozen=True, slots=True)
class Faded:
    """A fader was put to `travel` of its way, 0 at the bottom and 1 at the top; strip 8 is Mackie Control's master."""

    at: float
    source: Clock
    strip: int
    travel: float


@dataclass(frozen=True, slots=True)
class Blanked:
    """The DAW reset the surface or took it off line: what it showed holds no longer."""

    at: float
    source: Clock


@dataclass(frozen=True, slots=True)
class Answer:
    """What the surface has to send back at once, for the DAW to go on."""

    data: bytes


Shown = Named | Lit | Faded | Blanked | Answer
"""What a surface may be shown or asked."""

Heard = Told | Shown
"""All that one MIDI input may say."""
