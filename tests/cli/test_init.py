"""`stembridge init`: two files, once; nothing that is there is ever touched."""

import io
import sys
from pathlib import Path

import pytest

from bridge.cli import init as module
from bridge.cli.main import run
from bridge.demo.reel import TRACKS
from bridge.model.desk import Kind, Strip
from bridge.model.show import MidiPort, Mode, Rig
from bridge.shell.ask import Told
from bridge.shell.showfolder import NotBegun, begin_show, read_folder

Out = pytest.CaptureFixture[str]


class Terminal(io.StringIO):
    """A terminal at which these keys are typed."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A DAW whose session has names that want to do harm."""
    names = {
        "=cmd|'/c calc'!A1": Kind.AUDIO,
        "MX\x1b[2J": Kind.AUDIO,
        "[red]x[/red]": Kind.AUDIO,
        "Master": Kind.MASTER,
    }
    strips = [
        Strip(number, name, kind, 2, 2, mute=False, solo=False) for number, (name, kind) in enumerate(names.items(), 1)
    ]
    monkeypatch.setattr(module, "ask_daw", lambda rig: Told("film", 48_000, tuple(strips) if rig == Rig() else ()))


def test_the_demos_reel_becomes_a_show_that_check_likes(tmp_path: Path, capsys: Out) -> None:
    folder = tmp_path / "my film"
    assert run(["init", "--show", str(folder), "--demo", "--yes"]) == 0
    said = capsys.readouterr().out
    files = [str(folder / file) for file in ("show.toml", "tracks.csv", "cues.csv")]
    assert f"Written: {files[0]}, {files[1]} and {files[2]}." in said
    found = read_folder(folder)
    assert (found.show.title, found.show.mode, found.show.rate) == ("my film", Mode.WATCH, "24")
    assert found.sheet is not None
    rows = {track.name: track for track in found.sheet.tracks if track is not None}
    assert {name for name, *_ in TRACKS} <= set(rows)
    assert "Master" not in rows
    assert str(rows["MX SRC Jukebox"].stem) == "MX/source"
    assert found.show.locks == {}
    assert run(["check", "--show", str(folder)]) == 0


def test_run_again_it_finds_nothing_new_and_writes_nothing(tmp_path: Path, capsys: Out) -> None:
    assert run(["init", "--show", str(tmp_path), "--demo", "--yes"]) == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    capsys.readouterr()
    assert run(["init", "--show", str(tmp_path), "--demo", "--yes"]) == 0
    assert capsys.readouterr().out.startswith("Nothing new in ")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_run_again_it_adds_what_is_new_and_touches_nothing_that_a_person_wrote(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text('title = "Mine" # and mine alone\n')
    (tmp_path / "tracks.csv").write_text("name;stem;lock;mood\nMX SRC Jukebox;MX/song;yes;blue\n")
    assert run(["init", "--show", str(tmp_path), "--demo", "--yes"]) == 0
    assert (tmp_path / "show.toml").read_text() == 'title = "Mine" # and mine alone\n'
    header, mine, *added = (tmp_path / "tracks.csv").read_text().splitlines()
    assert (header, mine) == ("name;stem;lock;mood", "MX SRC Jukebox;MX/song;yes;blue")
    names = {name for name, *_ in TRACKS}
    assert {row.split(";")[0] for row in added} >= names - {"MX SRC Jukebox"}


def test_a_show_that_is_broken_is_left_alone(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "tracks.csv").write_text("mine")
    assert run(["init", "--show", str(tmp_path), "--demo", "--yes"]) == 2
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("tracks.csv", "mine")]
    assert "tracks.csv:1: no column is called name" in capsys.readouterr().err


@pytest.mark.usefixtures("hostile")
def test_names_from_the_daw_do_no_harm_on_the_way_into_the_files(tmp_path: Path) -> None:
    assert run(["init", "--show", str(tmp_path), "--yes"]) == 0
    found = read_folder(tmp_path)
    assert found.sheet is not None
    assert [track and track.name for track in found.sheet.tracks] == ["=cmd|'/c calc'!A1", "MX\x1b[2J", "[red]x[/red]"]
    assert "\n'=cmd" in (tmp_path / "tracks.csv").read_text(encoding="utf-8")


@pytest.mark.usefixtures("hostile")
def test_at_a_terminal_it_asks_for_title_and_rate_and_shows_what_it_found(
    tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("Night\n23.98\n23.976\ny\n"))
    assert run(["init", "--show", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "'23.98' is not one of" in said
    assert r"MX\x1b[2J" in said
    assert "[red]x[/red]" in said
    assert "\x1b" not in said
    show = read_folder(tmp_path).show
    assert (show.title, show.rate) == ("Night", "23.976")


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("keys", ["\n\nn\n", "\n\n", ""])
def test_whoever_does_not_say_yes_gets_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(keys))
    assert run(["init", "--show", str(tmp_path)]) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_script_must_say_yes_beforehand(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(["init", "--show", str(tmp_path), "--demo"]) == 1
    assert capsys.readouterr().err.endswith("Nothing was written. Say yes beforehand with --yes\n")
    assert list(tmp_path.iterdir()) == []


def test_both_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "show.toml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(NotBegun, match=r"can't be written to .*File exists"):
        begin_show(tmp_path, {"tracks.csv": "a", "show.toml": "b"})
    assert [path.name for path in tmp_path.iterdir()] == ["show.toml"]


# --- a DAW that is followed by MIDI alone -------------------------------------------------------------------------


def test_a_show_for_midi_is_written_for_its_port_and_liked_by_check(tmp_path: Path, capsys: Out) -> None:
    folder = tmp_path / "night"
    assert run(["init", "--show", str(folder), "--midi", "IAC Driver Bus 1", "--yes"]) == 0
    assert "Write your cues into cues.csv" in capsys.readouterr().out
    show = read_folder(folder).show
    assert show.rig == Rig("generic", midi=(MidiPort("IAC Driver Bus 1"),))
    assert run(["check", "--show", str(folder)]) == 0
    assert 'followed by MIDI alone, at "IAC Driver Bus 1"' in capsys.readouterr().out


def test_the_rate_that_no_midi_tells_is_asked_for(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("The Night\n29.97df\n"))
    assert run(["init", "--show", str(tmp_path), "--midi", "IAC"]) == 0
    show = read_folder(tmp_path).show
    assert (show.title, show.rate) == ("The Night", "29.97df")
    assert "for 29.97df fps" in capsys.readouterr().out


def test_a_show_that_is_there_is_not_touched_for_midi(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "show.toml").write_text("")
    assert run(["init", "--show", str(tmp_path), "--midi", "IAC", "--yes"]) == 1
    assert 'name = "IAC"' in capsys.readouterr().err
    assert (tmp_path / "show.toml").read_text() == ""
    assert list(tmp_path.iterdir()) == [tmp_path / "show.toml"]


def test_run_again_without_a_port_it_says_that_midi_tells_no_tracks(tmp_path: Path, capsys: Out) -> None:
    assert run(["init", "--show", str(tmp_path), "--midi", "IAC", "--yes"]) == 0
    before = {path: path.read_text() for path in tmp_path.iterdir()}
    assert run(["init", "--show", str(tmp_path), "--yes"]) == 0
    assert "MIDI alone, which tells no tracks" in capsys.readouterr().out
    assert {path: path.read_text() for path in tmp_path.iterdir()} == before
