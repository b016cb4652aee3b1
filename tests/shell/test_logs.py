import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest

from bridge.shell.logs import FAULTS, Plain, last_words, start_log

Out = pytest.CaptureFixture[str]


@contextmanager
def logging_to(folder: Path) -> Iterator[logging.Logger]:
    """The log of a daemon with this state folder; afterwards all is as it was before."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    start_log(folder)
    yield logging.getLogger("bridge.test")
    for handler in root.handlers:
        handler.close()
    root.handlers[:], root.level, logging.raiseExceptions = before


def test_a_line_is_a_time_and_a_sentence(tmp_path: Path, capsys: Out) -> None:
    with logging_to(tmp_path) as log:
        log.info("All is well.")
        log.warning("Look here.")
    first, second = capsys.readouterr().err.splitlines()
    assert first[2] == first[5] == ":"
    assert first[8:] == "  All is well."
    assert second[8:] == "  ! Look here."


def test_no_name_steers_the_terminal_or_begins_a_line_of_its_own() -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "a\x1b[2J\nb", None, None)
    assert Plain().format(record).endswith("  a\\x1b[2J\\nb")


def test_a_traceback_goes_into_its_own_file_alone(tmp_path: Path, capsys: Out) -> None:
    with logging_to(tmp_path) as log:
        log.error("It goes on.", exc_info=ValueError("lost"))
        log.error("Nothing to keep.")
    said = capsys.readouterr().err
    assert "It goes on." in said
    assert "ValueError" not in said
    kept = (tmp_path / FAULTS).read_text()
    assert "ValueError: lost" in kept
    assert "Nothing to keep" not in kept


def test_a_terminal_that_is_gone_is_no_harm(tmp_path: Path, capsys: Out) -> None:
    gone = StringIO()
    gone.close()
    with logging_to(tmp_path) as log:
        handler = logging.getLogger().handlers[0]
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(gone)
        log.info("Nobody reads this.")
        log.error("But this is kept.", exc_info=ValueError("lost"))
    assert "But this is kept" in (tmp_path / FAULTS).read_text()
    assert capsys.readouterr().err == ""


def test_last_words_are_one_line_and_keep_the_rest(tmp_path: Path, capsys: Out) -> None:
    last_words(tmp_path, KeyError, KeyError("a\nb"), None)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "KeyError" in (tmp_path / FAULTS).read_text()


def test_last_words_come_also_where_nothing_can_be_kept(tmp_path: Path, capsys: Out) -> None:
    last_words(tmp_path / "missing", KeyError, KeyError("x"), None)
    assert "Please report this line" in capsys.readouterr().err
