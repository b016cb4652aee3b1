"""The whole screen as lines: every region drawn into its place. What a person sees is this and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from bridge.ui.screen.banner import banner
from bridge.ui.screen.desk import desk, title
from bridge.ui.screen.foot import foot, guide
from bridge.ui.screen.layout import Place, Region, Size, places
from bridge.ui.screen.lines import Line, Piece, cells, cut
from bridge.ui.screen.notices import notices
from bridge.ui.screen.offers import offers
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.sounds import sounds
from bridge.ui.screen.tree import Tree
from bridge.ui.screen.where import head, where


@dataclass(frozen=True, slots=True)
class Look:
    """How the user looks at the screen: the cursor's row in the desk's tree and the first row in sight.

    `cue`: the cue under the cursor, counted over live and coming ones, None while the cursor is on the desk. Row or cue
    -1: what the cursor stood on is gone. `typing`: a filter is being typed. `guide`: the demo's line.
    """

    row: int = 0
    top: int = 0
    cue: int | None = None
    typing: bool = False
    guide: str = ""


def screen(seen: Seen, look: Look, tree: Tree, size: Size) -> list[Line]:
    """Every line of the screen, each of the screen's width; a long answer stands over what is above the foot."""
    rows: list[list[_Part]] = [[] for _ in range(size.height)]
    found = places(size)
    for region, draw in _DRAWN.items():
        place = found[region]
        for number, line in enumerate(draw(seen, look, tree, place)[: place.height] if place.height else ()):
            rows[place.y + number].append(_part(place.x, line, place.width))
    below = min(found[Region.FOOT].y + 1, size.height)
    answer = foot(seen, size.width)[:below]
    rows[below - len(answer) : below] = [[_part(0, line, size.width)] for line in answer]
    return [_joined(parts, size.width) for parts in rows]


def in_sight(look: Look, size: Size, count: int) -> int:
    """The first row of the desk's tree such that the cursor can be seen, moved as little as can be."""
    height = max(places(size)[Region.DESK].height, 1)
    last = max(count - height, 0)
    if look.cue is not None:
        return min(look.top, last)
    shown = max(height - 1, 1)  # the last line says how much lies below
    return max(0, min(max(min(look.top, look.row), look.row - shown + 1), last))


class _Part(NamedTuple):
    """What a region shows in one row: from which column on, in how many cells."""

    x: int
    cells: int
    line: Line


def _part(x: int, line: Line, width: int) -> _Part:
    """The line in at most so many cells."""
    taken = cells(line)
    if taken <= width:
        return _Part(x, taken, line)
    shorter = cut(line, width)
    return _Part(x, cells(shorter), shorter)


def _joined(parts: list[_Part], width: int) -> Line:
    """The parts of one row, each at its column, with blanks between and behind."""
    found: list[Piece] = []
    at = 0
    for x, taken, line in sorted(parts, key=itemgetter(0)):
        if x > at:
            found.append(Piece(" " * (x - at)))
        found += line
        at = max(x, at) + taken
    return (*found, Piece(" " * (width - at))) if at < width else tuple(found)


_DRAWN: dict[Region, Callable[[Seen, Look, Tree, Place], list[Line]]] = {
    Region.HEAD: lambda seen, _look, _tree, place: head(seen, place.width),
    Region.BANNER: lambda seen, _look, tree, place: banner(seen, tree, place.width, place.height),
    Region.WHERE: lambda seen, _look, _tree, place: where(seen, place.width, place.height),
    Region.SOUNDS: lambda seen, look, tree, place: sounds(seen, tree, place.width, look.cue),
    Region.NOTICES: lambda seen, _look, _tree, place: notices(seen, place.width, place.height),
    Region.TITLE: lambda seen, look, tree, place: [title(seen, tree, place.width, typing=look.typing)],
    Region.DESK: lambda _seen, look, tree, place: desk(
        tree, look.top, None if look.cue is not None else look.row, place
    ),
    Region.OFFERS: lambda seen, _look, _tree, place: offers(seen, place.width, place.height),
    Region.GUIDE: lambda _seen, look, _tree, place: [guide(look.guide, place.width)],
}
"""What draws each region."""
