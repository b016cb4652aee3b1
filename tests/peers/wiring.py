"""How the tests hear what is wired on a real JACK: what the bridge would be told, and when it came."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bridge.model.desk import Kind
from bridge.model.events import Event
from bridge.model.routing import Graph, Sink
from bridge.model.routingnews import GraphLost, GraphTold
from bridge.shell.jackwires import JackWires

PATIENCE = 20.0
"""Seconds in which what is waited for must come."""


class Ear:
    """Everything that was told, each with the time at which it came."""

    def __init__(self) -> None:
        self.told: list[Event] = []
        self._moved = asyncio.Event()

    def __call__(self, event: Event) -> None:
        self.told.append(event)
        self._moved.set()

    async def until(self, true: Callable[[Graph | None], bool]) -> float:
        """Wait until the newest graph is so (None: none is told); gives the time at which that came."""
        async with asyncio.timeout(PATIENCE):
            while not (self.told and true(self.graph)):
                self._moved.clear()
                await self._moved.wait()
        return self.last.at

    async def rest(self, seconds: float) -> None:
        """Hear what comes for so long."""
        await asyncio.sleep(seconds)

    @property
    def last(self) -> GraphTold | GraphLost:
        """What came last."""
        event = self.told[-1]
        assert isinstance(event, GraphTold | GraphLost)
        return event

    @property
    def graph(self) -> Graph | None:
        """The newest graph; None if it is told no more."""
        return self.last.graph if isinstance(self.last, GraphTold) else None


@asynccontextmanager
async def listening(kinds: dict[str, Kind]) -> AsyncIterator[Ear]:
    """What is told while these are the DAW's strips."""
    ear = Ear()
    wires = JackWires(ear, time.monotonic)
    wires.know(kinds)
    wires.start()
    try:
        yield ear
    finally:
        wires.close()


def feeds(source: str, *sinks: Sink, channel: int = 0) -> Callable[[Graph | None], bool]:
    """Whether this strip is there and its channel feeds just these."""

    def true(graph: Graph | None) -> bool:
        node = graph.by_name.get(source) if graph is not None else None
        return node is not None and node.way.outs[channel] == tuple(sorted(sinks))

    return true
