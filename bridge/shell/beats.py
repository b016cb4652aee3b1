"""Beats: one picture for all who look, at most fifteen a second, sooner where a person was answered.

Every stream waits for the same beat, so that a picture is taken once and what changed is spelt once, however many
consoles are open. Spelling two thousand rows takes longer than a fader may wait: it is done in pieces, and the loop
turns between them.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from bridge.model.snapshot import Snapshot
from bridge.shell import wireformat

PERIOD = 1 / 15
"""Seconds between two beats at least, where nobody was answered."""
SHARE = 0.05
"""The share of the engine's time that beats may take: where thousands of rows change, they come less often."""
SHORTEST = 0.002
"""Seconds between two beats at least, however many are answered."""
CREDIT = 0.3
"""Seconds by which beats may be ahead of their time because people were answered; who asks without end waits again."""
ALIVE = 0.4
"""Where nothing changes, a beat still comes after so many seconds: who hears none knows that the bridge hangs."""


class Engine(Protocol):
    """What the beats need of the pump."""

    revision: int

    def snapshot(self) -> Snapshot:
        """The picture at this moment."""

    async def moved(self, seen: int) -> int:
        """The revision, as soon as it is another than `seen`."""


@dataclass(frozen=True, slots=True, eq=False)
class Beat:
    """A picture, and the revision that it shows."""

    revision: int
    snapshot: Snapshot


class Beats:
    """The beats of one engine; they only go while somebody waits for one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._last: Beat | None = None
        self._coming: asyncio.Task[Beat] | None = None
        self._due = self._cost = 0.0
        self._hurried = asyncio.Event()
        self._step: tuple[Beat, Beat, asyncio.Task[str]] | None = None

    def now(self) -> Beat:
        """The picture at this moment, shared by all who ask at the same revision."""
        if self._last is None or self._last.revision != self._engine.revision:
            self._last = Beat(self._engine.revision, self._engine.snapshot())
        return self._last

    async def after(self, seen: Beat) -> Beat:
        """The next beat: with what has changed since `seen`, or `seen` again if there is none for `ALIVE` seconds.

        Also where pictures are so dear that the next one may take longer: who waits must hear that the bridge lives.
        """
        if self._coming is None or self._coming.done():
            self._coming = asyncio.create_task(self._next(seen.revision))
        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(self._coming), ALIVE)
        return seen

    async def change(self, old: Beat, new: Beat) -> str:
        """The message from one picture to another, "" if they tell the same; spelt once for all who take this step."""
        if old is new:
            return ""
        if self._step is None or self._step[0] is not old or self._step[1] is not new:
            self._step = (old, new, asyncio.create_task(self._spell(old, new)))
        return await asyncio.shield(self._step[2])

    def hurry(self) -> None:
        """A person was answered and waits to see what the key did: the next beat comes in a moment."""
        self._hurried.set()

    async def close(self) -> None:
        """No more beats."""
        if (coming := self._coming) is not None:
            coming.cancel()
            await asyncio.wait({coming})
            coming.cancelled() or coming.exception()  # whoever waited for it was told

    async def _next(self, seen: int) -> Beat:
        loop = asyncio.get_running_loop()
        self._due += max(PERIOD, self._cost / SHARE)
        await asyncio.sleep(self._due - CREDIT - loop.time())
        if (pause := self._due - loop.time()) > 0:
            await self._rest(pause)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._engine.moved(seen), ALIVE)
        self._due, begin = max(self._due, loop.time()), time.thread_time()
        beat = self.now()
        self._cost = time.thread_time() - begin
        return beat

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._hurried.wait(), seconds)
            self._hurried.clear()
            await asyncio.sleep(min(SHORTEST, seconds))

    async def _spell(self, old: Beat, new: Beat) -> str:
        pieces: list[str] = []
        rest = wireformat.change(old.snapshot, new.snapshot, new.revision)
        while True:
            begin = time.thread_time()
            piece = next(rest, None)
            self._cost += time.thread_time() - begin
            if piece is None:
                return "".join(pieces)
            pieces.append(piece)
            await asyncio.sleep(0)
