"""`stembridge install`: every Ardour on the machine, each with its own sentence."""

from pathlib import Path

import pytest

from bridge.cli import installing
from bridge.cli.main import run
from bridge.sheets.uiscripts import read
from bridge.shell.ardourscripts import LIST, companion
from tests.sheets.hooks import callback, saved

Out = pytest.CaptureFixture[str]
MINE = saved(callback("mine")).encode()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with two Ardours, both closed."""
    for name in ("ardour7", "ardour8"):
        (tmp_path / name).mkdir()
        (tmp_path / name / LIST).write_bytes(MINE)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setattr(installing, "ardours", lambda: ())
    return tmp_path


def test_every_ardour_gets_it_and_loses_it_again(settings: Path, capsys: Out) -> None:
    assert run(["install", "ardour"]) == 0
    assert [line.partition(" (")[0] for line in capsys.readouterr().out.splitlines()] == ["Ardour 8", "Ardour 7"]
    for name in ("ardour7", "ardour8"):
        assert [hook.version for hook in read((settings / name / LIST).read_bytes()).ours] == [companion().version]
    assert run(["install", "ardour", "--uninstall"]) == 0
    assert [(settings / name / LIST).read_bytes() for name in ("ardour7", "ardour8")] == [MINE, MINE]


def test_one_that_is_damaged_does_not_keep_the_other_from_it(settings: Path, capsys: Out) -> None:
    (settings / "ardour8" / LIST).write_text("<")
    assert run(["install", "ardour"]) == 1
    told = capsys.readouterr()
    assert "Ardour 7" in told.out
    assert "Ardour 8" in told.err
    assert "Nothing was changed" in told.err


def test_while_an_ardour_runs_it_says_what_to_click(
    settings: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "ardours", lambda: ("ArdourGUI",))
    assert run(["install", "ardour"]) == 1
    assert "Script Manager" in capsys.readouterr().err
    assert (settings / "ardour7" / LIST).read_bytes() == MINE


def test_where_there_is_no_ardour_it_says_so(settings: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(settings / "empty"))
    assert run(["install", "ardour"]) == 1
    assert "Start Ardour once" in capsys.readouterr().err


def test_another_daw_is_refused_with_what_there_is(capsys: Out) -> None:
    assert run(["install", "reaper"]) == 1
    assert "'ardour'" in capsys.readouterr().err
