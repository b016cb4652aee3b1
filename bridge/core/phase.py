"""The phase of a clock: the line through its messages that says when each of them was due.

Messages are stamped late by queues, schedulers and buses, and some drivers stamp them early by up to a period. Where
the stamps stray to both sides alike, their middle is the clock; where a few are late and most are not, their lower edge
is. So the messages are taken sixteen at a time, each sixteen gives its middle and its lower edge, and a straight line
is fitted to one of the two, whichever the skew of the stamps asks for. The fit forgets slowly; it costs a few additions
for each sixteen messages, however long it remembers.
"""

from collections.abc import Sequence
from math import exp, sqrt

Point = tuple[float, float]
"""A place that was told, in quarter frames travelled, and when it was heard, in seconds."""

BLOCK = 16
_ASIDE = 2
"""So many of the earliest and of the latest of a block count nothing for its middle."""
_MEMORY = 2880.0
"""Quarter frames after which a message counts a third: half a minute at 24 frames a second."""
_NOMINAL = 2500.0
"""How firmly the given speed is believed at first: as firmly as a block's middle (± ¼ ms) at 50 quarter frames."""
_CHANGE = 1 / 8
_LEANING, _UPRIGHT = 0.37, 0.42
"""Mean minus earliest, over latest minus earliest, of sixteen stamps: 0.5 if they stray alike, 0.28 if exponentially.

Below the first the lower edge is taken, above the second the middle again.
"""
_SURE = 3
"""Blocks before a skew is believed."""
_STRAYS = 0.12
"""A block's middle strays by so much of the spread of its stamps (standard deviation)."""
_FLOOR = 5e-5
"""Nothing is believed to be more exact than this, in seconds."""


class Phase:
    """When each quarter frame is due, from the stamps of those that were heard.

    `step` in seconds for each quarter frame travelled; `points`: the first messages. `spread`: how far stamps stray,
    from the earliest to the latest of sixteen, in seconds.
    """

    __slots__ = (
        "_block",
        "_blocks",
        "_edge",
        "_middle",
        "_missed",
        "_skew",
        "_skewed",
        "_when",
        "_where",
        "_xs",
        "spread",
        "step",
    )

    def __init__(self, points: Sequence[Point], step: float) -> None:
        self.step = step
        self._where, self._when = points[0]
        late = [self.lateness(*point) for point in points]
        self._when += sum(late) / len(late)
        self.spread = max(late) - min(late)
        self._block, self._blocks = list(points), 0
        self._skew, self._skewed = 0.5, False
        self._missed = 0.0
        """By how much the line missed the last block."""
        self._xs = _Xs(0.0, 0.0, _NOMINAL)
        self._middle, self._edge = _Ys(), _Ys()

    def lateness(self, place: float, at: float) -> float:
        """How much later than due this was heard, in seconds."""
        return at - self._when - (place - self._where) * self.step

    def place(self, at: float) -> float:
        """The place at this time."""
        return self._where + (at - self._when) / self.step

    def when(self, place: float) -> float:
        """When this place is due."""
        return self._when + (place - self._where) * self.step

    def hear(self, place: float, at: float) -> None:
        """One more message."""
        block = self._block
        block.append((place, at))
        if len(block) == BLOCK:
            self._block = []
            self._close(block)
        elif not self._blocks:
            self._when += self.lateness(place, at) / len(block)

    @property
    def error(self) -> float:
        """How far a place may be off, in seconds, beside a delay that all messages share: nobody can know of that."""
        return _FLOOR + self._missed + (self.spread / 8 if self._skewed else 0.75 * self.spread)

    @property
    def step_error(self) -> float:
        """How far `step` may be off (standard deviation), in seconds."""
        return max(_FLOOR, _STRAYS * self.spread) * self._xs.slope_deviation

    def _close(self, block: list[Point]) -> None:
        """Fit the line to one more block."""
        late = sorted([self.lateness(*point) for point in block])
        edge, middle = late[0], sum(late[_ASIDE:-_ASIDE]) / (BLOCK - 2 * _ASIDE)
        self._judge(edge, sum(late) / BLOCK, late[-1])
        centre = sum(place for place, _ in block) / BLOCK
        self._missed = abs(edge if self._skewed else middle)
        if self._blocks > 1 and self._missed > max(self.step / 2, 1.2 * self.spread):
            self._begin_again(block, centre)
            return
        moved = centre - self._where
        self._where, self._when = centre, self._when + moved * self.step
        kept = exp(-moved / _MEMORY)
        self._middle.add(middle, moved, kept)
        self._edge.add(edge, moved, kept)
        self._xs.add(moved, kept)
        chosen = self._edge if self._skewed else self._middle
        shift, slope = self._xs.line(chosen)
        self._when, self.step = self._when + shift, self.step + slope
        for ys in (self._middle, self._edge):
            ys.subtract(shift, slope, self._xs)

    def _judge(self, earliest: float, mean: float, latest: float) -> None:
        """How far the stamps of a block stray, and to which side."""
        self._blocks += 1
        share, spread = max(1 / self._blocks, _CHANGE), latest - earliest
        self.spread += share * (spread - self.spread)
        if spread:
            self._skew += max(1 / self._blocks, _CHANGE / 2) * ((mean - earliest) / spread - self._skew)
        if self._blocks >= _SURE:
            self._skewed = self._skew < (_UPRIGHT if self._skewed else _LEANING)

    def _begin_again(self, block: list[Point], centre: float) -> None:
        """The clock runs at another speed than it did: only the last block counts."""
        self.step, mean = fitted(block)
        self._where, self._when = centre, mean
        self._xs = _Xs(1.0, 0.0, sum((place - centre) ** 2 for place, _ in block) / BLOCK)
        self._middle, self._edge = _Ys(), _Ys()


def fitted(points: Sequence[Point]) -> tuple[float, float]:
    """The straight line nearest to these: its step in seconds for each quarter frame, and its time at their centre."""
    count = len(points)
    centre, mean = sum(place for place, _ in points) / count, sum(at for _, at in points) / count
    square = sum((place - centre) ** 2 for place, _ in points)
    return sum((place - centre) * (at - mean) for place, at in points) / square, mean


class _Xs:
    """The weighted sums of a fit that need no times: of 1, x and x², x counted from the last block."""

    __slots__ = ("one", "x", "xx")

    def __init__(self, one: float, x: float, xx: float) -> None:
        self.one, self.x, self.xx = one, x, xx

    def add(self, moved: float, kept: float) -> None:
        """One more block, so far behind the last one; what was before it counts only so much."""
        one, x = kept * self.one, kept * self.x
        self.xx = kept * self.xx - 2 * moved * x + moved * moved * one
        self.x = x - moved * one
        self.one = one + 1

    def line(self, ys: "_Ys") -> Point:
        """The line nearest to these: its height at the last block, and its slope."""
        slope = (self.one * ys.xy - self.x * ys.y) / self._determinant
        return (ys.y - slope * self.x) / self.one, slope

    @property
    def slope_deviation(self) -> float:
        """The standard deviation of a slope, for blocks that stray by 1."""
        return sqrt(max(self.one, 1.0) / max(self._determinant, 1.0)) if self.one else 1.0

    @property
    def _determinant(self) -> float:
        return self.one * self.xx - self.x * self.x


class _Ys:
    """The weighted sums of y and x·y, y a block's lateness against the line."""

    __slots__ = ("xy", "y")

    def __init__(self) -> None:
        self.y = self.xy = 0.0

    def add(self, late: float, moved: float, kept: float) -> None:
        """One more block, as `_Xs.add`."""
        y = kept * self.y
        self.xy = kept * self.xy - moved * y
        self.y = y + late

    def subtract(self, shift: float, slope: float, xs: _Xs) -> None:
        """Count from a line that has moved by so much."""
        self.y -= shift * xs.one + slope * xs.x
        self.xy -= shift * xs.x + slope * xs.xx
