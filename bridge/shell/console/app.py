"""The console's program: what the stream tells becomes lines, keys become commands of the interface."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from bridge.model.previews import OFF
from bridge.model.show import Mode
from bridge.model.snapshot import CueView, Stage, TrackView
from bridge.shell import stream
from bridge.shell.client import NoBridge
from bridge.shell.console import decisions
from bridge.shell.console.canvas import Canvas
from bridge.shell.console.decisions import Order, Question
from bridge.shell.console.dialogs import Choice, Page, page_width
from bridge.shell.console.feed import News, news
from bridge.shell.console.keyboard import RELEASED, Finger, report_releases, teach
from bridge.shell.console.sight import Sight
from bridge.ui.palette import Palette
from bridge.ui.screen.help import helped
from bridge.ui.screen.layout import Size
from bridge.ui.screen.notices import open_numbers
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.tree import Group, Row, Tree
from bridge.ui.screen.whole import Look, in_sight, screen

TICK = 0.25
"""Seconds between two looks at the clock: ages and silences move without news."""
LONGEST_FILTER = 60
NO_BRIDGE = "No bridge is there yet. Nothing was changed. Start one with: stembridge run"
Guided = Callable[[float, Seen], str]
"""What stands on the demo's line: of the seconds since the start, and of what is seen."""


class Ending(StrEnum):
    """How a console was left."""

    LEFT = "left"
    """The bridge goes on as it is."""
    ENDED = "ended"
    """Whoever started the console and the bridge together shall end the bridge too."""


class Console(App[Ending]):
    """The console of the bridge whose state folder this is.

    `together`: it was started with the bridge, and leaving it asks whether that shall end. `clock` gives monotonic
    seconds, and the local time of day in seconds.
    """

    AUTO_FOCUS = None
    CSS = """
    Canvas { width: 100%; height: 100%; }
    Choice, Page { align: center middle; background: transparent; }
    .dialog { width: 78; max-width: 96%; height: auto; max-height: 90%; border: round; padding: 0 1; }
    .dialog OptionList { height: auto; max-height: 20; border: none; }
    .page { width: 100; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "full"),
        Binding("tab,shift+tab", "region", priority=True),
        Binding("up", "move(-1)"),
        Binding("down", "move(1)"),
        Binding("pageup", "move(-10)"),
        Binding("pagedown", "move(10)"),
        Binding("left", "fold(True)"),
        Binding("right", "fold(False)"),
        Binding("space", "turn"),
        Binding("enter", "decide"),
        Binding("question_mark,f1", "help"),
        Binding("slash", "filter"),
        Binding("k", "keep"),
        Binding("l", "lock"),
        Binding("a", "acknowledge"),
        Binding("z", "order('undo')"),
        Binding("y", "order('redo')"),
        Binding("w", "mode"),
        Binding("q,ctrl+c,ctrl+q", "leave"),
    ]

    def __init__(
        self,
        state: Path,
        palette: Palette,
        *,
        together: bool = False,
        guided: Guided | None = None,
        clock: Callable[[], tuple[float, float]] | None = None,
    ) -> None:
        teach()
        super().__init__(ansi_color=palette.background == "default")
        self._state, self._palette, self._together, self._guided = state, palette, together, guided
        self._clock = clock or _clock
        self._began = self._clock()[0]
        self._numbers = count(1)
        self._finger = Finger()
        self.sight = Sight(self._began)
        self.seen, self.look, self.desk = Seen(), Look(), Tree()

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
        self.seen = self.sight.seen(now, wall)
        self.desk.follow(self.seen.snapshot)
        size = self._cells()
        row = max(0, min(self.look.row, len(self.desk.rows) - 1))
        guide = self._guided(now - self._began, self.seen) if self._guided is not None else ""
        self.look = replace(self.look, row=row, guide=guide)
        self.look = replace(self.look, top=in_sight(self.look, size, len(self.desk.rows)))
        self.screen_stack[0].query_one(Canvas).show(screen(self.seen, self.look, self.desk, size))

    def _cells(self) -> Size:
        previews = len(self.seen.snapshot.offers) if self.seen.snapshot else 0
        return Size(self.size.width, self.size.height, previews, self._guided is not None)

    def _see(self, **look: object) -> None:
        """Look at the screen in another way."""
        self.look = replace(self.look, **look)  # type: ignore[arg-type]
        self.draw()

    # --- keys -----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A preview's key goes down, or comes up."""
        if len(self.screen_stack) > 1:
            return
        at = self._clock()[0]
        if event.key.startswith(RELEASED):
            event.stop()
            if self._finger.released(event.key.removeprefix(RELEASED), at):
                self.action_full()
            return
        key = event.character if event.character and event.is_printable else event.key
        offers = self.seen.snapshot.offers if self.seen.snapshot else ()
        offer = next((one for one in offers if one.key == key), None)
        if offer is not None:
            event.stop()
            if self._finger.pressed(event.key, at):
                self.preview(offer.name)

    async def on_event(self, event: events.Event) -> None:
        """While a filter is typed, keys are its letters; textual would hand them to its bindings first."""
        if isinstance(event, events.Key) and self.look.typing and len(self.screen_stack) == 1:
            self._type(event)
        else:
            await super().on_event(event)

    def _type(self, event: events.Key) -> None:
        words = self.desk.view.words
        match event.key:
            case "enter":
                self._see(typing=False)
            case "escape":
                self._filter("")
                self._see(typing=False)
            case "backspace":
                self._filter(words[:-1])
            case _ if event.character and event.is_printable:
                self._filter((words + event.character)[:LONGEST_FILTER])

    def _filter(self, words: str) -> None:
        self.desk.view = self.desk.view.only(words)
        self._see(row=0, cue=None)

    def on_canvas_clicked(self, message: Canvas.Clicked) -> None:
        """What was clicked asks for something, or takes the cursor."""
        match message.does.split(":", 1):
            case ["preview", name]:
                self.preview(name)
            case ["fold", key]:
                self.desk.view = self.desk.view.turn(key)
                self.draw()
            case ["track", number] if int(number) in self.desk.rows:
                self._see(row=self.desk.rows.index(int(number)), cue=None)
            case ["cue", number]:
                self._see(cue=min(int(number), len(self._cues()) - 1))
            case [action]:
                self.run_worker(self.run_action(action))

    def on_canvas_wheeled(self, message: Canvas.Wheeled) -> None:
        """The wheel moves the cursor on the desk."""
        self._see(row=max(0, self.look.row + message.rows), cue=None)

    def preview(self, name: str) -> None:
        """Ask for a preview; for the one that is on, ask for the desk back."""
        on = self.seen.snapshot.preview if self.seen.snapshot else None
        same = on is not None and on.name == name and on.stage not in {Stage.OFF, Stage.LEAVING}
        self.order("preview", "full" if same else name, name=OFF if same else name)

    def action_full(self) -> None:
        """The desk as it is, always; with a filter on a desk that is the user's, all of its tracks."""
        if self.desk.view.words and not self.seen.previewing:
            self._filter("")
        else:
            self.order("preview", "full", name=OFF)

    def action_region(self) -> None:
        """The cursor goes to the cues, or back to the desk."""
        self._see(cue=0 if self.look.cue is None and self._cues() else None)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        if self.look.cue is not None:
            self._see(cue=max(0, min(self.look.cue + by, len(self._cues()) - 1)))
        else:
            self._see(row=max(0, self.look.row + by))

    def action_fold(self, shut: bool) -> None:
        """Fold the group under the cursor, or open it."""
        row = self._row()
        if isinstance(row, Group) and row.shut is not shut:
            self.desk.view = self.desk.view.turn(row.key)
            self.draw()

    def action_turn(self) -> None:
        """Fold or open."""
        row = self._row()
        if isinstance(row, Group):
            self.action_fold(not row.shut)

    def _row(self) -> Row | None:
        rows = self.desk.rows
        return rows[self.look.row] if self.look.cue is None and self.look.row < len(rows) else None

    def _track(self) -> TrackView | None:
        row = self._row()
        return self.desk.tracks.get(row) if isinstance(row, int) else None

    def _cues(self) -> tuple[CueView, ...]:
        cues = self.seen.snapshot.cues if self.seen.snapshot else None
        return (*cues.live, *cues.coming) if cues else ()

    # --- deciding -------------------------------------------------------------------------------------------------

    @work
    async def action_decide(self) -> None:
        """Set what stands under the cursor: a track's stem, who hears a cue; a group folds."""
        track, cues = self._track(), self._cues()
        if self.look.cue is not None and self.look.cue < len(cues):
            cue = cues[self.look.cue]
            if word := await self._choose(decisions.level_question(cue)):
                self._send(decisions.level_order(cue, word))
        elif track is not None:
            if word := await self._choose(decisions.stem_question(track)):
                self._send(decisions.stem_order(track, word))
        else:
            self.action_turn()

    def action_lock(self) -> None:
        """Lock the stem of the track under the cursor as it is shown, or let its name speak again."""
        track = self._track()
        found = decisions.lock_order(track) if track is not None else None
        if found is not None:
            self._send(found)
        else:
            self.say(decisions.NO_TRACK if track is None else decisions.NO_STEM)

    def action_keep(self) -> None:
        """What the preview has muted under the cursor stays muted."""
        track = self._track()
        if track is None:
            self.say(decisions.NO_TRACK)
        else:
            self.order("keep-muted", f"{track.name} stays muted", strips=[track.name])

    def action_acknowledge(self) -> None:
        """All notices and findings that are new were seen."""
        numbers = open_numbers(self.seen.snapshot) if self.seen.snapshot else ()
        if numbers:
            self.order("acknowledge", "acknowledge", numbers=list(numbers))
        else:
            self.say("Nothing is new. Nothing was changed.")

    @work
    async def action_mode(self) -> None:
        """Ask for another mode."""
        at = self.seen.snapshot.mode.value if self.seen.snapshot else ""
        if word := await self._choose(decisions.mode_question(at)):
            self.order("mode", f"mode {word}", mode=word)

    async def _choose(self, question: Question) -> str | None:
        return await self.push_screen_wait(Choice(question))

    # --- commands -------------------------------------------------------------------------------------------------

    def action_order(self, command: str) -> None:
        """A command without keys."""
        self.order(command, command)

    def order(self, command: str, wish: str, **keys: object) -> None:
        """Send a command; until it is answered, the foot says that it waits."""
        self._send(Order(command, wish, keys))

    def _send(self, order: Order) -> None:
        number = next(self._numbers)
        self.sight.wish(number, order.wish)
        self.draw()
        self.run_worker(self._carry(number, order.command, order.keys), group="commands")

    async def _carry(self, number: int, command: str, keys: Mapping[str, object]) -> None:
        run = self.sight.run
        text, good = NO_BRIDGE, False
        if run is not None:
            try:
                reply = await stream.command(run, command, **keys)
                text, good = " ".join(reply.lines), reply.ok
            except NoBridge as trouble:
                text = str(trouble)
        self.sight.answered(number, text, good=good, at=self._clock()[0])
        self.draw()

    def say(self, text: str) -> None:
        """Say at the foot why nothing was done."""
        self.sight.answered(None, text, good=False, at=self._clock()[0])
        self.draw()

    # --- pages ----------------------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Every key and every sign."""
        self.push_screen(Page(helped(self.seen, page_width(self.size.width)), self._palette))

    def action_filter(self) -> None:
        """Type words that tracks must have."""
        self._see(typing=True, cue=None)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002 - textual's signature
        """What the command palette offers."""
        for offer in self.seen.snapshot.offers if self.seen.snapshot else ():
            yield _command(f"Preview {offer.name}", offer.about or offer.title, self.preview, offer.name)
        yield SystemCommand("Full", "The desk as it is (Esc)", self.action_full)
        for mode in Mode:
            yield _command(f"Mode {mode}", "What the bridge may send", self._to_mode, mode.value)
        for command, about in (
            ("play", "Let the DAW roll"),
            ("pause", "Stop the DAW where it is"),
            ("save", "Leave the preview, save the session, come back"),
            ("undo", "Take the newest decision back"),
            ("redo", "Do it again"),
        ):
            yield _command(command.capitalize(), about, self.action_order, command)
        yield SystemCommand("Acknowledge", "All notices and findings were seen", self.action_acknowledge)
        yield SystemCommand("Help", "Every key and every sign", self.action_help)
        yield SystemCommand("Leave", "Leave this screen", self.action_leave)

    def _to_mode(self, mode: str) -> None:
        self.order("mode", f"mode {mode}", mode=mode)

    # --- leaving --------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="leaving")
    async def action_leave(self) -> None:
        """Leave the screen; in a preview, or where the bridge would end with it, ask."""
        previewing = self.seen.previewing
        if not self._together and not previewing:
            self.exit(Ending.LEFT)
            return
        match await self._choose(decisions.farewell(together=self._together, previewing=previewing)):
            case "end" if self._together:
                self.exit(Ending.ENDED)
            case "end":
                await self._carry(0, "preview", {"name": OFF})
                self.exit(Ending.LEFT)
            case "leave":
                self.exit(Ending.LEFT)


def _command(title: str, about: str, do: Callable[[str], None], word: str) -> SystemCommand:
    return SystemCommand(title, about, lambda: do(word))


def _clock() -> tuple[float, float]:
    wall = time.time()
    return time.monotonic(), wall + time.localtime(wall).tm_gmtoff
