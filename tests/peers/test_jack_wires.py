"""What is wired on a real JACK server by anybody: seen at once, whole, and by its right name."""

import asyncio
import shutil
import statistics
from collections.abc import Iterator

import pytest

from bridge.model.desk import Kind
from bridge.model.routing import Sink
from bridge.model.routingnews import GraphLost, GraphTold
from bridge.shell.jackwirechild import PAUSE
from bridge.shell.jackwires import ENDED, LEFT
from tests.peers.jackd import Jackd, Patch
from tests.peers.wiring import feeds, listening

pytestmark = pytest.mark.peer

KINDS = {"Master": Kind.MASTER, "DX": Kind.BUS, "FX": Kind.BUS, "DX 1": Kind.AUDIO}
PORTS = tuple(f"{name}/audio_{way} 1" for name in KINDS for way in ("in", "out"))
TO_FX = "ardour:DX 1/audio_out 1", "ardour:FX/audio_in 1"
TO_DX = "ardour:DX 1/audio_out 1", "ardour:DX/audio_in 1"
SOON = 0.5
"""Seconds in which a change must be told, on a machine that may be busy; a tenth of them is usual."""


@pytest.fixture
def ardour(server: Jackd) -> Iterator[Patch]:  # noqa: ARG001 - it needs one
    """A client with the ports of an Ardour."""
    with Patch("ardour") as patch:
        patch.ports(*PORTS)
        yield patch


@pytest.fixture
def patchbay(ardour: Patch) -> Iterator[Patch]:  # noqa: ARG001 - the DAW is there first
    with Patch() as patch:
        yield patch


async def ran(*argv: str) -> tuple[int, str]:
    """A program's exit code and what it printed."""
    quiet = asyncio.subprocess.DEVNULL
    program = await asyncio.create_subprocess_exec(*argv, stdin=quiet, stdout=asyncio.subprocess.PIPE, stderr=quiet)
    printed, _ = await program.communicate()
    return program.returncode or 0, printed.decode()


async def test_each_connection_and_its_end_is_told_at_once(patchbay: Patch) -> None:
    async with listening(KINDS) as ear:
        await ear.until(feeds("DX 1"))
        for pause in (0.0, 0.2):
            took = []
            for _ in range(10):
                done = patchbay.connect(*TO_FX)
                took.append(await ear.until(feeds("DX 1", Sink("FX", 0))) - done)
                await ear.rest(pause)
                done = patchbay.part(*TO_FX)
                took.append(await ear.until(feeds("DX 1")) - done)
                await ear.rest(pause)
            print(f"told after {statistics.median(took) * 1000:.0f} ms, at most {max(took) * 1000:.0f} ms")
            assert max(took) < SOON


@pytest.mark.skipif(shutil.which("jack_connect") is None, reason="jack_connect is not installed")
async def test_what_jack_connect_does_is_told(ardour: Patch) -> None:
    assert ardour.said == "ardour"
    async with listening(KINDS) as ear:
        await ear.until(feeds("DX 1"))
        assert await ran("jack_connect", *TO_FX) == (0, "")
        await ear.until(feeds("DX 1", Sink("FX", 0)))


def flood(patchbay: Patch) -> float:
    """4000 changes and one more; gives the seconds that they took."""
    began = patchbay.connect(*TO_FX)
    for _ in range(1000):
        patchbay.part(*TO_FX)
        patchbay.connect(*TO_DX)
        patchbay.part(*TO_DX)
        patchbay.connect(*TO_FX)
    return patchbay.connect(*TO_DX) - began


async def test_a_flood_of_changes_is_told_in_few_words_and_the_last_one_is_right(patchbay: Patch) -> None:
    async with listening(KINDS) as ear:
        await ear.until(feeds("DX 1"))
        before = len(ear.told)
        took = await asyncio.to_thread(flood, patchbay)
        await ear.until(feeds("DX 1", Sink("FX", 0), Sink("DX", 0)))
        assert len(ear.told) - before <= took / PAUSE + 3


async def test_what_goes_through_another_program_and_comes_back_is_told(patchbay: Patch) -> None:
    async with listening(KINDS) as ear:
        patchbay.ports("in 1", "out 1")
        patchbay.connect("ardour:DX 1/audio_out 1", "patchbay:in 1")
        patchbay.connect("patchbay:out 1", "ardour:FX/audio_in 1")
        await ear.until(lambda graph: graph is not None and bool(graph.returns))
        assert ear.graph is not None
        assert ear.graph.by_name["DX 1"].way.outs[0] == (Sink("", 0, "patchbay:in 1"),)
        assert ear.graph.returns == (("patchbay:out 1", Sink("FX", 0)),)


async def test_a_sound_card_gives_nothing_back(patchbay: Patch) -> None:
    async with listening(KINDS) as ear:
        patchbay.connect("system:capture_1", "ardour:DX 1/audio_in 1")
        patchbay.connect("ardour:Master/audio_out 1", "system:playback_1")
        await ear.until(feeds("Master", Sink("", 0, "system:playback_1")))
        assert ear.graph is not None
        assert ear.graph.returns == ()


HOSTILE = ['"DX" 1', "FX/audio_in 1", "A\nB\tC", "100 %s %n", "\u202eDX", "音" * 60, "a;b", "'; drop", "\\ { [ 1"]


async def test_whatever_a_strip_is_called_it_is_known(patchbay: Patch, ardour: Patch) -> None:
    kinds = KINDS | dict.fromkeys(HOSTILE, Kind.AUDIO)
    ardour.ports(*(f"{name}/audio_out 1" for name in HOSTILE))
    for name in HOSTILE:
        patchbay.connect(f"ardour:{name}/audio_out 1", "ardour:FX/audio_in 1")
    async with listening(kinds) as ear:
        for name in HOSTILE:
            await ear.until(feeds(name, Sink("FX", 0)))


async def test_a_name_that_is_no_text_hides_nothing(patchbay: Patch) -> None:
    async with listening(KINDS) as ear:
        await ear.until(feeds("DX 1"))
        patchbay.raw(b"cut \xe9\x9f/audio_out 1")
        patchbay.connect(*TO_FX)
        await ear.until(feeds("DX 1", Sink("FX", 0)))


async def test_strips_that_are_made_renamed_and_removed_are_told(ardour: Patch) -> None:
    async with listening(KINDS | {"NEW": Kind.AUDIO, "OLD": Kind.AUDIO}) as ear:
        await ear.until(feeds("DX 1"))
        ardour.ports("NEW/audio_out 1")
        await ear.until(lambda graph: graph is not None and "NEW" in graph.by_name)
        ardour.rename("NEW/audio_out 1", "OLD/audio_out 1")
        await ear.until(lambda graph: graph is not None and graph.by_name.keys() == {*KINDS, "OLD"})
        ardour.drop("OLD/audio_out 1")
        await ear.until(lambda graph: graph is not None and graph.by_name.keys() == set(KINDS))


async def test_our_client_makes_no_port_and_stands_in_nobodys_way(ardour: Patch) -> None:
    assert ardour.said == "ardour"
    async with listening(KINDS) as ear:
        await ear.until(feeds("DX 1"))
        _, ports = await ran("jack_lsp")
        assert "ardour:DX 1/audio_out 1" in ports
        assert "stembridge" not in ports


async def test_a_daw_that_leaves_jack_and_returns_is_told(server: Jackd) -> None:
    assert server.name
    async with listening(KINDS) as ear:
        for _ in range(2):
            with Patch("ardour") as patch:
                patch.ports(*PORTS)
                await ear.until(lambda graph: graph is not None and len(graph.nodes) == len(KINDS))
            await ear.until(lambda graph: graph is None)
            assert isinstance(ear.last, GraphLost)
            assert ear.last.text == LEFT


async def test_a_second_ardour_is_not_taken_for_the_first(ardour: Patch) -> None:
    with Patch("ardour") as second:
        assert second.said == "ardour-01"
        second.ports("Master/audio_in 1", "Reel 2/audio_out 1")
        async with listening(KINDS) as ear:
            second.connect("ardour-01:Reel 2/audio_out 1", "ardour:FX/audio_in 1")
            ardour.connect(*TO_FX)
            await ear.until(feeds("DX 1", Sink("FX", 0)))
            assert ear.graph is not None
            assert ear.graph.returns == (("ardour-01:Reel 2/audio_out 1", Sink("FX", 0)),)


# --- without a server -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kill", [True, False], ids=["killed", "stopped"])
async def test_a_server_that_ends_and_returns_is_told(server: Jackd, *, kill: bool) -> None:
    async with listening(KINDS) as ear:
        with Patch("ardour") as patch:
            patch.ports(*PORTS)
            await ear.until(feeds("DX 1"))
            server.stop(kill=kill)
            await ear.until(lambda graph: graph is None)
        assert isinstance(ear.last, GraphLost)
        assert ear.last.text in {ENDED, LEFT}  # the ports may have gone first
        server.start()
        with Patch("ardour") as patch:
            patch.ports(*PORTS)
            patch.connect(*TO_FX)
            await ear.until(feeds("DX 1", Sink("FX", 0)))


async def test_where_no_server_runs_nothing_is_told_and_none_is_started_until_one_comes(server: Jackd) -> None:
    server.stop()
    async with listening(KINDS) as ear:
        await ear.rest(2.5)
        assert ear.told == []
        assert (await ran("jack_lsp"))[0] != 0
        server.start()
        with Patch("ardour") as patch:
            patch.ports(*PORTS)
            await ear.until(feeds("DX 1"))
        assert isinstance(ear.told[0], GraphTold)
