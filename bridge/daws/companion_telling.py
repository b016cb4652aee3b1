"""What one instance of our script inside the DAW has told, put together from its packets.

Its packets are numbered: one that is missing, or a count that does not fit, makes the telling broken until the script
tells everything anew. Only from a whole telling are values given out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bridge.model.errors import MalformedPacket
from bridge.model.routing import Graph, GraphSource, Node, Sink
from bridge.model.session import Marker, OpenSession, OwnState, Range
from bridge.wire import companion_rows as spoken

MOST_STRIPS = 8192
MOST_MARKS = 65_536
MOST_NAMES = 16
"""Names of one open session that are kept: it may be saved as another one."""

_RATES = {
    ("23.976", False): "23.976",
    ("24.000", False): "24",
    ("25.000", False): "25",
    ("29.970", False): "29.97",
    ("29.970", True): "29.97df",
    ("30.000", False): "30",
    ("59.940", False): "59.94",
    ("60.000", False): "60",
}
"""Frames a second and drop-frame, as Ardour tells them, by the names of our rates."""
_MODES = {1: "Write", 2: "Touch", 4: "Play", 8: "Latch"}
"""Ardour's AutoState (`libs/ardour/ardour/types.h`)."""


@dataclass(frozen=True, slots=True)
class News:
    """What came with a packet: the rows of orders and gifts, whether the routing was closed, whether anything stirred.

    `done`: the last order that was done when the routing was read; None if it was not told.
    """

    rows: tuple[spoken.Refused | spoken.Did | spoken.Gave, ...] = ()
    done: int | None = None
    stirred: bool = False


class Telling:
    """One instance's telling. `first_at`, `heard_at`: when it was first and last heard (monotonic seconds)."""

    def __init__(self, instance: str, at: float) -> None:
        self.instance = instance
        self.first_at = self.heard_at = at
        self.names: tuple[str, ...] = ()
        """What the open session is and was called, the newest first."""
        self.trouble = ""
        self.done = 0
        self.malformed = 0
        self._number = 0
        self._start()
        self._broken = True

    def _start(self) -> None:
        """What was told before counts no more."""
        self._broken = False
        self._session: spoken.SessionTold | None = None
        self._strips: dict[str, spoken.StripTold] = {}
        self._states: dict[str, OwnState] = {}
        self._coming: list[spoken.MarkTold] = []
        self._marks: tuple[spoken.MarkTold, ...] | None = None
        self._closed = False
        self._graph: Graph | None = None
        self._opened: OpenSession | None = None

    @property
    def whole(self) -> bool:
        """True if everything has been told, nothing is missing, and it fits together."""
        return not self._broken and self._closed and self._marks is not None and self._session is not None

    @property
    def folder(self) -> str:
        """The session's folder."""
        return self._session.folder if self._session else ""

    @property
    def snapshot(self) -> str:
        """The name under which the session was last told."""
        return self._session.snapshot if self._session else ""

    @property
    def strip_names(self) -> set[str]:
        """The names of all strips, VCAs included."""
        return {state.name for state in self._states.values()}

    @property
    def ids(self) -> dict[str, str]:
        """The id of each strip by its name, VCAs included."""
        return {state.name: state.id for state in self._states.values()}

    def take(self, number: int, texts: Sequence[str], at: float) -> News:
        """What a packet says; malformed rows are counted and make the telling broken."""
        self.heard_at = at
        began = texts[:1] == ("begin",)
        if not began and number != self._number + 1:
            self._broken = True
        self._number = number
        kept: list[spoken.Refused | spoken.Did | spoken.Gave] = []
        closed, stirred, before = None, False, self.whole
        for text in texts:
            row = self._row(text)
            match row:
                case None:
                    pass
                case spoken.Refused() | spoken.Did() | spoken.Gave():
                    kept.append(row)
                case _:
                    stirred |= self._told(row)
                    closed = row.done if isinstance(row, spoken.Closed) else closed
        return News(tuple(kept), closed if self.whole else None, stirred and before and self.whole)

    def _row(self, text: str) -> spoken.Row | None:
        try:
            return spoken.row(text)
        except MalformedPacket:
            self.malformed += 1
            self._broken = True
            return None

    def _told(self, row: spoken.Row) -> bool:
        """Take one row of the session; True if a mute, a solo or a name may have changed."""
        match row:
            case spoken.Begin():
                self._start()
            case spoken.SessionTold():
                self._name(row)
            case spoken.StripTold() | spoken.Gone():
                return self._strip(row)
            case spoken.StateTold():
                return self._state(row)
            case spoken.MarkTold() | spoken.MarksClosed():
                self._mark(row)
            case spoken.Closed(strips, done):
                self._count(strips, done, closed=True)
            case spoken.Beat(done=done, strips=strips, failing=failing):
                self._count(strips, done, closed=self._closed)
                self.trouble = self.trouble if failing else ""
            case spoken.Failed(text):
                self.trouble = text or "it does not say what"
            case _:
                pass
        return False

    def _count(self, strips: int, done: int, *, closed: bool) -> None:
        self.done = max(self.done, done)
        self._closed = closed
        self._broken |= closed and strips != len(self._strips)

    def _name(self, row: spoken.SessionTold) -> None:
        former = self.names if self._session is None or self._session.folder == row.folder else ()
        self._session, self._opened = row, None
        self.names = tuple(dict.fromkeys((row.name, row.snapshot, *former)))[:MOST_NAMES]

    def _strip(self, row: spoken.StripTold | spoken.Gone) -> bool:
        self._graph = self._opened = None
        if isinstance(row, spoken.Gone):
            self._states.pop(row.id, None)
            return self._strips.pop(row.id, None) is not None
        former = self._strips.get(row.node.id)
        if former is None and len(self._strips) >= MOST_STRIPS:
            self._broken = True
            return False
        self._strips[row.node.id] = row
        return former is None or former.node.name != row.node.name

    def _state(self, row: spoken.StateTold) -> bool:
        if row.id not in self._states and len(self._states) >= MOST_STRIPS:
            self._broken = True
            return False
        mode = _MODES.get(row.automation, "Manual")
        self._states[row.id] = OwnState(row.id, row.name, row.mute, row.by_vca, row.solo, mode)
        self._opened = None
        return True

    def _mark(self, row: spoken.MarkTold | spoken.MarksClosed) -> None:
        if isinstance(row, spoken.MarkTold):
            self._broken |= len(self._coming) >= MOST_MARKS
            if not self._broken:
                self._coming.append(row)
            return
        self._broken |= len(self._coming) != row.marks
        self._marks, self._coming, self._opened = tuple(self._coming), [], None

    # --- what is given out --------------------------------------------------------------------------------------

    @property
    def graph(self) -> Graph:
        """The whole routing; the same object as long as nothing of it was told anew."""
        if self._graph is None:
            told = sorted(self._strips.values(), key=lambda strip: (strip.order, int(strip.node.id)))
            nodes = tuple(strip.node for strip in told)
            self._graph = Graph(GraphSource.COMPANION, nodes, returns=tuple(_returns(told)))
        return self._graph

    @property
    def opened(self) -> OpenSession:
        """What OSC hides; the same object as long as nothing of it was told anew."""
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def _open(self) -> OpenSession:
        told = self._session or spoken.SessionTold("", "", "", 0, "", drop=False, offset=0)
        marks = sorted(self._marks or (), key=lambda mark: (mark.start, mark.end, mark.name))
        limits = next((mark for mark in marks if mark.flags & spoken.SESSION_RANGE), None)
        return OpenSession(
            name=told.name,
            snapshot=told.snapshot,
            folder=told.folder,
            sample_rate=told.rate,
            timecode=_RATES.get((told.fps, told.drop), ""),
            offset=told.offset,
            start=limits.start if limits else None,
            end=limits.end if limits else None,
            markers=tuple(Marker("", mark.name, mark.start) for mark in marks if mark.flags & spoken.MARK),
            ranges=tuple(Range("", mark.name, mark.start, mark.end) for mark in marks if mark.flags & spoken.RANGE),
            strips=tuple(self._states.values()),
        )


def _returns(told: Iterable[spoken.StripTold]) -> Iterable[tuple[str, Sink]]:
    for strip in told:
        for channel, port in strip.returns:
            yield port, Sink(strip.node.id, channel)


def same_nodes(one: Graph | None, other: Graph) -> bool:
    """True if both tell the same, levels included (which `==` of ways leaves out)."""
    return one is not None and (one is other or (_whole(one), one.returns) == (_whole(other), other.returns))


def _whole(graph: Graph) -> list[tuple[Node, tuple[tuple[bool, float | None], ...]]]:
    return [(node, tuple((send.pre_fader, send.level_db) for send in node.way.sends)) for node in graph.nodes]
