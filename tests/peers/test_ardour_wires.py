"""A real Ardour on JACK: what is wired there, by it and behind its back, is told as its own Lua tells it."""

import asyncio
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bridge.model.desk import Kind
from bridge.model.routing import Graph, Sink
from tests.peers.beside import beside, until
from tests.peers.conftest import Start
from tests.peers.film import bulk
from tests.peers.jackd import Jackd, Patch
from tests.peers.program import Mode
from tests.peers.rig import RealArdour
from tests.peers.wiring import Ear, feeds, listening

pytestmark = pytest.mark.peer

KINDS = {
    "Master": Kind.MASTER,
    **dict.fromkeys(("DX", "FX", "MX"), Kind.BUS),
    **{f"{bus} TRK {number}": Kind.AUDIO for bus in ("DX", "FX", "MX") for number in (1, 2)},
}
STARTS = 3
"""How often Ardour is started anew at most: under load it may lose JACK at its start."""
SOON = 0.5
"""Seconds in which a change must be told, on a machine that may be busy; a tenth of them is usual."""
AS_IT_IS = """
local routes = Session:get_routes()
for route in routes:iter() do
  local io = route:output()
  for channel = 0, io:n_ports():n_audio() - 1 do
    local port = io:audio(channel)
    local _, found = Session:engine():get_connections("ardour:" .. port:name(), C.StringVector())
    for other in found[2]:iter() do row(route:name(), channel, other) end
  end
end
"""
REROUTE = """
local out, bus = Session:route_by_name({source!r}):output(), Session:route_by_name({bus!r}):input()
out:disconnect_all(nil)
for channel = 0, 1 do out:audio(channel):connect(bus:audio(channel):name()) end
row(1)
"""
HOSTILE = ['DX: "one" <&>', "100 %s %n", "\u202eevil\u202c", "音" * 60, "a/audio_out 1", "a;b", "back\\slash {["]
CUT = "音" * 200
"""Too long for jackd, which cuts it in the middle of a letter, and the port's ending with it."""


@pytest.fixture(scope="module")
def ardour(server: Jackd, start_ardour: Start) -> RealArdour:
    assert server.name
    ardour = start_ardour(bulk(6), Mode.GUI, jack=True, script=True)
    for _ in range(STARTS):
        if ardour.run_lua("row(Session:engine():current_backend_name(), Session:engine():running())")[0][1] == "true":
            break
        ardour.reopen()
    return ardour


@pytest.fixture
def patchbay(ardour: RealArdour) -> Iterator[Patch]:  # noqa: ARG001 - the DAW is there first
    with Patch() as patch:
        yield patch


def connections(graph: Graph | None) -> set[tuple[str, ...]]:
    """(strip, channel, where to) of every connection, as Ardour's Lua tells them."""
    assert graph is not None
    return {
        (node.name, str(channel), sink.port or f"ardour:{sink.strip.replace(':', '-')}/audio_in {sink.channel + 1}")
        for node in graph.nodes
        for channel, sinks in enumerate(node.way.outs)
        for sink in sinks
    }


def as_it_is(ardour: RealArdour) -> set[tuple[str, ...]]:
    """The same, as it is."""
    return {(*row,) for row in ardour.run_lua(AS_IT_IS) if row[0] not in {"auditioner", "Click"}}


async def test_the_whole_routing_is_as_ardour_says(ardour: RealArdour) -> None:
    async with listening(KINDS) as ear:
        await ear.until(lambda graph: graph is not None and graph.by_name.keys() >= KINDS.keys())
        assert connections(ear.graph) == as_it_is(ardour)
        assert ear.graph is not None
        assert tuple(ear.graph.by_name) == tuple(KINDS)
        assert {name: (node.inputs, len(node.way.outs)) for name, node in ear.graph.by_name.items()} == {
            name: (1 if kind is Kind.AUDIO else 2, 2) for name, kind in KINDS.items()
        }


async def reroutes(ardour: RealArdour, ear: Ear, bus: str) -> None:
    await asyncio.to_thread(ardour.run_lua, REROUTE.format(source="DX TRK 1", bus=bus).replace("'", '"'))
    await ear.until(feeds("DX TRK 1", Sink(bus, 0)))


async def test_what_is_routed_in_ardour_is_told(ardour: RealArdour) -> None:
    async with listening(KINDS) as ear:
        await reroutes(ardour, ear, "FX")
        await reroutes(ardour, ear, "DX")


async def test_what_another_program_connects_is_told_and_ardour_says_so_too(
    ardour: RealArdour, patchbay: Patch
) -> None:
    wire = "ardour:DX TRK 1/audio_out 1", "ardour:FX/audio_in 1"
    took = []
    async with listening(KINDS) as ear:
        await ear.until(feeds("DX TRK 1", Sink("DX", 0)))
        for _ in range(5):
            done = patchbay.connect(*wire)
            took.append(await ear.until(feeds("DX TRK 1", Sink("DX", 0), Sink("FX", 0))) - done)
            assert connections(ear.graph) == as_it_is(ardour)
            done = patchbay.part(*wire)
            took.append(await ear.until(feeds("DX TRK 1", Sink("DX", 0))) - done)
            await ear.rest(0.1)
    print(f"told after {statistics.median(took) * 1000:.0f} ms, at most {max(took) * 1000:.0f} ms")
    assert max(took) < SOON


@contextmanager
def renamed(ardour: RealArdour, name: str) -> Iterator[dict[str, Kind]]:
    """The strips while a track has another name."""
    got = ardour.rename("FX TRK 1", name)
    assert got == name
    yield {name if each == "FX TRK 1" else each: kind for each, kind in KINDS.items()}
    ardour.rename(name, "FX TRK 1")


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_track_is_known_by_its_name_whatever_that_is(ardour: RealArdour, name: str) -> None:
    with renamed(ardour, name) as kinds:
        async with listening(kinds) as ear:
            await ear.until(lambda graph: graph is not None and graph.by_name.keys() == kinds.keys())
            assert connections(ear.graph) == as_it_is(ardour)


async def test_a_track_whose_name_jack_has_cut_is_not_told_and_hides_no_other(
    ardour: RealArdour, patchbay: Patch
) -> None:
    ardour.rename("FX TRK 2", CUT)  # the last test here: Ardour may not find the way back from such a name
    kinds = {name: kind for name, kind in KINDS.items() if name != "FX TRK 2"}
    async with listening(kinds | {CUT: Kind.AUDIO}) as ear:
        await ear.until(lambda graph: graph is not None and graph.by_name.keys() == kinds.keys())
        patchbay.connect("ardour:MX TRK 1/audio_out 1", "ardour:FX/audio_in 2")
        await ear.until(feeds("MX TRK 1", Sink("FX", 1), Sink("MX", 0)))


def test_what_another_program_wires_is_named_within_a_second_beside_what_the_script_tells(
    ardour: RealArdour, patchbay: Patch, tmp_path: Path
) -> None:
    def standing(name: str) -> str:
        return str(next(one["standing"] for one in bridge.picture()["routing"]["routes"] if one["strip"] == name))

    with beside(ardour, tmp_path) as bridge:
        until(lambda: bridge.picture()["routing"]["source"] == "companion", "the script tells the routing")
        assert standing("DX TRK 1") == "right"
        patchbay.connect("ardour:DX TRK 1/audio_out 1", "ardour:FX/audio_in 1")
        until(lambda: standing("DX TRK 1") == "doubled", "the second stem is named", 1.0)
        patchbay.part("ardour:DX TRK 1/audio_out 1", "ardour:FX/audio_in 1")
        until(lambda: standing("DX TRK 1") == "right", "it is right again", 1.0)
