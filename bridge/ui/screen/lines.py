"""Lines of the screen: pieces of text with a hue each, cut and aligned by the cells that a terminal gives them.

Foreign names pass through `name` before they stand in a line: what can't be seen is spelt out, and a name in a script
that runs from right to left can't turn the rest of its line, nor the line itself (left-to-right marks stand around
it, Unicode UAX #9, also where it is cut).
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cached_cell_len as cell_len  # no text here is so long that rich would not keep its width
from rich.cells import set_cell_size

from bridge.model.text import harmless
from bridge.ui.palette import Hue

LONGEST = 200
"""Characters of foreign text in one piece; the line cuts it further."""
_LEFT_TO_RIGHT = "\u200e"
_TURNING = frozenset({"R", "AL", "AN"})
"""Bidirectional classes of letters and digits that turn their neighbourhood."""


class Piece(NamedTuple):
    """Some text of one hue. `does`: what a click on it asks for, "" for nothing. `chosen`: under the cursor."""

    text: str
    hue: Hue = Hue.TEXT
    does: str = ""
    chosen: bool = False


Line = tuple[Piece, ...]
"""One row of the screen."""
EMPTY: Line = ()


@lru_cache(maxsize=8192)
def name(text: str, limit: int = LONGEST) -> str:
    """A foreign name, harmless to the terminal and to the rest of its line."""
    shown = harmless(text, limit)
    turning = not shown.isascii() and any(unicodedata.bidirectional(letter) in _TURNING for letter in shown)
    return f"{_LEFT_TO_RIGHT}{shown}{_LEFT_TO_RIGHT}" if turning else shown


def cells(line: Iterable[Piece]) -> int:
    """How many cells of a terminal a line takes; a wide character takes two."""
    return sum([cell_len(piece.text) for piece in line])


def cut(line: Line, width: int) -> Line:
    """The line in at most so many cells; what is missing is marked.

    >>> "".join(piece.text for piece in cut((Piece("DX Boom"), Piece(" 1")), 6))
    'DX Bo…'
    """
    if cells(line) <= width:
        return line
    found: list[Piece] = []
    room = width - 1
    for piece in line:
        if cell_len(piece.text) > room:
            found.append(piece._replace(text=_shortened(piece.text, max(room, 0))))
            break
        found.append(piece)
        room -= cell_len(piece.text)
    return tuple(found) if width > 0 else EMPTY


def column(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly so many cells.

    >>> column("DX Boom 1", 5), column("音楽", 5), column("7", 3, right=True)
    ('DX B…', '音楽 ', '  7')
    """
    missing = width - cell_len(text)
    if missing < 0:
        return _shortened(text, width - 1, blanks=True) if width > 0 else ""
    return " " * missing + text if right else text + " " * missing


def _shortened(text: str, room: int, *, blanks: bool = False) -> str:
    """So many cells of the text and the mark that some is missing; a turning name is still ended. `blanks` may stay."""
    head = set_cell_size(text, room)
    return f"{head if blanks else head.rstrip()}…{_LEFT_TO_RIGHT if _LEFT_TO_RIGHT in text else ''}"


def under_cursor(line: Line, width: int) -> Line:
    """The line as the one under the cursor, over the whole width."""
    filled = (*line, Piece(" " * max(width - cells(line), 0)))
    return tuple(piece._replace(chosen=True) for piece in filled)


def spread(left: Line, right: Line, width: int) -> Line:
    """A line with something at either end; where there is no room for both, the left end is cut."""
    room = width - cells(right) - 1
    if room < 1:
        return cut(right, width)
    shown = cut(left, room)
    return (*shown, Piece(" " * (width - cells(shown) - cells(right))), *right)


def whole(line: Line, width: int, hue: Hue) -> Line:
    """The line in exactly so many cells, all of one hue: a banner."""
    text = "".join(piece.text for piece in cut(line, width))
    return (Piece(column(text, width), hue),)


def wrapped(text: str, width: int, most: int) -> list[str]:
    """Foreign or own text, harmless, in at most so many lines of so many cells, broken at blanks where it can be.

    >>> wrapped("a long sentence", 8, 3), wrapped("a long sentence", 8, 1)
    (['a long', 'sentence'], ['a long…'])
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        for part in _parts(harmless(word, LONGEST), width):
            if line and cell_len(line) + 1 + cell_len(part) > width:
                lines.append(line)
                line = part
            else:
                line = f"{line} {part}" if line else part
    lines.append(line)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], column(lines[most - 1] + "…", width).rstrip()]


def _parts(word: str, width: int) -> Iterable[str]:
    """A word that is wider than the line, in parts that are not."""
    while cell_len(word) > width > 1:
        head = set_cell_size(word, width).rstrip()
        yield head
        word = word[len(head) :]
    yield word


def beside(left: Sequence[Line], right: Sequence[Line], first: int) -> list[Line]:
    """Two blocks of lines side by side; the left one takes `first` cells."""
    lines = []
    for number in range(max(len(left), len(right))):
        one = left[number] if number < len(left) else EMPTY
        other = right[number] if number < len(right) else EMPTY
        lines.append((*one, Piece(" " * max(first - cells(one), 0)), *other))
    return lines


def text_of(lines: Iterable[Line]) -> str:
    """What a person reads, without colours."""
    return "\n".join("".join(piece.text for piece in line).rstrip() for line in lines)
