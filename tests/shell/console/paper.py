"""A terminal on paper: keeps what a console writes, and reads it as a terminal would."""

import re
from collections.abc import Iterable

from rich.cells import cell_len
from textual.drivers.headless_driver import HeadlessDriver

_PARTS = re.compile(r"\x1b\[(?P<codes>[0-9;]*)(?P<does>[Hm])|\x1b\[[<-?]?[0-9;]*[a-zA-Z$]+|(?P<letter>[^\x1b])")


class Paper(HeadlessDriver):
    """Textual's driver of no terminal, which is spelt for as if there were one."""

    written = ""

    @property
    def is_headless(self) -> bool:
        """Somebody reads it."""
        return False

    def write(self, data: str) -> None:
        """Keep it."""
        self.written += data

    def flush(self) -> None:
        """It is here already."""

    def taken(self) -> str:
        """What was written since the last time."""
        written, self.written = self.written, ""
        return written


class Grid:
    """The cells of a terminal that were written to, each with its letter and its looks (as SGR spells them)."""

    def __init__(self, written: str = "") -> None:
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}
        self.read(written)

    def within(self, width: int, height: int) -> dict[tuple[int, int], tuple[str, str]]:
        """The cells of a terminal of this size."""
        return {(x, y): cell for (x, y), cell in self.cells.items() if x < width and y < height}

    def read(self, written: str) -> None:
        """Take in what was written: cursor positions, looks, letters; those without a cell of their own are lost."""
        x = y = 0
        looks = ""
        for part in _PARTS.finditer(written):
            if part["does"] == "H":
                y, x = (int(code) - 1 for code in (part["codes"] or "1;1").split(";"))
            elif part["does"] == "m":
                looks = "" if part["codes"] == "0" else part["codes"]
            elif part["letter"] and part["letter"] != "\n":
                for half in range(cell_len(part["letter"])):
                    self.cells[x, y] = (part["letter"] if half == 0 else "", looks)
                    x += 1


def whole(rows: Iterable[str]) -> Grid:
    """A terminal to which these rows were written from top to bottom."""
    return Grid("".join(f"\x1b[{y};1H{row}" for y, row in enumerate(rows, 1)))
