"""Setting up our four surfaces in an Ardour that answers, and knowing whether it had them still.

First each surface is asked what it is set to: if the query surfaces are ours as we left them, it is the same Ardour
with the same session loaded. Then all are set up, the query surfaces last, and each is asked again. Setting up one
surface makes Ardour forget that the others still wait to be renumbered after a change of the strips (osc.cc,
`_set_bank`); what is set up later has its numbers right.
"""

from bridge.daws.ardour_line import FEEDBACK, LOOK, QUERIES, TRANSPORT, Line, ours
from bridge.daws.dialect import NEVER
from bridge.model.events import Saved
from bridge.wire.osc import Argument

ORDER = (TRANSPORT, LOOK, *QUERIES)
AGAIN = 0.3
"""What stays unanswered for so many seconds is said again: a packet was lost."""
UNANSWERED = 2.0
"""If nothing at all was answered for so long, the answers may go to a fixed port: they are set to automatic."""
CURED = 0.5
"""An answer within so many seconds of that came because of it."""


class Join:
    """One attempt after the other until all surfaces are ours. `fresh`: a query surface was not ours when asked.

    `session`: the name that came after our set-up. `saves`: those that happened meanwhile. `cured`: Ardour answered
    only when told to answer each client on its own port.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self.fresh = False
        self.cured = False
        self.session = ""
        self.saves: list[Saved] = []
        self._setting = False
        self._open: set[str] = set()
        self._since = self._again = NEVER
        self._answered = False
        self._cured_at = -NEVER

    @property
    def wake_at(self) -> float:
        """When something is to be said again."""
        return self._again

    @property
    def done(self) -> bool:
        """True once all four surfaces are ours and the session's name has come."""
        return self._setting and not self._open and self.session != ""

    def start(self, at: float) -> None:
        """Begin at that time; `fresh` stays true until `finish`, however often this is begun anew."""
        self._since, self._again = -NEVER, at
        self._setting, self.session = False, ""
        self._open.clear()
        self._answered = True

    def finish(self) -> None:
        """Everything is ours."""
        self._setting = self.fresh = self.cured = False
        self.saves = []

    def named(self, session: str) -> None:
        """The transport surface was told the session's name."""
        if self._setting:
            self.session = session

    def saved(self, save: Saved) -> None:
        """The session was saved meanwhile: if it is the same session still, that must not be missed."""
        self.saves.append(save)
        self.named(save.session)

    def answered(self, socket: str, args: tuple[Argument, ...], at: float) -> None:
        """A surface says what it is set to."""
        if not self._answered:
            self._answered, self.cured = True, self.cured or at - self._cured_at < CURED
        if socket not in self._open:
            return
        good = ours(args, FEEDBACK[socket])
        if self._setting:
            self._open -= {socket} if good else set()
            return
        self._open.discard(socket)
        self.fresh = self.fresh or (socket in QUERIES and not good)
        if not self._open:
            self._set_up(at)

    def tick(self, at: float) -> None:
        """Say again what was lost; begin anew when that does not help."""
        if at < self._again:
            return
        if at - self._since >= UNANSWERED:
            self._ask(at)
            return
        self._again = at + AGAIN
        for socket in ORDER:
            if self._setting:
                self._line.set_up(socket, FEEDBACK[socket])
            elif socket in self._open:
                self._line.ask(socket)

    def _ask(self, at: float) -> None:
        if not self._answered:
            self._cured_at = at
            self._line.say(TRANSPORT, "/set_surface/port", 0)
        self._begin(at, setting=False)
        self._answered = False
        for socket in ORDER:
            self._line.ask(socket)

    def _set_up(self, at: float) -> None:
        self._begin(at, setting=True)
        for socket in ORDER:
            self._line.set_up(socket, FEEDBACK[socket])

    def _begin(self, at: float, *, setting: bool) -> None:
        self._setting, self.session = setting, ""
        self._open = set(ORDER)
        self._since, self._again = at, at + AGAIN
