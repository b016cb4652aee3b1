"""The console as a screen: hears the bridge, draws what it knows, sends commands and says what became of them.

What keys mean is in `app`.
"""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from itertools import count
from pathlib import Path

from textual import work
from textual.app import App, ComposeResult
from textual.worker import WorkerFailed

from bridge.model.snapshot import CueView
from bridge.shell import stream
from bridge.shell.client import NoBridge
from bridge.shell.console.canvas import Canvas
from bridge.shell.console.decisions import Order
from bridge.shell.console.feed import News, news
from bridge.shell.console.keyboard import report_releases, teach
from bridge.shell.console.sight import Sight
from bridge.ui.palette import Palette
from bridge.ui.screen.layout import Size
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.tree import Mark, Row, Tree
from bridge.ui.screen.whole import Look, in_sight, screen

TICK = 0.25
"""Seconds between two looks at the clock: ages and silences move without news."""
NO_BRIDGE = "No bridge is there yet. Nothing was changed. Start one with: stembridge run"
Guided = Callable[[float, Seen], str]
"""What stands on the demo's line: of the seconds since the start, and of what is seen."""


class Ending(StrEnum):
    """How a console was left."""

    LEFT = "left"
    """The bridge goes on as it is."""
    ENDED = "ended"
    """Whoever started the console and the bridge together shall end the bridge too."""


class Shown(App[Ending]):
    """The screen of the bridge whose state folder this is, before any key has a meaning.

    `clock` gives monotonic seconds, and the local time of day in seconds.
    """

    AUTO_FOCUS = None
    CSS = """
    Canvas { width: 100%; height: 100%; }
    Choice, Page { align: center middle; background: transparent; }
    .dialog { width: 78; max-width: 96%; height: auto; max-height: 90%; border: round; padding: 0 1; }
    .dialog OptionList { height: auto; max-height: 20; border: none; }
    OptionList:nocolor > .option-list--option-highlighted { text-style: reverse; }
    .page { width: 100; }
    """

    def __init__(
        self,
        state: Path,
        palette: Palette,
        *,
        guided: Guided | None = None,
        clock: Callable[[], tuple[float, float]] | None = None,
    ) -> None:
        teach()
        super().__init__(ansi_color=palette.background == "default")
        self._state, self._palette, self._guided = state, palette, guided
        self._clock = clock or _clock
        self._began = self._clock()[0]
        self._numbers = count(1)
        self.sight = Sight(self._began)
        self.seen, self.look, self.desk = Seen(), Look(), Tree()
        self._rows: tuple[Row, ...] = ()
        self._mark: Mark | None = None
        self._cue: CueView | None = None

    def _print_error_renderables(self) -> None:
        """A mistake of ours shows no traceback to a user: whoever runs the screen finds it in `fault`."""

    @property
    def fault(self) -> BaseException | None:
        """What the screen died of, None if it was left."""
        fault = self._exception
        return fault.error if isinstance(fault, WorkerFailed) else fault

    # --- the screen -----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """One canvas for all."""
        yield Canvas(self._palette)

    def on_mount(self) -> None:
        """Begin to listen."""
        ground = self._palette.background
        self.screen.styles.background = ground if ground != "default" else "ansi_default"
        report_releases(self._driver)
        if self._driver is not None and not self._driver.is_headless and sys.platform != "win32":
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, Ending.LEFT)
        self.set_interval(TICK, self.draw)
        self.listen()

    @work(exclusive=True, group="feed")
    async def listen(self) -> None:
        """Hear the bridge for as long as the screen lives."""
        async for one in news(self._state):
            self.hear(one)

    def hear(self, one: News) -> None:
        """Take over a piece of news, and draw what it changed."""
        self.sight.hear(one, self._clock()[0])
        self.draw()

    def on_resize(self) -> None:
        """Another size: lay everything out anew."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw what differs from what stands there."""
        if not self.is_running or not self.screen_stack:
            return
        now, wall = self._clock()
        self.seen = replace(self.sight.seen(now, wall), unix=time.time())
        self.desk.follow(self.seen.snapshot)
        size = self.cells()
        if self.desk.rows is not self._rows:  # the cursor keeps to what it stood on, or stands on nothing
            self._rows = self.desk.rows
            row = self.desk.row_of(self._mark) if self._mark is not None else 0
        else:
            row = min(self.look.row, len(self.desk.rows) - 1)
            self._mark = self.desk.mark(row) or self._mark
        guide = self._guided(now - self._began, self.seen) if self._guided is not None else ""
        cue = self._follow_cue()
        self.look = replace(self.look, row=row, cue=cue, guide=guide)
        self.look = replace(self.look, top=in_sight(self.look, size, len(self.desk.rows)))
        self.screen_stack[0].query_one(Canvas).show(screen(self.seen, self.look, self.desk, size))

    def cues(self) -> tuple[CueView, ...]:
        """The cues that are shown, live and coming."""
        cues = self.seen.snapshot.cues if self.seen.snapshot else None
        return (*cues.live, *cues.coming) if cues else ()

    def cue(self) -> CueView | None:
        """The one under the cursor."""
        cues, at = self.cues(), self.look.cue
        return cues[at] if at is not None and 0 <= at < len(cues) else None

    def _follow_cue(self) -> int | None:
        """Where the cue under the cursor stands by now, -1 if it has gone by; None while the cursor is on the desk."""
        if self.look.cue is None or self._cue is None:
            return self.look.cue
        places = (place for place, cue in enumerate(self.cues()) if _same(cue, self._cue))
        return next(places, -1)

    def cells(self) -> Size:
        """The screen in cells, and what else its layout depends on."""
        previews = len(self.seen.snapshot.offers) if self.seen.snapshot else 0
        return Size(*self.size, previews, self._guided is not None)

    def see(self, **look: object) -> None:
        """Look at the screen in another way: with other fields of `Look`."""
        self.look = replace(self.look, **look)  # type: ignore[arg-type]
        if "row" in look:
            self._mark = None
        if "cue" in look:
            self._cue = self.cue()
        self.draw()

    # --- commands -------------------------------------------------------------------------------------------------

    def order(self, command: str, wish: str, **keys: object) -> None:
        """Send a command; until it is answered, the foot says that it waits."""
        self.send(Order(command, wish, keys))

    def send(self, order: Order) -> None:
        """The same for an order that is made."""
        number = next(self._numbers)
        self.sight.wish(number, order.wish)
        self.draw()
        self.run_worker(self.carry(number, order.command, order.keys), group="commands")

    async def carry(self, number: int, command: str, keys: Mapping[str, object]) -> None:
        """Send a command, wait for its answer, and say it at the foot."""
        run = self.sight.run
        text, good = NO_BRIDGE, False
        if run is not None:
            try:
                reply = await stream.command(run, command, **keys)
                text, good = " · ".join(reply.lines), reply.ok
            except NoBridge as trouble:
                text = str(trouble)
        self.sight.answered(number, text, good=good, at=self._clock()[0])
        self.draw()

    def say(self, text: str) -> None:
        """Say at the foot why nothing was done."""
        self.sight.answered(None, text, good=False, at=self._clock()[0])
        self.draw()


def _same(one: CueView, other: CueView) -> bool:
    return (one.session, one.id, one.number, one.start) == (other.session, other.id, other.number, other.start)


def _clock() -> tuple[float, float]:
    wall = time.time()
    return time.monotonic(), wall + time.localtime(wall).tm_gmtoff
