"""Questions for Ardour's whole list of strips, and which answers are believed.

An answer counts if its rows are numbered 1 to n without a hole and the master is the last: a row lost at the end, or
one of two answers mixed, shows. On loopback packets keep their order and come once; where they do not (`unruly`), a
port rests between two questions, and an answer with doubled or disordered rows counts only if the answer before said
the same. Where no master was ever seen in this session (it need not have one) several answers in a row must be equally
long.
"""

from collections import deque

from bridge.daws.ardour_line import QUERIES, Line
from bridge.daws.ardour_port import Port
from bridge.daws.ardour_rows import End, Row, Rows
from bridge.daws.dialect import NEVER
from bridge.model.desk import Kind, Strip
from bridge.model.events import Doubted, ListBroken, Listed
from bridge.wire.osc import Message

LAST = frozenset({Kind.MASTER, Kind.MONITOR})
WARY = 2.0
"""For so many seconds after the first set-up the network is taken for unruly."""
UNRULY = 10.0
"""So long after something came twice, out of order, unasked or with holes."""
REST = 0.25
"""So long a port rests between an answer and the next question while the network is unruly."""
MASTERLESS = 5
"""So many lists of the same length without a master: then the session has none."""
HELD = 2
"""Questions that wait for a port; more are broken at once."""

Verdict = Listed | ListBroken | Doubted


class Listing:
    """The two query ports. `holes`: how many answers with holes came since the last good one."""

    def __init__(self, line: Line, deafest: float) -> None:
        self._line = line
        self._deafest = deafest
        self._rows = Rows()
        self.known = self._rows.known
        """The row of a packet seen before, None for others: the short way for what comes a thousand times a second."""
        self._ports = {socket: Port(socket) for socket in QUERIES}
        self._held: deque[tuple[int, float]] = deque()
        self._calm_at = NEVER
        self._home: tuple[int, int] | None = None
        self._before: tuple[Strip, ...] = ()
        self._mastered, self._masterless = False, 0
        self.strips: tuple[Strip, ...] = ()
        self.holes = 0
        self.listed_at = -NEVER

    @property
    def wake_at(self) -> float:
        """When a question is to be put, given up, or fenced."""
        wishes = [NEVER]
        for port in self._ports.values():
            wishes.append(port.fence_at)
            if port.question is not None:
                wishes.append(port.since + self._deafest)
            elif self._held and not port.soiled:
                wishes.append(self._ready_at(port))
        if self._held:
            wishes.append(self._held[0][1] + self._deafest)
        return min(wishes)

    @property
    def unanswered_since(self) -> float:
        """Since when an answer has been awaited, no list having come meanwhile; infinity: none is."""
        waits = [port.since for port in self._ports.values() if port.waiting]
        return max(min(waits), self.listed_at) if waits else NEVER

    def put(self, question: int, at: float) -> list[Verdict]:
        """Ask on a free port, or as soon as one is free."""
        self._held.append((question, at))
        broken: list[Verdict] = [ListBroken(at, self._held.popleft()[0])] if len(self._held) > HELD else []
        self._ask(at)
        return broken

    def hear(self, socket: str, packet: bytes, message: Message, at: float) -> list[Verdict]:
        """A message came to a query socket; `packet` is what it came in."""
        if message.address == "#reply":
            return [Doubted(at)]  # Ardour's form for a surface that was not set up by us
        if message.address != "/reply":
            return []
        return self.take(socket, self._rows.read(packet, message.args), at)

    def take(self, socket: str, row: Row | None, at: float) -> list[Verdict]:
        """A row came, or the end of a list, or in their place something that is neither."""
        port = self._ports[socket]
        if isinstance(row, Strip) and row.kind in LAST:
            self._mastered = True
        if port.question is None:
            port.soil(at)
            self._disturb(at)
            return []
        match row:
            case Strip():
                port.take(row, at)
                return []
            case End():
                return self._ended(port, port.question, row, at)
        port.bad = True
        return []

    def _ended(self, port: Port, question: int, end: End, at: float) -> list[Verdict]:
        if self._home not in {None, (end.rate, end.end)}:
            return [Doubted(at)]
        strips = self._judged(port, at)
        if strips is None:
            port.soil(at)
            self._ask(at)
            return [ListBroken(at, question)]
        port.close(at)
        self._home, self.strips, self.holes, self.listed_at = (end.rate, end.end), strips, 0, at
        self._ask(at)
        return [Listed(at, question, strips, end.rate, end.end, end.monitor)]

    def fence(self, socket: str, at: float) -> list[Verdict]:
        """The surface of this socket said, asked or not, that it is ours: nothing older is on its way."""
        port = self._ports[socket]
        question, had_rows = port.question, bool(port.rows)
        if not port.fence_came(at) or question is None:
            self._ask(at)
            return []
        self.holes += had_rows
        self._disturb(at)
        return [ListBroken(at, question)]

    def tick(self, at: float) -> list[Verdict]:
        """Give up what is too old, fence what stalls, ask what waits."""
        given_up: list[Verdict] = []
        for port in self._ports.values():
            if port.question is not None and at >= port.since + self._deafest:
                given_up.append(ListBroken(at, port.question))
                port.soil(at)
            if at >= port.fence_at:
                port.fenced(at)
                self._line.ask(port.socket)
        while self._held and at >= self._held[0][1] + self._deafest:
            given_up.append(ListBroken(at, self._held.popleft()[0]))
        self._ask(at)
        return given_up

    def void(self, at: float) -> None:
        """Nothing that was asked counts any more."""
        self._held.clear()
        for port in self._ports.values():
            if port.question is not None:
                port.soil(at)

    def begin(self, at: float, *, fresh: bool) -> None:
        """The surfaces were set up anew: nothing is known of the desk; if `fresh`, not even that it has a master."""
        if self._calm_at == NEVER:
            self._calm_at = at + WARY
        self._home, self.holes, self.strips, self._before = None, 0, (), ()
        self._mastered, self._masterless = self._mastered and not fresh, 0
        for port in self._ports.values():
            port.wipe(at)

    def _ask(self, at: float) -> None:
        while self._held:
            free = [port for port in self._ports.values() if not port.waiting and self._ready_at(port) <= at]
            if not free:
                return
            port = min(free, key=lambda port: port.since)
            port.open(self._held.popleft()[0], at)
            self._line.say(port.socket, "/strip/list")

    def _ready_at(self, port: Port) -> float:
        """From when on a port takes a new question: at once, after a rest while the network is unruly."""
        return max(port.closed_at, min(port.closed_at + REST, self._calm_at))

    def _judged(self, port: Port, at: float) -> tuple[Strip, ...] | None:
        """The strips of an answer that has ended, if it is believed."""
        strips, before = port.whole(), self._before
        if not strips:
            self.holes += 1
            self._disturb(at)
            return None
        self._before = strips
        if not self._ended_well(strips, before):
            return None
        if not port.odd:
            return strips
        rested = port.since < self._calm_at
        self._disturb(at)
        return strips if rested and strips == before else None

    def _ended_well(self, strips: tuple[Strip, ...], before: tuple[Strip, ...]) -> bool:
        """Whether no row is missing at the end."""
        if strips[-1].kind in LAST:
            return True
        self._masterless = self._masterless + 1 if len(strips) == len(before) else 1
        return not self._mastered and self._masterless >= MASTERLESS

    def _disturb(self, at: float) -> None:
        self._calm_at = at + UNRULY
