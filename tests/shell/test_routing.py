"""The script and JACK tell one routing; what is owed stands in the script's lease before a mute leaves."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bridge.model.desk import Desk, Kind, Strip, Target
from bridge.model.effects import Forget, Remember, SetRoutes
from bridge.model.events import Event, Listed
from bridge.model.ledger import Debt, DeskRow, Journal, Phase
from bridge.model.routing import Graph, GraphSource, Node, Sink, Way
from bridge.model.routingnews import CompanionChanged, CompanionState, GraphLost, GraphTold, Stirred
from bridge.shell import routing
from bridge.shell.routing import RoutingLine
from bridge.wire.companion import LEASE, read_lease

MX = Target("MX 1")


@dataclass
class Told:
    """In place of the script's line, or JACK's: what it was told, and a way to tell."""

    feed: Callable[[Event], object]
    said: list[object] = field(default_factory=list)

    def owe(self, session: str, debts: object) -> None:
        self.said.append((session, debts))

    def watch(self, event: Event) -> None:
        self.said.append(event)

    def send(self, effect: object) -> None:
        self.said.append(effect)

    def know(self, kinds: dict[str, Kind]) -> None:
        self.said.append(kinds)


@dataclass
class Line:
    line: RoutingLine
    script: Told
    jack: Told
    heard: list[Event]

    def graph(self) -> Graph:
        """The newest routing of the script's that was told."""
        told = (event for event in reversed(self.heard) if isinstance(event, GraphTold))
        return next(event.graph for event in told if event.graph.source is GraphSource.COMPANION)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    lines: list[Told] = []

    def made(feed: Callable[[Event], object]) -> Told:
        lines.append(Told(feed))
        return lines[-1]

    monkeypatch.setattr(routing, "CompanionLine", lambda _folders, feed, _now: made(feed))
    monkeypatch.setattr(routing, "JackWires", lambda feed, _now: made(feed))
    heard: list[Event] = []
    return Line(RoutingLine((), heard.append, lambda: 0.0), lines[0], lines[1], heard)


def graph(source: GraphSource, bus: str, ids: bool) -> Graph:
    """A track on this bus."""
    of = {"DX 1": "1", "DX": "2", "FX": "3"} if ids else {"DX 1": "DX 1", "DX": "DX", "FX": "FX"}
    track = Node(of["DX 1"], "DX 1", Kind.AUDIO, 1, Way(((Sink(of[bus], 0),),)))
    return Graph(
        source, (track, *(Node(of[name], name, Kind.BUS, 1, Way(((),))) for name in ("DX", "FX"))), sends_told=ids
    )


def owed(desk: int, since: float) -> Debt:
    return Debt(desk, MX, original=False, phase=Phase.OWED, since=since)


# --- one routing ------------------------------------------------------------------------------------------------


def test_what_was_wired_outside_the_daw_since_is_laid_over_what_the_script_tells(line: Line) -> None:
    line.script.feed(GraphTold(1.0, graph(GraphSource.COMPANION, "DX", ids=True), done=5))
    line.jack.feed(GraphTold(2.0, graph(GraphSource.JACK, "FX", ids=False), read_at=1.5))
    assert line.graph().by_name["DX 1"].way.outs == ((Sink("3", 0),),)
    assert [event.done for event in line.heard if isinstance(event, GraphTold)] == [5, 0, 5]


def test_what_jack_told_before_is_old(line: Line) -> None:
    line.jack.feed(GraphTold(1.0, graph(GraphSource.JACK, "FX", ids=False), read_at=1.0))
    line.script.feed(GraphTold(2.0, graph(GraphSource.COMPANION, "DX", ids=True)))
    assert line.graph().by_name["DX 1"].way.outs == ((Sink("2", 0),),)


def test_a_source_that_is_lost_is_laid_over_nothing_any_more(line: Line) -> None:
    line.jack.feed(GraphTold(1.0, graph(GraphSource.JACK, "FX", ids=False), read_at=3.0))
    line.jack.feed(GraphLost(1.5, GraphSource.JACK, "The server has ended."))
    line.script.feed(GraphTold(2.0, graph(GraphSource.COMPANION, "DX", ids=True)))
    assert line.graph().by_name["DX 1"].way.outs == ((Sink("2", 0),),)
    line.script.feed(CompanionChanged(2.5, CompanionState.SILENT, "It is silent."))
    count = len(line.heard)
    line.jack.feed(GraphTold(3.0, graph(GraphSource.JACK, "FX", ids=False), read_at=3.0))
    assert len(line.heard) == count + 1, "only JACK's own"


def test_all_else_passes_as_it_is(line: Line) -> None:
    line.script.feed(Stirred(1.0))
    line.line.send(SetRoutes(1, ()))
    listed = Listed(2.0, 1, (Strip(1, "DX 1", Kind.AUDIO, 1, 1, mute=False, solo=False),), 48000, 0)
    line.line.heed(listed, (), lambda: ("reel1", {}))
    assert line.heard == [Stirred(1.0)]
    assert line.script.said == [SetRoutes(1, ()), listed]
    assert line.jack.said == [{"DX 1": Kind.AUDIO}]


async def test_a_script_that_is_installed_is_waited_for_from_the_start(tmp_path: Path) -> None:
    heard: list[Event] = []
    line = RoutingLine((tmp_path,), heard.append, asyncio.get_running_loop().time)
    line.start()
    line.close()
    states = [event.state for event in heard if isinstance(event, CompanionChanged)]
    assert states == [CompanionState.AWAITED]


# --- what is owed -----------------------------------------------------------------------------------------------


def test_the_script_knows_what_is_owed_before_it_is_carried_out(line: Line) -> None:
    for effect in (Remember((owed(1, 0.0),), durable=False, ticket=1), Forget(1, (MX,))):
        line.line.heed(Stirred(1.0), (effect,), lambda: ("reel1", {MX: False}))
    assert line.script.said.count(("reel1", {MX: False})) == 2


async def test_what_an_earlier_bridge_owed_is_in_the_lease_from_the_start(tmp_path: Path) -> None:
    desks = tuple(DeskRow(number, Desk("ardour", f"reel{number}", 48000)) for number in (1, 2))
    intended = Debt(2, Target("MX 2"), original=False, phase=Phase.INTENDED)
    line = RoutingLine((tmp_path,), lambda _: None, asyncio.get_running_loop().time)
    line.start()
    line.read(Journal(desks, (owed(1, 5.0), owed(2, 7.0), intended)))
    lease = read_lease((tmp_path / LEASE).read_text("ascii"))
    assert lease is not None
    assert (lease.session, [row.name for row in lease.owed]) == ("reel2", ["MX 1"])
    line.close()
    lease = read_lease((tmp_path / LEASE).read_text("ascii"))
    assert lease is not None
    assert len(lease.owed) == 1, "what was not given back stays owed"
