"""What our script inside a DAW promises: the same tests for its stand-in and for the real one in Ardour."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bridge.model.desk import Kind, Target
from bridge.model.effects import MakeBuses, NewBus, Reroute, SetRoutes
from bridge.model.routing import AuxSend, Sink, Way
from bridge.model.routingnews import CompanionChanged, CompanionState, GaveBack, GraphTold, RoutesRefused, Stirred
from tests.peers.conftest import need, opened
from tests.peers.film import FILM, Saved
from tests.peers.program import Mode
from tests.peers.scripttalk import Real, StandIn, Talk, graph_of, hang_up, node_of, opened_of, told_ways, until
from tests.peers.timeline import Row


@pytest.fixture(scope="module", params=["stand-in", pytest.param("ardour", marks=pytest.mark.peer)])
def talk(
    request: pytest.FixtureRequest,
    made: Callable[[tuple[Row, ...]], Saved],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Talk]:
    """A conversation that has begun: the routing is told. One DAW for all these tests."""
    if request.param == "stand-in":
        stand_in = StandIn()
        _begin(stand_in)
        yield stand_in
        return
    need(Mode.GUI)
    ardour = opened(made((*FILM, ("offset", str(3600 * 48000)))), tmp_path_factory.mktemp("companion"), Mode.GUI)
    ardour.script = True
    with ardour:
        real = Real(ardour)
        _begin(real)
        yield real
        hang_up(real)


def _begin(talk: Talk) -> None:
    talk.events += talk.companion.joined("reel1", (), talk.now)
    until(talk, lambda: any(isinstance(event, GraphTold) for event in talk.events))


def _since(talk: Talk, kind: type, start: int) -> list[object]:
    return [event for event in talk.events[start:] if isinstance(event, kind)]


def _orders(talk: Talk) -> int:
    """A number for an order that was not used before."""
    return len(talk.events) + 1000


def _to(talk: Talk, name: str, way: Way) -> Reroute:
    """The order that a strip goes another way than it was told to go."""
    strip = node_of(talk, name)
    return Reroute(strip.id, name, way, strip.way)


def _done(talk: Talk, order: int, start: int) -> bool:
    """Whether an event since this one tells that the order was done with."""
    return any(told.done >= order for told in talk.events[start:] if isinstance(told, GraphTold))


def _order(talk: Talk, *changes: Reroute) -> tuple[tuple[str, str], ...]:
    """Order it, wait until it is proved; gives what was refused."""
    number, start = _orders(talk), len(talk.events)
    talk.events += talk.companion.send(SetRoutes(number, changes), talk.now)
    until(talk, lambda: _done(talk, number, start), 3.0)
    return next((each.refused for each in talk.events[start:] if isinstance(each, RoutesRefused)), ())


def _agrees(talk: Talk) -> bool:
    return told_ways(graph_of(talk)) == talk.shown()


def test_it_says_who_it_is_and_what_osc_hides(talk: Talk) -> None:
    session = opened_of(talk)
    assert (session.name, session.snapshot, session.sample_rate, session.timecode) == ("reel1", "reel1", 48000, "24")
    assert session.offset == 3600 * 48000
    assert Path(session.folder).name == "reel1"
    assert {state.name for state in session.strips} >= {"Master", "DX ADR 1", "MX"}
    state = next(event for event in reversed(talk.events) if isinstance(event, CompanionChanged))
    assert state.state is CompanionState.LIVE


def test_it_tells_the_routing_as_the_daw_itself_sees_it(talk: Talk) -> None:
    assert _agrees(talk)
    kinds = {node.name: node.kind for node in graph_of(talk).nodes}
    assert (kinds["Master"], kinds["DX"], kinds["DX ADR 1"]) == (Kind.MASTER, Kind.BUS, Kind.AUDIO)


def _feeds(talk: Talk, name: str, bus: str) -> bool:
    """True if it was told that both channels feed those of that bus, and nothing else."""
    target = node_of(talk, bus).id
    return node_of(talk, name).way.outs == ((Sink(target, 0),), (Sink(target, 1),))


def test_a_misroute_is_told_at_once(talk: Talk) -> None:
    for bus in ("FX", "DX", "MX", "DX"):
        talk.connect("DX ADR 1", bus)
        took = until(talk, partial(_feeds, talk, "DX ADR 1", bus), 1.0)
        print(f"told {took * 1e3:.0f} ms after the hand was back")
    assert _agrees(talk)


def test_a_send_is_told_and_so_is_its_switch_that_raises_no_signal(talk: Talk) -> None:
    talk.send("DX ADR 2", "FX")
    until(talk, lambda: [send.active for send in node_of(talk, "DX ADR 2").way.sends] == [True], 1.0)
    talk.switch("DX ADR 2", "FX", on=False)
    took = until(talk, lambda: [send.active for send in node_of(talk, "DX ADR 2").way.sends] == [False], 1.5)
    print(f"switch told after {took * 1e3:.0f} ms")
    assert _agrees(talk)


def test_an_order_is_obeyed_channel_by_channel_and_proved(talk: Talk) -> None:
    track, fx = node_of(talk, "DX ADR 1"), node_of(talk, "FX")
    crossed = Way(((Sink(fx.id, 1),), (Sink(fx.id, 0),)))
    assert _order(talk, _to(talk, track.name, crossed)) == ()
    assert node_of(talk, "DX ADR 1").way == crossed
    assert talk.shown()["DX ADR 1"][0] == [["FX 1"], ["FX 0"]]
    nowhere = Way(((), (Sink(fx.id, 1), Sink(fx.id, 0))))
    assert _order(talk, _to(talk, track.name, nowhere)) == ()
    assert talk.shown()["DX ADR 1"][0] == [[], ["FX 0", "FX 1"]]
    assert _order(talk, _to(talk, track.name, track.way)) == ()
    assert talk.shown()["DX ADR 1"][0] == [["DX 0"], ["DX 1"]]


def test_an_order_switches_sends(talk: Talk) -> None:
    track = node_of(talk, "DX ADR 2")
    assert [send.active for send in track.way.sends] == [False]
    on = replace(track.way, sends=tuple(replace(send, active=True) for send in track.way.sends))
    assert _order(talk, _to(talk, track.name, on)) == ()
    assert talk.shown()["DX ADR 2"][1] == [("FX", True)]
    assert _order(talk, _to(talk, track.name, track.way)) == ()
    assert talk.shown()["DX ADR 2"][1] == [("FX", False)]


def test_what_does_not_fit_any_more_is_refused_whole(talk: Talk) -> None:
    track, fx = node_of(talk, "DX ADR 1"), node_of(talk, "FX")
    good = Way(((Sink(fx.id, 0),), (Sink(fx.id, 1),)))
    before = talk.shown()
    wrong = {
        "renamed": Reroute(track.id, "DX ADR 7", good, track.way),
        "gone": Reroute("999999", track.name, good, track.way),
        "channels": _to(talk, track.name, Way(((Sink(fx.id, 0),),))),
        "sink gone": _to(talk, track.name, Way(((Sink("999999", 0),), (Sink(fx.id, 1),)))),
        "sink too small": _to(talk, track.name, Way(((Sink(fx.id, 0),), (Sink(fx.id, 9),)))),
        "sends": _to(talk, track.name, Way(good.outs, (AuxSend(0, fx.id, active=True),))),
        "routed elsewhere": Reroute(track.id, track.name, good, Way((track.way.outs[0], ()))),
    }
    refused = _order(talk, *wrong.values())
    assert [name for name, _ in refused] == [change.name for change in wrong.values()]
    assert all(why for _, why in refused)
    assert talk.shown() == before


def test_what_somebody_has_just_routed_is_not_lost_to_an_order_that_did_not_know(talk: Talk) -> None:
    track, fx = node_of(talk, "DX ADR 1"), node_of(talk, "FX")
    number, start = _orders(talk), len(talk.events)
    order = SetRoutes(number, (_to(talk, "DX ADR 1", Way(((Sink(fx.id, 0),), (Sink(fx.id, 1),)))),))
    talk.connect("DX ADR 1", "MX")  # the user's hand, not told yet
    talk.events += talk.companion.send(order, talk.now)
    until(talk, lambda: _done(talk, number, start), 3.0)
    (refused,) = _since(talk, RoutesRefused, start)
    assert isinstance(refused, RoutesRefused)
    assert refused.refused == (("DX ADR 1", "it was routed elsewhere in the meantime"),)
    assert talk.shown()["DX ADR 1"][0] == [["MX 0"], ["MX 1"]]
    assert _order(talk, _to(talk, "DX ADR 1", track.way)) == ()


@pytest.mark.peer
def test_a_port_that_is_not_there_leaves_every_channel_as_it_was(talk: Talk) -> None:
    if isinstance(talk, StandIn):
        pytest.skip("the stand-in has no ports outside")
    track, fx = node_of(talk, "DX ADR 1"), node_of(talk, "FX")
    half = Way(((Sink(fx.id, 0),), (Sink("", 0, "system:nothing_1"),)))
    (refused,) = _order(talk, _to(talk, track.name, half))
    assert refused[0] == track.name
    assert talk.shown()["DX ADR 1"][0] == [["DX 0"], ["DX 1"]]
    outside = Way(((Sink("", 0, "system:playback_1"),), (Sink("", 0, "system:playback_2"),)))
    assert _order(talk, _to(talk, track.name, outside)) == ()
    assert talk.shown()["DX ADR 1"][0] == [["system:playback_1"], ["system:playback_2"]]
    assert _order(talk, _to(talk, track.name, track.way)) == ()


def _stirred(talk: Talk, start: int) -> bool:
    return bool(_since(talk, Stirred, start))


def test_a_rename_and_a_mute_stir(talk: Talk) -> None:
    hands: tuple[Callable[[], None], ...] = (
        lambda: talk.rename("DX ADR 2", "DX ADR 9"),
        lambda: talk.mute("DX ADR 9"),
        lambda: talk.solo("DX ADR 9"),
    )
    for hand in hands:
        start = len(talk.events)
        hand()
        until(talk, partial(_stirred, talk, start), 1.0)
    state = next(each for each in opened_of(talk).strips if each.name == "DX ADR 9")
    assert (state.mute, state.solo, state.muted_by_vca, state.mute_automation) == (True, True, False, "Manual")
    talk.mute("DX ADR 9", on=False)
    talk.solo("DX ADR 9", on=False)
    talk.rename("DX ADR 9", "DX ADR 2")
    until(talk, lambda: "DX ADR 2" in graph_of(talk).by_name, 1.0)
    talk.run(0.2)
    assert _agrees(talk)


def test_a_bus_is_made_once_and_feeds_the_master(talk: Talk) -> None:
    number, start = _orders(talk), len(talk.events)
    wanted = MakeBuses(number, (NewBus("FOLEY", 2), NewBus("ATMOS", 6), NewBus("DX", 2)))
    talk.events += talk.companion.send(wanted, talk.now)
    until(talk, lambda: _done(talk, number, start), 8.0)
    (refused,) = _since(talk, RoutesRefused, start)
    assert isinstance(refused, RoutesRefused)
    assert [name for name, _ in refused.refused] == ["DX"]
    shown = talk.shown()
    assert shown["FOLEY"][0] == [["Master 0"], ["Master 1"]]
    assert shown["ATMOS"][0] == [["Master 0"], ["Master 1"]] * 3
    assert node_of(talk, "ATMOS").inputs == 6
    assert node_of(talk, "ATMOS").kind is Kind.BUS
    talk.run(1.0)
    assert _agrees(talk)


def test_an_order_that_comes_while_a_bus_is_made_does_not_make_it_again(talk: Talk) -> None:
    number, start = _orders(talk), len(talk.events)
    talk.events += talk.companion.send(MakeBuses(number, (NewBus("VOICES", 2),)), talk.now)
    talk.run(0.3)
    same = _to(talk, "DX ADR 1", node_of(talk, "DX ADR 1").way)
    talk.events += talk.companion.send(SetRoutes(number + 1, (same,)), talk.now)
    until(talk, lambda: _done(talk, number + 1, start), 8.0)
    assert not _since(talk, RoutesRefused, start)


HOSTILE = (
    "MX \"quoted\" '1'",
    "MX 100% %41 %",
    "MX ]==] ]===] --[[",
    "MX tab\there",
    "MX line\nbreak",
    "MX \u202ebidi\u202c",
    "MX ~tilde;semi,comma=equal",
    "MX Geräusche 音楽",
    "MX " + "x" * 500,
)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_survives_and_harms_nothing(talk: Talk, name: str) -> None:
    track, fx = node_of(talk, "MX SCORE 1"), node_of(talk, "FX")
    talk.rename("MX SCORE 1", name)
    until(talk, lambda: name in graph_of(talk).by_name, 1.0)
    sends = node_of(talk, name).way.sends
    there = Way(((Sink(fx.id, 0),), (Sink(fx.id, 1),)), sends)
    assert _order(talk, _to(talk, name, there)) == ()
    assert node_of(talk, name).way == there
    ((refused, _),) = _order(talk, Reroute(track.id, name + " ", track.way, there))
    assert refused == name + " "
    assert _order(talk, _to(talk, name, track.way)) == ()
    talk.rename(name, "MX SCORE 1")
    until(talk, lambda: "MX SCORE 1" in graph_of(talk).by_name, 1.0)
    talk.run(0.2)
    assert node_of(talk, "MX SCORE 1").way == track.way


def test_when_the_beat_stops_what_still_shows_our_value_is_given_back(talk: Talk) -> None:
    for name in ("DX ADR 1", "DX ADR 2", "FX HARD 1"):
        talk.mute(name)
    owed = {Target(name): False for name in ("DX ADR 1", "FX HARD 1", "MX SCORE 1")}
    talk.companion.owe("reel1", {**owed, Target("no such track"): False})
    talk.run(1.5)
    start, at = len(talk.events), time.monotonic()
    talk.mute("FX HARD 1", on=False)  # the user's hand: it does not show our value any more
    talk.fall_silent(9.0)
    assert talk.muted("DX ADR 1")
    talk.fall_silent(5.0)
    print(f"looked {time.monotonic() - at:.1f} s after the last beat")
    assert not talk.muted("DX ADR 1")
    assert talk.muted("DX ADR 2")
    talk.run(1.5)
    assert [event.strips for event in talk.events[start:] if isinstance(event, GaveBack)] == [("DX ADR 1",)]
    talk.companion.owe("reel1", {})
    talk.mute("DX ADR 2", on=False)
    talk.run(0.5)


def test_debts_of_another_session_are_left_alone(talk: Talk) -> None:
    talk.mute("DX ADR 1")
    talk.companion.owe("reel2", {Target("DX ADR 1"): False})
    talk.run(1.5)
    start = len(talk.events)
    talk.fall_silent(13.0)
    assert talk.muted("DX ADR 1")
    talk.run(1.5)
    assert not _since(talk, GaveBack, start)
    talk.companion.owe("reel1", {})
    talk.mute("DX ADR 1", on=False)
    talk.run(0.5)


def test_two_that_tell_the_same_session_are_not_ordered_anything(talk: Talk) -> None:
    start = len(talk.events)
    talk.second(3.0)
    states = [event.state for event in talk.events[start:] if isinstance(event, CompanionChanged)]
    assert states == [CompanionState.SEVERAL]
    track = node_of(talk, "DX ADR 1")
    (refused,) = talk.companion.send(SetRoutes(7, (_to(talk, track.name, Way(((), ()))),)), talk.now)
    assert isinstance(refused, RoutesRefused)
    until(talk, lambda: talk.events[-1:] != [] and _last_state(talk) is CompanionState.LIVE, 6.0)
    assert talk.shown()["DX ADR 1"][0] == [["DX 0"], ["DX 1"]]


def _last_state(talk: Talk) -> CompanionState:
    return next(event.state for event in reversed(talk.events) if isinstance(event, CompanionChanged))


def test_it_falls_silent_with_its_lease_and_is_believed_again_with_a_new_one(talk: Talk) -> None:
    """A packet that was lost is noticed by its number, and everything is told anew."""
    before = told_ways(graph_of(talk))
    telling = talk.companion._believed
    assert telling is not None
    telling._broken = True
    start = len(talk.events)
    until(talk, lambda: telling.whole, 5.0)
    talk.run(0.5)
    assert told_ways(graph_of(talk)) == before
    assert not _since(talk, Stirred, start)


def test_nothing_has_failed_all_the_while(talk: Talk) -> None:
    assert CompanionState.FAILED not in {event.state for event in talk.events if isinstance(event, CompanionChanged)}
    assert talk.companion.malformed == talk.companion.strangers == 0
