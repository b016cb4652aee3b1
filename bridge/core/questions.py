"""Questions to the DAW: when the next one is due, which are open, and whose answer still counts.

Settling is by question, not by time: a DAW that is deaf for three seconds has simply not answered yet. An answer
carries the number of its question; one to a question that is older than one already answered is old news.
"""

from bridge.model.effects import Query
from bridge.model.traits import Traits

PATIENCE = 0.25
"""A question open for longer (seconds) may be followed by a second one, on the other port."""
NEVER = float("inf")


class Questions:
    """The open questions, oldest first, and the stamp of the newest one that was answered."""

    def __init__(self, traits: Traits) -> None:
        self._traits = traits
        self._open: dict[int, float] = {}
        self._count = 0
        self._last = -NEVER
        self.fresh = -NEVER
        """When the question was put whose answer is the newest that we have."""
        self.heard = -NEVER
        """When that answer came."""

    def due(self, wish: float) -> float:
        """When the next question may leave. `wish`: from when on one would be of use; polling asks anyway."""
        if not self._open:
            return min(max(wish, self._last + self._traits.eager), self._last + self._traits.poll)
        if len(self._open) < self._traits.query_ports:
            return max(self._open.values()) + PATIENCE
        return min(self._open.values()) + self._traits.deafest

    def put(self, at: float) -> Query:
        """A new question, open from now on; those given up by now are dropped."""
        self._open = {number: put for number, put in self._open.items() if at - put < self._traits.deafest}
        self._count += 1
        self._open[self._count] = self._last = at
        return Query(self._count)

    def answered(self, number: int, at: float) -> float | None:
        """When that question was put; None if its answer is old news or nobody asked."""
        put = self._open.pop(number, None)
        if put is None or put < self.fresh:
            return None
        self.fresh, self.heard = put, at
        return put

    def broken(self, number: int) -> None:
        """Its answer had holes: it is open no longer and proves nothing."""
        self._open.pop(number, None)

    def void(self) -> None:
        """Forget the open questions: what lay in the sockets was thrown away, or the surfaces were set up anew."""
        self._open.clear()
        self._last = -NEVER
