"""The demo: the stand-in DAW, somebody at work on it, and a bridge beside it, all in one process and one folder.

A twin of the DAW gets the same work without a bridge. After the last preview the two desks must show the same mutes:
that is what "the desk is given back exactly" means.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from bridge.demo.ardour import Ardour
from bridge.demo.reel import LENGTH, Act, reel, script
from bridge.model.errors import StembridgeError
from bridge.shell.client import Client, Reply, found
from bridge.shell.daemon import Daemon, Orders
from bridge.shell.demo import DemoDaw

BLOCKS = range(43819, 60000, 50)
"""Where a block of free ports is looked for: 20 for the DAW, behind them 5 for the bridge."""
OURS = 20
START = 15.0
"""Seconds that the bridge has to follow the DAW; it needs a tenth of one."""
STEPS = ("dx", "no-dx", "no-mx", "mx", "fx", "dx+mx", "fx+mx", "no-fx", "dx+fx")
"""The previews of a rehearsal, in order, again and again. The second and third hear the effects, for in their time
somebody mutes one: a mute on a strip that we have muted ourselves can't be seen by anybody.
"""
STAY = 4.0
"""Seconds that each stays."""


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
    """A strip whose mute is not what it would be without the bridge."""

    strip: str
    mute: bool | None
    alone: bool | None


class Rehearsal:
    """A bridge that follows the stand-in; `moments` is what has happened, `told` hears each moment."""

    def __init__(self, folder: Path, told: Callable[[Moment], None]) -> None:
        loop = asyncio.get_running_loop()
        self._loop = loop
        self._began = loop.time()
        self._told = told
        self._daw = Ardour(reel(), self._began)
        self._twin = Ardour(reel(), self._began)
        self._bridge: asyncio.Task[int]
        self.moments: list[Moment] = []
        self.state, self.show = folder / "state", folder / "show"
        self.daemon = Daemon(Orders(self.state, self.show))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Client]:
        """While entered, the DAW plays its reel and the bridge follows it; gives the bridge's client."""
        port = free_block()
        self._write_show(port)
        demo = DemoDaw(self._daw, port, self._acts())
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
        """Ask for a preview as a client does; True if the bridge said yes."""
        asked = self._loop.time()
        reply: Reply = await asyncio.to_thread(client.command, "preview", name=name)
        took = self._loop.time() - asked
        self.note("you", f"ask for {name}", good=True)
        self.note("bridge", f"{reply.lines[0]} ({took * 1000:.0f} ms)", good=reply.ok)
        return reply.ok

    async def perform(self, client: Client, seconds: float) -> bool:
        """One preview after the other for so long, then off; True if the bridge said yes to all."""
        good = True
        while (second := self._loop.time() - self._began) + STAY < seconds:
            step = STEPS[int(second % LENGTH // STAY) % len(STEPS)]
            good = await self.preview(client, step) and good
            await asyncio.sleep(STAY)
        return await self.preview(client, "off") and good

    def differences(self) -> tuple[Difference, ...]:
        """Where the desk is not as it would be without the bridge, at this moment."""
        here, alone = self._daw.session.mutes, self._twin.session.mutes
        names = [*here, *(name for name in alone if name not in here)]
        return tuple(
            Difference(name, here.get(name), alone.get(name)) for name in names if here.get(name) != alone.get(name)
        )

    def note(self, who: str, what: str, *, good: bool = True) -> None:
        """Something happened now."""
        moment = Moment(self._loop.time() - self._began, who, what, good)
        self.moments.append(moment)
        self._told(moment)

    # --- setting up -------------------------------------------------------------------------------------------------

    def _acts(self) -> tuple[Act, ...]:
        """The script, each act done on the DAW and on its twin."""

        def both(act: Act, again: Act) -> Act:
            return Act(act.second, act.sentence, lambda: (act.do(), again.do()))

        return tuple(both(*acts) for acts in zip(script(self._daw), script(self._twin), strict=True))

    def _write_show(self, port: int) -> None:
        self.state.mkdir(mode=0o700, exist_ok=True)
        self.show.mkdir(exist_ok=True)
        rig = f"[rig]\nport = {port}\nlocal_port = {port + OURS}\n"
        (self.show / "show.toml").write_text(f'title = "Demo"\nmode = "preview"\n\n{rig}', "utf-8")

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
