"""Mixers written down in lines, as graphs; and random ones. Stems come from the names, by the shipped lexicon."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from hypothesis import strategies as st

from bridge.core.judging import Assessment, assessment
from bridge.core.planning import Said
from bridge.model.desk import Kind
from bridge.model.routing import AuxSend, Graph, GraphSource, Node, Sink, Way
from bridge.model.show import Show
from bridge.model.stems import Named, Stem
from tests.model.stem_lists import classifier

_KINDS = {
    "track": Kind.AUDIO,
    "midi": Kind.MIDI,
    "bus": Kind.BUS,
    "master": Kind.MASTER,
    "monitor": Kind.MONITOR,
    "phones": Kind.FOLDBACK,
    "off": Kind.AUDIO,
}
PLAIN = Show()
"""A show of which nothing is written."""
_LINE = re.compile(r"(\w+) ([^/>]+?)(?:/(\d+))?(?: > (.*))?")


def mixer(*lines: str) -> Graph:
    """A graph of lines such as `track DX 1/2 > DX, ~Verb`: kind, name, channels (2), main outputs, ~sends.

    `off` is a track that is switched off; `name(2)` feeds from that channel on only; `!port` is a port outside.
    """
    found = [_LINE.fullmatch(line.strip()) for line in lines]
    parts = [match.groups("") for match in found if match is not None]
    assert len(parts) == len(lines), lines
    widths = {name: int(channels or 2) for _, name, channels, _ in parts}
    return Graph(GraphSource.COMPANION, tuple(_node(part, widths) for part in parts))


def _node(part: tuple[str, ...], widths: Mapping[str, int]) -> Node:
    kind, name, _, goes = part
    width = widths[name]
    targets = [target.strip() for target in goes.split(",") if target.strip()]
    outs = tuple(_sinks(channel, targets, widths) for channel in range(width))
    sent = [target[1:] for target in targets if target.startswith("~")]
    sends = tuple(AuxSend(number, f"id {target}", active=True) for number, target in enumerate(sent))
    return Node(f"id {name}", name, _KINDS[kind], width, Way(outs, sends), active=kind != "off")


def _sinks(channel: int, targets: Iterable[str], widths: Mapping[str, int]) -> tuple[Sink, ...]:
    found = []
    for target in targets:
        name, _, first = target.rstrip(")").partition("(")
        if target.startswith("!"):
            found.append(Sink("", 0, target[1:]))
        elif not target.startswith("~") and int(first or 0) <= channel < widths.get(name, 2):
            found.append(Sink(f"id {name}", channel))
    return tuple(sorted(found))


def stems_of(graph: Graph) -> dict[str, Stem]:
    """What the strips are, by their names."""
    return {node.name: classifier().classify(Named(node.name)) for node in graph.nodes}


def assessed(graph: Graph, show: Show = PLAIN, hands_off: tuple[str, ...] = ()) -> Assessment:
    """All that a graph says; `hands_off` by name."""
    return assessment(graph, stems_of(graph), show, Said({f"id {name}" for name in hands_off}))


def routed(graph: Graph, ways: Mapping[str, Way]) -> Graph:
    """The graph once these strips go these ways."""
    nodes = tuple(replace(node, way=ways.get(node.id, node.way)) for node in graph.nodes)
    return replace(graph, nodes=nodes)


FILM = (
    "track DX 1 > DX",
    "track DX ADR 1 > ADR",
    "track FX Door > FX",
    "track Foley Steps > FOLEY",
    "track MX Score 1/6 > MX",
    "bus ADR > DX",
    "bus FOLEY > FX",
    "bus DX > Master",
    "bus FX/6 > Master",
    "bus MX/6 > Master",
    "master Master/6 > !system:playback_1",
)
"""A small film on which nothing is wrong."""


def film(*lines: str) -> Graph:
    """The small film with these lines; one of a strip that it has replaces it."""
    changed = {name_in(line): line for line in lines}
    kept = [changed.pop(name_in(line), line) for line in FILM]
    return mixer(*kept, *changed.values())


def name_in(line: str) -> str:
    """The name in a line."""
    match = _LINE.fullmatch(line)
    assert match is not None, line
    return match[2]


# --- random ones -------------------------------------------------------------------------------------------------

NAMES = (
    *("DX 1", "DX 2", "FX Door", "FX Car", "Foley 1", "MX 1", "Audio 7", "Track 3", "DX Print", "Mix Print", "Guide"),
    *("DX", "FX", "MX", "FX 2 Bus", "FOLEY", "ADR", "Verb", "DX Verb", "Bus 1", "Bus 2", "Mix Bus", "Master", "HP"),
    *("Tone", "Click", 'D"X\n%s\u202e', "", "Score M&E"),
)
_programs = st.sampled_from(("system:playback_1", "jamin:in_1", "rec:in"))
_kinds = st.sampled_from((Kind.AUDIO, Kind.AUDIO, Kind.AUDIO, Kind.BUS, Kind.BUS, Kind.BUS, *Kind))
_ids = st.integers(0, 14).map(str)
_sinks_drawn = st.builds(Sink, _ids, st.integers(0, 5)) | _programs.map(lambda port: Sink("", 0, port))
_levels = st.sampled_from((None, 0.0, float("-inf")))
_sends_drawn = st.lists(st.builds(AuxSend, st.integers(0, 3), _ids, st.booleans(), st.booleans(), _levels), max_size=2)
_ways = st.builds(
    lambda outs, sends: Way(tuple(tuple(sorted(set(sinks))) for sinks in outs), tuple(sends)),
    st.lists(st.lists(_sinks_drawn, max_size=3), max_size=6),
    _sends_drawn,
)
_nodes = st.lists(
    st.builds(
        Node,
        _ids,
        st.sampled_from(NAMES),
        _kinds,
        st.integers(0, 8),
        _ways,
        active=st.sampled_from((True, True, True, False)),
        uncertain=st.sampled_from(("", "", "", "a plugin sends")),
    ),
    max_size=14,
)
wild_graphs = st.builds(
    Graph,
    st.sampled_from(GraphSource),
    _nodes.map(tuple),
    sends_told=st.sampled_from((True, True, False)),
    returns=st.lists(st.tuples(_programs, _sinks_drawn), max_size=2).map(tuple),
)
"""Any graph at all: names and ids twice, strips that are not there, channels that no bus has, rings."""


@st.composite
def sane_graphs(draw: st.DrawFn) -> Graph:
    """A graph as a DAW tells it: ids and names once, what is fed is there, a master, three stems. Few rings."""
    others = draw(st.permutations([name for name in NAMES if name and name not in _STEMS]))
    names = [*others[: draw(st.integers(1, 12))], "DX", "FX", "MX", "Master"]
    widths = {name: draw(st.sampled_from((1, 2, 2, 6))) for name in names}
    return Graph(GraphSource.COMPANION, tuple(_drawn(draw, place, names, widths) for place in range(len(names))))


def _drawn(draw: st.DrawFn, place: int, names: list[str], widths: Mapping[str, int]) -> Node:
    """A strip that feeds some of those behind it, a stem's bus mostly the master; now and then any."""
    name, width = names[place], widths[names[place]]
    kind = _STEMS.get(name) or draw(st.sampled_from((Kind.AUDIO, Kind.AUDIO, Kind.MIDI, Kind.BUS)))
    behind = names[place + 1 :] if draw(st.integers(0, 19)) else names
    feeds = draw(st.lists(st.sampled_from(behind), max_size=2)) if behind else []
    sent = draw(st.lists(st.sampled_from(behind), max_size=2)) if behind and kind is not Kind.MASTER else []
    if name in _STEMS and draw(st.booleans()):
        feeds, sent = ["Master"] if name != "Master" else [], []
    whole = draw(st.booleans())
    outs = tuple(
        tuple(sorted({Sink(feed, channel % widths[feed]) for feed in feeds if whole or draw(st.booleans())}))
        for channel in range(width)
    )
    sends = tuple(AuxSend(number, target, draw(st.booleans())) for number, target in enumerate(sent))
    return Node(name, name, kind, width, Way(outs, sends))


_STEMS = {"Master": Kind.MASTER, "DX": Kind.BUS, "FX": Kind.BUS, "MX": Kind.BUS}
