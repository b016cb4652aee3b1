"""A pane: lines on the screen of which only the cells that changed are drawn again.

Textual's own tables cost half a core at ten changes a second (measured, textual 8.2 with 46 rows); here a line is
compared with what stands there, and nothing else is touched.
"""

from collections.abc import Callable, Mapping

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bridge.ui.palette import Hue
from bridge.ui.screen.lines import EMPTY, Line, cells


class Pane(ScrollView, can_focus=False):
    """A region of the screen. `show` gives it as many lines as it likes, each made when it can be seen."""

    class Clicked(Message):
        """A piece was clicked that asks for something, or a line."""

        def __init__(self, pane: "Pane", line: int, does: str) -> None:
            super().__init__()
            self.pane, self.line, self.does = pane, line, does

    def __init__(self, styles: Mapping[Hue, Style], *, name: str) -> None:
        super().__init__(id=name)
        self._hues = styles
        self._make: Callable[[int], Line] = lambda _: EMPTY
        self._count = 0
        self._drawn: dict[int, Line] = {}

    def on_mount(self) -> None:
        """The bar beside what can be scrolled has the palette's colours, where those are true ones."""
        ground, thumb = self._hues[Hue.TEXT].bgcolor, self._hues[Hue.KEY].bgcolor
        if ground is None or thumb is None or ground.triplet is None or thumb.triplet is None:
            return
        for rule in ("scrollbar_background", "scrollbar_background_hover", "scrollbar_background_active"):
            setattr(self.styles, rule, ground.triplet.hex)
        for rule in ("scrollbar_color", "scrollbar_color_hover", "scrollbar_color_active"):
            setattr(self.styles, rule, thumb.triplet.hex)

    @property
    def room(self) -> tuple[int, int]:
        """The cells that lines have: columns, rows."""
        region = self.scrollable_content_region
        return region.width, region.height

    def show(self, count: int, make: Callable[[int], Line]) -> None:
        """From now on the pane has so many lines; those in sight that differ from what stands there are drawn."""
        self._count, self._make = count, make
        width, height = self.room
        size = Size(width, count)
        if self.virtual_size != size:
            self.virtual_size = size
        top = self.scroll_offset.y
        for row in range(height):
            before, line = self._drawn.get(top + row), self._line(top + row)
            if before != line:
                self.refresh(_moved(before or EMPTY, line, row, width))
        self._drawn = {top + row: self._drawn[top + row] for row in range(height)}

    def render_line(self, y: int) -> Strip:
        """The cells of one row in sight."""
        line = self._drawn.get(self.scroll_offset.y + y)
        if line is None:
            line = self._line(self.scroll_offset.y + y)
        segments = [Segment(piece.text, self._hues[piece.hue]) for piece in line]
        return Strip(segments, cells(line)).adjust_cell_length(self.room[0], self._hues[Hue.TEXT])

    def _line(self, number: int) -> Line:
        line = self._make(number) if number < self._count else EMPTY
        self._drawn[number] = line
        return line

    def reveal(self, number: int) -> None:
        """Scroll so that this line can be seen."""
        top, height = self.scroll_offset.y, self.room[1]
        if number < top:
            self.scroll_to(y=number, animate=False, force=True, immediate=True)
        elif number >= top + height:
            self.scroll_to(y=number - height + 1, animate=False, force=True, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """Say what was clicked: the piece under the pointer, and its line."""
        number = self.scroll_offset.y + event.y
        self.post_message(self.Clicked(self, number, _under(self._drawn.get(number, EMPTY), event.x)))


def _under(line: Line, x: int) -> str:
    """What the piece at this cell asks for."""
    for place, piece in enumerate(line):
        if x < cells(line[: place + 1]):
            return piece.does
    return ""


def _moved(old: Line, new: Line, row: int, width: int) -> Region:
    """The cells in which two lines of one row differ."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    start = cells(new[:same])
    end = max(cells(old), cells(new))
    if len(old) == len(new):
        last = len(new)
        while last > same and old[last - 1] == new[last - 1]:
            last -= 1
        if cells(old[:last]) == cells(new[:last]):
            end = cells(new[:last])
    return Region(min(start, width), row, max(min(end, width) - start, 1), 1)
