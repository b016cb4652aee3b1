"""Routing as a DAW or its session file tells it: where each strip really goes, channel by channel.

Strips are named by the DAW's stable id here (`Node.id`), for a name may change while a repair is under way. Channels
count from 0.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from bridge.model.desk import Kind


class GraphSource(StrEnum):
    """Who tells the routing, the best first."""

    COMPANION = "companion"
    """Our script inside the DAW: as it is now, sends included, each change within a moment."""
    JACK = "JACK"
    """The audio server's connections: as they are now, but no sends inside the DAW."""
    FILE = "session file"
    """As of the last save."""


class Sink(NamedTuple):
    """One end of a connection: an input channel of the strip with this id; or a `port` outside the DAW, then no id."""

    strip: str
    channel: int
    port: str = ""


@dataclass(frozen=True, slots=True)
class AuxSend:
    """A send of a strip to a bus (its id). `number`: its place among the strip's sends, from 0."""

    number: int
    target: str
    active: bool
    pre_fader: bool = field(default=False, compare=False)
    level_db: float | None = field(default=None, compare=False)
    """-inf: nothing comes through; None: not told."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a strip goes, as one value: for each output channel what it feeds (sorted), and its sends in order.

    Two ways are equal if the same channels feed the same inputs and the same sends are on, however loud they are.
    """

    outs: tuple[tuple[Sink, ...], ...] = ()
    sends: tuple[AuxSend, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A track or bus in the graph. `inputs`: its audio input channels. `vcas`, `group`: by name, they route nothing.

    `uncertain`: why its way may be told only in part (a plugin that sends, an insert); empty: it is whole.
    """

    id: str
    name: str
    kind: Kind
    inputs: int = 0
    way: Way = Way()
    active: bool = True
    hidden: bool = False
    group: str = ""
    vcas: tuple[str, ...] = ()
    uncertain: str = ""


@dataclass(frozen=True)
class Graph:
    """All strips that carry audio, in the mixer's order, as `source` tells them. VCAs are not in it.

    `told_at`: unix seconds of the save, for a graph out of a session file; None for one that is told as it changes.
    `returns`: connections from other programs' ports into the DAW, (port, sink) each; what enters such a program may
    come back there.
    """

    source: GraphSource
    nodes: tuple[Node, ...] = ()
    told_at: float | None = None
    sends_told: bool = True
    returns: tuple[tuple[str, Sink], ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Every strip by its id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def by_name(self) -> dict[str, Node]:
        """Every strip by its name."""
        return {node.name: node for node in self.nodes}


class Standing(StrEnum):
    """How a strip stands in the routing. All but `right` and `none` are findings."""

    RIGHT = "right"
    ASTRAY = "astray"
    """On another stem than its own, or straight on the master past its stem."""
    DOUBLED = "doubled"
    """On two stems, or on its stem and on the master past it; also by a send."""
    NOWHERE = "nowhere"
    PRINT = "print in a stem"
    """A print or mix track, or an M&E, feeds a source stem."""
    GUIDE = "guide routed"
    SHARED_RETURN = "shared reverb"
    """A return that is fed by several stems and feeds one or more of them, or the mix past them."""
    LOOP = "feedback loop"
    SHARED_BUS = "shared bus"
    """Two stems meet in a bus before the master."""
    CHANNELS = "channels lost"
    UNKNOWN = "unknown stem"
    """It feeds a stem, or the mix past them all, and nobody knows what it is."""
    UNCHECKABLE = "not checkable"
    NONE = ""
    """Nothing is asked of it: the master, a VCA, a track that is switched off."""


@dataclass(frozen=True, slots=True)
class RouteView:
    """One strip's routing as a screen shows it.

    `goes`: the names on its way, from where its main outputs lead to the master (`FOLEY`, `FX`, `Master`), the sends
    behind. `stems`: where it sums in the end. `wanted`: the bus that it belongs on, "" where that is not known.
    `text`: the finding in one sentence with why it matters; `mend`: what would mend it; `since` monotonic seconds.
    `hands_off`: the user wants it so. `acknowledged`: the note with which somebody has accepted it.
    """

    strip: str
    id: str
    standing: Standing
    goes: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    wanted: str = ""
    text: str = ""
    mend: str = ""
    since: float = 0.0
    hands_off: bool = False
    acknowledged: str = ""

    @property
    def finding(self) -> str:
        """The finding as people are told it; empty where nothing is wrong."""
        return f"{self.text} {self.mend}".strip()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What the plan would change of one strip: from where to where, in names; `why_not` where it leaves it alone."""

    strip: str
    standing: Standing
    now: str
    wanted: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class BusView:
    """A bus of a stem: its family, what kind within it, the evidence, its audio channels (0: not in this session)."""

    name: str
    family: str
    sub: str
    evidence: str
    channels: int = 0


@dataclass(frozen=True, slots=True)
class RoutingView:
    """The routing for people. `source`: "" where nothing tells it, then every track is not checkable.

    `told_at`: unix seconds of the save where a session file tells it. `companion`: how our script inside the DAW
    stands, in a sentence. `unchecked`: why not all of it can be checked, in a sentence.
    """

    source: str = ""
    told_at: float | None = None
    companion: str = ""
    unchecked: str = ""
    buses: tuple[BusView, ...] = ()
    routes: tuple[RouteView, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    missing: tuple[str, ...] = ()
    """The stems that tracks belong on and that have no bus in this session."""


NO_ROUTING = RoutingView()
