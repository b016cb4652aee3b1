"""What a chase says: where the DAW is by all of its clocks together, which clock that is, and how good.

Places are counted in quarter frames of timecode (see `clocks`) while they are chased, and in frames of the session's
rate where people meet them. A rate above 30 is sent as half of itself, so that a frame of 48 is half a frame of 24.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bridge.model.clocks import Clock, Labels
from bridge.model.timecode import RATES, Rate, Ruler, frame_of, label_of

ORDER = (Clock.OSC, Clock.MTC, Clock.MMC, Clock.HUI, Clock.MCU, Clock.BEATS)
"""Which clock goes before which, where a show says nothing."""


class Lock(StrEnum):
    """How a clock stands. Only at `LOCKED` is a position promised, to one frame."""

    IDLE = "idle"
    """It has told nothing yet."""
    STOPPED = "stopped"
    """It stands: that was said, or timecode ended."""
    LOCKING = "locking"
    """It moves, but too little was heard to be sure to a frame; displays and locates never tell more."""
    LOCKED = "locked"
    FREEWHEEL = "freewheel"
    """What should have been heard is missing for about a frame: the position goes on by itself, for a moment."""
    LOST = "lost"
    """It is silent although the DAW is said to roll, or its port is gone."""


RUNNING = frozenset({Lock.LOCKING, Lock.LOCKED, Lock.FREEWHEEL})


@dataclass(frozen=True, slots=True)
class ChaseRules:
    """How a show wants its clocks chased.

    `order`: the clocks that are used, the one to believe first in front. `rate`: the session's, a name in `RATES`;
    empty: measured. `freewheel`: seconds for which the position runs on when timecode breaks off; it is never less
    than it takes to be sure, eight quarter frames. `delays`: milliseconds by which a clock's stamps are late (early:
    negative), where a user has measured them.
    """

    order: tuple[Clock, ...] = ORDER
    rate: str = ""
    freewheel: float = 0.0
    delays: Mapping[Clock, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the clocks that a person should know; `about` names it, so that it is said once."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """One clock as a screen shows it; None for what it does not tell.

    `error_ms`: how far the position may be off. `jitter_ms`: how much its messages stray. `every_ms`: how far they are
    apart: no news is older. `heard`: when it last told a place (monotonic seconds). `drop_outs`: how often messages
    were missing for about a frame, and then it went on. `health`: all that in words.
    """

    clock: Clock
    lock: Lock
    health: str
    frame: int | None = None
    label: str = ""
    rate: str = ""
    speed: float | None = None
    error_ms: float | None = None
    jitter_ms: float | None = None
    every_ms: float | None = None
    heard: float | None = None
    drop_outs: int = 0


@dataclass(frozen=True, slots=True)
class Followed:
    """Where the clock that is followed is: frames of `rate`, with what has passed of the frame."""

    clock: Clock
    place: float
    rate: Rate


@dataclass(frozen=True, slots=True)
class ChaseView:
    """The one transport that the clocks make, at `at` (monotonic seconds); None for what nobody told.

    Two that differ in `at` alone are equal: then nothing has moved.

    `used`: the clock that the place comes from. `place`: in frames of `rate` (a name in `RATES`) with what has passed
    of the frame; `frame` and `label`: of the frame that this lies in, `label` alone where no rate is known for it.
    `rolling`: by `used`, or, where that stands, by any clock that says so. `speed`: 1.0 is normal.
    """

    at: float = field(compare=False)
    used: Clock | None = None
    lock: Lock = Lock.IDLE
    place: float | None = None
    frame: int | None = None
    label: str = ""
    rate: str = ""
    rolling: bool | None = None
    recording: bool | None = None
    speed: float | None = None
    error_ms: float | None = None
    drop_outs: int = 0
    sources: tuple[SourceView, ...] = ()
    findings: tuple[Finding, ...] = ()


# --- rates and quarter frames -----------------------------------------------------------------------------------


def fits(rate: Rate, labels: Labels) -> bool:
    """Whether timecode with these labels may come from a session of this rate.

    >>> fits(RATES["23.976"], Labels.FPS_24), fits(RATES["48"], Labels.FPS_24), fits(RATES["25"], Labels.FPS_24)
    (True, True, False)
    """
    sent = RATES[labels]
    return rate.nominal in {sent.nominal, 2 * sent.nominal} and rate.drop is sent.drop


def per_quarter(rate: Rate) -> float:
    """How many frames of this rate a quarter frame of its timecode is: ¼, above 30 frames a second ½."""
    return 0.25 if rate.nominal <= 30 else 0.5


def quarter_seconds(rate: Rate) -> float:
    """How long a quarter frame of this rate's timecode lasts at normal speed, in seconds."""
    return per_quarter(rate) / float(rate.fps)


def day_of(rate: Rate) -> int:
    """The quarter frames of 24 hours of this rate's timecode.

    >>> day_of(RATES["24"]), day_of(RATES["29.97df"])
    (8294400, 10357632)
    """
    return round(frame_of("24:00:00:00", rate) / per_quarter(rate))


def label_at(quarters: float, rate: Rate) -> tuple[int, str]:
    """The frame of this rate that a place lies in, and its label, within 24 hours."""
    frame = int(quarters * per_quarter(rate) // 1) % frame_of("24:00:00:00", rate)
    return frame, label_of(frame, rate)


def quarters_of(label: str, rate: Rate) -> float:
    """The place of a label; raises `ValueError` with a sentence for text that is no timecode at this rate."""
    return frame_of(label, rate) / per_quarter(rate)


def quarters_at(position: float, ruler: Ruler) -> float:
    """The place of a sample of the session.

    >>> quarters_at(48000, Ruler(RATES["24"], 48000, 3600 * 48000))
    345696.0
    """
    return (position + ruler.offset) * float(ruler.rate.fps) / ruler.sample_rate / per_quarter(ruler.rate)


def sample_at(place: float, ruler: Ruler) -> int:
    """The sample of the session at a place in frames of its rate (`ChaseView.place`).

    >>> sample_at(86424.0, Ruler(RATES["24"], 48000, 3600 * 48000))
    48000
    """
    return round(place * ruler.sample_rate / float(ruler.rate.fps)) - ruler.offset
