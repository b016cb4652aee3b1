"""The console's screen: four regions of what the stream tells, and keys that become commands of the interface."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual import events, work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import Input

from bridge.model.cues import Level
from bridge.model.previews import OFF
from bridge.model.show import Mode
from bridge.model.snapshot import CueView, Stage, TrackView
from bridge.model.stems import SUBS, Family
from bridge.shell.client import NoBridge
from bridge.shell.console.dialogs import Choice, Page
from bridge.shell.console.feed import News, news
from bridge.shell.console.keyboard import RELEASED, Finger, report_releases, teach
from bridge.shell.console.pane import Pane
from bridge.shell.console.sight import Sight
from bridge.ui.palette import Hue, Palette
from bridge.ui.screen import desk
from bridge.ui.screen.banner import banner
from bridge.ui.screen.foot import foot, guide
from bridge.ui.screen.help import helped
from bridge.ui.screen.lines import EMPTY, Line
from bridge.ui.screen.notices import notices, open_numbers
from bridge.ui.screen.offers import offers
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.sounds import cue_lines, sounds
from bridge.ui.screen.tree import Group, Row, View, rows
from bridge.ui.screen.where import head, where

TICK = 0.25
"""Seconds between two looks at the clock: ages and silences move without news."""
WIDE = 110
"""Columns from which the desk stands beside the rest."""
LEVELS = (
    ("diegetic", "● SRC  diegetic: the characters hear it"),
    ("nondiegetic", "○ NON  nondiegetic: only the audience hears it"),
    ("metadiegetic", "◐ MIND metadiegetic: in one character's mind"),
    ("extrafictional", "▣ TTL  extrafictional: titles, logos"),
    ("diegetic > nondiegetic", "⇄ X    from the story to the audience"),
    ("nondiegetic > diegetic", "⇄ X    from the audience into the story"),
    ("ambiguous", "◇ AMB  ambiguous: decided to stay open"),
    ("unset", "?      nobody has decided"),
)
"""What a cue's level may be set to, as it is spelt in cues.csv."""


class Ending(StrEnum):
    """How a console was left."""

    LEFT = "left"
    """The bridge goes on as it is."""
    ENDED = "ended"
    """Whoever started the console and the bridge together shall end the bridge too."""


class Console(App[Ending]):
    """The console of the bridge whose state folder this is.

    `together`: it was started with the bridge, and leaving it asks whether that shall end. `guided`: what stands on the
    demo's line at a moment (seconds since the start). `clock`: monotonic seconds, and the local time of day in seconds.
    """

    CSS_PATH = "console.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "full", "full", priority=False),
        Binding("tab", "region", "region", priority=True),
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
        Binding("z", "undo"),
        Binding("y", "redo"),
        Binding("w", "mode"),
        Binding("q,ctrl+c,ctrl+q", "leave", priority=True),
    ]

    def __init__(
        self,
        state: Path,
        palette: Palette,
        *,
        together: bool = False,
        guided: Callable[[float, Seen], str] | None = None,
        clock: "Callable[[], tuple[float, float]] | None" = None,
    ) -> None:
        ansi = palette.background == "default"
        teach()
        super().__init__(ansi_color=ansi)
        self._state, self._together, self._guided = state, together, guided
        self._clock = clock or _clock
        self.styles_of = styles(palette)
        self._ground = palette.background
        self.sight = Sight(self._clock()[0])
        self._finger = Finger()
        self._numbers = count(1)
        self._began = 0.0
        self.view = View()
        self._tree: tuple[Row, ...] = ()
        self._tree_of: tuple[object, ...] = ()
        self._tracks: Mapping[int, TrackView] = {}
        self.cursor = 0
        self.cue_cursor: int | None = None
        self.seen = Seen()

    def _print_error_renderables(self) -> None:
        """A mistake of ours shows no traceback to a user: whoever runs the screen finds it in `fault`."""

    @property
    def fault(self) -> BaseException | None:
        """What the screen died of, None if it was left."""
        return self._exception

    # --- the screen -----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The regions."""
        pane = self._pane
        with Vertical(id="all"):
            yield pane("head")
            yield pane("banner")
            with Container(id="middle"):
                with Vertical(id="left"):
                    yield pane("where")
                    yield pane("sounds")
                    yield pane("notices")
                with Vertical(id="right"):
                    yield pane("desk-title")
                    yield pane("desk")
                    yield Input(placeholder="only tracks with these words", id="filter")
            yield pane("offers")
            yield pane("guide")
            yield pane("foot")

    def _pane(self, name: str) -> Pane:
        return Pane(self.styles_of, name=name)

    def on_mount(self) -> None:
        """Begin to listen."""
        self._began = self._clock()[0]
        self.screen.styles.background = self._ground if self._ground != "default" else "ansi_default"
        self.query_one("#guide").display = self._guided is not None
        report_releases(self._driver)
        if self._driver is not None and not self._driver.is_headless and sys.platform != "win32":
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, Ending.LEFT)
        self.set_interval(TICK, self.draw)
        self.listen()

    @work(exclusive=True, group="feed")
    async def listen(self) -> None:
        """Hear the bridge for as long as the screen lives."""
        stream: AsyncGenerator[News] = news(self._state)
        async for one in stream:
            self.hear(one)

    def hear(self, one: News) -> None:
        """Take over a piece of news, and draw what it changed."""
        self.sight.hear(one, self._clock()[0])
        self.draw()

    def on_resize(self) -> None:
        """Another size: lay everything out anew."""
        self.set_class(self.size.width >= WIDE, "wide")
        self.set_class(self.size.height < (30 if self.size.width >= WIDE else 40), "low")
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw what differs from what stands there."""
        if not self.is_running or not self.screen_stack:
            return
        now, wall = self._clock()
        self.seen = seen = self.sight.seen(now, wall)
        self._lay_out()
        base = self.screen_stack[0]
        for name, make in self._regions(seen):
            pane = base.query_one(f"#{name}", Pane)
            lines = make(*pane.room)
            pane.show(len(lines), lines.__getitem__)
        pane = base.query_one("#desk", Pane)
        width = pane.room[0]
        owed = frozenset(debt.target.strip for debt in seen.snapshot.debts) if seen.snapshot else frozenset[str]()
        pane.show(len(self._tree), lambda number: self._desk_line(number, owed, width))

    def _regions(self, seen: Seen) -> Iterable[tuple[str, Callable[[int, int], list[Line]]]]:
        yield "head", lambda width, _: head(seen, width)
        yield "banner", lambda width, height: banner(seen, width, height)
        yield "where", lambda width, height: where(seen, width, height)
        yield "sounds", lambda width, _: sounds(seen, width, self.cue_cursor)
        yield "notices", lambda width, height: notices(seen, width, height)
        yield "desk-title", lambda width, _: [desk.title(seen.snapshot, self.view, width)]
        yield "offers", lambda width, height: offers(seen, width, height)
        yield "foot", lambda width, _: [foot(seen, width)]
        if self._guided is not None:
            text = self._guided(self._clock()[0] - self._began, seen)
            yield "guide", lambda width, _: [guide(text, width)]

    def _lay_out(self) -> None:
        """Make the tree anew where names, stems, buses, the filter or a fold have changed."""
        tracks = self.seen.snapshot.tracks if self.seen.snapshot else ()
        if self._tree_of and self._tree_of[0] is tracks and self._tree_of[1] == self.view:
            return
        if not self._same_tree(tracks):
            self._tree = rows(tracks, self.view)
            self.cursor = max(0, min(self.cursor, len(self._tree) - 1))
        self._tree_of = (tracks, self.view)
        self._tracks = {track.number: track for track in tracks}

    def _same_tree(self, tracks: tuple[TrackView, ...]) -> bool:
        """Whether nothing has moved that the tree is made of; without a filter that is what tracks are, not do."""
        if not self._tree_of or self._tree_of[1] != self.view or self.view.words or len(tracks) != len(self._tracks):
            return False
        before = self._tracks
        return all((old := before.get(new.number)) is new or (old is not None and _alike(old, new)) for new in tracks)

    def _desk_line(self, number: int, owed: frozenset[str], width: int) -> Line:
        row = self._tree[number]
        chosen = number == self.cursor and self.cue_cursor is None
        if isinstance(row, Group):
            return desk.group_line(row, self._tracks, owed, width, chosen)
        track = self._tracks.get(row)
        return desk.track_line(track, track.name in owed, width, chosen) if track is not None else EMPTY

    # --- keys -----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A preview's key goes down, or comes up."""
        if len(self.screen_stack) > 1 or isinstance(self.focused, Input):
            return
        at = self._clock()[0]
        if event.key.startswith(RELEASED):
            if self._finger.released(event.key.removeprefix(RELEASED), at):
                self.action_full()
            event.stop()
            return
        key = event.character if event.character and event.is_printable else event.key
        offer = next((one for one in self.seen.snapshot.offers if one.key == key), None) if self.seen.snapshot else None
        if offer is not None:
            event.stop()
            if self._finger.pressed(event.key, at):
                self.preview(offer.name)

    def on_pane_clicked(self, message: Pane.Clicked) -> None:
        """What was clicked asks for something, or takes the cursor."""
        match message.does.split(":", 1):
            case ["preview", name]:
                self.preview(name)
            case ["fold", key]:
                self.cue_cursor, self.cursor = None, message.line
                self.view = self.view.turn(key)
                self.draw()
            case [action] if action:
                self.run_worker(self.run_action(action))
            case _:
                self._point(message.pane, message.line)

    def _point(self, pane: Pane, line: int) -> None:
        """The cursor goes where the pointer is, to a row of the desk or to a cue."""
        cues = cue_lines(self.seen)
        if pane.id == "desk" and line < len(self._tree):
            self.cue_cursor, self.cursor = None, line
        elif pane.id == "sounds" and line < len(cues) and cues[line] is not None:
            self.cue_cursor = cues[line]
        self.draw()

    def preview(self, name: str) -> None:
        """Ask for a preview; for the one that is on, ask for the desk back."""
        on = self.seen.snapshot.preview if self.seen.snapshot else None
        same = on is not None and on.name == name and on.stage not in {Stage.OFF, Stage.LEAVING}
        self.ask("preview", "full" if same else name, name=OFF if same else name)

    def action_full(self) -> None:
        """The desk as it is, always."""
        if self.view.words and not self.seen.previewing:
            self.view = View(self.view.turned)
            self.draw()
        else:
            self.ask("preview", "full", name=OFF)

    def action_region(self) -> None:
        """The cursor goes to the cues, or back to the desk."""
        cues = self.seen.snapshot.cues if self.seen.snapshot else None
        there = bool(cues and (cues.live or cues.coming))
        self.cue_cursor = 0 if self.cue_cursor is None and there else None
        self.draw()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        if self.cue_cursor is not None and self.seen.snapshot:
            cues = self.seen.snapshot.cues
            self.cue_cursor = max(0, min(self.cue_cursor + by, len(cues.live) + len(cues.coming) - 1))
        else:
            self.cursor = max(0, min(self.cursor + by, len(self._tree) - 1))
            self.query_one("#desk", Pane).reveal(self.cursor)
        self.draw()

    def action_fold(self, shut: bool) -> None:
        """Fold the group under the cursor, or open it."""
        row = self._row()
        if isinstance(row, Group) and row.shut is not shut:
            self.view = self.view.turn(row.key)
            self.draw()

    def action_turn(self) -> None:
        """Fold or open."""
        row = self._row()
        if isinstance(row, Group):
            self.action_fold(not row.shut)

    def _row(self) -> Row | None:
        return self._tree[self.cursor] if self.cue_cursor is None and self.cursor < len(self._tree) else None

    def _track(self) -> TrackView | None:
        row = self._row()
        return self._tracks.get(row) if isinstance(row, int) else None

    def _cue(self) -> CueView | None:
        if self.cue_cursor is None or self.seen.snapshot is None:
            return None
        cues = (*self.seen.snapshot.cues.live, *self.seen.snapshot.cues.coming)
        return cues[self.cue_cursor] if self.cue_cursor < len(cues) else None

    # --- deciding -------------------------------------------------------------------------------------------------

    @work
    async def action_decide(self) -> None:
        """Set what stands under the cursor: a track's stem, who hears a cue; a group folds."""
        cue, track = self._cue(), self._track()
        if cue is not None:
            at = cue.crossing or cue.level.value
            title = f"Who hears {cue.number or cue.id} {cue.title}? It lands in cues.csv, for the whole cue."
            word = await self.push_screen_wait(Choice(title, LEVELS, at=at))
            if word is not None:
                self._decide_cue(cue, "" if word == Level.UNSET else word)
        elif track is not None:
            at = "/".join(filter(None, (track.stem.family or "", track.stem.sub)))
            title = f'What is "{track.name}"? It lands in tracks.csv, locked.'
            word = await self.push_screen_wait(Choice(title, [(one, one) for one in _stems()], at=at))
            if word is not None:
                self.ask("track", f"{track.name} is {word}", name=track.name, set={"stem": word})
        else:
            self.action_turn()

    def _decide_cue(self, cue: CueView, word: str) -> None:
        keys: dict[str, object] = {"number": cue.number or cue.id, "set": {"level": word}}
        if cue.session:
            keys["session"] = cue.session
        self.ask("cue", f"{cue.number or cue.id} is {word or 'undecided'}", **keys)

    def action_lock(self) -> None:
        """Lock the stem of the track under the cursor as it is shown, or let its name speak again."""
        track = self._track()
        if track is None:
            self.say("Put the cursor on a track first (↑ ↓). Nothing was changed.", good=False)
        elif track.stem.locked:
            self.ask("track", f"{track.name} unlocked", name=track.name, set={"lock": "no"})
        elif track.stem.family is None:
            self.say("Its stem is not known, so there is nothing to lock. Enter sets one.", good=False)
        else:
            stem = "/".join(filter(None, (track.stem.family, track.stem.sub)))
            self.ask("track", f"{track.name} is {stem}", name=track.name, set={"stem": stem})

    def action_keep(self) -> None:
        """What the preview has muted under the cursor stays muted."""
        track = self._track()
        if track is None:
            self.say("Put the cursor on a track first (↑ ↓). Nothing was changed.", good=False)
        else:
            self.ask("keep-muted", f"{track.name} stays muted", strips=[track.name])

    def action_acknowledge(self) -> None:
        """All notices and findings that are new were seen."""
        numbers = open_numbers(self.seen.snapshot) if self.seen.snapshot else ()
        if numbers:
            self.ask("acknowledge", "acknowledge", numbers=list(numbers))
        else:
            self.say("Nothing new to acknowledge.")

    def action_undo(self) -> None:
        """Take the newest decision back."""
        self.ask("undo", "undo")

    def action_redo(self) -> None:
        """Do it again."""
        self.ask("redo", "redo")

    @work
    async def action_mode(self) -> None:
        """Ask for another mode."""
        answers = [
            (Mode.WATCH.value, "watch    only looks: nothing is sent but questions"),
            (Mode.PREVIEW.value, "preview  previews may mute, and give back"),
            (Mode.KEEP.value, "keep     also puts routes back"),
        ]
        at = self.seen.snapshot.mode.value if self.seen.snapshot else ""
        word = await self.push_screen_wait(Choice("What may the bridge send?", answers, at=at))
        if word is not None:
            self.ask("mode", f"mode {word}", mode=word)

    # --- commands -------------------------------------------------------------------------------------------------

    def ask(self, command: str, wish: str, **keys: object) -> None:
        """Send a command; until it is answered, the foot says that it waits."""
        number = next(self._numbers)
        self.sight.wish(number, wish)
        self.draw()
        self.run_worker(self._carry(number, command, keys), group="commands")

    async def _carry(self, number: int, command: str, keys: Mapping[str, object]) -> None:
        client = self.sight.client
        if client is None:
            text, good = "No bridge is there yet. Nothing was changed. Start one with: stembridge run", False
        else:
            try:
                reply = await asyncio.to_thread(client.command, command, **keys)
                text, good = " ".join(reply.lines), reply.ok
            except NoBridge as trouble:
                text, good = str(trouble), False
        self.sight.answered(number, text, good=good, at=self._clock()[0])
        self.draw()

    def say(self, text: str, *, good: bool = True) -> None:
        """Say something at the foot."""
        self.sight.answered(None, text, good=good, at=self._clock()[0])
        self.draw()

    # --- pages ----------------------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Every key and every sign."""
        self.push_screen(Page(lambda width: helped(self.seen, width), self.styles_of))

    def action_filter(self) -> None:
        """Ask for words that tracks must have."""
        box = self.query_one("#filter", Input)
        box.value = self.view.words
        box.add_class("open")
        box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while it is typed."""
        self.view = View(self.view.turned, event.value.strip())
        self.cue_cursor, self.cursor = None, 0
        self.draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter, and give the keys back."""
        event.input.remove_class("open")
        self.set_focus(None)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002 - textual's signature
        """What the command palette offers."""
        for offer in self.seen.snapshot.offers if self.seen.snapshot else ():
            yield SystemCommand(
                f"Preview {offer.name}", offer.about or offer.title, lambda name=offer.name: self.preview(name)
            )
        yield SystemCommand("Full", "The desk as it is (Esc)", self.action_full)
        for mode in Mode:
            yield SystemCommand(
                f"Mode {mode}",
                "What the bridge may send",
                lambda mode=mode: self.ask("mode", f"mode {mode}", mode=mode.value),
            )
        for command, about in (
            ("play", "Let the DAW roll"),
            ("pause", "Stop the DAW where it is"),
            ("save", "Leave the preview, save the session, come back"),
            ("undo", "Take the newest decision back"),
            ("redo", "Do it again"),
        ):
            yield SystemCommand(command.capitalize(), about, lambda command=command: self.ask(command, command))
        yield SystemCommand("Acknowledge", "All notices and findings were seen", self.action_acknowledge)
        yield SystemCommand("Help", "Every key and every sign", self.action_help)
        yield SystemCommand("Leave", "Leave this screen", self.action_leave)

    # --- leaving --------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="leaving")
    async def action_leave(self) -> None:
        """Leave the screen; in a preview, or where the bridge would end with it, ask."""
        if len(self.screen_stack) > 1:
            self.screen.dismiss(None)
            return
        if not self._together and not self.seen.previewing:
            self.exit(Ending.LEFT)
            return
        word = await self.push_screen_wait(Choice(*_farewell(together=self._together, previewing=self.seen.previewing)))
        match word:
            case "end" if self._together:
                self.exit(Ending.ENDED)
            case "end":
                await self._carry(0, "preview", {"name": OFF})
                self.exit(Ending.LEFT)
            case "leave":
                self.exit(Ending.LEFT)


def _farewell(*, together: bool, previewing: bool) -> tuple[str, list[tuple[str, str]]]:
    """What is asked of who leaves, and the answers."""
    if together:
        what = "A preview is on." if previewing else "The bridge runs with this screen."
        end = "End the preview and the bridge: the desk is given back"
        answers = [
            ("end", end if previewing else "End the bridge"),
            (
                "leave",
                "Only this screen: the bridge goes on in this terminal" + (", with the preview" if previewing else ""),
            ),
        ]
    else:
        what = "A preview is on."
        answers = [
            ("end", "End the preview: the desk is given back"),
            ("leave", "Leave it on: the bridge goes on with it"),
        ]
    return f"{what} What shall end?", [*answers, ("back", "Nothing: back to the screen")]


def _stems() -> list[str]:
    """Every stem that a track may be set to, as it is spelt in tracks.csv."""
    return [word for family in Family for word in (family.value, *(f"{family}/{sub}" for sub in SUBS[family]))]


def _alike(old: TrackView, new: TrackView) -> bool:
    return (old.name, old.stem, old.bus) == (new.name, new.stem, new.bus)


def styles(palette: Palette) -> dict[Hue, Style]:
    """Each hue's style, on the palette's ground where it names none."""
    ground = Style.parse(f"on {palette.background}")
    return {hue: ground + Style.parse(words or "none") for hue, words in palette.styles.items()}


def _clock() -> tuple[float, float]:
    wall = time.time()
    return time.monotonic(), wall + time.localtime(wall).tm_gmtoff
