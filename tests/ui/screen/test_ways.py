"""Where tracks go, on the desk: the bus that each is on, what is wrong below it, who tells that and how old it is."""

from dataclasses import replace

import pytest

from bridge.model.routing import RouteView, Standing
from bridge.model.snapshot import Snapshot
from bridge.ui.palette import Hue
from bridge.ui.routes import FAULTS, SIGNS
from bridge.ui.screen.desk import desk, fault_line, group_line, title
from bridge.ui.screen.layout import Place
from bridge.ui.screen.lines import text_of
from bridge.ui.screen.tree import NO_BUS, Fault, Group, Tree, View, rows
from bridge.ui.screen.ways import NOWHERE, ways
from bridge.ui.screen.where import where
from tests.ui import films
from tests.ui.films import FAULTY, FILM_24, FILM_600
from tests.ui.screen.scenes import PICTURE, ROUTED, UNROUTED, seen

WAYS = ways(FILM_24)


def tree(snapshot: Snapshot = ROUTED, view: View | None = None) -> Tree:
    """The tree of this desk."""
    found = Tree()
    found.view = view or found.view
    found.follow(snapshot)
    return found


def groups(found: Tree) -> dict[str, str]:
    """What stands in the line of each group, by its title."""
    named = (row for row in found.rows if isinstance(row, Group))
    return {row.key: text_of([group_line(found, row, 120)]).strip() for row in named}


def faults(found: Tree, width: int = 120) -> list[str]:
    """What stands below the tracks."""
    below = (row for row in found.rows if isinstance(row, Fault))
    return [text_of([fault_line(found, row, width, keys=False)]).strip() for row in below]


# --- the bus ----------------------------------------------------------------------------------------------------


def test_a_track_stands_on_the_bus_that_the_routing_tells_with_the_way_from_there_to_its_stem() -> None:
    shown = groups(tree())
    assert shown["DX/ADR Sub"].startswith("▾ ADR Sub > DX Bus  2")
    assert shown["FX/FX Bus"].startswith("▾ FX Bus  1")
    assert f"MX/{NOWHERE}" in shown


def test_where_no_routing_is_told_it_stands_on_the_bus_of_the_last_save() -> None:
    saved = replace(UNROUTED, tracks=tuple(replace(one, bus="FX Bus") for one in UNROUTED.tracks))
    assert "FX/FX Bus" in groups(tree(saved))
    assert f"FX/{NO_BUS}" in groups(tree(UNROUTED))


def test_a_new_way_moves_the_track_and_nothing_new_makes_no_new_rows() -> None:
    found = tree()
    before = found.rows
    found.follow(replace(ROUTED, at=1001.0))
    assert found.rows is before
    moved = tuple(
        replace(one, goes=("BG", "FX Bus", "Master")) if one.strip == "ADR 3" else one for one in FILM_24.routes
    )
    found.follow(replace(ROUTED, routing=replace(FILM_24, routes=moved)))
    assert "▾ BG > FX Bus  1" in groups(found)["DX/BG"]


# --- what is wrong ------------------------------------------------------------------------------------------------


def test_below_a_track_that_goes_wrong_stands_a_sign_a_word_where_it_goes_and_where_it_belongs_in_red() -> None:
    found = tree()
    told = faults(found)
    assert "▲ astray: goes MX Bus, belongs on FX Bus" in told
    assert "▲ doubled: goes DX Bus, also to MX Bus, belongs on DX Bus" in told
    assert "▲ nowhere: belongs on MX Bus" in told
    for one in FAULTS:
        assert any(line.startswith(f"{SIGNS[one]} {one.value}") for line in told), one
    door = next(row for row in found.rows if isinstance(row, Fault) and found.tracks[row.number].name == "FX Door slam")
    assert {piece.hue for piece in fault_line(found, door, 120, keys=False) if "▲" in piece.text} == {Hue.ALARM}
    assert found.rows[found.rows.index(door) - 1] == door.number


def test_what_somebody_wants_so_is_told_calmly_and_not_counted() -> None:
    kept = tree(replace(ROUTED, routing=replace(FILM_24, routes=FAULTY[-2:])))
    assert faults(kept) == [
        "◆ astray, hands off: goes MX Bus, belongs on DX Bus",
        "◆ astray, accepted: agreed with the mixer: goes FX Bus, belongs on MX Bus",
    ]
    assert not any("wrong" in line for line in groups(kept).values())
    assert "wrong" not in text_of([title(seen(ROUTED), kept, 120, typing=False)])


def test_a_group_counts_what_is_wrong_in_it_and_what_nobody_can_check() -> None:
    shown = groups(tree())
    assert shown["DX"].startswith("▾ DX  8  ▲ 1 wrong")
    assert shown["FX/FOLEY"] == "▾ FOLEY > FX Bus  2  ▲ 1 wrong"
    assert "○ 1 not checkable" in shown["unknown"]
    assert "○ 9 not checkable" in groups(tree(UNROUTED))["FX"]


def test_of_many_tracks_what_is_right_is_folded_and_what_is_wrong_shows() -> None:
    many = tree(replace(ROUTED, tracks=films.desk(FILM_600), routing=FILM_600))
    tracks = [row for row in many.rows if isinstance(row, int)]
    assert len(tracks) < 80
    assert all(
        many.ways.wrong(many.tracks[row]) for row in tracks if isinstance(many.rows[many.rows.index(row) + 1], Fault)
    )
    assert groups(many)["DX/DX Bus"].startswith("▸ DX Bus")
    folded = tree(replace(ROUTED, tracks=films.desk(FILM_600), routing=FILM_600), View().turn("DX"))
    assert not any(many.tracks[row].stem.family == "DX" for row in folded.rows if isinstance(row, int))


def test_a_bus_that_is_wrong_itself_says_so_below_its_own_line() -> None:
    wrong = RouteView("DX Bus", "10", Standing.ASTRAY, ("MX Bus", "Master"), wanted="Master")
    routes = tuple(wrong if one.strip == "DX Bus" else one for one in FILM_24.routes)
    found = tree(replace(ROUTED, routing=replace(FILM_24, routes=routes)))
    at = next(place for place, row in enumerate(found.rows) if isinstance(row, Group) and row.key == "DX/DX Bus")
    below = found.rows[at + 1]
    assert isinstance(below, Fault)
    assert found.tracks[below.number].name == "DX Bus"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("astray belongs", ["FX Door slam"]),
        ("wrong fx", ["FX Door slam", "BG Forest 5.1"]),
        ("foley", ["Foley Feet 5"]),
    ],
)
def test_the_filter_finds_what_is_wrong_and_every_bus_on_the_way(words: str, names: list[str]) -> None:
    found = rows(ROUTED.tracks, View(words=words), WAYS)
    of = {one.number: one.name for one in ROUTED.tracks}
    assert set(names) <= {of[row] for row in found if isinstance(row, int)}
    assert len([row for row in found if isinstance(row, int)]) < 8


def test_the_cursor_keeps_to_the_fault_that_it_stood_on() -> None:
    found = tree()
    place = next(place for place, row in enumerate(found.rows) if isinstance(row, Fault))
    mark = found.mark(place)
    assert mark == ("fault", "DX Boom Anna")
    assert found.row_of(mark) == place


def test_the_keys_for_it_stand_beside_a_fault_where_the_cursor_is() -> None:
    found = tree()
    place = next(place for place, row in enumerate(found.rows) if isinstance(row, Fault))
    for row, told in ((place - 2, False), (place - 1, True), (place, True), (place + 1, False)):
        line = text_of(desk(found, 0, row, Place(0, 0, 100, 40))[place : place + 1])
        assert ("r put back h hands off" in line) == told
    assert "doubled" in text_of(desk(found, 0, place, Place(0, 0, 58, 40))[place : place + 1])


# --- who tells it -------------------------------------------------------------------------------------------------


def test_the_head_of_the_desk_counts_what_is_wrong_and_says_how_old_that_is() -> None:
    saved = replace(ROUTED, routing=replace(FILM_24, source="session file", told_at=1e9 - 200))
    assert "Desk 32 strips  ▲ 10 wrong  routing live" in text_of([title(seen(ROUTED), tree(), 80, typing=False)])
    told = text_of([title(seen(saved, unix=1e9), tree(saved), 80, typing=False)])
    assert "▲ 10 wrong  routing as saved 3 min ago" in told
    assert "○ routing not checkable" in text_of([title(seen(UNROUTED), tree(UNROUTED), 80, typing=False)])
    assert "routing" not in text_of([title(seen(PICTURE), tree(PICTURE), 80, typing=False)])


def test_one_line_says_who_tells_it_and_what_our_script_in_the_daw_would_give() -> None:
    assert "routing told by our script inside the DAW, as it is now." in text_of(where(seen(ROUTED), 80, 5))
    nobody = text_of(where(seen(UNROUTED), 120, 5))
    assert "○ routing not checkable. With our script inside Ardour" in nobody
    saved = replace(UNROUTED, routing=replace(films.NOTHING, source="session file", told_at=1e9 - 200))
    assert "the session's file, saved 3 min ago. With our script" in text_of(where(seen(saved, unix=1e9), 140, 5))
    assert "routing" not in text_of(where(seen(PICTURE), 80, 5))
