"""A daemon of this process beside the stand-in DAW on real UDP, each in folders and on ports of the test's own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bridge.demo.ardour import Ardour
from bridge.demo.channel import Channel
from bridge.demo.session import Session
from bridge.model.desk import Kind
from bridge.model.snapshot import Snapshot
from bridge.shell.client import Client, Reply, found
from bridge.shell.daemon import Daemon, Orders
from bridge.shell.demo import DemoDaw
from bridge.shell.rehearsal import OURS, free_block
from bridge.wire.companion import FOLDER

PATIENCE = 20.0
"""Seconds after which a test that waits for something fails; it comes within a tenth of one."""
TRACKS = {"DX Boom": False, "FX Door": False, "FX Guide": True, "MX Score": False, "Click": False}
"""The tracks of the session, and which of them the user has muted."""


def film() -> Session:
    """A small session."""
    session = Session("Reel 1", "film")
    master = Channel("Master", Kind.MASTER, 2)
    session.channels += [Channel(name, Kind.AUDIO, 1, to=master, mute=mute) for name, mute in TRACKS.items()]
    session.channels.append(master)
    return session


class Beside:
    """The DAW, the folders, and as many daemons one after the other as a test wants."""

    def __init__(self, folder: Path, port: int) -> None:
        self.state, self.show, scripts = folder / "state", folder / "show", folder / FOLDER
        for each in (self.state, self.show, scripts):
            each.mkdir()
        self.local_port = port + OURS
        self.rig = f"[rig]\nport = {port}\nlocal_port = {self.local_port}\n"
        self.write_show('mode = "preview"\n')
        self.daw = Ardour(film(), asyncio.get_running_loop().time())
        self.demo = DemoDaw(self.daw, port, folder=scripts)
        self.orders = Orders(self.state, self.show, scripts=(scripts,))

    def write_show(self, text: str) -> None:
        """The show's file: this text and the rig of this test."""
        (self.show / "show.toml").write_text(text + self.rig)

    def daemon(self, **orders: object) -> Daemon:
        """A daemon, not started yet."""
        return Daemon(replace(self.orders, **orders))  # type: ignore[arg-type]

    @asynccontextmanager
    async def running(self, *, follows: bool = True, **orders: object) -> AsyncIterator["Running"]:
        """A daemon, by then following the session if it `follows`; at the end it is asked to stop."""
        daemon = self.daemon(**orders)
        task = asyncio.create_task(daemon.run())
        running = Running(daemon, task, self.state)
        try:
            await running.sees(lambda picture: picture.tracks or not follows)
            yield running
        finally:
            daemon.stop()
            await asyncio.wait_for(task, PATIENCE)

    def deafen(self) -> None:
        """From now on the DAW hears nothing."""
        self.daw.deafen(asyncio.get_running_loop().time() + 600.0)
        self.demo.pump()

    def quit(self) -> None:
        """The DAW is quit."""
        self.daw.quit(asyncio.get_running_loop().time())
        self.demo.pump()

    @property
    def mutes(self) -> dict[str, bool]:
        """The mutes of the tracks as the DAW itself knows them."""
        return {name: self.daw.session.mutes[name] for name in TRACKS}


class Running:
    """A daemon that runs."""

    def __init__(self, daemon: Daemon, task: "asyncio.Task[int]", state: Path) -> None:
        self.daemon, self.task, self._state = daemon, task, state

    @property
    def client(self) -> Client:
        """The way to it."""
        return found(self._state)

    async def ask(self, command: str, **keys: object) -> Reply:
        """A command, and what the bridge answers."""
        return await asyncio.to_thread(self.client.command, command, **keys)

    async def sees(self, true: Callable[[Snapshot], object]) -> Snapshot:
        """The first picture of which this is true."""
        async with asyncio.timeout(PATIENCE):
            while self.daemon._run_file is None:
                await asyncio.wait({self.task}, timeout=0.01)
                if self.task.done():
                    self.task.result()
            pump = self.daemon._pump
            while not true(picture := pump.snapshot()):
                await pump.moved(pump.revision)
            return picture

    async def says(self, words: str) -> Snapshot:
        """The picture once a notice holds these words."""
        return await self.sees(lambda picture: any(words in notice.text for notice in picture.notices))


@asynccontextmanager
async def beside(folder: Path) -> AsyncIterator[Beside]:
    """The DAW on its port, and a place for daemons."""
    place = Beside(folder, free_block())
    async with place.demo:
        yield place
