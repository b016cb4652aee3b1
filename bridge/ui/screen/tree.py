"""The desk as a tree: stems, in each its buses, in each its tracks; filtered and folded as the user wants to see it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bridge.model.desk import CONTENT_KINDS
from bridge.model.snapshot import Hold, Snapshot, TrackView
from bridge.model.stems import CONFIDENT, Family, Role, Stem
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
    `guesses`: how many of the tracks have a stem that is only a guess.
    """

    key: str
    title: str
    depth: int
    tracks: tuple[int, ...]
    shut: bool = False
    strip: int | None = None
    guesses: int = 0


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

    def only(self, words: str) -> "View":
        """The same with only the tracks that have these words."""
        return View(self.turned, words)


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
        shut = stem in view.turned and not view.words
        alone = not buses_shut and all(track.bus == stem for track in members)
        strip = buses.get(stem) if alone else None
        group = Group(stem, stem, 0, _numbers(members), shut, strip, _guesses(members))
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
        group = Group(key, bus, 1, _numbers(inside), shut, of.strips.get(bus), _guesses(inside))
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


def _guesses(tracks: Iterable[TrackView]) -> int:
    stems = (track.stem for track in tracks)
    return sum(1 for stem in stems if stem.family is not None and stem.confidence < CONFIDENT and not stem.locked)


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


@dataclass(frozen=True, slots=True)
class Mutes:
    """Who silences what on the desk. By the strips' names: `ours` are muted by us for certain, `perhaps` by us.

    A debt that is only offered may be ours or the user's; every other mute is the user's. `solo`: a strip is soloed,
    so that tracks which show none are silent.
    """

    ours: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    solo: bool = False

    def whose(self, name: str) -> str:
        """The state of a strip that is muted."""
        if name in self.ours:
            return "muted by us"
        return "muted, perhaps by us" if name in self.perhaps else "muted by you"


def mutes(snapshot: Snapshot | None) -> Mutes:
    """Who silences what on this desk."""
    if snapshot is None:
        return Mutes()
    ours, perhaps = (frozenset(row.target.strip for row in rows) for rows in (snapshot.debts, snapshot.offered))
    return Mutes(ours, perhaps, bool(snapshot.preview.soloed))


Mark = tuple[str, str]
"""What a row is, wherever it stands: a group by its key, a track by its name."""


class Tree:
    """The tree that is shown, made anew only where something has moved that it is made of; and each track's state."""

    def __init__(self) -> None:
        self.view = View()
        self.rows: tuple[Row, ...] = ()
        self.tracks: Mapping[int, TrackView] = {}
        self.states: Mapping[int, str] = {}
        """What each track does, by its number, as a key of `desk.STATES`."""
        self._of: tuple[TrackView, ...] = ()
        self._view = self.view
        self._mutes = Mutes()

    def follow(self, snapshot: Snapshot | None) -> None:
        """Take over what the desk is now, and how it is to be seen."""
        tracks = snapshot.tracks if snapshot is not None else ()
        now = mutes(snapshot)
        if tracks is self._of and self.view == self._view and now == self._mutes:
            return
        if not self._same(tracks):
            self.rows = rows(tracks, self.view)
        self.tracks = {track.number: track for track in tracks}
        self.states = {track.number: state_of(track, now) for track in tracks}
        self._of, self._view, self._mutes = tracks, self.view, now

    def mark(self, row: int) -> Mark | None:
        """What stands in this row, None if there is no such row."""
        if not 0 <= row < len(self.rows):
            return None
        found = self.rows[row]
        return ("group", found.key) if isinstance(found, Group) else ("track", self.tracks[found].name)

    def row_of(self, mark: Mark | None) -> int:
        """Where this stands now, -1 if it is not there."""
        return next((row for row in range(len(self.rows)) if self.mark(row) == mark), -1) if mark else -1

    def _same(self, tracks: tuple[TrackView, ...]) -> bool:
        """Whether nothing has moved that the rows are made of; without a filter that is what tracks are, not do."""
        if self.view != self._view or self.view.words or len(tracks) != len(self._of):
            return False
        return _alike(self._of, tracks)


def _alike(before: tuple[TrackView, ...], tracks: tuple[TrackView, ...]) -> bool:
    """Whether these are the same tracks in the same places of the tree, whatever they do now."""
    for old, new in zip(before, tracks, strict=True):
        if old is not new and (old.number != new.number or old.name != new.name or old.bus != new.bus):
            return False
        one, other = old.stem, new.stem
        if one is not other and _counts_as(one) != _counts_as(other):
            return False
    return True


def _counts_as(stem: Stem) -> tuple[object, ...]:
    """What of a stem the tree is made of."""
    return stem.family, stem.role, stem.confidence, stem.locked


def _unsettled(track: TrackView) -> str:
    """The state of a track that is on its way, does not obey, or was taken from us."""
    match track.hold:
        case Hold.ASKED:
            return "waiting: mute" if track.wanted else "waiting: open"
        case Hold.REFUSED:
            return "refused, muted" if track.mute else "refused, open"
        case _:
            return "muted by you" if track.mute else "opened by you"


_FREE, _HELD = Hold.FREE, Hold.HELD  # looked up once: they are asked of every track in every frame


def state_of(track: TrackView, of: Mutes) -> str:
    """What a track does, and who made it do so, as a key of `desk.STATES`."""
    if track.hold is not _FREE and track.hold is not _HELD:
        return _unsettled(track)
    if track.mute:
        return "muted by you" if track.wanted is False else of.whose(track.name)
    if track.heard is False:
        return "left open" if track.why else "waiting: mute"
    if track.heard is None and track.wanted:
        return "waiting: mute"
    if of.solo and not track.solo and track.kind in CONTENT_KINDS:
        return "cut by solo"
    return "open" if track.heard is None else "heard"
