"""The foot: what was asked, what was answered, which keys there are; in the demo, what to look at next."""

from bridge.ui.palette import Hue
from bridge.ui.screen.lines import Line, Piece, cut, name, spread, whole, wrapped
from bridge.ui.screen.seen import Seen

KEYS = (
    ("?", "help", "help"),
    ("Tab", "region", ""),
    ("Enter", "decide", "decide"),
    ("k", "keep muted", "keep"),
    ("l", "lock", "lock"),
    ("z", "undo", "undo"),
    ("q", "leave", "leave"),
)
"""The keys that the foot reminds of, and what each asks for when it is clicked."""
MOST = 4
"""Lines of an answer at most: over what stands above the foot, for the moment in which it is read."""


def foot(seen: Seen, width: int) -> list[Line]:
    """The keys; or the answer to the last one, in as many lines as it needs; or what is still waited for."""
    help_key: Line = (Piece("?", Hue.KEY, "help"), Piece(" help"))
    if seen.wish:
        waiting: Line = (Piece(f"◌ asked: {name(seen.wish)}, not answered yet", Hue.WAITING),)
        return [spread(waiting, help_key, width)]
    if not seen.said:
        return [cut(_keys(), width)]
    mark, hue = ("✓ ", Hue.GOOD) if seen.good else ("! ", Hue.WARNING)
    first, *others = wrapped(seen.said, max(width - 9, 10), MOST)
    lines = [spread((Piece(mark + name(first), hue),), help_key, width)]
    return [*lines, *(cut((Piece("  " + name(line), hue),), width) for line in others)]


def _keys() -> Line:
    pieces: list[Piece] = []
    for key, words, does in KEYS:
        pieces += [Piece(f" {key} ", Hue.KEY, does), Piece(f" {words} ", Hue.DIM, does)]
    return tuple(pieces)


def guide(text: str, width: int) -> Line:
    """The demo's line: what to look at, which key to try."""
    return whole((Piece(f" {text}"),), width, Hue.GUIDE)
