"""The chart of the routing: tracks, sub-buses, stems, master, from left to right; drawn as SVG.

A stem is a bar as high as all that flows into it, so that every line to it is level. A ribbon is as wide as its tracks
are many. What is wrong is red, with a sign and a word. What a fault reaches or belongs on beside that leaves its line
at a dot, down or up a line that all faults share which lead to the same stem: many are no more lines than few. The same
routing gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bridge.model.routing import RouteView, RoutingView, Standing
from bridge.ui.chartrows import NOWHERE, PAST, Block, Names, Row, blocks, chosen, names, strips
from bridge.ui.routes import SIGNS, incomplete, tally, teller
from bridge.ui.screen.lines import wrapped
from bridge.ui.svg import box, dot, fitted, line, picture, text

WIDTH = 1220
LEFT, LINES, PILL, TURN, BAR, LABEL, MASTER = 24, 450, 550, 705, 870, 900, 1110
"""Where the columns begin: text, its lines, sub-buses, the turn to other stems, stems, their names, the master."""
THICK, ROW, GAP, LEADING = 16, 36, 22, 18
WIDEST, DEAD_END = 20.0, 40
"""The ribbon of the largest group; how far what goes nowhere goes."""
NAMED, COLUMNS = 64, 165
"""Cells of what stands beside a line; of a line of words over the whole width."""
LEGEND = "Red: what is wrong, and where it goes. A broken line: where it belongs."
_MARGIN = 6
"""How far from its end a bar is met by what comes from another stem."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block and where it stands."""

    block: Block
    top: float

    @property
    def bottom(self) -> float:
        return self.top + ROW * len(self.block.rows)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def rows(self) -> Iterator[tuple[float, Row]]:
        """Each row with the height of its line."""
        return ((self.top + ROW * (place + 0.5), row) for place, row in enumerate(self.block.rows))


def chart(view: RoutingView, title: str, now: float) -> str:
    """The picture. `title`: what the session is called; `now`: unix seconds, for the age of what a file has told."""
    found = names(view)
    rows = strips(view, found)
    faults, others = chosen(rows)
    told, counts = f"told by {teller(view, now)}", tally(rows) or "no track is known"
    head = [text(LEFT, 38, "text large strong", fitted(title, 60)), *_lines(counts, 38 + 24, "text")]
    top = 38 + 24 + LEADING * (len(head) - 1)
    head += [text(LEFT, top, "dim small", fitted(f"{told}. {LEGEND}" if faults else told, COLUMNS))]
    placed = _stacked(blocks(found, rows, faults), top + 58)
    bottom = max((one.bottom for one in placed), default=top + 30) + GAP + 8
    more = f"… and {len(others)} more ({tally(others)}): stembridge route"
    foot = [*(_lines(more, bottom, "alarm") if others else ())]
    for sentence in incomplete(view):
        foot += _lines(sentence, bottom + LEADING * len(foot), "text")
    drawn = [*head, *(_columns(top + 40) if placed else ()), *_drawn(placed, found), *foot]
    return picture(f"Routing of {title}", f"{told}: {counts}", (WIDTH, bottom + LEADING * len(foot) + 6), drawn)


def _lines(words: str, y: float, hue: str) -> list[str]:
    """A sentence over the whole width."""
    return [text(LEFT, y + LEADING * place, hue, fitted(one, 200)) for place, one in enumerate(wrapped(words, 130, 5))]


def _columns(y: float) -> Iterator[str]:
    for x, word in ((LEFT, "TRACKS"), (PILL, "SUB-BUSES"), (BAR, "STEMS"), (MASTER, "MASTER")):
        yield text(x, y, "dim small strong", word)


def _stacked(found: Iterable[Block], top: float) -> list[_Placed]:
    """The blocks below each other."""
    placed: list[_Placed] = []
    for block in found:
        placed.append(_Placed(block, placed[-1].bottom + GAP if placed else top))
    return placed


# --- lines ----------------------------------------------------------------------------------------------------------


def _drawn(placed: Sequence[_Placed], found: Names) -> Iterator[str]:
    """Ribbons below, red lines above them, bars and words on top."""
    largest = max((row.count for one in placed for row in one.block.rows), default=0) or 1
    for one in placed:
        if found.master and one.block.stem not in {PAST, NOWHERE}:
            thick = _thick(one.block.right, largest)
            yield line((BAR, one.middle), (MASTER, one.middle), f"ribbon {one.block.hue}-line", thick)
        for y, row in one.rows():
            yield from _level(one.block, row, y, largest)
    yield from _trunks(placed, found)
    for one in placed:
        yield from _bar(one, largest)
        for y, row in one.rows():
            yield from _words(one.block, row, y, found)
    yield from _master(placed, found)


def _thick(count: int, largest: int) -> float:
    return min(max(2.0, WIDEST * count / largest), ROW - 8.0)


def _level(block: Block, row: Row, y: float, largest: int) -> Iterator[str]:
    """The level line of a row: to its stem, past it to the master, or to nowhere."""
    end = {PAST: MASTER, NOWHERE: LINES + DEAD_END}.get(block.stem, BAR)
    if row.fault is not None:
        yield line((LINES, y), (end, y), "alarm-line")
        if block.stem == NOWHERE:
            yield line((end, y - 6), (end, y + 6), "alarm-line")
    elif block.stem != NOWHERE:
        hue = block.hue if row.right else row.hue
        yield line((LINES, y), (end, y), f"ribbon {hue}-line", _thick(row.count, largest))


def _trunks(placed: Sequence[_Placed], found: Names) -> Iterator[str]:
    """What leads to other stems: for each of them one line for what reaches it, one for what belongs on it."""
    places = {one.block.stem: one for one in placed if one.block.stem not in {PAST, NOWHERE}}
    step = (BAR - TURN) / (2 * len(places) + 1)
    for number, (stem, target) in enumerate(places.items()):
        for kind, lead in enumerate((_reaches, _belongs)):
            leaving = [
                (y, one.block.stem == NOWHERE)
                for one in placed
                if one is not target
                for y, row in one.rows()
                if row.fault is not None and lead(row.fault, stem, found)
            ]
            style = f"{target.block.hue}-line dashed" if kind else "alarm-line"
            yield from _trunk(TURN + step * (2 * number + kind + 1), leaving, target, style)


def _reaches(route: RouteView, stem: str, found: Names) -> bool:
    return stem in (found.stem_of.get(name) for name in (*route.goes, *route.stems))


def _belongs(route: RouteView, stem: str, found: Names) -> bool:
    return found.stem_of.get(route.wanted) == stem and not _reaches(route, stem, found)


def _trunk(x: float, leaving: Sequence[tuple[float, bool]], target: _Placed, style: str) -> Iterator[str]:
    """One line up or down, from the rows that leave at it to the end of the bar that is next to them."""
    hue = style.split("-", maxsplit=1)[0]
    for y, dead in leaving:
        yield dot((x, y), hue)
        if dead:
            yield line((LINES + DEAD_END, y), (x, y), style, 1.5)
    above = [y for y, _ in leaving if y < target.top]
    below = [y for y, _ in leaving if y > target.bottom]
    for far, end in (
        (min(above, default=None), target.top + _MARGIN),
        (max(below, default=None), target.bottom - _MARGIN),
    ):
        if far is not None:
            yield line((x, far), (x, end), style, 1.5)
            yield line((x, end), (BAR, end), style, 1.5)


# --- bars and words -------------------------------------------------------------------------------------------------


def _bar(one: _Placed, largest: int) -> Iterator[str]:
    """A stem, with what it is called and how much of it is right and wrong."""
    block = one.block
    if block.stem in {PAST, NOWHERE}:
        return
    aside = _thick(block.right, largest) / 2
    yield box((BAR, one.top), (THICK, one.bottom - one.top), block.hue, 3)
    yield text(LABEL, one.middle - aside - 6, f"{block.hue} strong", fitted(block.stem, 24))
    told = [("text", f"{block.right} right")] if block.right else []
    told += [("alarm strong", f"{SIGNS[Standing.ASTRAY]} {block.wrong} wrong")] if block.wrong else []
    for place, part in enumerate(told):
        yield text(LABEL + 65 * place, one.middle + aside + 14, "text small", part)


def _words(block: Block, row: Row, y: float, found: Names) -> Iterator[str]:
    """What a row says, and the bus on its way."""
    if row.fault is not None:
        sign, word = SIGNS[row.fault.standing], row.fault.standing.value
        yield text(LEFT, y - 3, "alarm", ("strong", f"{sign} {fitted(row.title, 34)}"), f"\u00a0 {word}")
    else:
        yield text(LEFT, y - 3, f"{row.hue} strong", fitted(row.title, 50))
    yield text(LEFT, y + 12, "dim small" if row.fault is None else "text small", fitted(row.detail, NAMED))
    if row.via and row.via not in {block.stem, found.master}:
        edge = "alarm-line" if row.fault is not None else f"{block.hue}-line"
        yield box((PILL, y - 11), (140, 22), f"ground {edge}", 11)
        yield text(PILL + 12, y + 4, "text small", fitted(row.via, 18))


def _master(placed: Sequence[_Placed], found: Names) -> Iterator[str]:
    """The master, along all that flows into it."""
    into = [one for one in placed if one.block.stem != NOWHERE]
    if into and found.master:
        last = into[-1]
        top = into[0].middle - THICK
        bottom = last.bottom if last.block.stem == PAST else last.middle + THICK
        yield box((MASTER, top), (THICK, bottom - top), "text", 3)
        yield text(MASTER + THICK + 8, top + 20, "text strong", fitted(found.master, 10))
