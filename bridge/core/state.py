"""Everything that the Bridge remembers, in one place; the rooms beside it are functions over it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bridge.core.chase import Chase
from bridge.core.claims import Claims
from bridge.core.ledger import Ledger
from bridge.core.levers import Reach, reach
from bridge.core.lists import by_name
from bridge.core.questions import Questions
from bridge.core.routes import Routes
from bridge.core.stage import Stage
from bridge.core.strays import Strays
from bridge.core.timeline import NOWHERE, Layout, Moment, Timeline
from bridge.core.waits import Waits
from bridge.model.chasing import ChaseRules, Finding
from bridge.model.clocks import Clock
from bridge.model.cues import Span
from bridge.model.desk import Desk, Kind, Strip, Target, Value
from bridge.model.effects import Answer, Effect, Notice, Severity
from bridge.model.events import LinkState, Saved
from bridge.model.material import Material, TrackLevel
from bridge.model.previews import Preview
from bridge.model.session import OwnState, SavedSession, file_stem, named
from bridge.model.show import Mode, Show
from bridge.model.snapshot import FindingView, NoticeView, OfferView
from bridge.model.stems import Named, Role, Stem
from bridge.model.timecode import Ruler
from bridge.model.traits import Traits
from bridge.model.transport import Transport

Classify = Callable[[Named], Stem]
Levels = Callable[[str, str, Stem], TrackLevel | None]
"""What a track's own name and comment say of all that lies on it."""
NEVER = float("inf")
STALE = 1.0
"""An answer older than this (seconds) is no ground for a `Set`: the list may have moved since."""
RESTLESS = 1.0
"""A list that moves without end (seconds) may hold up nothing; what hits a wrong strip then is put right (`strays`)."""
NOTICES = 50
TICKS = 48_000
"""Samples a second in which positions are counted where a DAW tells no sample rate."""

NOTHING: Mapping[str, Named] = {}
_ROLES = {Kind.VCA: Role.VCA, Kind.MASTER: Role.MIX, Kind.MONITOR: Role.MIX}


@dataclass(slots=True)
class Worked:
    """What was worked out of previews: the strips that each hears, those it silences.

    `changed`: strips whose sound has changed since a preview was last asked what it hears.
    """

    heard: dict[Preview, set[str]] = field(default_factory=dict)
    changed: dict[Preview, set[str]] = field(default_factory=dict)
    silenced: dict[Preview, tuple[Target, ...]] = field(default_factory=dict)

    def forget(self) -> None:
        """All of it is to be worked out anew."""
        for kept in (self.heard, self.changed, self.silenced):
            kept.clear()


@dataclass(slots=True)
class State:
    """The whole of it. `out` holds the effects of the event at hand."""

    show: Show
    traits: Traits
    classifier_for: Callable[[Show], Classify]
    levels_of: Levels
    mode: Mode = field(init=False)
    at: float = 0.0
    out: list[Effect] = field(default_factory=list)
    # the conversation
    link: LinkState = LinkState.SEARCHING
    detail: str = ""
    since: float = 0.0
    joined: bool = False
    gap: bool = False
    """The DAW was silent since we were last joined."""
    fresh: bool = False
    """Whether the desk was read from the session's file since we were last joined."""
    session: str = ""
    folder: str = ""
    """Where the session that is open lies, as its file told since it was opened; empty: not told."""
    early: Saved | None = None
    """A save that came before it was known whose desk this is."""
    returning: bool = False
    """Whether people wait to be told that all that was owed from before is given back."""
    placed_by: float | None = None
    """Until then what a desk is owed waits for that word; None: nothing waits."""
    rate: int = 0
    questions: Questions = field(init=False)
    ask_now: bool = False
    moved_at: float = 0.0
    """When the DAW said last that its list has moved: in an answer to an earlier question, numbers may be others'."""
    moved_since: float = 0.0
    """When the list began to move without an answer that shows it."""
    # the desk as the DAW says it
    strips: tuple[Strip, ...] = ()
    stems: dict[str, Stem] = field(default_factory=dict)
    reaches: dict[str, Reach] = field(default_factory=dict)
    governed: frozenset[str] = frozenset()
    """The strips whose mute a preview may set."""
    actual: dict[Target, Value] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    transport: Transport = field(default_factory=Transport)
    """As it was last reported over OSC."""
    # its clocks
    chase: Chase = field(init=False)
    position: int | None = None
    """Where the playhead is by the clock that is followed, in samples; None: not known."""
    ruled: Ruler | None = None
    """How positions were labelled when it was last told over OSC where the playhead stands."""
    found: tuple[Finding, ...] = ()
    """What was last found out of the clocks together."""
    ports: dict[Clock, bool] = field(default_factory=dict)
    """The clocks that come over MIDI, and whether the port of each is there; empty while no port was heard of."""
    # the cues
    saved: SavedSession | None = None
    """The session's file as last read, perhaps another session's; `saved_trouble`: why it can't be read now."""
    saved_trouble: str = ""
    proposals: tuple[Span, ...] = ()
    heard_ruler: Ruler | None = None
    """How positions are labelled, as far as the DAW's own reports tell; when its position and its label were told."""
    position_at: float = 0.0
    label_at: float = NEVER
    unlaid: bool = False
    """The cues, their session, its tracks or the rules have changed since the timeline was laid out."""
    layout: Layout = field(default_factory=Layout)
    timeline: Timeline = field(init=False)
    moment: Moment = NOWHERE
    missing: tuple[str, ...] = ()
    """A sentence for each track that a cue names and the session does not have."""
    levels: dict[str, TrackLevel] = field(default_factory=dict)
    material: dict[str, Material] = field(default_factory=dict)
    """What sounds on each strip where the playhead is."""
    # automation modes
    own: dict[str, OwnState] = field(default_factory=dict)
    """What our script tells of each strip; empty while it is not heard."""
    modes: dict[str, str] = field(default_factory=dict)
    looked: float | None = None
    looking: bool = False
    look_due: float = NEVER
    look_failures: int = 0
    # what we want of it
    ledger: Ledger = field(default_factory=Ledger)
    claims: Claims[Value] = field(init=False)
    routes: Routes = field(default_factory=Routes)
    stage: Stage = field(default_factory=Stage)
    strays: Strays = field(default_factory=Strays)
    opened: bool = False
    released: bool = False
    """A muted VCA was opened between the last two answers, or the two before (`opened`: the last two)."""
    writing: int | None = None
    """The ticket of originals that are being synced to disk: until then nothing new is borrowed."""
    # people
    waits: Waits = field(default_factory=Waits)
    notices: tuple[NoticeView, ...] = ()
    findings: tuple[FindingView, ...] = ()
    findings_of: tuple[object, ...] = ()
    """What the findings were made from, to know when to look again."""
    numbered: int = 0
    """Notices and findings so far."""
    stopping: int | None = None
    stop_by: float = NEVER
    saving: int | None = None
    """The client that waits for a clean save; `resume`: the preview to come back to."""
    save_sent: float | None = None
    save_by: float = NEVER
    resume: str | None = None
    turns: int = 0
    """How often it has changed what sounds where, or what previews may do with it."""
    offers: tuple[object, tuple[OfferView, ...]] = (None, ())
    """What was last worked out of every preview, behind what it was worked out from."""
    worked: Worked = field(default_factory=Worked)
    """What previews hear, as far as it was worked out (`hearing`)."""

    def __post_init__(self) -> None:
        self.mode = self.show.mode
        self.questions = Questions(self.traits)
        self.claims = Claims(self.traits)
        self.timeline = Timeline(self.layout)
        self.chase = Chase(self.rules)
        if self.traits.heard_only:
            self.rate, self.unlaid = TICKS, True

    @property
    def rules(self) -> ChaseRules:
        """How the clocks are to be chased."""
        return replace(self.show.chase, rate=self.show.rate)

    # --- saying -------------------------------------------------------------------------------------------------

    def say(self, severity: Severity, text: str) -> None:
        """A notice for the log and every screen."""
        self.out.append(Notice(severity, text))
        self.notices = (*self.notices, NoticeView(self.at, severity, text, self.number()))[-NOTICES:]

    def number(self) -> int:
        """The next number of a notice or a finding."""
        self.numbered += 1
        return self.numbered

    def answer(self, request: int | None, ok: bool, *lines: str) -> None:
        """Tell a client what became of its request."""
        if request is not None:
            self.out.append(Answer(request, ok, lines))

    # --- the desk -----------------------------------------------------------------------------------------------

    def list_strips(self, strips: tuple[Strip, ...]) -> None:
        """Take over a complete list; names and kinds that changed are classified anew."""
        before, self.strips = {(strip.name, strip.kind) for strip in self.strips}, strips
        known, were = by_name(strips), set(self.numbers)
        self.actual = {Target(name): strip.mute for name, strip in known.items()}
        self.numbers = {name: strip.number for name, strip in known.items()}
        now = {(strip.name, strip.kind) for strip in strips}
        if (before, were) != (now, set(known)) or not self.stems:
            self.classify()

    def classify(self) -> None:
        """Find the stem of every strip, and what previews may do with it."""
        told = named(self.saved_here) if self.saved_here is not None else {}
        strips = {strip.name: strip.kind for strip in self.strips if strip.kind is not Kind.VCA}
        self.stems = self.stems_of(strips, told)
        self.unlaid = self.routes.stale = True
        self.assess()

    def stems_of(self, strips: Mapping[str, Kind], told: Mapping[str, Named] = NOTHING) -> dict[str, Stem]:
        """What strips of these names are; `told`: all the names that the session's file has for each."""
        classify, locks = self.classifier_for(self.show), self.show.locks

        def stem(name: str, kind: Kind) -> Stem:
            role = _ROLES.get(kind)
            return Stem(role=role, confidence=1.0) if role else classify(told.get(name) or Named(name))

        return {name: locks.get(name) or stem(name, kind) for name, kind in strips.items()}

    def rename_saved(self, names: Mapping[str, str]) -> None:
        """What the session's file says of tracks holds under their new names (by the old ones) until the next save."""
        saved = self.saved_here
        if saved is None or not names:
            return
        tracks = tuple(replace(one, name=names[one.name]) if one.name in names else one for one in saved.tracks)
        self.saved = replace(saved, tracks=tracks)
        self.proposals = tuple(_renamed(span, names) for span in self.proposals)

    def assess(self) -> None:
        """Say of every strip what previews may do with it."""
        known = by_name(self.strips)
        self.reaches = {name: reach(strip, self.stems[name], self.show, self.modes) for name, strip in known.items()}
        self.governed = frozenset(name for name, where in self.reaches.items() if where.governed)
        self.turns += 1
        self.worked.forget()

    def desk(self) -> Desk:
        """Which desk is under our feet."""
        return Desk(self.traits.daw, self.session, self.rate, frozenset(self.numbers), self.folder)

    @property
    def saved_here(self) -> SavedSession | None:
        """The file of the session that is open, as last read; that of another snapshot of it says other things."""
        saved = self.saved
        return saved if saved is not None and file_stem(self.session) == saved.snapshot else None

    # --- what is so ---------------------------------------------------------------------------------------------

    @property
    def known(self) -> bool:
        """Whether we are joined and know which desk this is."""
        return self.joined and self.ledger.desk is not None

    @property
    def may_send(self) -> bool:
        """Whether a `Set` may leave: the desk is known, its last answer is young, and the list did not move since."""
        listed = self.questions.fresh >= self.moved_at or self.at - self.moved_since >= RESTLESS
        return self.known and self.at - self.questions.heard <= STALE and listed

    @property
    def recording(self) -> bool:
        """Whether the DAW records now."""
        transport = self.transport
        armed = any(strip.armed for strip in self.strips)
        return bool(transport.record_enabled and transport.rolling and armed)

    def debts(self) -> dict[Target, Value]:
        """The originals that are to be given back now.

        Those of an earlier life wait while the DAW records, and for a moment until it is told whose desk this is.
        """
        wait = self.ledger.loaded if self.recording or self.placed_by is not None else frozenset()
        return {target: row.original for target, row in self.ledger.owed.items() if target not in wait}

    def names(self, targets: Mapping[Target, object] | set[Target] | tuple[Target, ...]) -> tuple[str, ...]:
        """The strips' names in the order of the list, those that are gone behind."""
        strips = {target.strip for target in targets}
        listed = [strip.name for strip in self.strips if strip.name in strips]
        return (*listed, *sorted(strips.difference(listed)))


def _renamed(span: Span, names: Mapping[str, str]) -> Span:
    if names.keys().isdisjoint(span.tracks):
        return span
    return replace(span, tracks=tuple(names.get(name, name) for name in span.tracks))
