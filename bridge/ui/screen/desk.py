"""The desk: the lines of its tree. Each track says what silences it and who did that; what waits is drawn waiting."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bridge.model.desk import CONTENT_KINDS
from bridge.model.snapshot import Hold, Snapshot, TrackView
from bridge.model.stems import CONFIDENT, Family, Stem
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import Line, Piece, column, cut, name, spread
from bridge.ui.screen.tree import NONE, UNKNOWN, Group, View
from bridge.ui.status import stem_words, sureness

STEM, SURE, STATE = 12, 10, 17
WHY = 100
"""Cells from which how sure a stem is, and why, fits beside it."""
WIDEST = 34
"""Cells of a name where there is room for all."""
INDENT = "    "
LOCKED, PERHAPS = "✓", "?"
"""Signs before a stem: a person has locked it; it is a guess."""
_HUES = {Family.DX: Hue.DX, Family.FX: Hue.FX, Family.MX: Hue.MX, UNKNOWN: Hue.UNSET, NONE: Hue.DIM}
OPEN = "open"
STATES = {
    "refused, open": ("! refused, open", Hue.ALARM),
    "refused, muted": ("! refused, muted", Hue.ALARM),
    "left open": ("! left open", Hue.WARNING),
    "heard": ("♪ heard", Hue.HEARD),
    "muted by us": ("■ muted by us", Hue.SILENT),
    "muted, perhaps by us": ("■ perhaps by us", Hue.WARNING),
    "muted by you": ("■ muted by you", Hue.HAND),
    "opened by you": ("◆ opened by you", Hue.HAND),
    "waiting: mute": ("◌ waiting: mute", Hue.WAITING),
    "waiting: open": ("◌ waiting: open", Hue.WAITING),
    "cut by solo": ("□ cut by solo", Hue.SILENT),
    OPEN: ("♪ open", Hue.TEXT),
}
"""Each state of a track as it is shown: symbol, words, colour; the gravest first, for a short line loses its end."""


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


def title(snapshot: Snapshot | None, view: View, width: int) -> Line:
    """The region's head: what of the desk is shown, and how to see other things."""
    if snapshot is None:
        return (Piece("Desk", Hue.TITLE),)
    right: Line = (Piece("/", Hue.KEY, "filter"), Piece(" filter"))
    if view.words:
        right = (Piece(f'only "{name(view.words, 30)}"  ', Hue.WARNING), *right)
    return spread((Piece("Desk ", Hue.TITLE), Piece(f"{len(snapshot.tracks)} strips", Hue.DIM)), right, width)


def state_of(track: TrackView, of: Mutes) -> str:
    """What a track does, and who made it do so: a key of `STATES`."""
    match track.hold:
        case Hold.ASKED:
            return "waiting: mute" if track.wanted else "waiting: open"
        case Hold.REFUSED:
            return "refused, muted" if track.mute else "refused, open"
        case Hold.HAND:
            return "muted by you" if track.mute else "opened by you"
    if track.mute:
        return "muted by you" if track.wanted is False else of.whose(track.name)
    if track.heard is False:
        return "left open" if track.why else "waiting: mute"
    if track.heard is None and track.wanted:
        return "waiting: mute"
    if of.solo and not track.solo and track.kind in CONTENT_KINDS:
        return "cut by solo"
    return OPEN if track.heard is None else "heard"


def counted(tracks: Iterable[TrackView], of: Mutes) -> list[Piece]:
    """How many tracks are in which state; those that are simply open are not counted."""
    states = Counter(state_of(track, of) for track in tracks)
    found = []
    for state, (text, hue) in STATES.items():
        if states[state] and state != OPEN:
            found.append(Piece(f"  {text[0]} {states[state]} {state}", hue))
    return found


def group_line(group: Group, tracks: Mapping[int, TrackView], of: Mutes, width: int, chosen: bool) -> Line:
    """A stem or a bus: how many tracks it has, and in which states they are."""
    inside = [tracks[number] for number in group.tracks if number in tracks]
    fold = "▸" if group.shut else "▾"
    hue = _HUES.get(group.title, Hue.TEXT) if group.depth == 0 else Hue.TEXT
    head = Piece(f"{_mark(chosen)}{'  ' * group.depth}{fold} {name(group.title, 40)}", hue, f"fold:{group.key}")
    counts = [Piece(f"  {len(group.tracks)}", Hue.DIM)]
    if (own := tracks.get(group.strip or 0)) is not None and own.mute:
        state, colour = STATES[state_of(own, of)]
        counts.append(Piece(f"  the bus: {state}", colour))
    counts += counted(inside, of)
    if guesses := sum(_guess(track.stem) for track in inside):
        counts.append(Piece(f"  ? {guesses} perhaps", Hue.UNSET))
    return cut((head, *counts), width)


def _guess(stem: Stem) -> bool:
    return stem.family is not None and stem.confidence < CONFIDENT and not stem.locked


@lru_cache(maxsize=1024)
def track_line(track: TrackView, state: str, width: int, chosen: bool) -> Line:
    """A track: name, stem, how sure that is, its `state`; where there is room, why."""
    shown, hue = STATES[state]
    family = track.stem.known
    flags = ("S" if track.solo else " ") + ("R" if track.armed else " ")
    wide = width >= WHY
    room = WIDEST if wide else max(width - len(INDENT) - STEM - STATE - 5, 8)
    line = (
        Piece(_mark(chosen) + INDENT),
        Piece(column(name(track.name), room) + " ", Hue.ALARM if track.armed else Hue.TEXT, f"track:{track.number}"),
        Piece(column(_sign(track.stem) + stem_words(track.stem), STEM), _HUES[family] if family else Hue.UNSET),
        Piece(column(sureness(track.stem), SURE) if wide else " ", Hue.DIM),
        Piece(column(shown, STATE), hue),
        Piece(flags, Hue.WARNING),
    )
    why = track.why or (str(track.stem.evidence[0]) if track.stem.evidence else "")
    return cut((*line, Piece(" " + name(why), Hue.DIM)) if wide else line, width)


def _sign(stem: Stem) -> str:
    """How sure a stem is: locked, sure, or a question."""
    return {"locked": LOCKED, "sure": " "}.get(sureness(stem), PERHAPS)


def _mark(chosen: bool) -> str:
    return "›" if chosen else " "
