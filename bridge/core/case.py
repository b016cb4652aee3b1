"""What is known of one strip when it is judged."""

from dataclasses import dataclass
from enum import Enum, auto

from bridge.core.buses import BUS_KINDS, StemBus
from bridge.core.channels import Loss, loss
from bridge.core.ends import Ends, joined
from bridge.core.paths import Fed, Paths, Place
from bridge.model.desk import CONTENT_KINDS, Kind
from bridge.model.routing import Node
from bridge.model.stems import Family, Role, Stem
from bridge.model.text import harmless, quoted


class Sort(Enum):
    """What is asked of a strip."""

    CONTENT = auto()
    """To be on its stem, and nowhere else."""
    PRINT = auto()
    """To be in no stem."""
    GUIDE = auto()
    """To be in no stem, and not in the mix."""
    STEM = auto()
    """A stem's bus: to be in the mix, and in no other stem."""
    RETURN = auto()
    """To stay within the stem that feeds it."""
    BUS = auto()
    """To keep stems apart."""
    MIX = auto()
    """To be in no stem."""
    NONE = auto()
    """Nothing."""


_BY_ROLE = {
    Role.CONTENT: Sort.CONTENT,
    Role.BUS: Sort.CONTENT,
    Role.RETURN: Sort.CONTENT,
    Role.PRINT: Sort.PRINT,
    Role.MIX: Sort.PRINT,
    Role.ME: Sort.PRINT,
    Role.OPT: Sort.PRINT,
    Role.GUIDE: Sort.GUIDE,
    Role.REF: Sort.GUIDE,
}
_BY_PLACE = {Place.STEM: Sort.STEM, Place.RETURN: Sort.RETURN, Place.BUS: Sort.BUS, Place.MIX: Sort.MIX}
_WHOLE = frozenset({Sort.PRINT, Sort.GUIDE, Sort.MIX})
"""What has no business in a stem by way of a return either."""


@dataclass(frozen=True, slots=True)
class Case:
    """A strip, what is asked of it, and where its outputs, its sends, and all of them together (`ends`) lead.

    `own`: the stem that it belongs to; of a return the one that feeds it, None where several do. `fed`: the stems whose
    sound comes into it. `home`: the bus that it belongs on.
    """

    paths: Paths
    node: Node
    sort: Sort
    stem: Stem
    own: Family | None
    channels: tuple[Ends, ...]
    mains: Ends
    sends: Ends
    ends: Ends
    fed: Fed
    home: StemBus | None

    @property
    def homeless(self) -> str:
        """Why it can't be told on which bus it belongs."""
        return self.paths.buses.homeless(_belonging(self.sort, self.stem, self.own))

    @property
    def looped(self) -> tuple[str, ...]:
        """The names on the ring in which it feeds itself; none: it does not."""
        return self.paths.ring(self.node)

    @property
    def loss(self) -> Loss | None:
        """What it loses of its channels."""
        return loss(self.paths, self.node, self.channels)

    @property
    def doubt(self) -> str:
        """Why there may be more to it than is seen; "": there is not."""
        ends = self.ends
        stray = next((name for kind, name in ends.onto if kind is not self.own), "")
        if not self.paths.graph.sends_told:
            return "its sends inside the DAW are not told"
        if self.node.uncertain:
            return harmless(self.node.uncertain)
        if ends.doubt:
            return ends.doubt
        if ends.back:
            return f"it leaves the DAW at {quoted(ends.back)}, a program that feeds something back"
        return f"it goes into the track {quoted(stray)}, which may let it through" if stray else ""


def case(paths: Paths, node: Node) -> Case:
    """All that is known of a strip."""
    sort, stem = _sort(paths, node), paths.stem(node)
    fed = paths.fed.get(node.id, {}) if sort in {Sort.RETURN, Sort.BUS} else {}
    own = _own(paths, node, sort, fed)
    dry = sort not in _WHOLE
    channels = tuple([paths.channel(sinks, dry=dry) for sinks in node.way.outs])
    mains, sends = joined(channels), paths.sends(node.way, dry=dry)
    if sort is Sort.CONTENT and not (mains.heard or sends.heard):
        sends = _wet_only(paths.sends(node.way, dry=False), own)
    home = paths.buses.wanted(_belonging(sort, stem, own))
    return Case(paths, node, sort, stem, own, channels, mains, sends, joined((mains, sends)), fed, home)


def _belonging(sort: Sort, stem: Stem, own: Family | None) -> Stem:
    """The stem on whose bus a strip belongs; of what no bus is asked for, none."""
    if sort is Sort.CONTENT:
        return stem
    return Stem(own if sort is Sort.RETURN else None, confidence=1.0)


def _own(paths: Paths, node: Node, sort: Sort, fed: Fed) -> Family | None:
    """The stem that a strip belongs to."""
    if sort is Sort.STEM:
        return paths.buses.here[node.id].family
    if sort is Sort.RETURN:
        return next(iter(fed)) if len(fed) == 1 else None
    return paths.stem(node).known if sort is Sort.CONTENT else None


def _wet_only(ends: Ends, own: Family | None) -> Ends:
    """Where a track leads that is heard through returns alone; whom else they feed is their own affair."""
    at_home = tuple([(family, name) for family, name in ends.stems if family is own])
    stems = at_home or ends.stems[:1]
    return ends._replace(stems=stems, mix="") if stems else ends


def _sort(paths: Paths, node: Node) -> Sort:
    """What is asked of this strip."""
    place, stem = paths.place(node.id), paths.stem(node)
    silent = node.kind is Kind.MIDI and not node.way.outs and not node.way.sends
    if place is Place.ASIDE or silent:
        return Sort.NONE
    live = node.kind in BUS_KINDS and paths.content(node)
    if place is not Place.STEM and (node.kind in CONTENT_KINDS or live):
        return _BY_ROLE.get(stem.role, Sort.NONE)
    return _BY_PLACE.get(place, Sort.NONE)
