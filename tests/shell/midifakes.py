"""MIDI without a machine: a driver whose ports come and go as a test says, a clock that stands until it is moved."""

from dataclasses import dataclass, field

from bridge.shell.midi import Arrived, Message, NoMidi, Port, PortNews, Sink, Source, Way
from bridge.shell.midiports import Told


@dataclass(slots=True)
class Time:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class FakePort:
    """An open port: what lies in it, what was sent."""

    name: str
    waiting: list[Message] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    broken: bool = False
    fault: Exception | None = None
    closed: int = 0

    def take(self) -> list[Message]:
        if self.fault is not None:
            raise self.fault
        if self.broken:
            raise NoMidi("the cable is cut")
        came, self.waiting = self.waiting, []
        return came

    def send(self, data: bytes) -> None:
        if self.broken:
            raise NoMidi("the cable is cut")
        self.sent.append(data)

    def close(self) -> None:
        self.closed += 1


@dataclass(slots=True)
class FakeDriver:
    """A kind of MIDI. `down`: why it is not there now; `refusing`: why its ports don't open."""

    api: str = "JACK"
    sources: list[str] = field(default_factory=list)
    sinks: list[str] = field(default_factory=list)
    down: str = ""
    refusing: str = ""
    lists: int = 0
    closed: int = 0
    opened: list[FakePort] = field(default_factory=list)

    def names(self, way: Way) -> tuple[str, ...]:
        self.lists += way is Way.IN
        if self.down:
            raise NoMidi(self.down)
        return tuple(self.sources if way is Way.IN else self.sinks)

    def listen(self, port: Port, name: str) -> Source:
        return self._open(port, name)

    def speak(self, port: Port, name: str) -> Sink:
        return self._open(port, name)

    def close(self) -> None:
        assert all(port.closed for port in self.opened), "the ports go before their server"
        self.closed += 1

    def _open(self, port: Port, name: str) -> FakePort:
        if self.refusing:
            raise NoMidi(self.refusing)
        assert port.virtual or name in (*self.sources, *self.sinks)
        self.opened.append(FakePort(name))
        return self.opened[-1]


class Ear:
    """What was told, apart."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def __call__(self, told: Told) -> None:
        self.told.append(told)

    def news(self) -> list[str]:
        """The sentences since the last time."""
        return [told.sentence for told in self._taken(PortNews) if isinstance(told, PortNews)]

    def heard(self) -> list[tuple[str, bytes]]:
        """(port's own name, bytes) since the last time."""
        return [
            (told.port.name, data)
            for told in self._taken(Arrived)
            if isinstance(told, Arrived)
            for _, data in told.messages
        ]

    def _taken(self, kind: type[Told]) -> list[Told]:
        taken = [told for told in self.told if isinstance(told, kind)]
        self.told = [told for told in self.told if not isinstance(told, kind)]
        return taken
