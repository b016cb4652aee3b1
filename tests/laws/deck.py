"""A simulated DAW's transport and the wires to us: it rolls, stops, jumps, turns round; its messages come late, or not.

Times are simulated seconds, places quarter frames. Nothing here decodes: what a decoder of MIDI timecode does after a
break (it is silent until it has a whole group again, or two) is played by `hush`.
"""

from collections import deque
from dataclasses import dataclass
from math import ceil, floor
from random import Random

from bridge.model.chasing import day_of, quarter_seconds
from bridge.model.timecode import RATES, Rate

SPEEDS = (1.0, 1.0, 1.0, 1.0, 0.5, 2.0, 0.9, 1.04, 0.999)
LATEST = 1.6
"""Quarter frames: no message is later than this for its jitter alone; a stall holds back more, and lets go at once."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` on the transport moves from `place` at `speed` (quarter frames a second; 0: it stands)."""

    start: float
    place: float
    speed: float

    def at(self, time: float) -> float:
        """The place at this time."""
        return self.place + self.speed * (time - self.start)


@dataclass(frozen=True, slots=True)
class Message:
    """What arrived: stamped at `stamp`, handed over at `handed`, sent in the deck's stretch number `stretch`.

    `rolling` set: it tells that; else a place. `put`: a full frame.
    """

    handed: float
    stamp: float
    stretch: int
    quarters: float = 0.0
    direction: int = 1
    put: bool = False
    rolling: bool | None = None


class Wire:
    """The way of messages from the deck to us: late by one kind of jitter, now and then stalled."""

    def __init__(self, rnd: Random, quarter: float) -> None:
        self._rnd, self._most = rnd, LATEST * quarter
        self._last = self._handed = self._stalled = 0.0
        self.weather()

    def weather(self) -> None:
        """Another kind of jitter."""
        self._kind = self._rnd.choice(("none", "even", "queue", "bus", "period"))
        self._size = self._rnd.uniform(0.0, self._most)
        self._slow = self._rnd.choice((0.0, 0.002, 0.005))

    def stall(self, until: float) -> None:
        """Nothing comes through before this time."""
        self._stalled = until

    def carry(self, sent: float) -> tuple[float, float]:
        """When a message that was sent then is stamped, and when it is handed over; none overtakes another."""
        late = {
            "none": lambda: 0.0,
            "even": lambda: self._rnd.uniform(0, self._size),
            "queue": lambda: min(self._rnd.expovariate(5 / self._size) if self._size else 0.0, self._size),
            "bus": lambda: ceil((sent + self._rnd.uniform(0, 0.001)) / 0.001) * 0.001 - sent,
            "period": lambda: ceil(sent / self._size) * self._size - sent if self._size else 0.0,
        }[self._kind]()
        self._last = max(self._last, sent + late, self._stalled)
        self._handed = max(self._handed, self._last + self._rnd.uniform(0, self._slow))
        return self._last, self._handed


class Deck:
    """The transport, and what it sends as MIDI timecode; `full`: with full frames where it is put or stops."""

    def __init__(self, rnd: Random, rate: Rate) -> None:
        self.rate, self.quarter, self.day = rate, quarter_seconds(rate), day_of(rate)
        self.rnd = rnd
        self.now = 1.0
        near_midnight = rnd.random() < 0.3
        place = self.day - rnd.randrange(400) if near_midnight else rnd.randrange(self.day)
        self.stretches = [Stretch(self.now, float(place // 4 * 4), 0.0)]
        self.wire = Wire(rnd, self.quarter)
        self.inbox: deque[Message] = deque()
        self.full = rnd.random() < 0.5
        self.loss = rnd.choice((0.0, 0.0, 0.01, 0.1))
        self.strict = rnd.random() < 0.5
        """Whether the decoder drops a whole group for one lost piece."""
        self._hush = 0

    @property
    def stretch(self) -> Stretch:
        """The stretch that it is in."""
        return self.stretches[-1]

    def run(self, seconds: float) -> None:
        """So much time passes, as it goes."""
        begin, end = self.now, self.now + seconds
        self.now = end
        stretch = self.stretch
        if not stretch.speed:
            return
        direction = 1 if stretch.speed > 0 else -1
        first, last = stretch.at(begin), stretch.at(end)
        forth = range(ceil(first), ceil(last)) if direction > 0 else range(floor(first), floor(last), -1)
        for quarters in forth:
            self._send(stretch.start + (quarters - stretch.place) / stretch.speed, quarters, direction)

    def _send(self, time: float, quarters: int, direction: int) -> None:
        stamp, handed = self.wire.carry(time)
        if self.rnd.random() < self.loss:
            self._hush = self.rnd.randrange(7, 16) if self.strict else self._hush
            return
        if self._hush:
            self._hush -= 1
            return
        self.inbox.append(Message(handed, stamp, len(self.stretches) - 1, quarters % self.day, direction))

    # --- deeds --------------------------------------------------------------------------------------------------

    def move(self, place: float, speed: float) -> None:
        """From now on it moves from there at this speed, 1.0 the normal one."""
        self.stretches.append(Stretch(self.now, place, speed / self.quarter))
        self._hush = self.rnd.randrange(7, 24)
        if self.full and (not speed or place != self.stretches[-2].at(self.now)):
            self._put(place)

    def _put(self, place: float) -> None:
        stamp, handed = self.wire.carry(self.now)
        self.inbox.append(Message(handed, stamp, len(self.stretches) - 1, place // 4 * 4 % self.day, put=True))

    def deed(self) -> None:
        """One thing that a user, a decoder or the wire does."""
        here, speed, rnd = self.stretch.at(self.now), self.stretch.speed * self.quarter, self.rnd
        match rnd.choices(("roll", "stop", "jump", "turn", "lose", "stall", "jitter"), (30, 15, 25, 10, 10, 5, 5))[0]:
            case "roll":
                self.move(here, rnd.choice(SPEEDS))
            case "stop":
                self.move(here, 0.0)
            case "jump":
                self.move(here + 4 * rnd.choice((1, -1)) * rnd.choice((1, 2, 3, 5, 24, 240, 86400)), speed)
            case "turn":
                self.move(here, -speed)
            case "lose":
                self._hush = rnd.randrange(1, 60)
            case "stall":
                self.wire.stall(self.now + rnd.uniform(0.02, 0.5))
            case _:
                self.wire.weather()


def deck(rnd: Random) -> Deck:
    """A deck at one of the rates that MIDI timecode knows."""
    return Deck(rnd, RATES[rnd.choice(("23.976", "24", "25", "29.97", "29.97df", "30"))])
