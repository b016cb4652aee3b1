"""The desk as a tree: stems, in each its buses, in each its tracks; filtered and folded as the user wants to see it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bridge.model.desk import CONTENT_KINDS
from bridge.model.snapshot import TrackView
from bridge.model.stems import Family, Role, Stem
from bridge.ui.status import stem_words

UNKNOWN, NONE = "unknown", "no stem"
_ORDER = {group: place for place, group in enumerate((*Family, UNKNOWN, NONE))}
NO_BUS = "bus not known"
MANY = 60
"""From so many tracks on the buses are folded at first."""


@dataclass(frozen=True, slots=True)
class Group:
    """A stem or a bus in it (`depth` 0 or 1). `key`: by what it is folded. `tracks`: the numbers of what is in it.

    `strip`: the number of the bus's own strip, None for a stem of several buses, and where the bus is not on the desk.
    """

    key: str
    title: str
    depth: int
    tracks: tuple[int, ...]
    shut: bool = False
    strip: int | None = None


Row = Group | int
"""A row of the tree: a group, or the number of a track."""


@dataclass(frozen=True, slots=True)
class View:
    """How the user wants to see the desk. `turned`: groups that are not as they would be by themselves."""

    turned: frozenset[str] = frozenset()
    words: str = ""

    def turn(self, key: str) -> "View":
        """The same with this group folded, or open again."""
        return View(self.turned ^ {key}, self.words)


def rows(tracks: Iterable[TrackView], view: View) -> tuple[Row, ...]:
    """The tree from top to bottom; what is filtered out is not counted, and nothing that was found is folded away.

    A bus that has the name of its stem, and all of its tracks, gets no row of its own.
    """
    shown = [track for track in tracks if _found(track, view.words)]
    fed = {track.bus for track in shown if track.kind in CONTENT_KINDS}
    buses = {track.name: track.number for track in shown if track.kind not in CONTENT_KINDS and track.name in fed}
    shown = [track for track in shown if track.name not in buses]
    buses_shut = len(shown) > MANY and not view.words
    found: list[Row] = []
    for stem, members in _grouped(shown, lambda track: sum_of(track.stem), _ORDER):
        alone = not buses_shut and all(track.bus == stem for track in members)
        strip = buses.get(stem) if alone else None
        group = Group(stem, stem, 0, _numbers(members), stem in view.turned and not view.words, strip)
        found.append(group)
        if not group.shut:
            found += group.tracks if alone else _buses(members, view, _Buses(stem, buses, buses_shut))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Buses:
    """What the groups of one stem have in common: the numbers of all buses' strips, and how they are at first."""

    stem: str
    strips: Mapping[str, int]
    shut: bool


def _buses(members: list[TrackView], view: View, of: _Buses) -> Iterable[Row]:
    for bus, inside in _grouped(members, lambda track: track.bus or NO_BUS, {}):
        key = f"{of.stem}/{bus}"
        shut = (key in view.turned) != of.shut and not view.words
        group = Group(key, bus, 1, _numbers(inside), shut, of.strips.get(bus))
        yield group
        if not group.shut:
            yield from group.tracks


def _grouped(
    tracks: Iterable[TrackView], of: Callable[[TrackView], str], order: Mapping[str, int]
) -> Iterable[tuple[str, list[TrackView]]]:
    """The tracks by what they have in common, in this order or that of their first appearance."""
    groups: dict[str, list[TrackView]] = {}
    for track in tracks:
        groups.setdefault(of(track), []).append(track)
    return sorted(groups.items(), key=lambda pair: order.get(pair[0], 0))


def _numbers(tracks: Iterable[TrackView]) -> tuple[int, ...]:
    return tuple(track.number for track in tracks)


def sum_of(stem: Stem) -> str:
    """The family that a track counts to, `no stem` for what never sums into one."""
    if stem.known is not None:
        return stem.known
    return UNKNOWN if stem.role is Role.CONTENT else NONE


def _found(track: TrackView, words: str) -> bool:
    """Whether each word of the filter stands in the track's name, stem, bus or state."""
    if not words:
        return True
    text = " ".join((track.name, stem_words(track.stem), track.bus, _states(track))).casefold()
    return all(word in text for word in words.casefold().split())


def _states(track: TrackView) -> str:
    said = (("mute", track.mute), ("solo", track.solo), ("armed", bool(track.armed)))
    return " ".join((track.hold.value, sum_of(track.stem), *(word for word, on in said if on)))
