"""The plan: for each strip that went astray the way that mends it, or why it is left alone."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bridge.core.case import case
from bridge.core.ends import ports_of
from bridge.core.paths import HARDWARE, Paths, program
from bridge.core.standing import standing
from bridge.core.verdicts import Verdict
from bridge.model.desk import Kind
from bridge.model.layouts import Mapping, mapping, spoken
from bridge.model.routing import AuxSend, GraphSource, Node, Sink, Standing, Way
from bridge.model.stems import Family
from bridge.model.text import quoted

_MENDED = frozenset({Standing.ASTRAY, Standing.DOUBLED, Standing.NOWHERE, Standing.CHANNELS})
_BY_HAND = {
    Standing.PRINT: "prints and mixes are moved by hand",
    Standing.GUIDE: "guides are moved by hand",
    Standing.LOOP: "which connection closes the loop is for a person to say",
    Standing.UNCHECKABLE: "where it goes cannot be checked",
    Standing.UNKNOWN: "its stem is not known",
}
Outs = tuple[tuple[Sink, ...], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What people have said: the ids of strips that go where they are to go; those that may stand so, and how."""

    hands_off: Collection[str] = ()
    accepted: Collection[tuple[str, str]] = ()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Mend:
    """The way that mends a strip; or None, and `why_not`. A strip that is right keeps the way it has."""

    way: Way | None
    why_not: str = ""


def planned(verdict: Verdict, paths: Paths) -> Mend:
    """What would mend this strip, whoever wants it; what a person has said of it is not asked here."""
    node = paths.graph.by_id[verdict.id]
    if verdict.standing in {Standing.RIGHT, Standing.NONE}:
        return Mend(node.way)
    if why := _why_not(verdict, paths, node):
        return Mend(None, why)
    family = paths.stem(node).known
    if family is None:
        return Mend(None, _BY_HAND[Standing.UNKNOWN])
    return _Mending(paths, node, family).mend()


def left_alone(verdict: Verdict, paths: Paths, said: Said) -> str:
    """Why nothing is done to a strip unasked, though it could be mended; "": nothing speaks against it."""
    if verdict.id in said.hands_off:
        return "hands off: you said that it goes where it is to go"
    if (verdict.id, verdict.standing) in said.accepted:
        return "accepted: you said that it may stay so"
    stem = paths.stem(paths.graph.by_id[verdict.id])
    return "its stem is locked: only an order that names it moves it" if stem.locked else ""


def _why_not(verdict: Verdict, paths: Paths, node: Node) -> str:
    """Why the plan does not touch a strip that is not right."""
    if verdict.standing in _BY_HAND:
        return _BY_HAND[verdict.standing]
    if not verdict.content or verdict.standing not in _MENDED:
        return "buses are moved by hand"
    if paths.stem(node).known is None:
        return _BY_HAND[Standing.UNKNOWN]
    if paths.graph.source is GraphSource.JACK or not paths.graph.sends_told:
        return "its sends inside the DAW are not told"
    if node.uncertain:
        return "its way is told only in part"
    outside = [port for port in ports_of(node.way) if program(port) != HARDWARE]
    return f"it is wired to another program, at {quoted(outside[0])}" if outside else ""


@dataclass(frozen=True, slots=True)
class _Mending:
    """The work on one strip of a known stem."""

    paths: Paths
    node: Node
    family: Family

    def mend(self) -> Mend:
        """The way that mends it."""
        way = self.node.way
        outs = tuple(tuple(sink for sink in sinks if not self._harmful(sink)) for sinks in way.outs)
        sends = tuple(self._silenced(send) for send in way.sends)
        kept = Way(outs, sends)
        if self._incomplete(kept):
            filled = self._filled(outs)
            if isinstance(filled, str):
                return Mend(None, filled)
            kept = Way(filled, sends)
        if standing(case(self.paths, replace(self.node, way=kept))) is Standing.RIGHT:
            return Mend(kept)
        return Mend(None, self._stubborn())

    def _incomplete(self, kept: Way) -> bool:
        """Whether its main outputs lack something of the stem. One that was on its stem by sends alone stays so."""
        lacking = self._lacking(kept.outs)
        by_sends = kept.outs == self.node.way.outs and len(lacking) == len(self._used())
        return bool(lacking) and not (by_sends and self.family in self.paths.sends(kept).families)

    def _harmful(self, sink: Sink) -> bool:
        """Whether this connection leads where the strip must not be."""
        return not sink.port and self.paths.into(sink.strip).past(self.family)

    def _silenced(self, send: AuxSend) -> AuxSend:
        """The send, off if it leads astray; what goes into a return stays."""
        harmful = self.paths.into(send.target, send=True).past(self.family)
        return replace(send, active=False) if send.active and harmful else send

    def _lacking(self, outs: Outs) -> tuple[int, ...]:
        """The channels in use that don't reach the stem."""
        return tuple(
            channel for channel in self._used() if self.family not in self.paths.channel(outs[channel]).families
        )

    def _used(self) -> tuple[int, ...]:
        """The channels that are to arrive: all; of an instrument those that were connected, where any was."""
        every = tuple(range(len(self.node.way.outs)))
        connected = tuple(channel for channel in every if self.node.way.outs[channel])
        return connected if self.node.kind is Kind.MIDI and connected else every

    def _filled(self, outs: Outs) -> Outs | str:
        """The outputs with what they lack of the bus; or why that can't be."""
        used, lacking = self._used(), self._lacking(outs)
        if used != tuple(range(len(used))):
            return "it is not clear which of its outputs belong together"
        part = self._partly(outs)
        bus = self._bus() if part is None else part
        if isinstance(bus, str):
            return bus
        if self.node.id in self.paths.downstream(bus.id):
            return f"it is fed by {quoted(bus.name)}: that would close a feedback loop"
        places = mapping(len(used), bus.inputs)
        if places is None:
            layouts = f"{len(used)} channels ({spoken(len(used))}) into the {bus.inputs} of {quoted(bus.name)}"
            return f"how {layouts} go is for a person to say"
        return tuple(_joined(sinks, bus.id, places, channel, lacking) for channel, sinks in enumerate(outs))

    def _partly(self, outs: Outs) -> Node | None:
        """The strip by which a part of the channels reaches the stem already."""
        strips = [sink.strip for sinks in outs for sink in sinks if self.family in self.paths.channel((sink,)).families]
        return self.paths.graph.by_id.get(strips[0]) if strips else None

    def _bus(self) -> Node | str:
        """The bus that it belongs on; or why there is none."""
        stem = self.paths.stem(self.node)
        bus = self.paths.buses.wanted(stem)
        if bus is None:
            return self.paths.buses.homeless(stem)
        return self.paths.graph.by_id[bus.id] if bus.active else f"its bus {quoted(bus.name)} is switched off"

    def _stubborn(self) -> str:
        """Why nothing that we may change makes it right."""
        lost = case(self.paths, self.node).loss
        return str(lost) if lost is not None else "its own connections are not all that is wrong"


def _joined(
    sinks: tuple[Sink, ...], bus: str, places: Mapping, channel: int, lacking: tuple[int, ...]
) -> tuple[Sink, ...]:
    """A channel's connections with those that it lacks, sorted."""
    if channel not in lacking:
        return sinks
    return tuple(sorted({*sinks, *(Sink(bus, place) for place in places[channel])}))
