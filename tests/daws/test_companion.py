"""Who is believed, what is told when, and that nothing that a stranger sends does any harm."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.daws.companion import Companion
from bridge.demo.companion import Script
from bridge.demo.graph import node
from bridge.demo.session import Mark, Session
from bridge.model.desk import Kind, Target
from bridge.model.effects import Reroute, SetRoutes
from bridge.model.events import Event
from bridge.model.routing import Sink, Way
from bridge.model.routingnews import (
    CompanionChanged,
    CompanionState,
    GaveBack,
    GraphTold,
    HiddenTold,
    RoutesRefused,
    Stirred,
)
from bridge.wire import companion_rows as rows
from bridge.wire.companion import VERSION, Told, read_lease, read_orders, telling
from bridge.wire.companion_spelling import spelt

TOKEN = "t0ken"  # noqa: S105 - nothing secret


def _desk() -> Session:
    desk = Session("reel1", "/films/reel1")
    desk.add("Master", Kind.MASTER)
    for bus in ("DX", "FX"):
        desk.add(bus, Kind.BUS, to="Master")
    desk.add("DX 1", to="DX")
    desk.add("FX 1", to="FX")
    return desk


class Room:
    """The bridge's side and scripts, on a clock that goes in tenths of a second; `lost` says which packets are."""

    def __init__(self, *scripts: Script) -> None:
        self.at = 50.0
        self.scripts = list(scripts)
        self.companion = Companion(TOKEN, 4000)
        self.events: list[Event] = []
        self.lost: Callable[[int], bool] = lambda _: False
        self.count = 0

    def run(self, seconds: float) -> "Room":
        for _ in range(round(seconds * 10)):
            self.at = round(self.at + 0.1, 1)
            self.events += self.companion.tick(self.at)
            for script in self.scripts:
                for port, packet in script.tick(self.companion.lease, self.companion.orders, self.at):
                    assert port == 4000
                    self.count += 1
                    if not self.lost(self.count):
                        self.events += self.companion.receive(packet, self.at)
        return self

    def join(self, session: str = "reel1", *strips: str) -> "Room":
        self.events += self.companion.joined(session, strips, self.at)
        return self

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def states(self) -> list[CompanionState]:
        return [event.state for event in self.events if isinstance(event, CompanionChanged)]

    @property
    def last(self) -> str:
        return self.states[-1]


def _live() -> tuple[Room, Session]:
    desk = _desk()
    room = Room(Script(desk))
    room.events += room.companion.installed(there=True, at=room.at)
    return room.join().run(0.5), desk


def test_a_script_is_believed_once_it_tells_the_session_that_was_joined() -> None:
    room = Room(Script(_desk()))
    room.companion.installed(there=True, at=room.at)
    room.run(1.0)
    assert room.events[1:] == []
    room.join("reel1", "DX 1", "FX 1")
    assert room.states[-1:] == [CompanionState.LIVE]
    assert len(room.of(GraphTold)) == len(room.of(HiddenTold)) == 1


@pytest.mark.parametrize("joined", [("reel2",), ("reel1", "A", "B", "C", "DX 1")], ids=["another name", "other strips"])
def test_a_script_of_another_session_is_not_believed(joined: tuple[str, ...]) -> None:
    room = Room(Script(_desk()))
    room.companion.installed(there=True, at=room.at)
    room.run(0.5).join(*joined).run(4.0)
    assert not room.of(GraphTold)
    assert room.states == [CompanionState.SILENT]
    text = room.of(CompanionChanged)[-1]
    assert isinstance(text, CompanionChanged)
    assert '"reel1"' in text.text


def test_a_session_that_is_saved_under_another_name_stays_believed() -> None:
    room, desk = _live()
    desk.name = "reel1 v2"
    room.run(1.0)
    room.join("reel1 v2").run(1.0)
    assert set(room.states) == {CompanionState.LIVE}


def test_a_session_that_is_saved_under_ever_new_names_stays_believed() -> None:
    room, desk = _live()
    for number in range(20):
        desk.name = f"reel1 v{number}"
        room.run(0.1)
        room.join(desk.name)
    room.run(4.0)
    assert set(room.states) == {CompanionState.LIVE}


def test_the_script_that_is_believed_has_a_moment_to_learn_the_new_name() -> None:
    room, desk = _live()
    room.join("reel1 v2", "DX 1", "FX 1").run(1.0)
    desk.name = "reel1 v2"
    room.run(4.0)
    assert set(room.states) == {CompanionState.LIVE}
    room.join("reel9", "DX 1", "FX 1").run(4.0)
    assert room.last == CompanionState.SILENT


def test_another_session_opened_in_that_daw_is_not_believed_under_the_old_name() -> None:
    room, desk = _live()
    desk.name = "reel2"
    desk.folder = "/films/reel2"
    room.run(4.5)
    assert room.states == [CompanionState.LIVE, CompanionState.SILENT]


def test_without_its_folder_it_is_not_installed_and_with_it_it_is_silent_after_ten_seconds() -> None:
    room = Room().join()
    room.events += room.companion.installed(there=False, at=room.at)
    assert room.states == [CompanionState.NONE]
    room.events += room.companion.installed(there=True, at=room.at)
    room.run(9.5)
    assert room.states == [CompanionState.NONE]
    room.run(1.0)
    assert room.states == [CompanionState.NONE, CompanionState.SILENT]


def test_a_script_that_stops_is_silent_and_its_orders_are_refused() -> None:
    room, desk = _live()
    room.scripts.clear()
    track = node(desk["DX 1"])
    room.events += room.companion.send(SetRoutes(7, (Reroute(track.id, "DX 1", Way(((), ())), track.way),)), room.at)
    room.run(4.0)
    assert room.states[-1] is CompanionState.SILENT
    assert [event.order for event in room.of(RoutesRefused) if isinstance(event, RoutesRefused)] == [7]
    assert read_orders(room.companion.orders) == (TOKEN, "", ())


def text_of(room: Room) -> str:
    """How the script stands, in words."""
    event = room.of(CompanionChanged)[-1]
    assert isinstance(event, CompanionChanged)
    return event.text


def test_a_script_that_answered_and_fell_silent_is_said_to_need_its_session_opened_again() -> None:
    room, _ = _live()
    room.scripts.clear()
    room.run(4.0)
    assert "open it again" in text_of(room)
    room.events += room.companion.installed(there=False, at=room.at)
    assert room.last == CompanionState.NONE
    assert "folder" in text_of(room)


def test_a_silent_script_in_a_daw_that_hangs_is_not_blamed() -> None:
    room, _ = _live()
    scripts, room.scripts = room.scripts, []
    room.events += room.companion.deaf(True, room.at)
    room.run(4.0)
    assert "Ardour itself does not answer" in text_of(room)
    room.events += room.companion.deaf(False, room.at)
    assert "Ardour itself" in text_of(room), "it has a moment to be heard again"
    room.scripts = scripts
    room.run(1.0)
    assert room.last == CompanionState.LIVE


def test_what_was_told_before_another_session_was_opened_counts_no_more() -> None:
    room, _ = _live()
    scripts, room.scripts = room.scripts, []
    room.events += room.companion.closed(room.at)
    assert room.last == CompanionState.SILENT
    room.join("reel2").events += room.companion.deaf(False, room.at)
    room.run(9.5)
    assert "Ardour itself" in text_of(room), "its surface answers before its scripts run"
    room.run(1.0)
    assert "Script Manager" in text_of(room)
    room.scripts = scripts
    room.join("reel1").run(1.0)
    assert room.last == CompanionState.LIVE


def test_while_a_bridge_joins_for_the_first_time_nothing_is_said_of_the_script() -> None:
    room = Room(Script(_desk()))
    room.events += room.companion.installed(there=True, at=room.at)
    room.events += room.companion.closed(room.at)
    room.join().run(1.0)
    assert room.states == [CompanionState.LIVE]


def test_a_script_of_another_version_is_named_and_not_read() -> None:
    room = Room().join()
    told = Told("another", TOKEN, "abc", 1, ("begin",))
    room.events += room.companion.receive(telling(told), room.at)
    assert room.states[-1] is CompanionState.OTHER


def test_a_script_that_failed_is_said_and_heals_when_a_beat_says_so() -> None:
    room, _ = _live()
    script = room.scripts[0]
    script._say.append(spelt(rows.Failed("routing: nil")))
    room.run(0.1)
    assert room.last == CompanionState.FAILED
    track = Reroute("1", "DX 1", Way(), Way())
    assert room.companion.send(SetRoutes(1, (track,)), room.at)
    room.run(1.5)
    assert room.last == CompanionState.LIVE


def test_a_second_script_that_answers_stops_all_orders_until_one_is_gone() -> None:
    room, desk = _live()
    room.scripts.append(Script(desk, "another"))
    room.run(1.5)
    assert room.last == CompanionState.SEVERAL
    assert room.companion.send(SetRoutes(1, (Reroute("1", "DX 1", Way(), Way()),)), room.at)
    room.scripts.pop()
    room.run(3.5)
    assert room.last == CompanionState.LIVE


def test_a_session_that_is_loaded_again_has_a_new_script_and_is_never_two() -> None:
    room, desk = _live()
    room.scripts[:] = [Script(desk, "reloaded")]
    room.run(6.0)
    assert set(room.states) == {CompanionState.LIVE}
    assert len(room.of(GraphTold)) >= 2


def test_an_order_goes_to_the_believed_script_alone_and_is_done_once() -> None:
    room, desk = _live()
    track, fx = node(desk["DX 1"]), node(desk["FX"])
    way = Way(((Sink(fx.id, 0),), (Sink(fx.id, 1),)))
    assert room.companion.send(SetRoutes(3, (Reroute(track.id, "DX 1", way, track.way),)), room.at) == []
    read = read_orders(room.companion.orders)
    assert read is not None
    assert read[:2] == (TOKEN, "demo")
    room.run(0.1)
    assert node(desk["DX 1"]).way == way
    desk.route("DX 1", "DX")  # the user's hand right behind it
    room.run(2.0)
    assert node(desk["DX 1"]).way == track.way
    assert read_orders(room.companion.orders) == (TOKEN, "demo", ())


def test_what_is_told_after_an_order_proves_it_and_what_was_read_before_it_does_not() -> None:
    room, desk = _live()
    track = node(desk["DX 1"])
    room.companion.send(SetRoutes(3, (Reroute(track.id, "DX 1", track.way, track.way),)), room.at)
    stale = Told(VERSION, TOKEN, "demo", room.scripts[0]._number + 1, (spelt(rows.Closed(5, 0)),))
    (told,) = room.companion.receive(telling(stale), room.at)
    assert isinstance(told, GraphTold)
    assert told.done == 2
    room.scripts[0]._number += 1
    room.run(0.1)
    told = room.events[-1]
    assert isinstance(told, GraphTold)
    assert told.done == 3


def test_an_order_that_was_refused_at_once_is_done_with() -> None:
    room, desk = _live()
    track = node(desk["DX 1"])
    change = SetRoutes(9, (Reroute(track.id, "DX 1", Way(((), ())), track.way),))
    refused, told = room.companion.refuse(change, "the disk is full", room.at)
    assert isinstance(refused, RoutesRefused)
    assert refused.refused == (("DX 1", "the disk is full"),)
    assert isinstance(told, GraphTold)
    assert (told.done, told.graph.by_name["DX 1"].way) == (9, track.way)
    room.run(1.0)
    assert node(desk["DX 1"]).way == track.way


def test_any_packets_may_be_lost_and_the_routing_is_right_a_few_seconds_later() -> None:
    for first in range(1, 12):
        room, desk = _live()
        room.lost = range(room.count + first, room.count + first + 3).__contains__
        desk.route("DX 1", "FX")
        room.run(0.3)
        desk.rename("FX 1", "FX 9")
        desk.mute("FX 9")
        room.run(6.0)
        told = room.of(GraphTold)[-1]
        assert isinstance(told, GraphTold)
        assert told.graph.nodes == tuple(map(node, desk.channels))


def test_the_first_packets_lost_do_not_leave_it_unheard_for_ever() -> None:
    room = Room(Script(_desk()))
    room.lost = lambda count: count <= 1
    room.join().run(5.0)
    assert room.of(GraphTold)


def test_mutes_solos_and_names_stir_and_the_first_telling_does_not() -> None:
    room, desk = _live()
    assert not room.of(Stirred)
    hands: tuple[Callable[[], object], ...] = (
        lambda: desk.mute("DX 1"),
        lambda: desk.solo("FX 1"),
        lambda: desk.rename("DX 1", "DX 2"),
    )
    for hand in hands:
        before = len(room.of(Stirred))
        hand()
        room.run(0.1)
        assert len(room.of(Stirred)) == before + 1
    desk.route("DX 2", "FX")
    before = len(room.of(Stirred))
    room.run(0.1)
    assert len(room.of(Stirred)) == before


def test_what_is_hidden_is_told_when_it_changes_and_not_else() -> None:
    room, desk = _live()
    before = len(room.of(HiddenTold))
    room.run(3.0)
    assert len(room.of(HiddenTold)) == before
    desk.end = 96000
    desk.marks = (Mark("FFOA", 48000), Mark("1m1", 1, 9))
    desk.fps = 25
    room.run(0.1)
    told = room.of(HiddenTold)[-1]
    assert isinstance(told, HiddenTold)
    session = told.session
    assert (session.start, session.end, session.timecode) == (0, 96000, "25")
    assert [mark.name for mark in session.markers] == ["FFOA"]
    assert [(each.name, each.start, each.end) for each in session.ranges] == [("1m1", 1, 9)]


def test_a_session_that_drops_frames_is_told_as_that() -> None:
    room, _ = _live()
    session = rows.SessionTold("reel1", "reel1", "/films/reel1", 48000, "29.970", drop=True, offset=0)
    room.scripts[0]._say.append(spelt(session))
    room.run(0.1)
    told = room.of(HiddenTold)[-1]
    assert isinstance(told, HiddenTold)
    assert told.session.timecode == "29.97df"


def test_the_lease_says_what_is_owed_with_the_ids_that_are_known() -> None:
    room, desk = _live()
    room.companion.owe("reel1", {Target("DX 1"): False, Target("who"): True})
    lease = read_lease(room.companion.lease)
    assert lease is not None
    assert lease.folder == "/films/reel1"
    assert [tuple(row) for row in lease.owed] == [(node(desk["DX 1"]).id, "DX 1", True), ("", "who", False)]
    room.companion.owe("reel2", {Target("DX 1"): False})
    lease = read_lease(room.companion.lease)
    assert lease is not None
    assert (lease.session, lease.folder, lease.owed[0].id) == ("reel2", "", "")
    room.companion.leave()
    lease = read_lease(room.companion.lease)
    assert lease is not None
    assert (lease.port, len(lease.owed)) == (0, 1)


def test_what_was_given_back_is_told_once_also_to_a_bridge_that_came_later() -> None:
    room, desk = _live()
    desk.mute("DX 1")
    room.companion.owe("reel1", {Target("DX 1"): False})
    room.run(1.0)
    lease = room.companion.lease
    for tenth in range(120):
        room.scripts[0].tick(lease, "", room.at + tenth / 10)
    assert not desk["DX 1"].mute
    again = Room(room.scripts[0])
    again.companion = Companion("another", 4000)
    again.at = room.at + 13
    again.join().run(1.0)
    assert [event.strips for event in again.events if isinstance(event, GaveBack)] == [("DX 1",)]


@given(st.binary(max_size=200))
def test_wrong_bytes_are_counted_and_nothing_else(packet: bytes) -> None:
    companion = Companion(TOKEN, 4000)
    assert companion.receive(packet, 1.0) == []
    assert companion.malformed == 1


lines = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "begin",
            "graph\t1\t0",
            "graph\t0\t9",
            "marks\t0",
            "gone\t1",
            "did\t1",
            "refused\t1\ta\tb",
            "gave\t1\ta",
            "failed\t",
        ]
    ),
    st.just("strip\t1\t1\t0\ta\t1\t1\t\t\t;;\t\t\t"),
    st.just("state\t1\ta\t3"),
    st.just("session\treel1\treel1\t\t48000\t24.000\t0\t0"),
    st.just("beat\t1\t0\t1\t0\t0\t0\t0"),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]), st.integers(1, 4), st.lists(lines, min_size=1, max_size=6), st.floats(0, 4)
        ),
        max_size=12,
    )
)
def test_whatever_rows_come_nothing_is_raised_and_only_whole_routings_are_told(
    packets: list[tuple[str, int, list[str], float]],
) -> None:
    companion, at = Companion(TOKEN, 4000), 0.0
    companion.joined("reel1", (), at)
    for instance, number, told, later in packets:
        at += later
        content = Told(
            VERSION, TOKEN, instance, number, tuple(line.replace("\0", "").replace("\n", "") for line in told)
        )
        for event in [*companion.receive(telling(content), at), *companion.tick(at)]:
            if isinstance(event, GraphTold):
                assert event.done == 0
                assert len(event.graph.nodes) <= 1
    assert read_orders(companion.orders) is not None


def test_packets_with_another_token_are_not_ours() -> None:
    companion = Companion(TOKEN, 4000)
    assert companion.receive(telling(Told(VERSION, "other", "a", 1, ("begin",))), 1.0) == []
    assert (companion.malformed, companion.strangers) == (0, 1)


def test_a_flood_of_instances_is_bounded() -> None:
    companion = Companion(TOKEN, 4000)
    for number in range(100):
        companion.receive(telling(Told(VERSION, TOKEN, f"i{number}", 1, ("begin",))), 1.0)
    assert len(companion._tellings) <= 8


def test_a_routing_that_is_the_same_is_the_same_object() -> None:
    room, desk = _live()
    track = node(desk["DX 1"])
    room.companion.send(SetRoutes(3, (Reroute(track.id, "DX 1", track.way, track.way),)), room.at)
    room.run(0.1)
    first, second = room.of(GraphTold)[-2:]
    assert isinstance(first, GraphTold)
    assert isinstance(second, GraphTold)
    assert first.graph is second.graph
    desk.hide("DX 1")
    room.run(0.1)
    third = room.of(GraphTold)[-1]
    assert isinstance(third, GraphTold)
    assert third.graph.by_name["DX 1"].hidden
