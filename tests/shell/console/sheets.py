"""`python -m tests.shell.console.sheets`: draws the sheets anew with which the suite compares the console's screens.

A sheet is a text file: the screen as a person reads it; below it one letter for each cell's style, blank for plain
text; below that what each letter stands for. A change of the screen shows in the sheet's diff as what it is.
"""

import asyncio
import os
import string
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from rich.style import Style

from bridge.model.events import LinkState
from bridge.model.show import Mode
from bridge.model.snapshot import Hold, Snapshot, Stage
from bridge.shell.console.app import Console
from bridge.shell.console.feed import Lost, Pictured
from bridge.ui.palette import Palette, palette
from tests.ui.screen.scenes import DESK, NIGHT, PICTURE, PREVIEWED, ROUTED, UNROUTED, owed

FOLDER = Path(__file__).parent / "screens"
RENEW = "python -m tests.shell.console.sheets"
SIZES = ((80, 24), (120, 40), (200, 60))
ON = replace(
    PREVIEWED,
    preview=replace(PREVIEWED.preview, stage=Stage.PARTIAL, refused=("Audio 17",), soloed=()),
    tracks=(*PREVIEWED.tracks[:5], replace(PREVIEWED.tracks[5], hold=Hold.REFUSED, why="automation plays"), DESK[6]),
)
HOSTILE = replace(
    PICTURE,
    session="מסך \x1b[2J ماء",
    tracks=(
        replace(DESK[0], name="DX שלום 12"),
        replace(DESK[1], name="مرحبا \u202e ADR"),
        replace(DESK[2], name="効果音 ドア"),
        replace(DESK[3], name="Atmo \x07\u200b Küche \U0001f469\u200d\U0001f373"),
        replace(DESK[4], name="MX " * 60),
    ),
)
SCENES: dict[str, Snapshot] = {
    "full": PICTURE,
    "entering": PREVIEWED,
    "partial": ON,
    "watch": replace(PICTURE, mode=Mode.WATCH, offered=(owed("MX Score"),)),
    "hostile": HOSTILE,
    "routes": ROUTED,
    "unrouted": UNROUTED,
    "gone": ON,
    "daw-gone": replace(ON, link=LinkState.LOST, detail="Ardour was quit. It is looked for.", since=990.0),
}
PALETTES: dict[str, Palette] = {
    "dark": palette("standard", light=False, colours="truecolor", no_color=False),
    "light": palette("standard", light=True, colours="truecolor", no_color=False),
    "16": palette("standard", light=False, colours="standard", no_color=False),
    "16-light": palette("standard", light=True, colours="standard", no_color=False),
    "none": palette("standard", light=False, colours="truecolor", no_color=True),
}
GONE = 12.0
"""Seconds for which the bridge is gone in the scene of that name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One screen: what is shown, in which colours, on how many columns and rows."""

    scene: str
    colours: str
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.scene}-{self.colours}-{self.width}x{self.height}"

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self}.txt"


SHEETS = (
    *(Sheet(scene, "dark", *size) for scene, size in product(SCENES, SIZES[:2])),
    *(Sheet(scene, "dark", *SIZES[2]) for scene in ("full", "partial")),
    *(Sheet("partial", colours, *SIZES[0]) for colours in PALETTES if colours != "dark"),
    *(Sheet("routes", colours, *SIZES[1]) for colours in ("light", "none")),
)


async def drawn(sheet: Sheet) -> str:
    """The sheet's text as the program draws it today."""
    now = 0.0
    with TemporaryDirectory() as empty, _colourful(none=sheet.colours == "none"):
        app = Console(Path(empty), PALETTES[sheet.colours], clock=lambda: (now, NIGHT + now))
        async with app.run_test(size=(sheet.width, sheet.height)) as pilot:
            app.hear(Pictured(SCENES[sheet.scene]))
            if sheet.scene == "gone":
                app.hear(Lost())
                now += GONE
            await pilot.pause()
            app.draw()
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            cells = [[(segment.text, segment.style or Style()) for segment in strip] for strip in strips]
            return _spelt(cells)


@contextmanager
def _colourful(*, none: bool) -> Iterator[None]:
    """The environment of a terminal with colours, or of somebody who wants `none`."""
    with patch.dict(os.environ):
        os.environ.pop("NO_COLOR", None)
        if none:
            os.environ["NO_COLOR"] = "1"
        yield


def _spelt(rows: list[list[tuple[str, Style]]]) -> str:
    """Text, letters of the styles, and what they stand for; the commonest style is the plain one."""
    texts = ["".join(text for text, _ in row).rstrip() for row in rows]
    styles = [[_words(style) for text, style in row for _ in text] for row in rows]
    every = [word for row in styles for word in row]
    plain = max(sorted(set(every)), key=every.count)
    letters = {plain: " "}
    for word in every:
        letters.setdefault(word, string.ascii_letters[len(letters) - 1])
    marks = ["".join(letters[word] for word in row).rstrip() for row in styles]
    legend = [f"{letter} {word}" for word, letter in letters.items()]
    return "\n".join([*texts, "", *marks, "", *legend, ""])


def _words(style: Style) -> str:
    """A style as rich spells it, without what textual hides in it."""
    return str(style.without_color + Style(color=style.color, bgcolor=style.bgcolor)).strip()


def outdated() -> Iterator[tuple[Sheet, str]]:
    """The sheets that differ from today's program, with what they should be."""
    for sheet in SHEETS:
        text = asyncio.run(drawn(sheet))
        if not sheet.file.exists() or sheet.file.read_text("utf-8") != text:
            yield sheet, text


def main() -> int:
    """Draw anew what differs, and take away what no sheet is any more."""
    FOLDER.mkdir(exist_ok=True)
    for file in set(FOLDER.glob("*.txt")) - {sheet.file for sheet in SHEETS}:
        file.unlink()
        sys.stdout.write(f"{file.name} was taken away.\n")
    for sheet, text in outdated():
        sheet.file.write_text(text, "utf-8")
        sys.stdout.write(f"{sheet} was drawn anew.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
