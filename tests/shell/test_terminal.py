"""Lines for the terminal."""

from io import StringIO

import pytest

from bridge.shell.terminal import laid

LINE = "12:00:00  Following the Ardour on port 3819"


class Screen(StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_a_terminal_gets_whole_words_and_a_file_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    told = laid(LINE, Screen(), indent=10).splitlines()
    assert told == ["12:00:00  Following the Ardour", " " * 10 + "on port 3819"]
    assert laid(LINE, StringIO()) == LINE


def test_what_is_longer_than_the_screen_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    assert laid("see /a/very/long/path-of-mine", Screen()).splitlines() == ["see", "/a/very/long/path-of-mine"]
