"""One strip of the stand-in's mixer: what it is, what it is set to, where its sound goes."""

from dataclasses import InitVar, dataclass, field
from enum import Enum
from itertools import count
from typing import NamedTuple

from bridge.model.desk import Kind

TRACKS = frozenset({Kind.AUDIO, Kind.MIDI})
"""Strips that can be armed."""
ENDS = frozenset({Kind.MASTER, Kind.MONITOR})
"""Strips that never solo and stand last in every list."""


class Automation(Enum):
    """Automation mode of a strip's mute, with the number and the word that a surface is told."""

    MANUAL = 0
    PLAY = 1
    WRITE = 2
    TOUCH = 3
    LATCH = 4


class Plug(NamedTuple):
    """What an output channel feeds: a strip's input of this number, from 0, or a `port` outside the mixer."""

    strip: "Channel | None"
    channel: int = 0
    port: str = ""


class Send(NamedTuple):
    """A send behind the fader."""

    bus: "Channel"
    on: bool = True


@dataclass(slots=True, eq=False)
class Channel:
    """One strip of the mixer. `mute` and `solo` are its own; what it shows is for the session to say.

    `inputs` and `outputs` count its audio channels, `outs` is what each output feeds; `to` is where it leads at first.
    `vcas` are those that rule it. A channel that `refuses` ignores every mute without a word, as one under playing
    automation does. `id` stays when it is renamed and is the same in the file, where the next number is its playlist's.
    """

    name: str
    kind: Kind = Kind.AUDIO
    inputs: int = 1
    outputs: int = 2
    to: InitVar["Channel | None"] = None
    sends: tuple[Send, ...] = ()
    vcas: tuple["Channel", ...] = ()
    mute: bool = False
    solo: bool = False
    armed: bool = False
    hidden: bool = False
    selected: bool = False
    automation: Automation = Automation.MANUAL
    refuses: bool = False
    comment: str = ""
    id: int = field(default_factory=count(1000, 2).__next__)
    outs: tuple[tuple[Plug, ...], ...] = field(init=False)

    def __post_init__(self, to: "Channel | None") -> None:
        self.lead(*([to] if to is not None else []))

    def lead(self, *strips: "Channel") -> None:
        """Let its outputs feed these strips and nothing else, each channel the one of its number."""
        self.outs = tuple(
            tuple(Plug(strip, channel % strip.inputs) for strip in strips) for channel in range(self.outputs)
        )

    @property
    def leads(self) -> tuple["Channel", ...]:
        """The strips that its outputs feed."""
        return tuple(dict.fromkeys(plug.strip for outs in self.outs for plug in outs if plug.strip is not None))

    @property
    def feeds(self) -> tuple["Channel", ...]:
        """Where its sound goes next: by its outputs, then by its sends."""
        return (*self.leads, *(send.bus for send in self.sends))

    @property
    def closed(self) -> bool:
        """True where a VCA above it is muted."""
        return any(vca.shows_mute for vca in self.vcas)

    @property
    def shows_mute(self) -> bool:
        """The mute that lists, queries and echoes report: its own or that of a VCA above it."""
        return self.mute or self.closed

    @property
    def solos(self) -> bool:
        """True where the user soloed it, or a VCA above it."""
        return self.solo or any(vca.solos for vca in self.vcas)

    def reaches(self, other: "Channel") -> bool:
        """True where its sound arrives at `other`, directly or through further channels."""
        seen: set[int] = set()
        waiting = list(self.feeds)
        while waiting:
            channel = waiting.pop()
            if channel is other:
                return True
            if id(channel) not in seen:
                seen.add(id(channel))
                waiting.extend(channel.feeds)
        return False
