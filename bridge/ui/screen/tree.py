"""The desk as a tree: stems, in each its buses, in each its tracks, below each what is wrong with where it goes;
filtered and folded as the user wants to see it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bridge.model.desk import CONTENT_KINDS
from bridge.model.routing import NO_ROUTING, RoutingView
from bridge.model.snapshot import Hold, Snapshot, TrackView
from bridge.model.stems import CONFIDENT, Family, Role, Stem
from bridge.ui.screen.ways import Ways, ways
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
    `guesses`: how many of the tracks have a stem that is only a guess; `wrong`: how many go where they should not;
    `unseen`: of how many nobody can tell.
    """

    key: str
    title: str
    depth: int
    tracks: tuple[int, ...]
    shut: bool = False
    strip: int | None = None
    guesses: int = 0
    wrong: int = 0
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with where the strip of this number goes; it stands below that."""

    number: int


Row = Group | Fault | int
"""A row of the tree: a group, the number of a track, or what is wrong with it."""
WAYLESS = Ways()


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


def rows(tracks: Iterable[TrackView], view: View, of: Ways = WAYLESS) -> tuple[Row, ...]:
    """The tree from top to bottom; what is filtered out is not counted, and nothing that was found is folded away.

    A bus that has the name of its stem, and all of its tracks, gets no row of its own. A bus that is folded because
    there are so many still shows what is wrong in it.
    """
    shown = [track for track in tracks if _found(track, view.words, of)]
    fed = {of.bus(track) for track in shown if track.kind in CONTENT_KINDS}
    buses = {track.name: track for track in shown if track.kind not in CONTENT_KINDS and track.name in fed}
    shown = [track for track in shown if track.name not in buses]
    buses_shut = len(shown) > MANY and not view.words
    found: list[Row] = []
    for stem, members in _grouped(shown, lambda track: sum_of(track.stem), _ORDER):
        shut = stem in view.turned and not view.words
        alone = not buses_shut and all(of.bus(track) == stem for track in members)
        strip = buses.get(stem) if alone else None
        found.append(_group((stem, stem, 0), members, strip, shut, of))
        found += _lines((strip,), of)[1:] if strip else ()
        if not shut:
            found += _lines(members, of) if alone else _buses(members, view, _Buses(stem, buses, buses_shut, of))
    return tuple(found)


def _group(
    named: tuple[str, str, int], members: Sequence[TrackView], strip: TrackView | None, shut: bool, of: Ways
) -> Group:
    """A group with what is counted of it; `named`: its key, its title, its depth."""
    wrong, unseen = sum(map(of.wrong, members)), sum(map(of.unseen, members))
    return Group(*named, _numbers(members), shut, strip.number if strip else None, _guesses(members), wrong, unseen)


def _lines(tracks: Iterable[TrackView], of: Ways) -> list[Row]:
    """The rows of these tracks, below each its fault."""
    found: list[Row] = []
    for track in tracks:
        found.append(track.number)
        if of.told(track) is not None:
            found.append(Fault(track.number))
    return found


@dataclass(frozen=True, slots=True)
class _Buses:
    """What the groups of one stem have in common: all buses' strips, how the groups are at first, where tracks go."""

    stem: str
    strips: Mapping[str, TrackView]
    shut: bool
    ways: Ways


def _buses(members: list[TrackView], view: View, of: _Buses) -> Iterable[Row]:
    for bus, inside in _grouped(members, lambda track: of.ways.bus(track) or NO_BUS, {}):
        key, strip = f"{of.stem}/{bus}", of.strips.get(bus)
        shut = (key in view.turned) != of.shut and not view.words
        yield _group((key, of.ways.title(inside[0]) or NO_BUS, 1), inside, strip, shut, of.ways)
        if strip is not None:
            yield from _lines((strip,), of.ways)[1:]
        if not shut or (of.shut and key not in view.turned):
            yield from _lines(filter(of.ways.wrong, inside) if shut else inside, of.ways)


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


def _found(track: TrackView, words: str, of: Ways) -> bool:
    """Whether each word of the filter stands in the track's name, stem, bus, state, or in what is wrong with it."""
    if not words:
        return True
    said = (track.name, stem_words(track.stem), of.title(track), _states(track), of.words(track))
    text = f"{' '.join(said)}{' wrong' if of.wrong(track) else ''}".casefold()
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
"""What a row is, wherever it stands: a group by its key, a track or its fault by the track's name."""


class Tree:
    """The tree that is shown, made anew only where something has moved that it is made of; and each track's state."""

    def __init__(self) -> None:
        self.view = View()
        self.rows: tuple[Row, ...] = ()
        self.tracks: Mapping[int, TrackView] = {}
        self.states: Mapping[int, str] = {}
        """What each track does, by its number, as a key of `desk.STATES`."""
        self.ways = WAYLESS
        self._routing = NO_ROUTING
        self._of: tuple[TrackView, ...] = ()
        self._view = self.view
        self._mutes = Mutes()

    def follow(self, snapshot: Snapshot | None) -> None:
        """Take over what the desk is now, and how it is to be seen."""
        tracks = snapshot.tracks if snapshot is not None else ()
        routing = snapshot.routing if snapshot is not None else NO_ROUTING
        now = mutes(snapshot)
        rerouted = self._reroute(routing)
        if tracks is self._of and self.view == self._view and now == self._mutes and not rerouted:
            return
        if rerouted or not self._same(tracks):
            self.rows = rows(tracks, self.view, self.ways)
        self.tracks = {track.number: track for track in tracks}
        self.states = {track.number: state_of(track, now) for track in tracks}
        self._of, self._view, self._mutes = tracks, self.view, now

    def mark(self, row: int) -> Mark | None:
        """What stands in this row, None if there is no such row."""
        if not 0 <= row < len(self.rows):
            return None
        match self.rows[row]:
            case Group(key=key):
                return ("group", key)
            case Fault(number=number):
                return ("fault", self.tracks[number].name)
            case number:
                return ("track", self.tracks[number].name)

    def row_of(self, mark: Mark | None) -> int:
        """Where this stands now, -1 if it is not there."""
        return next((row for row in range(len(self.rows)) if self.mark(row) == mark), -1) if mark else -1

    def _reroute(self, routing: RoutingView) -> bool:
        """Take over where everything goes; whether that has changed."""
        if routing is self._routing:
            return False
        self.ways, self._routing = ways(routing), routing
        return True

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
