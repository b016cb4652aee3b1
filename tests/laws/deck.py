"""A simulated DAW's transport and the wires to us: it rolls, stops, jumps, turns round; its messages come late, or not.

Times are simulated seconds, places quarter frames. Nothing here decodes: what a decoder of MIDI timecode does after a
break (it is silent until it has a whole group again, or two) is played by `hush`.
"""

from collections import deque
from dataclasses import dataclass
from math import ceil, floor
from random import Random

from bridge.model.chasing import day_of, quarter_seconds
from bridge.model.clocks import Clock
from bridge.model.timecode import RATES, Rate

SPEEDS = (1.0, 1.0, 1.0, 1.0, 0.5, 2.0, 0.9, 1.04, 0.999)
LATEST = 1.6
"""Quarter frames as they are played: no message is later for its jitter alone; a stall holds back more, and lets go at
once."""
REPORTS = 0.1
"""Seconds from one report over OSC to the next."""


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
    """What arrived from a clock: stamped at `stamp`, handed over at `handed`, sent in stretch number `stretch`.

    `speed` set: it tells that (1.0 is normal, 0 standing), not a place. `put`: a full frame. `broke`: no place either,
    but that what came does not continue the run.
    """

    clock: Clock
    handed: float
    stamp: float
    stretch: int
    quarters: float = 0.0
    direction: int = 1
    put: bool = False
    broke: bool = False
    speed: float | None = None


class Wire:
    """The way of messages from the deck to us: late by one kind of jitter, now and then stalled."""

    def __init__(self, rnd: Random, quarter: float) -> None:
        self._rnd, self._most = rnd, LATEST * quarter
        self._last = self._handed = self._stalled = 0.0
        self.weather()

    def weather(self) -> None:
        """Another kind of jitter."""
        self._kind = self._rnd.choice(("none", "even", "queue", "bus", "period"))
        self._size = self._rnd.uniform(1e-6, self._most)
        self._slow = self._rnd.choice((0.0, 0.002, 0.005))

    def stall(self, until: float) -> None:
        """Nothing comes through before this time."""
        self._stalled = until

    def carry(self, sent: float, speed: float = 1.0) -> tuple[float, float]:
        """When a message that was sent then is stamped, and when it is handed over; none overtakes another."""
        self._last = max(self._last, sent + self._late(sent) / max(1.0, abs(speed)), self._stalled)
        self._handed = max(self._handed, self._last + self._rnd.uniform(0, self._slow))
        return self._last, self._handed

    def _late(self, sent: float) -> float:
        match self._kind:
            case "even":
                return self._rnd.uniform(0, self._size)
            case "queue":
                return min(self._rnd.expovariate(5 / self._size), self._size)
            case "bus":
                return ceil((sent + self._rnd.uniform(0, 0.001)) / 0.001) * 0.001 - sent
            case "period":
                return ceil(sent / self._size) * self._size - sent
            case _:
                return 0.0


class Deck:
    """The transport, what it sends as MIDI timecode, and what it reports over OSC; each over a wire of its own.

    `full`: it sends full frames where it is put or stops. `steady`: it reports over OSC while it stands too.
    """

    def __init__(self, rnd: Random, rate: Rate) -> None:
        self.rnd, self.rate = rnd, rate
        self.quarter, self.day = quarter_seconds(rate), day_of(rate)
        self.now = 1.0
        place = self.day - rnd.randrange(400) if rnd.random() < 0.3 else rnd.randrange(self.day)
        self.stretches = [Stretch(self.now, float(place // 4 * 4), 0.0)]
        self.timecode, self.network = Wire(rnd, self.quarter), Wire(rnd, self.quarter)
        self.inbox: dict[Clock, deque[Message]] = {Clock.MTC: deque(), Clock.OSC: deque()}
        self.full, self.steady = rnd.random() < 0.5, rnd.random() < 0.5
        self.loss = rnd.choice((0.0, 0.0, 0.01, 0.1))
        self.strict = rnd.random() < 0.5
        """Whether the decoder drops a whole group for one lost piece."""
        self.doubts = rnd.random() < 0.7
        """Whether the decoder says when a run broke off."""
        self._hush = 0
        self._broken = False
        self._report = self.now

    @property
    def stretch(self) -> Stretch:
        """The stretch that it is in."""
        return self.stretches[-1]

    def run(self, seconds: float) -> None:
        """So much time passes, as it goes."""
        begin, end = self.now, self.now + seconds
        self.now = end
        stretch = self.stretch
        while self._report < end:
            if stretch.speed or self.steady:
                self._tell(self._report, stretch.at(self._report))
            self._report += REPORTS
        first, last = stretch.at(begin), stretch.at(end)
        forth = range(ceil(first), ceil(last)) if first <= last else range(floor(first), floor(last), -1)
        for quarters in forth:
            self._send(stretch.start + (quarters - stretch.place) / stretch.speed, quarters)

    def _send(self, time: float, quarters: int) -> None:
        """A quarter frame, as far as it gets."""
        stamp, handed = self.timecode.carry(time, self.stretch.speed * self.quarter)
        if self.rnd.random() < self.loss:
            if self.strict:
                self._break(self.rnd.randrange(7, 16))
        elif self._hush:
            self._hush -= 1
            if self._broken and self.doubts:
                self.inbox[Clock.MTC].append(Message(Clock.MTC, handed, stamp, len(self.stretches) - 1, broke=True))
            self._broken = False
        else:
            number, direction = len(self.stretches) - 1, 1 if self.stretch.speed > 0 else -1
            message = Message(Clock.MTC, handed, stamp, number, quarters % self.day, direction)
            self.inbox[Clock.MTC].append(message)

    def _break(self, pieces: int) -> None:
        """For so many pieces the decoder does not know where it is."""
        self._hush, self._broken = pieces, True

    def _tell(self, time: float, place: float, speed: float | None = None) -> None:
        """A report over OSC."""
        stamp, handed = self.network.carry(time)
        if self.rnd.random() >= self.loss:
            message = Message(Clock.OSC, handed, stamp, len(self.stretches) - 1, place, speed=speed)
            self.inbox[Clock.OSC].append(message)

    def _put(self, place: float) -> None:
        """A full frame."""
        stamp, handed = self.timecode.carry(self.now)
        message = Message(Clock.MTC, handed, stamp, len(self.stretches) - 1, place // 4 * 4 % self.day, put=True)
        self.inbox[Clock.MTC].append(message)

    # --- deeds --------------------------------------------------------------------------------------------------

    def move(self, place: float, speed: float) -> None:
        """From now on it moves from there at this speed, 1.0 the normal one."""
        before = self.stretch
        self.stretches.append(Stretch(self.now, place, speed / self.quarter))
        if place != before.at(self.now) or speed * before.speed <= 0 or self.rnd.random() < 0.5:
            self._break(self.rnd.randrange(7, 24))
        if self.full and (not speed or place != before.at(self.now)):
            self._put(place)
        if self.stretch.speed != before.speed:
            self._tell(self.now, place, speed)
        self._tell(self.now, place)

    def deed(self) -> None:
        """One thing that a user, a decoder or a wire does."""
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
                self._break(rnd.randrange(1, 60))
            case "stall":
                rnd.choice((self.timecode, self.network)).stall(self.now + rnd.uniform(0.02, 0.5))
            case _:
                self.timecode.weather()
                self.network.weather()


def deck(rnd: Random) -> Deck:
    """A deck at one of the rates that MIDI timecode knows."""
    return Deck(rnd, RATES[rnd.choice(("23.976", "24", "25", "29.97", "29.97df", "30"))])
