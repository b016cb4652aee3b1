"""The ways of the strips as the desk's tree shows them: the bus that each is on, what is wrong with it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bridge.model.routing import RouteView, RoutingView, Standing
from bridge.model.snapshot import TrackView
from bridge.ui.routes import ACCEPTED, FAULTS, SIGNS, accepted, lies, master, wrong

NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Ways:
    """Each strip's route by its name; the stems' buses, and what those feed."""

    routes: Mapping[str, RouteView] = field(default_factory=lambda: MappingProxyType({}))
    stems: frozenset[str] = frozenset()
    master: str = ""
    faulty: int = 0
    """How many strips go where they should not."""

    def bus(self, track: TrackView) -> str:
        """The first bus on a track's way, as the routing tells it; else that of the last save, "" if not known."""
        route = self.routes.get(track.name)
        if route is None or not (route.goes or route.standing is Standing.NOWHERE):
            return track.bus
        return route.goes[0] if route.goes else NOWHERE

    def title(self, track: TrackView) -> str:
        """The buses on a track's way, from the first one to its stem's."""
        bus, route = self.bus(track), self.routes.get(track.name)
        goes = route.goes if route is not None else ()
        reached = next((place for place, name in enumerate(goes) if name in self.stems), 0)
        return " > ".join(goes[: reached + 1]) if reached else bus

    def wrong(self, track: TrackView) -> bool:
        """Whether a track has a fault that nobody has accepted."""
        route = self.routes.get(track.name)
        return route is not None and wrong(route)

    def unseen(self, track: TrackView) -> bool:
        """Whether nobody can tell if a track goes right."""
        route = self.routes.get(track.name)
        return route is not None and route.standing is Standing.UNCHECKABLE

    def told(self, track: TrackView) -> RouteView | None:
        """The route of a track whose fault is to be told, also one that was accepted."""
        route = self.routes.get(track.name)
        return route if route is not None and route.standing in FAULTS else None

    def words(self, track: TrackView) -> str:
        """A fault as a line tells it: sign, word, whether it was accepted, where the track goes and belongs."""
        route = self.told(track)
        if route is None:
            return ""
        kept = accepted(route)
        sign = ACCEPTED if kept else SIGNS[route.standing]
        stands = ", ".join(filter(None, (route.standing.value, kept)))
        return ": ".join(filter(None, (f"{sign} {stands}", lies(route, self.master))))


def ways(view: RoutingView) -> Ways:
    """The ways in this routing."""
    stems = frozenset(bus.name for bus in view.buses if not bus.sub)
    routes = {route.strip: route for route in view.routes}
    return Ways(routes, stems, master(view), sum(map(wrong, routes.values())))
