"""The state folder: where the system wants it or where the user says, closed to others."""

import os
import stat
import sys
from pathlib import Path

import pytest

from bridge.shell.places import VARIABLE, NoStateFolder, journal_path, state_folder

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


def test_the_variable_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "deep" / "down"))
    assert state_folder() == tmp_path / "deep" / "down"
    assert state_folder().is_dir(), "and a second call finds it again"


def test_a_relative_name_is_made_absolute_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, "mine")
    assert state_folder() == tmp_path / "mine"


@posix
def test_the_home_folder_may_be_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(VARIABLE, "~/mine")
    assert state_folder() == tmp_path / "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="where the system wants it differs")
@pytest.mark.parametrize("variable", [None, ""])
def test_without_it_the_system_says_where(
    variable: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)
    if variable is not None:
        monkeypatch.setenv(VARIABLE, variable)
    assert state_folder() == tmp_path / ".local" / "state" / "stembridge"


@posix
def test_a_new_folder_is_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "new"))
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o700


@posix
def test_a_folder_of_the_users_keeps_its_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    theirs.chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(theirs))
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o755


@pytest.mark.parametrize("name", ["file/below", "file"])
def test_a_folder_that_can_not_be_made_is_a_sentence_that_says_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv(VARIABLE, str(tmp_path / name))
    with pytest.raises(NoStateFolder, match=f"{Path(name).name}.*Nothing was changed.*{VARIABLE}"):
        state_folder()


def test_the_journal_lies_in_the_folder(tmp_path: Path) -> None:
    assert journal_path(tmp_path).parent == tmp_path
