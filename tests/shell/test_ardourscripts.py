"""The companion in Ardour's folder of settings: put in whole or not at all, taken out without a trace."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bridge.sheets.luasignals import bits
from bridge.sheets.uiscripts import MOST_BYTES, read, script
from bridge.shell import ardourscripts, recent
from bridge.shell.ardourscripts import (
    BACKUP,
    CLICKS,
    FOLDER,
    LIST,
    REMOVE,
    SCRIPT,
    SCRIPTS,
    Home,
    NotPlaced,
    Standing,
    companion,
    homes,
    install,
    standing,
    uninstall,
)
from tests.sheets.hooks import HOOK, by_ardour, callback, saved

OURS = script(HOOK)
NEWER = script(HOOK.replace("version: 1", "version: 2"))
MINE = saved(callback("mine"))
no_links = pytest.mark.skipif(sys.platform == "win32", reason="a link needs the rights of an administrator there")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The settings of an Ardour with a script of the user's own."""
    (tmp_path / "ardour7" / SCRIPTS).mkdir(parents=True)
    home = Home(tmp_path / "ardour7", 7)
    (home.path / LIST).write_bytes(MINE.encode())
    (home.path / SCRIPTS / "mine.lua").write_text("-- mine")
    return home


def held(home: Home) -> dict[str, bytes]:
    """All files below, by their path."""
    return {str(path.relative_to(home.path)): path.read_bytes() for path in home.path.rglob("*") if path.is_file()}


def refused(home: Home, work: Callable[[], str]) -> str:
    """The sentence with which it was refused; nothing has changed."""
    before = held(home)
    with pytest.raises(NotPlaced) as refusal:
        work()
    assert held(home) == before
    assert not [path for path in home.path.rglob("*") if path.is_dir() and path.name == FOLDER]
    return str(refusal.value)


# Where.


@pytest.mark.parametrize(
    ("platform", "folder", "names"),
    [
        ("linux", ".config", ("ardour7", "ardour8", "ardour9")),
        ("darwin", "Library/Preferences", ("Ardour7", "Ardour8", "Ardour9")),
        ("win32", "AppData/Local", ("Ardour7", "Ardour8", "Ardour9")),
    ],
)
def test_every_ardour_from_7_to_9_is_found_the_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, folder: str, names: tuple[str, ...]
) -> None:
    for name in (*names, "ardour6", "ardour10", "ardour7-old"):
        (tmp_path / folder / name).mkdir(parents=True)
    (tmp_path / folder / "ardour").touch()
    where = recent.settings(platform, {}, tmp_path)
    monkeypatch.setattr(ardourscripts, "settings", lambda *_: where)
    assert [(home.path.name, home.major) for home in homes()] == list(zip(reversed(names), (9, 8, 7), strict=True))


def test_the_script_that_comes_with_the_program_is_a_hook_for_all_of_them() -> None:
    hook = companion()
    assert hook.version
    assert [bits(hook.signals, major).count("1") >= len(hook.signals) for major in (7, 8, 9)] == [True] * 3


# In and out.


def test_it_is_put_in_and_taken_out_without_a_trace(home: Home) -> None:
    before = held(home)
    said = install(home, OURS, running=False)
    assert "version 1, is in place" in said
    assert BACKUP in said
    after = held(home)
    assert set(after) - set(before) == {BACKUP, str(Path(SCRIPTS, SCRIPT))}
    assert after[BACKUP] == before[LIST]
    assert after[str(Path(SCRIPTS, SCRIPT))] == HOOK.encode()
    assert [hook.version for hook in read(after[LIST]).hooks] == ["1", ""]
    (home.path / FOLDER / "lease").write_text("ours")
    (home.path / FOLDER / ".orders.123").write_text("ours, left by a crash")
    assert "is gone" in uninstall(home, running=False)
    assert held(home) == before
    assert not (home.path / FOLDER).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes there")
def test_our_folder_is_for_its_owner_alone_and_the_list_keeps_its_mode(home: Home) -> None:
    (home.path / LIST).chmod(0o640)
    (home.path / FOLDER).mkdir(0o755)
    install(home, OURS, running=False)
    assert stat.S_IMODE((home.path / FOLDER).stat().st_mode) == 0o700
    assert stat.S_IMODE((home.path / LIST).stat().st_mode) == 0o640


def test_a_second_time_changes_nothing(home: Home) -> None:
    install(home, OURS, running=False)
    before = held(home)
    assert "nothing was changed" in install(home, OURS, running=False)
    assert "nothing was changed" in install(home, OURS, running=True)
    assert held(home) == before


def test_a_newer_version_takes_the_place_of_the_older(home: Home) -> None:
    install(home, OURS, running=False)
    assert "replaces the version before" in install(home, NEWER, running=False)
    assert standing(home) == Standing("2", "2", folder=True)
    uninstall(home, running=False)
    assert (home.path / LIST).read_bytes() == MINE.encode()


def test_where_there_is_no_list_one_is_made_and_goes_again(home: Home) -> None:
    (home.path / LIST).unlink()
    assert "sample actions" in install(home, OURS, running=False)
    assert not (home.path / BACKUP).exists()
    uninstall(home, running=False)
    assert not (home.path / LIST).exists()


def test_of_a_list_that_ardour_has_written_since_only_our_entry_goes(home: Home) -> None:
    (home.path / LIST).unlink()
    install(home, OURS, running=False)
    (home.path / LIST).write_bytes(saved(callback("new"), by_ardour()).encode())
    uninstall(home, running=False)
    assert (home.path / LIST).read_bytes() == saved(callback("new")).encode()


def test_taking_out_what_is_not_there_changes_nothing(home: Home) -> None:
    before = held(home)
    assert "not installed there. Nothing was changed" in uninstall(home, running=False)
    assert held(home) == before


def test_what_somebody_else_keeps_in_our_folder_stays_and_is_said(home: Home) -> None:
    install(home, OURS, running=False)
    (home.path / FOLDER / "notes").write_text("mine")
    assert "not ours" in uninstall(home, running=False)
    assert [path.name for path in (home.path / FOLDER).iterdir()] == ["notes"]


# While Ardour runs.


def test_while_ardour_runs_the_list_is_left_to_it_and_the_clicks_are_said(home: Home) -> None:
    with pytest.raises(NotPlaced, match="Ardour runs") as refusal:
        install(home, OURS, running=True)
    assert CLICKS in str(refusal.value)
    assert (home.path / LIST).read_bytes() == MINE.encode()
    assert standing(home) == Standing("", "1", folder=True)
    assert "in place" in install(home, OURS, running=False)


def test_where_an_older_one_runs_nobody_is_sent_to_add_a_second(home: Home) -> None:
    install(home, OURS, running=False)
    with pytest.raises(NotPlaced, match="Close Ardour") as refusal:
        install(home, NEWER, running=True)
    assert CLICKS not in str(refusal.value)


def test_while_ardour_runs_it_is_not_taken_out(home: Home) -> None:
    install(home, OURS, running=False)
    before = held(home)
    with pytest.raises(NotPlaced, match="Ardour runs") as refusal:
        uninstall(home, running=True)
    assert REMOVE in str(refusal.value)
    assert held(home) == before


# Bad input.


def big(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda path: path.write_text("<UIScripts>"), "is damaged"),
        (lambda path: path.write_bytes(b"\0\xff"), "is damaged"),
        (lambda path: path.write_text(""), "is damaged"),
        (big, "larger than"),
        (lambda path: (path.unlink(), path.mkdir()), "is no file"),
    ],
)
def test_a_list_that_is_none_is_left_alone(home: Home, spoil: Callable[[Path], object], why: str) -> None:
    spoil(home.path / LIST)
    for work in (lambda: install(home, OURS, running=False), lambda: uninstall(home, running=False)):
        said = refused(home, work)
        assert why in said
        assert "Nothing was changed" in said
    assert standing(home).trouble


@no_links
@pytest.mark.parametrize("name", [LIST, SCRIPTS, FOLDER, BACKUP, f"{SCRIPTS}/{SCRIPT}"])
def test_a_link_in_the_place_of_something_of_ours_is_not_followed(home: Home, tmp_path: Path, name: str) -> None:
    path, aside = home.path / name, tmp_path / "aside"
    if path.exists():
        path.rename(aside)
    elif name == FOLDER:
        aside.mkdir()
    else:
        aside.write_text(HOOK)
    path.symlink_to(aside)
    before = held(home)
    with pytest.raises(NotPlaced, match=r"is a link, which is not followed\. Nothing was changed"):
        install(home, OURS, running=False)
    assert held(home) == before
    assert path.is_symlink()


@no_links
def test_a_pipe_in_the_place_of_the_list_holds_nobody_up(home: Home) -> None:
    (home.path / LIST).unlink()
    os.mkfifo(home.path / LIST)
    assert "is no file" in refused(home, lambda: install(home, OURS, running=False))
    assert standing(home).trouble


def test_a_script_of_somebody_elses_under_our_name_is_left_alone(home: Home) -> None:
    (home.path / SCRIPTS / SCRIPT).write_text("-- my own")
    for work in (lambda: install(home, OURS, running=False), lambda: uninstall(home, running=False)):
        assert "somebody else's" in refused(home, work)


@pytest.mark.parametrize("good", range(3))
def test_a_disk_that_is_full_leaves_all_as_it_was(home: Home, monkeypatch: pytest.MonkeyPatch, good: int) -> None:
    """Whichever of the three files it is that does not fit."""
    left = [good]

    def fsync(_: int) -> None:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    said = refused(home, lambda: install(home, OURS, running=False))
    assert "No space left on device. Your own scripts are as they were" in said


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_may_not_be_written_is_said(home: Home) -> None:
    home.path.chmod(0o500)
    try:
        assert "Permission denied" in refused(home, lambda: install(home, OURS, running=False))
    finally:
        home.path.chmod(0o700)
