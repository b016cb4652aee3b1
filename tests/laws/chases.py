"""Random lives of a transport, chased, and the judge: *locked* is said only of a place that is right to one frame.

Usage: python -m tests.laws.chases DEEDS [SEED]     prints what was found; exit code 1 if the law was broken

News can't be known before it comes. So a jump, a turn or another speed that no message has told yet (of a speed: not
four of them) may be missed, but for no longer than a message is due: until then the place must be right by all that was
told. A stop is never excused where timecode is followed; over OSC, with ten reports a second, it is until the next of
them is due.
"""

import sys
from collections import Counter, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from bridge.core.chase import Chase
from bridge.core.chaser import Chaser
from bridge.model.chasing import ChaseRules, Lock, fits, per_quarter
from bridge.model.clocks import Broke, Clock, Cued, Labels, Ran
from bridge.model.events import PositionSeen, TransportSeen
from bridge.model.timecode import Ruler
from tests.laws.deck import LATEST, REPORTS, Deck, Message, deck

FRAME = 4.0
"""Quarter frames."""
GRACE = FRAME + LATEST
"""Quarter frames of normal speed for which news may be missed: a frame, and how late a message may be."""
GRACE_OSC = 4 * REPORTS
"""Seconds for which news may be missed that only OSC tells, with a tenth of its packets lost."""
HANDED = 0.006
"""Seconds from a stamp to the handing over, at most."""
DEEDS = 60
"""Deeds in one life."""
LOOK = 0.004
"""Seconds from one look of the judge to the next where nothing comes."""
SAMPLES = 48000

Place = tuple[Lock, Clock | None, float | None]
"""What is said of the transport: how it stands, by which clock, where (in quarter frames)."""


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


@dataclass(frozen=True, slots=True)
class Chased:
    """What is judged: it hears messages of these clocks, and says where the transport is."""

    name: str
    clocks: Collection[Clock]
    hear: Callable[[Message], None]
    ask: Callable[[float], Place]


class Judge:
    """Holds what is said against what the deck did."""

    def __init__(self, deck: Deck, chased: Chased) -> None:
        self.deck, self.chased = deck, chased
        self.tally = Tally()
        self._told = dict.fromkeys(chased.clocks, 0)
        """The number of the last of the deck's stretches that a message of this clock has told."""
        self._frames: Counter[int] = Counter()
        """How many quarter frames came of each stretch."""
        self._placed: dict[int, float] = {}
        """When a report first gave a place in a stretch."""
        self._sped = 0
        """The last stretch of which a report gave the speed."""
        self._index = 0
        self._time = 0.0

    def hear(self, until: float) -> None:
        """Hand over what has come by then, and look before, after and between."""
        boxes = [self.deck.inbox[clock] for clock in self.chased.clocks]
        while (now := min((box[0].handed for box in boxes if box), default=until)) < until:
            self._watch(now)
            for box in boxes:
                self._hand(box, now)
            self._look(now)
        self._watch(until)

    def _hand(self, box: deque[Message], now: float) -> None:
        while box and box[0].handed == now:
            message = box.popleft()
            self.chased.hear(message)
            self._note(message)

    def _note(self, message: Message) -> None:
        """What a message tells."""
        told = self._told[message.clock]
        tells = self._reported if message.clock is Clock.OSC else self._ran
        if not message.broke and tells(message, told):
            self._told[message.clock] = max(told, message.stretch)

    def _ran(self, message: Message, told: int) -> bool:
        """Whether timecode has told what is new in a stretch: another speed alone takes it a frame to tell."""
        old, new = self.deck.stretches[told], self.deck.stretches[message.stretch]
        self._frames[message.stretch] += 1
        seamless = new.place == old.at(new.start) and new.speed * old.speed > 0
        return not seamless or self._frames[message.stretch] >= FRAME

    def _reported(self, message: Message, told: int) -> bool:
        """Whether OSC has told what is new in a stretch: its place, and its speed, if only by two places."""
        number, stretches = message.stretch, self.deck.stretches
        old, new = stretches[told], stretches[number]
        if message.speed is not None:
            self._sped = number
        else:
            self._placed.setdefault(number, message.stamp)
        apart = message.stamp - self._placed.get(number, message.stamp)
        sped = new.speed == old.speed or self._sped == number or apart >= REPORTS / 2
        return sped and (number in self._placed or new.place == old.at(new.start))

    def _watch(self, until: float) -> None:
        while self._time < until:
            self._time = min(self._time + LOOK, until)
            self._look(self._time)

    def _look(self, at: float) -> None:
        """The law, now."""
        lock, clock, place = self.chased.ask(at)
        tally = self.tally
        tally.looks += 1
        if lock is not Lock.LOCKED or place is None or clock is None:
            return
        tally.locked += 1
        stretches = self.deck.stretches
        while self._index + 1 < len(stretches) and stretches[self._index + 1].start <= at:
            self._index += 1
        off = self._off(place, self._index, at)
        if off <= FRAME + 1e-6:
            tally.worst = max(tally.worst, off)
        elif self._excused(clock, place, at):
            tally.excused += 1
        else:
            tally.breaches.append(f"{self.chased.name}: at {at:.4f} {clock} is off by {off:.2f} quarter frames")

    def _off(self, place: float, index: int, at: float) -> float:
        day = self.deck.day
        return abs((place - self.deck.stretches[index].at(at) + day / 2) % day - day / 2)

    def _excused(self, clock: Clock, place: float, at: float) -> bool:
        """Whether it just did what this clock has not told yet, and the place is right by what that told."""
        told = self._told[clock]
        known = self.deck.stretches[told : self._index + 1]
        stops = clock is Clock.OSC
        news = [new.start for old, new in pairwise(known) if stops or new.speed or new.place != old.at(new.start)]
        speed = abs(known[0].speed * self.deck.quarter) or 1.0
        grace = GRACE_OSC if clock is Clock.OSC else GRACE * self.deck.quarter / min(1.0, speed)
        return bool(news) and at - news[0] <= grace + HANDED and self._off(place, told, at) <= FRAME


def timecode_alone(made: Deck, name: str) -> Chased:
    """The chaser of one clock that tells nothing but where it runs, and perhaps where it is put."""
    chaser = Chaser(made.quarter, made.day, freewheel=made.rnd.choice((0.0, 0.0, 0.5)))

    def hear(message: Message) -> None:
        if message.broke:
            chaser.doubt(message.stamp)
        elif message.put:
            chaser.stand(message.stamp, message.quarters)
        else:
            chaser.run(message.stamp, message.quarters, message.direction)

    def ask(at: float) -> Place:
        reading = chaser.reading(at)
        return reading.lock, Clock.MTC, reading.place

    return Chased(f"timecode {name}", (Clock.MTC,), hear, ask)


def transport(made: Deck, name: str, clocks: tuple[Clock, ...]) -> Chased:
    """The whole chase of these clocks, the first before the others."""
    chase = Chase(ChaseRules(order=clocks, rate=made.rate.name))
    labels = next(labels for labels in Labels if fits(made.rate, labels))
    ruler = Ruler(made.rate, SAMPLES)

    def hear(message: Message) -> None:
        at, quarters = message.stamp, message.quarters
        if message.speed is not None:
            chase.see(TransportSeen(at, rolling=bool(message.speed), speed=message.speed), ruler)
        elif message.clock is Clock.OSC:
            chase.see(PositionSeen(at, position=round(quarters * made.quarter * SAMPLES)), ruler)
        elif message.broke:
            chase.hear(Broke(at, Clock.MTC))
        elif message.put:
            chase.hear(Cued(at, Clock.MTC, "", labels, int(quarters)))
        else:
            chase.hear(Ran(at, Clock.MTC, int(quarters), labels, message.direction))

    def ask(at: float) -> Place:
        view = chase.view(at)
        return view.lock, view.used, None if view.place is None else view.place / per_quarter(made.rate)

    return Chased(f"{' before '.join(clocks)} {name}", clocks, hear, ask)


def life(seed: int, kind: int = 0, deeds: int = DEEDS) -> Tally:
    """One random life of a transport, judged. `kind`: 0 timecode alone, 1 OSC alone, 2 OSC before it, 3 behind it."""
    rnd = Random(seed)
    made, name = deck(rnd), f"seed {seed}"
    orders = ((), (Clock.OSC,), (Clock.OSC, Clock.MTC), (Clock.MTC, Clock.OSC))
    judge = Judge(made, transport(made, name, orders[kind]) if kind else timecode_alone(made, name))
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
    """So many deeds with timecode alone, a tenth as many with each other kind; prints the first breaches, the sums."""
    bad = 0
    for kind, name in enumerate(("timecode alone", "OSC alone", "OSC before timecode", "timecode before OSC")):
        total, first = Tally(), seed
        while total.deeds < (deeds if not kind else deeds // 10):
            total.add(life(first, kind))
            first += 1
        print(*total.breaches[:10], sep="\n", end="\n" if total.breaches else "")
        print(f"{name}: {total}")
        bad += len(total.breaches)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
