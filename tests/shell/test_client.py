import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bridge.model.effects import Answer
from bridge.model.events import Event, LinkState
from bridge.model.requests import ModeAsked
from bridge.model.show import Mode
from bridge.model.snapshot import PreviewView, Snapshot
from bridge.model.transport import Transport
from bridge.shell import client, runfile
from bridge.shell.client import NO_BRIDGE, Client, NoAnswer, NoBridge, alive, found
from bridge.shell.runfile import RunFile
from bridge.shell.server import Server
from bridge.shell.stream import states
from tests.cli.serving import Cues

PICTURE = Snapshot(
    1.0, Mode.WATCH, LinkState.LIVE, "", 0.0, "reel 1", 48000, Transport(), PreviewView(), (), (), (), (), (), None, ()
)


class Engine:
    """An engine that says yes to everything."""

    def __init__(self) -> None:
        self.revision = 0
        self.asked: list[Event] = []

    def snapshot(self) -> Snapshot:
        return PICTURE

    async def moved(self, seen: int) -> int:
        await asyncio.get_running_loop().create_future()
        return seen

    def ask(self, asked: Callable[[float, int], Event]) -> asyncio.Future[Answer]:
        self.asked.append(asked(1.0, 7))
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        future.set_result(Answer(7, ok=True, lines=("Done.",)))
        return future


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    """An engine that is served, its run file in `tmp_path`."""
    engine = Engine()
    server = Server(engine, Cues(), "secret")
    port = await server.start()
    runfile.write(tmp_path, RunFile(os.getpid(), port, "secret", "", "watch"))
    yield engine
    await server.stop()


async def test_a_command_comes_back_with_its_lines(engine: Engine, tmp_path: Path) -> None:
    reply = await asyncio.to_thread(found(tmp_path).command, "mode", mode="preview")
    assert (reply.ok, reply.lines) == (True, ("Done.",))
    assert engine.asked == [ModeAsked(1.0, 7, Mode.PREVIEW)]


@pytest.mark.usefixtures("engine")
async def test_the_cues_come_as_the_interface_lists_them(tmp_path: Path) -> None:
    body = await asyncio.to_thread(found(tmp_path).cues)
    assert (body["version"], body["cues"]) == (1, [])


async def test_a_refused_command_comes_back_with_the_sentence(engine: Engine, tmp_path: Path) -> None:
    reply = await asyncio.to_thread(found(tmp_path).command, "mode", mode="previw")
    assert not reply.ok
    assert "Did you mean preview?" in reply.lines[0]
    assert engine.asked == []


@pytest.mark.usefixtures("engine")
async def test_the_state_is_a_snapshot(tmp_path: Path) -> None:
    body = await asyncio.to_thread(found(tmp_path).state)
    assert body["session"] == "reel 1"


@pytest.mark.usefixtures("engine")
async def test_the_stream_begins_with_the_state(tmp_path: Path) -> None:
    run = found(tmp_path).run
    async for body in states(run):
        assert body["session"] == "reel 1"
        break


@pytest.mark.usefixtures("engine")
async def test_a_bridge_that_answers_is_alive(tmp_path: Path) -> None:
    run = await asyncio.to_thread(alive, tmp_path)
    assert run is not None
    assert run.pid == os.getpid()


def test_where_no_run_file_lies_no_bridge_runs(tmp_path: Path) -> None:
    with pytest.raises(NoBridge, match="stembridge run"):
        found(tmp_path)
    assert alive(tmp_path) is None


def test_the_remains_of_a_dead_bridge_are_no_bridge(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        port = gone.getsockname()[1]
    runfile.write(tmp_path, RunFile(os.getpid(), port, "secret", "", "watch"))
    with pytest.raises(NoBridge) as told:
        found(tmp_path).state()
    assert str(told.value) == NO_BRIDGE
    assert alive(tmp_path) is None


def test_a_bridge_that_hangs_is_alive_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "QUICK", 0.05)
    with closing(socket.create_server(("127.0.0.1", 0))) as hanging:
        run = RunFile(os.getpid(), hanging.getsockname()[1], "secret", "", "watch")
        runfile.write(tmp_path, run)
        with pytest.raises(NoAnswer, match=f"process {os.getpid()}"):
            found(tmp_path).state()
        assert alive(tmp_path) == run


@pytest.mark.usefixtures("engine")
async def test_another_s_token_gets_nothing(tmp_path: Path) -> None:
    run = found(tmp_path).run
    stranger = Client(RunFile(run.pid, run.port, "guess", "", "watch"))
    with pytest.raises(NoBridge):
        await asyncio.to_thread(stranger.state)


def test_the_stream_of_no_bridge_says_so() -> None:
    async def first() -> None:
        async for _ in states(RunFile(1, 1, "", "", "watch")):
            return

    with pytest.raises(NoBridge):
        asyncio.run(first())
