"""The snapshot: a frozen picture of the Bridge for people, clients and tests."""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.chasing import ChaseView
from bridge.model.cues import Level
from bridge.model.desk import Kind
from bridge.model.effects import Severity
from bridge.model.events import LinkState
from bridge.model.ledger import Debt, FileDebt
from bridge.model.routing import NO_ROUTING, RoutingView
from bridge.model.show import Mode
from bridge.model.stems import Stem
from bridge.model.transport import Transport


class Hold(StrEnum):
    """How one strip stands with us."""

    FREE = "free"
    """Not ours: never touched, given back, or the user's own."""
    ASKED = "asked"
    """Our change is out, nothing proven yet."""
    HELD = "held"
    """The DAW has shown our value."""
    REFUSED = "refused"
    """The DAW showed another value three times; tried again with growing pauses."""
    HAND = "yours"
    """The user changed it during this preview: left alone until the preview ends."""


@dataclass(frozen=True, slots=True)
class TrackView:
    """One strip as a screen shows it.

    `wanted`: the mute that we want, None where we want nothing; `heard`: whether the preview lets it through, None
    without a preview; `why`: the reason where it is not touched or refused. `bus`: where its output goes, as of
    the last save, "" where that is not known.
    """

    number: int
    name: str
    kind: Kind
    mute: bool
    solo: bool
    armed: bool | None
    stem: Stem
    hold: Hold = Hold.FREE
    wanted: bool | None = None
    heard: bool | None = None
    why: str = ""
    bus: str = ""


class Stage(StrEnum):
    """How far the preview has come."""

    OFF = "off"
    ENTERING = "entering"
    ON = "on"
    PARTIAL = "partial"
    """On, but something refused or could not be touched."""
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class PreviewView:
    """The preview: its name ("off" without one), its stage, and what a person must know of it, in counts and names.

    `undecided`, `ambiguous`: what sounds at the playhead without a decision who hears it, or with the decision that it
    stays open, so that the show's policy decided. `by_ear`: voices that an M&E keeps unless words can be made out.
    `unfilled`: it was asked for as an M&E and is none, because no production effects could be told from the dialogue.
    """

    name: str = "off"
    title: str = ""
    stage: Stage = Stage.OFF
    heard: int = 0
    silenced: int = 0
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    yours: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    soloed: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    by_ear: tuple[str, ...] = ()
    unfilled: bool = False


@dataclass(frozen=True, slots=True)
class OfferView:
    """A preview that could be asked for: its key on the console, and what it would let through at the playhead.

    `heard`, `silenced`: counts of tracks. `undecided`: how many of what sounds it would have to decide for itself.
    """

    name: str
    title: str
    about: str = ""
    key: str = ""
    heard: int = 0
    silenced: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class CueView:
    """A span of a cue as a screen shows it; `start` and `end` in samples, with their labels where they are known.

    `level`: the one that previews rely on, `unset` where nobody is sure; `guess`: what it may be then. `crossing`: for
    a transdiegetic span, from where to where. `why`: who says so, or what it was read from.
    `session`, `id`, `line`: what names its row in cues.csv where the number does not; no line where there is no row.
    """

    number: str
    title: str
    level: Level
    start: int
    end: int
    start_label: str = ""
    end_label: str = ""
    crossing: str = ""
    guess: str = ""
    tracks: tuple[str, ...] = ()
    locked: bool = False
    origin: str = ""
    status: str = ""
    why: str = ""
    session: str = ""
    line: int | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class CuesView:
    """The cues around the playhead, and how the list stands.

    `source`: where they come from (`cues.csv`, `session file`, nothing). `total` spans, `undecided` of them.
    `disputed`: a sentence for each track that two live cues claim; `troubles`: one for each span that can't be placed;
    `missing`: one for each track that a cue names and the session does not have.
    """

    live: tuple[CueView, ...] = ()
    coming: tuple[CueView, ...] = ()
    source: str = ""
    total: int = 0
    undecided: int = 0
    disputed: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionFileView:
    """The session's file as the bridge knows it, as new as `saved_at` (unix seconds).

    `trouble`: why it can't be read now.
    """

    file: str = ""
    saved_at: float | None = None
    program: str = ""
    trouble: str = ""


NO_CUES, NO_FILE, NO_CLOCKS = CuesView(), SessionFileView(), ChaseView(0.0)


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice and when it was said (monotonic seconds of the daemon); `number` counts notices and findings alike."""

    at: float
    severity: Severity
    text: str
    number: int = 0
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something that is wrong as long as it is: it goes by itself when it is mended. `at`: since when (monotonic)."""

    at: float
    text: str
    number: int = 0
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a screen may show, at one moment `at` (monotonic seconds of the daemon).

    `timecode`: the rate by which positions are labelled; `offset`: what is labelled at position 0, in samples, None if
    that is not known. `lever`: how previews make tracks silent. `offers`: every preview that may be asked for.
    `daw`: which dialect is spoken; `no_previews`: why it can have none, whatever the mode; empty where it can.
    `chase`: the clock that `transport` comes from, how good it is, and every other clock that was heard.
    `routing`: where every strip goes, and who tells it.
    """

    at: float
    mode: Mode
    link: LinkState
    detail: str
    since: float
    session: str
    rate: int
    transport: Transport
    preview: PreviewView
    tracks: tuple[TrackView, ...]
    debts: tuple[Debt, ...]
    offered: tuple[Debt, ...]
    elsewhere: tuple[tuple[str, Debt], ...]
    file_debts: tuple[FileDebt, ...]
    looked: float | None
    notices: tuple[NoticeView, ...]
    timecode: str = ""
    offset: int | None = None
    lever: str = ""
    offers: tuple[OfferView, ...] = ()
    findings: tuple[FindingView, ...] = ()
    cues: CuesView = NO_CUES
    file: SessionFileView = NO_FILE
    daw: str = "ardour"
    no_previews: str = ""
    chase: ChaseView = NO_CLOCKS
    routing: RoutingView = NO_ROUTING
