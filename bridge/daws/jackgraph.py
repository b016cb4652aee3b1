"""Ardour's routing as a JACK server sees it: names of ports and what is connected, made into a `Graph`.

Ardour (7.3) names the ports of a strip `CLIENT:NAME/audio_in 1`, `CLIENT:NAME/audio_out 2`. CLIENT is `ardour`,
`ardour-01` for a second one, or what its user says (`-c`). A colon in a strip's name is a hyphen in its ports'. jackd
(1.9.21) cuts what is longer than 256 bytes: such a strip has lost its ending, and nobody can say which port is which.
JACK knows no ids, so a strip's id is its name here; it does not see sends, which stay inside Ardour.

What JACK can't tell is which of these names are strips, of which kind, and of which Ardour: that is taken from the
list of strips that the DAW tells elsewhere (`kinds`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from bridge.model.desk import Kind
from bridge.model.routing import Graph, GraphSource, Node, Sink, Way

INTO, OUT_OF = "audio_in", "audio_out"
"""Ardour's words for the ports of a strip."""
DIGITS = 4
"""Digits of a port's number at most (Ardour 7.3)."""
CARRIERS = frozenset({Kind.AUDIO, Kind.BUS, Kind.MASTER, Kind.FOLDBACK})
"""Kinds of strips that have audio ports in any case."""
UNNAMED = "it feeds a port of the DAW's from whose name JACK can't tell the strip"


@dataclass(frozen=True, slots=True)
class Wiring:
    """The audio ports of a JACK server by their full names, and its connections: (output, input).

    `ends`: outputs at which sound begins, such as a sound card's; what enters their client does not come out there.
    """

    outs: tuple[str, ...] = ()
    ins: tuple[str, ...] = ()
    wires: tuple[tuple[str, str], ...] = ()
    ends: frozenset[str] = frozenset()


class Plug(NamedTuple):
    """A port that is named like one of a strip: whose, of which strip as JACK spells it, which way, its number."""

    client: str
    strip: str
    way: str
    number: int


def plug(port: str) -> Plug | None:
    """A port's full name taken apart; None for one that no strip has.

    >>> plug("ardour:FX/verb/audio_out 2")
    Plug(client='ardour', strip='FX/verb', way='audio_out', number=2)
    >>> plug("ardour:send 1/audio_send 1")
    """
    client, _, short = port.partition(":")
    strip, _, end = short.rpartition("/")
    way, _, number = end.partition(" ")
    if not strip or way not in {INTO, OUT_OF} or len(number) > DIGITS or not (number.isascii() and number.isdigit()):
        return None
    return Plug(client, strip, way, int(number))


def spellings(names: Iterable[str]) -> dict[str, str | None]:
    """The strip of each name that JACK has for one; None where it is the same for several.

    >>> spellings(["FX", "1: kitchen", "A:B", "A-B"])
    {'FX': 'FX', '1- kitchen': '1: kitchen', 'A-B': None}
    """
    found: dict[str, str | None] = {}
    for name in names:
        spelt = name.replace(":", "-")
        found[spelt] = None if spelt in found else name
    return found


def graph(wiring: Wiring, kinds: Mapping[str, Kind]) -> Graph | None:
    """The routing of the Ardour whose strips these are, in their order; None if it is not on this server.

    It is there if one client alone has the most of these strips, and at least half of those that carry audio:
    several Ardours whose strips have the same names can't be told apart. A strip that only JACK knows, because it was
    just made or renamed, is `OTHER` if sound can pass through it; else it is left out.
    """
    plugs = {port: found for port in (*wiring.outs, *wiring.ins) if (found := plug(port)) is not None}
    known = spellings(kinds)
    client = _client(plugs.values(), known, kinds)
    if client is None:
        return None
    strips = _strips({port: found for port, found in plugs.items() if found.client == client}, known)
    sinks = {
        port: Sink(name, channel) for name, strip in strips.items() for channel, port in enumerate(strip.ports(INTO))
    }
    fed: dict[str, list[Sink | None]] = defaultdict(list)
    for source, sink in wiring.wires:
        fed[source].append(sinks.get(sink) or (None if _owner(sink) == client else Sink("", 0, sink)))
    order = (*(name for name in kinds if name in strips), *sorted(strips.keys() - kinds.keys()))
    nodes = tuple(strips[name].node(name, kinds.get(name, Kind.OTHER), fed) for name in order)
    return Graph(GraphSource.JACK, nodes, sends_told=False, returns=_returns(wiring, client, sinks))


def merged(told: Graph, jack: Graph, *, newer: bool = True) -> Graph:
    """The graph that another source told, with what JACK knows beside it; strips are matched by their names.

    Always the `returns`. Where JACK was read after the other (`newer`), its connections count, so that one which was
    made or cut outside the DAW is seen; where it was read before, the other has seen them too, and what JACK says
    beyond is old. Sends stay as they were told, and so does all that JACK can't tell whole.
    """
    known = spellings(told.by_name)
    twins = {
        node.name: told.by_name[name].id
        for node in jack.nodes
        if (name := node.name if node.name in told.by_name else known.get(node.name)) is not None
    }
    theirs = (node for node in jack.nodes if newer and node.name in twins)
    ways = {twins[node.name]: outs for node in theirs if (outs := _renamed(node, twins)) is not None}
    ids = frozenset(twins.values())
    back = {(port, Sink(twins[sink.strip], sink.channel)) for port, sink in jack.returns if sink.strip in twins}
    return replace(
        told,
        nodes=tuple(_rewired(node, ways[node.id], ids) if node.id in ways else node for node in told.nodes),
        returns=tuple(sorted(back.union(told.returns))),
    )


# --- which Ardour, which strips ---------------------------------------------------------------------------------


def _client(plugs: Iterable[Plug], known: Mapping[str, str | None], kinds: Mapping[str, Kind]) -> str | None:
    """The client that is the DAW."""
    seen = {(found.client, name) for found in plugs if (name := known.get(found.strip)) is not None}
    counts = Counter(client for client, name in seen if kinds[name] in CARRIERS)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    client, count = ranked[0]
    return client if 2 * count >= sum(kind in CARRIERS for kind in kinds.values()) else None


class _Strip:
    """The ports of one strip by their numbers. Ardour's channels are in the order of the numbers, gaps or not."""

    def __init__(self) -> None:
        self._numbered: dict[str, list[tuple[int, str]]] = {INTO: [], OUT_OF: []}

    def add(self, port: str, found: Plug) -> None:
        self._numbered[found.way].append((found.number, port))

    def ports(self, way: str) -> list[str]:
        return [port for _, port in sorted(self._numbered[way])]

    def node(self, name: str, kind: Kind, fed: Mapping[str, list[Sink | None]]) -> Node:
        """The strip, where its ports feed these; None is something of the DAW's that has no strip."""
        feeds = [fed.get(port, []) for port in self.ports(OUT_OF)]
        outs = tuple(tuple(sorted(sink for sink in sinks if sink is not None)) for sinks in feeds)
        whole = all(sink is not None for sinks in feeds for sink in sinks)
        return Node(name, name, kind, len(self._numbered[INTO]), Way(outs), uncertain="" if whole else UNNAMED)

    @property
    def passes(self) -> bool:
        return all(self._numbered.values())


def _strips(plugs: Mapping[str, Plug], known: Mapping[str, str | None]) -> dict[str, _Strip]:
    """Every strip by its name, or as JACK spells it if nobody else knows it; not what may be one of several."""
    strips: dict[str, _Strip] = defaultdict(_Strip)
    for port, found in plugs.items():
        name = known.get(found.strip, found.strip)
        if name is not None:
            strips[name].add(port, found)
    named = set(known.values())
    return {name: strip for name, strip in strips.items() if name in named or strip.passes}


# --- what comes back --------------------------------------------------------------------------------------------


def _returns(wiring: Wiring, client: str, sinks: Mapping[str, Sink]) -> tuple[tuple[str, Sink], ...]:
    """Other programs' outputs with the strips that they feed, straight or through further programs."""
    outside = [
        (source, sink)
        for source, sink in wiring.wires
        if source not in wiring.ends and _owner(source) != client and (sink in sinks or _owner(sink) != client)
    ]
    reached: dict[str, set[Sink]] = defaultdict(set)
    grew = True
    while grew:
        before = sum(map(len, reached.values()))
        for source, sink in outside:
            reached[_owner(source)] |= _beyond(sink, sinks, reached)
        grew = sum(map(len, reached.values())) > before
    return tuple(sorted({(source, end) for source, sink in outside for end in _beyond(sink, sinks, reached)}))


def _beyond(sink: str, sinks: Mapping[str, Sink], reached: Mapping[str, set[Sink]]) -> set[Sink]:
    """Where that gets into the DAW which enters this port."""
    return {sinks[sink]} if sink in sinks else reached.get(_owner(sink), set())


def _owner(port: str) -> str:
    return port.partition(":")[0]


# --- two graphs into one ----------------------------------------------------------------------------------------


def _renamed(node: Node, twins: Mapping[str, str]) -> tuple[frozenset[Sink], ...] | None:
    """What each channel feeds, by the other graph's ids; None if JACK can't tell all, or the other lacks a strip."""
    if node.uncertain or any(not sink.port and sink.strip not in twins for outs in node.way.outs for sink in outs):
        return None
    return tuple(
        frozenset(sink if sink.port else sink._replace(strip=twins[sink.strip]) for sink in outs)
        for outs in node.way.outs
    )


def _rewired(node: Node, outs: tuple[frozenset[Sink], ...], known: frozenset[str]) -> Node:
    """The strip with these outs, and with those of its own to strips that JACK doesn't know."""
    kept = (frozenset(sink for sink in channel if sink.strip and sink.strip not in known) for channel in node.way.outs)
    pairs = zip_longest(kept, outs, fillvalue=frozenset[Sink]())
    return replace(node, way=replace(node.way, outs=tuple(tuple(sorted(own | new)) for own, new in pairs)))
