"""The orders to our script inside the DAW that are not answered yet, spelt as it reads them."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from bridge.model.effects import Ordered, Reroute, SetRoutes
from bridge.wire.companion import Order, escaped, spelt_outs, spelt_switches

MOST_OPEN = 64
"""Orders that may be open at once."""

Refusals = tuple[tuple[str, str], ...]
"""Each strip's name with why."""
_Row = tuple[str, tuple[str, ...]]
"""A verb and its words."""


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

    def give(self, effect: Ordered) -> None:
        """Order this."""
        self._last = effect.order
        self._add(effect.order, _rows(effect), names(effect))

    def wish(self) -> None:
        """Wish that everything be told anew."""
        self._add(None, [("tell", ())], ())

    def _add(self, order: int | None, rows: Iterable[_Row], strips: tuple[str, ...]) -> None:
        self._number += 1
        spelt = tuple(Order(self._number, verb, words) for verb, words in rows)
        self._open.append(_Open(self._number, order, spelt, strips))

    def drop(self, effect: Ordered) -> None:
        """This is refused at once: it is done with."""
        self._last = effect.order

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


def names(effect: Ordered) -> tuple[str, ...]:
    """The names of the strips that an order is about."""
    return tuple(one.name for one in (effect.changes if isinstance(effect, SetRoutes) else effect.buses))


def _rows(effect: Ordered) -> list[_Row]:
    if isinstance(effect, SetRoutes):
        return [("route", _route(change)) for change in effect.changes]
    return [("bus", (escaped(bus.name), str(bus.channels))) for bus in effect.buses]


def _route(change: Reroute) -> tuple[str, ...]:
    way = change.way
    ways = spelt_outs(way.outs), spelt_switches(way.sends), spelt_outs(change.former.outs)
    return change.id, escaped(change.name), *ways
