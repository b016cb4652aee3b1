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

    `deaf`: what is ordered is not carried out. `orders`: what was ordered.
    """

    def __init__(self, *tracks: str, mode: Mode = Mode.KEEP, buses: tuple[str, ...] = BUSES) -> None:
        self.nodes: dict[str, Node] = {}
        self.made = 0
        self.deaf = False
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
        """Our script tells the routing as it is now; all that was ordered has been carried out."""
        graph = Graph(GraphSource.COMPANION, tuple(self.nodes.values()))
        self.tell(GraphTold(self.now, graph, proved=self.now))

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

    def _other(self, effect: Effect) -> None:
        match effect:
            case SetRoutes(changes=changes):
                self._obey(changes)
            case MakeBuses() if self.deaf:
                pass
            case MakeBuses(buses=buses):
                for bus in buses:
                    self.daw.add(bus.name, Kind.BUS, on=False)
                    self.add(bus.name, Kind.BUS, "Master")
                self._later(GraphTold(0.0, Graph(GraphSource.COMPANION, tuple(self.nodes.values()))), 0.1)
            case _:
                super()._other(effect)

    def _obey(self, changes: tuple[Reroute, ...]) -> None:
        rows = list(self.disk.routes.values())
        for change in changes:
            former = self.nodes[change.name].way
            assert any(row.strip == change.id and former in {row.former, row.now} for row in rows), "history first"
            self.orders.append(change)
            if not self.deaf:
                self.nodes[change.name] = replace(self.nodes[change.name], way=change.way)
        told = GraphTold(0.0, Graph(GraphSource.COMPANION, tuple(self.nodes.values())), proved=self.now)
        self._later(told, 0.05)

    def refuse(self, name: str, why: str) -> None:
        """Our script says that it did not do this."""
        self.tell(RoutesRefused(self.now, 1, ((name, why),)))


def way(patchbay: Patchbay, name: str) -> Way:
    """Where a strip goes."""
    return patchbay.nodes[name].way
