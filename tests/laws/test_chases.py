"""The law of the chase: whenever it says *locked*, the place is right to one frame; else it does not say so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.core import chaser
from tests.laws.chases import Tally, life


def lives(first: int, count: int, kind: int = 0) -> Tally:
    total = Tally()
    for seed in range(first, first + count):
        total.add(life(seed, kind))
    return total


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32), kind=st.integers(0, 3))
def test_whenever_it_is_locked_it_is_right_to_one_frame(seed: int, kind: int) -> None:
    assert not life(seed, kind, deeds=10).breaches


def test_so_it_is_in_a_thousand_starts_stops_jumps_losses_turns_and_jitters() -> None:
    total = lives(0, 17)
    assert not total.breaches
    assert total.locked > 0.4 * total.looks, "it is hardly ever locked"
    assert total.excused < 0.01 * total.locked, "the judge excuses too much"


@pytest.mark.slow
@pytest.mark.parametrize("kind", range(4))
def test_so_it_is_over_osc_and_over_several_clocks(kind: int) -> None:
    total = lives(1000, 10, kind)
    assert not total.breaches
    assert total.excused < 0.01 * total.locked


@pytest.mark.parametrize(("name", "value"), [("NEWS", 12.0), ("AHEAD", 12.0)])
def test_the_judge_sees_a_chaser_that_believes_too_long(
    name: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chaser, name, value)
    assert lives(0, 15).breaches
