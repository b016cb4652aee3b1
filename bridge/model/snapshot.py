"""The snapshot: a frozen picture of the Bridge for people, clients and tests."""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.desk import Kind
from bridge.model.effects import Severity
from bridge.model.events import LinkState
from bridge.model.ledger import Debt, FileDebt
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
    without a preview; `why`: the reason where it is not touched or refused.
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
    """The preview: its name ("off" without one), its stage, and what a person must know of it, in counts and names."""

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


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice and when it was said (monotonic seconds of the daemon)."""

    at: float
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a screen may show, at one moment `at` (monotonic seconds of the daemon)."""

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
