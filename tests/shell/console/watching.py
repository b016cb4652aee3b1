"""Somebody before a console: textual's pilot has the fingers and the mouse; the eyes wait until a thing can be seen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual.pilot import Pilot

from bridge.shell.console.app import Console
from bridge.shell.console.canvas import Canvas
from bridge.shell.console.shown import Ending
from bridge.ui.palette import palette
from bridge.ui.screen.lines import text_of

PATIENCE = 20.0
"""Seconds after which a test that waits for something fails; it comes within a tenth of one."""
HOPS = 8
"""Parts of the program that a key passes through at most: driver, app, screen, binding, worker, dialog, back."""
DARK = palette("standard", light=False, colours="truecolor", no_color=False)


class Watched(Console):
    """The console, which also tells when it has drawn."""

    drawn: asyncio.Event

    def draw(self) -> None:
        """Draw, and tell."""
        super().draw()
        if hasattr(self, "drawn"):
            self.drawn.set()


class Person:
    """Who sits before it."""

    def __init__(self, app: Watched, pilot: Pilot[Ending]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def text(self) -> str:
        """What the regions show."""
        return text_of(self.app.screen_stack[0].query_one(Canvas)._lines)

    @property
    def dialog(self) -> str:
        """What stands before them, "" for nothing."""
        if len(self.app.screen_stack) == 1:
            return ""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    async def sees(self, true: "str | Callable[[], object]") -> None:
        """Wait until these words can be seen, or this is true."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (true in self.text or true in self.dialog if isinstance(true, str) else true()):
                    self.app.drawn.clear()
                    await self.app.drawn.wait()
                    await self.settles()
        except TimeoutError:
            raise AssertionError(f"{true} was never seen:\n{self.text}\n{self.dialog}") from None

    async def press(self, *keys: str) -> None:
        """Press these keys, each when what the one before has led to is over."""
        for key in keys:
            await self.pilot.press(key)
            await self.settles()

    async def types(self, words: str) -> None:
        """Press the key of each letter."""
        await self.press(*("space" if letter == " " else letter for letter in words))

    async def settles(self) -> None:
        """Wait until every part of the program has handled what it was sent, and what followed from that."""
        for _ in range(HOPS):
            await self.pilot._wait_for_screen()

    async def clicks(self, words: str) -> None:
        """Click on the first place where these words can be seen."""
        for y, line in enumerate(self.text.splitlines()):
            if (x := line.find(words)) >= 0:
                await self.pilot.click(Canvas, offset=(x, y))
                await self.settles()
                return
        raise AssertionError(f"{words} is not there:\n{self.text}")

    async def goes_to(self, words: str) -> None:
        """Move the cursor to the row of the desk with these words."""
        self.app.action_move(-1000)
        for _ in range(200):
            if any(line.startswith("›") and words in line for line in self.rows):
                return
            await self.press("down")
        raise AssertionError(f"{words} is not on the desk:\n{self.text}")

    @property
    def rows(self) -> list[str]:
        """The lines of the screen, each from where its desk begins."""
        lines = self.text.splitlines()
        at = next((line.find("Desk ") for line in lines if "Desk " in line), 0)
        return [line[at:] for line in lines]

    def row(self, words: str) -> str:
        """The desk's row with these words."""
        return next(line for line in self.rows if words in line)


async def until(true: Callable[[], object]) -> None:
    """Wait until this is true; for what happens after the screen has gone, which tells nobody."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - a screen that is gone sets no event
            await asyncio.sleep(0.01)


@asynccontextmanager
async def watching(
    state: Path,
    size: tuple[int, int] = (120, 40),
    **more: Any,  # noqa: ANN401 - of `Console`
) -> AsyncIterator[Person]:
    """Somebody before a console of the bridge with this state folder; `driver`: of textual's, for a terminal."""
    driver = more.pop("driver", None)
    app = Watched(state, more.pop("palette", DARK), **more)
    app.driver_class = driver or app.driver_class
    app.drawn = asyncio.Event()
    with patch("textual.app.wait_for_idle", _at_once), patch("textual.pilot.wait_for_idle", _at_once):
        async with app.run_test(size=size, headless=driver is None) as pilot:
            yield Person(app, pilot)


async def _at_once(*_: float) -> None:
    """In the place of textual's wait, which sleeps until the processor is idle: `settles` waits for what matters."""
    await asyncio.sleep(0)
