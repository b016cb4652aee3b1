"""What the Tab key gets: commands, options and the values we know, without a bridge and in a moment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import CompletionItem, ShellComplete

from bridge.cli import main
from bridge.cli.completing import SHELLS, answer, everything
from bridge.cli.main import COMMANDS, HIDDEN
from bridge.model.cues import Level, Status
from bridge.shell import runfile
from bridge.shell.runfile import RunFile

Out = pytest.CaptureFixture[str]
CUES = (
    "number,title,session,start,end\n"
    "1m3,Chase,reel1,0:0:1:0,0:0:2:0\n1m3,,reel1,0:0:3:0,0:0:4:0\n1M4a,\x1b[2JRadio,reel2,0:0:5:0,0:0:6:0\n"
    "$(halt),,,0:0:5:0,0:0:6:0\n-x,,,0:0:5:0,0:0:6:0\ntwo words,,,0:0:5:0,0:0:6:0\n,,,0:0:5:0,0:0:6:0\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the line is typed."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("STEMBRIDGE_STATE", str(tmp_path / "state"))
    return folder


def items(*words: str) -> list[CompletionItem[str]]:
    """What completes the last of these words."""
    return ShellComplete(everything(), {}, "stembridge", main.COMPLETION).get_completions(list(words[:-1]), words[-1])


def completed(*words: str) -> list[str]:
    return [item.value for item in items(*words)]


def make_show(folder: Path) -> Path:
    (folder / "previews").mkdir(parents=True)
    (folder / "previews" / "kueche\u0301.toml").write_text("broken, and completed all the same")
    (folder / "previews" / "two words.toml").touch()
    (folder / "previews" / "._hidden.toml").touch()
    (folder / "cues.csv").write_text(CUES, encoding="utf-8")
    return folder


def test_commands_are_completed_with_a_word_on_each() -> None:
    assert [(item.value, item.help) for item in items("")] == [(name, what) for name, (_, what) in COMMANDS.items()]
    assert completed("st") == ["status", "stop", "stems"]
    assert not set(HIDDEN) & set(completed(""))
    assert completed("--") == ["--version", "--help"]
    assert completed("install", "") == ["ardour"]
    assert completed("install", "ardour", "--un") == ["--uninstall"]


def test_options_are_completed() -> None:
    assert completed("status", "--") == ["--watch", "--json", "--show", "--help"]


def test_values_of_a_fixed_list_are_completed() -> None:
    assert completed("mode", "") == ["watch", "preview", "keep"]
    assert completed("run", "--mode", "k") == ["keep"]
    assert completed("cues", "--level", "") == list(Level)
    assert completed("cue", "1m3", "--level", "Tr") == []  # a crossing is written with both its levels
    assert completed("cue", "1m3", "--status", "") == list(Status)
    assert completed("cue", "1m3", "--level=non") == completed("cue", "1m3", "--level", "non") == ["nondiegetic"]


def test_folders_and_files_are_left_to_the_shell() -> None:
    assert [(item.type, item.value) for item in items("check", "--show", "fil")] == [("dir", "fil")]
    assert [item.type for item in items("stems", "")] == [item.type for item in items("run", "--tape", "")] == ["file"]


def test_previews_are_those_that_are_shipped_and_the_show_s_own(here: Path) -> None:
    assert completed("preview", "no-") == ["no-dx", "no-fx", "no-mx"]
    assert completed("preview", "o") == ["opt", "out-of-world", "off"]
    assert "k\u00fcch\u00e9" not in completed("preview", "")
    make_show(here)
    assert completed("preview", "ku") == ["kuech\u00e9"]
    assert {item.help for item in items("preview", "in-")} == {"what the characters hear"}


def test_cues_are_those_of_cues_csv_as_far_as_they_can_be_typed(here: Path) -> None:
    assert completed("cue", "") == completed("locate", "") == []
    make_show(here)
    assert [(item.value, item.help) for item in items("cue", "")] == [("1m3", "Chase"), ("1M4a", "\\x1b[2JRadio")]
    assert completed("locate", "1m4") == ["1M4a"]
    assert completed("cues", "--session", "") == ["reel1", "reel2"]


def test_a_broken_cues_csv_offers_nothing_and_says_nothing(here: Path, capsys: Out) -> None:
    (here / "cues.csv").write_bytes(b"number,start\n\xff\xfe,\n")
    assert completed("cue", "") == []
    (here / "cues.csv").unlink()
    (here / "cues.csv").mkdir()
    assert completed("cue", "") == []
    assert capsys.readouterr() == ("", "")


def test_the_show_is_the_one_named_else_this_folder_s_else_the_running_bridge_s(here: Path, tmp_path: Path) -> None:
    make_show(tmp_path / "there")
    assert completed("cue", "--show", str(tmp_path / "there"), "1m3") == ["1m3"]
    assert completed("cue", "1m3") == []
    (tmp_path / "state").mkdir(exist_ok=True)
    runfile.write(tmp_path / "state", RunFile(1, 1, "secret", str(tmp_path / "there"), "watch"))
    assert completed("cue", "1m3") == ["1m3"]
    assert completed("preview", "ku") == ["kuech\u00e9"]
    (here / "show.toml").touch()
    assert completed("cue", "1m3") == []


def test_a_state_folder_that_can_t_be_made_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("STEMBRIDGE_STATE", str(tmp_path / "file" / "state"))
    assert completed("preview", "in-") == ["in-world"]


@pytest.mark.parametrize("line", ["stembridge sta", "stembridge preview in-", "stembridge locate 1m3"])
def test_only_the_command_that_is_completed_is_imported(line: str, here: Path) -> None:
    make_show(here)
    program = (
        "import json, sys\n"
        "from bridge.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print(json.dumps([name for name in ('pydantic', 'rich', 'aiohttp', 'sqlite3') if name in sys.modules]))"
    )
    asked = {main.COMPLETION: "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    told = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | asked, capture_output=True, check=True, timeout=60
    )
    offered, imported = told.stdout.decode().splitlines()
    assert offered.startswith("plain,")
    assert json.loads(imported) == []


@pytest.mark.parametrize("instruction", ["", "bash", "bash_source", "tcsh_complete"])
def test_a_shell_that_we_did_not_teach_gets_nothing(instruction: str, capsys: Out) -> None:
    assert answer(instruction) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed_for_each_shell(shell: str, capsys: Out) -> None:
    assert main.run(["completion", shell]) == 0
    assert f"_STEMBRIDGE_COMPLETE={shell}_complete" in capsys.readouterr().out
