"""Stamps from a driver's deltas: the driver's spacing on our clock, and our clock where the driver talks nonsense."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.shell.stamps import EARLY, SLIPS, Stamps

QUARTER = 1 / 96
"""Seconds between quarter frames at 24 frames a second."""


def stamped(deltas: Iterable[float], seen: Iterable[float], stamps: Stamps | None = None) -> list[float]:
    """The stamps of messages that were seen at these times, each poll having emptied the port."""
    stamps = stamps or Stamps()
    told: list[float] = []
    empty = -1.0
    for delta, now in zip(deltas, seen, strict=True):
        told += stamps.stamp([delta], now, empty)
        empty = now
    return told


def test_messages_keep_the_drivers_spacing_however_late_they_are_seen() -> None:
    late = [0.0, 0.004, 0.001, 0.009, 0.002, 0.0]
    seen = [10 + number * QUARTER + wait for number, wait in enumerate(late)]
    told = stamped([0.0] + [QUARTER] * 5, seen)
    assert told == pytest.approx([10 + number * QUARTER for number in range(6)])


def test_a_first_message_that_was_seen_late_is_put_right_by_the_next_one() -> None:
    told = stamped([0.0, QUARTER, QUARTER], [10.008, 10 + QUARTER, 10.003 + 2 * QUARTER])
    assert told == pytest.approx([10.008, 10 + QUARTER, 10 + 2 * QUARTER])


def test_a_stall_of_the_interpreter_moves_no_stamp() -> None:
    stamps = Stamps()
    before = stamped([0.0] + [QUARTER] * 99, [10 + number * QUARTER for number in range(100)], stamps)
    empty, stall = before[-1], 10 + 99 * QUARTER + 0.4
    during = stamps.stamp([QUARTER] * 38, stall, empty)
    assert during == pytest.approx([10 + number * QUARTER for number in range(100, 138)])
    assert stamps.slips == 0


def test_clocks_that_run_apart_by_a_hundred_millionths_stay_within_two_milliseconds() -> None:
    count = 96 * 600
    seen = [10 + number * QUARTER for number in range(count)]
    for drift in (1e-4, -1e-4):
        told = stamped([0.0] + [QUARTER * (1 + drift)] * (count - 1), seen)
        assert max(abs(a - b) for a, b in zip(told, seen, strict=True)) < 0.002


def test_after_a_long_silence_the_anchor_is_a_new_one() -> None:
    stamps = Stamps()
    stamped([0.0] * 1, [10.0], stamps)
    assert stamps.stamp([3600.4], 3610.5, 3610.49) == pytest.approx([3610.5])  # the driver's hour was 0.1 s short


def test_deltas_lost_with_the_messages_of_a_full_ring_are_noticed() -> None:
    stamps = Stamps()
    stamped([0.0] + [QUARTER] * 9, [10 + number * QUARTER for number in range(10)], stamps)
    now = 10 + 9 * QUARTER + 2.0
    assert stamps.stamp([QUARTER] * 2, now, now - 0.001) == pytest.approx([now - QUARTER, now])
    assert stamps.stamp([QUARTER], now + QUARTER, now) == pytest.approx([now + QUARTER])
    assert stamps.slips == 1


def test_a_driver_whose_deltas_are_always_nothing_is_not_believed_for_long() -> None:
    stamps = Stamps()
    seen = [10 + number * QUARTER for number in range(100)]
    told = stamped([0.0] * 100, seen, stamps)
    assert stamps.slips == SLIPS
    assert told[-60:] == seen[-60:]


def test_a_message_handed_out_within_the_drivers_period_is_no_slip() -> None:
    stamps = Stamps()
    stamps.stamp([0.0], 10.0, 9.999)
    assert stamps.stamp([0.02], 10.06, 10.059) == pytest.approx([10.02])
    assert stamps.slips == 0
    assert EARLY > 2048 / 48000


@given(
    st.lists(st.tuples(st.lists(st.floats(-1e6, 1e6), max_size=4), st.floats(0, 10)), max_size=50),
    st.randoms(use_true_random=False),
)
def test_a_stamp_is_never_later_than_the_poll_and_never_runs_back(
    polls: list[tuple[list[float], float]], chance: random.Random
) -> None:
    stamps, now, last = Stamps(), 0.0, -1e9
    for deltas, passed in polls:
        empty = now - chance.random()
        now += passed
        for at in stamps.stamp(deltas, now, empty):
            assert last <= at <= now
            last = at
