import os
from pathlib import Path

import pytest

from bridge.shell.recent import recent_folders, recent_lists, settings

HOME = Path("/home/ed")


def test_settings_lie_where_each_system_wants_them() -> None:
    assert settings("darwin", {"XDG_CONFIG_HOME": "/x"}, HOME) == ((HOME / "Library/Preferences", "Ardour[0-9]*"),)
    assert settings("win32", {"LOCALAPPDATA": "/local"}, HOME) == ((Path("/local"), "Ardour[0-9]*"),)
    assert settings("win32", {}, HOME) == ((HOME / "AppData/Local", "Ardour[0-9]*"),)
    assert settings("linux", {}, HOME)[0] == (HOME / ".config", "ardour[0-9]*")
    assert settings("linux", {"XDG_CONFIG_HOME": "/x"}, HOME)[0] == (Path("/x"), "ardour[0-9]*")
    assert settings("linux", {}, HOME)[1][0] == HOME / ".var/app/org.ardour.Ardour/config"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def listed(config: Path, version: str, content: bytes, at: int) -> Path:
    file = config / version / "recent"
    file.parent.mkdir()
    file.write_bytes(content)
    os.utime(file, (at, at))
    return file


def test_the_lists_of_all_versions_are_found_the_one_written_last_first(config: Path) -> None:
    old = listed(config, "ardour7", b"", 100)
    new = listed(config, "ardour9", b"", 200)
    listed(config, "ardourette", b"", 300)
    (config / "ardour8" / "recent").mkdir(parents=True)
    assert recent_lists() == (new, old)


def test_every_second_line_is_a_sessions_folder(config: Path) -> None:
    newer = listed(config, "ardour8", "reel 2\n/film/réel 2\nreel1\n/film/reel1\n".encode(), 2)
    older = listed(config, "ardour7", b"reel1\r\n/old/reel1\r\nhalf", 1)
    found = [Path("/film/réel 2"), Path("/film/reel1"), Path("/old/reel1")]
    assert list(recent_folders((newer, config / "gone", older))) == found


def test_a_name_that_is_no_utf_8_names_its_folder_all_the_same(config: Path) -> None:
    file = listed(config, "ardour7", b"x\n/film/\xff\n", 1)
    assert [os.fsencode(folder) for folder in recent_folders((file,))] == [b"/film/\xff"]


@pytest.mark.usefixtures("config")
def test_a_machine_without_ardour_has_no_lists() -> None:
    assert recent_lists() == ()
