"""The sentences about clocks: how each one is, and what a person should know of them together."""

from bridge.core.chaser import FRAME, NEWS, Chaser, Reading
from bridge.core.clocksource import Source
from bridge.model.chasing import Finding, Lock
from bridge.model.clocks import Clock

NAMES = {
    Clock.OSC: "OSC",
    Clock.MTC: "MIDI timecode",
    Clock.MMC: "MMC",
    Clock.MCU: "Mackie Control",
    Clock.HUI: "HUI",
    Clock.BEATS: "MIDI clock",
}
"""What people call each clock."""


def health(source: Source, reading: Reading) -> str:
    """How a clock is, in words."""
    return _stands(source.chaser, reading) + _outs(source.chaser.drop_outs)


def _stands(chaser: Chaser, reading: Reading) -> str:
    match reading.lock:
        case Lock.IDLE:
            return "nothing heard yet"
        case Lock.STOPPED:
            return "stopped" if chaser.put or chaser.rolling is False else "ended"
        case Lock.LOCKING:
            return f"moves, {_unsure(chaser)}"
        case Lock.LOCKED:
            return f"locked to ±{1000 * (reading.error or 0.0):.1f} ms"
        case Lock.FREEWHEEL:
            return "messages are missing, the position runs on by itself"
        case Lock.LOST:
            return "its port or link is gone" if chaser.lost else "silent"


def _unsure(chaser: Chaser) -> str:
    """Why a clock that moves is not locked."""
    phase = chaser.phase
    if phase is None or chaser.put:
        return "not sure to a frame"
    if chaser.stride > NEWS and not chaser.rolling:
        every = 1000 * chaser.stride * chaser.nominal
        return f"but tells it only every {every:.0f} ms: too seldom to be sure to a frame"
    if phase.error > FRAME / 2 * phase.step:
        return f"but its messages stray by {1000 * phase.spread:.0f} ms: too much to be sure to a frame"
    return "not yet sure to a frame"


def _outs(count: int) -> str:
    return "" if not count else ", 1 drop-out" if count == 1 else f", {count} drop-outs"


def apart(one: Source, other: Source, quarters: float, used: Clock | None) -> Finding:
    """Two clocks disagree: the first is so many quarter frames ahead."""
    if quarters < 0:
        return apart(other, one, -quarters, used)
    ms = 1000 * quarters * one.chaser.nominal
    what = f"{NAMES[one.clock]} is {quarters / 4:.1f} frames ({ms:.0f} ms) ahead of {NAMES[other.clock]}."
    follows = f"The bridge follows {NAMES[used]}" if used is not None else "The bridge follows neither"
    first, second = sorted((one.clock, other.clock))
    return Finding(
        f"{first} and {second}",
        f"{what} {follows}; nothing was changed. Compare the session's start time and frame rate in the DAW with those "
        "that it sends, or give the delay of one of them in show.toml.",
    )


def misfit(source: Source, stated: str) -> Finding:
    """Labels that can't come from a session of the stated rate."""
    return Finding(
        f"labels of {source.clock}",
        f"{NAMES[source.clock]} counts {source.labels} frames a second, the show says {stated}. Its own count is "
        f"shown; nothing was changed. Set the session's rate in show.toml, or the rate of the timecode in the DAW.",
    )


def off_rate(source: Source, stated: str) -> Finding:
    """A speed that belongs to the other rate with the same labels."""
    return Finding(
        f"speed of {source.clock}",
        f"{NAMES[source.clock]} runs at {source.off_rate} frames a second, the show says {stated}: labels are right, "
        "but an hour of them lasts 3.6 s more or less. Nothing was changed. Set the session's rate in show.toml, or "
        "the rate or pull in the DAW.",
    )


def untold(source: Source) -> Finding:
    """The DAW is said to roll, and no timecode comes."""
    return Finding(
        "no timecode",
        f"{NAMES[source.clock]} says that the DAW plays, but no running position comes: cues and previews stay where "
        "they are. Nothing was changed. Switch MIDI timecode on in the DAW, for a port that the bridge listens on.",
    )
