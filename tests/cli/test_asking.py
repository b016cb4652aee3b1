"""The commands that talk to a running bridge: what they ask, what they print, how they end."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.cli import looking
from bridge.cli.main import run
from bridge.model.desk import Desk
from bridge.model.effects import Answer, NameDesk, Remember
from bridge.model.ledger import DeskRow
from bridge.model.requests import ModeAsked, Move, PreviewAsked, RestoreAsked, SaveAsked, StopAsked, TransportAsked
from bridge.model.show import Mode
from bridge.model.snapshot import PreviewView, Stage
from bridge.shell import runfile, wireformat
from bridge.shell.client import NO_BRIDGE
from bridge.shell.journal import open_journal
from bridge.shell.places import journal_path, state_folder
from bridge.shell.runfile import RunFile
from tests.cli.serving import OWED, PICTURE, Engine, served

Out = pytest.CaptureFixture[str]
ASKING = [
    (["preview", "no-mx"], PreviewAsked(1.0, 1, "no-mx")),
    (["mode", "watch"], ModeAsked(1.0, 1, Mode.WATCH)),
    (["play"], TransportAsked(1.0, 1, Move.PLAY)),
    (["pause"], TransportAsked(1.0, 1, Move.PAUSE)),
    (["locate", "01:02:03:04"], TransportAsked(1.0, 1, Move.LOCATE, "01:02:03:04")),
    (["save"], SaveAsked(1.0, 1)),
    (["stop"], StopAsked(1.0, 1)),
]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEMBRIDGE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "160")
    return state_folder()


@pytest.fixture
def engine(state: Path, tmp_path: Path) -> Iterator[Engine]:
    with served(state, tmp_path) as engine:
        yield engine


@pytest.mark.parametrize(("words", "event"), ASKING)
def test_each_command_asks_and_prints_the_answer(engine: Engine, capsys: Out, words: list[str], event: object) -> None:
    assert run(words) == 0
    assert engine.asked == [event]
    assert capsys.readouterr().out == "Done.\n"


@pytest.mark.parametrize("words", [*(words for words, _ in ASKING), ["status"], ["status", "--watch"]])
def test_without_a_bridge_one_sentence_says_so(capsys: Out, words: list[str]) -> None:
    assert run(words) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"{NO_BRIDGE}\n")


def test_a_refusal_is_printed_whole_and_fails(engine: Engine, capsys: Out) -> None:
    engine.answer = Answer(1, ok=False, lines=("No.", 'Because of "\x1b[2J".'))
    assert run(["preview", "dx"]) == 1
    assert capsys.readouterr().err == 'No.\nBecause of "\\x1b[2J".\n'


def test_a_show_that_the_bridge_does_not_serve_is_not_touched(engine: Engine, capsys: Out, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run(["preview", "dx", "--show", str(other)]) == 1
    assert engine.asked == []
    assert f"serves the show in {tmp_path}" in capsys.readouterr().err
    assert run(["preview", "dx", "--show", str(tmp_path)]) == 0


# --- status -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("engine")
def test_status_shows_the_tracks_with_their_reasons_and_no_name_steers_the_terminal(capsys: Out) -> None:
    assert run(["status"]) == 0
    shown = capsys.readouterr().out
    assert "ADR \\x1b[2J1" in shown
    assert "name 'ADR' says DX adr" in shown
    assert "\x1b[2J" not in shown


@pytest.mark.usefixtures("engine")
def test_status_as_json_is_the_interface_s_state(capsys: Out) -> None:
    assert run(["status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["session"]) == (1, "reel 1")


@pytest.mark.usefixtures("engine")
def test_status_is_plain_where_colour_is_not_wanted(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run(["status"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b[3" not in shown


# --- restore ----------------------------------------------------------------------------------------------------


def test_where_nothing_is_owed_restore_says_so(engine: Engine, capsys: Out) -> None:
    assert run(["restore"]) == 0
    assert "as you left it" in capsys.readouterr().out
    assert engine.asked == []


def test_restore_shows_what_is_offered_and_asks_nothing_of_a_script(engine: Engine, capsys: Out) -> None:
    engine.picture = replace(PICTURE, offered=(OWED,))
    assert run(["restore"]) == 3
    told = capsys.readouterr()
    assert "MX \\x1b[2J1" in told.out
    assert "stembridge restore --yes" in told.err
    assert engine.asked == []


def test_restore_gives_back_what_is_offered(engine: Engine) -> None:
    engine.picture = replace(PICTURE, offered=(OWED,))
    assert run(["restore", "--yes"]) == 0
    assert engine.asked == [RestoreAsked(1.0, 1, forget=False, strips=("MX \x1b[2J1",))]


def test_restore_asks_at_a_terminal(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.picture = replace(PICTURE, offered=(OWED,))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda _: False)
    assert run(["restore"]) == 3
    monkeypatch.setattr("click.confirm", lambda _: True)
    assert run(["restore"]) == 0
    assert len(engine.asked) == 1


def test_restore_takes_names(engine: Engine) -> None:
    engine.picture = replace(PICTURE, elsewhere=(("reel 2", OWED),))
    assert run(["restore", "--yes", "MX 7"]) == 0
    assert engine.asked == [RestoreAsked(1.0, 1, strips=("MX 7",))]


def test_what_a_preview_has_borrowed_is_never_forgotten_unasked(engine: Engine) -> None:
    engine.picture = replace(PICTURE, debts=(OWED,), preview=PreviewView("dx", stage=Stage.ON))
    assert run(["restore", "--forget", "--yes"]) == 0
    assert engine.asked == []


def test_what_another_session_owes_remains(engine: Engine, capsys: Out) -> None:
    engine.picture = replace(PICTURE, elsewhere=(("reel 2", OWED),))
    assert run(["restore"]) == 3
    assert "reel 2" in capsys.readouterr().out
    assert engine.asked == []


@pytest.fixture
def journal(state: Path) -> Path:
    """A journal that a dead bridge left behind, with one debt."""
    path = journal_path(state)
    book = open_journal(path)
    book.carry_out(NameDesk(DeskRow(1, Desk("ardour", "reel 9", 48000))))
    book.carry_out(Remember((OWED,), durable=False, ticket=1))
    book.close()
    return path


@pytest.mark.usefixtures("journal")
def test_without_a_bridge_restore_reads_the_journal_and_says_what_to_start(capsys: Out) -> None:
    assert run(["restore"]) == 3
    shown = capsys.readouterr().out
    assert "reel 9" in shown
    assert "stembridge run" in shown


@pytest.mark.usefixtures("journal")
def test_a_run_file_that_a_killed_bridge_left_is_no_bridge(state: Path, capsys: Out) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as line:
        runfile.write(state, RunFile(os.getpid(), line.getsockname()[1], "token", str(state), "preview"))
    assert run(["restore"]) == 3
    assert "reel 9" in capsys.readouterr().out


@pytest.mark.usefixtures("journal")
def test_without_a_bridge_rows_can_be_forgotten(capsys: Out) -> None:
    assert run(["restore", "--forget"]) == 3
    assert run(["restore", "--forget", "other name", "--yes"]) == 0
    assert run(["restore"]) == 3
    assert run(["restore", "--forget", "--yes"]) == 0
    assert run(["restore"]) == 0
    assert capsys.readouterr().out.endswith("Nothing is owed.\n")


@pytest.mark.parametrize("words", [["status", "--watch"], ["status", "--watch", "--json"]])
def test_a_watch_shows_the_state_and_ends_with_the_bridge(
    state: Path, tmp_path: Path, capsys: Out, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "RETURN", 0.1)
    codes: list[int] = []
    with served(state, tmp_path) as engine:
        watching = threading.Thread(target=lambda: codes.append(run(words)))
        watching.start()
        assert engine.followed.wait(20)
    watching.join(20)
    assert codes == [0]
    assert "reel 1" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["status", "--watch"], ["status", "--watch", "--json"]])
def test_a_watch_goes_on_with_the_bridge_that_takes_the_place_of_one_that_died(
    state: Path, tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "RETURN", 20.0)
    codes: list[int] = []
    with served(state, tmp_path) as engine:
        watching = threading.Thread(target=lambda: codes.append(run(words)))
        watching.start()
        assert engine.followed.wait(20)
    with served(state, tmp_path) as engine:
        assert engine.followed.wait(20)
        monkeypatch.setattr(looking, "RETURN", 0.1)
    watching.join(20)
    assert codes == [0]


def test_a_bridge_of_another_version_is_said(engine: Engine, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wireformat, "state", lambda *_: {"version": 2})
    assert run(["status"]) == 1
    assert "another version" in capsys.readouterr().err
    assert engine.asked == []
