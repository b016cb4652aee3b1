"""What stands where in the chart of the routing: a block for each stem, in it a row for each group and each fault.

What is right is one row for all the tracks of a bus; what is wrong has a row of its own, up to a number that a person
can look through.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.model.routing import RouteView, RoutingView, Standing
from bridge.model.stems import Family
from bridge.ui.routes import ACCEPTED, FAULTS, UNSEEN, accepted, lies, master, wrong

MOST = 24
"""Faults that are drawn, some of each standing; the others are counted."""
BUSES = 8
"""Sub-buses of a stem that have a row of their own."""
NAMES = 12
"""Names of tracks that a row spells at most."""
PAST, NOWHERE = "past the stems", "to no stem"
"""What flows into no stem: straight to the master; or not even there."""
_GRAVITY = {one: place for place, one in enumerate(FAULTS)}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says, in which hue; `count` tracks by the bus `via` ("" for none) to their stem; or a `fault`.

    `right`: they are where they belong.
    """

    title: str
    detail: str
    hue: str
    via: str = ""
    count: int = 0
    right: bool = False
    fault: RouteView | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """All that flows into one stem. `hue`: the family's, or of what belongs to none. `wrong`: also what has no row."""

    stem: str
    hue: str
    rows: tuple[Row, ...]
    wrong: int = 0

    @property
    def right(self) -> int:
        """How many tracks are where they belong."""
        return sum(row.count for row in self.rows if row.right)


@dataclass(frozen=True, slots=True)
class Names:
    """What names mean: the stem (its bus, else its family) of each bus and family; the family of each stem."""

    stem_of: Mapping[str, str]
    family_of: Mapping[str, str]
    master: str
    buses: frozenset[str]

    def stem(self, route: RouteView) -> str:
        """The stem that a strip flows into."""
        reached = (self.stem_of[name] for name in (*route.goes, *route.stems) if name in self.stem_of)
        return next(reached, PAST if self.master and self.master in route.goes else NOWHERE)


def names(view: RoutingView) -> Names:
    """What the names in this routing mean."""
    first = {bus.family: bus.family for bus in view.buses}
    first |= {bus.family: bus.name for bus in reversed(view.buses) if not bus.sub}
    stem_of = first | {bus.name: first[bus.family] if bus.sub else bus.name for bus in view.buses}
    family_of = {stem_of[bus.name]: bus.family for bus in view.buses}
    return Names(stem_of, family_of, master(view), frozenset(bus.name for bus in view.buses))


def strips(view: RoutingView, found: Names) -> list[RouteView]:
    """The strips that have a place: buses that are right are columns, not rows."""
    asked = (route for route in view.routes if route.standing is not Standing.NONE)
    return [route for route in asked if route.strip not in found.buses or wrong(route)]


def chosen(rows: Sequence[RouteView]) -> tuple[list[RouteView], list[RouteView]]:
    """The faults that are drawn, the gravest first, and those that are not: of each standing some are drawn."""
    seen: Counter[Standing] = Counter()
    ranked = []
    for route in filter(wrong, rows):
        seen[route.standing] += 1
        ranked.append((seen[route.standing], _GRAVITY[route.standing], route))
    ranked.sort(key=lambda one: one[:2])
    shown = sorted(ranked[:MOST], key=lambda one: one[1])
    return [route for *_, route in shown], [route for *_, route in ranked[MOST:]]


def blocks(found: Names, rows: Sequence[RouteView], faults: Sequence[RouteView]) -> Iterator[Block]:
    """The stems with what flows into each, then what flows into none."""
    flowing: dict[str, list[RouteView]] = {}
    for route in rows:
        flowing.setdefault(found.stem(route), []).append(route)
    stems = sorted(found.family_of, key=lambda stem: _rank(found.family_of[stem]))
    for stem in (*stems, PAST, NOWHERE):
        inside = flowing.get(stem, [])
        red = (_fault(route, found) for route in faults if found.stem(route) == stem)
        shown = (*_groups(inside, found, stem), *red)
        if inside:
            hue = found.family_of.get(stem, "dim").lower()
            yield Block(stem, hue if _rank(hue.upper()) < len(Family) else "dim", shown, sum(map(wrong, inside)))


def _rank(family: str) -> int:
    order = [one.value for one in Family]
    return order.index(family) if family in order else len(order)


def _groups(inside: Sequence[RouteView], found: Names, stem: str) -> Iterator[Row]:
    """What is right, a row for each bus; then what nobody can check, and what was accepted."""
    by_bus: dict[str, list[RouteView]] = {}
    for route in inside:
        if route.standing is Standing.RIGHT:
            by_bus.setdefault(_via(route, found, stem), []).append(route)
    buses = sorted(by_bus, key=lambda bus: (bus != "", -len(by_bus[bus]), bus))
    for bus in buses[:BUSES]:
        where = stem if not bus and stem in {PAST, NOWHERE} else f"on {bus or stem}"
        yield _group(f"{len(by_bus[bus])} {where}", by_bus[bus], bus)
    if rest := [route for bus in buses[BUSES:] for route in by_bus[bus]]:
        more = f"{len(buses) - BUSES} more buses"
        yield _group(f"{len(rest)} on {more}", rest, more)
    if unseen := [route for route in inside if route.standing is Standing.UNCHECKABLE]:
        yield Row(f"{UNSEEN} {len(unseen)} not checkable", _listed(unseen), "dim", count=len(unseen))
    if kept := [route for route in inside if accepted(route)]:
        yield Row(f"{ACCEPTED} {len(kept)} accepted", _listed(kept), "hand", count=len(kept))


def _group(title: str, some: Sequence[RouteView], via: str) -> Row:
    return Row(title, _listed(some), "text", via, len(some), right=True)


def _via(route: RouteView, found: Names, stem: str) -> str:
    """The first bus on the way, "" where that is the stem itself."""
    first = route.goes[0] if route.goes else ""
    return "" if first in {stem, found.master} else first


def _listed(some: Sequence[RouteView]) -> str:
    return ", ".join(route.strip for route in some[:NAMES]) + ("…" if len(some) > NAMES else "")


def _fault(route: RouteView, found: Names) -> Row:
    return Row(route.strip, lies(route, found.master), "alarm", _via(route, found, found.stem(route)), fault=route)
