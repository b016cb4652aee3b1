"""The line to our script: two files that are always whole, a socket, and nothing lost when the disk is in the way."""

import stat
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bridge.demo.graph import node
from bridge.model.desk import Target
from bridge.model.effects import Reroute, SetRoutes
from bridge.model.events import Joined, Told
from bridge.model.routing import Way
from bridge.model.routingnews import CompanionChanged, CompanionState, GraphTold, HiddenTold, RoutesRefused
from bridge.shell.companion import CompanionLine
from bridge.wire.companion import LEASE, ORDERS, Lease, read_lease, read_orders
from tests.shell.hearing import Ear
from tests.shell.scriptbeside import ScriptBeside, small_session


@asynccontextmanager
async def _line(*folders: Path) -> AsyncIterator[tuple[CompanionLine, Ear]]:
    ear = Ear()
    line = CompanionLine(folders, ear, time.monotonic)
    line.start()
    try:
        yield line, ear
    finally:
        line.close()


def _lease(folder: Path) -> Lease:
    lease = read_lease((folder / LEASE).read_text("ascii"))
    assert lease is not None
    return lease


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_it_writes_for_its_owner_alone_into_each_folder_that_is_there(tmp_path: Path) -> None:
    there, also, missing = tmp_path / "ardour7", tmp_path / "ardour8", tmp_path / "ardour9"
    there.mkdir()
    also.mkdir()
    async with _line(there, also, missing):
        assert _lease(there) == _lease(also)
        assert stat.S_IMODE((there / LEASE).stat().st_mode) == 0o600
        assert _names(there) == [LEASE, ORDERS]
    assert not missing.exists()


async def test_without_any_folder_it_says_what_installing_would_give(tmp_path: Path) -> None:
    async with _line(tmp_path / "ardour7") as (_, ear):
        event = await ear.heard(CompanionChanged)
        assert isinstance(event, CompanionChanged)
        assert event.state is CompanionState.NONE
        assert "stembridge install ardour" in event.text


async def test_what_the_script_tells_is_heard_and_an_order_is_obeyed(tmp_path: Path) -> None:
    session = small_session()
    beside = ScriptBeside(tmp_path, session)
    async with _line(tmp_path) as (line, ear):
        line.watch(Joined(time.monotonic(), "reel1", fresh=True, port=3819))
        beside.tick()
        told = await ear.heard(GraphTold)
        assert isinstance(told, GraphTold)
        assert set(told.graph.by_name) == {"Master", "DX", "DX 1"}
        await ear.heard(HiddenTold)
        state = await ear.heard(CompanionChanged)
        assert isinstance(state, CompanionChanged)
        assert state.state is CompanionState.LIVE
        track = node(session["DX 1"])
        line.send(
            SetRoutes(
                1, (Reroute(track.id, "DX 1", Way(((), ())), track.way), Reroute("77", "DX 2", Way(((), ())), Way()))
            )
        )
        beside.tick()
        refused = await ear.heard(RoutesRefused)
        assert isinstance(refused, RoutesRefused)
        assert [name for name, _ in refused.refused] == ["DX 2"]
        await ear.heard(GraphTold, 2)
        assert node(session["DX 1"]).way == Way(((), ()))
        assert read_orders((tmp_path / ORDERS).read_text("ascii")) == (_lease(tmp_path).token, "demo", ())


async def test_an_order_while_nobody_answers_is_refused_at_once(tmp_path: Path) -> None:
    async with _line(tmp_path) as (line, ear):
        line.send(SetRoutes(4, (Reroute("1", "DX 1", Way(), Way()),)))
        refused = await ear.heard(RoutesRefused)
        assert isinstance(refused, RoutesRefused)
        assert refused.order == 4


async def test_what_is_owed_is_written_when_owe_returns_and_stays_written_after_the_end(tmp_path: Path) -> None:
    async with _line(tmp_path) as (line, _):
        line.owe("reel1", {Target("DX 1"): False})
        lease = _lease(tmp_path)
        assert [(row.name, row.ours) for row in lease.owed] == [("DX 1", True)]
        assert (lease.session, lease.port > 0) == ("reel1", True)
    assert (_lease(tmp_path).port, _lease(tmp_path).owed) == (0, lease.owed)


async def test_a_folder_that_takes_nothing_is_said_once_and_tried_again(tmp_path: Path) -> None:
    (tmp_path / LEASE).mkdir()
    async with _line(tmp_path) as (line, ear):
        trouble = await ear.heard(Told)
        assert isinstance(trouble, Told)
        assert "nothing is lost" in trouble.text
        line.owe("reel1", {Target("DX 1"): False})
        assert len([event for event in ear.events if isinstance(event, Told)]) == 1
        assert _names(tmp_path) == [LEASE, ORDERS]
        (tmp_path / LEASE).rmdir()
        line.owe("reel1", {Target("DX 1"): False, Target("DX 2"): False})
        assert len(_lease(tmp_path).owed) == 2


async def test_the_beat_goes_on(tmp_path: Path) -> None:
    session = small_session()
    beside = ScriptBeside(tmp_path, session)
    async with _line(tmp_path) as (line, ear):
        line.watch(Joined(time.monotonic(), "reel1", fresh=True, port=3819))
        first = _lease(tmp_path).beat
        beside.tick()
        await ear.heard(GraphTold)
        line._companion._beat_at = -1.0  # type: ignore[union-attr]
        line._beat()
        assert _lease(tmp_path).beat == first + 1
