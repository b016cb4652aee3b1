"""Who tells the daemon the routing: our script inside the DAW and the JACK server, laid together.

The script sees all that Ardour knows; what is wired outside Ardour only JACK tells. Where both are heard, one graph is
told, the script's with JACK's beside it; where only JACK is heard, its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bridge.daws.jackgraph import merged
from bridge.model.desk import Kind, Target, Value
from bridge.model.effects import Effect, Forget, Ordered, Remember, RenameStrip
from bridge.model.events import Event, Listed
from bridge.model.ledger import Journal, Phase
from bridge.model.routing import GraphSource
from bridge.model.routingnews import CompanionChanged, CompanionState, GraphLost, GraphTold
from bridge.shell.companion import CompanionLine
from bridge.shell.jackwires import JackWires

AWAITED = "Our script inside Ardour is installed; it is waited for"
Owing = Callable[[], tuple[str, Mapping[Target, Value]]]
"""Gives the session under our feet and the originals that are owed to it."""


class RoutingLine:
    """The script and JACK. To be used on the loop's thread; `feed` hears the events, `now` is monotonic seconds.

    `folders`: where the script may be installed.
    """

    def __init__(self, folders: Iterable[Path], feed: Callable[[Event], object], now: Callable[[], float]) -> None:
        self._folders, self._feed, self._now = tuple(folders), feed, now
        self._script = CompanionLine(self._folders, self._told, now)
        self._jack = JackWires(self._told, now)
        self._graph: GraphTold | None = None
        self._wires: GraphTold | None = None

    def start(self) -> None:
        """Begin to listen."""
        if any(folder.is_dir() for folder in self._folders):
            self._feed(CompanionChanged(self._now(), CompanionState.AWAITED, AWAITED))
        self._script.start()
        self._jack.start()

    def close(self) -> None:
        """Stop; what is still owed stays written for the script."""
        self._jack.close()
        self._script.close()

    def send(self, effect: Ordered) -> None:
        """Order it of the script."""
        self._script.send(effect)

    def refuse(self, effect: Ordered, why: str) -> None:
        """Do not order it; tell why not."""
        self._script.refuse(effect, why)

    def read(self, journal: Journal) -> None:
        """What an earlier daemon still owed is owed until this one knows better: it may die as well."""
        owed = [debt for debt in journal.debts if debt.phase is Phase.OWED]
        last = max(owed, key=lambda debt: debt.since, default=None)
        desk = next((row.desk for row in journal.desks if last is not None and row.number == last.desk), None)
        if last is not None and desk is not None:
            self._script.owe(desk.session, {debt.target: debt.original for debt in owed if debt.desk == last.desk})

    def heed(self, event: Event, effects: Sequence[Effect], owing: Owing) -> None:
        """What the bridge has heard and will do; before a mute leaves, the script knows that it is owed."""
        if any(isinstance(effect, Forget | Remember | RenameStrip) for effect in effects):
            self._script.owe(*owing())
        if isinstance(event, Listed):
            self._jack.know({strip.name: Kind(strip.kind) for strip in event.strips})
        self._script.watch(event)

    def _told(self, event: Event) -> None:
        """Pass on what is told, the two graphs as one."""
        match event:
            case GraphTold(graph=graph) if graph.source is GraphSource.COMPANION:
                self._graph = event
                self._feed(self._together(event))
            case GraphTold():
                self._wires = event
                self._feed(event)
                if self._graph is not None:
                    self._feed(self._together(replace(self._graph, at=event.at)))
            case GraphLost():
                self._wires = None
                self._feed(event)
            case CompanionChanged(state=state):
                self._graph = self._graph if state is CompanionState.LIVE else None
                self._feed(event)
            case _:
                self._feed(event)

    def _together(self, told: GraphTold) -> GraphTold:
        wires, graph = self._wires, self._graph
        if wires is None or graph is None:
            return told
        return replace(told, graph=merged(told.graph, wires.graph, newer=wires.read_at > graph.at))
