"""The desk: strips as a DAW lists them, and a whole desk as one flat dictionary.

`Target` is one thing on the desk that has a value, `Mix` a whole desk. Wanting, comparing, previewing and
restoring are algebra on such dictionaries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What kind of strip the DAW says it is."""

    AUDIO = "audio track"
    MIDI = "midi track"
    BUS = "bus"
    MIDI_BUS = "midi bus"
    FOLDBACK = "foldback"
    VCA = "vca"
    MASTER = "master"
    MONITOR = "monitor"
    OTHER = "other"


CONTENT_KINDS = frozenset({Kind.AUDIO, Kind.MIDI})
"""Strips that carry content by themselves: audio tracks and instrument tracks. A bus only where the show says so."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip as the DAW listed it.

    `number` is its place in the list, never an identity; `name` is, within a session. `solo` is explicit *or*
    implied where the DAW does not tell them apart (Ardour over OSC). `armed` is None where the strip can't record.
    """

    number: int
    name: str
    kind: Kind
    inputs: int
    outputs: int
    mute: bool
    solo: bool
    armed: bool | None = None


class Aspect(StrEnum):
    """What of a strip has a value that we may want."""

    MUTE = "mute"
    ROUTE = "route"


class Target(NamedTuple):
    """One thing on the desk that has a value: (strip's name, aspect)."""

    strip: str
    aspect: Aspect = Aspect.MUTE


Value = bool
"""A target's value. Mutes are booleans; other aspects will widen this."""
Mix = Mapping[Target, Value]
"""A whole desk, or a part of it, as one flat dictionary."""


def drift(desired: Mix, actual: Mix) -> dict[Target, Value]:
    """What differs now, in the order of `desired`; a target that the desk does not show has no drift.

    >>> a, b = Target("DX 1"), Target("MX 1")
    >>> drift({a: True, b: True}, {a: True, b: False})
    {Target(strip='MX 1', aspect=<Aspect.MUTE: 'mute'>): True}
    """
    return {target: value for target, value in desired.items() if target in actual and actual[target] != value}


def muted(strips: tuple[Strip, ...]) -> dict[Target, Value]:
    """The desk's mutes as the DAW listed them."""
    return {Target(strip.name): strip.mute for strip in strips}


@dataclass(frozen=True, slots=True)
class Desk:
    """Which desk: the DAW, the session's (or snapshot's) name, the sample rate, the names of its strips, its folder.

    OSC does not tell the `folder`, the session's file does; empty: not known. Two sessions equal in all the rest can't
    be told apart without it.
    """

    daw: str
    session: str
    rate: int
    strips: frozenset[str] = frozenset()
    folder: str = ""

    def same(self, other: "Desk") -> bool:
        """True if name and rate are equal and at least half of the remembered strips (`self`'s) are in `other`.

        Two folders that are known must be the same one.
        """
        if self.folder and other.folder and self.folder != other.folder:
            return False
        if (self.daw, self.session, self.rate) != (other.daw, other.session, other.rate):
            return False
        return 2 * len(self.strips & other.strips) >= len(self.strips)
