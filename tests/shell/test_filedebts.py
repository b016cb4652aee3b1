"""What saved session files owe, in the show's folder and in the journal of another machine."""

from pathlib import Path

import pytest

from bridge.model.desk import Desk, Target
from bridge.model.effects import ForgetFile, NameDesk, RememberFile
from bridge.model.ledger import DeskRow, FileDebt, Journal
from bridge.shell.filedebts import FileDebts, joined
from bridge.shell.owed import NAME, Owed, read_owed, write_owed

MX, FX = Target("MX 1"), Target("FX 1")
DESK = Desk("ardour", "reel 1", 48000, frozenset({"MX 1", "FX 1"}))
KNOWN = Journal(desks=(DeskRow(4, DESK),), file_debts=(FileDebt(4, MX, original=False, held=True),))
LEFT = Owed("reel 1", 48000, FX, original=False, held=True, since=5.0)


@pytest.fixture
def show(tmp_path: Path) -> Path:
    (tmp_path / "show.toml").write_text("")
    return tmp_path


def owed(show: Path) -> set[tuple[str, str]]:
    return {(row.session, row.target.strip) for row in read_owed(show)}


# --- at the start -----------------------------------------------------------------------------------------------


def test_what_another_machine_left_is_added_as_an_offer() -> None:
    journal = joined(KNOWN, "ardour", [LEFT])
    assert journal.desks == KNOWN.desks
    assert journal.file_debts == (*KNOWN.file_debts, FileDebt(4, FX, original=False, held=True, watched=False))


def test_what_the_journal_knows_already_it_knows_better() -> None:
    assert joined(KNOWN, "ardour", [Owed("reel 1", 48000, MX, original=True, held=False)]) == KNOWN


def test_a_session_that_this_machine_never_saw_gets_a_number_of_its_own() -> None:
    journal = joined(KNOWN, "ardour", [Owed("reel 2", 48000, MX, original=False, held=True)])
    assert journal.desks[1] == DeskRow(5, Desk("ardour", "reel 2", 48000, frozenset({"MX 1"})))
    assert journal.file_debts[1].desk == 5


def test_a_table_that_can_t_be_read_is_said_and_left_alone(show: Path) -> None:
    (show / NAME).write_text("mine")
    debts = FileDebts(show, "ardour", KNOWN)
    assert "can't be read" in debts.trouble
    assert debts.journal == KNOWN
    debts.write(KNOWN.file_debts)
    assert "left alone" in debts.trouble
    assert (show / NAME).read_text() == "mine"


# --- while it runs ----------------------------------------------------------------------------------------------


def test_the_table_follows_the_rows_of_each_desk(show: Path) -> None:
    debts = FileDebts(show, "ardour", KNOWN)
    debts.heed([NameDesk(DeskRow(5, Desk("ardour", "reel 2", 48000)))])
    debts.write([*KNOWN.file_debts, FileDebt(5, FX, original=False, held=True)])
    assert owed(show) == {("reel 1", "MX 1"), ("reel 2", "FX 1")}
    debts.write([FileDebt(5, FX, original=False, held=True)])
    assert owed(show) == {("reel 2", "FX 1")}
    debts.write([])
    assert not (show / NAME).exists()


def test_rows_of_sessions_that_are_not_ours_stay(show: Path) -> None:
    write_owed(show, "another film", 48000, KNOWN.file_debts)
    debts = FileDebts(show, "ardour", Journal())
    debts.write(debts.journal.file_debts)
    assert owed(show) == {("another film", "MX 1")}


def test_a_change_that_the_bridge_says_is_written(show: Path) -> None:
    debts = FileDebts(show, "ardour", KNOWN)
    for effect in (RememberFile(KNOWN.file_debts), ForgetFile(4, (MX,)), NameDesk(DeskRow(4, DESK))):
        debts._changed.clear()
        debts.heed([effect])
        assert debts._changed.is_set()


def test_without_a_show_nothing_is_written(tmp_path: Path) -> None:
    FileDebts(tmp_path, "ardour", KNOWN).write(KNOWN.file_debts)
    assert list(tmp_path.iterdir()) == []
