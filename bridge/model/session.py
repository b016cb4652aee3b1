"""A saved session: what a DAW's own file says, which is as new as the last save.

It tells what OSC hides: frame rate and timecode offset, markers and ranges, regions, routing, pre-fader sends,
automation modes, stable ids. Positions and lengths are samples from the session's start.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marker:
    """A point on the timeline."""

    id: str
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of the timeline with a name; `end` is the first sample behind it."""

    id: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Region:
    """A clip on a track; `end` is the first sample behind it."""

    id: str
    name: str
    start: int
    end: int
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """A send to a bus, by the bus's name."""

    target: str
    pre_fader: bool
    active: bool


@dataclass(frozen=True, slots=True)
class SavedTrack:
    """A track or bus as saved. `outputs`: the names of what its main outputs feed, without ports.

    `mute_automation`: `Manual`, `Play`, `Write`, `Touch` or `Latch`. `regions` are in the order of time.
    """

    id: str
    name: str
    kind: str
    outputs: tuple[str, ...] = ()
    sends: tuple[Send, ...] = ()
    regions: tuple[Region, ...] = ()
    comment: str = ""
    mute_automation: str = "Manual"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SavedSession:
    """The whole file. `name` is the session's, `snapshot` the file's own name; `folder` and `file` are paths as text.

    `saved_at`: the file's time in unix seconds. `timecode`: the name of a rate of `RATES`, empty if it is none of them.
    `offset`: samples; what is shown at a position is the label of position + offset. `start`, `end`: the session range,
    None if there is none.
    """

    name: str
    snapshot: str
    folder: str
    file: str
    saved_at: float
    sample_rate: int
    timecode: str
    offset: int
    program: str = ""
    start: int | None = None
    end: int | None = None
    markers: tuple[Marker, ...] = ()
    ranges: tuple[Range, ...] = ()
    tracks: tuple[SavedTrack, ...] = ()
