import math

import pytest

from bridge.shell import clock
from bridge.shell.clock import Clock


def test_a_wake_up_in_time_is_no_gap() -> None:
    assert Clock().gap(10.4, 10.0) == 0.0


def test_a_wake_up_half_a_second_late_is_a_gap() -> None:
    assert Clock().gap(11.0, 10.0) == 1.0


def test_where_nothing_was_due_nothing_is_late() -> None:
    assert Clock().gap(1000.0, math.inf) == 0.0


def test_a_sleep_of_the_machine_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = [0.0]
    monkeypatch.setattr(clock, "_slept", lambda: slept[0])
    watch = Clock()
    slept[0] = 60.0
    assert watch.gap(10.0, math.inf) == 60.0
    assert watch.gap(10.0, math.inf) == 0.0
