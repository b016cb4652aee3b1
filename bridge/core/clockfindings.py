"""What a person should know of the clocks together: two that disagree, a rate that is not the stated one, silence."""

from collections.abc import Iterable
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


class ClockFindings:
    """The findings that hold now. One that was found holds until the opposite is seen: not sure is no news."""

    def __init__(self, stated: str) -> None:
        self._stated = stated
        self._since: dict[tuple[Clock, Clock], float] = {}
        self._held: dict[str, Finding] = {}

    def all(self) -> tuple[Finding, ...]:
        """Those that hold, in the order in which they were found."""
        return tuple(self._held.values())

    @property
    def due(self) -> float:
        """When a look may find that two clocks have disagreed for long enough, if nothing else happens."""
        return min((since + SURE for since in self._since.values()), default=inf)

    def look(self, at: float, standings: Iterable[Standing], used: Clock | None) -> None:
        """Look at all clocks."""
        standings = tuple(standings)
        for one, other in combinations(standings, 2):
            self._compare(at, one, other, used)
        for source, _ in standings:
            self._rate(source)
        self._silence(at, standings)

    def _compare(self, at: float, one: Standing, other: Standing, used: Clock | None) -> None:
        ahead = _ahead(at, one, other)
        if ahead is None:
            return
        pair = (one[0].clock, other[0].clock)
        finding = clockwords.apart(one[0], other[0], ahead, used)
        if abs(ahead) <= FRAME:
            self._since.pop(pair, None)
            self._held.pop(finding.about, None)
        elif at - self._since.setdefault(pair, at) >= SURE:
            self._held.setdefault(finding.about, finding)

    def _rate(self, source: Source) -> None:
        about = clockwords.misfit(source, self._stated).about
        if source.misfits:
            self._held.setdefault(about, clockwords.misfit(source, self._stated))
        elif source.off_rate:
            self._held.setdefault(about, clockwords.off_rate(source, self._stated))
        elif source.measured or about in self._held:
            self._held.pop(about, None)

    def _silence(self, at: float, standings: tuple[Standing, ...]) -> None:
        says = [source for source, _ in standings if source.chaser.rolling]
        runs = any(reading.lock in {Lock.LOCKED, Lock.FREEWHEEL} for _, reading in standings)
        since = min((source.chaser.rolled_at for source in says), default=inf)
        if says and not runs and at - max(since, *(source.chaser.told_at for source, _ in standings)) >= SILENT:
            self._held.setdefault("no timecode", clockwords.untold(says[0]))
        elif runs or not says:
            self._held.pop("no timecode", None)


def _ahead(at: float, one: Standing, other: Standing) -> float | None:
    """How many quarter frames the first is ahead; None where that can't be said."""
    rates = (one[0].rate, other[0].rate)
    places = (one[1].place, other[1].place)
    if rates[0] is None or rates[1] is None or places[0] is None or places[1] is None:
        return None
    if abs(one[0].chaser.nominal / other[0].chaser.nominal - 1) > 0.002 or rates[0].drop is not rates[1].drop:
        return None
    if not (one[1].lock is other[1].lock is Lock.LOCKED or _put_together(at, one[0], other[0])):
        return None
    day = min(one[0].chaser.day, other[0].chaser.day)
    ahead = places[0] - places[1]
    return (ahead + day / 2) % day - day / 2 if day < inf else ahead


def _put_together(at: float, one: Source, other: Source) -> bool:
    """Whether both were told to stand at one time, and that has settled."""
    if not (one.chaser.put and other.chaser.put) or one.chaser.rolling or other.chaser.rolling:
        return False
    times = sorted((one.chaser.told_at, other.chaser.told_at))
    return times[1] - times[0] <= SURE and at - times[1] <= 10 * SURE
