"""What holds at a position: a table of intervals that is looked up by where one is.

The starts and ends of all intervals, sorted, cut the line into rows in which the answer stays the same; each row
keeps its answer. A look-up is two bisections however many intervals there are, playback is one comparison until the
next change. The rows lie in blocks, so that an update moves a block and not the table; it drops the answers that it
spoils, and they are made again from the intervals of their block when somebody asks. Where too many intervals lie over
one another answers are made each time: the table stays about as large as what was put into it.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
ROWS = 64
"""Rows of a new block; one of twice as many is cut in two."""
CROWD = 256
"""A block that more intervals reach into keeps no answers."""


class _Entry(NamedTuple, Generic[T]):
    """An interval of the table. Serials differ and grow: entries sort by start, then age, and compare no payloads."""

    start: int
    serial: int
    end: int
    payload: T


@dataclass(slots=True)
class _Block(Generic[T]):
    """Some neighbouring rows: row k goes from `starts[k]` to the next start, or to that of the next block.

    `answers[k]` is what `at` gives there, None if it has to be made. `marks[k]` counts the intervals that start or end
    at `starts[k]`; where it would be 0 there is no row, but for one before everything. `entries` are all intervals
    that reach into the block, in order.
    """

    starts: list[float]
    answers: list[tuple[T, ...] | None]
    marks: list[int]
    entries: list[_Entry[T]]

    def answer(self, row: int) -> tuple[T, ...]:
        """The payloads of what holds in a row."""
        kept = self.answers[row]
        if kept is not None:
            return kept
        here = self.starts[row]
        made = tuple([payload for start, _, end, payload in self.entries if start <= here < end])
        if len(self.entries) <= CROWD:
            self.answers[row] = made
        return made

    def spoil(self, low: float, high: float) -> None:
        """Drop the answers from a position to before another."""
        first, last = bisect_left(self.starts, low), bisect_left(self.starts, high)
        self.answers[first:last] = [None] * (last - first)

    def cut(self) -> "tuple[_Block[T], _Block[T]]":
        """The same rows in two blocks."""
        half = len(self.starts) // 2
        middle = self.starts[half]
        before = [entry for entry in self.entries if entry.start < middle]
        behind = [entry for entry in self.entries if entry.end > middle]
        first = _Block(self.starts[:half], self.answers[:half], self.marks[:half], before)
        return first, _Block(self.starts[half:], self.answers[half:], self.marks[half:], behind)


class _Table(Generic[T]):
    """All rows. `firsts` are the starts of the blocks; `edition` grows with every change."""

    __slots__ = ("blocks", "edition", "firsts")

    def __init__(self, entries: Sequence[_Entry[T]]) -> None:
        self.blocks = list(_blocks(entries))
        self.firsts = [block.starts[0] for block in self.blocks]
        self.edition = 0

    def seek(self, position: int) -> tuple[int, int]:
        """The block and the row of a position."""
        block = bisect_right(self.firsts, position) - 1
        return block, bisect_right(self.blocks[block].starts, position) - 1

    def following(self, block: int, row: int) -> tuple[int, int]:
        """The block and the row after this one, which is not the last."""
        return (block, row + 1) if row + 1 < len(self.blocks[block].starts) else (block + 1, 0)

    def stretch(self, block: int, row: int) -> tuple[float, float]:
        """From where to before where a row goes."""
        starts = self.blocks[block].starts
        if row + 1 < len(starts):
            return starts[row], starts[row + 1]
        return starts[row], self.firsts[block + 1] if block + 1 < len(self.firsts) else inf

    def find(self, start: int, end: int, payload: T) -> _Entry[T] | None:
        """The oldest entry that is equal to this interval."""
        entries = self.blocks[self.seek(start)[0]].entries
        for entry in entries[bisect_left(entries, start, key=itemgetter(0)) :]:
            if entry.start > start:
                break
            if entry.end == end and (entry.payload is payload or entry.payload == payload):
                return entry
        return None

    def add(self, entry: _Entry[T]) -> None:
        """Put an entry in."""
        self.edition += 1
        self._mark(entry.start)
        self._mark(entry.end)
        for block in self._reached(entry):
            insort(block.entries, entry)
            block.spoil(entry.start, entry.end)

    def take(self, entry: _Entry[T]) -> None:
        """Take an entry out."""
        self.edition += 1
        for block in self._reached(entry):
            del block.entries[bisect_left(block.entries, entry)]
            block.spoil(entry.start, entry.end)
        self._unmark(entry.start)
        self._unmark(entry.end)

    def _reached(self, entry: _Entry[T]) -> list[_Block[T]]:
        """The blocks that an entry reaches into."""
        return self.blocks[bisect_right(self.firsts, entry.start) - 1 : bisect_left(self.firsts, entry.end)]

    def _mark(self, position: int) -> None:
        """Count a start or end; where it is the first, a row begins."""
        number, row = self.seek(position)
        block = self.blocks[number]
        if block.starts[row] != position:
            row += 1
            block.starts.insert(row, position)
            block.answers.insert(row, block.answers[row - 1])
            block.marks.insert(row, 0)
        block.marks[row] += 1
        if len(block.starts) >= 2 * ROWS:
            self.blocks[number : number + 1] = block.cut()
            self.firsts.insert(number + 1, self.blocks[number + 1].starts[0])

    def _unmark(self, position: int) -> None:
        """Count a start or end no more; where it was the last, the row before goes on."""
        number, row = self.seek(position)
        block = self.blocks[number]
        block.marks[row] -= 1
        if block.marks[row]:
            return
        del block.starts[row], block.answers[row], block.marks[row]
        if block.starts:
            self.firsts[number] = block.starts[0]
        else:
            del self.blocks[number], self.firsts[number]


def _blocks(entries: Sequence[_Entry[T]]) -> Iterator[_Block[T]]:
    """The blocks of a table of these entries, which are in order."""
    begin: defaultdict[float, list[_Entry[T]]] = defaultdict(list)
    stop: defaultdict[float, list[_Entry[T]]] = defaultdict(list)
    for entry in entries:
        begin[entry.start].append(entry)
        stop[entry.end].append(entry)
    starts = [-inf, *sorted(begin.keys() | stop.keys())]
    live: dict[int, T] = {}
    reaching: list[_Entry[T]] = []
    for cut in range(0, len(starts), ROWS):
        part = starts[cut : cut + ROWS]
        reaching = [entry for entry in reaching if entry.end > part[0]]
        reaching += [entry for start in part for entry in begin.get(start, ())]
        block = _Block(part, [], [], list(reaching))
        for start in part:
            begun, stopped = begin.get(start, ()), stop.get(start, ())
            for entry in stopped:
                del live[entry.serial]
            live.update((entry.serial, entry.payload) for entry in begun)
            block.answers.append(tuple(live.values()) if len(reaching) <= CROWD else None)
            block.marks.append(len(begun) + len(stopped))
        yield block


class Cursor(Generic[T]):
    """A playhead over a table: asked again near where it was, it works only where something changes."""

    __slots__ = ("_block", "_edition", "_high", "_low", "_payloads", "_row", "_table")

    def __init__(self, table: _Table[T]) -> None:
        self._table = table
        self._seek(0)

    def at(self, position: int) -> tuple[T, ...]:
        """The payloads of all intervals that hold here, in the order of the table."""
        if not (self._low <= position < self._high and self._edition == self._table.edition):
            self._move(position)
        return self._payloads

    def bounds(self, position: int) -> tuple[int | None, int | None]:
        """From where to before where the answer stays the same; None: ever since, for ever."""
        self.at(position)
        return _told(self._low, self._high)

    def _move(self, position: int) -> None:
        """Go to the row behind, where playback gets to, or else to wherever the position is."""
        if self._edition != self._table.edition or position < self._low:
            self._seek(position)
            return
        self._set(*self._table.following(self._block, self._row))
        if position >= self._high:
            self._seek(position)

    def _seek(self, position: int) -> None:
        self._edition = self._table.edition
        self._set(*self._table.seek(position))

    def _set(self, block: int, row: int) -> None:
        self._block, self._row = block, row
        self._low, self._high = self._table.stretch(block, row)
        self._payloads = self._table.blocks[block].answer(row)


class ChangePoints(Generic[T]):
    """A table of intervals, each from `start` to before `end` with a payload, that can be changed.

    Payloads need not differ: equal ones on the same stretch are as many intervals. An interval that is empty or
    reversed is refused by `ValueError`; the table is then as it was.
    """

    __slots__ = ("_count", "_serial", "_table")

    def __init__(self, intervals: Iterable[tuple[int, int, T]] = ()) -> None:
        ordered = sorted((_checked(one) for one in intervals), key=itemgetter(0))
        self._table = _Table([_Entry(start, age, end, payload) for age, (start, end, payload) in enumerate(ordered)])
        self._serial = self._count = len(ordered)

    def __len__(self) -> int:
        """How many intervals there are."""
        return self._count

    def at(self, position: int) -> tuple[T, ...]:
        """The payloads of all intervals that hold here: who starts first comes first, then who was put in first."""
        table = self._table
        block = table.blocks[bisect_right(table.firsts, position) - 1]
        row = bisect_right(block.starts, position) - 1
        kept = block.answers[row]
        return block.answer(row) if kept is None else kept

    def bounds(self, position: int) -> tuple[int | None, int | None]:
        """The last start or end up to here and the next behind it, None where there is none.

        From the one to before the other the answer stays the same.

        >>> ChangePoints([(10, 20, "a"), (15, 30, "b")]).bounds(17)
        (15, 20)
        """
        return _told(*self._table.stretch(*self._table.seek(position)))

    def cursor(self) -> Cursor[T]:
        """A playhead over this table, which may be changed under it."""
        return Cursor(self._table)

    def insert(self, start: int, end: int, payload: T) -> None:
        """Put an interval in."""
        _checked((start, end, payload))
        self._table.add(_Entry(start, self._serial, end, payload))
        self._serial += 1
        self._count += 1

    def remove(self, start: int, end: int, payload: T) -> None:
        """Take an interval out, of equal ones that which was put in first; raises `ValueError` if there is none."""
        entry = self._table.find(start, end, payload)
        if entry is None:
            raise ValueError(f"there is no such interval from {start} to {end}")
        self._table.take(entry)
        self._count -= 1


def _checked(interval: tuple[int, int, T]) -> tuple[int, int, T]:
    start, end, _ = interval
    if start >= end:
        raise ValueError(f"an interval from {start} to {end} is {'empty' if start == end else 'reversed'}")
    return interval


def _told(low: float, high: float) -> tuple[int | None, int | None]:
    return (low if isinstance(low, int) else None, high if isinstance(high, int) else None)
