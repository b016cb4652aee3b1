"""The phase: where a line through stray stamps lies, and how fast it is."""

from collections.abc import Callable
from math import ceil
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.core.phase import BLOCK, Phase, Point, fitted

QUARTER = 1 / 96
Late = Callable[[float, Random], float]


def even(_: float, rnd: Random) -> float:
    return rnd.uniform(-2e-3, 2e-3)


def queue(_: float, rnd: Random) -> float:
    return min(rnd.expovariate(500), 0.01)


def period(due: float, _: Random) -> float:
    return ceil(due / 0.01) * 0.01 - due


def heard(late: Late, count: int, *, speed: float = 1.0, seed: int = 1) -> list[Point]:
    """So many quarter frames of a clock, as they were stamped."""
    rnd, stamps, last = Random(seed), [], -1.0
    for place in range(count):
        due = place * QUARTER / speed
        last = max(last, due + late(due, rnd))
        stamps.append((float(place), last))
    return stamps


def phase_of(points: list[Point]) -> Phase:
    phase = Phase(points[:8], QUARTER)
    for place, at in points[8:]:
        phase.hear(place, at)
    return phase


def test_a_clock_without_jitter_is_found_exactly() -> None:
    phase = phase_of(heard(lambda _, __: 0.0, 400))
    assert phase.place(10.0) == pytest.approx(960.0, abs=1e-6)
    assert phase.when(960.0) == pytest.approx(10.0, abs=1e-8)
    assert phase.step == pytest.approx(QUARTER, rel=1e-9)


@pytest.mark.parametrize("late", [even, period])
def test_where_stamps_stray_to_both_sides_the_line_lies_in_their_middle(late: Late) -> None:
    points = heard(late, 2000)
    middle = sum(at - place * QUARTER for place, at in points) / len(points)
    assert phase_of(points).when(2000.0) - 2000 * QUARTER == pytest.approx(middle, abs=4e-4)


def test_where_a_few_are_late_and_most_are_not_the_line_lies_under_them() -> None:
    phase = phase_of(heard(queue, 2000))
    assert phase.when(2000.0) - 2000 * QUARTER == pytest.approx(0.0, abs=3e-4)
    assert phase.error < 2e-3


def test_a_speed_that_is_a_thousandth_off_is_found_in_seconds() -> None:
    phase = phase_of(heard(even, 480, speed=0.999))
    assert phase.step / QUARTER - 1 == pytest.approx(1e-3, abs=1e-4)
    assert phase.step_error < 1e-4 * QUARTER


def test_another_speed_is_followed_within_three_blocks() -> None:
    slow = [(place + 400, at + 400 * QUARTER) for place, at in heard(even, 64, speed=0.9)]
    phase = phase_of(heard(even, 400) + slow)
    assert phase.lateness(*slow[-1]) == pytest.approx(0.0, abs=QUARTER)


def test_one_message_that_is_very_late_moves_nothing() -> None:
    points = heard(even, 1000)
    calm, phase = phase_of(points), phase_of([(p, at + (0.02 if p == 990 else 0.0)) for p, at in points])
    assert phase.when(1010.0) == pytest.approx(calm.when(1010.0), abs=3e-4)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32), late=st.sampled_from((even, queue)), speed=st.sampled_from((1.0, 0.999, 1.00005)))
@example(seed=30, late=queue, speed=1.0)
def test_a_place_is_off_by_no_more_than_the_error_that_is_told(seed: int, late: Late, speed: float) -> None:
    points = heard(late, 480, speed=speed, seed=seed)
    phase = phase_of(points[:BLOCK])  # before that its error is a guess from the first eight
    for place, at in points[BLOCK:]:
        phase.hear(place, at)
        true = place * QUARTER / speed
        assert abs(phase.when(place) - true) <= phase.error + 1e-3


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=20),
    st.floats(1e-3, 0.1),
    st.floats(-10, 10),
)
def test_a_straight_line_is_fitted_exactly(gaps: list[int], step: float, start: float) -> None:
    places = [float(sum(gaps[:count])) for count in range(1, len(gaps) + 1)]
    found, centre = fitted([(place, start + place * step) for place in places])
    assert found == pytest.approx(step, rel=1e-6)
    assert centre == pytest.approx(start + step * sum(places) / len(places), rel=1e-6, abs=1e-9)
