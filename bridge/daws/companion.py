"""Our script inside Ardour, as a conversation without I/O: packets and time in, events and two small texts out.

Several scripts may answer one lease (two Ardours with one configuration): only one that tells the session which the
OSC link has joined is believed, and none when two do. The shell writes `lease` and `orders` where the script reads
them (`bridge.wire.companion` has their words).
"""

from collections.abc import Collection
from dataclasses import replace

from bridge.daws import companion_words as words
from bridge.daws.companion_orders import Orders, names
from bridge.daws.companion_telling import News, Telling, same_nodes
from bridge.daws.dialect import NEVER
from bridge.model.desk import Aspect, Mix
from bridge.model.effects import Effect, Ordered
from bridge.model.errors import MalformedPacket
from bridge.model.events import Event
from bridge.model.routing import Graph
from bridge.model.routingnews import (
    CompanionChanged,
    CompanionState,
    GaveBack,
    GraphTold,
    HiddenTold,
    RoutesRefused,
    Stirred,
)
from bridge.model.session import OpenSession
from bridge.wire.companion import (
    VERSION,
    Lease,
    Owed,
    Told,
    spelt_lease,
    spelt_orders,
    told,
)
from bridge.wire.companion_rows import Did, Gave, Refused

BEAT = 1.0
"""Seconds between two beats of the lease; the script beats as often."""
QUIET = 3.0
"""Seconds after which a script that is not heard counts as silent."""
STARTING = 10.0
"""Seconds after which a script that was not heard since the DAW answers counts as silent: its surface is up first."""
ASK_AGAIN = 1.0
"""Seconds between two wishes that everything be told anew."""
MOST_INSTANCES = 8


class Companion:
    """The conversation with our script. `token` makes its packets ours, `port` is where we hear.

    Time is monotonic seconds and never goes back. `malformed` counts packets and rows that could not be read,
    `strangers` packets with another token.
    """

    def __init__(self, token: str, port: int) -> None:
        self.malformed = self.strangers = 0
        self._lease = Lease(port, token)
        self._spelt = self._lease, spelt_lease(self._lease)
        self._tellings: dict[str, Telling] = {}
        self._believed: Telling | None = None
        self._to = ""
        self._joined: tuple[str, frozenset[str]] | None = None
        self._joined_at, self._renamed_at = 0.0, -NEVER
        self._installed = self._met = self._deaf = False
        self._other: tuple[str, float] = ("", -NEVER)
        self._out = Orders()
        self._asked_at = -NEVER
        self._beat_at = -NEVER
        self._state: tuple[CompanionState, str] | None = None
        self._graph: Graph | None = None
        self._opened: OpenSession | None = None
        self._gifts: dict[str, int] = {}

    # --- what the shell writes and when it calls ----------------------------------------------------------------

    @property
    def lease(self) -> str:
        """The text of the lease, now."""
        if self._spelt[0] is not self._lease:
            self._spelt = self._lease, spelt_lease(self._lease)
        return self._spelt[1]

    @property
    def orders(self) -> str:
        """The text of the orders, now: those that are not answered yet, for the script that is believed."""
        return spelt_orders(self._lease.token, self._to, self._out.rows)

    @property
    def wake_at(self) -> float:
        """When `tick` is wanted next."""
        return self._beat_at + BEAT if self._beat_at > -NEVER else 0.0

    def installed(self, there: bool, at: float) -> list[Event]:
        """Whether the script's folder is there."""
        self._installed = there
        return self._stand(at)

    def joined(self, session: str, strips: Collection[str], at: float) -> list[Event]:
        """The OSC link has joined this session (its snapshot's name), or it got another name, or other strips.

        A script that tells a session of another name, or fewer than half of these strips, is not believed; but the one
        that was believed has a moment to learn a new name.
        """
        if self._joined is None or self._joined[0] != session:
            self._joined_at, self._renamed_at = at, -NEVER if self._joined is None else at
        if self._deaf:  # it has just answered
            self._deaf, self._joined_at = False, at
        self._joined = (session, frozenset(strips))
        return self._stand(at)

    def parted(self, at: float) -> list[Event]:
        """The OSC link has lost its DAW: no script is believed until it has joined again."""
        self._joined, self._met, self._deaf = None, False, False
        return self._stand(at)

    def deaf(self, yes: bool, at: float) -> list[Event]:
        """Whether the DAW itself leaves the OSC link without an answer: then a silent script says nothing of itself."""
        if self._deaf and not yes:
            self._joined_at = at
        self._deaf = yes
        return self._stand(at)

    def closed(self, at: float) -> list[Event]:
        """The DAW ended, or opens a session: what was told counts no more until a script is heard again."""
        self._deaf, self._met = True, False
        for each in self._tellings.values():
            each.heard_at = min(each.heard_at, at - QUIET - BEAT)
        return self._stand(at)

    def owe(self, session: str, debts: Mix) -> None:
        """What we owe in this session from now on: the originals of all mutes that we have set or are about to set."""
        believed = self._believed
        known = believed if believed is not None and session in believed.names else None
        ids = known.ids if known is not None else {}
        owed = tuple(
            Owed(ids.get(target.strip, ""), target.strip, not original)
            for target, original in debts.items()
            if target.aspect is Aspect.MUTE
        )
        folder = known.folder if known is not None else ""
        self._lease = replace(self._lease, session=session, folder=folder, owed=owed)

    def leave(self) -> None:
        """Nothing is ordered, nobody listens. What could not be given back stays owed: the script does it then."""
        self._out.lose()
        self._lease = replace(self._lease, port=0, beat=self._lease.beat + 1)

    # --- time ---------------------------------------------------------------------------------------------------

    def tick(self, at: float) -> list[Event]:
        """The beat; who has fallen silent; whether to wish for everything anew."""
        if at >= self.wake_at:
            self._lease = replace(self._lease, beat=self._lease.beat + 1)
            self._beat_at = at
        events = self._stand(at)
        self._ask(at)
        return events

    # --- what is heard ------------------------------------------------------------------------------------------

    def receive(self, packet: bytes, at: float) -> list[Event]:
        """What a packet means. Never raises for bytes that are wrong."""
        try:
            content = told(packet)
        except MalformedPacket:
            self.malformed += 1
            return []
        if content.token != self._lease.token:
            self.strangers += 1
            return []
        if content.version != VERSION:
            self._other = (content.version, at)
            return self._stand(at)
        telling = self._telling_of(content, at)
        if telling is None:
            return []
        before = telling.malformed
        news = telling.take(content.number, content.rows, at)
        self.malformed += telling.malformed - before
        events = [*self._gave(telling, news, at), *self._stand(at)]
        if telling is self._believed:
            events += self._heard(telling, news, at)
        self._ask(at)
        return events

    def _telling_of(self, content: Told, at: float) -> Telling | None:
        if content.instance not in self._tellings:
            if len(self._tellings) >= MOST_INSTANCES:
                oldest = min(self._tellings.values(), key=lambda each: each.heard_at)
                if at - oldest.heard_at <= QUIET:
                    return None
                del self._tellings[oldest.instance]
                self._gifts.pop(oldest.instance, None)
            self._tellings[content.instance] = Telling(content.instance, at)
        return self._tellings[content.instance]

    def _gave(self, telling: Telling, news: News, at: float) -> list[Event]:
        """What was given back and not told before; a script tells it again to whoever listens anew."""
        last = self._gifts.get(telling.instance, 0)
        fresh = [row for row in news.rows if isinstance(row, Gave) and row.number > last]
        if not fresh:
            return []
        self._gifts[telling.instance] = max(row.number for row in fresh)
        return [GaveBack(at, tuple(row.name for row in fresh))]

    def _heard(self, telling: Telling, news: News, at: float) -> list[Event]:
        events: list[Event] = []
        for row in news.rows:
            match row:
                case Refused(number, name, why):
                    self._out.refused(number, name, why)
                case Did(number):
                    events += [RoutesRefused(at, order, why_not) for order, why_not in self._out.did(number)]
                case Gave():
                    pass
        if news.stirred:
            events.append(Stirred(at))
        return [*events, *self._news(telling, at, done=news.done)]

    def _news(self, telling: Telling, at: float, done: int | None = None) -> list[Event]:
        """The routing and what is hidden, where it differs from what was given out.

        `done`: the routing was just read, after the order of this number; that is told although nothing has changed.
        """
        if not telling.whole:
            return []
        events: list[Event] = []
        graph = self._graph if same_nodes(self._graph, telling.graph) else telling.graph
        if graph is not None and (done is not None or graph is not self._graph):
            self._graph = graph
            events.append(GraphTold(at, graph, self._out.done(telling.done if done is None else done)))
        if telling.opened != self._opened:
            self._opened = telling.opened
            events.append(HiddenTold(at, telling.opened))
        return events

    # --- who is believed ----------------------------------------------------------------------------------------

    def _stand(self, at: float) -> list[Event]:
        """Find whom to believe, and say how it stands where that has changed."""
        answering = [each for each in self._tellings.values() if at - each.heard_at <= QUIET and self._ours(each, at)]
        answering.sort(key=lambda each: each.first_at)
        alive = [each for each in answering if each.heard_at > answering[-1].first_at or each is answering[-1]]
        believed = alive[0] if len(alive) == 1 else None
        events = self._turned(believed, at)
        state = self._standing(believed, len(alive), at)
        if state is not None and state != self._state:
            self._state = state
            events.append(CompanionChanged(at, *state))
        return events

    def _ours(self, telling: Telling, at: float) -> bool:
        """True if it tells the session that the link has joined."""
        if self._joined is None or not telling.names:
            return False
        session, strips = self._joined
        if session not in telling.names and (telling is not self._believed or at - self._renamed_at > QUIET):
            return False
        return not (telling.whole and strips) or 2 * len(strips & telling.strip_names) >= len(strips)

    def _turned(self, believed: Telling | None, at: float) -> list[Event]:
        """Orders die with the script that they were for."""
        if believed is self._believed:
            return []
        self._believed, self._graph, self._opened = believed, None, None
        self._to = believed.instance if believed is not None else ""
        events: list[Event] = [
            RoutesRefused(at, order, tuple((name, words.NO_ANSWER) for name in names))
            for order, names in self._out.lose()
        ]
        return events if believed is None else [*events, *self._news(believed, at)]

    def _standing(self, believed: Telling | None, alive: int, at: float) -> tuple[CompanionState, str] | None:
        """How it stands, with a sentence; None: no reason to say anything else than before."""
        if believed is not None:
            self._met = True
            if believed.trouble:
                return CompanionState.FAILED, words.failed(believed.trouble)
            return (CompanionState.LIVE, words.live(believed.snapshot)) if believed.whole else None
        if alive > 1:
            return CompanionState.SEVERAL, words.several(alive)
        version, other_at = self._other
        if at - other_at <= QUIET:
            return CompanionState.OTHER, words.other(version, VERSION)
        if not self._installed:
            return CompanionState.NONE, words.GONE if self._met else words.NONE
        heard = [each for each in self._tellings.values() if at - each.heard_at <= QUIET and each.whole]
        patience = QUIET if self._met or heard else STARTING
        if self._joined is None or (not self._deaf and at - self._joined_at < patience):
            return None
        if heard:
            return CompanionState.SILENT, words.elsewhere(heard[0].snapshot)
        return CompanionState.SILENT, words.DEAF if self._deaf else words.FELL_SILENT if self._met else words.SILENT

    # --- orders -------------------------------------------------------------------------------------------------

    def send(self, effect: Effect, at: float) -> list[Event]:
        """Order it, if it is for the script; other effects are ignored. What can't be ordered now is refused."""
        if not isinstance(effect, Ordered):
            return []
        why = self._why_not()
        if why:
            return self.refuse(effect, why, at)
        self._out.give(effect)
        return []

    def refuse(self, effect: Ordered, why: str, at: float) -> list[Event]:
        """It can't be ordered: say so, and that it is done with."""
        self._out.drop(effect)
        events: list[Event] = [RoutesRefused(at, effect.order, tuple((name, why) for name in names(effect)))]
        if self._believed is not None and self._graph is not None:
            events.append(GraphTold(at, self._graph, self._out.done(self._believed.done)))
        return events

    def _why_not(self) -> str:
        """Why nothing can be ordered now, "" if it can."""
        if self._believed is None:
            several = self._state is not None and self._state[0] is CompanionState.SEVERAL
            return words.SEVERAL if several else words.NOT_HEARD
        if self._out.full:
            return words.BUSY
        if self._believed.trouble or not self._believed.whole:
            return words.NOT_HEARD
        return ""

    def _ask(self, at: float) -> None:
        """Wish that everything be told anew where something is missing, be it the session's name."""
        nameless = [each for each in self._tellings.values() if at - each.heard_at <= QUIET and not each.names]
        asked = self._believed or (nameless[0] if len(nameless) == 1 else None)
        if asked is None or asked.whole or self._out.wished:
            return
        if at - self._asked_at >= ASK_AGAIN and at - asked.first_at >= ASK_AGAIN:
            self._asked_at, self._to = at, asked.instance
            self._out.wish()
