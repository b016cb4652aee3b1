"""What is wired on JACK, told to the bridge by a child process; the child here is made up."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bridge.model.desk import Kind
from bridge.model.events import Event
from bridge.model.routing import GraphSource, Sink
from bridge.model.routingnews import GraphLost, GraphTold
from bridge.shell import jackwires
from bridge.shell.jackwirechild import HEAD, NO_LIBRARY
from bridge.shell.jackwires import ENDED, LARGEST, LEFT, JackWires

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="JACK is watched on Linux only")

KINDS = {"Master": Kind.MASTER, "DX": Kind.BUS, "DX 1": Kind.AUDIO}
WAIT = "sys.stdin.read()"


def record(*wires: tuple[int, int], client: str = "ardour", at: float = 12.5) -> bytes:
    """What a child tells: three strips and these connections."""
    outs, ins = ([f"{client}:{name}/audio_{way} 1" for name in KINDS] for way in ("out", "in"))
    told = json.dumps({"outs": outs, "ins": ins, "wires": wires, "ends": []}).encode()
    return HEAD.pack(at, len(told)) + told


def program(*steps: bytes | str) -> str:
    """A child that writes these bytes and does these things."""
    lines = ["import os, sys"]
    lines += [f"os.write(1, bytes.fromhex({step.hex()!r}))" if isinstance(step, bytes) else step for step in steps]
    return "\n".join(lines)


class Ear:
    """What the bridge would hear."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[Event] = asyncio.Queue()

    async def next(self) -> Event:
        async with asyncio.timeout(20):
            return await self.events.get()

    async def graph(self) -> GraphTold:
        event = await self.next()
        assert isinstance(event, GraphTold)
        return event


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jackwires, "AGAIN", 0.001)


@asynccontextmanager
async def watched(monkeypatch: pytest.MonkeyPatch, *steps: bytes | str) -> AsyncIterator[tuple[JackWires, Ear]]:
    """The wires that such a child tells of."""
    monkeypatch.setattr(jackwires, "CHILD", ("-c", program(*steps)))
    ear = Ear()
    wires = JackWires(ear.events.put_nowait, lambda: 99.0)
    wires.start()
    yield wires, ear
    wires.close()


@pytest.fixture
def once(tmp_path: Path) -> str:
    """A step that lets only the first child pass; the next waits until it is asked to end."""
    mark = str(tmp_path / "mark")
    return f"if os.path.exists({mark!r}): {WAIT}; sys.exit()\nopen({mark!r}, 'w').close()"


@pytest.fixture
def gates(tmp_path: Path) -> tuple["Gate", "Gate"]:
    return Gate(tmp_path / "first"), Gate(tmp_path / "second")


class Gate:
    """A step at which the child stands until it is let through, once."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self._path = path
        self.step = f"open({str(path)!r}).read()"

    def open(self) -> None:
        self._path.write_text("go on")


async def test_a_graph_is_told_once_both_the_wires_and_the_strips_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(monkeypatch, record((2, 1)), WAIT) as (wires, ear):
        wires.know(KINDS)
        told = await ear.graph()
    assert (told.at, told.read_at, told.graph.source) == (99.0, 12.5, GraphSource.JACK)
    assert told.graph.by_name["DX 1"].way.outs == ((Sink("DX", 0),),)


async def test_each_change_is_told_and_the_same_again_is_not(
    monkeypatch: pytest.MonkeyPatch, gates: tuple[Gate, Gate]
) -> None:
    steps = record(), gates[0].step, record(at=13.0), gates[1].step, record((2, 0), at=14.0), WAIT
    async with watched(monkeypatch, *steps) as (wires, ear):
        wires.know(KINDS)
        read = [(await ear.graph()).read_at]
        gates[0].open()
        wires.know(dict(KINDS))
        gates[1].open()
        read.append((await ear.graph()).read_at)
    assert read == [12.5, 14.0]


async def test_another_list_of_strips_is_another_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(monkeypatch, record(), WAIT) as (wires, ear):
        wires.know(KINDS)
        await ear.graph()
        wires.know(KINDS | {"DX 1": Kind.BUS})
        assert (await ear.graph()).graph.by_name["DX 1"].kind is Kind.BUS
        wires.know({"Another": Kind.AUDIO, "Session": Kind.AUDIO})
        assert await ear.next() == GraphLost(99.0, GraphSource.JACK, LEFT)


async def test_a_daw_that_leaves_jack_is_told_once(monkeypatch: pytest.MonkeyPatch, gates: tuple[Gate, Gate]) -> None:
    elsewhere = record(client="a:patchbay"), record((2, 1), client="a:patchbay")
    steps = record(), gates[0].step, *elsewhere, gates[1].step, record(), WAIT
    async with watched(monkeypatch, *steps) as (wires, ear):
        wires.know(KINDS)
        await ear.graph()
        gates[0].open()
        assert await ear.next() == GraphLost(99.0, GraphSource.JACK, LEFT)
        gates[1].open()
        await ear.graph()


async def test_a_server_that_ends_is_told_and_looked_for_again(monkeypatch: pytest.MonkeyPatch, once: str) -> None:
    async with watched(monkeypatch, record(), once) as (wires, ear):
        wires.know(KINDS)
        assert isinstance(await ear.next(), GraphTold)
        assert await ear.next() == GraphLost(99.0, GraphSource.JACK, ENDED)
        assert isinstance(await ear.next(), GraphTold)


@pytest.mark.parametrize(
    "end",
    ["os.abort()", "os.kill(os.getpid(), 9)", "sys.exit(1)", f"os.write(1, {HEAD.pack(1.0, LARGEST + 1)!r}); {WAIT}"],
    ids=["faults", "is killed", "fails", "tells nonsense"],
)
async def test_a_child_that_ends_somehow_is_replaced(monkeypatch: pytest.MonkeyPatch, once: str, end: str) -> None:
    quiet = "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))"
    async with watched(monkeypatch, quiet, record(), once, end) as (wires, ear):
        wires.know(KINDS)
        kinds = [type(await ear.next()) for _ in range(3)]
    assert kinds == [GraphTold, GraphLost, GraphTold]


async def test_where_there_is_no_libjack_nothing_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counted = f"open({str(tmp_path / 'starts')!r}, 'a').write('x')"
    async with watched(monkeypatch, counted, f"sys.exit({NO_LIBRARY})") as (wires, ear):
        wires.know(KINDS)
        child = wires._child
        assert child is not None
        await asyncio.to_thread(child._process.wait)
        assert (wires._child, wires._again) == (None, None)
        assert ear.events.empty()
    assert (tmp_path / "starts").read_text() == "x"


async def test_closing_ends_the_child_and_nothing_is_told_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(monkeypatch, record(), WAIT) as (wires, ear):
        wires.know(KINDS)
        await ear.graph()
        child = wires._child
        wires.close()
        assert child is not None
        assert child._process.returncode == 0
        wires.know({})
        assert ear.events.empty()


async def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jackwires, "LAST_WAIT", 0.01)
    async with watched(monkeypatch, record(), "import signal; signal.pause()") as (wires, ear):
        wires.know(KINDS)
        await ear.graph()
        child = wires._child
    assert child is not None
    assert child._process.returncode == -9
