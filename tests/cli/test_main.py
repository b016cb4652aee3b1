"""The command line itself: quick, one sentence for each trouble, an exit code that means something."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from bridge import __version__
from bridge.cli import calling, main
from bridge.cli.main import COMMANDS, HIDDEN, run
from bridge.model.errors import BadShow, Problem, StembridgeError
from bridge.shell.logs import FAULTS

Out = pytest.CaptureFixture[str]
HEAVY = (
    "click",
    "rich",
    "aiohttp",
    "pydantic",
    "asyncio",
    "platformdirs",
    "sqlite3",
    "http.client",
    "bridge.core.bridge",
)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEMBRIDGE_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_names_every_command(words: list[str], capsys: Out) -> None:
    assert run(words) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert not any(name in shown for name in HIDDEN)


def test_the_version_is_said(capsys: Out) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"stembridge {__version__}\n"


@pytest.mark.parametrize("word", ["--help", "--version", "previw"])
def test_help_is_there_in_a_moment_because_nothing_heavy_is_imported(word: str) -> None:
    program = (
        "import json, sys\n"
        "from bridge.cli.main import run\n"
        f"run([{word!r}])\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(told.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize("name", [*COMMANDS, *HIDDEN])
def test_every_command_is_where_the_table_says_and_has_help(name: str, capsys: Out) -> None:
    where = COMMANDS[name][0] if name in COMMANDS else HIDDEN[name]
    module, _, attribute = where.partition(":")
    assert isinstance(getattr(import_module(module), attribute), click.Command)
    assert run([*name.split(), "--help"]) == 0
    assert f"Usage: stembridge {name} " in capsys.readouterr().out


def test_a_misspelt_command_is_told_what_was_meant(capsys: Out) -> None:
    assert run(["previw", "dx"]) == 1
    assert "Did you mean: stembridge preview" in capsys.readouterr().err


def test_a_strange_command_can_t_steer_the_terminal(capsys: Out) -> None:
    assert run(["\x1b[2J"]) == 1
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (StembridgeError("No bridge\x1b is here."), 1, "No bridge\\x1b is here.\n"),
        (
            BadShow([Problem("show.toml", 3, "bad"), Problem("tracks.csv", None, "worse", "mend it")]),
            2,
            "show.toml:3: bad\ntracks.csv: worse (mend it)\nNothing of it was taken over.\n",
        ),
        (click.UsageError("so not"), 1, "Error: so not\n"),
        (click.Abort(), 1, "Ended before it was done.\n"),
        (KeyboardInterrupt(), 1, "Ended before it was done.\n"),
    ],
)
def test_what_a_command_raises_becomes_a_sentence_and_a_code(
    monkeypatch: pytest.MonkeyPatch, capsys: Out, raised: BaseException, code: int, said: str
) -> None:
    @click.command()
    def bad() -> None:
        raise raised

    monkeypatch.setattr(main, "bad", bad, raising=False)
    assert calling.call("bridge.cli.main:bad", "bad", []) == code
    assert capsys.readouterr().err.endswith(said)


def test_a_reader_that_has_seen_enough_is_no_trouble() -> None:
    program = "from bridge.cli.main import run; import sys; sys.exit(run(['stems', sys.argv[1]]))"
    names = Path(__file__).parents[1] / "model" / "held_out.csv"
    with subprocess.Popen(
        [sys.executable, "-c", program, names], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == ""
        child.wait(30)


def test_a_mistake_of_ours_is_one_line_and_its_traceback_is_kept(state: Path) -> None:
    program = "from bridge.cli import main; main.run = lambda words: {}['\\x1b[2J']; main.main()"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 1
    assert "Something went wrong inside stembridge (KeyError" in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert "\x1b" not in told.stderr
    assert "Traceback" in (state / FAULTS).read_text()
