"""The console's keys: each becomes a command of the interface, or another look at the screen."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.markup import escape
from textual.screen import Screen

from bridge.model.previews import OFF
from bridge.model.show import Mode
from bridge.model.snapshot import Stage, TrackView
from bridge.shell.console import decisions
from bridge.shell.console.canvas import Canvas
from bridge.shell.console.decisions import Question
from bridge.shell.console.dialogs import Choice, Page, page_width
from bridge.shell.console.keyboard import RELEASED, Finger
from bridge.shell.console.shown import Ending, Guided, Shown
from bridge.ui.palette import Palette
from bridge.ui.screen.help import helped
from bridge.ui.screen.layout import Region, places
from bridge.ui.screen.lines import name
from bridge.ui.screen.notices import open_numbers
from bridge.ui.screen.tree import Fault, Group, Row

LONGEST_FILTER = 60
"""Characters of a filter at most."""


class Console(Shown):
    """The console of the bridge whose state folder this is, with its keys.

    `together`: it was started with the bridge, and leaving it asks whether that shall end. The rest is as of `Shown`.
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
        Binding("r", "put_back"),
        Binding("h", "hands_off"),
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
        super().__init__(state, palette, guided=guided, clock=clock)
        self._together = together
        self._finger = Finger()

    # --- keys -----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A preview's key goes down, or comes up; what is held ends also under a dialog."""
        at = self._clock()[0]
        if event.key.startswith(RELEASED):
            event.stop()
            if self._finger.released(event.key.removeprefix(RELEASED), at):
                self.order("preview", "full", name=OFF)
            return
        if len(self.screen_stack) > 1:
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
                self.see(typing=False)
            case "escape":
                self._filter("")
                self.see(typing=False)
            case "backspace":
                self._filter(words[:-1])
            case _ if event.character and event.is_printable:
                self._filter((words + event.character)[:LONGEST_FILTER])

    def _filter(self, words: str) -> None:
        self.desk.view = self.desk.view.only(words)
        self.see(row=0, cue=None)

    def on_canvas_clicked(self, message: Canvas.Clicked) -> None:
        """What was clicked asks for something, or takes the cursor."""
        match message.does.split(":", 1):
            case ["preview", name]:
                self.preview(name)
            case ["fold", key]:
                self.desk.view = self.desk.view.turn(key)
                self.draw()
            case ["track", number] if int(number) in self.desk.rows:
                self.see(row=self.desk.rows.index(int(number)), cue=None)
            case ["cue", number]:
                self.see(cue=min(int(number), len(self.cues()) - 1))
            case [action]:
                self.run_worker(self.run_action(action))

    def on_canvas_wheeled(self, message: Canvas.Wheeled) -> None:
        """The wheel moves the cursor on the desk."""
        self.see(row=max(0, self.look.row + message.rows), cue=None)

    def preview(self, name: str) -> None:
        """Ask for a preview; for the one that is on, ask for the desk back."""
        on = self.seen.snapshot.preview if self.seen.snapshot else None
        same = on is not None and on.name == name and on.stage not in {Stage.OFF, Stage.LEAVING}
        self.order("preview", "full" if same else name, name=OFF if same else name)

    def action_full(self) -> None:
        """The desk as it is, always; with a filter on a desk that is surely the user's, all of its tracks."""
        unsure = self.seen.previewing or self.seen.wish or self.seen.stale
        if self.desk.view.words and not unsure:
            self._filter("")
        else:
            self.order("preview", "full", name=OFF)

    def action_region(self) -> None:
        """The cursor goes to the cues, or back to the desk."""
        self.see(cue=0 if self.look.cue is None and self.cues() else None)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        if self.look.cue is not None:
            self.see(cue=max(0, min(self.look.cue + by, len(self.cues()) - 1)))
        else:
            self.see(row=max(0, self.look.row + by))

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
        return rows[self.look.row] if self.look.cue is None and 0 <= self.look.row < len(rows) else None

    def _track(self) -> TrackView | None:
        row = self._row()
        number = row.number if isinstance(row, Fault) else row
        return self.desk.tracks.get(number) if isinstance(number, int) else None

    # --- deciding -------------------------------------------------------------------------------------------------

    @work
    async def action_decide(self) -> None:
        """Set what stands under the cursor: a track's stem, who hears a cue; a group folds."""
        track, cue = self._track(), self.cue()
        if cue is not None:
            if word := await self._choose(decisions.level_question(cue)):
                self.send(decisions.level_order(cue, word))
        elif track is not None:
            if word := await self._choose(decisions.stem_question(track)):
                self.send(decisions.stem_order(track, word))
        elif self.look.cue is not None:
            self.say(decisions.GONE_BY)
        else:
            self.action_turn()

    def action_lock(self) -> None:
        """Lock the stem of the track under the cursor as it is shown, or let its name speak again."""
        track = self._track()
        found = decisions.lock_order(track) if track is not None else None
        if found is not None:
            self.send(found)
        else:
            self.say(decisions.NO_TRACK if track is None else decisions.NO_STEM)

    def action_keep(self) -> None:
        """What the preview has muted under the cursor stays muted."""
        self._of_track(decisions.keep_order)

    def action_put_back(self) -> None:
        """The track under the cursor goes to its bus again."""
        self._of_track(decisions.back_order)

    def action_hands_off(self) -> None:
        """Where the track under the cursor goes is how the user wants it, or no longer."""
        self._of_track(lambda track: decisions.hands_order(track, self.desk.ways.routes.get(track.name)))

    def _of_track(self, order: Callable[[TrackView], decisions.Order]) -> None:
        """Send what is ordered of the track under the cursor."""
        track = self._track()
        if track is None:
            self.say(decisions.NO_TRACK)
        else:
            self.send(order(track))

    def action_acknowledge(self) -> None:
        """The new notices and findings that are shown were seen."""
        place = places(self.cells())[Region.NOTICES]
        numbers = open_numbers(self.seen, place.width, place.height)
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

    def action_order(self, command: str) -> None:
        """A command without keys."""
        self.order(command, command)

    # --- pages ----------------------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Every key and every sign."""
        self.push_screen(Page(helped(self.seen, page_width(self.size.width)), self._palette))

    def action_filter(self) -> None:
        """Type words that tracks must have."""
        self.see(typing=True, cue=None)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002 - textual's signature
        """What the command palette offers."""
        for offer in self.seen.snapshot.offers if self.seen.snapshot else ():
            yield _command(f"Preview {offer.name}", offer.about or offer.title, self.preview, offer.name)
        yield SystemCommand("Full", "The desk as it is (Esc)", self.action_full)
        for mode in Mode:
            yield _command(f"Mode {mode}", "What the bridge may send", self._to_mode, mode.value)
        for command, about in decisions.COMMANDS:
            yield _command(command.capitalize(), about, self.action_order, command)
        yield SystemCommand("Put back", "The track under the cursor goes to its bus again (r)", self.action_put_back)
        yield SystemCommand("Hands off", "The track under the cursor goes where you want it (h)", self.action_hands_off)
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
                await self.carry(0, "preview", {"name": OFF})
                self.exit(Ending.LEFT)
            case "leave":
                self.exit(Ending.LEFT)


def _command(title: str, about: str, do: Callable[[str], None], word: str) -> SystemCommand:
    return SystemCommand(escape(name(title)), escape(name(about)), lambda: do(word))
