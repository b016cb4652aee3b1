"""A studio whose strips are wired: tracks and stereo buses to a master, seen by our script inside the DAW."""

from dataclasses import replace

from bridge.model.desk import Kind
from bridge.model.effects import Effect, MakeBuses, Reroute, SetRoutes
from bridge.model.routing import AuxSend, Graph, GraphSource, Node, RouteView, Sink, Standing, Way
from bridge.model.routingnews import CompanionChanged, CompanionState, GraphTold, RoutesRefused
from bridge.model.show import Mode
from tests.core.studio import Studio

BUSES = ("DX", "FX", "MX")


class Patchbay(Studio):
    """Each track goes to the bus that its name begins with, each bus to the master, until somebody rewires it.

    `deaf`: what is ordered is not carried out. `slow`: an order waits until `obey`. `orders`: what was ordered of which
    strip; `open`: the orders that wait; `done`: the number of the last one that does not.
    """

    def __init__(self, *tracks: str, mode: Mode = Mode.KEEP, buses: tuple[str, ...] = BUSES) -> None:
        self.nodes: dict[str, Node] = {}
        self.made = self.done = 0
        self.deaf = self.slow = False
        self.open: list[SetRoutes] = []
        self.orders: list[Reroute] = []
        super().__init__(*tracks, mode=mode)
        self.add("Master", Kind.MASTER)
        for bus in buses:
            self.daw.add(bus, Kind.BUS, on=False)
            self.add(bus, Kind.BUS, "Master")
        for track in tracks:
            self.add(track, Kind.AUDIO, track.split()[0] if track.split()[0] in buses else "Master")
        self.run(1.0)
        self.tell(CompanionChanged(self.now, CompanionState.LIVE, "The script answers."))
        self.seen()

    def add(self, name: str, kind: Kind, *buses: str) -> None:
        """A strip of two channels that feeds these."""
        self.made += 1
        self.nodes[name] = Node(str(100 + self.made), name, kind, 2)
        self.wire(name, *buses)

    def wire(self, name: str, *buses: str) -> None:
        """A hand in the DAW: this strip feeds these, channel by channel."""
        outs = tuple(tuple(sorted(Sink(self.nodes[bus].id, channel) for bus in buses)) for channel in range(2))
        self.nodes[name] = replace(self.nodes[name], way=replace(self.nodes[name].way, outs=outs))

    def send(self, name: str, bus: str) -> None:
        """A hand in the DAW: one more send, open."""
        way = self.nodes[name].way
        sends = (*way.sends, AuxSend(len(way.sends), self.nodes[bus].id, active=True))
        self.nodes[name] = replace(self.nodes[name], way=replace(way, sends=sends))

    def rewire(self, name: str, *buses: str) -> None:
        """The same, and it is told."""
        self.wire(name, *buses)
        self.seen()

    def remove(self, name: str) -> None:
        """A hand in the DAW: this strip is removed, and all connections to it; that is told."""
        gone = self.nodes.pop(name)
        for other, node in self.nodes.items():
            outs = tuple(tuple(sink for sink in sinks if sink.strip != gone.id) for sinks in node.way.outs)
            self.nodes[other] = replace(node, way=replace(node.way, outs=outs))
        self.seen()

    def seen(self) -> None:
        """Our script tells the routing as it is now."""
        self.tell(replace(self._told(), at=self.now))

    def feeds(self, name: str) -> tuple[str, ...]:
        """What a strip feeds by its main outputs."""
        names = {node.id: node.name for node in self.nodes.values()}
        return tuple(dict.fromkeys(names[sink.strip] for channel in self.nodes[name].way.outs for sink in channel))

    def route(self, name: str) -> RouteView:
        """What a screen would show of this strip's routing."""
        return next(route for route in self.picture().routing.routes if route.strip == name)

    def standing(self, name: str) -> Standing:
        """How this strip stands."""
        return self.route(name).standing

    def restart(self) -> None:
        """The daemon is killed and started again."""
        self.kill()
        self.run(8.0)
        self.tell(CompanionChanged(self.now, CompanionState.LIVE, "The script answers."))
        self.seen()

    # --- what the bridge does -----------------------------------------------------------------------------------

    def _told(self) -> GraphTold:
        return GraphTold(0.0, Graph(GraphSource.COMPANION, tuple(self.nodes.values())), self.done)

    def _other(self, effect: Effect) -> None:
        match effect:
            case SetRoutes():
                self._history_first(effect.changes)
                self.orders += effect.changes
                self.open.append(effect)
                if not self.slow:
                    self.obey()
                    self._later(self._told(), 0.05)
            case MakeBuses() if self.deaf:
                pass
            case MakeBuses():
                for bus in effect.buses:
                    self.daw.add(bus.name, Kind.BUS, on=False)
                    self.add(bus.name, Kind.BUS, "Master")
                self.done = effect.order
                self._later(self._told(), 0.1)
            case _:
                super()._other(effect)

    def _history_first(self, changes: tuple[Reroute, ...]) -> None:
        rows = list(self.disk.routes.values())
        for one in changes:
            assert any(row.strip == one.id and one.former in {row.former, row.now} for row in rows)

    def obey(self) -> None:
        """Our script carries out the order that has waited longest, as far as it still fits."""
        order = self.open.pop(0)
        self.done = order.order
        for change in order.changes:
            node = self.nodes[change.name]
            if node.way.outs == change.former.outs and not self.deaf:
                self.nodes[change.name] = replace(node, way=change.way)

    def refuse(self, name: str, why: str) -> None:
        """Our script says that it did not do this."""
        self.tell(RoutesRefused(self.now, 1, ((name, why),)))


def way(patchbay: Patchbay, name: str) -> Way:
    """Where a strip goes."""
    return patchbay.nodes[name].way
