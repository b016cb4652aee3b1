"""When a MIDI message came, on our own clock, from a driver that only tells the time since the message before.

RtMidi gives each message a delta in seconds, taken where the message came in; a polling thread sees it later, by as
much as the interpreter was busy. The sum of the deltas keeps the spacing, our clock at the poll tells where that sum
lies: no message came after it was seen, so the least difference of the two in the last seconds is nearest to the truth.
Where the deltas slip (a ring that ran over, a driver that tells nonsense) the clock at the poll takes over.
"""

import math
from collections.abc import Sequence
from itertools import accumulate

WINDOW = 5.0
"""Seconds after which an anchor is forgotten, the older half first: clocks run apart, perhaps 1 ms in ten seconds."""
EARLY = 0.05
"""Seconds by which a stamp may lie before a moment at which nothing had come yet: JACK stamps a message with the start
of its period and hands it out within that period, which lasts 43 ms at most (2048 samples at 48 kHz)."""
SLIPS = 3
"""After so many slips a driver's deltas are not believed any more."""


class Stamps:
    """The stamps of one open port. A new one for each opening: the first delta counts from nothing."""

    def __init__(self) -> None:
        self._sum = 0.0
        self._older = self._newer = math.inf
        self._renew = -math.inf
        self._last = -math.inf
        self.slips = 0
        """How often the deltas did not fit our clock."""

    def stamp(self, deltas: Sequence[float], now: float, empty: float) -> list[float]:
        """Monotonic seconds at which messages came that were seen at `now`, each so many seconds after the one before.

        `empty`: when the port was last seen to hold nothing. No stamp is later than `now` or before an earlier one.
        """
        told = []
        for at in self._anchored(deltas, now, empty):
            self._last = max(self._last, min(at, now))
            told.append(self._last)
        return told

    def _anchored(self, deltas: Sequence[float], now: float, empty: float) -> Sequence[float]:
        if self.slips >= SLIPS or not deltas:
            return [now] * len(deltas)
        sums = list(accumulate(deltas, initial=self._sum))[1:]
        self._sum = sums[-1]
        zero = now - self._sum  # the last one waited least
        if now >= self._renew:
            self._older = self._newer if now < self._renew + WINDOW else math.inf
            self._newer, self._renew = zero, now + WINDOW
        self._newer = min(self._newer, zero)
        anchor = min(self._older, self._newer)
        if self._sum + anchor < empty - EARLY:
            anchor = self._older = self._newer = zero
            self.slips += 1
        return [each + anchor for each in sums]
