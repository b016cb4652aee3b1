"""The stems' buses in a session: as the show names them, else as their names tell.

Where tracks go now decides nothing: a bus must not cease to be one because its tracks went astray.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bridge.core.rings import rings
from bridge.model.desk import CONTENT_KINDS, Kind
from bridge.model.routing import BusView, Graph, Node
from bridge.model.show import BusRule, Show
from bridge.model.stems import Family, Role, Stem
from bridge.model.text import quoted

BUS_KINDS = frozenset({Kind.BUS, Kind.MIDI_BUS})

_TAPED = frozenset({Role.PRINT, Role.MIX})
_SUMS = frozenset({Role.CONTENT, Role.BUS}) | _TAPED
"""Roles of what sums a stem. A bus may be called a print or mix of it (`DX STEM`); it gives way to one that is not."""
_FOLLOWED = frozenset({"bus", "clips"})
"""Evidence that makes no stem's bus: one that only feeds a stem is a way to it."""
_HINT = "(a hint)"
"""How a reading says that it is a mere hint: `FX Sub` is no bus for low frequencies."""
_SHOWN = 4
NAMED = "show.toml names it"
"""The evidence of a bus that a person has named."""

Part = tuple[Family, str]
"""A stem, or one kind of sound within it; "": the whole stem."""


def spelt(part: Part) -> str:
    """A part as show.toml spells it.

    >>> spelt((Family.FX, "foley")), spelt((Family.DX, ""))
    ('FX/foley', 'DX')
    """
    return "/".join(filter(None, part))


@dataclass(frozen=True, slots=True)
class StemBus:
    """A bus of a stem. `sub`: what it is for within the stem, "" for the whole; `id`: "" if it is not in this session.

    `taped`: its name calls it a print or a mix. `active`: it is not switched off.
    """

    id: str
    name: str
    family: Family
    sub: str = ""
    evidence: str = NAMED
    channels: int = 0
    taped: bool = False
    active: bool = True

    @property
    def part(self) -> Part:
        """What it is for."""
        return self.family, self.sub


@dataclass(frozen=True)
class Buses:
    """The stems' buses: by id those `here` in this session; `elsewhere`: those of other rigs, as the show names them.

    `chosen`: the one bus of a part that tracks are put on. `unsettled`: the parts for which several are here and none
    can be chosen, with a sentence that says what to write. `misnamed`: a sentence for each track that the show calls a
    bus.
    """

    here: Mapping[str, StemBus] = field(default_factory=dict)
    chosen: Mapping[Part, StemBus] = field(default_factory=dict)
    unsettled: Mapping[Part, str] = field(default_factory=dict)
    elsewhere: tuple[StemBus, ...] = ()
    misnamed: tuple[str, ...] = ()

    @cached_property
    def troubles(self) -> tuple[str, ...]:
        """What a person must settle, a sentence each."""
        return (*self.misnamed, *self.unsettled.values())

    def part(self, stem: Stem) -> Part | None:
        """What a track of this stem belongs on: the bus of its kind if there is one, else its stem's."""
        if stem.known is None:
            return None
        own = stem.known, stem.sub
        return own if own in self.chosen or own in self.unsettled else (stem.known, "")

    def wanted(self, stem: Stem) -> StemBus | None:
        """The bus that a track of this stem belongs on; None where there is none, or none can be told."""
        part = self.part(stem)
        return None if part is None else self.chosen.get(part)

    def homeless(self, stem: Stem) -> str:
        """Why no bus can be told on which a track of this stem belongs; "" where one can."""
        part = self.part(stem)
        if part is None or part in self.chosen:
            return ""
        if part in self.unsettled:
            return f"show.toml must say which bus is the one for {spelt(part)}"
        away = [bus.name for bus in self.elsewhere if bus.part in {part, (part[0], stem.sub)}]
        if away:
            return f"the bus that show.toml names for {spelt(part)}, {quoted(away[0])}, is not in this session"
        return f"this session has no {spelt(part)} bus"

    def views(self) -> tuple[BusView, ...]:
        """The buses for people, those of other rigs behind."""
        every = (*self.here.values(), *self.elsewhere)
        return tuple(BusView(bus.name, bus.family, bus.sub, bus.evidence, bus.channels) for bus in every)


def stem_buses(graph: Graph, stems: Mapping[str, Stem], show: Show) -> Buses:
    """The stems' buses among the strips of a graph. `stems`: what each strip is, by its name.

    For a part of which the show names a bus that is here, only the show counts.
    """
    rules, by_name = {rule.name: rule for rule in show.buses}, graph.by_name
    ruled = [bus for bus in map(_absent, show.buses) if bus.name not in by_name]
    named = [
        StemBus(node.id, node.name, rule.family, rule.sub, channels=node.inputs, active=node.active)
        for node in by_name.values()
        if (rule := rules.get(node.name)) is not None and node.kind not in CONTENT_KINDS
    ]
    settled = {bus.part for bus in named}
    strips = (node for node in by_name.values() if node.name not in rules and node.name not in show.content_buses)
    found = [bus for node in strips for bus in _by_name(node, stems) if bus.part not in settled]
    every = {bus.id: bus for bus in (*named, *found)}
    here = {node.id: every[node.id] for node in graph.nodes if node.id in every}
    tracks = [node.name for node in by_name.values() if node.name in rules and node.kind in CONTENT_KINDS]
    buses = Buses(here, elsewhere=tuple(ruled), misnamed=tuple(map(_misnamed, tracks)))
    return _settled(graph, buses)


def _absent(rule: BusRule) -> StemBus:
    return StemBus("", rule.name, rule.family, rule.sub)


def _by_name(node: Node, stems: Mapping[str, Stem]) -> Iterator[StemBus]:
    """The stem's bus that this strip is by its name, if it is one."""
    stem = stems.get(node.name, Stem())
    family = stem.known
    if node.kind not in BUS_KINDS or family is None or stem.role not in _SUMS:
        return
    says = [one for one in stem.evidence if one.source not in _FOLLOWED and one.says.startswith(family)]
    if says or not stem.evidence:
        named = [one.says for one in says if one.says.startswith(f"{family}/{stem.sub}")]
        sub = "" if named and all(text.endswith(_HINT) for text in named) else stem.sub
        evidence = "; ".join(map(str, says))
        yield StemBus(node.id, node.name, family, sub, evidence, node.inputs, stem.role in _TAPED, node.active)


def _misnamed(name: str) -> str:
    text = f"show.toml names {quoted(name)} among the buses, and it is a track: nothing is put on it."
    return f"{text} Name a bus under [[buses]], or take that entry out."


def _settled(graph: Graph, buses: Buses) -> Buses:
    """The buses with one chosen for each part where that can be told."""
    parts: dict[Part, list[StemBus]] = {}
    for bus in buses.here.values():
        parts.setdefault(bus.part, []).append(bus)
    rivals = {part: [bus for bus in many if not bus.taped] or many for part, many in parts.items()}
    chosen = {part: many[0] for part, many in rivals.items() if len(many) == 1}
    open_parts = {part: many for part, many in rivals.items() if len(many) > 1}
    if open_parts:
        feeds = _feeds(graph)
        depth = {strip: place for place, ring in enumerate(rings(feeds)) for strip in ring}
        last = {part: _last(many, feeds, depth) for part, many in open_parts.items()}
        chosen |= {part: bus for part, bus in last.items() if bus is not None}
    unsettled = {part: _unsettled(part, many) for part, many in open_parts.items() if part not in chosen}
    return replace(buses, chosen=chosen, unsettled=unsettled)


def _feeds(graph: Graph) -> dict[str, list[str]]:
    """What each strip's main outputs feed."""
    return {
        node.id: list(dict.fromkeys(sink.strip for sinks in node.way.outs for sink in sinks)) for node in graph.nodes
    }


def _last(many: Sequence[StemBus], feeds: Mapping[str, Sequence[str]], depth: Mapping[str, int]) -> StemBus | None:
    """The bus that all the others feed, None if none is: what is on it is on the stem whatever it passed before."""
    last = min(many, key=lambda bus: depth[bus.id])
    if sum(depth[bus.id] == depth[last.id] for bus in many) > 1:
        return None
    fed_by: dict[str, list[str]] = {}
    for source, targets in feeds.items():
        for target in targets:
            fed_by.setdefault(target, []).append(source)
    reached, ahead = {last.id}, [last.id]
    while ahead:
        fresh = [source for source in fed_by.get(ahead.pop(), ()) if source not in reached]
        reached.update(fresh)
        ahead += fresh
    return last if all(bus.id in reached for bus in many) else None


def _unsettled(part: Part, many: Sequence[StemBus]) -> str:
    names = ", ".join(quoted(bus.name) for bus in many[:_SHOWN])
    names += f" and {len(many) - _SHOWN} more" if len(many) > _SHOWN else ""
    text = f"{len(many)} buses may be the one for {spelt(part)}: {names}. Nothing is put on any of them."
    if all(bus.evidence == NAMED for bus in many):
        return f"{text} show.toml names them all, and no one is fed by all the others: leave one there."
    return f'{text} Write in show.toml which it is: [[buses]], with its name and stem = "{spelt(part)}".'
