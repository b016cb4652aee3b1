"""What a clock may say of the DAW's transport, whatever wire it came over.

A decoder in `wire` turns its bytes into these facts; `core.chase` makes one transport of them. Positions are counted
in quarter frames since the label 00:00:00:00 (four to a frame, real frames: in drop-frame the dropped labels do not
count), because a quarter frame is the smallest step that MIDI timecode tells.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Clock(StrEnum):
    """The kind of clock that a fact came from."""

    OSC = "osc"
    MTC = "mtc"
    MMC = "mmc"
    MCU = "mcu"
    HUI = "hui"
    BEATS = "midi clock"


class Labels(StrEnum):
    """How timecode labels count: all that two bits of MIDI timecode can tell of the rate.

    `24` stands for 23.976 and 24, `30` for 29.97 non-drop and 30; the values are names in `timecode.RATES`.
    """

    FPS_24 = "24"
    FPS_25 = "25"
    FPS_2997_DROP = "29.97df"
    FPS_30 = "30"


class Ran(NamedTuple):
    """Timecode runs and was here at `at` (monotonic seconds): `quarters` at the moment of the message itself.

    `direction` is 1 forwards, -1 backwards. A tuple, because one is made for each of a hundred quarter frames a
    second and a frozen dataclass costs four times as much.
    """

    at: float
    source: Clock
    quarters: int
    labels: Labels
    direction: int


@dataclass(frozen=True, slots=True)
class Broke:
    """What came at `at` does not continue the run that `Ran` told: it jumped, turned round, or something was lost.

    Where it is now the next `Ran` or `Cued` says. A run that merely falls silent ends without this: nothing came.
    """

    at: float
    source: Clock


@dataclass(frozen=True, slots=True)
class Cued:
    """The playhead was put here, or is shown here while it may stand: full frame, MMC locate, a time display.

    `labels` is None where the message does not tell how labels count; `label` is then all that is known, and
    `quarters` is None.
    """

    at: float
    source: Clock
    label: str
    labels: Labels | None = None
    quarters: int | None = None


@dataclass(frozen=True, slots=True)
class Rolled:
    """The transport is said to roll or to stand (`rolling`), and to record or not; None for what was not said."""

    at: float
    source: Clock
    rolling: bool | None = None
    recording: bool | None = None


@dataclass(frozen=True, slots=True)
class Beaten:
    """A MIDI clock ticked: `clocks` (24 to a quarter note) since the song's start, `bpm` the measured tempo or None."""

    at: float
    clocks: int
    bpm: float | None = None


Told = Ran | Broke | Cued | Rolled | Beaten
"""What a clock may say."""
