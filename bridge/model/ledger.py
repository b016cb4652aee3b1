"""Rows of the journal: what the overlay has borrowed and not yet seen given back.

A debt row is *intended* before a preview may touch its target and *owed* before the first packet that does; only
owed rows are debts. File debts are what a session file on disk still owes: it was saved while a preview was on.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from bridge.model.desk import Desk, Target, Value
from bridge.model.routing import Way


class Phase(StrEnum):
    """How far a row of the journal has come."""

    INTENDED = "intended"
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class Debt:
    """The original of one target on one desk. `since`: unix seconds, stamped by the journal when first written.

    `filed`: what the session's file was known to hold when this was borrowed; None if not known. It tells, after the
    session was opened anew, our value from a value that the user had saved.
    """

    desk: int
    target: Target
    original: Value
    phase: Phase
    filed: Value | None = None
    since: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class FileDebt:
    """What a saved session file owes: it holds `held` (our value) where the user's was `original`.

    `watched`: we have followed that session without a gap since the save; else it is offered, never paid unasked.
    """

    desk: int
    target: Target
    original: Value
    held: Value
    watched: bool = True
    since: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A desk that the journal knows, under the number that its rows carry."""

    number: int
    desk: Desk


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A route that we changed, for our own undo: never a debt, which would put the fault back.

    `number` counts what was changed together; `strip` is the DAW's id. `undone`: it was taken back.
    """

    number: int
    desk: int
    strip: str
    name: str
    former: Way
    now: Way
    undone: bool = False
    since: float = field(default=0.0, compare=False)


class Matter(StrEnum):
    """What a note is about."""

    HANDS_OFF = "hands off"
    """The strip goes where its user wants it: it is judged, and never put back."""
    ACCEPTED = "accepted"
    """Somebody has seen this finding and lives with it."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person has said of the routing of one strip (the DAW's id). `about`: the finding that was accepted."""

    desk: int
    strip: str
    matter: Matter
    about: str = ""
    text: str = field(default="", compare=False)
    since: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Journal:
    """All that the journal held at the start. `rebooted`: the machine was started anew since it was last written."""

    desks: tuple[DeskRow, ...] = ()
    debts: tuple[Debt, ...] = ()
    file_debts: tuple[FileDebt, ...] = ()
    routes: tuple[RouteRow, ...] = ()
    notes: tuple[Note, ...] = ()
    rebooted: bool = False
