"""Effects: instructions that leave the house, frozen; the shell carries them out in list order.

A `Set` or a `Remember` behind a `Remember` that failed in the same list is not carried out; everything else is, and
`NotRemembered` is the next event.
"""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.desk import Target, Value
from bridge.model.ledger import Debt, DeskRow, FileDebt, Note, RouteRow
from bridge.model.routing import Way

# --- to a link --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Query:
    """Ask the DAW for its whole list of strips; the answer will carry `question`.

    At most as many are open as the dialect has query ports, one a port.
    """

    question: int


@dataclass(frozen=True, slots=True)
class Change:
    """One value to be set: the strip's number in the newest list, what it is for, the value."""

    number: int
    target: Target
    value: Value


@dataclass(frozen=True, slots=True)
class Set:
    """Changes that leave in one bundle, in order; never more than the dialect's window."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Take the short look at the automation modes of all mutes."""


@dataclass(frozen=True, slots=True)
class Play:
    """Roll, from `position` (samples) if given."""

    position: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the transport where it is."""


@dataclass(frozen=True, slots=True)
class Locate:
    """Move the playhead to `position` (samples); a rolling transport goes on rolling."""

    position: int


@dataclass(frozen=True, slots=True)
class Save:
    """Have the DAW save its session."""


# --- to our script inside the DAW -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reroute:
    """One strip is to go this way, as far as it is known to go `former` now.

    It is refused if the strip of this id has another name by then, or is gone, or if its outputs go elsewhere than
    `former` says: then somebody has just routed it, and that is not to be lost unseen.
    """

    id: str
    name: str
    way: Way
    former: Way


@dataclass(frozen=True, slots=True)
class SetRoutes:
    """Ways to be set, each whole or not at all; `order` counts up. Never more than 64."""

    order: int
    changes: tuple[Reroute, ...]


@dataclass(frozen=True, slots=True)
class NewBus:
    """A bus to be made: its name, its audio channels. It feeds the master, as a new bus does."""

    name: str
    channels: int


@dataclass(frozen=True, slots=True)
class MakeBuses:
    """Buses to be made; one whose name is taken is refused."""

    order: int
    buses: tuple[NewBus, ...]


Ordered = SetRoutes | MakeBuses
"""What is for our script inside the DAW."""


# --- to the journal ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Remember:
    """Write these rows (a row of the same desk and target is replaced).

    `durable`: synced to disk off the loop and answered by `Remembered`/`NotRemembered` with `ticket`; it never turns
    an owed row into an intended one (it may come late). Else written
    before the next effect is carried out (it survives a kill), answered only by `NotRemembered` if it fails.
    """

    rows: tuple[Debt, ...]
    durable: bool
    ticket: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Strike off the rows of these targets on this desk."""

    desk: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class NameDesk:
    """Write down which desk this number means (also when its name or its strips have changed)."""

    row: DeskRow


@dataclass(frozen=True, slots=True)
class RenameStrip:
    """The debts of strip `old` on this desk now stand under `new`; what saved files owe stays under the old name."""

    desk: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RememberFile:
    """Write these file debts (a row of the same desk and target is replaced)."""

    rows: tuple[FileDebt, ...]


@dataclass(frozen=True, slots=True)
class ForgetFile:
    """Strike off the file debts of these targets on this desk."""

    desk: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class RememberRoutes:
    """Write these rows of the routing's history (a row of the same number and strip is replaced)."""

    rows: tuple[RouteRow, ...]


@dataclass(frozen=True, slots=True)
class KeepNotes:
    """Write what a person has said of the routing of strips (a note of the same desk, strip and matter is replaced)."""

    rows: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class DropNotes:
    """Strike off these notes."""

    rows: tuple[Note, ...]


# --- to people --------------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How loud a notice is."""

    INFO = "info"
    WARNING = "warning"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the log and every screen: what happened, what was not harmed, what to do."""

    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a client's request: `ok`, and lines for people; the first is the result in one sentence."""

    request: int
    ok: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quit:
    """The daemon may end now; `code` is its exit code (0, or 3 if debts remain)."""

    code: int


Effect = (
    Query
    | Set
    | Look
    | Play
    | Pause
    | Locate
    | Save
    | Remember
    | Forget
    | NameDesk
    | RenameStrip
    | RememberFile
    | ForgetFile
    | SetRoutes
    | MakeBuses
    | RememberRoutes
    | KeepNotes
    | DropNotes
    | Notice
    | Answer
    | Quit
)
