"""News of the routing: what our script inside the DAW, or whoever else tells the routing, has said."""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.routing import Graph, GraphSource
from bridge.model.session import OpenSession


class CompanionState(StrEnum):
    """How our script inside the DAW stands."""

    NONE = "not installed"
    AWAITED = "awaited"
    """It is installed, and may not have been heard yet."""
    LIVE = "live"
    SILENT = "silent"
    """It was live, or is installed, and is not heard."""
    OTHER = "another version"
    SEVERAL = "several answer"
    """Two DAWs with the same session answer: nothing is ordered from either."""
    FAILED = "failed"
    """It raised inside the DAW and goes on; nothing is ordered of it until its next beat that tells of no failure."""


@dataclass(frozen=True, slots=True)
class CompanionChanged:
    """How our script inside the DAW stands, with a sentence for people that says what to do."""

    at: float
    state: CompanionState
    text: str


@dataclass(frozen=True, slots=True)
class GraphTold:
    """The whole routing, as it is now or was at the last save.

    `done`: the number of the last of our orders that had, like all before it, been carried out or refused when this
    was read. Orders are proven by number, not by time: between the bridge's decision and the script's look lies a disk.
    `read_at`: when it was read, at the earliest, where that was some time before `at` (JACK); 0: not told.
    """

    at: float
    graph: Graph
    done: int = 0
    read_at: float = 0.0


@dataclass(frozen=True, slots=True)
class GraphLost:
    """This source tells the routing no more; what it told last is old. `text`: a sentence for people that says why."""

    at: float
    source: GraphSource
    text: str


@dataclass(frozen=True, slots=True)
class RoutesRefused:
    """What our script did not do of `order`, each strip's name with why."""

    at: float
    order: int
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GaveBack:
    """Our script inside the DAW had not heard of us for ten seconds and gave these strips back by itself."""

    at: float
    strips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HiddenTold:
    """What OSC hides of the open session, as it is now; told when something of it has changed."""

    at: float
    session: OpenSession


@dataclass(frozen=True, slots=True)
class Stirred:
    """Our script saw a mute, a solo or a name change: ask at once."""

    at: float


RoutingNews = CompanionChanged | GraphTold | GraphLost | RoutesRefused | GaveBack | HiddenTold | Stirred
