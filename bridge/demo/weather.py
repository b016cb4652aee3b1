"""The network between a client and the stand-in: loss, delay, disorder, doubles, silence.

Chance comes as an object that has `random()`, so that a test's seed repeats the same weather. The weather has the
stand-in's own shape (`receive`, `advance`, `next_at`): who drives one can drive the other.
"""

import heapq
from dataclasses import dataclass
from math import inf
from typing import Protocol

from bridge.demo.ardour import Ardour
from bridge.demo.control import Sent


class Chance(Protocol):
    """Where chance comes from: the standard library's `Random`, or a test's own."""

    def random(self) -> float:
        """A number from 0 up to but not 1."""
        ...


@dataclass(slots=True)
class Climate:
    """How bad it is, each way alike: shares of packets from 0 to 1, times in seconds.

    Every packet takes `delay`, and a `late` one up to `spread` more: that is what disorders them. `silent`: nothing of
    what the DAW says arrives.
    """

    loss: float = 0.0
    doubled: float = 0.0
    delay: float = 0.0
    late: float = 0.0
    spread: float = 0.1
    silent: bool = False


class Weather:
    """A network around one DAW; `climate` may be changed at any time."""

    def __init__(self, daw: Ardour, chance: Chance, climate: Climate | None = None) -> None:
        self.daw = daw
        self.climate = climate or Climate()
        self._chance = chance
        self._count = 0
        self._there: list[tuple[float, int, Sent]] = []
        self._back: list[tuple[float, int, Sent]] = []

    @property
    def next_at(self) -> float:
        """When the DAW or a packet under way next moves."""
        flying = [way[0][0] for way in (self._there, self._back) if way]
        return min(self.daw.next_at, *flying, inf)

    @property
    def listening(self) -> bool:
        """True while the DAW's socket is open."""
        return self.daw.listening

    def receive(self, port: int, packet: bytes, at: float) -> None:
        """A client's packet sets out."""
        self._send(self._there, (port, packet), at)

    def advance(self, at: float) -> list[Sent]:
        """What arrived at clients up to that time, in the order of arrival."""
        while (moment := min(self.daw.next_at, self._there[0][0] if self._there else inf)) <= at:
            self._step(max(moment, self.daw.now))
        self._step(at)
        arrived = []
        while self._back and self._back[0][0] <= at:
            arrived.append(heapq.heappop(self._back)[2])
        return arrived

    def look(self, lease: str, orders: str, at: float) -> list[Sent]:
        """What our script in the DAW tells; it is in the same machine and knows no weather."""
        return self.daw.look(lease, orders, at)

    def _step(self, at: float) -> None:
        while self._there and self._there[0][0] <= at:
            moment, _, (port, packet) = heapq.heappop(self._there)
            self.daw.receive(port, packet, max(moment, self.daw.now))
        for sent in self.daw.advance(at):
            if not self.climate.silent:
                self._send(self._back, sent, at)

    def _send(self, way: list[tuple[float, int, Sent]], sent: Sent, at: float) -> None:
        climate, roll = self.climate, self._chance.random
        if climate.loss and roll() < climate.loss:
            return
        for _ in range(2 if climate.doubled and roll() < climate.doubled else 1):
            late = roll() * climate.spread if climate.late and roll() < climate.late else 0.0
            self._count += 1
            heapq.heappush(way, (at + climate.delay + late, self._count, sent))
