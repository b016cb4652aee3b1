import os
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.model.desk import Desk
from bridge.model.events import Event, SessionRead, SessionTrouble, Told
from bridge.model.session import Marker, OpenSession
from bridge.shell import sessionfile
from bridge.shell.sessionfile import PATIENCE, SessionWatch
from tests.sheets.sessions import element, location, locations, option, route, session

DESK = Desk("ardour", "reel1", 48_000, frozenset({"Master", "DX 1", "MX 1"}))


class Disk:
    """Ardour's settings and the sessions of one machine; each write is newer than the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = 1_700_000_000
        self.opened: list[Path] = []
        (folder / "config" / "ardour7").mkdir(parents=True)

    def save(self, place: str, text: str) -> Path:
        file = self.folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        self.write(file, text)
        return file

    def open(self, place: str) -> None:
        """Ardour opens the session in this folder."""
        self.opened.insert(0, self.folder / place)
        rows = "".join(f"{folder.name}\n{folder}\n" for folder in self.opened)
        self.write(self.folder / "config" / "ardour7" / "recent", rows)

    def write(self, file: Path, text: str) -> None:
        file.write_text(text)
        self.clock += 1
        os.utime(file, (self.clock, self.clock))

    def watch(self, named: str = "") -> SessionWatch:
        return SessionWatch(self.folder / "show", named)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return Disk(tmp_path)


def saved(*tracks: str, mark: str = "x", rate: int = 48_000) -> str:
    routes = [route(name) for name in tracks or ("Master", "DX 1", "MX 1")]
    config = [option("timecode-format", "timecode_24")]
    return session(element("Routes", routes), locations(location(mark, "a0")), rate=rate, config=config)


def read(events: tuple[Event, ...]) -> tuple[str, str]:
    """The file that was read and the name of its marker."""
    first = events[0]
    assert isinstance(first, SessionRead)
    return first.session.file, first.session.markers[0].name


def trouble(watch: SessionWatch, desk: Desk = DESK) -> str:
    """What is said after so many looks, and not before."""
    for at in range(PATIENCE - 1):
        assert watch.look(at, desk) == ()
    (said,) = watch.look(9.0, desk)
    assert isinstance(said, SessionTrouble)
    assert watch.look(10.0, desk) == ()
    return said.text


def test_the_file_is_found_in_the_list_of_recent_sessions_and_read_once(disk: Disk) -> None:
    file = disk.save("film/reel1/reel1.ardour", saved())
    disk.save("film/reel2/reel2.ardour", saved(mark="other"))
    disk.open("film/reel1")
    disk.open("film/reel2")
    watch = disk.watch()
    assert read(watch.look(1.0, DESK)) == (str(file), "x")
    assert watch.look(2.0, DESK) == ()


def test_nothing_is_looked_for_until_the_daw_has_told_its_session_and_its_tracks(disk: Disk) -> None:
    disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    watch = disk.watch()
    for desk in (replace(DESK, session=""), replace(DESK, rate=0), replace(DESK, strips=frozenset[str]())):
        assert all(watch.look(at, desk) == () for at in range(2 * PATIENCE))
    assert watch.look(9.0, DESK)


def test_a_look_at_what_has_not_changed_opens_nothing(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    watch = disk.watch()
    watch.look(1.0, DESK)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("a file was opened"))
    assert watch.look(2.0, DESK) == ()
    assert watch.look(3.0, replace(DESK, strips=DESK.strips | {"new track"})) == ()


def test_a_save_is_read_as_soon_as_the_file_looks_otherwise(disk: Disk) -> None:
    file = disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    watch = disk.watch()
    watch.look(1.0, DESK)
    disk.write(file, saved(mark="y"))
    assert read(watch.look(2.0, DESK))[1] == "y"
    assert watch.look(3.0, DESK) == ()


def test_after_the_daw_has_said_that_it_saved_the_file_is_read_even_if_it_looks_the_same(disk: Disk) -> None:
    """A clock of whole seconds, or of two as on FAT, hides the second of two quick saves."""
    disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    watch = disk.watch()
    watch.look(1.0, DESK)
    watch.saved()
    assert read(watch.look(2.0, DESK))[1] == "x"
    assert watch.look(3.0, DESK) == ()


def test_a_snapshot_is_read_from_its_own_file(disk: Disk) -> None:
    disk.save("reel1/reel1.ardour", saved())
    snapshot = disk.save("reel1/reel1 v_2.ardour", saved(mark="y"))
    disk.open("reel1")
    watch = disk.watch()
    watch.look(1.0, DESK)
    assert read(watch.look(2.0, replace(DESK, session="reel1 v/2"))) == (str(snapshot), "y")
    assert read(watch.look(3.0, DESK))[1] == "x"


@pytest.mark.parametrize("named", ["../elsewhere/reel1.ardour", "../elsewhere", "../elsewhere/reel2.ardour"])
def test_the_file_or_folder_that_the_show_names_comes_before_the_list(disk: Disk, named: str) -> None:
    disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    there = disk.save("elsewhere/reel1.ardour", saved(mark="y"))
    (disk.folder / "show").mkdir()
    file, mark = read(disk.watch(named).look(1.0, DESK))
    assert (Path(file).resolve(), mark) == (there, "y")


def test_where_the_show_names_another_sessions_file_the_list_is_asked(disk: Disk) -> None:
    file = disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    assert read(disk.watch("../elsewhere/reel2.ardour").look(1.0, DESK))[0] == str(file)


def test_of_several_of_that_name_the_one_with_the_desks_tracks_is_taken_and_that_is_said(disk: Disk) -> None:
    right = disk.save("film/reel1/reel1.ardour", saved("Master", "DX 1", "MX 1", mark="right"))
    for place, tracks in (("copy/reel1", ("Master", "DX 1")), ("other/reel1", ("Drums", "Bass", "Master"))):
        disk.save(f"{place}/reel1.ardour", saved(*tracks))
    for place in ("film/reel1", "copy/reel1", "other/reel1"):
        disk.open(place)
    events = disk.watch().look(1.0, DESK)
    assert read(events) == (str(right), "right")
    assert isinstance(events[1], Told)
    assert str(right) in events[1].text
    assert events[1].text.startswith("3 session files")


def test_of_equals_the_one_opened_last_is_taken(disk: Disk) -> None:
    disk.save("b/reel1.ardour", saved())
    older = disk.save("a/reel1.ardour", saved(mark="opened last"))
    os.utime(older, (1, 1))
    disk.open("b")
    disk.open("a")
    watch = disk.watch()
    assert read(watch.look(1.0, DESK))[1] == "opened last"
    disk.opened.clear()
    disk.open("a")
    disk.open("b")
    assert read(watch.look(2.0, DESK))[1] == "x"


@pytest.mark.parametrize("text", [saved("Drums", "Bass", "Keys"), saved(rate=44_100)])
def test_a_file_of_that_name_with_another_desk_in_it_is_not_believed(disk: Disk, text: str) -> None:
    file = disk.save("reel1/reel1.ardour", text)
    disk.open("reel1")
    watch = disk.watch()
    said = trouble(watch)
    assert "other tracks or another sample rate" in said
    assert "Until it is read" in said
    disk.write(file, saved())
    assert read(watch.look(20.0, DESK))[1] == "x"


def test_a_desk_that_comes_to_fit_its_file_is_believed(disk: Disk) -> None:
    """The tracks of the session before are still listed for a moment."""
    disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    watch = disk.watch()
    trouble(watch, replace(DESK, strips=frozenset({"Drums"})))
    assert read(watch.look(20.0, DESK))[1] == "x"


def test_without_any_file_it_is_said_once_what_to_do(disk: Disk) -> None:
    watch = disk.watch()
    said = trouble(watch)
    assert 'No session file was found for "reel1"' in said
    assert "session_file under [rig]" in said
    disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    watch.saved()
    assert watch.look(20.0, DESK)


def test_a_file_that_is_being_written_is_waited_for(disk: Disk) -> None:
    file = disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    watch = disk.watch()
    watch.look(1.0, DESK)
    text = saved(mark="y")
    for length in (len(text) // 2, len(text) - 1):
        disk.write(file, text[:length])
        assert watch.look(2.0, DESK) == ()
    disk.write(file, text)
    assert read(watch.look(3.0, DESK))[1] == "y"


@pytest.mark.parametrize("bad", ["gone", "broken", "empty", "a folder", "newer"])
def test_trouble_is_said_with_what_still_counts_and_what_to_do(disk: Disk, bad: str) -> None:
    file = disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    watch = disk.watch()
    watch.look(1.0, DESK)
    match bad:
        case "gone" | "a folder":
            file.unlink()
            if bad == "a folder":
                file.mkdir()
        case _:
            text = {"broken": "<Session", "empty": "", "newer": session(version=9000)}[bad]
            disk.write(file, text)
    said = trouble(watch)
    assert "What it said when it was saved at 20" in said
    assert "still counts. " in said
    assert said.endswith(".")
    if bad == "a folder":
        file.rmdir()
    disk.write(file, saved(mark="mended"))
    assert read(watch.look(20.0, DESK))[1] == "mended"


def test_a_file_that_may_not_be_read_is_said(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(sessionfile, "fstat", refuse)
    assert "can't be read: Permission denied" in trouble(disk.watch())


def test_a_broken_file_does_not_hand_over_to_a_copy_of_it(disk: Disk) -> None:
    file = disk.save("film/reel1.ardour", saved())
    disk.save("backup/reel1.ardour", saved(mark="old"))
    disk.open("backup")
    disk.open("film")
    watch = disk.watch()
    assert read(watch.look(1.0, DESK))[0] == str(file)
    disk.write(file, saved()[:500])
    assert "ends in the middle" in trouble(watch)


def test_a_broken_copy_does_not_hide_the_file(disk: Disk) -> None:
    file = disk.save("film/reel1.ardour", saved())
    disk.save("backup/reel1.ardour", "")
    disk.open("film")
    disk.open("backup")
    assert read(disk.watch().look(1.0, DESK))[0] == str(file)


@pytest.mark.parametrize("name", ["../reel1", "..", "a" * 5000, "\0", "\ud800", "reel1\n"])
def test_a_hostile_name_reads_nothing_else(disk: Disk, name: str) -> None:
    disk.save("reel1/reel1.ardour", saved())
    disk.open("reel1")
    said = trouble(disk.watch(), replace(DESK, session=name))
    assert said.isprintable()


def test_a_pipe_of_that_name_is_not_opened(disk: Disk) -> None:
    (disk.folder / "reel1").mkdir()
    os.mkfifo(disk.folder / "reel1" / "reel1.ardour")
    disk.open("reel1")
    assert "No session file was found" in trouble(disk.watch())


def test_what_could_not_be_read_of_a_file_is_told_once(disk: Disk) -> None:
    odd = saved().replace("timecode_24", "timecode_30drop")
    file = disk.save("reel1/reel1.ardour", odd)
    disk.open("reel1")
    watch = disk.watch()
    assert "30drop" in str(watch.look(1.0, DESK)[1])
    disk.write(file, odd)
    assert len(watch.look(2.0, DESK)) == 1


# --- what the script tells of it since ---------------------------------------------------------------------------


def test_what_the_script_tells_is_laid_over_the_file_and_told_once(disk: Disk) -> None:
    file = disk.save("film/reel1/reel1.ardour", saved())
    disk.open("film/reel1")
    watch = disk.watch()
    assert read(watch.look(1.0, DESK)) == (str(file), "x")
    now = OpenSession("reel1", "reel1", "", 48_000, "24", 0, markers=(Marker("", "moved", 7),))
    watch.hidden(now)
    assert read(watch.look(2.0, DESK)) == (str(file), "moved")
    assert watch.look(3.0, DESK) == ()
    disk.save("film/reel1/reel1.ardour", saved(mark="y"))
    assert read(watch.look(4.0, DESK)) == (str(file), "moved")
    watch.hidden(None)
    assert read(watch.look(5.0, DESK)) == (str(file), "y")


def test_what_is_told_of_a_session_whose_file_was_not_read_changes_nothing(disk: Disk) -> None:
    watch = disk.watch()
    trouble(watch)
    watch.hidden(OpenSession("reel1", "reel1", "", 48_000, "24", 0))
    assert watch.look(11.0, DESK) == ()
