"""Events: facts that arrived, frozen, each with the monotonic time `at` (seconds) at which it arrived.

They come from a link (what the DAW said), from the shell (clock, journal, the user's files), and from clients: what a
person wants is a `Request`. The `Bridge` takes one at a time.
"""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.clocks import Clock
from bridge.model.clocks import Told as ClockFact
from bridge.model.cues import Span
from bridge.model.desk import Strip
from bridge.model.effects import Severity
from bridge.model.ledger import Journal, Note, RouteRow
from bridge.model.requests import Request
from bridge.model.routingnews import RoutingNews
from bridge.model.session import SavedSession
from bridge.model.show import Show

# --- from a link ------------------------------------------------------------------------------------------------


class LinkState(StrEnum):
    """How the conversation with the DAW stands; each is shown to the user in its own words."""

    SEARCHING = "searching"
    """No DAW has answered yet."""
    JOINING = "joining"
    """It answers; our surfaces are being set up, the session's name has not come yet. No `Set` leaves."""
    LIVE = "live"
    SILENT = "silent"
    """It was live; nothing at all was heard from it for 5 s."""
    DEAF = "deaf"
    """It is heard, but has not answered a question for 1.5 s."""
    LOST = "lost"
    """Silent for so long that we search anew."""
    PARTIAL = "part of the list missing"
    """Lists arrive with holes, several in a row."""
    OFF = "OSC is off"
    """A DAW runs on this machine, but its OSC is off in this session."""


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link's state, with a sentence for people (`detail`) that says what to do where something is to be done."""

    at: float
    state: LinkState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Our surfaces are set up and the session's name has come.

    `fresh`: they were not found still set up by us, so the DAW was restarted, or a session was opened, since we were
    last joined (also by an earlier run of ours): the desk now is what the session's file held.
    """

    at: float
    session: str
    fresh: bool
    port: int


@dataclass(frozen=True, slots=True)
class Doubted:
    """An answer in the wrong form, or of another rate or session end: another desk may be under our feet.

    No `Set` may leave until `Joined`.
    """

    at: float


@dataclass(frozen=True, slots=True)
class Saved:
    """The DAW saved the session under this name (a new name: save as, or a snapshot switched to)."""

    at: float
    session: str


@dataclass(frozen=True, slots=True)
class Exported:
    """The DAW says that an export has ended."""

    at: float


@dataclass(frozen=True, slots=True)
class ListMoved:
    """The DAW says that its list of strips changed: ask again at once."""

    at: float


@dataclass(frozen=True, slots=True)
class Listed:
    """The complete answer to question `question`: every strip in order. `rate` in Hz, `end` in samples."""

    at: float
    question: int
    strips: tuple[Strip, ...]
    rate: int
    end: int
    monitor: bool = False


@dataclass(frozen=True, slots=True)
class ListBroken:
    """An answer to `question` came with holes; it proves nothing."""

    at: float
    question: int


@dataclass(frozen=True, slots=True)
class TransportSeen:
    """The DAW reported its motion; None for what this report did not say. `speed` is 1.0 at normal speed."""

    at: float
    rolling: bool | None = None
    speed: float | None = None
    record_enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class PositionSeen:
    """The playhead: samples from the session's start, or the timecode text that the DAW shows."""

    at: float
    position: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class ClocksTold:
    """What clocks said over MIDI since the last look at their ports, in order, each with its own time."""

    at: float
    facts: tuple[ClockFact, ...]


@dataclass(frozen=True, slots=True)
class PortChanged:
    """A MIDI port of the show was opened, is not there, or has gone (`there`), with a sentence that says so.

    `clocks`: those that are taken from it; none of it where it only carries what we answer.
    """

    at: float
    there: bool
    text: str
    clocks: tuple[Clock, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """The short look at automation ended: (strip's name, mode of its mute) for each strip, None if it failed."""

    at: float
    modes: tuple[tuple[str, str], ...] | None


# --- from the shell ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time went on; nothing else happened."""

    at: float


@dataclass(frozen=True, slots=True)
class Woke:
    """The process or the machine slept (`gap` in seconds); what lay in the query sockets was thrown away unread."""

    at: float
    gap: float


@dataclass(frozen=True, slots=True)
class JournalRead:
    """The journal as found at the start; always the first event."""

    at: float
    journal: Journal


@dataclass(frozen=True, slots=True)
class Remembered:
    """The durable `Remember` of this ticket is on disk."""

    at: float
    ticket: int


@dataclass(frozen=True, slots=True)
class NotRemembered:
    """A row could not be written (`why`, a sentence); the effects that stood behind it were not carried out.

    `ticket`: of which `Remember`, 0 of none. `lost`: what was in it of the routing's history and of what people said.
    """

    at: float
    ticket: int
    why: str
    lost: tuple[RouteRow | Note, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowChanged:
    """The user's files were read anew and are good."""

    at: float
    show: Show


@dataclass(frozen=True, slots=True)
class SessionRead:
    """The session's file was read; `proposals`: the cues that it speaks of."""

    at: float
    session: SavedSession
    proposals: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionTrouble:
    """The session's file can't be read now; `text` says what happened, that what was read before stays, what to do."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """The shell has something to say on every screen: a broken edit of the show's files, a port that is taken."""

    at: float
    severity: Severity
    text: str


Event = (
    LinkChanged
    | Joined
    | Doubted
    | Saved
    | Exported
    | ListMoved
    | Listed
    | ListBroken
    | TransportSeen
    | PositionSeen
    | ClocksTold
    | PortChanged
    | Looked
    | Ticked
    | Woke
    | JournalRead
    | Remembered
    | NotRemembered
    | ShowChanged
    | SessionRead
    | SessionTrouble
    | Told
    | RoutingNews
    | Request
)
