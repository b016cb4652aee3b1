"""The routing in words and as a table: what is wrong first, what is not known never called right."""

import io
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from bridge.model.routing import GraphSource, RouteView, RoutingView, Standing
from bridge.ui.routes import (
    FAULTS,
    SIGNS,
    accepted,
    briefly,
    incomplete,
    lies,
    master,
    plan,
    routing,
    tally,
    teller,
    wrong,
)
from bridge.ui.status import status
from tests.ui import films
from tests.ui.films import AT, FAULTY, FILM_24
from tests.ui.screen.scenes import PICTURE

NOW = 1e9


def text(picture: RenderableType) -> str:
    """What is read on a terminal of 160 columns."""
    console = Console(file=io.StringIO(), width=160)
    console.print(picture)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_every_standing_is_a_fault_or_right_or_not_known() -> None:
    assert set(FAULTS) == set(Standing) - {Standing.RIGHT, Standing.UNCHECKABLE, Standing.NONE}
    assert set(SIGNS) == set(Standing) - {Standing.NONE}


@pytest.mark.parametrize("standing", FAULTS)
def test_a_fault_is_wrong_until_somebody_wants_it_so(standing: Standing) -> None:
    one = RouteView("A", "1", standing)
    assert wrong(one)
    assert not wrong(replace(one, hands_off=True))
    assert accepted(replace(one, acknowledged="agreed")) == "accepted: agreed"
    assert accepted(replace(one, hands_off=True)) == "hands off"


def test_what_is_no_fault_needs_nobody_s_leave() -> None:
    for standing in (Standing.RIGHT, Standing.UNCHECKABLE, Standing.NONE):
        assert accepted(RouteView("A", "1", standing, hands_off=True)) == ""


def test_counts_name_the_faults_first_and_what_was_accepted_apart() -> None:
    assert tally(FAULTY).startswith("1 astray, 1 doubled, 1 nowhere, ")
    assert tally(FAULTY).endswith("1 not checkable, 2 accepted as they are")
    assert tally([RouteView("Master", "1", Standing.NONE)]) == ""


@pytest.mark.parametrize("source", GraphSource)
def test_every_source_is_told_in_words(source: GraphSource) -> None:
    view = RoutingView(source, told_at=None if source is not GraphSource.FILE else NOW - 150)
    assert teller(view, NOW)
    assert ("saved 2 min ago" in teller(view, NOW)) == (source is GraphSource.FILE)
    assert briefly(view, NOW) == ("routing as saved 2 min ago" if source is GraphSource.FILE else "routing live")
    assert briefly(view, 0.0) == ("routing as saved" if source is GraphSource.FILE else "routing live")


def test_where_nobody_tells_it_nothing_is_said_to_be_right() -> None:
    assert teller(films.NOTHING, NOW) == "nobody: not checkable"
    assert briefly(films.NOTHING, NOW) == "○ routing not checkable"
    assert briefly(RoutingView(), NOW) == ""
    assert list(incomplete(films.NOTHING)) == [films.NOTHING.unchecked, films.NOTHING.companion]


def test_the_master_is_what_the_stems_feed() -> None:
    assert master(FILM_24) == "Master"
    assert master(RoutingView()) == ""
    alone = RouteView("FX Bus", "1", Standing.RIGHT, ("Out",))
    assert master(RoutingView(buses=films.BUSES, routes=(alone,))) == "Out"
    assert lies(FAULTY[4], "Master") == "goes Master"


def test_missing_buses_are_named_with_what_makes_them() -> None:
    (line,) = incomplete(replace(FILM_24, missing=("MX", "FX")))
    assert line.startswith("No bus in this session for: MX, FX.")
    assert "stembridge init --route" in line


def test_the_plan_has_what_would_be_moved_first() -> None:
    lines = text(plan(FILM_24.plan)).splitlines()
    assert lines[0].split() == ["strip", "stands", "now", "would", "go", "left", "alone,", "because"]
    left = [number for number, line in enumerate(lines) if "hands off" in line or "accepted" in line]
    assert left == [4, 5]


def test_the_findings_say_why_what_mends_them_and_since_when() -> None:
    seen = text(routing(FILM_24, AT, NOW))
    assert "▲ doubled" in seen
    assert "the payer hears dialogue in the music." in seen
    assert "Switch the send to MX Bus off." in seen
    assert "since 60 s" in seen
    assert seen.index("○ not checkable") > seen.index("◆ astray") > seen.index("? unknown stem")
    assert "A plugin of it may send elsewhere." in seen


def test_of_many_that_can_t_be_checked_some_are_told_and_the_others_counted() -> None:
    rows = tuple(replace(one, standing=Standing.UNCHECKABLE, text="Unseen.") for one in films.right(30))
    seen = text(routing(RoutingView("JACK", routes=rows), AT, NOW))
    assert (seen.count("Unseen."), "and 18 more" in seen) == (12, True)
    assert "Unseen." not in text(routing(RoutingView(routes=rows), AT, NOW))


def test_the_status_has_a_line_of_it() -> None:
    seen = text(status(replace(PICTURE, routing=FILM_24), NOW))
    assert "1 astray, 1 doubled" in seen
    assert "routing" not in text(status(PICTURE, NOW))
