"""Messages of a clock that lie on no line yet, until they make one."""

from collections import deque
from math import inf

from bridge.core.phase import Phase, Point, fitted

SPAN, FEWEST, MOST = 7.0, 3, 8
"""So far must messages reach, in quarter frames, and so many must they be at least, to make a line; and so many where
their speed is none that is told, or that DAWs play at."""
FASTEST, _SLOWEST = 0.25, 5.0
"""Messages that take so many times the nominal time, or less, are a queue that empties; or more: no transport plays."""
_APART = 48.0
"""Quarter frames: messages further apart belong to no one line."""
_SCATTER = 2.7
"""Quarter frames: messages that stray further from a straight line make none."""
_SPEEDS = (1.0, 0.5, 2.0)
"""What a DAW plays at. A speed found near one of these is that one, until enough was heard to know better."""
_NEAR = 0.2
_YOUNG, _ALIKE = 64.0, 0.05
"""A line that failed within so many quarter frames had the wrong speed, if the next messages show the speed again that
those of that line showed."""


class Gathering:
    """The last messages that lie on no line yet. `told`: the speed that the clock itself told, None if it told none."""

    __slots__ = ("_made_at", "_points", "_seen", "told")

    def __init__(self) -> None:
        self.told: float | None = None
        self._points: deque[Point] = deque(maxlen=MOST)
        self._made_at, self._seen = -inf, 1.0
        """When the last line was made, and how many times the nominal time its messages seemed to take."""

    def __bool__(self) -> bool:
        return bool(self._points)

    def clear(self) -> None:
        """These messages do not belong together."""
        self._points.clear()

    def add(self, place: float, at: float, nominal: float, over: float) -> float:
        """One more; gives the quarter frames since the one before, 0 if the two do not prove that the clock runs.

        `nominal`: seconds that a quarter frame takes at normal speed; `over`: so many of them without a message end it.
        """
        points, gap = self._points, 0.0
        if points:
            gap, wait = place - points[-1][0], (at - points[-1][1]) / nominal
            if not 0 < gap <= _APART or wait > over:
                points.clear()
                gap = 0.0
            elif wait < gap * FASTEST:
                gap = 0.0
        points.append((place, at))
        return gap

    def step(self) -> float | None:
        """Seconds that these messages seem to take for a quarter frame; None if they are too few."""
        return fitted(self._points)[0] if len(self._points) > 1 else None

    def line(self, nominal: float) -> Phase | None:
        """The line that these messages lie on, if they do, and are enough; then it is their end here."""
        points = self._points
        if len(points) < FEWEST or points[-1][0] - points[0][0] < SPAN:
            return None
        step = self._likely(fitted(points)[0] / nominal, nominal)
        phase = Phase(points, step) if step is not None else None
        if phase is None or phase.spread > _SCATTER * nominal:
            return None
        self._made_at = points[-1][1]
        points.clear()
        return phase

    def _likely(self, seen: float, nominal: float) -> float | None:
        """The step of a clock that was seen to take so many times the nominal time; None if more must be heard."""
        before, self._seen = self._seen, seen
        young = self._points[0][1] - self._made_at < _YOUNG * nominal
        speeds = _SPEEDS if self.told is None else (abs(self.told),)
        near = next((speed for speed in speeds if abs(seen * speed - 1) < _NEAR), None)
        if near is not None and not (young and abs(seen - before) < _ALIKE < abs(seen * near - 1)):
            return nominal / near
        return nominal * seen if len(self._points) == MOST and FASTEST <= seen <= _SLOWEST else None
