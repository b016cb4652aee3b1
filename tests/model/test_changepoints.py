"""What holds at a position: the table answers as a plain list that is looked through from end to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bridge.model import changepoints
from bridge.model.changepoints import ChangePoints

Interval = tuple[int, int, str]
Bounds = tuple[int | None, int | None]

lengths = st.integers(1, 6) | st.integers(1, 60)
intervals = st.builds(
    lambda start, length, payload: (start, start + length, payload),
    st.integers(-30, 30),
    lengths,
    st.sampled_from("abc"),
)
positions = st.integers(-40, 100)
sizes = st.tuples(st.sampled_from((1, 2, 3, 8)), st.sampled_from((0, 3, 1000)))
"""Rows of a block and its crowd: small, so that a few intervals fill many blocks and crowd some."""


@dataclass
class Listed:
    """The same table as a list, in the order in which the intervals were put in."""

    intervals: list[Interval] = field(default_factory=list)

    def at(self, position: int) -> tuple[str, ...]:
        holding = [interval for interval in self.intervals if interval[0] <= position < interval[1]]
        return tuple(payload for _, _, payload in sorted(holding, key=lambda interval: interval[0]))

    def bounds(self, position: int) -> Bounds:
        ends = {end for interval in self.intervals for end in interval[:2]}
        low, high = {end for end in ends if end <= position}, {end for end in ends if end > position}
        return max(low, default=None), min(high, default=None)


@contextmanager
def sized(size: tuple[int, int]) -> Iterator[None]:
    """Tables made meanwhile have blocks of this size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changepoints, "ROWS", size[0])
        patch.setattr(changepoints, "CROWD", size[1])
        yield


@given(sizes, st.lists(intervals), st.lists(positions, min_size=1))
def test_a_table_answers_as_a_list_does(size: tuple[int, int], given_: list[Interval], asked: list[int]) -> None:
    with sized(size):
        table, listed = ChangePoints(given_), Listed(given_)
        assert len(table) == len(given_)
        for position in asked:
            assert table.at(position) == listed.at(position)
            assert table.bounds(position) == listed.bounds(position)


@given(sizes, st.lists(intervals), positions)
def test_within_its_bounds_an_answer_stays_the_same(
    size: tuple[int, int], given_: list[Interval], position: int
) -> None:
    with sized(size):
        table = ChangePoints(given_)
        low, high = table.bounds(position)
        stretch = range(-100 if low is None else low, 200 if high is None else high)
        assert position in stretch
        assert {(table.at(other), table.bounds(other)) for other in stretch} == {(table.at(position), (low, high))}


@given(sizes, st.lists(intervals))
def test_bounds_lead_from_change_to_change_through_the_whole_table(
    size: tuple[int, int], given_: list[Interval]
) -> None:
    with sized(size):
        table, found, position = ChangePoints(given_), list[int](), -1000
        while (high := table.bounds(position)[1]) is not None:
            found.append(high)
            position = high
        assert found == sorted({end for interval in given_ for end in interval[:2]})


@given(sizes, st.lists(intervals), st.lists(positions, min_size=1), st.booleans())
def test_a_cursor_answers_as_its_table_however_it_is_moved(
    size: tuple[int, int], given_: list[Interval], asked: list[int], plays: bool
) -> None:
    with sized(size):
        table = ChangePoints(given_)
        cursor = table.cursor()
        for position in sorted(asked) if plays else asked:
            assert (cursor.at(position), cursor.bounds(position)) == (table.at(position), table.bounds(position))


@given(sizes, st.lists(intervals), st.lists(intervals, min_size=1))
def test_a_table_that_was_filled_one_by_one_is_as_one_built_at_once(
    size: tuple[int, int], first: list[Interval], then: list[Interval]
) -> None:
    with sized(size):
        table, built = ChangePoints(first), ChangePoints(first + then)
        for interval in then:
            table.insert(*interval)
        for position in range(-40, 100):
            assert table.at(position) == built.at(position)
            assert table.bounds(position) == built.bounds(position)


@given(sizes, st.lists(intervals).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_a_table_that_was_emptied_is_empty(size: tuple[int, int], both: tuple[list[Interval], list[Interval]]) -> None:
    with sized(size):
        table = ChangePoints(both[0])
        for interval in both[1]:
            table.remove(*interval)
        assert len(table) == 0
        assert {(table.at(position), table.bounds(position)) for position in range(-40, 100)} == {((), (None, None))}


class ChangingTable(RuleBasedStateMachine):
    """A table that is changed and looked at beside a list, with a cursor that was there all the time."""

    @initialize(size=sizes, intervals=st.lists(intervals, max_size=20))
    def begin(self, size: tuple[int, int], intervals: list[Interval]) -> None:
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(changepoints, "ROWS", size[0])
        self.patch.setattr(changepoints, "CROWD", size[1])
        self.table, self.listed = ChangePoints(intervals), Listed(list(intervals))
        self.cursor = self.table.cursor()

    @rule(interval=intervals)
    def insert(self, interval: Interval) -> None:
        self.table.insert(*interval)
        self.listed.intervals.append(interval)

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        if self.listed.intervals:
            interval = data.draw(st.sampled_from(self.listed.intervals))
            self.table.remove(*interval)
            self.listed.intervals.remove(interval)

    @rule(interval=intervals)
    def remove_what_may_not_be_there(self, interval: Interval) -> None:
        if interval in self.listed.intervals:
            return
        with pytest.raises(ValueError, match="there is no such interval"):
            self.table.remove(*interval)

    @rule(position=positions)
    def look(self, position: int) -> None:
        assert self.table.at(position) == self.listed.at(position)
        assert self.table.bounds(position) == self.listed.bounds(position)

    @rule(position=positions)
    def look_through_the_cursor(self, position: int) -> None:
        assert self.cursor.at(position) == self.listed.at(position)
        assert self.cursor.bounds(position) == self.listed.bounds(position)

    @rule(position=positions, steps=st.lists(st.integers(0, 4), max_size=30))
    def play(self, position: int, steps: list[int]) -> None:
        for step in steps:
            position += step
            assert self.cursor.at(position) == self.listed.at(position)

    @invariant()
    def nothing_is_lost(self) -> None:
        assert len(self.table) == len(self.listed.intervals)

    def teardown(self) -> None:
        if hasattr(self, "patch"):
            self.patch.undo()


TestChangingTable = ChangingTable.TestCase


# What the properties do not say.


def test_who_starts_first_comes_first_then_who_was_put_in_first() -> None:
    table = ChangePoints([(5, 20, "late"), (0, 20, "early")])
    table.insert(0, 20, "early too")
    table.insert(-5, 20, "earliest")
    assert table.at(10) == ("earliest", "early", "early too", "late")


def test_the_first_position_is_in_and_the_end_is_out() -> None:
    table = ChangePoints([(10, 20, "cue")])
    assert [table.at(position) for position in (9, 10, 19, 20)] == [(), ("cue",), ("cue",), ()]
    assert [table.bounds(position) for position in (9, 10, 20)] == [(None, 10), (10, 20), (20, None)]


def test_equal_intervals_are_as_many_as_were_put_in() -> None:
    table = ChangePoints([(0, 10, "cue"), (0, 10, "cue")])
    table.remove(0, 10, "cue")
    assert (table.at(5), len(table)) == (("cue",), 1)


def test_of_equal_intervals_that_goes_which_was_put_in_first() -> None:
    first, second = ["cue"], ["cue"]
    table = ChangePoints([(0, 10, first), (0, 10, second)])
    table.remove(0, 10, ["cue"])
    assert table.at(5)[0] is second


def test_payloads_need_be_neither_hashable_nor_ordered_nor_equal_to_themselves() -> None:
    odd = float("nan")
    table = ChangePoints[object]([(0, 10, {}), (0, 10, odd), (0, 10, object())])
    table.remove(0, 10, odd)
    assert len(table.at(0)) == 2


def test_neighbours_with_equal_payloads_are_two_stretches() -> None:
    table = ChangePoints([(0, 10, "cue"), (10, 20, "cue")])
    assert (table.bounds(5), table.bounds(15)) == ((0, 10), (10, 20))


def test_an_empty_table_answers_too() -> None:
    table = ChangePoints[str]()
    assert (table.at(0), table.bounds(0), table.cursor().at(0), len(table)) == ((), (None, None), (), 0)


@pytest.mark.parametrize(("end", "wrong"), [(10, "empty"), (9, "reversed")])
def test_an_interval_that_is_none_is_refused_and_the_table_stays(end: int, wrong: str) -> None:
    table = ChangePoints([(0, 20, "cue")])
    for refused in (lambda: table.insert(10, end, "no cue"), lambda: ChangePoints([(0, 20, "cue"), (10, end, "no")])):
        with pytest.raises(ValueError, match=f"an interval from 10 to {end} is {wrong}"):
            refused()
    assert (table.at(10), table.bounds(10), len(table)) == (("cue",), (0, 20), 1)


def test_an_interval_that_is_not_there_is_not_removed() -> None:
    table = ChangePoints([(0, 20, "cue")])
    for start, end, payload in ((0, 20, "other"), (0, 19, "cue"), (1, 20, "cue"), (-1, 20, "cue")):
        with pytest.raises(ValueError, match=f"there is no such interval from {start} to {end}"):
            table.remove(start, end, payload)
    assert (table.at(10), table.bounds(10), len(table)) == (("cue",), (0, 20), 1)


def test_playback_searches_nothing_and_works_at_changes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    table = ChangePoints([(start, start + 150, "cue") for start in range(0, 100_000, 100)])
    cursor, steps = table.cursor(), list[int]()
    cursor.at(0)
    whole = changepoints._Table.following

    def following(self: changepoints._Table[str], block: int, row: int) -> tuple[int, int]:
        steps.append(row)
        return whole(self, block, row)

    monkeypatch.delattr(changepoints._Table, "seek")
    monkeypatch.setattr(changepoints._Table, "following", following)
    assert sum(len(cursor.at(position)) for position in range(0, 100_000, 10)) == 15 * 1000 - 5
    assert len(steps) == 1998


def test_thousands_of_intervals_over_one_another_stay_small() -> None:
    count = 2000
    nested = [(start, 3 * count - start, start) for start in range(count)]
    table = ChangePoints(nested)
    lengths = sum(end - start for start, end, _ in nested)
    assert sum(len(table.at(position)) for position in range(3 * count)) == lengths
    answers = [answer for block in table._table.blocks for answer in block.answers if answer is not None]
    entries = [entry for block in table._table.blocks for entry in block.entries]
    assert len(entries) + sum(map(len, answers)) < 100 * count
