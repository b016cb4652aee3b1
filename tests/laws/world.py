"""The adversary's world: a bridge, its journal on a disk, a DAW with its user, and everything that can go wrong.

Time runs in steps of 10 ms. A kill may come between any two effects. `judge` says at the end which strips are not
as the user left them; what nobody could know (two clicks between two answers, a click on a strip whose change was
under way) may end either way and is counted, everything else is exact.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from bridge.core.bridge import Bridge
from bridge.core.claims import Grip
from bridge.core.timeline import HOLD
from bridge.model.cues import Cue, Level, Place, Span
from bridge.model.desk import Target
from bridge.model.effects import (
    Answer,
    Change,
    DropNotes,
    Effect,
    Forget,
    ForgetFile,
    KeepNotes,
    Look,
    NameDesk,
    Notice,
    Query,
    Remember,
    RememberFile,
    RememberRoutes,
    RenameStrip,
    Save,
    Set,
)
from bridge.model.events import (
    Doubted,
    Event,
    Joined,
    JournalRead,
    LinkChanged,
    LinkState,
    Listed,
    ListMoved,
    Looked,
    NotRemembered,
    PositionSeen,
    Remembered,
    Saved,
    Ticked,
    Woke,
)
from bridge.model.ledger import Debt, DeskRow, FileDebt, Journal, Matter, Note, Phase, RouteRow
from bridge.model.material import World as Side
from bridge.model.previews import Preview
from bridge.model.requests import KeepMutedAsked, ModeAsked, PreviewAsked
from bridge.model.show import Mode, Show
from bridge.model.stems import Family, Named, Stem
from bridge.model.traits import Traits
from tests.laws.daw import Channel, Daw, Packet, Reply

TRAITS = Traits("law", window=8, settle=0.05, eager=0.012, poll=0.25, deafest=10.0, query_ports=2)
STEP = 0.01
HEARTBEAT = 0.2
"""How long after a session has opened our side notices at the latest that it is another one."""
PREVIEWS = {
    family.lower(): Preview(family.lower(), family, only=frozenset({Family(family)})) for family in ("DX", "FX", "MX")
}
PREVIEWS |= {f"no-{name}": Preview(f"no-{name}", name, without=preview.only) for name, preview in PREVIEWS.items()}
PREVIEWS |= {side: Preview(side, side, world=Side(side)) for side in ("in", "out")}
RATE = 48_000
REEL = 60 * RATE
"""Where the playhead begins anew."""
REPORT = 0.1
"""How often the DAW tells its position while it rolls (seconds)."""


def _cues() -> tuple[Span, ...]:
    """A span every two seconds that names tracks, in turns heard by the characters and not, and some that name none."""
    sides = (Level.DIEGETIC, Level.NONDIEGETIC, Level.UNSET, Level.AMBIGUOUS)
    named = [
        Span(
            Cue(f"1m{n}"),
            Place(2 * n * RATE),
            Place((2 * n + 1 + n % 2) * RATE),
            sides[n % 4],
            tracks=(f"MX {n % 12}", "DX 1"),
        )
        for n in range(30)
    ]
    open_ended = [
        Span(Cue(f"2m{n}"), Place((6 * n + 1) * RATE), Place((6 * n + 4) * RATE), sides[n % 2]) for n in range(10)
    ]
    return (*named, *open_ended)


def _edges(span: Span) -> tuple[tuple[Place, int], ...]:
    """The places where a span may change what is wanted, and how far behind each: it is held a little longer."""
    return (span.start, 0), (span.end, 0), (span.end, int(HOLD * RATE))


CUES = _cues()


class Killed(Exception):  # noqa: N818 - it is what happened, not an error
    """The daemon died between two effects."""


def stem_of(named: Named) -> Stem:
    """The stem is the first word of the name."""
    word = named.name.split()[0]
    return Stem(Family(word), confidence=1.0) if word in {"DX", "FX", "MX"} else Stem()


@dataclass(slots=True)
class Disk:
    """The journal's file: rows survive a kill as soon as they are written."""

    desks: dict[int, DeskRow] = field(default_factory=dict)
    debts: dict[tuple[int, Target], Debt] = field(default_factory=dict)
    files: dict[tuple[int, Target], FileDebt] = field(default_factory=dict)
    routes: dict[tuple[int, int, str], RouteRow] = field(default_factory=dict)
    notes: dict[tuple[int, str, Matter, str], Note] = field(default_factory=dict)
    full: bool = False

    def write(self, effect: Effect) -> bool:
        """Carry out one journal effect; False if the disk is full."""
        match effect:
            case Remember(rows=rows, durable=durable):
                if self.full:
                    return False
                self.debts.update({(row.desk, row.target): row for row in rows if not (durable and self._owed(row))})
            case Forget(desk=desk, targets=targets):
                for target in targets:
                    self.debts.pop((desk, target), None)
            case NameDesk(row=row):
                self.desks[row.number] = row
            case RenameStrip(desk=desk, old=old, new=new):
                self._rename(desk, Target(old), Target(new))
            case RememberFile(rows=files):
                self.files.update({(row.desk, row.target): row for row in files})
            case ForgetFile(desk=desk, targets=targets):
                for target in targets:
                    self.files.pop((desk, target), None)
            case _:
                self._write_routing(effect)
        return True

    def _write_routing(self, effect: Effect) -> None:
        match effect:
            case RememberRoutes(rows=routes):
                self.routes.update({(row.desk, row.number, row.strip): row for row in routes})
            case KeepNotes(rows=notes):
                self.notes.update({(row.desk, row.strip, row.matter, row.about): row for row in notes})
            case DropNotes(rows=notes):
                for row in notes:
                    self.notes.pop((row.desk, row.strip, row.matter, row.about), None)

    def _owed(self, row: Debt) -> bool:
        found = self.debts.get((row.desk, row.target))
        return found is not None and found.phase is Phase.OWED

    def _rename(self, desk: int, old: Target, new: Target) -> None:
        if (row := self.debts.pop((desk, old), None)) is not None:
            self.debts[desk, new] = replace(row, target=new)

    def read(self) -> Journal:
        """What a start finds."""
        kept = self.desks, self.debts, self.files, self.routes, self.notes
        return Journal(*(tuple(rows.values()) for rows in kept))  # type: ignore[arg-type]


class World:
    """One history. All chance comes from `rnd`."""

    def __init__(self, rnd: Random, *, tracks: int = 12, vcas: int = 2, mode: Mode = Mode.PREVIEW) -> None:
        self.rnd, self.now = rnd, 0.0
        self.daw, self.disk = Daw(rnd), Disk()
        self.daw.fill(tracks, vcas)
        self.mode = mode
        self.kill_chance = 0.0
        self.bridge: Bridge | None = None
        self.up_at = 0.0
        self.sent: list[Set] = []
        self.answers: list[Answer] = []
        self.notices: list[str] = []
        self.effects = 0
        self._seen = -1.0
        self._queue: list[tuple[float, Event]] = []
        self._syncing: list[tuple[float, Remember]] = []
        self._name_at = -1.0
        self.position, self.rolling, self._told_at = 0.0, False, 0.0
        self._decided_at, self._where, self._names = 0.0, frozenset[int](), frozenset[str]()
        self.start()

    # --- the daemon ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """The daemon starts, finds its journal, joins."""
        show = Show(mode=self.mode, previews=PREVIEWS, cues=CUES)
        self.bridge = Bridge(show, TRAITS, lambda _: stem_of, lambda *_: None)
        self._queue, self._syncing = [], []
        self.daw.replies.clear()
        self._seen = -1.0
        self.tell(JournalRead(self.now, self.disk.read()))
        self._join(fresh=not self.daw.marked)

    def _join(self, *, fresh: bool) -> None:
        self._later(Joined(0.0, self.daw.session, fresh, 3819), 0.05)
        self._later(LinkChanged(0.0, LinkState.LIVE, ""), 0.05)
        self._name_at = self.now + 0.05

    def _later(self, event: Event, delay: float) -> None:
        self._queue.append((self.now + delay, event))

    def tell(self, event: Event) -> None:
        """Hand one event to the bridge and carry out what follows; a kill may come between any two effects."""
        if self.bridge is None:
            return
        self._decide(event)
        try:
            self._carry_out(self.bridge.handle(event))
        except Killed:
            self.kill()

    def kill(self) -> None:
        """The daemon is gone; what was not committed yet may or may not be on disk."""
        for _, effect in self._syncing:
            if self.rnd.random() < 0.5:
                self.disk.write(effect)
        self._unheard([event for _, event in self._queue])
        flights = self.flights()
        self._hit([channel for channel in self.daw.channels if channel.stray])
        for channel in self.daw.channels:
            if Target(channel.name) in flights:
                channel.vague = channel.vague or "its change was under way when the daemon was killed"
        self.bridge, self.up_at = None, self.now + self.rnd.uniform(0.05, 2.0)

    @staticmethod
    def _hit(astray: list[Channel]) -> None:
        for channel in astray:
            channel.vague = channel.vague or "hit by a stray change when the daemon was killed"

    def flights(self) -> set[Target]:
        """Targets whose change is out and unproven."""
        return set() if self.bridge is None else set(self.bridge._state.claims.in_flight())

    def _carry_out(self, effects: list[Effect]) -> None:
        failed: int | None = None
        for effect in effects:
            self.effects += 1
            if self.rnd.random() < self.kill_chance:
                raise Killed
            match effect:
                case Remember(durable=True):
                    self._syncing.append((self.now + self.rnd.choice((0.0, 0.01, 0.1)), effect))
                case Remember():
                    if failed is None and not self.disk.write(effect):
                        failed = effect.ticket
                case Set():
                    if failed is None:
                        self._set(effect)
                case _:
                    self._other(effect)
        if failed is not None:
            self.tell(NotRemembered(self.now, failed, "disk full"))

    def _other(self, effect: Effect) -> None:
        """Effects that the journal's order does not bind."""
        match effect:
            case Query(question=question):
                self.daw.send(Packet(0, "list", question=question), self.now)
            case Look():
                modes = tuple((c.name, "Manual") for c in self.daw.channels)
                self._later(Looked(0.0, modes), self.rnd.choice((0.05, 0.5)))
            case Save():
                self.save()
            case Answer():
                self.answers.append(effect)
            case Notice(text=text):
                self.notices.append(text)
            case _:
                self.disk.write(effect)

    def _set(self, effect: Set) -> None:
        self.sent.append(effect)
        assert len(effect.changes) <= TRAITS.window
        for change in effect.changes:
            rows = [row for (_, target), row in self.disk.debts.items() if target == change.target]
            owed = [row for row in rows if row.phase is Phase.OWED]
            assert owed, f"law 1: {change} left before its original was on disk"
            if self.mode is Mode.WATCH:
                assert any(row.original == change.value for row in owed), f"law 7: {change} in watch mode"
            if self.now >= self.daw.closed_until and self.daw.ours:
                sessions = {self.disk.desks[row.desk].desk.session for row in owed}
                assert self.daw.session in sessions, f"law 7: {change} is owed to {sessions}"
            self.daw.send(self._packet(change), self.now)

    def _packet(self, change: Change) -> Packet:
        basis = max(self._seen, self._decided_at)
        return Packet(0, "set", change.number, change.target.strip, change.value, basis=basis)

    def _decide(self, event: Event) -> None:
        """Note when something new may be wanted: no click before that is excused for not having been looked for."""
        where, names = self._where, self._names
        match event:
            case PositionSeen(position=int(position)):
                edges = [int(place.samples or 0) + tail for span in CUES for place, tail in _edges(span)]
                where = frozenset(index for index, edge in enumerate(edges) if edge <= position)
            case Listed(strips=strips):
                names = frozenset(strip.name for strip in strips)
        if isinstance(event, PreviewAsked) or (where, names) != (self._where, self._names):
            self._decided_at, self._where, self._names = self.now, where, names

    # --- time ---------------------------------------------------------------------------------------------------

    def run(self, seconds: float) -> None:
        """Let time go on."""
        end = self.now + seconds
        while self.now < end:
            self.now += STEP
            self._step()

    def _step(self) -> None:
        for _ in self.daw.advance(self.now):
            pass
        self._roll()
        if self.bridge is None:
            if self.now >= self.up_at:
                self.start()
            return
        self._sync()
        for due, event in [entry for entry in self._queue if entry[0] <= self.now]:
            self._queue.remove((due, event))
            self.tell(replace(event, at=self.now))
        self._deliver()
        if not self.daw.ours and self.now >= self.daw.closed_until + HEARTBEAT:
            self._doubt()
        self._tick()

    def _roll(self) -> None:
        """The playhead goes on and is told now and then; the report may be lost."""
        if self.rolling:
            self.position = (self.position + STEP * RATE) % REEL
        if self.rolling and self.now - self._told_at >= REPORT and self.rnd.random() >= self.daw.loss:
            self._tell_position()

    def _tell_position(self) -> None:
        self._told_at = self.now
        self._later(PositionSeen(0.0, int(self.position)), self.rnd.choice((0.0, 0.02)))

    def _tick(self) -> None:
        if self.bridge is not None and self.bridge.wake_at <= self.now:
            self.tell(Ticked(self.now))

    def _sync(self) -> None:
        for entry in [entry for entry in self._syncing if entry[0] <= self.now]:
            self._syncing.remove(entry)
            ticket = entry[1].ticket
            written = self.disk.write(entry[1])
            self._later(Remembered(0.0, ticket) if written else NotRemembered(0.0, ticket, "disk full"), 0.0)

    def _deliver(self) -> None:
        due = [reply for reply in self.daw.replies if reply.arrives <= self.now]
        self.daw.replies = [reply for reply in self.daw.replies if reply.arrives > self.now]
        for reply in due:
            self._hear(reply)

    def _hear(self, reply: Reply) -> None:
        if not self.daw.ours:
            self._doubt()
        if self.daw.ours:
            astray = [channel for channel in self.daw.channels if channel.stray]
            if reply.made > self._seen:
                self.daw.heard(reply.made)
            self._seen = max(self._seen, reply.made)
            self.tell(Listed(self.now, reply.question, reply.strips, 48000, 9000))
            if self.bridge is None:  # killed before it could write down what it saw
                self._hit(astray)
            self.daw.marked = self.bridge is not None and self.bridge._state.ledger.desk is not None

    def _doubt(self) -> None:
        """An answer came in the wrong form, or no heartbeat for seconds: our surfaces are gone, so set them up anew."""
        if self._name_at < 0:
            self.tell(Doubted(self.now))
            self._join(fresh=True)
        elif self.now >= self._name_at:
            self.daw.ours, self._name_at = True, -1.0
            self._unknown_file()

    # --- what the user and the world do -------------------------------------------------------------------------

    def press(self, name: str) -> None:
        """The user's preview key."""
        self.tell(PreviewAsked(self.now, 1, name))

    def locate(self, position: float, *, rolling: bool) -> None:
        """The user moves the playhead, and plays from there or stays; a place that was reached is told."""
        self.position, self.rolling = position, rolling
        self._tell_position()

    def watch(self, mode: Mode) -> None:
        """The user sets the mode."""
        self.mode = mode
        self.tell(ModeAsked(self.now, 2, mode))

    def click(self, channel: Channel) -> None:
        """The user clicks mute on a strip."""
        target = Target(channel.name)
        claim = None if self.bridge is None else self.bridge._state.claims.get(target)
        busy = claim is not None and (claim.grip is not Grip.HELD)
        was, owed = channel.own, any(t == target for (_, t), r in self.disk.debts.items() if r.phase is Phase.OWED)
        if self.daw.click(channel, self.now):
            if self.bridge is None and owed and not was:
                channel.vague = channel.vague or "a click while the daemon was dead, on a strip not yet proven"
            early = "" if self.daw.marked else "a click before the first list of a session that was opened"
            early = early or ("a click where a stray change may have hit" if self._astray(channel) else "")
            channel.vague = channel.vague or ("a click while our change was being proven" if busy else early)

    def keep(self, channel: Channel) -> None:
        """The user says that a strip which the bridge has muted shall stay so."""
        if self.bridge is None:
            return
        self.answers.clear()
        self.tell(KeepMutedAsked(self.now, 9, (channel.name,)))
        said = [answer.ok for answer in self.answers if answer.request == 9]
        if not said:
            channel.vague = channel.vague or "killed while it was told to keep a mute"
        elif said[0] and (channel.unseen or not channel.own):
            channel.vague = channel.vague or "a click that was not seen yet when the mute was kept"
        elif said[0]:
            channel.truth = True

    def _astray(self, channel: Channel) -> bool:
        """Whether a change that is under way may be meant for another strip and hit this one."""
        if self.bridge is None:
            return False
        place = self.daw.channels.index(channel) + 1
        flights = self.bridge._state.claims.in_flight().items()
        stray = any(claim.number == place and target.strip != channel.name for target, claim in flights)
        return stray or Target(channel.name) in self.bridge._state.strays._suspects

    def save(self) -> None:
        """The session is saved, by the user or by our command; the notice may be lost with anything else."""
        self.daw.save()
        if self.bridge is None or not self.daw.ours or self.rnd.random() < self.daw.loss / 4:
            self._unheard([Saved(self.now, self.daw.session)])
        else:
            self._later(Saved(0.0, self.daw.session), self.rnd.choice((0.0, 0.02, 0.1)))

    def _unheard(self, events: list[Event]) -> None:
        """Save notices that will never be heard: what the files hold is known to nobody."""
        for event in events:
            if isinstance(event, Saved):
                for saved in self.daw.files[event.session]:
                    saved.vague = saved.vague or ("a save that nobody heard of" if saved.own != saved.truth else "")

    def reopen(self, name: str) -> None:
        """The user leaves without saving and opens a session (perhaps the same) from disk."""
        if name not in self.daw.files:
            return
        self._unheard([event for _, event in self._queue])
        self.daw.close(self.now, name)
        self._queue = [(due, event) for due, event in self._queue if not isinstance(event, Joined | Saved)]
        self._name_at = -1.0

    def _unknown_file(self) -> None:
        """Where nobody knew what the file held when a strip was borrowed, nobody can tell its mute from ours."""
        for (_, target), row in self.disk.debts.items():
            for channel in self.daw.channels:
                if channel.name == target.strip and row.filed is None and channel.own != row.original:
                    channel.vague = channel.vague or "borrowed when nobody knew what the file held"

    def sleep(self, seconds: float) -> None:
        """The daemon is stopped while the world goes on; what lay in its query sockets is thrown away."""
        end = self.now + seconds
        while self.now < end:
            self.now += STEP
            for _ in self.daw.advance(self.now):
                pass
        self.daw.replies.clear()
        self.tell(Woke(self.now, seconds))

    def restructure(self, change: Callable[[Daw], None]) -> None:
        """The user renames, moves, inserts, deletes or copies strips; Ardour says that the list moved."""
        if self.bridge is None or self.now < self.daw.closed_until:
            return
        change(self.daw)
        for channel in self.daw.tracks():
            if channel.unseen and self._astray(channel):
                channel.vague = channel.vague or "a click where a stray change may have hit"
        if self.rnd.random() >= self.daw.loss:
            self._later(ListMoved(0.0), 0.01)
