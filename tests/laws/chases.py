"""Random lives of a transport, chased, and the judge: *locked* is said only of a place that is right to one frame.

Usage: python -m tests.laws.chases DEEDS [SEED]     prints what was found; exit code 1 if the law was broken

News can't be known before it comes. So a jump, a turn or another speed that no message has told yet may be missed, but
for no longer than a message is due: until then the place must be right by all that was told. A stop is never excused.
"""

import sys
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from bridge.core.chaser import Chaser
from bridge.model.chasing import Lock
from tests.laws.deck import LATEST, Deck, Message, deck

FRAME = 4.0
"""Quarter frames."""
GRACE = 4.0 + LATEST
"""Quarter frames of normal speed for which news may be missed: a frame, and how late a message may be."""
HANDED = 0.006
"""Seconds from a stamp to the handing over, at most."""
DEEDS = 60
"""Deeds in one life."""
LOOK = 0.004
"""Seconds from one look of the judge to the next where nothing comes."""


@dataclass(slots=True)
class Tally:
    """What was seen: `deeds` done, `looks` of the judge, how many of them *locked*, how many of those excused.

    `worst`: how far a place was off that was not excused, in quarter frames. `breaches`: a line for each time the law
    was broken.
    """

    deeds: int = 0
    looks: int = 0
    locked: int = 0
    excused: int = 0
    worst: float = 0.0
    seconds: float = 0.0
    breaches: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Another life."""
        self.deeds, self.seconds = self.deeds + other.deeds, self.seconds + other.seconds
        self.looks, self.locked = self.looks + other.looks, self.locked + other.locked
        self.excused, self.worst = self.excused + other.excused, max(self.worst, other.worst)
        self.breaches += other.breaches

    def __str__(self) -> str:
        return (
            f"{self.deeds} deeds in {self.seconds:.0f} s of simulated time, {len(self.breaches)} breaches; "
            f"locked in {self.locked / max(1, self.looks):.1%} of {self.looks} looks, "
            f"off by {self.worst / FRAME:.2f} frames at most; "
            f"{self.excused / max(1, self.locked):.2%} of these excused: news was on its way"
        )


class Judge:
    """Holds what the chaser says against what the deck did."""

    def __init__(self, deck: Deck, chaser: Chaser, name: str) -> None:
        self.deck, self.chaser, self.name = deck, chaser, name
        self.tally = Tally()
        self._told = 0
        """The number of the last of the deck's stretches that a message has told."""
        self._index = 0
        self._time = 0.0

    def hear(self, until: float) -> None:
        """Hand over what has come by then, and look before, after and between."""
        inbox = self.deck.inbox
        while inbox and inbox[0].handed <= until:
            now = inbox[0].handed
            self._watch(now)
            while inbox and inbox[0].handed == now:
                message = inbox.popleft()
                deliver(self.chaser, message)
                self._told = max(self._told, message.stretch)
            self.look(now)
        self._watch(until)

    def _watch(self, until: float) -> None:
        while self._time < until:
            self._time = min(self._time + LOOK, until)
            self.look(self._time)

    def look(self, at: float) -> None:
        """The law, now."""
        self._time = max(self._time, at)
        reading, tally = self.chaser.reading(at), self.tally
        tally.looks += 1
        if reading.lock is not Lock.LOCKED or reading.place is None:
            return
        tally.locked += 1
        stretches = self.deck.stretches
        while self._index + 1 < len(stretches) and stretches[self._index + 1].start <= at:
            self._index += 1
        off = self._off(reading.place, self._index, at)
        if off <= FRAME + 1e-6:
            tally.worst = max(tally.worst, off)
        elif self._excused(reading.place, at):
            tally.excused += 1
        else:
            tally.breaches.append(f"{self.name}: at {at:.4f} off by {off:.2f} quarter frames")

    def _off(self, place: float, index: int, at: float) -> float:
        day = self.deck.day
        return abs((place - self.deck.stretches[index].at(at) + day / 2) % day - day / 2)

    def _excused(self, place: float, at: float) -> bool:
        """Whether the deck did what no message has told yet, a moment ago, and the place is right by what was told."""
        known = self.deck.stretches[self._told : self._index + 1]
        news = [new.start for old, new in pairwise(known) if new.speed or new.place != old.at(new.start)]
        grace = GRACE * self.deck.quarter / min(1.0, self._speed()) + HANDED
        return bool(news) and at - news[0] <= grace and self._off(place, self._told, at) <= FRAME

    def _speed(self) -> float:
        return abs(self.deck.stretches[self._told].speed * self.deck.quarter) or 1.0


def deliver(chaser: Chaser, message: Message) -> None:
    """Tell the chaser what came."""
    if message.put:
        chaser.stand(message.stamp, message.quarters)
    else:
        chaser.run(message.stamp, message.quarters, message.direction)


def life(seed: int, deeds: int = DEEDS) -> Tally:
    """One random life of a transport, judged."""
    rnd = Random(seed)
    made = deck(rnd)
    chaser = Chaser(made.quarter, made.day, freewheel=rnd.choice((0.0, 0.0, 0.5)))
    judge = Judge(made, chaser, f"seed {seed}")
    pace = rnd.choice((0.1, 0.4, 1.5))
    for _ in range(deeds):
        made.run(rnd.expovariate(1 / pace))
        judge.hear(made.now)
        made.deed()
    made.run(1.0)
    judge.hear(made.now)
    judge.tally.deeds, judge.tally.seconds = deeds, made.now
    return judge.tally


def main(deeds: int, seed: int) -> int:
    """So many deeds; prints the first breaches and the sums."""
    total = Tally()
    while total.deeds < deeds:
        total.add(life(seed))
        seed += 1
    print(*total.breaches[:20], sep="\n")
    print(total)
    return 1 if total.breaches else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
