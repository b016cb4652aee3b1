"""A screening: the reel plays in the stand-in, the bridge follows it, and time is simulated.

Engine, link, readers and stand-in are those of the program. Packets are passed by function calls, the disk answers at
once: no socket, no sleep, and the same every time, byte for byte.
"""

from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.core.bridge import Bridge
from bridge.daws.ardour import TRAITS
from bridge.daws.ardour import Ardour as Link
from bridge.daws.companion import Companion
from bridge.demo.ardour import Ardour as Daw
from bridge.demo.cues import clips
from bridge.demo.reel import reel
from bridge.demo.session import RATE
from bridge.demo.sessionxml import session_xml
from bridge.model.effects import Answer, Effect, MakeBuses, Remember, SetRoutes
from bridge.model.events import (
    Event,
    Joined,
    JournalRead,
    LinkChanged,
    LinkState,
    Listed,
    Remembered,
    Saved,
    SessionRead,
    Ticked,
)
from bridge.model.requests import PreviewAsked
from bridge.model.show import Rig, Show
from bridge.model.snapshot import Snapshot
from bridge.sheets.ardour import Place, read_ardour
from bridge.shell.demo import LOOK
from bridge.shell.engine import engine, proposals
from bridge.shell.pump import SHORTEST
from bridge.shell.rehearsal import show_files
from bridge.shell.showfolder import read_show
from tests.laws.world import Disk

PORT = Rig().port
SAVED_AT = 1_750_000_000.0
"""When the session's file was saved (unix seconds)."""
SETTLED = 1.0
"""Seconds in which a preview has come, or was given back; a tenth of one is usual."""


def demo_show() -> Show:
    """The demo's show, written to a folder and read from there as the program does."""
    with TemporaryDirectory() as folder:
        for file, text in show_files().items():
            (Path(folder) / file).write_text(text, "utf-8", newline="")
        return read_show(Path(folder))


class Screening:
    """The stand-in with its reel at `second`, and a bridge that follows it."""

    def __init__(self, second: float) -> None:
        self.now = 0.0
        self.daw = Daw(reel(), self.now)
        self._show, self._disk = demo_show(), Disk()
        self._asked = 0
        self._answers: dict[int, Answer] = {}
        self._starts = 0
        self._look_at = 0.0
        self.start()
        self.run(SETTLED)
        self.daw.locate(round(second * RATE))
        self.run(SETTLED)

    # --- the bridge -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """The bridge starts; what it finds on its disk is what another one left there."""
        self._link = Link(self._show.rig)
        self._bridge: Bridge | None = engine(self._show, TRAITS)
        self._ports = {socket.port: socket.name for socket in self._link.sockets}
        self._numbers = {socket.name: socket.port for socket in self._link.sockets}
        self._joined = False
        self._starts += 1
        self._script = Companion(f"screening{self._starts}", PORT)
        self._session = ""
        self._feed(JournalRead(self.now, self._disk.read()), *self._script.installed(there=True, at=self.now))

    def kill(self) -> None:
        """The bridge is gone at this moment, without a word."""
        self._bridge = None

    def ask(self, asked: Callable[[float, int], Event]) -> None:
        """A person asks the bridge for something."""
        self._asked += 1
        self._feed(asked(self.now, self._asked))

    def preview(self, name: str, seconds: float = SETTLED) -> None:
        """A person presses a preview's key, and so much time goes by."""
        self.ask(lambda at, number: PreviewAsked(at, number, name))
        self.run(seconds)

    @property
    def answer(self) -> Answer | None:
        """What was answered to the newest request, None while it waits."""
        return self._answers.get(self._asked)

    @property
    def snapshot(self) -> Snapshot:
        """The bridge's picture at this moment."""
        assert self._bridge is not None, "the bridge was killed"
        return self._bridge.snapshot(self.now)

    # --- time -------------------------------------------------------------------------------------------------------

    def run(self, seconds: float) -> None:
        """Let so much time go by."""
        end = self.now + seconds
        self._settle()
        while (due := self._due()) <= end:
            self.now = max(due, self.now + SHORTEST)
            if self._bridge is not None and self._link.wake_at <= self.now:
                self._feed(*self._link.tick(self.now))
            if self._bridge is not None and self._script.wake_at <= self.now:
                self._feed(*self._script.tick(self.now))
            if self._look_at <= self.now:
                self._look()
            if self._bridge is not None and self._bridge.wake_at <= self.now:
                self._feed(Ticked(self.now))
            self._settle()
        self.now = max(self.now, end)
        self._settle()

    def until(self, there: Callable[[Snapshot], bool], limit: float = 20.0) -> None:
        """Let time go by until the picture is so."""
        end = self.now + limit
        while not there(self.snapshot):
            assert self.now < end, f"it is not so within {limit} s"
            self.run(0.01)

    def _due(self) -> float:
        daw = min(self.daw.next_at, self._look_at)
        if self._bridge is None:
            return daw
        return min(daw, self._link.wake_at, self._script.wake_at, self._bridge.wake_at)

    def _look(self) -> None:
        """Our script in the DAW looks at its files, and what it tells is heard."""
        self._look_at = self.now + LOOK
        for _, packet in self.daw.look(self._script.lease, self._script.orders, self.now):
            if self._bridge is not None:
                self._feed(*self._script.receive(packet, self.now))

    def _settle(self) -> None:
        """Deliver packets both ways until nothing moves at this moment."""
        moved = True
        while moved:
            moved = False
            for packet in self._link.outbox() if self._bridge is not None else ():
                moved = True
                if packet.port == PORT and self.daw.listening:
                    self.daw.receive(self._numbers[packet.socket], packet.data, self.now)
                elif packet.port == PORT:
                    self._feed(*self._link.refused(PORT, self.now))
            for port, data in self.daw.advance(self.now):
                moved = True
                if port in self._ports and self._bridge is not None:
                    self._feed(*self._link.receive(self._ports[port], data, PORT, self.now))

    # --- one event --------------------------------------------------------------------------------------------------

    def _feed(self, *events: Event) -> None:
        """The bridge handles these events and all that follow from them."""
        waiting = deque(events)
        while waiting and self._bridge is not None:
            event = waiting.popleft()
            for effect in self._bridge.handle(event):
                waiting.extend(self._carry_out(effect))
            waiting.extend((*self._looked_up(event), *self._known_to_script(event)))

    def _carry_out(self, effect: Effect) -> Iterable[Event]:
        match effect:
            case Answer():
                self._answers[effect.request] = effect
            case Remember(durable=True):
                self._disk.write(effect)
                return (Remembered(self.now, effect.ticket),)
            case SetRoutes() | MakeBuses():
                return self._script.send(effect, self.now)
            case _:
                self._disk.write(effect)
                return self._link.send(effect, self.now)
        return ()

    def _known_to_script(self, event: Event) -> Iterable[Event]:
        """Which session the link has joined, with which strips."""
        match event:
            case Joined(session=session) | Saved(session=session):
                self._session = session
                return self._script.joined(session, (), self.now)
            case Listed(strips=strips) if self._session:
                return self._script.joined(self._session, {strip.name for strip in strips}, self.now)
            case LinkChanged(state=LinkState.LOST | LinkState.SEARCHING):
                self._session = ""
                return self._script.parted(self.now)
        return ()

    def _looked_up(self, event: Event) -> Iterable[Event]:
        """The session's file, read whenever the daemon would read it: once the desk is known, and after each save."""
        match event:
            case Joined():
                self._joined = True
            case Listed() if self._joined:
                self._joined = False
                return (self._session_read(),)
            case Saved():
                return (self._session_read(),)
        return ()

    def _session_read(self) -> SessionRead:
        open_now = self.daw.session
        saved = self.daw.files[(open_now.folder, open_now.name)]
        text = session_xml(saved, clips())
        place = Place(saved.folder, f"{saved.folder}/{saved.name}.ardour", saved.name, SAVED_AT)
        session = read_ardour([text.encode()], place)
        return SessionRead(self.now, session, proposals(session, self._show))
