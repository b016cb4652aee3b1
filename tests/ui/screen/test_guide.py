"""The demo's guide: lines that fit, and steps that wait for what they speak of."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bridge.model.routing import RouteView, RoutingView, Standing
from bridge.ui.palette import Hue
from bridge.ui.screen.guide import MISROUTED, MOMENT, STEPS, TRIED, Guide, Step
from bridge.ui.screen.lines import Piece, cells
from bridge.ui.screen.seen import Seen
from tests.ui.screen.scenes import PICTURE, seen

LONG = 1e3
"""Seconds in which any step but the last is over."""


def routed(standing: Standing, *, hands_off: bool = False) -> Seen:
    """A screen that shows one track, which stands so."""
    route = RouteView("Musik", "7", standing, hands_off=hands_off)
    return seen(replace(PICTURE, routing=RoutingView("companion", routes=(route,))))


def at(words: str) -> Callable[[float, Seen], str]:
    """The guide at the step that says these words, with the seconds since that step began."""
    guide = Guide()
    steps = next(number for number, step in enumerate(STEPS) if words in step.text)
    for number in range(steps):
        guide(LONG * (number + 1), seen())
    return lambda second, shown: guide(LONG * steps + second, shown)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.text[:20])
def test_each_line_fits_on_80_columns(step: Step) -> None:
    assert cells([Piece(f" {len(STEPS)}/{len(STEPS)}  {step.text}", Hue.GUIDE)]) <= 80


def test_who_tries_each_key_at_once_is_through_in_two_minutes() -> None:
    tried = sum(step.longest in {TRIED, MISROUTED} for step in STEPS)
    read = sum(step.longest for step in STEPS[:-1] if step.longest not in {TRIED, MISROUTED})
    assert 90 <= read + tried * MOMENT <= 120


def test_it_waits_until_a_track_is_on_a_wrong_bus_then_until_it_is_put_back() -> None:
    guide = at("1 wrong")
    assert "1 wrong" in guide(MOMENT, routed(Standing.RIGHT))
    assert "Press r to put it back" in guide(MOMENT + 1, routed(Standing.ASTRAY))
    assert "put it back" in guide(TRIED, routed(Standing.ASTRAY))
    assert "h would say" in guide(TRIED + 2, routed(Standing.RIGHT))


def test_one_that_is_meant_to_go_there_is_not_waited_for() -> None:
    guide = at("put it back")
    assert "h would say" in guide(MOMENT, routed(Standing.ASTRAY, hands_off=True))


def test_where_nobody_misroutes_anything_it_goes_on() -> None:
    guide = at("1 wrong")
    assert "1 wrong" in guide(MISROUTED - 1, routed(Standing.RIGHT))
    assert "put it back" in guide(MISROUTED, routed(Standing.RIGHT))
