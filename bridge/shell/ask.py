"""One question to the DAW: which session, which strips; put to a running bridge, or without one to the DAW itself."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter

from bridge.daws.ardour import Ardour
from bridge.model.desk import Desk, Strip
from bridge.model.effects import Query
from bridge.model.errors import StembridgeError
from bridge.model.events import Event, Joined, ListBroken, Listed
from bridge.model.show import Rig
from bridge.model.snapshot import TrackView
from bridge.shell.client import Client, NoBridge, alive
from bridge.shell.peer import Peer, PortsTaken
from bridge.shell.places import state_folder

PATIENCE = 8.0
"""Seconds that an Ardour has to answer: search, handshake and list take a tenth of one if nothing is in the way."""
STEP = 0.05


@dataclass(frozen=True, slots=True)
class Told:
    """What the DAW has told of the session that it has open; `rate` in Hz."""

    session: str
    rate: int
    strips: tuple[Strip, ...]

    @property
    def desk(self) -> Desk:
        """Which desk that is."""
        return Desk("ardour", self.session, self.rate, frozenset(strip.name for strip in self.strips))


class NoDaw(StembridgeError):  # noqa: N818 - reads as what it is
    """No DAW has told its strips; the sentence says what to do."""


def ask_daw(rig: Rig) -> Told:
    """The session that the DAW has open, with all its strips. Raises `NoDaw`."""
    run = alive(state_folder())
    told = _told_by(Client(run)) if run is not None else _asked_directly(rig)
    if told is None or not told.strips:
        raise NoDaw(
            f"No Ardour has told its tracks (looked for on UDP port {rig.port} and the 19 after it). Nothing was "
            "written. Open the session, switch OSC on (Edit > Preferences > Control Surfaces > Open Sound Control), "
            "and try again; or take the demo's reel: stembridge init --demo"
        )
    return told


def _told_by(client: Client) -> Told | None:
    """What a running bridge knows."""
    try:
        state = client.state()
    except NoBridge:
        return None
    views = TypeAdapter(tuple[TrackView, ...]).validate_python(state["tracks"])
    strips = tuple(Strip(v.number, v.name, v.kind, 0, 0, v.mute, v.solo, v.armed) for v in views)
    return Told(str(state["session"]), int(state["rate"]), strips)


def _asked_directly(rig: Rig) -> Told | None:
    """Join as a bridge would, put one question, leave."""
    try:
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:  # Windows' other has no add_reader
            return runner.run(_Asking(rig).answer())
    except PortsTaken as taken:
        raise NoDaw(str(taken)) from None


class _Asking:
    """A conversation of one question."""

    def __init__(self, rig: Rig) -> None:
        self._peer = Peer(Ardour(rig))
        self._questions = 0
        self._session = ""
        self._found: asyncio.Future[Told]

    async def answer(self) -> Told | None:
        """The session and its strips, None if nobody answers in time."""
        self._found = asyncio.get_running_loop().create_future()
        self._peer.open(self)
        by = time.monotonic() + PATIENCE
        try:
            while not self._found.done() and (now := time.monotonic()) < by:
                self.hear(lambda at=now: self._peer.tick(at))  # type: ignore[misc]
                await asyncio.wait([self._found], timeout=STEP)
        finally:
            self._peer.close(time.monotonic())
        return self._found.result() if self._found.done() else None

    def missed(self, at: float) -> bool:  # noqa: ARG002 - nothing is old yet
        """Never: this conversation has no past."""
        return False

    def hear(self, source: Callable[[], Iterable[Event]]) -> None:
        """Put the question once we are joined (again if its answer had holes), take the answer."""
        for event in source():
            if isinstance(event, Listed) and not self._found.done():
                self._found.set_result(Told(self._session, event.rate, event.strips))
            elif isinstance(event, Joined | ListBroken):
                self._session = event.session if isinstance(event, Joined) else self._session
                self._questions += 1
                self._peer.send(Query(self._questions), time.monotonic())
        self._peer.post()
