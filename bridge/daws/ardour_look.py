"""The short look at the automation modes of all mutes: the one time that we ask for strip feedback.

Ardour tells a mode only as feedback of all buttons of all strips, never as an answer; what looks like the question
sets the mode. Two surfaces with strip feedback crash Ardour when several strips are removed at once (seen on 7.3), so
the look ends as soon as everything has come, or the strips have changed under it, and is seen to have ended.
"""

from bridge.daws.ardour_line import FEEDBACK, LOOK, LOOKING, QUERIES, Line, ours
from bridge.daws.ardour_rows import HIGHEST
from bridge.daws.dialect import NEVER
from bridge.model.desk import Kind, Strip
from bridge.model.events import Event, ListMoved, Looked
from bridge.wire.osc import Argument, Message

MODES = ("Manual", "Play", "Write", "Touch", "Latch")
"""What `/strip/mute/automation` says as a number (libs/surfaces/osc/osc_route_observer.cc)."""
PAUSED = 0.4
"""When nothing new has come for so many seconds the rest is lost."""
LONGEST = 6.0
"""A look that is not through after so many seconds is given up."""
AGAIN = 0.3
"""The end is said again until Ardour says that it is the end."""

Modes = tuple[tuple[str, str], ...]


class Look:
    """At most one look at a time."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._strips: tuple[Strip, ...] | None = None
        self._closing = False
        self._names: dict[int, str] = {}
        self._modes: dict[int, str] = {}
        self._result: Modes | None = None
        self._give_up_at = self._pause_at = self._again_at = NEVER

    @property
    def wake_at(self) -> float:
        """When something is to be given up or said again."""
        if self._strips is None:
            return NEVER
        return self._again_at if self._closing else min(self._give_up_at, self._pause_at)

    def start(self, strips: tuple[Strip, ...], at: float) -> list[Event]:
        """Look at these strips, the newest list. Asked once more while it looks, it gives one answer to both."""
        if not strips:
            return [Looked(at, None)]
        if self._strips is None:
            self._strips, self._closing, self._result = strips, False, None
            self._names, self._modes = {}, {}
            self._give_up_at, self._pause_at = at + LONGEST, NEVER
            self._line.set_up(LOOK, LOOKING)
        return []

    def hear(self, message: Message, at: float) -> None:
        """A message on the look's socket: a strip's name or mode, its number in the path or the first argument."""
        if self._strips is None or self._closing:
            return
        number, what, value = _about(message)
        match what, value:
            case _ if not 0 < number <= HIGHEST:
                return
            case "name", str(name):
                self._names[number] = name
            case "mute/automation", int() | float() if value in range(len(MODES)):
                self._modes[number] = MODES[int(value)]
            case _:
                return
        self._pause_at = at + PAUSED
        if self._complete():
            self._close(at)

    def settings(self, args: tuple[Argument, ...], at: float) -> list[Event]:
        """The look's surface says what it is set to."""
        if self._strips is None:
            return []
        if not self._closing:
            if ours(args, LOOKING):
                self._close(at)
            return []
        if not ours(args, FEEDBACK[LOOK]):
            return []
        self._strips = None
        for socket in QUERIES:  # our set-up made Ardour forget to renumber them after a change (`ardour_join`)
            self._line.set_up(socket, FEEDBACK[socket])
        return [Looked(at, self._result), ListMoved(at)]

    def moved(self, at: float) -> None:
        """The strips changed: numbers that came before and after don't belong together."""
        if self._strips is not None and not self._closing:
            self._modes.clear()
            self._close(at)

    def tick(self, at: float) -> None:
        """Give up, or say the end again."""
        if at < self.wake_at:
            return
        if self._closing:
            self._end(at)
        else:
            self._close(at)

    def abandon(self, at: float) -> list[Event]:
        """The surfaces are being set up anew, this one too."""
        if self._strips is None:
            return []
        self._strips = None
        return [Looked(at, None)]

    def _complete(self) -> bool:
        count = len(self._strips or ())
        return len(self._modes) >= count and len(self._names) >= count

    def _close(self, at: float) -> None:
        self._result, self._closing = self._found(), True
        self._end(at)

    def _end(self, at: float) -> None:
        self._again_at = at + AGAIN
        self._line.set_up(LOOK, FEEDBACK[LOOK])

    def _found(self) -> Modes | None:
        """Every strip's mode; None if one is missing or is not the strip of the newest list. VCAs are left out."""
        found = []
        for strip in self._strips or ():
            mode = self._modes.get(strip.number)
            if mode is None or self._names.get(strip.number) != strip.name:
                return None
            if strip.kind is not Kind.VCA:
                found.append((strip.name, mode))
        return tuple(found)


def _about(message: Message) -> tuple[int, str, Argument]:
    """Number, what, value of `/strip/WHAT N VALUE` or `/strip/WHAT/N VALUE`; number 0 if it is neither."""
    address, args = message
    if not address.startswith("/strip/"):
        return 0, "", None
    what = address.removeprefix("/strip/")
    match args:
        case [int(number), value]:
            return number, what, value
        case [value]:
            what, _, tail = what.rpartition("/")
            return (int(tail), what, value) if tail.isdecimal() and len(tail) < 6 else (0, "", None)
    return 0, "", None
