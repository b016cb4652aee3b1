"""The desk: the lines of its tree. Each track says what silences it and who did that; what waits is drawn waiting."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from bridge.model.snapshot import TrackView
from bridge.model.stems import Family, Stem
from bridge.ui.palette import Hue
from bridge.ui.routes import UNSEEN, WRONG, briefly
from bridge.ui.screen.layout import Place
from bridge.ui.screen.lines import EMPTY, Line, Piece, column, cut, name, spread, under_cursor
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.tree import NONE, UNKNOWN, Fault, Group, Row, Tree
from bridge.ui.status import stem_words, sureness

STEM, SURE, STATE = 12, 11, 17
WHY = 100
"""Cells from which how sure a stem is, and why, fits beside it."""
WIDEST = 34
"""Cells of a name where there is room for all."""
INDENT = "    "
_HUES = {Family.DX: Hue.DX, Family.FX: Hue.FX, Family.MX: Hue.MX, UNKNOWN: Hue.UNSET, NONE: Hue.DIM}
LOCKED, PERHAPS = "✓", "?"
"""Signs before a stem: a person has locked it; it is a guess."""
OPEN = "open"
PUT_BACK: Line = (
    Piece("r", Hue.KEY, "put_back"),
    Piece(" put back "),
    Piece("h", Hue.KEY, "hands_off"),
    Piece(" hands off "),
)
"""The keys for what goes wrong."""
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


def title(seen: Seen, tree: Tree, width: int, *, typing: bool) -> Line:
    """The region's head: what of the desk is shown, and how to see other things."""
    if seen.snapshot is None:
        return (Piece("Desk", Hue.TITLE),)
    count = f"{len(seen.snapshot.tracks)} strips" if not seen.snapshot.no_previews else "MIDI tells no tracks"
    left: Line = (Piece("Desk ", Hue.TITLE), Piece(count, Hue.DIM))
    words = name(tree.view.words, 30)
    if typing:
        return spread(left, (Piece(f"only: {words}▏", Hue.WARNING), Piece(" Enter keeps, Esc ends it", Hue.DIM)), width)
    told: Line = (Piece(f'only "{words}"  ', Hue.WARNING),) if words else ()
    left = (*left, *_routed(seen, tree))
    return spread(left, (*told, Piece("/", Hue.KEY, "filter"), Piece(" filter")), width)


def _routed(seen: Seen, tree: Tree) -> Line:
    """How much goes where it should not, and who tells that."""
    if seen.snapshot is None or not (told := briefly(seen.snapshot.routing, seen.unix)):
        return EMPTY
    wrong = tree.ways.faulty
    red: Line = (Piece(f"  {WRONG} {wrong} wrong", Hue.ALARM),) if wrong else EMPTY
    return (*red, Piece(f"  {told}", Hue.DIM))


def desk(tree: Tree, top: int, chosen: int | None, place: Place) -> list[Line]:
    """The rows of the tree from `top` on that fit; the one under the cursor is marked."""
    below = len(tree.rows) - top - place.height
    shown = tree.rows[top : top + place.height - (below > 0)]
    lines = [_row(tree, row, place.width, number - chosen if chosen is not None else -1)
             for number, row in enumerate(shown, top)]  # fmt: skip
    return [*lines, (Piece(f"      ↓ {below + 1} more rows below", Hue.DIM),)] if below > 0 else lines


def _row(tree: Tree, row: Row, width: int, below: int) -> Line:
    """A row that stands so many rows below the cursor."""
    if isinstance(row, Group):
        line = group_line(tree, row, width)
    elif isinstance(row, Fault):
        line = fault_line(tree, row, width, keys=below in {0, 1})
    else:
        track = tree.tracks.get(row)
        line = track_line(track, tree.states[row], width) if track is not None else EMPTY
    return under_cursor((Piece("›"), *line[1:]), width) if below == 0 else line


def counted(states: Iterable[str]) -> list[Piece]:
    """How many tracks are in each of these states; those that are simply open are not counted."""
    counts = Counter(states)
    shown = ((state, *STATES[state]) for state in STATES if counts[state] and state != OPEN)
    return [Piece(f"  {text[0]} {counts[state]} {state}", hue) for state, text, hue in shown]


def group_line(tree: Tree, group: Group, width: int) -> Line:
    """A stem or a bus: how many tracks it has, and in which states they are."""
    fold = "▸" if group.shut else "▾"
    hue = _HUES.get(group.title, Hue.TEXT) if group.depth == 0 else Hue.TEXT
    head = Piece(f"{'  ' * group.depth}{fold} {name(group.title, 40)}", hue, f"fold:{group.key}")
    counts: list[Piece] = [Piece(f"  {len(group.tracks)}", Hue.DIM)]
    if group.wrong:
        counts.append(Piece(f"  {WRONG} {group.wrong} wrong", Hue.ALARM))
    if (own := tree.tracks.get(group.strip or 0)) is not None and own.mute:
        state, colour = STATES[tree.states[own.number]]
        counts.append(Piece(f"  the bus: {state}", colour))
    counts += counted(map(tree.states.__getitem__, group.tracks))
    if group.guesses:
        counts.append(Piece(f"  ? {group.guesses} perhaps", Hue.UNSET))
    if group.unseen:
        counts.append(Piece(f"  {UNSEEN} {group.unseen} not checkable", Hue.DIM))
    return cut((Piece(" "), head, *counts), width)


def fault_line(tree: Tree, fault: Fault, width: int, *, keys: bool) -> Line:
    """What is wrong with where a track goes, below it; beside it the keys for that, where the cursor is there."""
    track = tree.tracks.get(fault.number)
    if track is None:
        return EMPTY
    hue = Hue.ALARM if tree.ways.wrong(track) else Hue.HAND
    words = name(tree.ways.words(track), 300)
    line = (Piece(" "), Piece(INDENT + "  "), Piece(words, hue, f"track:{track.number}"))
    return spread(line, PUT_BACK, width) if keys else cut(line, width)


@lru_cache(maxsize=1024)
def track_line(track: TrackView, state: str, width: int) -> Line:
    """A track: name, stem, how sure that is, its state (a key of `STATES`); where there is room, why."""
    words, hue = STATES[state]
    family = track.stem.known
    flags = ("S" if track.solo else " ") + ("R" if track.armed else " ")
    wide = width >= WHY
    room = WIDEST if wide else max(width - len(INDENT) - STEM - STATE - 5, 8)
    line = (
        Piece(" "),
        Piece(INDENT),
        Piece(column(name(track.name), room) + " ", Hue.ALARM if track.armed else Hue.TEXT, f"track:{track.number}"),
        Piece(column(_sign(track.stem) + stem_words(track.stem), STEM), _HUES[family] if family else Hue.UNSET),
        Piece(column(sureness(track.stem), SURE) if wide else " ", Hue.DIM),
        Piece(column(words, STATE), hue),
        Piece(flags, Hue.WARNING),
    )
    why = track.why or (str(track.stem.evidence[0]) if track.stem.evidence else "")
    return cut((*line, Piece(" " + name(why), Hue.DIM)) if wide else line, width)


def _sign(stem: Stem) -> str:
    """How sure a stem is: locked, sure, or a question."""
    return {"locked": LOCKED, "sure": " "}.get(sureness(stem), PERHAPS)
