"""Why Ardour said `/session_name`: somebody saved, a surface was set up, or a surface is being taken away.

At set-up the name stands in a block that begins with `/master/name "Master"`; the block is repeated when Ardour sets
its surfaces up by itself. A surface that is dropped (session closed, reply port changed) has everything blanked,
`/master/name " "` first. A save says the name alone (libs/surfaces/osc/osc_global_observer.cc; seen on 7.3).
"""

from enum import Enum, auto
from typing import NamedTuple

from bridge.wire.osc import Message

DOUBLED = 0.05
"""The same name once more within so many seconds is the same packet twice, not a second save."""


class Why(Enum):
    """What a name that was said means."""

    SET_UP = auto()
    SAVED = auto()
    TAKEN = auto()
    """Our surface was taken away: a session is being closed, or another client has changed the reply port."""


class Said(NamedTuple):
    """A name and why it was said; no name where a surface was taken away."""

    why: Why
    name: str = ""


class Names:
    """Tells one from another. `blanked`: the surface is taken away; what the transport says now are blanks."""

    def __init__(self) -> None:
        self.blanked = False
        self._in_block = False
        self._last = ("", float("-inf"))

    def hear(self, message: Message, at: float) -> Said | None:
        """What a message on the transport surface means for the session's name; None if nothing."""
        match message:
            case Message("/master/name" | "/session_name", [str(name)]) if not name.strip():
                return self._taken()
            case Message("/master/name", [str()]):
                self.blanked, self._in_block = False, True
            case Message("/cancel_all_solos", _):
                self._in_block = False  # it follows the name in the block: that name was lost
            case Message("/session_name", [str(name)]):
                return self._named(name, at)
        return None

    def _taken(self) -> Said | None:
        if self.blanked:
            return None
        self.blanked, self._in_block = True, False
        return Said(Why.TAKEN)

    def _named(self, name: str, at: float) -> Said | None:
        before, self._last = self._last, (name, at)
        set_up, self._in_block, self.blanked = self._in_block, False, False
        if set_up:
            return Said(Why.SET_UP, name)
        if before[0] == name and at - before[1] < DOUBLED:
            return None
        return Said(Why.SAVED, name)
