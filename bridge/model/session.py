"""A saved session: what a DAW's own file says, which is as new as the last save.

It tells what OSC hides: frame rate and timecode offset, markers and ranges, regions, routing, pre-fader sends,
automation modes, stable ids. Positions and lengths are samples from the session's start.
"""

from collections.abc import Container
from dataclasses import dataclass, replace

from bridge.model.desk import Kind
from bridge.model.routing import Graph
from bridge.model.stems import Named
from bridge.model.timecode import RATES, Ruler


@dataclass(frozen=True, slots=True)
class Marker:
    """A point on the timeline. `id`: empty where only a script inside the DAW tells it."""

    id: str
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of the timeline with a name; `end` is the first sample behind it. `id` as of a `Marker`."""

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
    """A track or bus as saved. `kind`: a word of `desk.Kind`. `outputs`: the names of what its main outputs feed.

    An output to the hardware or to another program is named by its port. `mute_automation`: `Manual`, `Play`, `Touch`
    or `Latch`; a mute on `Write` is saved as `Manual` or `Touch`. `regions` are in the order of time. `active`: False
    for a track that is switched off.
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
    active: bool = True


@dataclass(frozen=True, slots=True)
class SavedSession:
    """The whole file. `name` is the session's, `snapshot` the file's own name; `folder` and `file` are paths as text.

    `saved_at`: the file's time in unix seconds. `timecode`: the name of a rate of `RATES`, empty if it is none of them.
    `sample_rate`: in Hz, as timecode counts them, a pull up or down included. `offset`: samples; what is shown at a
    position is the label of position + offset. `start`, `end`: the session range, None if there is none. `tracks` are
    in the mixer's order. `notes`: what could not be read, a sentence each. `graph`: the routing in full.
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
    notes: tuple[str, ...] = ()
    graph: Graph | None = None

    @property
    def ruler(self) -> Ruler | None:
        """How its positions are labelled, None if its rate is none that we know."""
        rate = RATES.get(self.timecode)
        return None if rate is None else Ruler(rate, self.sample_rate, self.offset)


@dataclass(frozen=True, slots=True)
class OwnState:
    """What a strip shows, taken apart: its own mute, whether a VCA mutes it, its explicit solo.

    `mute_automation`: `Manual`, `Play`, `Write`, `Touch` or `Latch`. VCAs have one, too.
    """

    id: str
    name: str
    mute: bool
    muted_by_vca: bool
    solo: bool
    mute_automation: str = "Manual"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """What our script inside the DAW tells of the session that is open, as it is now, and OSC does not.

    Words and units are those of `SavedSession`. `strips` are in no order.
    """

    name: str
    snapshot: str
    folder: str
    sample_rate: int
    timecode: str
    offset: int
    start: int | None = None
    end: int | None = None
    markers: tuple[Marker, ...] = ()
    ranges: tuple[Range, ...] = ()
    strips: tuple[OwnState, ...] = ()


def as_now(saved: SavedSession, opened: OpenSession | None) -> SavedSession:
    """What the file of this session says, with what our script tells of it as it is now: rate, offset, markers, ranges.

    Tracks, regions and the rest stay as of the last save. A script that tells another session changes nothing. What
    stands where the file has it keeps its id; what is new goes by its place until it is saved.
    """
    if opened is None or (opened.name, opened.snapshot) != (saved.name, saved.snapshot):
        return saved
    markers = {(one.name, one.position): one.id for one in saved.markers}
    ranges = {(one.name, one.start): one.id for one in saved.ranges}
    return replace(
        saved,
        sample_rate=opened.sample_rate,
        timecode=opened.timecode,
        offset=opened.offset,
        start=opened.start,
        end=opened.end,
        markers=tuple(
            replace(one, id=markers.get((one.name, one.position), f"at {one.position}")) for one in opened.markers
        ),
        ranges=tuple(replace(one, id=ranges.get((one.name, one.start), f"at {one.start}")) for one in opened.ranges),
    )


def file_stem(session: str) -> str:
    """The name that the file of this session or snapshot has without its suffix; it can't hold all that a name can.

    >>> file_stem("Reel 1/2")
    'Reel 1_2'
    """
    return session.translate({ord(character): "_" for character in "/\\\0"})


MOST_CLIPS = 100
"""Regions of a track whose names are asked what it is; a few of a kind say as much as all."""


def named(session: SavedSession) -> dict[str, Named]:
    """By each track's name, all the names in the file that tell what it is; that it feeds the master tells nothing."""
    masters = {track.name for track in session.tracks if track.kind in {Kind.MASTER, Kind.MONITOR}}
    return {track.name: _named(track, masters) for track in session.tracks}


def _named(track: SavedTrack, masters: Container[str]) -> Named:
    buses = [output for output in track.outputs if output not in masters]
    clips = tuple(region.name for region in track.regions[:MOST_CLIPS])
    return Named(track.name, bus=" ".join(buses[:1]), clips=clips, comment=track.comment)
