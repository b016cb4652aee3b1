"""Keep mode puts routes back, once, and believes who insists; people order, take back, and accept."""

import pytest

from bridge.core.state import State
from bridge.model.desk import Kind
from bridge.model.events import NotRemembered
from bridge.model.ledger import Matter, Note
from bridge.model.requests import AcknowledgeAsked, HandsOffAsked, ModeAsked, RouteAsked, UnrouteAsked
from bridge.model.routing import Standing
from bridge.model.routingnews import CompanionChanged, CompanionState
from bridge.model.show import Mode
from bridge.model.stems import Family, Stem
from tests.core.patchbay import Patchbay, way

TRACKS = ("DX 1", "DX 2", "FX 1", "MX 1", "Odd 1")


@pytest.fixture
def patchbay() -> Patchbay:
    return Patchbay(*TRACKS)


# --- what was ordered is ordered once ---------------------------------------------------------------------------


def test_what_is_told_while_an_order_is_out_does_not_send_it_again(patchbay: Patchbay) -> None:
    patchbay.slow = True
    patchbay.rewire("DX 1", "FX")
    patchbay.run(0.1)
    patchbay.rewire("FX 1", "FX", "Master")
    patchbay.seen()
    assert [change.name for change in patchbay.orders].count("DX 1") == 1


def test_a_hand_that_comes_while_an_order_is_out_stays_until_it_is_seen(patchbay: Patchbay) -> None:
    patchbay.slow = True
    patchbay.rewire("DX 1", "FX")
    patchbay.wire("DX 1", "MX")
    patchbay.obey()
    assert patchbay.feeds("DX 1") == ("MX",)
    patchbay.seen()
    patchbay.obey()
    assert patchbay.feeds("DX 1") == ("DX",)


def test_a_route_whose_row_could_not_be_written_is_tried_with_a_row_of_its_own(patchbay: Patchbay) -> None:
    patchbay.slow = True
    patchbay.rewire("DX 1", "FX")
    lost = tuple(patchbay.disk.routes.values())
    patchbay.disk.routes.clear()
    (order,) = patchbay.open
    patchbay.open.clear()
    patchbay.tell(NotRemembered(patchbay.now, 0, "disk full", lost))
    patchbay.done = order.order
    patchbay.seen()
    patchbay.obey()
    patchbay.seen()
    assert patchbay.feeds("DX 1") == ("DX",)
    assert patchbay.ask(UnrouteAsked(patchbay.now, 1)).ok is False  # the script is slow to take it back
    assert [row.former for row in patchbay.disk.routes.values()] == [row.former for row in lost]


def test_what_a_person_said_that_is_not_on_disk_is_told(patchbay: Patchbay) -> None:
    ident = patchbay.nodes["DX 1"].id
    patchbay.tell(NotRemembered(patchbay.now, 0, "disk full", (Note(1, ident, Matter.HANDS_OFF),)))
    assert "DX 1" in patchbay.notices[-1]
    assert "say it again" in patchbay.notices[-1]


# --- what keep mode does ----------------------------------------------------------------------------------------


def test_what_is_right_is_left_alone_and_the_bridge_is_silent(patchbay: Patchbay) -> None:
    patchbay.run(5.0)
    assert not patchbay.orders
    assert patchbay.standing("DX 1") is Standing.RIGHT


def test_a_track_on_another_stem_is_named_and_put_back(patchbay: Patchbay) -> None:
    before = way(patchbay, "DX 1")
    patchbay.rewire("DX 1", "FX")
    assert patchbay.standing("DX 1") is Standing.ASTRAY
    assert any("DX 1" in text and "FX" in text for text in patchbay.notices)
    patchbay.run(1.0)
    assert way(patchbay, "DX 1") == before
    assert patchbay.standing("DX 1") is Standing.RIGHT
    assert any("put back" in text and "route it there again" in text for text in patchbay.notices)


def test_a_second_stem_is_taken_away_and_the_first_stays(patchbay: Patchbay) -> None:
    patchbay.rewire("DX 1", "DX", "MX")
    assert patchbay.standing("DX 1") is Standing.DOUBLED
    patchbay.run(1.0)
    assert patchbay.feeds("DX 1") == ("DX",)


def test_a_send_into_another_stem_is_switched_off(patchbay: Patchbay) -> None:
    patchbay.send("FX 1", "MX")
    patchbay.seen()
    assert patchbay.standing("FX 1") is Standing.DOUBLED
    patchbay.run(1.0)
    assert [send.active for send in way(patchbay, "FX 1").sends] == [False]


@pytest.mark.parametrize("mode", [Mode.WATCH, Mode.PREVIEW])
def test_other_modes_only_name_it(mode: Mode) -> None:
    patchbay = Patchbay(*TRACKS, mode=mode)
    patchbay.rewire("DX 1", "FX")
    patchbay.run(5.0)
    assert patchbay.standing("DX 1") is Standing.ASTRAY
    assert not patchbay.orders


def test_unknown_stems_are_never_touched(patchbay: Patchbay) -> None:
    patchbay.rewire("Odd 1", "MX")
    patchbay.run(5.0)
    assert patchbay.standing("Odd 1") is Standing.UNKNOWN
    assert not patchbay.orders


def test_a_locked_track_is_named_and_moved_only_by_name(patchbay: Patchbay) -> None:
    patchbay.show(locks={"DX 1": Stem(Family.DX, locked=True)})
    patchbay.rewire("DX 1", "FX")
    patchbay.run(5.0)
    assert patchbay.standing("DX 1") is Standing.ASTRAY
    assert not patchbay.orders
    assert patchbay.ask(RouteAsked(patchbay.now, 1, ("DX 1",))).ok
    assert patchbay.feeds("DX 1") == ("DX",)


def test_nothing_is_routed_while_the_daw_records(patchbay: Patchbay, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as recording:
        recording.setattr(State, "recording", True)
        patchbay.rewire("DX 1", "FX")
        patchbay.run(3.0)
        assert patchbay.feeds("DX 1") == ("FX",)
        answer = patchbay.ask(RouteAsked(patchbay.now, 1))
        assert not answer.ok
        assert "recording" in answer.lines[0]
    patchbay.run(1.0)
    assert patchbay.feeds("DX 1") == ("DX",)


def test_nothing_is_ordered_of_a_script_that_is_not_heard(patchbay: Patchbay) -> None:
    patchbay.tell(CompanionChanged(patchbay.now, CompanionState.SILENT, "It is not heard."))
    patchbay.rewire("DX 1", "FX")
    patchbay.run(3.0)
    assert not patchbay.orders


def test_a_script_that_is_gone_is_a_notice_and_one_that_was_never_there_is_none(patchbay: Patchbay) -> None:
    patchbay.tell(CompanionChanged(patchbay.now, CompanionState.NONE, "Its folder is gone"))
    assert patchbay.notices[-1] == "Its folder is gone"
    patchbay.tell(CompanionChanged(patchbay.now, CompanionState.NONE, "It is not installed"))
    assert patchbay.notices[-1] == "Its folder is gone"
    answer = patchbay.ask(RouteAsked(patchbay.now, 1))
    assert answer.lines == ("It is not installed. Nothing was changed.",)


def test_who_routes_it_there_again_is_believed_and_that_outlives_the_bridge(patchbay: Patchbay) -> None:
    patchbay.rewire("DX 1", "FX")
    patchbay.run(2.0)
    patchbay.rewire("DX 1", "FX")
    patchbay.run(5.0)
    assert patchbay.feeds("DX 1") == ("FX",)
    assert patchbay.route("DX 1").hands_off
    assert any("it is meant" in text for text in patchbay.notices)
    patchbay.restart()
    patchbay.run(5.0)
    assert patchbay.feeds("DX 1") == ("FX",)
    assert patchbay.standing("DX 1") is Standing.ASTRAY


def test_another_wrong_way_is_put_back_too_with_growing_pauses(patchbay: Patchbay) -> None:
    patchbay.rewire("DX 1", "FX")
    patchbay.run(2.0)
    patchbay.rewire("DX 1", "MX")
    patchbay.run(0.5)
    assert patchbay.feeds("DX 1") == ("DX",)
    patchbay.rewire("DX 1", "Master")
    patchbay.run(0.5)
    assert patchbay.feeds("DX 1") == ("Master",)
    patchbay.run(3.0)
    assert patchbay.feeds("DX 1") == ("DX",)


def test_what_does_not_obey_is_tried_three_times_and_then_with_growing_pauses(patchbay: Patchbay) -> None:
    patchbay.deaf = True
    patchbay.rewire("DX 1", "FX")
    patchbay.run(30.0)
    assert 3 < len(patchbay.orders) < 12


def test_a_bus_that_is_gone_is_one_notice_and_made_again_by_hand_gets_its_tracks_back(patchbay: Patchbay) -> None:
    said = len(patchbay.notices)
    patchbay.remove("DX")
    patchbay.run(3.0)
    (notice,) = patchbay.notices[said:]
    assert notice.startswith('The bus "DX" is gone from the session. 2 strips went there')
    assert '"DX 1", "DX 2"' in notice
    assert "stembridge init --route" in notice
    patchbay.add("DX", Kind.BUS, "Master")
    patchbay.seen()
    patchbay.run(2.0)
    assert (patchbay.feeds("DX 1"), patchbay.feeds("DX 2")) == (("DX",), ("DX",))


# --- what people order ------------------------------------------------------------------------------------------


def test_the_plan_is_carried_out_and_taken_back_and_then_left_alone() -> None:
    patchbay = Patchbay(*TRACKS, mode=Mode.PREVIEW)
    patchbay.wire("DX 1", "FX")
    patchbay.rewire("DX 2", "MX")
    answer = patchbay.ask(RouteAsked(patchbay.now, 1))
    assert answer.ok
    assert "DX 1" in answer.lines[0]
    assert (patchbay.feeds("DX 1"), patchbay.feeds("DX 2")) == (("DX",), ("DX",))
    answer = patchbay.ask(UnrouteAsked(patchbay.now, 2))
    assert answer.ok
    assert "Taken back" in answer.lines[0]
    assert (patchbay.feeds("DX 1"), patchbay.feeds("DX 2")) == (("FX",), ("MX",))
    assert patchbay.route("DX 1").hands_off
    assert not patchbay.ask(UnrouteAsked(patchbay.now, 3)).ok


def test_an_undo_leaves_alone_what_was_routed_otherwise_since() -> None:
    patchbay = Patchbay(*TRACKS, mode=Mode.PREVIEW)
    patchbay.rewire("DX 1", "FX")
    assert patchbay.ask(RouteAsked(patchbay.now, 1)).ok
    patchbay.rewire("DX 1", "MX")
    answer = patchbay.ask(UnrouteAsked(patchbay.now, 2))
    assert "left so" in answer.lines[0]
    assert patchbay.feeds("DX 1") == ("MX",)


def test_watch_mode_refuses_and_says_how_to_allow_it() -> None:
    patchbay = Patchbay(*TRACKS, mode=Mode.WATCH)
    answer = patchbay.ask(RouteAsked(patchbay.now, 1))
    assert not answer.ok
    assert "stembridge mode preview" in answer.lines[0]


def test_an_order_that_is_not_obeyed_is_answered_and_forgotten() -> None:
    patchbay = Patchbay(*TRACKS, mode=Mode.PREVIEW)
    patchbay.deaf = True
    patchbay.rewire("DX 1", "FX")
    patchbay.tell(RouteAsked(patchbay.now, 1))
    patchbay.refuse("DX 1", "its name is another by now")
    answer = patchbay.answered()
    assert not answer.ok
    assert "another by now" in answer.lines[0]
    orders = len(patchbay.orders)
    patchbay.run(30.0)
    assert len(patchbay.orders) == orders


def test_missing_buses_are_made_and_then_the_tracks_routed() -> None:
    patchbay = Patchbay("DX 1", "FX 1", mode=Mode.PREVIEW, buses=())
    assert set(patchbay.picture().routing.missing) == {"DX", "FX"}
    answer = patchbay.ask(RouteAsked(patchbay.now, 1, buses=True))
    assert answer.ok, answer.lines
    assert (patchbay.feeds("DX 1"), patchbay.feeds("FX 1")) == (("DX",), ("FX",))


def test_while_buses_are_made_no_track_is_called_wrong() -> None:
    patchbay = Patchbay("DX 1", "FX 1", mode=Mode.PREVIEW, buses=())
    patchbay.tell(RouteAsked(patchbay.now, 1, buses=True))
    patchbay.run(2.0)
    assert not [text for text in patchbay.notices if "past its stem" in text]


def test_a_bus_that_is_not_made_is_named_with_why() -> None:
    patchbay = Patchbay("DX 1", mode=Mode.PREVIEW, buses=())
    patchbay.deaf = True
    patchbay.tell(RouteAsked(patchbay.now, 1, buses=True))
    patchbay.refuse("DX", "there is a strip of this name")
    assert 'The bus "DX" was not made: there is a strip of this name.' in patchbay.notices[-1]
    patchbay.run(11.0)
    answer = patchbay.answers[-1]
    assert not answer.ok
    assert "there is a strip of this name" in answer.lines[0]


def test_hands_off_and_on_again(patchbay: Patchbay) -> None:
    assert patchbay.ask(HandsOffAsked(patchbay.now, 1, ("DX 1",))).ok
    patchbay.rewire("DX 1", "FX")
    patchbay.run(3.0)
    assert patchbay.feeds("DX 1") == ("FX",)
    assert patchbay.ask(HandsOffAsked(patchbay.now, 2, ("DX 1",), off=False)).ok
    patchbay.run(3.0)
    assert patchbay.feeds("DX 1") == ("DX",)
    assert not patchbay.ask(HandsOffAsked(patchbay.now, 3, ("Nobody",))).ok


def test_a_finding_is_accepted_with_a_note_until_it_is_mended() -> None:
    patchbay = Patchbay(*TRACKS, mode=Mode.PREVIEW)
    patchbay.rewire("DX 1", "FX")
    (finding,) = (one for one in patchbay.picture().findings if "DX 1" in one.text)
    patchbay.tell(AcknowledgeAsked(patchbay.now, 1, (finding.number,), "the director wants it"))
    patchbay.run(1.0)
    assert patchbay.route("DX 1").acknowledged == "the director wants it"
    patchbay.restart()
    (finding,) = (one for one in patchbay.picture().findings if "DX 1" in one.text)
    assert finding.acknowledged
    patchbay.rewire("DX 1", "DX")
    assert not [one for one in patchbay.picture().findings if "DX 1" in one.text]
    patchbay.rewire("DX 1", "FX")
    (finding,) = (one for one in patchbay.picture().findings if "DX 1" in one.text)
    assert not finding.acknowledged


def test_what_may_stay_is_left_alone_until_it_is_ordered_by_name_or_goes_wrong_otherwise() -> None:
    patchbay = Patchbay(*TRACKS, mode=Mode.PREVIEW)
    patchbay.rewire("DX 1", "FX")
    patchbay.rewire("DX 2", "FX")
    for name, note in (("DX 1", "the director wants it"), ("DX 2", "")):
        (finding,) = (one for one in patchbay.picture().findings if name in one.text)
        patchbay.tell(AcknowledgeAsked(patchbay.now, 1, (finding.number,), note))
    patchbay.ask(ModeAsked(patchbay.now, 2, Mode.KEEP))
    patchbay.run(5.0)
    assert patchbay.feeds("DX 1") == ("FX",)
    assert patchbay.feeds("DX 2") == ("DX",), "who has only seen it has not said that it may stay"
    assert patchbay.ask(RouteAsked(patchbay.now, 3, ("DX 1",))).ok
    assert patchbay.feeds("DX 1") == ("DX",)


def test_without_any_source_nothing_is_checkable(patchbay: Patchbay) -> None:
    patchbay.tell(CompanionChanged(patchbay.now, CompanionState.SILENT, "The script is not heard."))
    routing = patchbay.picture().routing
    assert routing.source == ""
    assert {route.standing for route in routing.routes} == {Standing.UNCHECKABLE}
    assert routing.companion == "The script is not heard."
