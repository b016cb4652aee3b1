"""The commands that need neither a DAW nor a bridge: stems and replay."""

import json
from pathlib import Path

import pytest

from bridge.cli.main import run
from bridge.model.events import JournalRead
from bridge.model.ledger import Journal
from bridge.model.requests import ModeAsked
from bridge.model.show import Mode, Show
from bridge.model.traits import Traits
from bridge.shell.engine import engine
from bridge.shell.tape import Tape, Taped

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


# --- stems ------------------------------------------------------------------------------------------------------


def test_the_stems_of_a_list_come_with_their_reasons(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "names.csv").write_text("name,folder,bus,clips\nADR Anna,,,\nMX \x1b[2J,,,\n")
    assert run(["stems", str(tmp_path / "names.csv")]) == 0
    shown = capsys.readouterr().out
    assert "DX adr" in shown
    assert "name 'ADR" in shown
    assert "\x1b[2J" not in shown


def test_the_stems_come_as_json_for_other_programs(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "names.csv").write_text("name\nADR Anna\nXyzzy\n")
    assert run(["stems", "--json", str(tmp_path / "names.csv")]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["stem"], first["sub"], first["certain"]) == ("DX", "adr", True)
    assert (second["stem"], second["certain"]) == (None, False)


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"no such column\n1\n"])
def test_a_list_that_can_t_be_read_is_exit_code_2(tmp_path: Path, capsys: Out, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "names.csv").write_bytes(content)
    assert run(["stems", str(tmp_path / "names.csv")]) == 2
    assert "names.csv" in capsys.readouterr().err


# --- replay -----------------------------------------------------------------------------------------------------


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    """A tape on which a mode was asked for."""
    show, traits = Show(), Traits("ardour", 64, 0.05, 0.012, 0.25, 10.0, 2)
    recording = Tape(tmp_path / "tape", show, traits)
    bridge = Taped(engine(show, traits), recording)
    bridge.handle(JournalRead(1.0, Journal()))
    bridge.handle(ModeAsked(2.0, 1, Mode.PREVIEW))
    recording.close()
    return tmp_path / "tape"


def test_a_tape_plays_the_same_again(tape: Path, capsys: Out) -> None:
    assert run(["replay", str(tape)]) == 0
    assert capsys.readouterr().out == "The same effects, byte for byte, for 2 events.\n"


def test_a_tape_that_plays_otherwise_shows_where(tape: Path, capsys: Out) -> None:
    tape.write_bytes(tape.read_bytes().replace(b'"ok":true', b'"ok":false'))
    assert run(["replay", str(tape)]) == 1
    shown = capsys.readouterr().out
    assert "line 5" in shown
    assert '"ok":false' in shown


@pytest.mark.parametrize("content", [None, b"", b"{}\n", b"\xff\n"])
def test_what_is_no_tape_is_said(tmp_path: Path, capsys: Out, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "no").write_bytes(content)
    assert run(["replay", str(tmp_path / "no")]) == 1
    assert "tape" in capsys.readouterr().err
