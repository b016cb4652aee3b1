"""The pump with a bridge, a link, a journal and a clock of the test's own."""

import asyncio
import logging
import math
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pytest

from bridge.model.desk import Target
from bridge.model.effects import (
    Answer,
    Change,
    Effect,
    Forget,
    MakeBuses,
    Notice,
    Ordered,
    Query,
    Quit,
    Remember,
    RememberRoutes,
    Set,
    SetRoutes,
    Severity,
)
from bridge.model.errors import JournalTrouble
from bridge.model.events import Event, Exported, ListMoved, NotRemembered, Remembered, Ticked, Woke
from bridge.model.ledger import Debt, Phase, RouteRow
from bridge.model.requests import PreviewAsked
from bridge.model.routing import Way
from bridge.model.snapshot import Snapshot
from bridge.shell.clock import Clock
from bridge.shell.house import House, Row, Said
from bridge.shell.pump import UNWRITTEN, Pump

MX = Target("MX 1")
SET = Set((Change(3, MX, value=True),))
OWED = Remember((Debt(1, MX, original=False, phase=Phase.OWED),), durable=False, ticket=5)
INTENDED = Remember((Debt(1, MX, original=False, phase=Phase.INTENDED),), durable=True, ticket=6)
FORGET = Forget(1, (MX,))


@dataclass
class Brain:
    """Answers each event with the effects that the test put there, once."""

    answers: dict[type[Event], list[Effect]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    wake_at: float = math.inf
    broken: bool = False

    def handle(self, event: Event) -> list[Effect]:
        self.events.append(event)
        if self.broken:
            raise KeyError("lost")
        if isinstance(event, Ticked):
            self.wake_at = math.inf
        return self.answers.pop(type(event), [])

    def snapshot(self, at: float) -> Snapshot:
        raise NotImplementedError


@dataclass
class Link:
    said: list[str]
    wake_at: float = math.inf
    news: list[Event] = field(default_factory=list)

    def tick(self, at: float) -> Iterable[Event]:
        self.said.append(f"tick {at}")
        self.wake_at = math.inf
        return self.news

    def send(self, effect: Said, at: float) -> Iterable[Event]:  # noqa: ARG002
        self.said.append(type(effect).__name__)
        return ()

    def woke(self, at: float) -> None:
        self.said.append(f"woke {at}")

    def post(self) -> None:
        self.said.append("post")


@dataclass
class Companion:
    said: list[str]

    def send(self, effect: Ordered) -> None:
        self.said.append(type(effect).__name__)

    def refuse(self, effect: Ordered, why: str) -> None:
        self.said.append(f"not {type(effect).__name__}: {why}")


@dataclass
class Book:
    said: list[str]
    trouble: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)

    def carry_out(self, row: Row) -> None:
        if isinstance(row, Remember) and row.durable:
            assert self.gate.wait(10)
        if self.trouble is not None:
            raise self.trouble
        self.said.append(type(row).__name__)


@dataclass
class Hands(Clock):
    """A clock that the test moves."""

    at: float = 100.0
    slept: float = 0.0

    def now(self) -> float:
        return self.at

    def gap(self, at: float, due: float) -> float:
        slept, self.slept = self.slept, 0.0
        late = at - due if math.isfinite(due) else 0.0
        return slept or (late if late > 0.5 else 0.0)


class Room:
    """A pump and everything around it; `said` is what happened outside, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.brain = Brain()
        self.link = Link(self.said)
        self.book = Book(self.said)
        self.clock = Hands()
        self.taped: list[tuple[Event, Sequence[Effect]]] = []
        self.alarms: list[tuple[float, Callable[[], None]]] = []
        loop = asyncio.get_running_loop()
        house = House(self.brain, self.link, self.book, Companion(self.said), self._tape)
        self.pump = Pump(house, self.clock, loop)

    def _tape(self, event: Event, effects: Sequence[Effect]) -> None:
        self.taped.append((event, effects))


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    room = Room()
    yield room
    room.book.gate.set()
    room.pump.close()


async def test_effects_are_carried_out_in_order_and_then_the_packets_leave(room: Room) -> None:
    room.brain.answers[ListMoved] = [OWED, SET, Query(1), FORGET]
    room.pump.feed(ListMoved(1.0))
    assert room.said == ["Remember", "Set", "Query", "Forget", "post"]


async def test_each_event_is_recorded_with_its_effects(room: Room) -> None:
    room.brain.answers[ListMoved] = [SET]
    room.pump.feed(ListMoved(1.0), Exported(2.0))
    assert room.taped == [(ListMoved(1.0), [SET]), (Exported(2.0), [])]


async def test_no_set_leaves_behind_a_row_that_failed(room: Room) -> None:
    room.book.trouble = JournalTrouble("The disk is full.")
    room.brain.answers[ListMoved] = [SET, OWED, SET, Query(1)]
    room.pump.feed(ListMoved(1.0))
    assert room.said == ["Set", "Query", "post"]
    assert room.brain.events[1:] == [NotRemembered(100.0, 5, "The disk is full.")]


async def test_a_route_is_ordered_behind_its_row_in_the_history(room: Room) -> None:
    room.brain.answers[ListMoved] = [RememberRoutes(()), SetRoutes(1, ()), MakeBuses(2, ())]
    room.pump.feed(ListMoved(1.0))
    assert room.said == ["RememberRoutes", "SetRoutes", "MakeBuses", "post"]


async def test_no_route_is_ordered_behind_a_row_that_failed(room: Room) -> None:
    room.book.trouble = JournalTrouble("The disk is full.")
    row = RouteRow(1, 1, "7", "DX 1", Way(), Way())
    room.brain.answers[ListMoved] = [RememberRoutes((row,)), SetRoutes(1, ())]
    room.pump.feed(ListMoved(1.0))
    assert room.said == [f"not SetRoutes: {UNWRITTEN}", "post"]
    assert room.brain.events[1:] == [NotRemembered(100.0, 0, "The disk is full.", (row,))]


async def test_a_durable_row_waits_off_the_loop_and_is_answered(room: Room) -> None:
    room.brain.answers[ListMoved] = [INTENDED, Query(1)]
    room.pump.feed(ListMoved(1.0))
    assert room.said == ["Query", "post"]
    room.book.gate.set()
    await room.pump.moved(room.pump.revision)
    assert room.said == ["Query", "post", "Remember", "post"]
    assert room.brain.events[1:] == [Remembered(100.0, 6)]


@pytest.mark.parametrize("trouble", [JournalTrouble("full"), ValueError("full")])
async def test_a_durable_row_that_failed_is_told(room: Room, trouble: Exception) -> None:
    room.book.trouble = trouble
    room.book.gate.set()
    room.brain.answers[ListMoved] = [INTENDED]
    room.pump.feed(ListMoved(1.0))
    if len(room.brain.events) == 1:
        await room.pump.moved(room.pump.revision)
    assert room.brain.events[1:] == [NotRemembered(100.0, 6, "full")]


async def test_rows_reach_the_journal_in_the_order_in_which_they_were_said(room: Room) -> None:
    room.brain.answers[ListMoved] = [INTENDED, FORGET]
    threading.Timer(0.01, room.book.gate.set).start()
    room.pump.feed(ListMoved(1.0))
    assert room.said[:2] == ["Remember", "Forget"]


async def test_a_mistake_of_ours_costs_one_event_and_is_said_without_a_traceback(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.brain.broken = True
    for _ in range(9):
        room.pump.feed(ListMoved(1.0))
    room.brain.broken = False
    room.brain.answers[Exported] = [SET]
    room.pump.feed(Exported(2.0))
    assert room.said[-2:] == ["Set", "post"]
    assert room.pump.faults == 9
    assert len(caplog.records) == 1
    assert "KeyError at test_pump.py" in caplog.records[0].getMessage()


async def test_a_notice_goes_to_the_log_as_loud_as_it_is(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    room.brain.answers[ListMoved] = [
        Notice(Severity.INFO, "a"),
        Notice(Severity.WARNING, "b"),
        Notice(Severity.ALARM, "c"),
    ]
    room.pump.feed(ListMoved(1.0))
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("INFO", "a"),
        ("WARNING", "b"),
        ("ERROR", "c"),
    ]


async def test_each_asker_gets_the_answer_to_its_own_request(room: Room) -> None:
    first = room.pump.ask(lambda at, number: PreviewAsked(at, number, "dx"))
    second = room.pump.ask(lambda at, number: PreviewAsked(at, number, "mx"))
    asked = [event.request for event in room.brain.events if isinstance(event, PreviewAsked)]
    room.brain.answers[ListMoved] = [Answer(asked[1], ok=True, lines=("mx",)), Answer(99, ok=True, lines=())]
    room.pump.feed(ListMoved(1.0))
    assert (await second).lines == ("mx",)
    assert not first.done()
    first.cancel()


async def test_an_answer_to_somebody_who_went_away_is_no_harm(room: Room) -> None:
    asked = room.pump.ask(lambda at, number: PreviewAsked(at, number, "dx"))
    asked.cancel()
    room.brain.answers[ListMoved] = [Answer(1, ok=True, lines=()), SET]
    room.pump.feed(ListMoved(1.0))
    assert "Set" in room.said


async def test_the_bridge_says_when_the_daemon_may_end(room: Room) -> None:
    room.brain.answers[ListMoved] = [Quit(3), Quit(0)]
    room.pump.feed(ListMoved(1.0))
    assert await room.pump.ended == 3


async def test_it_wakes_up_when_the_first_of_the_two_wants_it(room: Room) -> None:
    room.brain.wake_at, room.link.wake_at = 100.02, 100.01
    room.pump.feed(Exported(1.0))
    room.clock.at = 100.01
    await room.pump.moved(room.pump.revision)
    assert "tick 100.01" in room.said
    room.clock.at = 100.02
    await room.pump.moved(room.pump.revision)
    assert room.brain.events[1:] == [Ticked(100.02)]


async def test_nothing_due_means_no_wake_up(room: Room) -> None:
    room.pump.feed(Exported(1.0))
    assert room.pump._alarm is None


async def test_after_a_sleep_old_news_is_thrown_away_and_all_is_asked_again(room: Room) -> None:
    room.clock.slept = 3.0
    assert room.pump.missed(100.0)
    assert room.said == ["woke 100.0", "post"]
    assert room.brain.events == [Woke(100.0, 3.0)]
    assert not room.pump.missed(100.0)


async def test_what_a_packet_tells_is_fed(room: Room) -> None:
    room.pump.hear(lambda: [ListMoved(100.0)])
    assert room.brain.events == [ListMoved(100.0)]


async def test_a_packet_that_tells_nothing_may_still_be_answered_and_move_the_alarm(room: Room) -> None:
    def packet() -> list[Event]:
        room.link.wake_at = 100.01
        return []

    room.pump.hear(packet)
    assert room.said == ["post"]
    room.clock.at = 100.01
    await room.pump.moved(room.pump.revision)
    assert "tick 100.01" in room.said


async def test_a_wake_up_that_was_due_before_it_was_said_is_not_late(room: Room) -> None:
    room.link.wake_at = 0.0
    room.pump.feed(Exported(1.0))
    await room.pump.moved(room.pump.revision)
    assert "tick 100.0" in room.said
    assert room.brain.events == [Exported(1.0)]


async def test_what_waited_for_the_disk_is_told_with_the_time_at_which_it_is_fed(room: Room) -> None:
    await room.pump.hear_later(lambda: [ListMoved(1.0)])
    assert room.brain.events == [ListMoved(100.0)]


async def test_a_late_wake_up_is_a_gap(room: Room) -> None:
    room.brain.wake_at = 100.1
    room.pump.feed(Exported(1.0))
    room.clock.at = 102.1
    await room.pump.moved(room.pump.revision)
    assert room.brain.events[1:2] == [Woke(102.1, 2.0)]
