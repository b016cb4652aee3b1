"""What sounds where: runs and plain regions, looked up by place and by cue number, at a cost that many don't raise."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

from bridge.model.cues import NOT_IN_THE_FILM, Level, Status
from bridge.model.marks import Mark
from bridge.model.runs import Plain, Run

MOST_LOOKED_AT = 16
"""Runs of one cue number, or that begin at one place, that are looked at."""
MOST_UNDER = 256
"""Runs that one range speaks of."""


class _Stretches:
    """Stretches of time, with how many of them lie over a place, and which one if it is only one."""

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        starts = sorted((start, number) for number, (start, _) in enumerate(stretches))
        ends = sorted((end, number) for number, (_, end) in enumerate(stretches))
        self._starts = [start for start, _ in starts]
        self._ends = [end for end, _ in ends]
        self._begun = [0, *accumulate(number for _, number in starts)]
        self._ended = [0, *accumulate(number for _, number in ends)]

    def count(self, at: int) -> int:
        """How many stretches lie over a sample."""
        return bisect_right(self._starts, at) - bisect_right(self._ends, at)

    def only(self, at: int) -> int | None:
        """The number of the stretch over a sample, None unless there is exactly one.

        The numbers of all that have begun, less those of all that have ended, add up to it.
        """
        begun, ended = bisect_right(self._starts, at), bisect_right(self._ends, at)
        return self._begun[begun] - self._ended[ended] if begun - ended == 1 else None


class Snapped(NamedTuple):
    """Where music begins near a place: the runs and the plain regions that begin there."""

    at: int
    runs: tuple[Run, ...]
    plain: tuple[Plain, ...]


class Soundings:
    """The music of a session. `window`: how many samples a marker may lie beside the clip that it means."""

    def __init__(self, runs: Sequence[Run], plain: Sequence[Plain], window: int) -> None:
        self._window = window
        runs = sorted(runs, key=lambda one: (one.start, one.end, one.id))
        self._runs = [run for run in runs if run.mark.fact(Status) not in NOT_IN_THE_FILM]
        self._over = _Stretches([(run.start, run.end) for run in self._runs])
        self._plain_over = _Stretches([(one.start, one.end) for one in plain])
        self._by_key: dict[str, list[Run]] = {}
        self._beginning: dict[int, tuple[list[Run], list[Plain]]] = {}
        for run in runs:
            if run.mark.key:
                self._by_key.setdefault(run.mark.key, []).append(run)
        for run in self._runs:
            self._beginning.setdefault(run.start, ([], []))[0].append(run)
        for one in sorted(plain, key=lambda one: (one.start, one.end, one.track)):
            self._beginning.setdefault(one.start, ([], []))[1].append(one)
        self._places = sorted(self._beginning)

    def only(self, at: int) -> Run | None:
        """The run over a sample, None unless it is all the music there."""
        number = self._over.only(at)
        return None if number is None or self._plain_over.count(at) else self._runs[number]

    def beside(self, start: int, at: int) -> bool:
        """True if a place is near enough to a beginning to mean it."""
        return abs(start - at) <= self._window

    def crowded(self, at: int) -> bool:
        """True if a cue sounds here, but not alone."""
        return self._over.count(at) > 0 and self.only(at) is None

    def of_number(self, key: str, at: int, until: int) -> tuple[Run, ...]:
        """The runs of a cue number that begin beside a place, or lie over it, or else begin next before `until`."""
        runs = self._by_key.get(key, [])
        place = bisect_right(runs, at + self._window, key=lambda run: run.start)
        near = runs[max(0, place - MOST_LOOKED_AT) : place]
        found = tuple(run for run in near if self.beside(run.start, at))
        found = found or tuple(run for run in near if run.start < at < run.end)
        if found or place == len(runs) or runs[place].start >= until:
            return found
        following = runs[place : place + MOST_LOOKED_AT]
        return tuple(run for run in following if run.start == runs[place].start)

    def overlapping(self, key: str, start: int, end: int) -> tuple[Run, ...]:
        """The runs of a cue number that lie under a stretch."""
        runs = self._by_key.get(key, [])
        first = bisect_right(runs, start, key=lambda run: run.start)
        behind = bisect_left(runs, end, lo=first, key=lambda run: run.start)
        over = [run for run in runs[max(0, first - MOST_LOOKED_AT) : first] if run.end > start]
        return (*over, *runs[first : min(behind, first + MOST_UNDER)])

    def beginning(self, at: int) -> Snapped | None:
        """The music that begins nearest to a place, None if none does within the window."""
        place = bisect_left(self._places, at)
        near = [one for one in self._places[max(0, place - 1) : place + 1] if self.beside(one, at)]
        if not near:
            return None
        start = min(near, key=lambda one: (abs(one - at), one))
        runs, plain = self._beginning[start]
        return Snapped(start, tuple(runs[:MOST_LOOKED_AT]), tuple(plain[:MOST_LOOKED_AT]))

    def inside(self, start: int, end: int) -> Run | None:
        """The run that a stretch without a cue number speaks of: all the music there, and not shorter than it."""
        run = self.only((start + end) // 2)
        if run is None or start < run.start - self._window or end > run.end + self._window:
            return None
        return run


_M = TypeVar("_M", Run, Plain)


def agreeing(found: Sequence[_M], mark: Mark) -> tuple[_M, ...]:
    """Those that a mark without a cue number can mean: of its own level, else of none, else any."""
    same = [one for one in found if one.mark.level is mark.level]
    return tuple(same or [one for one in found if one.mark.level is Level.UNSET] or found)


def meant(snapped: Snapped, mark: Mark) -> tuple[Run, ...]:
    """The runs beginning at one place that a mark without a cue number means; none where they are several cues."""
    same = agreeing(snapped.runs, mark)
    return same if len({run.mark.key or run.id for run in same}) == 1 else ()
