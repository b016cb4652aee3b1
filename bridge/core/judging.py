"""The judge of the routing: from a graph to the stems' buses, a verdict on every strip, and the plan."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bridge.core.buses import Buses, stem_buses
from bridge.core.faults import INSTALL
from bridge.core.paths import Paths
from bridge.core.planning import NOTHING_SAID, Mend, Said, left_alone, planned
from bridge.core.verdicts import SOUND, Verdict, untold, verdicts
from bridge.model.routing import Graph, Node, PlanRow, Way
from bridge.model.show import Show
from bridge.model.stems import Family, Stem
from bridge.model.text import quoted

_UNTOLD = f"Nothing tells where the tracks go, so none can be checked. {INSTALL}"
_NO_SENDS = "Sends inside the DAW are not told, so no track can be called right; what is wrong is found all the same."


@dataclass(frozen=True)
class Assessment:
    """All that a graph says: the stems' buses, a verdict by strip's id, the plan.

    `plan`: a row for each finding. `ways`: what may be set unasked, by id. `orders`: what only an order that names the
    strip sets: it is locked, or a person wants it as it is. `missing`: the stems of tracks that have no bus here.
    `unchecked`: why not everything can be checked, a sentence, else "". Where nobody tells the routing no ids are
    known: then the verdicts stand under the strips' names.
    """

    buses: Buses = field(default_factory=Buses)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    plan: tuple[PlanRow, ...] = ()
    ways: Mapping[str, Way] = field(default_factory=dict)
    orders: Mapping[str, Way] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unchecked: str = ""


def judge(graph: Graph, stems: Mapping[str, Stem], buses: Buses, show: Show) -> tuple[Verdict, ...]:
    """A verdict on every strip of a graph, in its order. `stems`: what each strip is, by its name."""
    return verdicts(Paths(graph, stems, buses, show.content_buses))


def assessment(graph: Graph | None, stems: Mapping[str, Stem], show: Show, said: Said = NOTHING_SAID) -> Assessment:
    """All that a graph says; None: nobody tells a graph."""
    if graph is None:
        return Assessment(verdicts={one.name: one for one in untold(stems)}, unchecked=_UNTOLD)
    buses = stem_buses(graph, stems, show)
    paths = Paths(graph, stems, buses, show.content_buses)
    found = verdicts(paths)
    rows: list[PlanRow] = []
    ways: dict[str, Way] = {}
    orders: dict[str, Way] = {}
    for verdict in found:
        if verdict.standing in SOUND:
            continue
        mend = planned(verdict, paths)
        alone = left_alone(verdict, paths, said)
        rows.append(_row(verdict, paths, mend, alone))
        if mend.way is not None:
            (orders if alone else ways)[verdict.id] = mend.way
    return Assessment(
        buses,
        {one.id: one for one in found},
        tuple(rows),
        ways,
        orders,
        _missing(paths, found),
        "" if graph.sends_told else _NO_SENDS,
    )


def _row(verdict: Verdict, paths: Paths, mend: Mend, alone: str) -> PlanRow:
    """A finding's row in the plan."""
    node = paths.graph.by_id[verdict.id]
    wanted = way_names(paths.graph, mend.way) if mend.way is not None else verdict.wanted and quoted(verdict.wanted)
    return PlanRow(verdict.name, verdict.standing, way_names(paths.graph, node.way), wanted, mend.why_not or alone)


def way_names(graph: Graph, way: Way) -> str:
    """What a way feeds at once, in names: strips, ports, sends that are on; with the channels if not all go there."""
    width, names = len(way.outs), []
    fed = Counter(end for sinks in way.outs for end in dict.fromkeys((sink.strip, sink.port) for sink in sinks))
    for (strip, port), channels in fed.items():
        part = f" ({channels} of {width} channels)" if channels < width else ""
        names.append((quoted(port) if port else _name(graph.by_id.get(strip))) + part)
    names += [f"a send to {_name(graph.by_id.get(send.target))}" for send in way.sends if send.active]
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "") or "nothing"


_NAMED = 6


def _name(node: Node | None) -> str:
    return "a strip that is not told" if node is None else quoted(node.name)


def _missing(paths: Paths, found: Collection[Verdict]) -> tuple[str, ...]:
    """The stems that tracks belong on and that have no bus in this session."""
    stems = [paths.stem(paths.graph.by_id[one.id]) for one in found if one.content]
    parts = {part for stem in stems if (part := paths.buses.part(stem)) is not None}
    settled = {*paths.buses.chosen, *paths.buses.unsettled}
    lacking = {family for family, _ in parts - settled}
    return tuple(family.value for family in Family if family in lacking)
