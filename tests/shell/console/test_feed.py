"""The feed: what a console hears, whichever bridge runs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from itertools import count
from pathlib import Path

import pytest

from bridge.shell import runfile, wireformat
from bridge.shell.client import NoAnswer, NoBridge
from bridge.shell.console import feed
from bridge.shell.console.feed import STRANGE, Alive, Found, Lost, News, Pictured, Silent, news
from bridge.shell.runfile import RunFile
from bridge.shell.wireformat import Json
from tests.ui.screen.scenes import PICTURE

RUN = RunFile(1, 2, "token", "/show", "preview")
STATE: Json = {"type": "state", "revision": 1, "state": wireformat.state(PICTURE, 1)}
Life = tuple[Json | Exception, ...]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "AGAIN", 0.0)


async def heard(state: Path, monkeypatch: pytest.MonkeyPatch, *lives: Life) -> list[News]:
    """What is heard of bridges one after the other, each with these messages and this end, until all have lived."""
    runfile.write(state, RUN)
    turns = count()
    over = asyncio.Event()

    async def messages(_: RunFile) -> AsyncGenerator[Json]:
        turn = next(turns)
        if turn >= len(lives):
            over.set()
            raise NoAnswer("it is enough")
        for one in lives[turn]:
            if isinstance(one, Exception):
                raise one
            yield one

    monkeypatch.setattr(feed, "messages", messages)
    found: list[News] = []
    async with aclosing(news(state)) as stream, asyncio.timeout(20):
        async for one in stream:
            if over.is_set():
                return found
            found.append(one)
    raise AssertionError("the feed has ended")


async def test_a_bridge_is_found_pictured_and_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = {"type": "change", "revision": 2, "at": 1001.0, "changed": {"session": "Reel 4"}}
    found = await heard(tmp_path, monkeypatch, (STATE, {"type": "alive"}, change))
    assert [type(one) for one in found] == [Found, Pictured, Alive, Pictured]
    assert isinstance(found[3], Pictured)
    assert found[3].snapshot.session == "Reel 4"
    assert found[3].snapshot.tracks[0] is not None


async def test_a_stream_that_ends_is_a_loss_only_when_nobody_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await heard(tmp_path, monkeypatch, (STATE,), (NoAnswer("stopped"),), (NoBridge("gone"),), (STATE,))
    assert [type(one) for one in found] == [Found, Pictured, Silent, Lost, Found, Pictured]


async def test_a_bridge_that_is_not_there_is_lost_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = (NoBridge("gone"),)
    found = await heard(tmp_path, monkeypatch, gone, (STATE, NoBridge("gone")), gone, gone)
    assert [type(one) for one in found] == [Found, Pictured, Lost]


@pytest.mark.parametrize("strange", [{"type": "state", "state": {"mode": "dance"}}, {"type": "state", "state": {}}])
async def test_a_bridge_of_another_version_is_said_and_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strange: Json
) -> None:
    assert await heard(tmp_path, monkeypatch, (strange,)) == [Lost(STRANGE)]


async def test_a_run_file_that_goes_is_a_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def messages(_: RunFile) -> AsyncGenerator[Json]:
        yield STATE
        runfile.remove(tmp_path, RUN.pid)

    runfile.write(tmp_path, RUN)
    monkeypatch.setattr(feed, "messages", messages)
    async with aclosing(news(tmp_path)) as stream, asyncio.timeout(20):
        assert [type(await anext(stream)) for _ in range(3)] == [Found, Pictured, Lost]
