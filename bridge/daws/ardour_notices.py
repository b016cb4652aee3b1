"""Ardour's notice that the strips changed: an empty `/strip/list` to each of our surfaces in turn.

Ardour sends them from a timer of 100 ms: one change is said once to each surface, at nearly the same moment.
"""

from bridge.model.events import Event, ListMoved

TOGETHER = 0.05
"""Notices to different surfaces within so many seconds are one."""


class Notices:
    """Makes one event of the notices of one change, and never one of two changes."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._at = float("-inf")

    def hear(self, socket: str, at: float) -> list[Event]:
        """A notice came to this socket."""
        if at - self._at < TOGETHER and socket not in self._told:
            self._told.add(socket)
            return []
        self._told, self._at = {socket}, at
        return [ListMoved(at)]
