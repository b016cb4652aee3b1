"""MIDI clock: musical time, and whether it runs.

Source: MIDI 1.0, System Real Time: F8 is a clock (24 to a quarter note), FA start, FB continue, FC stop; F2 is the song
position in sixteenths (six clocks). The first clock after a start is the position itself, the next is one further.
It becomes time only by a tempo map, so for picture it says no more than that the transport rolls.
"""

from collections import deque

from bridge.model.clocks import Beaten, Clock, Rolled
from bridge.model.errors import MalformedPacket

CLOCKS_A_QUARTER = 24
WINDOW = 2 * CLOCKS_A_QUARTER
"""Clocks over which the tempo is measured at most; from half of them on it is told."""
SLOWEST = 0.25
"""Seconds between two clocks of one tempo at most: 10 beats a minute."""

CLOCK, START, CONTINUE, STOP = 0xF8, 0xFA, 0xFB, 0xFC
POSITION = 0xF2


class BeatReader:
    """What the MIDI clock of one input says. Clocks that run while the song stands say nothing: many DAWs send them."""

    __slots__ = ("_next", "_rolling", "_stamps")

    def __init__(self) -> None:
        self._next: int | None = None
        self._rolling = False
        self._stamps: deque[float] = deque(maxlen=WINDOW + 1)

    def clock(self, at: float) -> Beaten | None:
        """A clock; None while the song stands or nobody said where it is."""
        if self._stamps and not 0 <= at - self._stamps[-1] < SLOWEST:
            self._stamps.clear()
        self._stamps.append(at)
        if not self._rolling or self._next is None:
            return None
        self._next += 1
        return Beaten(at, self._next - 1, self._bpm())

    def moves(self, status: int, at: float) -> Rolled:
        """Start, continue or stop. A start is at the song's beginning."""
        self._rolling = status != STOP
        if status == START:
            self._next = 0
        return Rolled(at, Clock.BEATS, rolling=self._rolling)

    def position(self, message: bytes) -> None:
        """The song's position, for the next continue: F2 and two bytes, the lower seven bits first."""
        if len(message) != 3:
            raise MalformedPacket(f"a song position of {len(message)} bytes")
        self._next = 6 * (message[1] | message[2] << 7)

    def _bpm(self) -> float | None:
        clocks = len(self._stamps) - 1
        spent = self._stamps[-1] - self._stamps[0]
        if clocks < WINDOW // 2 or spent <= 0:
            return None
        return 60 * clocks / CLOCKS_A_QUARTER / spent
