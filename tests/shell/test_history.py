"""The history: what was decided is there when it says so, and whoever comes next knows what a kill has left open."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.sheets.edits import Edit
from bridge.shell import history
from bridge.shell.history import HISTORY, Decision, HistoryTrouble, decisions, opened
from tests.shell.decisions_child import first_version

CUES, TRACKS = "cues.csv", "tracks.csv"
EDIT = Edit(
    12, ("r1", "1m3", "01:00:00:00", "", "", "", "marker 7"), {"level": "", "note": "'="}, {"level": "diegetic"}
)
HOSTILE = Edit(1, ("\ud800", "'); DROP TABLE decision; --", "\x1b[2J", "", "", "", ""), {"title": "\n"}, {"title": "✓"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def show(tmp_path: Path) -> Path:
    return tmp_path / "show"


def first(path: Path, show: Path, rows: int = 0) -> None:
    """A history of version 1, of this show and others, as its program wrote it."""
    edits = history._text([EDIT, HOSTILE])
    told = [(show, 1000.5, edits, 1, 0), (show.with_name("other"), 2.0, edits, 1, 0), (show, 3.0, edits, 1, 1)]
    told += [(show.with_name("other"), 4.0, edits, 0, 0)]
    first_version(path, told + [(show.with_name("third"), 5.0, edits, 1, 0)] * rows)


def test_looking_at_a_history_that_is_not_there_makes_none(path: Path, show: Path) -> None:
    assert decisions(path, show, 10) == ()
    assert not path.exists()


@pytest.mark.parametrize("edit", [EDIT, HOSTILE])
def test_a_decision_keeps_who_when_and_every_cell(path: Path, show: Path, edit: Edit) -> None:
    with opened(path, show) as book:
        number = book.begin(1000.5, "anna", CUES, [edit, EDIT])
        book.settle(number, done=True)
    kept = Decision(number, 1000.5, "anna", CUES, (edit, EDIT), done=True, pending=False)
    assert decisions(path, show, 10) == (kept,)


def test_decisions_in_both_files_stand_in_one_order(path: Path, show: Path) -> None:
    with opened(path, show) as book:
        one, two, three = (book.begin(1.0, "anna", file, [EDIT]) for file in (CUES, TRACKS, CUES))
        for number in (one, two):
            book.settle(number, done=True)
        assert numbers(book) == (two, three)
    assert [decision.file for decision in decisions(path, show, 10)] == [CUES, TRACKS, CUES]


def test_it_is_pending_until_it_is_settled(path: Path, show: Path) -> None:
    with opened(path, show) as book:
        number = book.begin(1.0, "anna", CUES, [EDIT])
    with opened(path, show) as book:
        assert [one.number for one in book.pending()] == [number]
        assert book.last_done() is None
        book.settle(number, done=True)
        book.turn(number)
        assert [(one.done, one.pending) for one in book.pending()] == [(True, True)]
        book.settle(number, done=False)
        assert book.pending() == ()


def numbers(book: history.History) -> tuple[int | None, int | None]:
    """What undo and redo would take."""
    return tuple(one and one.number for one in (book.last_done(), book.next_undone()))  # type: ignore[return-value]


def test_undo_goes_back_from_the_newest_and_redo_comes_back_until_something_new_is_decided(
    path: Path, show: Path
) -> None:
    with opened(path, show) as book:
        one, two, three = (book.begin(1.0, "anna", CUES, [EDIT]) for _ in range(3))
        for number in (one, two, three):
            book.settle(number, done=True)
        assert numbers(book) == (three, None)
        book.settle(three, done=False)
        book.settle(two, done=False)
        assert numbers(book) == (one, two)
        book.settle(two, done=True)
        assert numbers(book) == (two, three)
        four = book.begin(1.0, "anna", CUES, [EDIT])
        assert numbers(book) == (two, three)
        book.settle(four, done=True)
        assert numbers(book) == (four, None)
        book.settle(four, done=False)
        assert numbers(book) == (two, four)


def test_a_decision_that_never_came_to_be_is_struck_off_and_its_number_is_not_given_again(
    path: Path, show: Path
) -> None:
    with opened(path, show) as book:
        number = book.begin(1.0, "anna", CUES, [EDIT])
        book.drop(number)
        assert book.pending() == ()
        assert book.begin(1.0, "anna", CUES, [EDIT]) > number


def test_each_show_has_a_history_of_its_own_by_its_folder(path: Path, show: Path, tmp_path: Path) -> None:
    with opened(path, show) as book:
        book.settle(book.begin(1.0, "anna", CUES, [EDIT]), done=True)
    with opened(path, tmp_path / "other") as book:
        assert numbers(book) == (None, None)
    assert len(decisions(path, show / ".." / "show", 10)) == 1


def test_the_newest_come_first_and_no_more_than_asked_for(path: Path, show: Path) -> None:
    with opened(path, show) as book:
        made = [book.begin(1.0, "anna", CUES, [EDIT]) for _ in range(4)]
    assert [one.number for one in decisions(path, show, 3)] == made[:0:-1]


def test_every_commit_waits_for_the_disk(path: Path, show: Path) -> None:
    with opened(path, show) as book:
        assert book._file.execute("PRAGMA synchronous").fetchone() == (2,)
        assert book._file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# --- trouble ----------------------------------------------------------------------------------------------------


def test_a_history_of_a_newer_version_is_left_alone_with_a_sentence(path: Path, show: Path) -> None:
    with opened(path, show) as book:
        book._file.execute(f"PRAGMA user_version = {HISTORY.version + 1}")
    before = path.read_bytes()
    with pytest.raises(HistoryTrouble, match=r"newer Stembridge.*not touched.*Update"), opened(path, show):
        pass
    with pytest.raises(HistoryTrouble, match="newer Stembridge"):
        decisions(path, show, 1)
    assert path.read_bytes() == before


def scribbled(path: Path) -> None:
    path.write_bytes(b"this is no history" * 400)


def foreign(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()


@pytest.mark.parametrize("harm", [scribbled, foreign])
def test_a_damaged_history_is_set_aside_and_that_is_said(path: Path, show: Path, harm: Callable[[Path], None]) -> None:
    harm(path)
    before = path.read_bytes()
    with opened(path, show) as book:
        (sentence,) = book.said
        book.begin(1.0, "anna", CUES, [EDIT])
    assert "can't be taken back" in sentence
    assert path.with_name(path.name + ".damaged-1").read_bytes() == before


def test_a_full_disk_is_one_sentence_and_nothing_is_written(path: Path, show: Path) -> None:
    with opened(path, show) as book:
        pages = book._file.execute("PRAGMA page_count").fetchone()[0]
        book._file.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(HistoryTrouble, match=r"the disk is full\. Nothing was decided\. Free some space"):
            book.begin(1.0, "x" * 100_000, CUES, [EDIT])
        assert book.pending() == ()


def test_a_place_that_can_t_be_written_is_one_sentence(tmp_path: Path, show: Path) -> None:
    with pytest.raises(HistoryTrouble, match="Nothing was decided"), opened(tmp_path / "no" / "history", show):
        pass


def test_who_comes_second_waits_and_is_then_told(path: Path, show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "HISTORY", replace(HISTORY, patience=0.01))
    with (
        opened(path, show),
        pytest.raises(HistoryTrouble, match=r"Another Stembridge.*Nothing was decided"),
        opened(path, show),
    ):
        pass
    with opened(path, show) as book:
        assert book.begin(1.0, "anna", CUES, [EDIT])


def test_a_row_that_can_t_be_read_is_one_sentence(path: Path, show: Path) -> None:
    with opened(path, show) as book:
        book.begin(1.0, "anna", CUES, [EDIT])
        for broken in ("[", "[3]", '[{"line": 1}]', '[{"line":1,"row":[],"old":1,"new":{}}]'):
            book._file.execute("UPDATE decision SET edits = ?", (broken,))
            with pytest.raises(HistoryTrouble, match="a row that can't be read"):
                book.pending()
        book._file.execute("UPDATE decision SET edits = '[]', file = 'show.toml'")
        with pytest.raises(HistoryTrouble, match="a row that can't be read"):
            book.pending()


# --- an older version -------------------------------------------------------------------------------------------


def test_a_history_of_version_1_is_read_as_it_is_and_brought_up_to_date_by_who_decides(path: Path, show: Path) -> None:
    first(path, show)
    before = path.read_bytes()
    newest, oldest = decisions(path, show, 10)
    assert (newest.number, newest.file, newest.done, newest.pending) == (3, CUES, True, True)
    assert oldest == Decision(1, 1000.5, "anna", CUES, (EDIT, HOSTILE), done=True, pending=False)
    assert path.read_bytes() == before
    with opened(path, show) as book:
        assert book.said == ()
        assert book.pending() == (newest,)
        book.settle(3, done=False)
        assert numbers(book) == (1, 3)
        assert book.begin(1.0, "anna", TRACKS, [EDIT]) == 5
    assert [one.file for one in decisions(path, show, 10)] == [TRACKS, CUES, CUES]
    assert [one.number for one in decisions(path, show.with_name("other"), 10)] == [4, 2]


@pytest.mark.parametrize(
    ("done", "undo", "redo"),
    [
        ((1, 0, 1, 0, 0), 3, 4),
        ((0, 0, 1), 3, None),
        ((1, 0), 1, 2),
        ((0, 0), None, 1),
        ((), None, None),
    ],
)
def test_in_a_history_of_version_1_undo_and_redo_go_on_where_they_were(
    path: Path, show: Path, done: tuple[int, ...], undo: int | None, redo: int | None
) -> None:
    first_version(path, [(show, 1.0, "[]", one, 0) for one in done])
    with opened(path, show) as book:
        assert numbers(book) == (undo, redo)


def test_a_history_of_version_1_that_can_t_be_brought_up_to_date_is_left_as_it_is(
    path: Path, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(path, show)
    half = HISTORY.steps[1] + "ALTER TABLE decision ADD COLUMN done TEXT;"
    monkeypatch.setattr(history, "HISTORY", replace(HISTORY, steps={1: half}))
    with pytest.raises(HistoryTrouble, match="Nothing was decided"), opened(path, show):
        pass
    monkeypatch.undo()
    assert [one.number for one in decisions(path, show, 10)] == [3, 1]
    with opened(path, show) as book:
        assert numbers(book) == (3, None)


def test_a_damaged_history_of_version_1_is_set_aside_as_it_is(path: Path, show: Path) -> None:
    first(path, show, rows=500)
    content = bytearray(path.read_bytes())
    content[-3 * 4096 :] = bytes(3 * 4096)
    path.write_bytes(content)
    with opened(path, show) as book:
        assert "set aside" in book.said[0]
    assert path.with_name(path.name + ".damaged-1").read_bytes() == content
