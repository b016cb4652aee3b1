"""What cues at the playhead cost: our table of changes against intervaltree, a million of them against ten thousand.

Run it as `python -m tests.bench.bench_cues`; it ends with 1 if a gate fails. Only ratios taken side by side in one
run are worth a gate on a shared machine, so each repeat times both sides on the same work in shuffled order, in CPU
time of the thread, with the collector frozen; the median of the ratios per repeat is judged.
"""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from intervaltree import Interval, IntervalTree  # type: ignore[import-untyped]

from bridge.model.changepoints import ChangePoints

Cue = tuple[int, int, int]
REPEATS = 9
CPU_SECONDS = 0.05
"""CPU time that one side gets on one measure in one repeat."""
RATE = 48_000
SECONDS = 0.72
"""Timeline for each cue: as many cues as fill a film of two hours with ten thousand."""
MANY, MOST, FEW = 100_000, 1_000_000, 10_000
PLAYED = RATE // 100
"""Samples from one look at the playhead to the next: 100 a second."""


@dataclass(frozen=True, slots=True)
class Work:
    """A pass of something on one side, and how many things are done in it."""

    once: Callable[[], object]
    count: int


@dataclass(frozen=True, slots=True)
class Gate:
    """One measure: how many times as fast as `theirs` we must be (None: shown only), and what we would like."""

    name: str
    than: str
    ours: Work
    theirs: Work
    least: float | None
    goal: str
    ratios: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def repeat(self, rng: random.Random) -> None:
        """Time both sides once more."""
        spent = {side: cost(side) for side in rng.sample((self.ours, self.theirs), 2)}
        self.ratios.append(spent[self.theirs] / spent[self.ours])
        self.costs.append(spent[self.ours])

    @property
    def passed(self) -> bool:
        return self.least is None or statistics.median(self.ratios) >= self.least

    def __str__(self) -> str:
        ratio, low, high = statistics.median(self.ratios), min(self.ratios), max(self.ratios)
        gate = "no gate" if self.least is None else f"gate {self.least:.3g} x {'passed' if self.passed else 'FAILED'}"
        each = f"{1e6 * statistics.median(self.costs):.2f} us"
        return (
            f"{self.name:33} {each:>9} {ratio:7.2f} x {self.than} ({low:.2f} to {high:.2f}); {gate}; goal {self.goal}"
        )


def cost(work: Work) -> float:
    """CPU seconds of one thing done, after a pass that warms up, over as many passes as fit."""
    work.once()
    passes, start = 0, time.thread_time()
    while (spent := time.thread_time() - start) < CPU_SECONDS:
        work.once()
        passes += 1
    return spent / (passes * work.count)


def cues(count: int) -> list[Cue]:
    """Cues as a film has them: seconds long, one in fifty an ambience of minutes."""
    rng = random.Random(1)
    found = []
    for number in range(count):
        start = int(rng.random() * count * SECONDS * RATE)
        seconds = rng.uniform(60, 300) if rng.random() < 0.02 else min(60.0, rng.lognormvariate(0.7, 0.8))
        found.append((start, start + int(seconds * RATE) + 1, number))
    return found


def played(count: int) -> range:
    """What the playhead passes in 200 seconds."""
    begin = int(count * SECONDS * RATE) // 3
    return range(begin, begin + 20_000 * PLAYED, PLAYED)


def sought(count: int) -> list[int]:
    """Where a restless user locates to."""
    rng = random.Random(2)
    return [int(rng.random() * count * SECONDS * RATE) for _ in range(5000)]


def fresh(count: int) -> list[Cue]:
    """New cues of four seconds, all over the timeline."""
    return [(start, start + 4 * RATE, -1 - number) for number, start in enumerate(sought(count)[:200])]


class Ours:
    """Our table of so many cues, and the work that is measured on it."""

    def __init__(self, count: int, made: list[Cue]) -> None:
        self.count, self.table = count, ChangePoints(made)

    def playback(self) -> Work:
        """A cursor that goes along."""
        cursor, positions = self.table.cursor(), played(self.count)
        return Work(lambda: [cursor.at(position) for position in positions], len(positions))

    def seek(self) -> Work:
        """Look-ups anywhere."""
        positions = sought(self.count)
        return Work(lambda: [self.table.at(position) for position in positions], len(positions))

    def update(self) -> Work:
        """A cue in, a look at it, the cue out, a look at what is left: what was put off is paid here."""
        new = fresh(self.count)

        def once() -> None:
            for start, end, number in new:
                self.table.insert(start, end, number)
                self.table.at(start)
                self.table.remove(start, end, number)
                self.table.at(start)

        return Work(once, len(new))


class Theirs:
    """The same in an interval tree."""

    def __init__(self, count: int, made: list[Cue]) -> None:
        self.count, self.tree = count, IntervalTree(Interval(*cue) for cue in made)

    def playback(self) -> Work:
        """Look-ups along the way of the playhead."""
        positions = played(self.count)[:2000]
        return Work(lambda: [self.at(position) for position in positions], len(positions))

    def seek(self) -> Work:
        """Look-ups anywhere."""
        positions = sought(self.count)
        return Work(lambda: [self.at(position) for position in positions], len(positions))

    def update(self) -> Work:
        """A cue in and out, without a look."""
        new = [Interval(*cue) for cue in fresh(self.count)]

        def once() -> None:
            for interval in new:
                self.tree.add(interval)
                self.tree.discard(interval)

        return Work(once, len(new))

    def at(self, position: int) -> list[int]:
        """The cues that sound here."""
        return [interval.data for interval in self.tree.at(position)]


def agree(ours: Ours, theirs: Theirs) -> bool:
    """Whether both give the same answers."""
    places = sought(ours.count)[:200]
    return all(sorted(ours.table.at(place)) == sorted(theirs.at(place)) for place in places)


def gates(theirs: Theirs, few: Ours, many: Ours, most: Ours) -> list[Gate]:
    """All measures."""
    tree, size = "intervaltree", f"our own of {FEW:,}"
    return [
        Gate(f"playback, {MANY:,} cues", tree, many.playback(), theirs.playback(), 50, "100 x, 0.3 us"),
        Gate(f"playback, {MOST:,} cues", size, most.playback(), few.playback(), 1 / 1.6, "0.77 x"),
        Gate(f"random seek, {MANY:,} cues", tree, many.seek(), theirs.seek(), 10, "20 x"),
        Gate(f"random seek, {MOST:,} cues", size, most.seek(), few.seek(), None, "4 us"),
        Gate(f"one in and out, {MANY:,} cues", tree, many.update(), theirs.update(), 1 / 4, "0.5 x"),
        Gate(f"one in and out, {MOST:,} cues", size, most.update(), few.update(), 1 / 4, "0.33 x"),
    ]


def main() -> int:
    """Measure all, print a line for each; 1 if a gate fails."""
    made = cues(MANY)
    many, theirs = Ours(MANY, made), Theirs(MANY, made)
    few, most = Ours(FEW, cues(FEW)), Ours(MOST, cues(MOST))
    same = agree(many, theirs)
    measures = gates(theirs, few, many, most)
    gc.collect()
    gc.freeze()
    rng = random.Random(7)
    for _ in range(REPEATS):
        for gate in rng.sample(measures, len(measures)):
            gate.repeat(rng)
    same = same and agree(many, theirs)
    sys.stdout.writelines(f"{gate}\n" for gate in measures)
    if not same:
        sys.stdout.write("FAILED: our table and intervaltree do not agree on what sounds\n")
    return 0 if same and all(gate.passed for gate in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
