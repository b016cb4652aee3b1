"""`stembridge init`: two files, once; nothing that is there is ever touched."""

import io
import sys
from pathlib import Path

import pytest

from bridge.cli import init as module
from bridge.cli.main import run
from bridge.demo.reel import TRACKS
from bridge.model.desk import Kind, Strip
from bridge.model.show import Mode, Rig
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
    monkeypatch.setattr(module, "ask_daw", lambda rig: tuple(strips) if rig == Rig() else ())


def test_the_demos_reel_becomes_a_show_that_check_likes(tmp_path: Path, capsys: Out) -> None:
    folder = tmp_path / "my film"
    assert run(["init", "--show", str(folder), "--demo", "--yes"]) == 0
    said = capsys.readouterr().out
    assert f"Written: {folder / 'show.toml'} and {folder / 'tracks.csv'}" in said
    found = read_folder(folder)
    assert (found.show.title, found.show.mode, found.show.rate) == ("my film", Mode.WATCH, "24")
    assert found.sheet is not None
    rows = {track.name: track for track in found.sheet.tracks if track is not None}
    assert {name for name, *_ in TRACKS} <= set(rows)
    assert "Master" not in rows
    assert str(rows["MX SRC Jukebox"].stem) == "MX/source"
    assert found.show.locks == {}
    assert run(["check", "--show", str(folder)]) == 0


@pytest.mark.parametrize("there", ["show.toml", "tracks.csv"])
def test_what_is_there_is_never_overwritten(tmp_path: Path, capsys: Out, there: str) -> None:
    (tmp_path / there).write_text("mine")
    assert run(["init", "--show", str(tmp_path), "--demo", "--yes"]) == 1
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(there, "mine")]
    said = capsys.readouterr().err
    assert said.startswith(f"{there} stands in {tmp_path} already. Nothing was changed.")
    assert "stembridge check" in said


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
        begin_show(tmp_path, "a", "b")
    assert [path.name for path in tmp_path.iterdir()] == ["show.toml"]
