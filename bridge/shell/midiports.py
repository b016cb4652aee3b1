"""The MIDI ports that somebody wants: opened when they are there, polled, closed when they go, opened when they return.

Systems give no sign when a port or an audio server goes away, so the lists are looked at twice a second. `Poller` does
it all in whatever thread calls `turn`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bridge.shell.midi import Arrived, Driver, Message, NoMidi, Port, PortNews, Sink, Source, Way
from bridge.shell.midinames import chosen, stable_names

FAST = 0.001
"""Seconds from poll to poll while something arrives."""
SLOW = 0.01
"""Seconds from poll to poll while all open ports are silent."""
SILENT = 1.0
"""Seconds without a message after which a port counts as silent."""
LOOK = 0.5
"""Seconds from look to look at the lists of ports: a port that is away for less is not missed."""
RETRY = 2.0
"""Seconds until a kind of MIDI that is not there is looked for again."""

_AWAY = "away"
"""What hinders a port that is not there; all else is a sentence."""

Told = Arrived | PortNews


@dataclass(frozen=True, slots=True)
class Listed:
    """A port of this machine: its kind of MIDI, its stable name."""

    api: str
    name: str


@dataclass(slots=True)
class _Kind:
    """A driver, the names it listed last by way, and why it can't now ("" if it can)."""

    driver: Driver
    names: dict[Way, tuple[str, ...]] = field(default_factory=dict)
    trouble: str = ""
    look_at: float = 0.0


@dataclass(slots=True)
class _Open:
    """An open port: on which kind of MIDI, under which of the system's names; one of source and sink is there."""

    kind: _Kind
    name: str
    source: Source | None = None
    sink: Sink | None = None

    def close(self) -> None:
        for each in (self.source, self.sink):
            if each is not None:
                each.close()


class Poller:
    """The wanted ports of these drivers. Every method must be called from one and the same thread.

    `tell` is called with what came and with each port's news.
    """

    def __init__(self, drivers: Sequence[Driver], tell: Callable[[Told], None], clock: Callable[[], float]) -> None:
        self._kinds = [_Kind(driver) for driver in drivers]
        self._tell = tell
        self._clock = clock
        self._open: dict[Port, _Open | None] = {}
        self._hindered: dict[Port, str] = {}
        self._look_at = self._heard_at = 0.0

    def want(self, port: Port) -> None:
        """Open this port now, or as soon as it is there."""
        if port not in self._open:
            self._open[port] = None
            self._look_at = 0.0

    def drop(self, port: Port) -> None:
        """Close this port; nobody wants it any more."""
        opened = self._open.pop(port, None)
        self._hindered.pop(port, None)
        if opened is not None:
            opened.close()

    def send(self, port: Port, data: bytes) -> bool:
        """Send one whole message from a wanted port; False if it is not open. A port that fails is opened anew."""
        opened = self._open.get(port)
        if opened is None or opened.sink is None:
            return False
        try:
            opened.sink.send(data)
        except NoMidi as trouble:
            self._lose(port, f"The MIDI port {port.name} is not sent to: {trouble}. It is opened again.")
            return False
        return True

    @property
    def wanted(self) -> tuple[Port, ...]:
        """Every port that is wanted, open or not."""
        return tuple(self._open)

    def is_open(self, port: Port) -> bool:
        """Whether this port is wanted and open."""
        return self._open.get(port) is not None

    def turn(self) -> float:
        """Look at the lists if it is time to, empty every open port; gives the seconds until the next turn."""
        now = self._clock()
        if now >= self._look_at:
            self._look(now)
            self._look_at = now + LOOK
        sources = [(port, opened.source) for port, opened in self._open.items() if opened and opened.source]
        for port, source in sources:
            if messages := self._taken(port, source):
                self._heard_at = now
                self._tell(Arrived(port, tuple(messages)))
        if sources:
            return FAST if now < self._heard_at + SILENT else SLOW
        return max(self._look_at - now, 0.0)

    def close(self) -> None:
        """Close every port and every driver."""
        for port in tuple(self._open):
            self.drop(port)
        for kind in self._kinds:
            kind.driver.close()

    # --- what there is ------------------------------------------------------------------------------------------

    def listed(self, way: Way) -> tuple[Listed, ...]:
        """Every port of that way, as of the last look."""
        return tuple(
            Listed(kind.driver.api, name)
            for kind in self._kinds
            for name in stable_names(kind.names.get(way, ()), kind.driver.api)
        )

    def troubles(self) -> tuple[str, ...]:
        """Why kinds of MIDI can't be had now, a sentence for each."""
        return tuple(kind.trouble for kind in self._kinds if kind.trouble)

    def _look(self, now: float) -> None:
        for kind in self._kinds:
            if now >= kind.look_at:
                self._list(kind, now)
        for port, opened in tuple(self._open.items()):
            if opened is not None and not self._still(port, opened):
                self._lose(port, f"The MIDI port {opened.name} has gone. It is opened again when it is back.")
            if self._open[port] is None:
                self._try(port)

    def _list(self, kind: _Kind, now: float) -> None:
        try:
            kind.names = {way: kind.driver.names(way) for way in Way}
        except NoMidi as trouble:
            kind.names, kind.trouble, kind.look_at = {}, str(trouble), now + RETRY
            for port, opened in tuple(self._open.items()):
                if opened is not None and opened.kind is kind:
                    self._lose(port, f"The MIDI port {opened.name} has gone. {trouble}.")
            kind.driver.close()
        else:
            kind.trouble = ""

    def _still(self, port: Port, opened: _Open) -> bool:
        return port.virtual or opened.name in opened.kind.names.get(port.way, ())

    def _taken(self, port: Port, source: Source) -> list[Message]:
        try:
            return source.take()
        except NoMidi as trouble:
            self._lose(port, f"The MIDI port {port.name} is not heard: {trouble}. It is opened again.")
            return []

    # --- one port -----------------------------------------------------------------------------------------------

    def _try(self, port: Port) -> None:
        hindered = _AWAY
        for kind, name in self._candidates(port):
            try:
                self._open[port] = opened = _opened(kind, port, name)
            except NoMidi as trouble:
                hindered = f"{trouble}. It is tried again."
                continue
            self._hindered.pop(port, None)
            verb = "heard" if port.way is Way.IN else "sent to"
            self._tell(PortNews(port, opened.name, f"The MIDI port {opened.name} ({kind.driver.api}) is {verb}."))
            return
        if self._hindered.get(port) != hindered:
            self._hindered[port] = hindered
            self._tell(PortNews(port, "", self._away(port) if hindered is _AWAY else hindered))

    def _candidates(self, port: Port) -> Iterator[tuple[_Kind, str]]:
        """Where this port may be opened, by the system's names; a virtual one where there is MIDI at all."""
        for kind in self._kinds:
            names = kind.names.get(port.way)
            name = port.name if port.virtual else chosen(port.name, names or (), kind.driver.api)
            if names is not None and name is not None:
                yield kind, name

    def _away(self, port: Port) -> str:
        known = ", ".join(listed.name for listed in self.listed(port.way))
        if known:
            return f"There is no MIDI port {port.name}. There are: {known}. It is opened when it appears."
        reasons = ". ".join(self.troubles())
        return f"There is no MIDI port {port.name}. {reasons or 'There are none at all'}. It is opened when it appears."

    def _lose(self, port: Port, why: str) -> None:
        opened, self._open[port] = self._open[port], None
        if opened is not None:
            opened.close()
        self._hindered[port] = _AWAY
        self._tell(PortNews(port, "", why))


def _opened(kind: _Kind, port: Port, name: str) -> _Open:
    if port.way is Way.IN:
        return _Open(kind, name, source=kind.driver.listen(port, name))
    return _Open(kind, name, sink=kind.driver.speak(port, name))
