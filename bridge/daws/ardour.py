"""Ardour over OSC (7.3; 8 and 9 by their source): the link, from the search to the goodbye.

Each part of the conversation has its own file; here is only how it stands and who gets which message.
"""

from collections.abc import Sequence
from enum import Enum, auto

from bridge.daws import ardour_words as words
from bridge.daws.ardour_deeds import Deeds
from bridge.daws.ardour_join import Join
from bridge.daws.ardour_line import (
    EXPORTS,
    FEEDBACK,
    LOOK,
    QUERIES,
    TRANSPORT,
    Line,
    is_settings,
    local_sockets,
    ours,
    settings,
)
from bridge.daws.ardour_list import Listing
from bridge.daws.ardour_look import Look as Looking
from bridge.daws.ardour_motion import Motion
from bridge.daws.ardour_names import Names, Why
from bridge.daws.ardour_notices import Notices
from bridge.daws.ardour_search import Search
from bridge.daws.ardour_standing import Standing, Trouble
from bridge.daws.dialect import NEVER, Packet
from bridge.model.effects import Effect, Look
from bridge.model.errors import MalformedPacket
from bridge.model.events import Doubted, Event, Exported, Joined, LinkState, Listed, Looked, Saved
from bridge.model.show import Rig
from bridge.model.traits import Traits
from bridge.wire.osc import Message, decode

TRAITS = Traits("ardour", window=64, settle=0.05, eager=0.012, poll=0.25, deafest=10.0, query_ports=len(QUERIES))
HOLES = 3
"""So many lists with holes in a row are said."""
UNFOUND = 3.0
"""When the search says what to do."""
CLOSING = 0.3
"""So long an Ardour that took our surfaces away is left in peace: it may be closing or loading a session."""


class Phase(Enum):
    """What we are about."""

    SEARCHING = auto()
    JOINING = auto()
    LIVE = auto()
    LEFT = auto()


class Ardour:
    """The conversation with one Ardour (a `dialect.Link`). `malformed` counts packets that could not be read."""

    def __init__(self, rig: Rig) -> None:
        self.traits = TRAITS
        self.sockets = local_sockets(rig.local_port)
        self.malformed = 0
        self._line = Line()
        self._search = Search(self._line, rig.port)
        self._join = Join(self._line)
        self._listing = Listing(self._line, TRAITS.deafest)
        self._look = Looking(self._line)
        self._motion = Motion(self._line)
        self._deeds = Deeds(self._line, self._listing, self._look, self._motion)
        self._names = Names()
        self._notices = Notices()
        self._phase = Phase.SEARCHING
        self._standing = Standing()
        self._session = ""
        self._joined_port = 0
        self._cured = self._advised = False

    @property
    def wake_at(self) -> float:
        """When `tick` is wanted next; at once at the start, never after `leave`."""
        live = self._phase is Phase.LIVE
        trouble_at = self._standing.trouble_at(self._listing.unanswered_since, live=live)
        match self._phase:
            case Phase.SEARCHING:
                return self._search.wake_at if self._standing.state else 0.0
            case Phase.JOINING:
                return min(trouble_at, self._join.wake_at, self._standing.delay_at)
            case Phase.LIVE:
                return min(trouble_at, self._listing.wake_at, self._look.wake_at, self._motion.wake_at)
            case Phase.LEFT:
                return NEVER

    def outbox(self) -> list[Packet]:
        """The packets that are to leave now."""
        return self._line.drain()

    def leave(self, at: float) -> None:
        """Switch off the feedback of all our surfaces."""
        if self._phase in {Phase.JOINING, Phase.LIVE}:
            for socket in FEEDBACK:
                self._line.say(socket, "/set_surface", *settings(0))
        self._phase, self._standing.since = Phase.LEFT, at

    def woke(self, at: float) -> None:
        """Answers were thrown away unread; that nothing was heard meanwhile says nothing about Ardour."""
        self._listing.void(at)
        self._motion.drop()
        self._standing.revive(at)

    def receive(self, socket: str, packet: bytes, sender: int, at: float) -> list[Event]:
        """What a packet means. Only the Ardour that we talk to is believed, or while searching one that was asked."""
        if self._phase is Phase.LIVE and sender == self._line.port and socket in QUERIES:
            row = self._listing.known(packet)
            if row is not None:
                self._standing.heard_at = at
                verdicts = self._listing.take(socket, row, at)
                return self._judged(verdicts, at) if verdicts else []
        try:
            messages = decode(packet)
        except MalformedPacket:
            self.malformed += 1
            return []
        if socket == EXPORTS:
            return [Exported(at) for message in messages if message.address == "/session/exported"]
        if self._phase is Phase.SEARCHING:
            self._search.hear(messages, sender, at)
            return self._meet(at)
        if sender != self._line.port or self._phase is Phase.LEFT:
            return []
        self._standing.heard_at = at
        events: list[Event] = []
        for message in messages:
            events += self._told(socket, message, packet, at)
        return events

    def _meet(self, at: float) -> list[Event]:
        port = self._search.found
        if port is None:
            return []
        self._line.port, self._phase = port, Phase.JOINING
        self._standing.revive(at)
        self._standing.since = at
        self._join.fresh = self._join.fresh or self._joined_port not in {0, port}
        self._join.start(at)
        self._join.cured = self._search.cured
        self._join.tick(at)
        return self._standing.become(LinkState.JOINING, words.joining(port), at)

    def _told(self, socket: str, message: Message, packet: bytes, at: float) -> list[Event]:
        address, args = message
        if address == "/set_surface" and is_settings(args):
            return self._settings(socket, message, at)
        if address == "/strip/list" and not args:
            if socket == LOOK:
                self._look.moved(at)
            return self._notices.hear(socket, at)
        if socket == TRANSPORT:
            return self._transport(message, at)
        if self._phase is Phase.JOINING:
            return []
        if socket == LOOK:
            self._look.hear(message, at)
            return []
        return self._judged(self._listing.hear(socket, packet, message, at), at)

    def _judged(self, verdicts: Sequence[Event], at: float) -> list[Event]:
        events: list[Event] = []
        for verdict in verdicts:
            match verdict:
                case Doubted():
                    events += self._doubt(at)
                case Listed():
                    events += [verdict, *self._live(at)]
                case _:
                    events.append(verdict)
        if self._listing.holes >= HOLES and self._standing.state in {LinkState.LIVE, LinkState.DEAF}:
            events += self._standing.worse(LinkState.PARTIAL, at)
        return events

    def _settings(self, socket: str, message: Message, at: float) -> list[Event]:
        args = message.args
        if self._phase is Phase.JOINING:
            self._join.answered(socket, args, at)
            return self._set_up(at)
        if socket == LOOK:
            return self._look.settings(args, at)
        if not ours(args, FEEDBACK[socket]):
            return self._doubt(at)
        return self._judged(self._listing.fence(socket, at), at) if socket in QUERIES else []

    def _transport(self, message: Message, at: float) -> list[Event]:
        self._standing.beat_at = at
        match self._names.hear(message, at):
            case None:
                return [] if self._names.blanked else self._motion.hear(message, at)
            case why, name if self._phase is Phase.JOINING:
                return self._named_early(why, name, at)
            case Why.TAKEN, _:
                return self._doubt(at, CLOSING)
            case Why.SET_UP, name:
                return self._doubt(at) if name != self._session else []
            case _, name:
                self._session = name
                return [Saved(at, name)]

    def _named_early(self, why: Why, name: str, at: float) -> list[Event]:
        """The name was said while our surfaces are being set up."""
        match why:
            case Why.TAKEN:
                self._join.start(at + CLOSING)
            case Why.SET_UP:
                self._join.named(name)
            case Why.SAVED:
                self._join.saved(Saved(at, name))
        return self._set_up(at)

    def refused(self, port: int, at: float) -> list[Event]:
        """Nobody listens where the Ardour was that we talk to: it has ended, or its OSC was switched off."""
        if port != self._line.port or not self._standing.following:
            return []
        return [*self._doubt(at), *self._standing.become(LinkState.SILENT, words.closed(port), at)]

    def tick(self, at: float) -> list[Event]:
        """What the passing of time means."""
        match self._phase:
            case Phase.SEARCHING if self._standing.state is None:
                return self._seek(LinkState.SEARCHING, words.searching(self._search.ports), at)
            case Phase.SEARCHING:
                return self._seeking(at)
            case Phase.JOINING:
                self._join.tick(at)
                return [*self._standing.delayed(at), *self._troubled(at)]
            case Phase.LIVE:
                self._look.tick(at)
                self._motion.tick(at)
                return [*self._judged(self._listing.tick(at), at), *self._troubled(at)]
            case Phase.LEFT:
                return []

    def _seeking(self, at: float) -> list[Event]:
        self._search.tick(at)
        if self._search.found is not None:
            return self._meet(at)
        standing = self._standing
        if standing.state is LinkState.SEARCHING and not self._advised and at - standing.since >= UNFOUND:
            self._advised = True
            return standing.become(LinkState.SEARCHING, words.not_found(self._search.ports), at)
        return []

    def _seek(self, state: LinkState, detail: str, at: float) -> list[Event]:
        self._phase, self._standing.since, self._advised = Phase.SEARCHING, at, False
        self._search.start(at)
        self._search.tick(at)
        return self._standing.become(state, detail, at)

    def _troubled(self, at: float) -> list[Event]:
        live = self._phase is Phase.LIVE
        match self._standing.trouble(self._listing.unanswered_since, at, live=live):
            case Trouble.LOST:
                return [*self._doubt(at), *self._seek(LinkState.LOST, words.lost(self._search.ports), at)]
            case Trouble.SILENT:
                return [*self._doubt(at), *self._standing.worse(LinkState.SILENT, at)]
            case Trouble.BEATLESS:
                return self._doubt(at)
            case Trouble.DEAF:
                return self._standing.worse(LinkState.DEAF, at)
        return []

    def _doubt(self, at: float, pause: float = 0.0) -> list[Event]:
        """Our surfaces may not be ours any more: all over again, in `pause` seconds."""
        if self._phase is not Phase.LIVE:
            return []
        self._phase, self._standing.since = Phase.JOINING, at
        self._listing.void(at)
        self._motion.forget()
        self._join.start(at + pause)
        self._join.tick(at)
        return [Doubted(at), *self._look.abandon(at)]

    def _set_up(self, at: float) -> list[Event]:
        """Everything is ours, if it is."""
        join, port = self._join, self._line.port
        if not join.done:
            return []
        joined, saves, self._cured = Joined(at, join.session, join.fresh, port), join.saves, join.cured
        join.finish()
        self._listing.begin(at, fresh=joined.fresh)
        self._names.blanked = False
        self._standing.beat_at = at
        self._phase, self._session, self._joined_port = Phase.LIVE, joined.session, port
        return [joined, *([] if joined.fresh else saves), *self._live(at)]

    def _live(self, at: float) -> list[Event]:
        if self._standing.state is LinkState.LIVE:
            return []
        cured, self._cured = self._cured, False
        detail = words.live(self._session, self._line.port, cured=cured)
        return self._standing.become(LinkState.LIVE, detail, at)

    def send(self, effect: Effect, at: float) -> list[Event]:
        """Carry out an effect for the DAW; nothing leaves while our surfaces are in doubt."""
        if self._phase is Phase.LIVE:
            return self._deeds.carry_out(effect, at)
        return [Looked(at, None)] if isinstance(effect, Look) else []
