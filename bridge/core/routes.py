"""Routes: what is known of the routing of the desk under our feet, what people said of it, what we did to it.

The way of a strip is claimed as its mute is (`claims`), only that it stands under the DAW's stable id and is proven by
what our script inside the DAW tells. What we changed is a row of the history, never a debt: a debt would put the fault
back.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bridge.core.claims import Claims
from bridge.core.judging import Assessment, assessment
from bridge.core.planning import Said
from bridge.core.verdicts import SOUND, Verdict
from bridge.model.desk import Aspect, Target
from bridge.model.effects import DropNotes, Effect, KeepNotes, RememberRoutes
from bridge.model.ledger import Journal, Matter, Note, RouteRow
from bridge.model.requests import RouteAsked
from bridge.model.routing import NO_ROUTING, Graph, GraphSource, RouteView, RoutingView, Standing, Way
from bridge.model.routingnews import CompanionState, GraphTold
from bridge.model.show import Show
from bridge.model.stems import Stem
from bridge.model.traits import Traits

ORDERS = Traits("companion", 64, settle=0.0, eager=0.0, poll=0.0, deafest=10.0, query_ports=1, queue=128, stall=0.0)
"""Our script inside the DAW as a peer: it says of each order that it was carried out, so nothing settles by time."""
AT_EASE = SOUND | {Standing.UNCHECKABLE}
"""What is no fault."""


def route(strip: str) -> Target:
    """The way of the strip with this id."""
    return Target(strip, Aspect.ROUTE)


@dataclass(slots=True)
class Attempt:
    """A strip that we route now: `way` is wanted, it went `former`; `asked`: by a person; `undo`: it is taken back."""

    way: Way
    former: Way
    asked: bool = False
    undo: bool = False


@dataclass(slots=True)
class Routes:
    """The routing of one desk. `turns` counts how often what is known of it has changed."""

    graphs: dict[GraphSource, Graph] = field(default_factory=dict)
    found: Assessment = field(default_factory=Assessment)
    view: RoutingView = NO_ROUTING
    stale: bool = False
    turns: int = 0
    since: dict[tuple[str, Standing], float] = field(default_factory=dict)
    claims: Claims[Way] = field(default_factory=lambda: Claims(ORDERS))
    ways: dict[Target, Way] = field(default_factory=dict)
    """Where each strip goes now, as our script inside the DAW tells it."""
    proved: float = 0.0
    """What was ordered until then (monotonic seconds) it has carried out, or refused."""
    companion: CompanionState = CompanionState.NONE
    companion_text: str = ""
    orders: int = 0
    waiting: dict[int, float] = field(default_factory=dict)
    """The orders that our script was not yet seen to have done with, and when they were given."""
    wanted: dict[str, Way] = field(default_factory=dict)
    """What a person asked for, until it is so."""
    undoing: dict[str, Way] = field(default_factory=dict)
    """What of it takes back what we did."""
    building: tuple[RouteAsked, float] | None = None
    """Who waits for buses to be made, and how long."""
    attempts: dict[str, Attempt] = field(default_factory=dict)
    returned: dict[str, list[tuple[float, Way]]] = field(default_factory=dict)
    """From where each strip was put back by keep mode, and when."""
    refused: dict[str, str] = field(default_factory=dict)
    """Why our script did not carry out the last order for a strip, by its name."""
    desk: int | None = None
    notes: dict[tuple[str, Matter, str], Note] = field(default_factory=dict)
    history: list[RouteRow] = field(default_factory=list)
    others: tuple[tuple[Note, ...], tuple[RouteRow, ...]] = ((), ())
    """The notes and the history of every desk, as the journal held them at the start and as they are now."""

    def read(self, journal: Journal) -> None:
        """Take over what the journal held at the start."""
        self.others = journal.notes, journal.routes

    @property
    def here(self) -> int:
        """The number of the desk under our feet."""
        if self.desk is None:
            raise ValueError("no desk is under our feet")
        return self.desk

    # --- which desk ---------------------------------------------------------------------------------------------

    def enter(self, desk: int | None) -> list[Effect]:
        """This desk is under our feet now, or none. One that only goes by a new name takes along what was said."""
        if desk == self.desk:
            return []
        self._put_away()
        before, self.desk = self.desk, desk
        if before is not None and desk is not None:
            return self._take_along(desk)
        if desk is None:
            self._forget()
            return []
        notes, rows = self.others
        self.notes = {(note.strip, note.matter, note.about): note for note in notes if note.desk == desk}
        self.history = [row for row in rows if row.desk == desk]
        self.stale = True
        return []

    def _put_away(self) -> None:
        notes, rows = self.others
        kept = tuple(note for note in notes if note.desk != self.desk), tuple(r for r in rows if r.desk != self.desk)
        self.others = (*kept[0], *self.notes.values()), (*kept[1], *self.history)

    def _take_along(self, desk: int) -> list[Effect]:
        self.notes = {key: replace(note, desk=desk) for key, note in self.notes.items()}
        self.history = [replace(row, desk=desk) for row in self.history]
        written: list[Effect] = [KeepNotes(tuple(self.notes.values()))] if self.notes else []
        return [*written, *([RememberRoutes(tuple(self.history))] if self.history else [])]

    def _forget(self) -> None:
        """What was told of another desk says nothing here."""
        self.graphs.pop(GraphSource.FILE, None)  # the others say by themselves which session they tell
        self.since, self.notes, self.history, self.building = {}, {}, [], None
        self.wanted, self.undoing, self.attempts, self.returned, self.refused = {}, {}, {}, {}, {}
        self.claims.clear()
        self.found, self.view = Assessment(), NO_ROUTING
        self.turns += 1

    # --- what is told -------------------------------------------------------------------------------------------

    def told(self, event: GraphTold) -> None:
        """Somebody tells the routing; what our script tells proves what we have ordered."""
        self.graphs[event.graph.source] = event.graph
        self.stale = True
        if event.graph.source is GraphSource.COMPANION:
            self.ways = {route(node.id): node.way for node in event.graph.nodes}
            self.waiting = {order: at for order, at in self.waiting.items() if order > event.done}
            self.proved = math.nextafter(min(self.waiting.values()), -math.inf) if self.waiting else event.at
            self.claims.answered(self.proved, self.ways, released=False)

    def lost(self, source: GraphSource) -> None:
        """Nobody tells it that way any more."""
        self.stale = self.graphs.pop(source, None) is not None or self.stale
        if source is GraphSource.COMPANION:
            self.claims.clear()
            self.ways, self.attempts, self.waiting = {}, {}, {}

    def graph(self) -> Graph | None:
        """The routing as the best of those tells it that tell it now."""
        return next((self.graphs[source] for source in GraphSource if source in self.graphs), None)

    def ids(self, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of strips of these names, and the names that there are none of."""
        graph, names = self.graph(), tuple(names)
        known = graph.by_name if graph is not None else {}
        return tuple(known[name].id for name in names if name in known), tuple(n for n in names if n not in known)

    # --- what is ordered --------------------------------------------------------------------------------------------

    @property
    def may_order(self) -> bool:
        """Whether our script inside the DAW answers and has told the whole routing."""
        return self.companion is CompanionState.LIVE and GraphSource.COMPANION in self.graphs

    def order(self, at: float) -> int:
        """The number of the order that leaves now."""
        self.orders += 1
        self.waiting[self.orders] = at
        return self.orders

    def not_written(self, rows: Iterable[RouteRow]) -> None:
        """These rows are not in the journal, so nothing was ordered for them: the next try writes its own."""
        lost = {(row.number, row.strip) for row in rows}
        there = [row for row in self.history if (row.number, row.strip) not in lost]
        again = [replace(row, undone=False) for row in rows if row.undone]
        self.history = sorted([*there, *again], key=lambda row: row.number)
        for _, strip in lost:
            self.attempts.pop(strip, None)

    # --- what people say ----------------------------------------------------------------------------------------

    def _said(self) -> Said:
        """What people have said of these strips. Who has only seen a finding has not said that it may stay."""
        off = frozenset(strip for strip, matter, _ in self.notes if matter is Matter.HANDS_OFF)
        stays = [one for one in self.notes.values() if one.matter is Matter.ACCEPTED and one.text]
        return Said(off, frozenset((one.strip, one.about) for one in stays))

    def accepted(self, strip: str, standing: Standing) -> Note | None:
        """What somebody said who has seen that this strip stands so."""
        return self.notes.get((strip, Matter.ACCEPTED, standing))

    def keep(self, notes: Iterable[Note]) -> list[Effect]:
        """Write these notes down."""
        rows = tuple(notes)
        self.notes.update({(note.strip, note.matter, note.about): note for note in rows})
        self.stale = self.stale or bool(rows)
        return [KeepNotes(rows)] if rows else []

    def drop(self, keys: Iterable[tuple[str, Matter, str]]) -> list[Effect]:
        """Strike these notes off."""
        rows = tuple(note for key in tuple(keys) if (note := self.notes.pop(key, None)) is not None)
        self.stale = self.stale or bool(rows)
        return [DropNotes(rows)] if rows else []

    # --- what it means ------------------------------------------------------------------------------------------

    def assess(self, stems: Mapping[str, Stem], show: Show, at: float) -> tuple[str, ...]:
        """Judge the routing anew; gives the ids of the strips that have gone wrong since it was judged last."""
        self.stale = False
        graph = self.graph()
        self.found = assessment(graph, stems, show, self._said())
        before = self.since
        faults = [(one.id, one.standing) for one in self.found.verdicts.values() if one.standing not in AT_EASE]
        self.since = {fault: before.get(fault, at) for fault in faults}
        self.turns += 1
        self.view = self._view(graph)
        return tuple(strip for strip, standing in faults if (strip, standing) not in before)

    def _view(self, graph: Graph | None) -> RoutingView:
        found = self.found
        return RoutingView(
            source=graph.source if graph is not None else "",
            told_at=graph.told_at if graph is not None else None,
            companion=self.companion_text,
            unchecked=found.unchecked,
            buses=found.buses.views(),
            routes=tuple(self._route(one) for one in found.verdicts.values()),
            plan=found.plan,
            missing=found.missing,
        )

    def _route(self, found: Verdict) -> RouteView:
        note = self.accepted(found.id, found.standing)
        return RouteView(
            strip=found.name,
            id=found.id,
            standing=found.standing,
            goes=found.goes,
            stems=found.families,
            wanted=found.wanted,
            text=found.text,
            mend=found.mend,
            since=self.since.get((found.id, found.standing), 0.0),
            hands_off=(found.id, Matter.HANDS_OFF, "") in self.notes,
            acknowledged=(note.text or "seen") if note is not None else "",
        )
