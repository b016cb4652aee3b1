"""The desk: the lines of its tree. Each track says what silences it and who did that; what waits is drawn waiting."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from bridge.model.snapshot import Hold, Snapshot, TrackView
from bridge.model.stems import CONFIDENT, Family, Stem
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import Line, Piece, column, cut, name, spread
from bridge.ui.screen.tree import NONE, UNKNOWN, Group, View
from bridge.ui.status import stem_words, sureness

STEM, SURE, STATE = 12, 11, 15
WHY = 100
"""Cells from which how sure a stem is, and why, fits beside it."""
WIDEST = 34
"""Cells of a name where there is room for all."""
INDENT = "    "
_HUES = {Family.DX: Hue.DX, Family.FX: Hue.FX, Family.MX: Hue.MX, UNKNOWN: Hue.UNSET, NONE: Hue.DIM}
_COUNTED = ("heard", "muted by us", "muted by you", "waiting", "refused", "left alone", "yours")
"""The words of states in the order in which a group counts them."""

OPEN = ("♪ open", Hue.TEXT)
STATES = {
    "open": OPEN,
    "heard": ("♪ heard", Hue.HEARD),
    "muted by us": ("■ muted by us", Hue.SILENT),
    "muted by you": ("■ muted by you", Hue.HAND),
    "yours": ("✋ yours, open", Hue.HAND),
    "waiting": ("◌ waiting", Hue.WAITING),
    "refused": ("! refused", Hue.ALARM),
    "left alone": ("! left alone", Hue.WARNING),
    "": ("", Hue.DIM),
}
"""Each state of a track as it is shown: symbol, words, colour."""


def title(snapshot: Snapshot | None, view: View, width: int) -> Line:
    """The region's head: what of the desk is shown, and how to see other things."""
    if snapshot is None:
        return (Piece("Desk", Hue.TITLE),)
    right: Line = (Piece("/", Hue.KEY, "filter"), Piece(" filter"))
    if view.words:
        right = (Piece(f'only "{name(view.words, 30)}"  ', Hue.WARNING), *right)
    return spread((Piece("Desk ", Hue.TITLE), Piece(f"{len(snapshot.tracks)} strips", Hue.DIM)), right, width)


def state_of(track: TrackView, owed: AbstractSet[str]) -> str:
    """What a track does, and who made it do so; `owed`: the strips whose mute is ours. A key of `STATES`."""
    match track.hold:
        case Hold.ASKED:
            return "waiting"
        case Hold.REFUSED:
            return "refused"
        case Hold.HAND:
            return "muted by you" if track.mute else "yours"
    if track.mute:
        return "muted by us" if track.name in owed and track.wanted is not False else "muted by you"
    if track.heard is None:
        return "open" if track.wanted is None else "waiting"
    return "heard" if track.heard else "left alone" if track.why else "waiting"


def group_line(group: Group, tracks: Mapping[int, TrackView], owed: AbstractSet[str], width: int, chosen: bool) -> Line:
    """A stem or a bus: how many tracks it has, and in which states they are."""
    states = Counter(state_of(tracks[number], owed) for number in group.tracks if number in tracks)
    fold = "▸" if group.shut else "▾"
    hue = _HUES.get(group.title, Hue.TEXT) if group.depth == 0 else Hue.TEXT
    head = Piece(f"{_mark(chosen)}{'  ' * group.depth}{fold} {name(group.title, 40)}", hue, f"fold:{group.key}")
    counts: list[Piece] = [Piece(f"  {len(group.tracks)}", Hue.DIM)]
    if (own := tracks.get(group.strip or 0)) is not None and own.mute:
        state, colour = STATES[state_of(own, owed)]
        counts.append(Piece(f"  the bus: {state}", colour))
    for state in _COUNTED:
        if states[state]:
            text, colour = STATES[state]
            counts.append(Piece(f"  {text.split()[0]} {states[state]} {state}", colour))
    if guesses := sum(_guess(tracks[number].stem) for number in group.tracks if number in tracks):
        counts.append(Piece(f"  ? {guesses} perhaps", Hue.UNSET))
    return cut((head, *counts), width)


def _guess(stem: Stem) -> bool:
    return stem.family is not None and stem.confidence < CONFIDENT and not stem.locked


@lru_cache(maxsize=1024)
def track_line(track: TrackView, ours: bool, width: int, chosen: bool) -> Line:
    """A track: name, stem, how sure that is, its state; where there is room, why. `ours`: its mute is owed."""
    state, hue = STATES[state_of(track, frozenset({track.name}) if ours else frozenset())]
    family = track.stem.known
    flags = ("S" if track.solo else " ") + ("R" if track.armed else " ")
    wide = width >= WHY
    room = WIDEST if wide else max(width - len(INDENT) - STEM - STATE - 5, 8)
    line = (
        Piece(_mark(chosen) + INDENT),
        Piece(column(name(track.name), room) + " ", Hue.ALARM if track.armed else Hue.TEXT),
        Piece(column(_sign(track.stem) + stem_words(track.stem), STEM), _HUES[family] if family else Hue.UNSET),
        Piece(column(sureness(track.stem), SURE) if wide else " ", Hue.DIM),
        Piece(column(state, STATE), hue),
        Piece(flags, Hue.WARNING),
    )
    why = track.why or (str(track.stem.evidence[0]) if track.stem.evidence else "")
    return cut((*line, Piece(" " + name(why), Hue.DIM)) if wide else line, width)


def _sign(stem: Stem) -> str:
    """How sure a stem is: locked, sure, or a question."""
    return {"locked": "⚿", "sure": " "}.get(sureness(stem), "?")


def _mark(chosen: bool) -> str:
    return "›" if chosen else " "
