"""The clock of the daemon: monotonic seconds, and the gaps in which nobody was here.

A gap is a sleep of the machine (the clock that counts sleep runs away from the one that does not) or a loop that
came back more than half a second late (a stopped process, a stalled disk). What arrived meanwhile is old news.
"""

import math
import sys
import time

LATE = 0.5
"""Seconds past its time from which on a wake-up counts as a gap."""

if sys.platform == "linux":
    _COUNTS_SLEEP: int | None = time.CLOCK_BOOTTIME
elif sys.platform == "darwin":
    _COUNTS_SLEEP = time.CLOCK_MONOTONIC  # there it counts sleep, and time.monotonic() does not
else:
    _COUNTS_SLEEP = None  # time.monotonic() counts sleep itself: the wake-up is late


class Clock:
    """Monotonic time, and how long we were away."""

    def __init__(self) -> None:
        self._slept = _slept()

    def now(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()

    def gap(self, at: float, due: float) -> float:
        """Seconds that we were away when a wake-up that was due at `due` (inf: none was) comes at `at`, else 0.

        A sleep is told once.
        """
        before, self._slept = self._slept, _slept()
        slept = self._slept - before
        late = at - due if math.isfinite(due) else 0.0
        away = max(slept, late)
        return away if away > LATE else 0.0


def _slept() -> float:
    """Seconds that this machine has slept since its start, plus a constant."""
    if _COUNTS_SLEEP is None:
        return 0.0
    return time.clock_gettime(_COUNTS_SLEEP) - time.monotonic()
