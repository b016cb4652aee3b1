"""The demo: the stand-in DAW, somebody at work on it, and a bridge beside it, all in one process and one folder.

A twin of the DAW gets the same work without a bridge. After the last preview the two desks must show the same mutes:
that is what "the desk is given back exactly" means. While a preview is on, the desk must be what the reel's own tables
say of the twin's desk, the preview and the place; they ask nothing of the bridge.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from bridge.demo.ardour import Ardour
from bridge.demo.cues import SPOTTED, clips
from bridge.demo.listening import OFF, desk, live_said, said
from bridge.demo.reel import Act, reel, script
from bridge.demo.session import RATE, Session
from bridge.demo.sessionxml import session_xml
from bridge.demo.tour import STAY, TOUR, Step
from bridge.model.errors import StembridgeError
from bridge.model.timecode import RATES, Ruler
from bridge.sheets.cuecells import FILE as CUES
from bridge.sheets.cuemerge import new_sheet
from bridge.sheets.showfile import FILE as SHOW
from bridge.shell.client import Client, Reply, found
from bridge.shell.daemon import Daemon, Orders
from bridge.shell.demo import DemoDaw
from bridge.wire.companion import FOLDER

BLOCKS = range(43819, 60000, 50)
"""Where a block of free ports is looked for: 20 for the DAW, behind them 5 for the bridge."""
OURS = 20
START = 15.0
"""Seconds that the bridge has to follow the DAW; it needs a tenth of one."""
PATIENCE = 2.0
"""Seconds after which a desk that is not as it must be is wrong; a tenth of one is usual."""
GLANCE = 0.01
"""Seconds between two looks at the desk."""
MOST_NAMED = 6
"""Strips that are named of a desk that is wrong."""
RULER = Ruler(RATES["24"], RATE, reel().offset)
"""How the reel's places are labelled."""
MUTES = {True: "muted", False: "open", None: "not there"}


class NoRehearsal(StembridgeError):  # noqa: N818 - reads as what it is
    """The demo could not start; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: seconds since the start, who did it (`you`, `somebody`, `bridge`), what."""

    second: float
    who: str
    what: str
    good: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """A strip whose mute is not what it must be."""

    strip: str
    mute: bool | None
    due: bool | None

    def __str__(self) -> str:
        return f"{self.strip}: {MUTES[self.mute]}, must be {MUTES[self.due]}"


class Rehearsal:
    """A bridge that follows the stand-in; `moments` is what has happened, `told` hears each moment.

    `looks`: how often the desk was held against the reel's own tables.
    """

    def __init__(self, folder: Path, told: Callable[[Moment], None]) -> None:
        loop = asyncio.get_running_loop()
        self._loop = loop
        self._began = loop.time()
        self._told = told
        self._daw = Ardour(reel(), self._began)
        self._twin = Ardour(reel(), self._began)
        self._bridge: asyncio.Task[int]
        self.moments: list[Moment] = []
        self.state, self.show, self._disk = folder / "state", folder / "show", folder / "session"
        self._scripts = folder / FOLDER
        self._on = OFF
        self.looks = 0
        self.daemon = Daemon(Orders(self.state, self.show, scripts=(self._scripts,)))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Client]:
        """While entered, the DAW plays its reel and the bridge follows it; gives the bridge's client."""
        port = free_block()
        self._write_show(port)
        demo = DemoDaw(self._daw, port, self._acts(), self._scripts)
        demo.told = lambda sentence: self.note("somebody", f"at the DAW {sentence}")
        async with demo:
            self._bridge = asyncio.create_task(self.daemon.run())
            try:
                yield await self._client(self._bridge)
            finally:
                self.daemon.stop()
                await self._bridge

    @property
    def over(self) -> bool:
        """True once the bridge has ended."""
        return self._bridge.done()

    async def ended(self) -> None:
        """Wait until the bridge ends."""
        await asyncio.wait({self._bridge})

    async def preview(self, client: Client, name: str) -> bool:
        """Ask for a preview as a client does, and look at the desk; True if it is as it must be."""
        asked = self._loop.time()
        reply: Reply = await asyncio.to_thread(client.command, "preview", name=name)
        if not reply.ok:
            self.note("bridge", " ".join(reply.lines), good=False)
            return False
        self._on = name
        return await self._look(client, "you", asked)

    async def perform(self, client: Client, seconds: float) -> bool:
        """Take the tour for so long, then leave the preview; True if the desk was as it had to be at every look."""
        good = True
        while (second := self._second) + STAY < seconds:
            number = int(second / STAY)
            good = await self._step(client, TOUR[number % len(TOUR)]) and good
            good = await self._watch(client, (number + 1) * STAY) and good
        return await self.preview(client, OFF) and good

    def differences(self) -> tuple[Difference, ...]:
        """Where the desk is not as it would be without the bridge, at this moment: every strip's own mute."""
        return _differing(self._daw.session.mutes, self._twin.session.mutes)

    def wrong(self) -> tuple[Difference, ...]:
        """Where the desk does not show what the preview that is on must make of it at the playhead."""
        shown = {channel.name: channel.shows_mute for channel in self._daw.session.channels}
        return _differing(shown, desk(self._twin.session, self._on, self.position))

    @property
    def position(self) -> int:
        """The playhead, in samples."""
        return self._daw.transport.sample(self._loop.time())

    def note(self, who: str, what: str, *, good: bool = True) -> None:
        """Something happened now."""
        moment = Moment(self._second, who, what, good)
        self.moments.append(moment)
        self._told(moment)

    # --- looking ----------------------------------------------------------------------------------------------------

    @property
    def _second(self) -> float:
        return self._loop.time() - self._began

    async def _step(self, client: Client, step: Step) -> bool:
        if step.second is not None:
            sample = str(round(step.second * RATE))
            reply: Reply = await asyncio.to_thread(client.command, "locate", place=sample)
            if not reply.ok:
                self.note("bridge", " ".join(reply.lines), good=False)
                return False
        return await self.preview(client, step.preview)

    async def _watch(self, client: Client, until: float) -> bool:
        """Look at the desk until that second; what changes meanwhile is told once it is as it must be."""
        good, live = True, live_said(self.position)
        while self._second < until:
            await asyncio.sleep(GLANCE)
            if self.wrong() or live_said(self.position) != live:
                good = await self._look(client, "bridge", self._loop.time()) and good
                live = live_said(self.position)
        return good

    async def _look(self, client: Client, who: str, since: float) -> bool:
        """Tell how long it took until desk and cues were as they must be; False if they were not in time."""
        while True:
            heard = await asyncio.to_thread(_live, client)
            wrong, due = self.wrong(), live_said(self.position)
            good = not wrong and (heard == due or self._on == OFF)
            if good or self._loop.time() - since > PATIENCE:
                break
            await asyncio.sleep(GLANCE)
        self.looks += 1
        took = f"{(self._loop.time() - since) * 1000:.0f} ms"
        self.note(who, f"{self._on:<12} {RULER.label(self.position)}  {took:>7}  {_spelt(heard)}", good=good)
        for each in wrong[:MOST_NAMED]:
            self.note("bridge", f"{each}: so the reel's own tables say", good=False)
        if heard != due and not good:
            self.note("bridge", f"must be live: {_spelt(due)}", good=False)
        return good

    # --- setting up -------------------------------------------------------------------------------------------------

    def _acts(self) -> tuple[Act, ...]:
        """The script, each act done on the DAW and on its twin."""

        def both(act: Act, again: Act) -> Act:
            return Act(act.second, act.sentence, lambda: (act.do(), again.do()))

        return tuple(both(*acts) for acts in zip(script(self._daw), script(self._twin), strict=True))

    def _write_show(self, port: int) -> None:
        self.state.mkdir(mode=0o700, exist_ok=True)
        self.show.mkdir(exist_ok=True)
        self._disk.mkdir(exist_ok=True)
        self._scripts.mkdir(exist_ok=True)
        self._write_session(self._daw.session)
        self._daw.wrote = self._write_session
        rig = f"[rig]\nport = {port}\nlocal_port = {port + OURS}\nsession_file = '../{self._disk.name}'\n"
        for file, text in show_files(rig).items():
            (self.show / file).write_text(text, "utf-8", newline="")

    def _write_session(self, session: Session) -> None:
        """The DAW saves: beside the file, then in its place, as Ardour does."""
        file = self._disk / f"{session.name}.ardour"
        beside = file.with_suffix(".tmp")
        beside.write_text(session_xml(session, clips()), "utf-8")
        beside.replace(file)

    async def _client(self, bridge: "asyncio.Task[int]") -> Client:
        """The client, as soon as the bridge has listed the strips. Raises `NoRehearsal`, or why it did not start."""
        by = self._loop.time() + START
        while self._loop.time() < by:
            await asyncio.wait({bridge}, timeout=0.05)
            if bridge.done():
                bridge.result()
                break
            if self.daemon.following:
                return found(self.state)
        raise NoRehearsal("The bridge did not find the stand-in DAW. Nothing was harmed. See: stembridge doctor")


def show_files(rig: str = "") -> dict[str, str]:
    """The texts of the files of the demo's show, by name; `rig`: the table [rig] of show.toml."""
    cues = new_sheet([one.span for one in SPOTTED], RULER)
    return {SHOW: f'title = "Demo"\nmode = "preview"\n\n{rig}', CUES: cues.text()}


def _differing(here: Mapping[str, bool], due: Mapping[str, bool]) -> tuple[Difference, ...]:
    names = dict.fromkeys([*here, *due])
    return tuple(Difference(name, here.get(name), due.get(name)) for name in names if here.get(name) != due.get(name))


def _live(client: Client) -> frozenset[str]:
    """The cues that the bridge says are live, each as `said`."""
    return frozenset(said(cue["number"], cue["level"], cue["crossing"]) for cue in client.state()["cues"]["live"])


def _spelt(cues: Iterable[str]) -> str:
    return ", ".join(sorted(cues)) or "no cue"


def free_block() -> int:
    """The first of 25 free UDP ports: 20 for the DAW, then 5 for the bridge. Raises `NoRehearsal`."""
    turn = os.getpid() % len(BLOCKS)  # two that look at the same moment begin at different places
    blocks: tuple[int, ...] = (*BLOCKS[turn:], *BLOCKS[:turn])
    for first in blocks:
        with ExitStack() as held:
            try:
                for port in range(first, first + OURS + 5):
                    held.enter_context(closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))).bind(
                        ("127.0.0.1", port)
                    )
            except OSError:
                continue
            return first
    raise NoRehearsal("No free UDP ports were found on this machine for the demo. Nothing was changed.")
