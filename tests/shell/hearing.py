"""An ear for what the shell's lines tell the bridge, which a test can wait for."""

import asyncio

from bridge.model.events import Event

PATIENCE = 20.0
"""Seconds after which a test that waits for something fails."""


class Ear:
    """What the bridge would hear."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._moved = asyncio.Event()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self._moved.set()

    async def until(self, count: int) -> list[Event]:
        """The first so many events."""
        async with asyncio.timeout(PATIENCE):
            while len(self.events) < count:
                self._moved.clear()
                await self._moved.wait()
        return self.events[:count]

    async def heard(self, kind: type[Event], count: int = 1) -> Event:
        """The event of that kind that came as the `count`th."""
        while len(found := [event for event in self.events if isinstance(event, kind)]) < count:
            await self.until(len(self.events) + 1)
        return found[count - 1]
