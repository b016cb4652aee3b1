"""The orders to our script inside the DAW that are not answered yet."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bridge.wire.companion import Order

MOST_OPEN = 64
"""Orders that may be open at once."""

Refusals = tuple[tuple[str, str], ...]
"""Each strip's name with why."""


@dataclass(frozen=True, slots=True)
class _Open:
    """An order that is out. `order`: the bridge's number of it, None for our own wish to be told everything."""

    number: int
    order: int | None
    rows: tuple[Order, ...]
    names: tuple[str, ...]
    refused: list[tuple[str, str]] = field(default_factory=list)


class Orders:
    """What was ordered and not answered, in order. The script's numbers count up and are never used twice."""

    def __init__(self) -> None:
        self._number = 0
        self._last = 0
        self._open: deque[_Open] = deque()

    @property
    def rows(self) -> Iterable[Order]:
        """The rows to be written where the script reads them."""
        return (row for each in self._open for row in each.rows)

    @property
    def full(self) -> bool:
        """True if no more may be open."""
        return len(self._open) >= MOST_OPEN

    @property
    def wished(self) -> bool:
        """True if it is out that everything be told anew."""
        return any(each.order is None for each in self._open)

    def add(
        self,
        verbs: Sequence[tuple[str, tuple[str, ...]]],
        order: int | None = None,
        names: tuple[str, ...] = (),
    ) -> None:
        """Order these verbs with their words, as one order; `names` are the strips that it is about."""
        self._number += 1
        self._last = self._last if order is None else order
        rows = tuple(Order(self._number, verb, words) for verb, words in verbs)
        self._open.append(_Open(self._number, order, rows, names))

    def dropped(self, order: int) -> None:
        """This order of the bridge's was refused at once: it is done with."""
        self._last = order

    def refused(self, number: int, name: str, why: str) -> None:
        """The script did not do this row."""
        for each in self._open:
            if each.number == number and len(each.refused) < len(each.rows):
                each.refused.append((name, why))

    def did(self, number: int) -> list[tuple[int, Refusals]]:
        """The script is through with this order, and with those before it: what was refused of each."""
        ended: list[tuple[int, Refusals]] = []
        while self._open and self._open[0].number <= number:
            done = self._open.popleft()
            if done.refused and done.order is not None:
                ended.append((done.order, tuple(done.refused)))
        return ended

    def lose(self) -> list[tuple[int, tuple[str, ...]]]:
        """Nobody will answer: forget all; gives the bridge's number and the names of each."""
        lost = [(each.order, each.names) for each in self._open if each.order is not None]
        self._open.clear()
        return lost

    def done(self, number: int) -> int:
        """The last order of the bridge's that was done with, as all before it, when the script had done `number`."""
        waiting = [each.order for each in self._open if each.number > number and each.order is not None]
        return min(waiting) - 1 if waiting else self._last
