"""Requests: what people want of the bridge; events like all others, each with a number under which it is answered."""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.show import Mode


@dataclass(frozen=True, slots=True)
class PreviewAsked:
    """A person wants this preview; `off` (or `full`) ends the one that is on."""

    at: float
    request: int
    name: str


@dataclass(frozen=True, slots=True)
class ModeAsked:
    """A person sets the mode."""

    at: float
    request: int
    mode: Mode


class Move(StrEnum):
    """The transport commands of our own."""

    PLAY = "play"
    PAUSE = "pause"
    LOCATE = "locate"


@dataclass(frozen=True, slots=True)
class TransportAsked:
    """A person moves the transport; `place` (for `locate`) is timecode text or a number of samples."""

    at: float
    request: int
    move: Move
    place: str = ""


@dataclass(frozen=True, slots=True)
class SaveAsked:
    """A person wants the session saved clean: leave the preview, save, come back to it."""

    at: float
    request: int


@dataclass(frozen=True, slots=True)
class RestoreAsked:
    """A person wants debts paid, or forgotten (`forget`). `strips`: only these names; empty: all that are offered."""

    at: float
    request: int
    forget: bool = False
    strips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepMutedAsked:
    """A person says that strips which a preview has muted shall stay so: what no click in the DAW can say."""

    at: float
    request: int
    strips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcknowledgeAsked:
    """A person has seen the notices and findings of these numbers; a `note` says why that is so and may stay."""

    at: float
    request: int
    numbers: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class StopAsked:
    """The daemon shall end: give the desk back first."""

    at: float
    request: int


@dataclass(frozen=True, slots=True)
class RouteAsked:
    """A person wants the plan carried out, for these strips only where some are named. `buses`: missing ones too."""

    at: float
    request: int
    strips: tuple[str, ...] = ()
    buses: bool = False


@dataclass(frozen=True, slots=True)
class UnrouteAsked:
    """A person wants the last routes that we changed taken back; they stay so (`hands off`)."""

    at: float
    request: int


@dataclass(frozen=True, slots=True)
class HandsOffAsked:
    """A person says that these strips go where they are to go (`off`), or that they may be put back again."""

    at: float
    request: int
    strips: tuple[str, ...]
    off: bool = True


Request = (
    PreviewAsked
    | ModeAsked
    | TransportAsked
    | SaveAsked
    | RestoreAsked
    | KeepMutedAsked
    | AcknowledgeAsked
    | StopAsked
    | RouteAsked
    | UnrouteAsked
    | HandsOffAsked
)
