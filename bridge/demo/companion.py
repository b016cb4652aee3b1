"""A stand-in for our script inside the DAW, over a `demo.session`: files in as text, packets out.

It does what `presets/daws/ardour/stembridge.lua` does, and tells it in the same words; it knows no clock.
"""

import math

from bridge.demo import graph
from bridge.demo.channel import Channel
from bridge.demo.session import Session
from bridge.wire import companion_rows as rows
from bridge.wire.companion import (
    VERSION,
    Lease,
    Order,
    Told,
    plain,
    read_lease,
    read_orders,
    telling,
)
from bridge.wire.companion_spelling import spelt

SILENCE = 10.0
"""Seconds without a beat after which the desk is given back."""
BEAT = 1.0
"""Seconds between two beats of its own."""
ROWS = 60
"""Rows in a packet."""


class Script:
    """Our script as it runs inside a DAW in this session. `tick` is its timer: ten times a second."""

    def __init__(self, session: Session, instance: str = "demo") -> None:
        self.session = session
        self.instance = instance
        self._lease: Lease | None = None
        self._lease_text = self._orders_text = ""
        self._since = 0.0
        self._moved = self._paid = False
        self._told: dict[str, str] = {}
        self._number = self._beat = self._done = 0
        self._gave: list[str] = []
        self._beat_at = -math.inf
        self._say: list[str] = []

    def tick(self, lease: str, orders: str, at: float) -> list[tuple[int, bytes]]:
        """What it does and tells at this time, having read these two files: (port, packet) each, in order."""
        anew = self._read(lease, at)
        self._give_back(at)
        if self._lease is None or not self._lease.port:
            return []
        if anew:
            self._say, self._number = [], 0
            self._begin()
        self._obey(orders)
        self._tell(always=anew)
        if at - self._beat_at >= BEAT:
            self._beat, self._beat_at = self._beat + 1, at
            self._say.append(
                spelt(rows.Beat(self._beat, self._done, self._strips, len(self.session.marks) + 1, failing=False))
            )
        return self._packets(self._lease)

    @property
    def _strips(self) -> int:
        return graph.strips(self.session)

    def _read(self, text: str, at: float) -> bool:
        """Take up the lease; True if somebody new listens."""
        if text == self._lease_text:
            return False
        former, self._lease = self._lease, read_lease(text)
        self._moved, self._lease_text, self._since, self._paid = self._lease_text != "", text, at, False
        if self._lease is None:
            return False
        if former is None or former.token != self._lease.token:
            self._done, self._orders_text = 0, ""
        return former is None or (former.port, former.token) != (self._lease.port, self._lease.token)

    def _begin(self) -> None:
        """All is told anew, what was given back as well."""
        self._told = {}
        self._say += [spelt(rows.Begin()), *self._gave]

    def _tell(self, *, always: bool = False) -> None:
        """What differs from what was told, and, where the routing does, the row that closes it."""
        now = graph.told(self.session)
        fresh = [key for key, text in now.items() if self._told.get(key) != text]
        gone = [key for key in self._told if key not in now and key.startswith("strip ")]
        self._say += [now[key] for key in fresh]
        self._say += [spelt(rows.Gone(key.removeprefix("strip "))) for key in gone]
        self._told = now
        if always or gone or any(key.startswith("strip ") for key in fresh):
            self._say.append(spelt(rows.Closed(self._strips, self._done)))

    def _obey(self, text: str) -> None:
        """Carry out each order once, and then say how the routing is."""
        read = read_orders(text) if text != self._orders_text else None
        self._orders_text = text
        if read is None or self._lease is None or read[:2] != (self._lease.token, self.instance):
            return
        last = self._done
        for order in read[2]:
            if order.number <= last:
                continue
            if order.number != self._done:
                self._close(last)
            self._done = order.number
            self._carry_out(order)
        self._close(last)

    def _close(self, last: int) -> None:
        if self._done > last:
            self._say.append(spelt(rows.Did(self._done)))
            self._tell(always=True)

    def _carry_out(self, order: Order) -> None:
        why = "the order can't be read"
        name = ""
        match order:
            case Order(verb="tell"):
                self._begin()
                return
            case Order(verb="route", words=(strip, name, outs, switches, former)):
                why = graph.reroute(self.session, strip, name, outs, switches, former)
            case Order(verb="bus", words=(name, channels)):
                why = graph.make_bus(self.session, name, channels)
            case _:
                pass
        if why:
            self._say.append(spelt(rows.Refused(order.number, plain(name), why)))

    def _give_back(self, at: float) -> None:
        """The dead man's switch."""
        lease = self._lease
        if lease is None or self._paid or not self._moved or at - self._since < SILENCE:
            return
        self._paid = True
        if lease.session != self.session.name or lease.folder not in {"", self.session.folder}:
            return
        for owed in lease.owed:
            strip = graph.strip(self.session, owed.id) if owed.id else self._named(owed.name)
            if strip is not None and strip.name == owed.name and strip.mute == owed.ours:
                self.session.set_mute(strip, not owed.ours)
                self._gave.append(spelt(rows.Gave(len(self._gave) + 1, owed.name)))
                self._say.append(self._gave[-1])

    def _named(self, name: str) -> Channel | None:
        return next((strip for strip in self.session.channels if strip.name == name), None)

    def _packets(self, lease: Lease) -> list[tuple[int, bytes]]:
        texts, self._say = self._say, []
        packets: list[tuple[int, bytes]] = []
        lines = [line for text in texts for line in text.split("\n")]
        for start in range(0, len(lines), ROWS):
            self._number += 1
            told = Told(VERSION, lease.token, self.instance, self._number, tuple(lines[start : start + ROWS]))
            packets.append((lease.port, telling(told)))
        return packets
