"""The feed: what a console hears of the bridge, whichever bridge runs, for as long as the console lives."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from bridge.model.snapshot import Snapshot
from bridge.shell import runfile, wireformat
from bridge.shell.client import NO_BRIDGE, NoAnswer, NoBridge
from bridge.shell.runfile import RunFile
from bridge.shell.stream import messages

AGAIN = 0.2
"""Seconds between two looks for a bridge."""
STRANGE = "The bridge that runs is of another version than this console. Nothing was changed. Start it again too."


@dataclass(frozen=True, slots=True)
class Found:
    """A bridge answers; commands go there from now on."""

    run: RunFile


@dataclass(frozen=True, slots=True)
class Pictured:
    """A new picture."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Alive:
    """Nothing has changed, and the bridge says so."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The bridge is gone; `why` if there is more to say."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Silent:
    """A bridge is there and does not answer: it hangs, or was stopped."""


News = Found | Pictured | Alive | Lost | Silent


async def news(state: Path) -> AsyncGenerator[News]:
    """What is heard of the bridge of this state folder; looks for it again and again, and never ends by itself.

    One whose stream has ended is lost only when it is not found again: a stopped one still holds its port.
    """
    known = False
    while True:
        try:
            async with aclosing(_life(runfile.read(state))) as life:
                async for one in life:
                    known = True
                    yield one
        except NoAnswer:
            yield Silent()
        except NoBridge:
            if known:
                known = False
                yield Lost()
        except ValueError:
            yield Lost(STRANGE)
        await asyncio.sleep(AGAIN)


async def _life(run: RunFile | None) -> AsyncGenerator[News]:
    """One bridge from its first picture to its end. Raises `NoBridge`, `ValueError` for one of another version."""
    if run is None:
        raise NoBridge(NO_BRIDGE)
    snapshot: Snapshot | None = None
    async with aclosing(messages(run)) as stream:
        async for message in stream:
            match message.get("type"):
                case "state":
                    snapshot = wireformat.snapshot(message["state"])
                    yield Found(run)
                    yield Pictured(snapshot)
                case "change" if snapshot is not None:
                    snapshot = wireformat.after(snapshot, message)
                    yield Pictured(snapshot)
                case _:
                    yield Alive()
