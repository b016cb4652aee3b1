"""Verdicts: how each strip of a graph stands in the routing, with the evidence, as pure values."""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.core.case import Case, Sort, case
from bridge.core.faults import INSTALL, sentences
from bridge.core.paths import Paths
from bridge.core.standing import standing
from bridge.model.routing import Node, Standing
from bridge.model.stems import Family, Stem
from bridge.model.text import quoted

SOUND = frozenset({Standing.RIGHT, Standing.NONE})
"""What is no finding."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a strip stands.

    `families`: the stems that it reaches; `channels`: the same for each of its outputs. `goes`: the names on its way.
    `wanted`: the bus that it belongs on, "" where none is asked for or none can be told. `text`: the finding, `mend`:
    what would mend it; both "" where nothing is wrong. `content`: it carries the film's sound, so a plan may move it.
    """

    id: str
    name: str
    standing: Standing
    families: tuple[Family, ...] = ()
    channels: tuple[tuple[Family, ...], ...] = ()
    goes: tuple[str, ...] = ()
    wanted: str = ""
    text: str = ""
    mend: str = ""
    content: bool = False


def verdicts(paths: Paths) -> tuple[Verdict, ...]:
    """A verdict on every strip, in the mixer's order; of strips that share an id, which no DAW tells, on the last."""
    return tuple([verdict(paths, node) for node in paths.graph.by_id.values()])


def verdict(paths: Paths, node: Node) -> Verdict:
    """The verdict on one strip."""
    known = case(paths, node)
    found = standing(known)
    text, mend = sentences(known, found)
    return Verdict(
        node.id,
        node.name,
        found,
        families=known.ends.families,
        channels=tuple([ends.families for ends in known.channels]),
        goes=paths.goes(node),
        wanted=_wanted(known),
        text=text,
        mend=mend,
        content=known.sort is Sort.CONTENT,
    )


def _wanted(known: Case) -> str:
    return known.home.name if known.home is not None else ""


def untold(stems: Mapping[str, Stem]) -> tuple[Verdict, ...]:
    """The verdicts where nobody tells the routing: none can be checked. Their ids are not known: "" each."""
    return tuple([_untold(name) for name in stems])


def _untold(name: str) -> Verdict:
    text = f"{quoted(name)} cannot be checked: nothing tells where it goes."
    return Verdict("", name, Standing.UNCHECKABLE, text=text, mend=INSTALL)
