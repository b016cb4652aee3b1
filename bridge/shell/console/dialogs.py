"""The questions that a console asks: one of several answers, or a word for the filter."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from bridge.shell.console.pane import Pane
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import Line


class Choice(ModalScreen[str | None]):
    """Asks for one of several answers; gives its word, None if the user would rather not."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back")]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]], *, at: str = "") -> None:
        super().__init__()
        self._question, self._answers, self._at = question, answers, at

    def compose(self) -> ComposeResult:
        """The question above the answers."""
        options = [Option(text, id=f"answer-{place}") for place, (_, text) in enumerate(self._answers)]
        with Vertical(id="dialog"):
            yield Label(self._question, markup=False)
            yield OptionList(*options, markup=False)
            yield Label("Enter: this one   Esc: leave it as it is", markup=False, classes="hint")

    def on_mount(self) -> None:
        """The cursor stands on what holds now."""
        words = [word for word, _ in self._answers]
        found = self.query_one(OptionList)
        found.highlighted = words.index(self._at) if self._at in words else 0
        found.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        self.dismiss(self._answers[event.option_index][0])


class Page(ModalScreen[None]):
    """Shows a page that may be longer than the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark", "dismiss(None)", "back"),
        Binding("up", "scroll(-1)"),
        Binding("down", "scroll(1)"),
        Binding("pageup", "scroll(-10)"),
        Binding("pagedown,space", "scroll(10)"),
    ]

    def __init__(self, lines: Callable[[int], Sequence[Line]], styles: Mapping[Hue, Style]) -> None:
        super().__init__()
        self._lines, self._hues = lines, styles

    def compose(self) -> ComposeResult:
        """One pane."""
        with Vertical(id="page"):
            yield Pane(self._hues, name="text")

    def on_resize(self) -> None:
        """Lay the page out."""
        pane = self.query_one(Pane)
        lines = self._lines(pane.room[0])
        pane.show(len(lines), lambda number: lines[number])

    def action_scroll(self, by: int) -> None:
        """So many lines further."""
        pane = self.query_one(Pane)
        pane.scroll_to(y=pane.scroll_offset.y + by, animate=False, immediate=True)
