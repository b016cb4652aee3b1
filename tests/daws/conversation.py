"""A link and the stand-in DAW back to back, in virtual time."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from bridge.daws.ardour import Ardour as ArdourLink
from bridge.daws.dialect import Link, Packet
from bridge.demo.ardour import Ardour as Daw
from bridge.demo.channel import Channel
from bridge.demo.liblo import Said, spelt
from bridge.demo.session import Session
from bridge.model.desk import Kind
from bridge.model.effects import Effect
from bridge.model.events import Event
from bridge.model.show import Rig
from bridge.wire.osc import Message, decode

PORT = 3819
E = TypeVar("E")


class Net(Protocol):
    """The stand-in, or the weather around it."""

    @property
    def next_at(self) -> float: ...
    def receive(self, port: int, packet: bytes, at: float) -> None: ...
    def advance(self, at: float) -> list[tuple[int, bytes]]: ...


class Sieve:
    """A stand-in of which only what passes `keep` (a test's own rule) arrives."""

    def __init__(self, daw: Daw) -> None:
        self.daw = daw
        self.keep: Callable[[bytes], bool] = lambda _: True

    @property
    def next_at(self) -> float:
        return self.daw.next_at

    def receive(self, port: int, packet: bytes, at: float) -> None:
        self.daw.receive(port, packet, at)

    def advance(self, at: float) -> list[tuple[int, bytes]]:
        return [(port, packet) for port, packet in self.daw.advance(at) if self.keep(packet)]


class Conversation:
    """Link and DAW talk; `events` is everything the link said, `sent` everything that left it."""

    def __init__(self, net: Net, link: Link | None = None, port: int = PORT) -> None:
        self.net = net
        self.link: Link = link or ArdourLink(Rig())
        self.port = port
        self.now = 0.0
        self.events: list[Event] = []
        self.sent: list[tuple[float, Packet]] = []
        self._ports = {socket.port: socket.name for socket in self.link.sockets}
        self._numbers = {socket.name: socket.port for socket in self.link.sockets}

    def run(self, seconds: float) -> list[Event]:
        """Let that much time pass; what the link said in it."""
        told, end = len(self.events), self.now + seconds
        self._settle()
        while (moment := min(self.link.wake_at, self.net.next_at)) <= end:
            self.now = max(self.now, moment)
            if self.link.wake_at <= self.now:
                self.events += self.link.tick(self.now)
                assert self.link.wake_at > self.now, "the link wants to be woken at once, again and again"
            self._settle()
        self.now = end
        self._settle()
        return self.events[told:]

    def until(self, kind: type[E], limit: float = 30.0) -> E:
        """Let time pass until the link says something of this kind."""
        told, end = len(self.events), self.now + limit
        while self.now < end:
            self.run(0.001)
            for event in self.events[told:]:
                if isinstance(event, kind):
                    return event
        raise AssertionError(f"no {kind.__name__} within {limit} s")

    def hear(self, socket: str, address: str, tags: str = "", *args: Said) -> list[Event]:
        """Ardour's port says something to one of our sockets; what the link said to that."""
        told = len(self.events)
        self.events += self.link.receive(socket, spelt(address, tags, *args), self.port, self.now)
        self._settle()
        return self.events[told:]

    def send(self, *effects: Effect) -> list[Event]:
        """Carry out effects now; what the link said to that."""
        told = len(self.events)
        for effect in effects:
            self.events += self.link.send(effect, self.now)
        self._settle()
        return self.events[told:]

    def said(self, address: str) -> list[tuple[float, str, Message]]:
        """(time, our socket, message) of everything that left with this address."""
        return [
            (at, packet.socket, message)
            for at, packet in self.sent
            for message in decode(packet.data)
            if message.address == address
        ]

    def _settle(self) -> None:
        """Deliver both ways until nothing moves at this moment."""
        for _ in range(1000):
            out = self.link.outbox()
            for packet in out:
                self.sent.append((self.now, packet))
                if packet.port == self.port:
                    self.net.receive(self._numbers[packet.socket], packet.data, self.now)
            back = self.net.advance(self.now)
            for port, data in back:
                if port in self._ports:
                    self.events += self.link.receive(self._ports[port], data, self.port, self.now)
            if not out and not back:
                return
        raise AssertionError("link and DAW talk without end and without time passing")


def small_desk(tracks: int = 3, name: str = "Reel 1") -> Session:
    """Some tracks `FX 1` and so on, and a master."""
    master = Channel("Master", Kind.MASTER, 2)
    session = Session(name)
    session.channels += [Channel(f"FX {number}", to=master) for number in range(1, tracks + 1)]
    session.channels.append(master)
    return session


def of(kind: type[E], events: Iterable[object]) -> list[E]:
    """Those of this kind."""
    return [event for event in events if isinstance(event, kind)]
