"""Where sound goes in a graph: from each strip on to the first stem's bus, the mix, or where it is lost sight of.

What passes an unnamed bus goes on from there. A stem's bus, the mix and a track's input are ends: what happens behind
a stem's bus is that bus's own affair, and what a track lets through depends on its monitoring. A return that is fed by
a send is an end of the *dry* way: what it does with the sound of others is its own affair too.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import cached_property

from bridge.core.buses import BUS_KINDS, Buses
from bridge.core.ends import LOST, Ends, joined, mains_of, ports_of, sends_of
from bridge.core.rings import circle, rings
from bridge.model.desk import CONTENT_KINDS, Kind
from bridge.model.material import SOUNDING
from bridge.model.routing import Graph, Node, Sink, Way
from bridge.model.stems import Family, Role, Stem
from bridge.model.text import harmless, quoted

HARDWARE = "system"
"""The name under which JACK, and Ardour on every driver, show the sound card: what leaves there does not come back."""
MOST_NAMES = 12
"""Names of a way that are told."""
NAMELESS = "?"
"""What a strip without a name is called."""
_UNKNOWN = Stem()


class Place(Enum):
    """What a strip is for the sound that enters it."""

    STEM = auto()
    MIX = auto()
    TRACK = auto()
    RETURN = auto()
    """It is fed by sends and gives back their sound changed."""
    BUS = auto()
    """A bus that is none of these: a way to somewhere."""
    ASIDE = auto()
    """Nothing passes into the film: headphones, a monitor section, a strip that is switched off."""


_PASSING = frozenset({Place.RETURN, Place.BUS})
Fed = Mapping[Family, str]
"""The stems whose sound comes into a bus, each with the first strip that brings it."""


class Paths:
    """The ways through one graph, each worked out once. `stems`: what each strip is, by name; buses as found in it."""

    def __init__(self, graph: Graph, stems: Mapping[str, Stem], buses: Buses, live: frozenset[str]) -> None:
        self.graph, self.buses = graph, buses
        self._stems, self._live = stems, live
        self._nodes = graph.by_id
        self._mains = {strip: mains_of(node.way) for strip, node in self._nodes.items()}
        self._sends = {strip: sends_of(node.way) for strip, node in self._nodes.items()}
        self._programs = {program(port) for port, _ in graph.returns} - {HARDWARE}
        fed = {target for strip, targets in self._mains.items() if self._nodes[strip].active for target in targets}
        self._places = {strip: self._place(node, fed) for strip, node in self._nodes.items()}
        self._entries = {strip: self._entry(node) for strip, node in self._nodes.items()}
        self._dry, self._wet = self._through(dry=True), self._through(dry=False)
        self._sent: dict[tuple[tuple[str, ...], bool], Ends] = {}
        self._reached: dict[str, frozenset[str]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._goes: dict[tuple[tuple[str, ...], ...], tuple[str, ...]] = {}

    # --- what the strips are --------------------------------------------------------------------------------------

    def stem(self, node: Node) -> Stem:
        """What this strip is."""
        return self._stems.get(node.name, _UNKNOWN)

    def content(self, node: Node) -> bool:
        """Whether it carries the film's sound by itself: a track, or a bus of which the show says so."""
        alone = node.kind in CONTENT_KINDS or (node.kind in BUS_KINDS and node.name in self._live)
        return alone and self.stem(node).role in SOUNDING

    def place(self, strip: str) -> Place:
        """What this strip is for sound that enters it; a strip that is not told lets nothing pass."""
        return self._places.get(strip, Place.ASIDE)

    def _place(self, node: Node, fed: set[str]) -> Place:
        stem = self.stem(node)
        if not node.active:
            return Place.ASIDE
        if node.id in self.buses.here:
            return Place.STEM
        if node.kind in CONTENT_KINDS:
            return Place.TRACK
        if node.kind is Kind.MASTER or (node.kind in BUS_KINDS and stem.role is Role.MIX):
            return Place.MIX
        if node.kind not in BUS_KINDS:
            return Place.ASIDE
        sent = node.id not in fed and node.name not in self._live
        return Place.RETURN if sent or stem.role is Role.RETURN else Place.BUS

    def _entry(self, node: Node) -> Ends:
        """Where sound has arrived that enters this strip; of one that lets it pass, nothing yet."""
        match self._places[node.id]:
            case Place.STEM:
                return Ends(stems=((self.buses.here[node.id].family, node.name),))
            case Place.MIX:
                return Ends(mix=node.name or NAMELESS)
            case Place.TRACK:
                onto = ((self.stem(node).known, node.name),) if self.content(node) else ()
                return Ends(tape=node.name or NAMELESS, onto=onto)
            case _:
                return LOST

    # --- where sound goes -----------------------------------------------------------------------------------------

    def into(self, strip: str, *, send: bool = False, dry: bool = True) -> Ends:
        """Where sound arrives that enters this strip, by a send or from main outputs."""
        place = self._places.get(strip)
        if place is None:
            return Ends(doubt="it feeds a strip that is not told")
        if place in _PASSING:
            if dry and send and place is Place.RETURN:
                return LOST
            return (self._dry if dry else self._wet)[strip]
        return self._entries[strip]

    def out(self, port: str) -> Ends:
        """Where sound arrives that leaves at this port."""
        return Ends(port=port, back=port if program(port) in self._programs else "")

    def channel(self, sinks: Iterable[Sink], *, dry: bool = True) -> Ends:
        """Where one output channel leads."""
        return joined([self.out(sink.port) if sink.port else self.into(sink.strip, dry=dry) for sink in sinks])

    def mains(self, way: Way) -> Ends:
        """Where the main outputs of a way lead."""
        return joined([self.channel(sinks) for sinks in way.outs])

    def sends(self, way: Way, *, dry: bool = True) -> Ends:
        """Where the sends of a way lead that are on."""
        targets = sends_of(way)
        if (targets, dry) not in self._sent:
            self._sent[targets, dry] = joined([self.into(target, send=True, dry=dry) for target in targets])
        return self._sent[targets, dry]

    def _through(self, *, dry: bool) -> dict[str, Ends]:
        """For each bus that lets sound pass where it arrives."""
        passing = [strip for strip, place in self._places.items() if place in _PASSING]
        edges = {strip: self._next(strip, dry=dry) for strip in passing}
        table: dict[str, Ends] = {}
        for ring in rings(edges):
            parts = [end for strip in ring for end in self._ends_of(strip, table, dry=dry)]
            table.update(dict.fromkeys(ring, joined(parts)))
        return table

    def _ends_of(self, strip: str, table: Mapping[str, Ends], *, dry: bool) -> Iterator[Ends]:
        """Where a bus leads; what leads round to itself is left out."""
        node = self._nodes[strip]
        for target in self._next(strip, dry=dry):
            if self.place(target) in _PASSING:
                yield table.get(target, LOST)
            else:
                yield self.into(target)
        yield from map(self.out, ports_of(node.way))
        if node.uncertain:
            yield Ends(doubt=f"on its way is {quoted(node.name)}: {harmless(node.uncertain)}")

    def _next(self, strip: str, *, dry: bool) -> list[str]:
        """What this strip feeds; on the dry way not the returns at the end of its sends."""
        sends = self._sends[strip]
        kept = [target for target in sends if self.place(target) is not Place.RETURN] if dry else sends
        return [*self._mains[strip], *kept]

    # --- what comes in --------------------------------------------------------------------------------------------

    @cached_property
    def fed(self) -> Mapping[str, Fed]:
        """For each bus that lets sound pass: the stems whose sound comes into it."""
        found: dict[str, dict[Family, str]] = {strip: {} for strip in self._wet}
        for node in self._nodes.values():
            family = self._brings(node)
            if family is not None:
                for target in filter(found.__contains__, self._next(node.id, dry=False)):
                    found[target].setdefault(family, node.name)
        edges = {strip: [target for target in self._next(strip, dry=False) if target in found] for strip in found}
        for ring in reversed(rings(edges)):
            together = {family: name for strip in reversed(ring) for family, name in found[strip].items()}
            for strip in ring:
                for reached in (strip, *edges[strip]):
                    found[reached] = {**together, **found[reached]}
        return found

    def _brings(self, node: Node) -> Family | None:
        """The family of the sound that a strip brings by itself."""
        if self._places[node.id] is Place.STEM:
            return self.buses.here[node.id].family
        return self.stem(node).known if node.active and self.content(node) else None

    def feeders(self, strip: str) -> Iterator[Node]:
        """The strips whose main outputs feed this one."""
        return (self._nodes[source] for source in self._fed_by.get(strip, ()))

    @cached_property
    def _fed_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for source, targets in self._mains.items():
            for target in targets if self._nodes[source].active else ():
                found.setdefault(target, []).append(source)
        return found

    # --- rings, names ---------------------------------------------------------------------------------------------

    def ring(self, node: Node) -> tuple[str, ...]:
        """The names on one round trip if a strip feeds itself, at once or round about; with another way, its own."""
        if node.way is self._nodes[node.id].way:
            return self._loops.get(node.id, ())
        fed = node.id in self._fed_at_all
        targets = (*mains_of(node.way), *sends_of(node.way)) if fed else ()
        return (node.name,) if any(node.id in self.downstream(target) for target in targets) else ()

    @cached_property
    def _fed_at_all(self) -> frozenset[str]:
        return frozenset([target for strip in self._nodes for target in self._next(strip, dry=False)])

    @cached_property
    def _loops(self) -> Mapping[str, tuple[str, ...]]:
        edges = {strip: self._next(strip, dry=False) for strip, node in self._nodes.items() if node.active}
        found: dict[str, tuple[str, ...]] = {}
        for ring in rings(edges):
            if len(ring) > 1 or ring[0] in edges[ring[0]]:
                names = tuple(self._nodes[strip].name for strip in circle(ring[::-1], edges))
                found.update(dict.fromkeys(ring, names))
        return found

    def downstream(self, strip: str) -> frozenset[str]:
        """All strips that sound from this one may come to, itself included."""
        if strip not in self._reached:
            seen, ahead = {strip}, [strip] if strip in self._nodes else []
            while ahead:
                fresh = [one for one in self._next(ahead.pop(), dry=False) if one not in seen and one in self._nodes]
                seen.update(fresh)
                ahead += fresh
            self._reached[strip] = frozenset(seen)
        return self._reached[strip]

    def goes(self, node: Node) -> tuple[str, ...]:
        """The names on a strip's way: where its main outputs lead, on to the master, the ports, its sends behind."""
        way = mains, ports, sends = mains_of(node.way), ports_of(node.way), sends_of(node.way)
        if way not in self._goes:
            names = [name for target in mains for name in self._chain(target)]
            sent = [self._nodes[target].name for target in sends if target in self._nodes]
            self._goes[way] = tuple(dict.fromkeys([*names, *ports, *sent]))[:MOST_NAMES]
        return self._goes[way]

    def _chain(self, strip: str) -> tuple[str, ...]:
        """A strip's name, then those behind it."""
        if strip not in self._chains:
            seen: dict[str, None] = {}
            ahead = [strip]
            while ahead and len(seen) < MOST_NAMES:
                one = ahead.pop(0)
                if one in self._nodes and one not in seen:
                    seen[one] = None
                    ahead += self._mains[one][:MOST_NAMES]
            self._chains[strip] = tuple(self._nodes[one].name for one in seen)
        return self._chains[strip]


def program(port: str) -> str:
    """The program that a port belongs to.

    >>> program("ardour:DX 1/audio_out 1")
    'ardour'
    """
    return port.partition(":")[0]
