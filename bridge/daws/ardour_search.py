"""Where Ardour is: its own port, or one of the 19 after it if that was taken when it started.

The search asks `/set_surface`, which changes nothing. A message that reaches an Ardour which is still starting may pin
the answers for this computer to UDP port 8000 (seen on 7.3), and a user may have pinned them on purpose: in both cases
we hear nothing. So what stays unanswered for two seconds is told to answer each client on its own port.
"""

from collections.abc import Iterable

from bridge.daws.ardour_line import TRANSPORT, Line, is_settings
from bridge.daws.dialect import NEVER
from bridge.wire.osc import Message

TRIES = 20
"""Ardour tries so many ports, one after the other (libs/surfaces/osc/osc.cc, `start`)."""
BEAT = 1.0
"""The first port is asked once in so many seconds, all of them every second time."""
CURE = 0.25
"""So long after all were asked in vain the reply ports are set to automatic: a healthy Ardour has answered by then."""
OTHERS = 0.3
"""So long one that answers at a later port waits for one at an earlier port."""


class Search:
    """The search. `found` is the port of the Ardour to take, `cured` whether it answered only after the cure."""

    def __init__(self, line: Line, first: int) -> None:
        self._line = line
        self.ports = range(first, min(first + TRIES, 65536))
        self._begin(NEVER)

    @property
    def wake_at(self) -> float:
        """When the search goes on."""
        return min(self._beat_at, self._cure_at, self._decide_at)

    def start(self, at: float) -> None:
        """Begin anew, at once."""
        self._begin(at)

    def _begin(self, beat_at: float) -> None:
        self.found: int | None = None
        self.cured = False
        self._beats = 0
        self._beat_at = beat_at
        self._cure_at = self._decide_at = NEVER
        self._cured_at = -NEVER
        self._best: int | None = None

    def tick(self, at: float) -> None:
        """Ask where it is time to."""
        if at >= self._beat_at:
            self._beat_at = at + BEAT
            everywhere = self._beats % 2 == 0
            for port in self.ports if everywhere else self.ports[:1]:
                self._line.call(port, TRANSPORT, "/set_surface")
            if everywhere and self._beats:
                self._cure_at = at + CURE
            self._beats += 1
        if at >= self._cure_at:
            self._cure_at, self._cured_at = NEVER, at
            for port in self.ports:
                self._line.call(port, TRANSPORT, "/set_surface/port", 0)
                self._line.call(port, TRANSPORT, "/set_surface")
        if at >= self._decide_at:
            self.found = self._best

    def hear(self, messages: Iterable[Message], port: int, at: float) -> None:
        """Messages came to one of our sockets from this port."""
        answers = (message.address == "/set_surface" and is_settings(message.args) for message in messages)
        if port not in self.ports or not any(answers):
            return
        self._cure_at = NEVER
        if self._best is None or port < self._best:
            self._best, self.cured = port, at - self._cured_at < CURE
            self._decide_at = min(self._decide_at, at + OTHERS)
        if port == self.ports[0]:
            self.found = port
