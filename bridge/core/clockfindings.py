"""What a person should know of the clocks together: two that disagree, a rate that is not the stated one, silence."""

from collections.abc import Sequence
from itertools import combinations
from math import inf

from bridge.core import clockwords
from bridge.core.chaser import Reading
from bridge.core.clocksource import Source
from bridge.model.chasing import Finding, Lock
from bridge.model.clocks import Clock

FRAME = 4.0
"""Quarter frames."""
SURE = 1.0
"""Seconds for which two clocks must disagree, at every look, before that is said."""
SILENT = 2.0
"""Seconds for which the DAW must be said to roll without timecode, before that is said."""

Standing = tuple[Source, Reading]
Key = tuple[str, ...]
"""What a finding is about."""


class ClockFindings:
    """The findings that hold now. One that was found holds until the opposite is seen: not to be sure is no news."""

    def __init__(self, stated: str) -> None:
        self._stated = stated
        self._since: dict[Key, float] = {}
        self._held: dict[Key, Finding] = {}
        self._silent_by = inf

    def all(self) -> tuple[Finding, ...]:
        """Those that hold, in the order in which they were found."""
        return tuple(self._held.values())

    @property
    def due(self) -> float:
        """When a look may find something new although nothing is heard; infinity: never."""
        return min(self._silent_by, *(since + SURE for since in self._since.values()), inf)

    def look(self, at: float, standings: Sequence[Standing], used: Clock | None) -> None:
        """Look at all clocks."""
        for one, other in combinations(standings, 2):
            self._compare(at, one, other, used)
        for source, _ in standings:
            self._rate(source)
        self._silence(at, standings)

    def _compare(self, at: float, one: Standing, other: Standing, used: Clock | None) -> None:
        """Two clocks that are both sure of their place."""
        ahead, key = _ahead(one, other), (one[0].clock, other[0].clock)
        if ahead is None:
            return
        if abs(ahead) <= FRAME:
            self._since.pop(key, None)
            self._held.pop(key, None)
        elif key not in self._held and at - self._since.setdefault(key, at) >= SURE:
            del self._since[key]
            self._held[key] = clockwords.apart(one[0], other[0], ahead, used)

    def _rate(self, source: Source) -> None:
        """One clock against the rate that was stated."""
        labels, speed = ("labels", source.clock), ("speed", source.clock)
        if not source.misfits:
            self._held.pop(labels, None)
        elif labels not in self._held:
            self._held[labels] = clockwords.misfit(source, self._stated)
        if source.off_rate:
            self._held.setdefault(speed, clockwords.off_rate(source, self._stated))
        elif source.measured:
            self._held.pop(speed, None)

    def _silence(self, at: float, standings: Sequence[Standing]) -> None:
        """The DAW is said to roll, and nothing runs."""
        key = ("silence",)
        says = [source for source, _ in standings if source.chaser.rolling]
        runs = any(reading.lock in {Lock.LOCKED, Lock.FREEWHEEL} for _, reading in standings)
        self._silent_by = inf
        if runs or not says:
            self._held.pop(key, None)
        elif key not in self._held:
            since = min(source.chaser.rolled_at for source in says)
            by = SILENT + max(since, *(source.chaser.ran_at for source, _ in standings))
            if at >= by:
                self._held[key] = clockwords.untold(says[0])
            else:
                self._silent_by = by


def _ahead(one: Standing, other: Standing) -> float | None:
    """How many quarter frames the first is ahead; None where that can't be said."""
    rates = (one[0].rate, other[0].rate)
    places = (one[1].place, other[1].place)
    if rates[0] is None or rates[1] is None or places[0] is None or places[1] is None:
        return None
    if abs(one[0].chaser.nominal / other[0].chaser.nominal - 1) > 0.002 or rates[0].drop is not rates[1].drop:
        return None
    if not (one[1].lock is other[1].lock is Lock.LOCKED or _put_together(one[0], other[0])):
        return None
    day = min(one[0].chaser.day, other[0].chaser.day)
    ahead = places[0] - places[1]
    return (ahead + day / 2) % day - day / 2 if day < inf else ahead


def _put_together(one: Source, other: Source) -> bool:
    """Whether both were told to stand, at one time."""
    if not (one.chaser.put and other.chaser.put) or one.chaser.rolling or other.chaser.rolling:
        return False
    return abs(one.chaser.told_at - other.chaser.told_at) <= SURE
