"""What the pump joins: the bridge, the conversation with the DAW, the journal, as far as the pump sees them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bridge.model.effects import (
    DropNotes,
    Effect,
    Forget,
    ForgetFile,
    KeepNotes,
    Locate,
    Look,
    NameDesk,
    Ordered,
    Pause,
    Play,
    Query,
    Remember,
    RememberFile,
    RememberRoutes,
    RenameStrip,
    Save,
    Set,
)
from bridge.model.events import Event
from bridge.model.snapshot import Snapshot

Row = Remember | Forget | NameDesk | RenameStrip | RememberFile | ForgetFile | RememberRoutes | KeepNotes | DropNotes
"""An effect for the journal."""
Said = Query | Set | Look | Play | Pause | Locate | Save
"""An effect for the DAW."""


class Brain(Protocol):
    """The bridge, as the pump sees it."""

    @property
    def wake_at(self) -> float:
        """When it wants a `Ticked`; infinite for never."""

    def handle(self, event: Event) -> list[Effect]:
        """One event in, its effects out."""

    def snapshot(self, at: float) -> Snapshot:
        """The picture at this moment."""


class Link(Protocol):
    """The conversation with the DAW and its sockets, as the pump sees them (`peer.Peer`)."""

    @property
    def wake_at(self) -> float:
        """When it wants a `tick`; infinite for never."""

    def tick(self, at: float) -> Iterable[Event]:
        """Time went on."""

    def send(self, effect: Said, at: float) -> Iterable[Event]:
        """Say it to the DAW (with the next `post`)."""

    def woke(self, at: float) -> None:
        """Throw away unread what is old news, ask anew."""

    def post(self) -> None:
        """Let what is to be said leave."""


class Companion(Protocol):
    """The line to our script inside the DAW, as the pump sees it (`routing.RoutingLine`)."""

    def send(self, effect: Ordered) -> None:
        """Order it."""

    def refuse(self, effect: Ordered, why: str) -> None:
        """Do not order it; tell why not, as the script itself would."""


class Book(Protocol):
    """The journal, as the pump sees it."""

    def carry_out(self, row: Row) -> None:
        """Write it, as lasting as it asks for. Raises `JournalTrouble`."""


@dataclass(frozen=True, slots=True)
class House:
    """What the pump joins. `record` gets each event with its effects before they are carried out."""

    brain: Brain
    link: Link
    book: Book
    companion: Companion
    record: Callable[[Event, Sequence[Effect]], None]
