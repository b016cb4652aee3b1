"""The foot: what was asked, what was answered, which keys there are; in the demo, what to look at next."""

from bridge.ui.palette import Hue
from bridge.ui.screen.lines import Line, Piece, cut, name, spread, whole
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


def foot(seen: Seen, width: int) -> Line:
    """The answer to the last key, or what is still waited for; beside it the keys."""
    if seen.wish:
        left: Line = (Piece(f"◌ asked: {name(seen.wish)}, not answered yet", Hue.WAITING),)
    elif seen.said:
        left = (Piece(("✓ " if seen.good else "! ") + name(seen.said, 1000), Hue.GOOD if seen.good else Hue.WARNING),)
    else:
        return cut(_keys(), width)
    return spread(left, (Piece("?", Hue.KEY, "help"), Piece(" help")), width)


def _keys() -> Line:
    pieces: list[Piece] = []
    for key, words, does in KEYS:
        pieces += [Piece(f" {key} ", Hue.KEY, does), Piece(f" {words} ", Hue.DIM, does)]
    return tuple(pieces)


def guide(text: str, width: int) -> Line:
    """The demo's line: what to look at, which key to try."""
    return whole((Piece(f" {text}"),), width, Hue.GUIDE)
