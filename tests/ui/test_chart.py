"""The chart of the routing: what is right in groups, what is wrong by name, whatever anything is called."""

import re
from dataclasses import replace

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.routing import BusView, RouteView, RoutingView, Standing
from bridge.ui.chart import chart
from bridge.ui.chartrows import BUSES, MOST, blocks, chosen, names, strips
from bridge.ui.routes import FAULTS, SIGNS, wrong
from tests.ui.films import FAULTY, FILM_24, FILM_60, FILM_600, HOSTILE, NOTHING, film, hostile

SVG = "{http://www.w3.org/2000/svg}"
FILMS = pytest.mark.parametrize("view", [FILM_24, FILM_60, FILM_600, NOTHING, RoutingView(), hostile()])
anything = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec=None), max_size=9))
routings = st.builds(
    RoutingView,
    source=anything,
    companion=anything,
    unchecked=anything,
    buses=st.lists(
        st.builds(
            BusView, anything, st.sampled_from(["DX", "FX", "MX", "?"]), st.sampled_from(["", "foley"]), anything
        ),
        max_size=5,
    ).map(tuple),
    routes=st.lists(
        st.builds(
            RouteView,
            strip=anything,
            id=anything,
            standing=st.sampled_from(Standing),
            goes=st.lists(anything, max_size=4).map(tuple),
            stems=st.lists(st.sampled_from(["DX", "FX", "MX"]), max_size=2).map(tuple),
            wanted=anything,
        ),
        max_size=8,
    ).map(tuple),
    missing=st.lists(anything, max_size=3).map(tuple),
)


def words(svg: str) -> list[str]:
    """What a reader reads, line by line."""
    return ["".join(line.itertext()).replace("\xa0", "") for line in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@FILMS
def test_it_is_well_formed_loads_nothing_and_runs_nothing(view: RoutingView) -> None:
    svg = chart(view, "Reel </title><script> \x07", 1e9)
    root = ElementTree.fromstring(svg)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "text", "tspan", "line", "circle")
    }
    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"\son\w+=|@import|url\(", svg)


@settings(max_examples=60)
@given(routings, anything)
def test_whatever_anything_is_called_it_stays_a_picture_that_nothing_steers(view: RoutingView, title: str) -> None:
    svg = chart(view, title, 1e9)
    ElementTree.fromstring(svg)
    assert all(one in "\n\u200e\xa0" or one.isprintable() for one in svg)


@FILMS
def test_the_same_routing_gives_the_same_bytes(view: RoutingView) -> None:
    assert chart(view, "Reel", 1e9) == chart(replace(view), "Reel", 1e9)


def test_what_is_right_is_one_line_for_each_bus() -> None:
    shown = words(chart(FILM_600, "Reel", 1e9))
    assert "134 on DX Bus" in shown
    assert "67 on FOLEY" in shown
    assert sum(line.endswith("on FOLEY") and line[0].isdigit() for line in shown) == 1


def test_every_fault_stands_alone_with_its_sign_its_word_where_it_goes_and_where_it_belongs() -> None:
    shown = words(chart(FILM_60, "Reel", 1e9))
    for route in FAULTY[:-3]:
        assert f"{SIGNS[route.standing]} {route.strip} {route.standing.value}".replace(" ", "") in (
            line.replace(" ", "") for line in shown
        )
    assert "goes MX Bus, belongs on FX Bus" in shown
    assert "goes DX Bus, also to MX Bus, belongs on DX Bus" in shown
    assert "belongs on MX Bus" in shown


def test_what_was_accepted_or_can_t_be_checked_is_neither_red_nor_right() -> None:
    shown = words(chart(FILM_24, "Reel", 1e9))
    assert "○ 1 not checkable" in shown
    assert shown.count("◆ 1 accepted") == 2
    svg = chart(replace(FILM_24, routes=FAULTY[-3:]), "Reel", 1e9)
    assert 'class="alarm' not in svg


@FILMS
def test_every_strip_is_drawn_or_counted(view: RoutingView) -> None:
    found = names(view)
    rows = strips(view, found)
    drawn, left_out = chosen(rows)
    placed = list(blocks(found, rows, drawn))
    grouped = sum(row.count for block in placed for row in block.rows)
    assert grouped + sum(row.fault is not None for block in placed for row in block.rows) + len(left_out) == len(rows)
    assert sum(block.wrong for block in placed) == len(drawn) + len(left_out) == sum(map(wrong, rows))


def test_of_many_faults_some_of_each_standing_are_drawn_and_the_others_counted() -> None:
    drawn, left_out = chosen(FILM_600.routes)
    assert len(drawn) == MOST
    assert {route.standing for route in drawn} == set(FAULTS)
    svg = chart(FILM_600, "Reel", 1e9)
    assert f"… and {len(left_out)} more ({len(left_out)} astray): stembridge route" in words(svg)


def test_six_hundred_tracks_are_no_more_lines_than_sixty_with_the_same_faults() -> None:
    few, many = (ElementTree.fromstring(chart(film(count), "Reel", 1e9)) for count in (60, 600))
    assert len(list(few.iter())) == len(list(many.iter()))


def test_a_hundred_strays_share_the_lines_that_lead_to_the_same_stem() -> None:
    root = ElementTree.fromstring(chart(FILM_600, "Reel", 1e9))
    upright = [
        one for one in root.iter(f"{SVG}line") if one.get("x1") == one.get("x2") and "dashed" in one.get("class", "")
    ]
    assert 1 <= len(upright) <= 6


def test_many_sub_buses_share_a_row() -> None:
    routes = tuple(
        RouteView(f"FX {one}", f"{one}", Standing.RIGHT, (f"Sub {one}", "FX", "Out"), ("FX",), "FX")
        for one in range(40)
    )
    view = RoutingView("companion", buses=(BusView("FX", "FX", "", ""),), routes=routes)
    shown = words(chart(view, "Reel", 1e9))
    assert f"{40 - BUSES} on {40 - BUSES} more buses" in shown
    assert "Out" in shown


def test_a_longer_ribbon_is_a_larger_group() -> None:
    root = ElementTree.fromstring(chart(FILM_60, "Reel", 1e9))
    ribbons = [
        one for one in root.iter(f"{SVG}line") if "ribbon dx-line" in one.get("class", "") and one.get("x1") == "450"
    ]
    assert [float(one.get("stroke-width", "0")) for one in ribbons] == [20.0, 10.0]


def test_it_has_colours_for_a_light_page_and_a_dark_one_and_white_paper() -> None:
    style = ElementTree.fromstring(chart(FILM_24, "Reel", 1e9)).find(f"{SVG}style")
    assert style is not None
    assert "@media screen and (prefers-color-scheme:dark){" in str(style.text)
    assert "@media print{.ground{fill:#fff}}" in str(style.text)


def test_who_tells_it_and_how_old_that_is_stands_below_the_title() -> None:
    told = replace(FILM_24, source="session file", told_at=1e9 - 200)
    assert any("the session's file, saved 3 min ago" in line for line in words(chart(told, "Reel", 1e9)))
    assert any("nobody: not checkable" in line for line in words(chart(NOTHING, "Reel", 1e9)))
    assert any("stembridge install ardour" in line for line in words(chart(NOTHING, "Reel", 1e9)))


@FILMS
def test_nothing_stands_outside_the_picture(view: RoutingView) -> None:
    root = ElementTree.fromstring(chart(view, "Reel", 1e9))
    height = float(root.get("height", "0"))
    for one in root.iter(f"{SVG}text"):
        assert 0 < float(one.get("y", "0")) < height
