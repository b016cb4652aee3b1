"""The canvas: the whole screen as one widget, of which only the cells that changed are drawn again.

They are sent to the terminal at once. Textual asks for whole rows where more than that is needed: at first, after
another size, and while a dialog stands before the canvas. Its compositor (8.2) is no way for a few cells: it draws each
row from the first column to the last cell that changed, and takes 1.5 ms of CPU for a single one.
"""

from collections.abc import Iterator

from rich.segment import Segment, Segments
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from bridge.ui.palette import Hue, Palette
from bridge.ui.screen.lines import EMPTY, Line, cells


class Canvas(Widget):
    """Lines on the screen, each of the screen's width."""

    class Clicked(Message):
        """A piece was clicked that asks for something."""

        def __init__(self, does: str) -> None:
            super().__init__()
            self.does = does

    class Wheeled(Message):
        """The wheel was turned by so many rows."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._hues = styles(palette, Style.parse(f"on {palette.background}"))
        self._chosen = styles(palette, Style.parse(palette.styles[Hue.SELECTED]))
        self._lines: list[Line] = []
        self._strips: dict[int, Strip] = {}

    def show(self, lines: list[Line]) -> None:
        """Draw what differs from what stands there."""
        before, self._lines = [*self._lines, *[EMPTY] * (len(lines) - len(self._lines))], lines
        rows = [row for row, line in enumerate(lines) if line != before[row]]
        for row in rows:
            self._strips.pop(row, None)
        if rows and self.app.screen is self.screen:
            self._write(before, rows)
        elif rows:
            self.refresh(*_merged([_moved(before[row], lines[row], row, self.size.width) for row in rows]))

    def _write(self, before: list[Line], rows: list[int]) -> None:
        """Send what differs in these rows to the terminal, the way that textual sends its own updates."""
        segments: list[Segment] = []
        for row in rows:
            line = self._lines[row]
            first, last = _differing(before[row], line)
            segments += (_to(cells(line[:first]), row), *self._segments(line[first:last]))
        spelt = Segment(Strip(segments).render(self.app.console))
        self.app._display(self.screen, Segments([spelt]))  # noqa: SLF001 - there is no public way past the compositor

    def render_lines(self, crop: Region) -> list[Strip]:
        """The cells of these rows; past textual's cache of styled lines, for nothing here is styled by it."""
        self._dirty_regions.clear()
        return [self.render_line(row).crop(crop.x, crop.right) for row in crop.line_range]

    def render_line(self, y: int) -> Strip:
        """The cells of one row."""
        strip = self._strips.get(y)
        if strip is None or strip.cell_length != self.size.width:
            strip = Strip(self._segments(self._lines[y] if y < len(self._lines) else EMPTY))
            strip = self._strips[y] = strip.adjust_cell_length(self.size.width, self._hues[Hue.TEXT])
        return strip

    def _segments(self, line: Line) -> list[Segment]:
        hues, chosen = self._hues, self._chosen
        return [Segment(piece.text, (chosen if piece.chosen else hues)[piece.hue]) for piece in line]

    def on_click(self, event: events.Click) -> None:
        """Say what the piece under the pointer asks for."""
        if event.y < len(self._lines) and (does := _under(self._lines[event.y], event.x)):
            self.post_message(self.Clicked(does))

    def on_mouse_scroll_down(self) -> None:
        """Further down."""
        self.post_message(self.Wheeled(3))

    def on_mouse_scroll_up(self) -> None:
        """Further up."""
        self.post_message(self.Wheeled(-3))


def styles(palette: Palette, ground: Style) -> dict[Hue, Style]:
    """Each hue's style, on this ground where it names none of its own."""
    return {hue: ground + Style.parse(words or "none") for hue, words in palette.styles.items()}


def _under(line: Line, x: int) -> str:
    """What the piece at this cell asks for."""
    for place, piece in enumerate(line):
        if x < cells(line[: place + 1]):
            return piece.does
    return ""


def _merged(regions: list[Region]) -> Iterator[Region]:
    """The same cells in fewer rectangles: rows below each other that changed in the same columns are one."""
    last = regions[0]
    for region in regions[1:]:
        if region.y == last.bottom and (region.x, region.width) == (last.x, last.width):
            last = Region(last.x, last.y, last.width, last.height + 1)
        else:
            yield last
            last = region
    yield last


def _moved(old: Line, new: Line, row: int, width: int) -> Region:
    """The cells in which two lines of one row differ, from the start of a piece to the end of one."""
    first, last = _differing(old, new)
    start, end = cells(new[:first]), cells(new[:last]) if last < len(new) else width
    return Region(min(start, width - 1), row, max(min(end, width) - start, 1), 1)


def _differing(old: Line, new: Line) -> tuple[int, int]:
    """From which piece to before which other the new line differs; to its end, where what follows has been shifted."""
    first, last = 0, len(new)
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        first += 1
    if len(old) == len(new):
        while last > first and old[last - 1] == new[last - 1]:
            last -= 1
        if cells(old[first:last]) != cells(new[first:last]):
            last = len(new)
    return first, last


def _to(x: int, y: int) -> Segment:
    """The cursor goes to this cell (CUP, ECMA-48 8.3.21)."""
    return Segment(f"\x1b[{y + 1};{x + 1}H")
