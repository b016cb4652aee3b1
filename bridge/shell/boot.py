"""Which start of this machine it is: after another one, what was not synced to disk may be lost.

Linux names each start (`/proc/sys/kernel/random/boot_id`). Elsewhere the time of the start stands for it: wall clock
minus the clock that has run since, sleep included. The wall clock is set now and then, so two starts closer together
than `TOLERANCE` count as one: no machine starts twice within it. A wall clock that is set by more looks like another
start; all that follows is that the user is shown a row that needed no look.
"""

import sys
import time
from pathlib import Path

TOLERANCE = 20.0
"""Seconds by which the wall clock may have been set without that looking like another start."""


def boot_identity() -> str:
    """The name of this start of the machine, for `same_boot`."""
    try:
        return "id:" + Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return f"time:{time.time() - _running():.0f}"


def same_boot(one: str, other: str) -> bool:
    """Whether two names mean the same start.

    >>> same_boot("time:1000", "time:1003"), same_boot("id:a", "id:b")
    (True, False)
    """
    if one.startswith("time:") and other.startswith("time:"):
        return abs(float(one[5:]) - float(other[5:])) <= TOLERANCE
    return one == other


def _running() -> float:
    """Seconds since the machine was started, sleep included."""
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # time.monotonic() stands still there while it sleeps
    return time.monotonic()
