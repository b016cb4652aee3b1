"""`stembridge console`: what it needs, how it ends, and that a mistake of ours inside it is one plain line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bridge.cli import screen as command
from bridge.cli.calling import call
from bridge.shell.console.app import Console
from bridge.shell.console.shown import Ending
from bridge.shell.logs import FAULTS
from bridge.shell.together import END, LEAVE
from bridge.ui.palette import COLOURLESS, SIXTEEN
from bridge.ui.screen.tree import Tree
from tests.cli.serving import served

Act = Callable[[Console], object]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEMBRIDGE_STATE", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("textual.constants.DRIVER", "textual.drivers.headless_driver:HeadlessDriver")
    return tmp_path


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "at_terminal", lambda: True)


def console(*words: str) -> int:
    """The exit code of the command with these words."""
    return call("bridge.cli.screen:console", "console", list(words))


def once_drawn(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    """This happens as soon as the console has drawn for the first time."""
    draw = Console.draw

    def drawn(self: Console) -> None:
        draw(self)
        act(self)

    monkeypatch.setattr(Console, "draw", drawn)


def test_without_a_terminal_it_says_so_and_what_to_do(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert console() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "stembridge status" in said.err
    assert list(state.iterdir()) == []


@pytest.mark.usefixtures("state", "at_terminal")
@pytest.mark.parametrize(
    ("words", "ending", "code"),
    [
        ((), Ending.LEFT, 0),
        (("--together",), Ending.LEFT, LEAVE),
        (("--together",), Ending.ENDED, END),
    ],
)
def test_its_exit_code_tells_whoever_started_it_what_shall_end(
    words: tuple[str, ...], ending: Ending, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    once_drawn(monkeypatch, lambda screen: screen.exit(ending))
    assert console(*words) == code


@pytest.mark.usefixtures("at_terminal")
def test_a_mistake_inside_it_is_one_plain_line_without_the_token(
    state: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def follow(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    with served(state, state):
        once_drawn(monkeypatch, lambda screen: screen.sight.run and monkeypatch.setattr(Tree, "follow", follow))
        assert console("--together") == 1
    said = capfd.readouterr()
    (line,) = [line for line in said.err.splitlines() if line]
    assert line.startswith("Something went wrong inside stembridge (RuntimeError: a mistake of ours).")
    assert str(state / FAULTS) in line
    kept = (state / FAULTS).read_text()
    assert "Traceback" in kept
    assert "secret" not in said.out + said.err + kept
    assert "Traceback" not in said.out + said.err


@pytest.mark.usefixtures("state", "at_terminal")
def test_no_color_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def note(screen: Console) -> None:
        drawn.append(screen._palette.name)
        screen.exit(Ending.LEFT)

    once_drawn(monkeypatch, note)
    monkeypatch.setenv("NO_COLOR", "1")
    assert console() == 0
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)
    assert console() == 0
    assert {drawn[0], drawn[-1]} == {COLOURLESS, SIXTEEN}


def test_a_palette_that_does_not_exist_is_refused_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert console("--palette", "deutran") == 1
    assert "deutan" in capsys.readouterr().err
