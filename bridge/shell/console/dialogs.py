"""What stands before the screen for a moment: a question with its answers, a page to read."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from bridge.shell.console.decisions import Question
from bridge.ui.palette import Palette
from bridge.ui.screen.lines import Line, Piece

_END = Piece("\n")
HINT = "Enter: this one   Esc: leave it as it is"


def page_width(columns: int) -> int:
    """The cells of a line of a page, on a screen of so many columns: its frame and its scroll bar take some."""
    return min(100, columns * 96 // 100) - 6


class Choice(ModalScreen[str | None]):
    """Asks for one of several answers; gives its word, None if the user would rather not."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back")]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question above the answers."""
        with Vertical(classes="dialog"):
            yield Label(self._question.text, markup=False)
            yield OptionList(*(Option(text) for _, text in self._question.answers), markup=False)
            yield Label(HINT, markup=False)

    def on_mount(self) -> None:
        """The cursor stands on what holds now."""
        words = [word for word, _ in self._question.answers]
        found = self.query_one(OptionList)
        found.highlighted = words.index(self._question.at) if self._question.at in words else 0
        found.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        self.dismiss(self._question.answers[event.option_index][0])


class Page(ModalScreen[None]):
    """Shows a page that may be longer than the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark", "dismiss(None)", "back"),
        Binding("up", "scroll(-1)"),
        Binding("down", "scroll(1)"),
        Binding("pageup", "scroll(-10)"),
        Binding("pagedown,space", "scroll(10)"),
    ]

    def __init__(self, lines: Sequence[Line], palette: Palette) -> None:
        super().__init__()
        parts = ((piece.text, palette.styles[piece.hue]) for line in lines for piece in (*line, _END))
        self._text = Text.assemble(*parts)

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(classes="dialog page"):
            yield Static(self._text)

    def action_scroll(self, by: int) -> None:
        """So many lines further."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
