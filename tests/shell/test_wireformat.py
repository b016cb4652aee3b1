import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cuelist import CueList, listing
from bridge.model.cues import Cue, Level, Place, Span
from bridge.model.desk import Kind, Target
from bridge.model.effects import Severity
from bridge.model.events import LinkState
from bridge.model.ledger import Debt, Phase
from bridge.model.routing import BusView, PlanRow, RouteView, RoutingView, Standing
from bridge.model.show import Mode
from bridge.model.snapshot import NoticeView, PreviewView, Snapshot, TrackView
from bridge.model.stems import Evidence, Family, Flag, Stem
from bridge.model.transport import Transport
from bridge.shell import wireformat
from tests.ui.films import film

DX = Stem(Family.DX, "adr", flags=frozenset({Flag.TEMP}), confidence=0.9, evidence=(Evidence("name", "ADR", "DX"),))
OWED = Debt(1, Target("MX 1"), original=True, phase=Phase.OWED, since=1e9)
NOW = Snapshot(
    at=10.0,
    mode=Mode.WATCH,
    link=LinkState.LIVE,
    detail="",
    since=1.0,
    session="reel 1",
    rate=48000,
    transport=Transport(rolling=True, position=480, label="01:00:00:00"),
    preview=PreviewView(),
    tracks=(TrackView(1, "ADR 1", Kind.AUDIO, mute=False, solo=False, armed=None, stem=DX),),
    debts=(OWED,),
    offered=(),
    elsewhere=(("reel 2", OWED),),
    file_debts=(),
    looked=None,
    notices=(NoticeView(2.0, Severity.INFO, "hello"),),
)

names = st.text(min_size=1, max_size=8)
rows = st.lists(st.builds(replace, st.just(NOW.tracks[0]), name=names, mute=st.booleans()), max_size=6).map(
    lambda found: tuple(replace(row, number=number) for number, row in enumerate(found, 1))
)
snapshots = st.builds(
    replace, st.just(NOW), at=st.floats(0, 1e6), mode=st.sampled_from(Mode), tracks=rows, session=names
)


def test_a_snapshot_survives_the_way_to_a_client_and_back() -> None:
    assert wireformat.snapshot(json.loads(wireformat.text(wireformat.state(NOW, 1)))) == NOW


@given(snapshots)
def test_the_text_is_ascii_and_holds_every_name(snapshot: Snapshot) -> None:
    text = wireformat.text(wireformat.state(snapshot, 1))
    assert text.isascii()
    assert wireformat.snapshot(json.loads(text)) == snapshot


def told(old: Snapshot, new: Snapshot) -> dict[str, Any]:
    """The message that leads from one to the other; empty where there is none."""
    pieces = "".join(wireformat.change(old, new, 7))
    message: dict[str, Any] = json.loads(pieces) if pieces else {}
    return message


@given(snapshots, snapshots)
def test_a_state_and_what_changed_are_the_next_state(old: Snapshot, new: Snapshot) -> None:
    if message := told(old, new):
        assert wireformat.patched(wireformat.state(old, 1), message) == wireformat.state(new, 1)
        assert wireformat.after(old, message) == new
    else:
        assert replace(old, at=new.at) == new


def test_a_client_keeps_the_rows_that_did_not_change() -> None:
    both = replace(NOW, tracks=(*NOW.tracks, replace(NOW.tracks[0], number=2, name="MX 1")))
    new = wireformat.after(both, told(both, replace(both, tracks=(both.tracks[0], replace(both.tracks[1], mute=True)))))
    assert new.tracks[0] is both.tracks[0]
    assert new.tracks[1].mute


def test_time_alone_is_no_change() -> None:
    assert told(NOW, replace(NOW, at=11.0)) == {}


def test_only_the_rows_that_changed_are_told() -> None:
    both = (*NOW.tracks, replace(NOW.tracks[0], number=2, name="MX 1"))
    muted = (both[0], replace(both[1], mute=True))
    change = told(replace(NOW, tracks=both), replace(NOW, tracks=muted))
    assert [row["name"] for row in change["tracks"]] == ["MX 1"]
    assert "changed" not in change
    assert told(replace(NOW, tracks=both), NOW)["gone"] == [2]


def test_a_name_that_is_no_unicode_is_told_too() -> None:
    new = replace(NOW, tracks=(replace(NOW.tracks[0], name="DX \ud800"),))
    assert wireformat.after(NOW, told(NOW, new)).tracks[0].name == "DX \ud800"


def test_many_rows_come_in_pieces_that_are_each_soon_spelt() -> None:
    many = tuple(replace(NOW.tracks[0], number=number) for number in range(1, 1001))
    pieces = list(wireformat.change(replace(NOW, tracks=()), replace(NOW, tracks=many), 7))
    assert len(pieces) > 1000 // wireformat.SLICE
    assert len(json.loads("".join(pieces))["tracks"]) == 1000


def test_the_list_of_cues_comes_back_as_it_went_with_the_columns_of_a_cue_by_name() -> None:
    radio = Span(Cue("1m3", "\x1b[2J"), Place(10), Place(20), Level.DIEGETIC, tracks=("MX 1",), locked=True, by="anna")
    found = listing(CueList((radio,), "cues.csv", "reel 1", troubles=("No.",)))
    body = json.loads(wireformat.text(wireformat.cues(found)))
    assert wireformat.listing(body) == found
    assert (body["version"], body["undecided"], body["source"]) == (1, 0, "cues.csv")
    (cue,) = body["cues"]
    assert (cue["level"], cue["tracks"], cue["start"], cue["line"]) == ("diegetic", ["MX 1"], 10, None)


# --- the routing ------------------------------------------------------------------------------------------------

BUSES = (BusView("FX", "FX", "", "named so", 6),)
ids = st.text(st.characters(codec=None), min_size=1, max_size=2)
routes = st.lists(
    st.builds(RouteView, strip=names, id=ids, standing=st.sampled_from(Standing), goes=st.lists(names).map(tuple)),
    max_size=5,
).map(tuple)
plans = st.lists(st.builds(PlanRow, ids, st.sampled_from(Standing), names, names, names), max_size=4).map(tuple)
routings = st.builds(
    RoutingView,
    source=st.sampled_from(["", "companion"]),
    told_at=st.sampled_from([None, 1e9]),
    companion=names,
    buses=st.sampled_from([(), BUSES]),
    routes=routes,
    plan=plans,
    missing=st.sampled_from([(), ("MX",)]),
)
FILM = replace(NOW, routing=film(2048, 200))


@given(routings, routings)
def test_a_routing_and_what_changed_of_it_are_the_next_routing(old: RoutingView, new: RoutingView) -> None:
    before, after = replace(NOW, routing=old), replace(NOW, routing=new)
    if message := told(before, after):
        assert wireformat.patched(wireformat.state(before, 1), message) == wireformat.state(after, 1)
        assert wireformat.after(before, message) == after
        assert "changed" not in message
    else:
        assert old == new


def moved(place: int) -> Snapshot:
    """The film with one track on another bus."""
    rows = list(FILM.routing.routes)
    rows[place] = replace(rows[place], standing=Standing.ASTRAY, goes=("MX Bus", "Master"))
    return replace(FILM, routing=replace(FILM.routing, routes=tuple(rows)))


def test_of_two_thousand_routes_only_the_one_that_changed_is_told() -> None:
    message = told(FILM, moved(7))
    assert [row["id"] for row in message["routing"]["routes"]["rows"]] == [FILM.routing.routes[7].id]
    assert set(message["routing"]) == {"routes"}
    assert "order" not in message["routing"]["routes"]
    assert len(wireformat.text(message)) < 1000
    assert wireformat.after(FILM, message).routing.routes[8] is FILM.routing.routes[8]


def test_a_routing_that_stayed_is_not_told_and_stays_the_same_object() -> None:
    message = told(FILM, replace(FILM, mode=Mode.KEEP))
    assert "routing" not in message
    assert wireformat.after(FILM, message).routing is FILM.routing


def test_a_track_that_is_gone_is_told_by_the_order_of_those_that_are_left() -> None:
    fewer = replace(FILM, routing=replace(FILM.routing, routes=FILM.routing.routes[1:]))
    message = told(FILM, fewer)
    assert message["routing"]["routes"]["rows"] == []
    assert message["routing"]["routes"]["order"][0] == FILM.routing.routes[1].id
    assert wireformat.after(FILM, message) == fewer


def test_a_whole_new_routing_comes_in_pieces_that_are_each_soon_spelt() -> None:
    assert len(list(wireformat.change(NOW, FILM, 7))) > 2048 // wireformat.SLICE


def test_a_row_that_was_never_told_is_a_stream_of_another_kind() -> None:
    with pytest.raises(ValueError, match="not told"):
        wireformat.after(NOW, {"at": 1.0, "routing": {"routes": {"rows": [], "order": ["7"]}}})
