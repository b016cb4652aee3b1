"""The conversation with the DAW on real sockets: a link, its fixed local ports, and the pump between them."""

from collections.abc import Callable, Iterable
from typing import Protocol

from bridge.daws.dialect import Link
from bridge.model.errors import StembridgeError
from bridge.model.events import Event
from bridge.shell.house import Said
from bridge.shell.udp import Opened, PortTrouble, Sockets


class PortsTaken(StembridgeError):  # noqa: N818 - reads as what it is
    """A local port without which the link can't work could not be opened; the sentence says which and what to do."""


class Listener(Protocol):
    """What hears the packets: the pump."""

    def missed(self, at: float) -> bool:
        """True if nobody was here for a while before `at`."""

    def hear(self, source: Callable[[], Iterable[Event]]) -> None:
        """Feed what a source has to tell."""


class Peer:
    """A link and its sockets. Nothing is sent before `open`."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.opened: tuple[Opened, ...] = ()
        self._query = frozenset(local.name for local in link.sockets if local.query)
        self._sockets: Sockets | None = None
        self._drops = 0

    def open(self, listener: Listener) -> tuple[PortTrouble, ...]:
        """Open the local ports; gives what went wrong with those that can be missed. Raises `PortsTaken`."""

        def on_packet(name: str, packet: bytes, port: int, at: float) -> None:
            if listener.missed(at) and name in self._query:
                return
            listener.hear(lambda: self.link.receive(name, packet, port, at))

        def on_refused(port: int, at: float) -> None:
            listener.hear(lambda: self.link.refused(port, at))

        self._sockets = Sockets(on_packet, on_refused)
        results = [(local, self._sockets.open(local.name, local.port)) for local in self.link.sockets]
        troubles = [(local, result) for local, result in results if isinstance(result, PortTrouble)]
        for local, trouble in troubles:
            if local.required:
                self._sockets.close_all()
                raise PortsTaken(trouble.sentence)
        self.opened = tuple(result for _, result in results if isinstance(result, Opened))
        return tuple(trouble for _, trouble in troubles)

    @property
    def wake_at(self) -> float:
        """When the link wants a `tick`; infinite for never."""
        return self.link.wake_at

    def tick(self, at: float) -> Iterable[Event]:
        """Time went on."""
        return self.link.tick(at)

    def send(self, effect: Said, at: float) -> Iterable[Event]:
        """Say it to the DAW (with the next `post`)."""
        return self.link.send(effect, at)

    def woke(self, at: float) -> None:
        """Throw away unread what lies in the query sockets. The transport's is read: a save must not be missed."""
        if self._sockets is not None:
            self._sockets.drain(self._query)
        self.link.woke(at)

    def post(self) -> None:
        """Let what is to be said leave."""
        for packet in self.link.outbox():
            if self._sockets is not None:
                self._sockets.send(packet.socket, packet.port, packet.data)

    def lost(self) -> int:
        """How many packets the kernel has thrown away since this was asked last."""
        if self._sockets is None:
            return 0
        before, self._drops = self._drops, sum(count or 0 for count in self._sockets.drops().values())
        return max(0, self._drops - before)

    def close(self, at: float) -> None:
        """Say goodbye to the DAW and close the ports."""
        self.link.leave(at)
        self.post()
        if self._sockets is not None:
            self._sockets.close_all()
            self._sockets = None
