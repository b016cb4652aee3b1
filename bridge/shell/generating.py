"""MIDI timecode that is made here: quarter frames sent by the clock, and how exactly they left."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.model.chasing import fits
from bridge.model.clocks import Labels
from bridge.model.timecode import RATES, Rate
from bridge.wire.mtc import full_frame, quarter_frames

SENDABLE = tuple(name for name, rate in RATES.items() if rate.nominal <= 30)
"""The rates that MIDI timecode can carry, by their names in `RATES`."""
LEAD = 0.1
"""Seconds between the full frame, at which a slave locates, and the first quarter frame."""
FINENESS = 1e-5
"""Seconds to which lateness is kept."""


@dataclass(slots=True)
class Lateness:
    """How late messages left, in seconds. Kept as counts, so that a day of them needs no more room than a minute."""

    worst: float = 0.0
    count: int = 0
    _counts: Counter[int] = field(default_factory=Counter)

    def add(self, seconds: float) -> None:
        """One message left so late."""
        self.worst = max(self.worst, seconds)
        self.count += 1
        self._counts[int(seconds / FINENESS)] += 1

    def within(self, share: float) -> float:
        """That share of the messages, 0 to 1, left so late at most; 0 if there were none."""
        left = share * self.count
        for step in sorted(self._counts):
            left -= self._counts[step]
            if left <= 0:
                return (step + 1) * FINENESS
        return 0.0


def labels_of(rate: Rate) -> Labels:
    """How the labels of a rate count in MIDI timecode: 23.976 as 24, 29.97 as 30.

    >>> str(labels_of(RATES["23.976"]))
    '24'
    """
    return next(labels for labels in Labels if fits(rate, labels))


class Generator:
    """A run of timecode from one frame on.

    `send` gives False for what did not leave. `rest` is called after each quarter frame, for what must be done besides;
    it must take less than a millisecond.
    """

    def __init__(self, send: Callable[[bytes], bool], rest: Callable[[], object], frame: int, rate: Rate) -> None:
        self._send = send
        self._rest = rest
        self._labels = labels_of(rate)
        self._quarter = 1 / (4 * float(rate.fps))
        self._first = frame
        self.late = Lateness()
        self.unsent = 0

    @property
    def frame(self) -> int:
        """The frame that it has reached."""
        return self._first + self.late.count // 4

    def run(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        """Send for so many seconds (infinity: until somebody raises something), each piece at its own time.

        A piece that is late does not make the next one late. Those of a time that was slept through leave at once.
        """
        self._put()
        start = now() + LEAD
        count = seconds / self._quarter
        for message in quarter_frames(self._first, self._labels):
            if self.late.count >= count:
                return
            due = start + self.late.count * self._quarter
            while (left := due - now()) > 0:
                time.sleep(left)
            self.unsent += not self._send(message)
            self.late.add(now() - due)
            self._rest()

    def stop(self) -> None:
        """Say where it stands: a full frame, as a DAW sends it."""
        self._put()

    def _put(self) -> None:
        self.unsent += not self._send(full_frame(self.frame, self._labels))
