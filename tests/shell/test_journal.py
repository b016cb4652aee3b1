"""The journal: what a preview has borrowed is on disk when it says so, and a kill at any moment loses no row of it."""

import itertools
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.model.desk import Aspect, Desk, Target
from bridge.model.effects import (
    DropNotes,
    Forget,
    ForgetFile,
    KeepNotes,
    NameDesk,
    Remember,
    RememberFile,
    RememberRoutes,
    RenameStrip,
)
from bridge.model.errors import JournalTrouble
from bridge.model.ledger import Debt, DeskRow, FileDebt, Journal, Matter, Note, Phase, RouteRow
from bridge.model.routing import AuxSend, Sink, Way
from bridge.shell import boot, journal, sqlite
from bridge.shell.house import Row
from bridge.shell.journal import JournalFile, open_journal, read_journal
from tests.shell.journal_child import REEL, STORY, intended, owed, saved


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def book(path: Path) -> Iterator[JournalFile]:
    opened = open_journal(path)
    yield opened
    opened.close()


def reopened(book: JournalFile) -> Journal:
    """What another start finds."""
    book.close()
    again = open_journal(book.path)
    try:
        return again.read()
    finally:
        again.close()


def phases(found: Journal) -> dict[str, Phase]:
    return {debt.target.strip: debt.phase for debt in found.debts}


# --- what it keeps ----------------------------------------------------------------------------------------------


def test_a_new_journal_is_empty(book: JournalFile) -> None:
    assert book.read() == Journal()
    assert book.said == ()


def test_every_row_is_found_again_at_the_next_start(book: JournalFile) -> None:
    debts = (
        Debt(1, Target("MX 1"), True, Phase.OWED, filed=False),
        Debt(1, Target("MX 2"), False, Phase.OWED, filed=True),
        Debt(1, Target("MX 3"), False, Phase.INTENDED),
    )
    for effect in (NameDesk(REEL), Remember(debts, durable=False, ticket=1), saved("MX 1", watched=False)):
        book.carry_out(effect)
    file_debts = (FileDebt(1, Target("MX 1"), False, True, watched=False),)
    assert reopened(book) == Journal((REEL,), debts, file_debts)


def test_a_desk_keeps_its_folder_once_it_is_known(book: JournalFile) -> None:
    placed = replace(REEL, desk=replace(REEL.desk, folder='/films/"Küche"'))
    for row in (REEL, placed):
        book.carry_out(NameDesk(row))
    assert reopened(book).desks == (placed,)


def test_a_durable_row_that_comes_late_leaves_what_is_owed_meanwhile(book: JournalFile) -> None:
    borrowed = Debt(1, Target("MX 1"), True, Phase.OWED, filed=True)
    book.carry_out(Remember((borrowed,), durable=False, ticket=1))
    book.carry_out(intended("MX 1", "MX 2"))
    assert book.read().debts == (borrowed, Debt(1, Target("MX 2"), False, Phase.INTENDED))


def test_an_orphans_debt_is_only_offered_from_then_on(book: JournalFile) -> None:
    book.carry_out(owed("MX 1"))
    book.carry_out(replace(intended("MX 1"), durable=False))
    assert phases(book.read()) == {"MX 1": Phase.INTENDED}


def test_rows_of_desks_with_the_same_strips_are_kept_apart(book: JournalFile) -> None:
    other = Debt(2, Target("MX 1"), True, Phase.OWED)
    for effect in (owed("MX 1"), Remember((other,), durable=False, ticket=3), Forget(1, (Target("MX 1"),))):
        book.carry_out(effect)
    assert book.read().debts == (other,)


def test_striking_off_what_is_not_there_changes_nothing(book: JournalFile) -> None:
    book.carry_out(owed("MX 1"))
    book.carry_out(Forget(1, (Target("MX 2"), Target("mx 1"))))
    book.carry_out(ForgetFile(1, (Target("MX 1"),)))
    assert phases(book.read()) == {"MX 1": Phase.OWED}


def test_a_desk_that_is_named_again_goes_by_its_new_name(book: JournalFile) -> None:
    again = DeskRow(1, replace(REEL.desk, session="reel 1 v2", strips=frozenset()))
    book.carry_out(NameDesk(REEL))
    book.carry_out(NameDesk(again))
    assert book.read().desks == (again,)


def test_a_renamed_strip_keeps_its_debt_but_the_saved_file_knows_the_old_name(book: JournalFile) -> None:
    elsewhere = Remember((Debt(2, Target("MX 1"), False, Phase.OWED),), durable=False, ticket=3)
    for effect in (owed("MX 1"), elsewhere, saved("MX 1"), RenameStrip(1, "MX 1", "Score")):
        book.carry_out(effect)
    found = book.read()
    assert {(debt.desk, debt.target.strip) for debt in found.debts} == {(1, "Score"), (2, "MX 1")}
    assert [debt.target.strip for debt in found.file_debts] == ["MX 1"]


def test_a_strip_renamed_to_the_name_of_an_orphan_keeps_its_own_debt(book: JournalFile) -> None:
    orphan = Remember((Debt(1, Target("gone"), True, Phase.INTENDED),), durable=False, ticket=3)
    for effect in (orphan, owed("MX 1"), RenameStrip(1, "MX 1", "gone")):
        book.carry_out(effect)
    assert book.read().debts == (Debt(1, Target("gone"), False, Phase.OWED),)


names = st.text(st.characters(codec="utf-8"), max_size=8)
targets = st.lists(st.builds(Target, names), max_size=4, unique=True).map(tuple)
desks = st.integers(1, 3)
debts = st.builds(
    Debt, desks, st.builds(Target, names), st.booleans(), st.sampled_from(Phase), st.none() | st.booleans()
)
file_debts = st.builds(FileDebt, desks, st.builds(Target, names), st.booleans(), st.booleans(), st.booleans())
effects: st.SearchStrategy[Row] = st.one_of(
    st.builds(Remember, st.lists(debts, max_size=4).map(tuple), st.booleans(), st.just(1)),
    st.builds(Forget, desks, targets),
    st.builds(
        NameDesk, st.builds(DeskRow, desks, st.builds(Desk, names, names, desks, st.frozensets(names, max_size=3)))
    ),
    st.builds(RememberFile, st.lists(file_debts, max_size=4).map(tuple)),
    st.builds(ForgetFile, desks, targets),
    st.builds(RenameStrip, desks, names, names),
)


def expected(story: list[Row] | tuple[Row, ...]) -> Journal:
    """What the journal holds after these effects, by dictionaries."""
    rows: dict[tuple[int, Target], Debt] = {}
    files: dict[tuple[int, Target], FileDebt] = {}
    named: dict[int, DeskRow] = {}
    for effect in story:
        match effect:
            case Remember(new, durable):
                for row in new:
                    kept = rows.get((row.desk, row.target))
                    if not (durable and kept and kept.phase is Phase.OWED and row.phase is Phase.INTENDED):
                        rows[row.desk, row.target] = row
            case RememberFile():
                files |= {(row.desk, row.target): row for row in effect.rows}
            case NameDesk(row):
                named[row.number] = row
            case Forget(desk, gone):
                rows = {key: row for key, row in rows.items() if key not in {(desk, target) for target in gone}}
            case ForgetFile(desk, gone):
                files = {key: row for key, row in files.items() if key not in {(desk, target) for target in gone}}
            case RenameStrip(desk, old, new):
                for aspect in Aspect:
                    if moved := rows.pop((desk, Target(old, aspect)), None):
                        rows[desk, Target(new, aspect)] = replace(moved, target=Target(new, aspect))
    return Journal(
        tuple(named[number] for number in sorted(named)),
        tuple(row for _, row in sorted(rows.items(), key=place)),
        tuple(row for _, row in sorted(files.items(), key=place)),
    )


def place(item: tuple[tuple[int, Target], object]) -> tuple[int, bytes, str]:
    """The order in which SQLite gives rows: by desk, then the name's bytes."""
    (desk, target), _ = item
    return desk, target.strip.encode(), target.aspect


@settings(max_examples=30)
@given(st.lists(effects, max_size=8))
def test_it_holds_what_the_effects_said(tmp_path_factory: pytest.TempPathFactory, story: list[Row]) -> None:
    book = open_journal(tmp_path_factory.mktemp("state") / "journal.sqlite")
    for effect in story:
        book.carry_out(effect)
    assert reopened(book) == expected(story)


# --- the routing ------------------------------------------------------------------------------------------------

ROUTED = RouteRow(3, 1, "28", 'DX "1"', Way(((Sink("", 0, "system:1"), Sink("9", 0)), ())), Way(((Sink("7", 1),),)))


def test_the_history_of_routes_and_what_was_said_of_them_come_back(book: JournalFile) -> None:
    sends = replace(ROUTED, strip="29", now=Way(sends=(AuxSend(0, "7", active=False),)))
    notes = Note(1, "28", Matter.HANDS_OFF), Note(1, "28", Matter.ACCEPTED, "astray", "so the director")
    book.carry_out(RememberRoutes((ROUTED, sends)))
    book.carry_out(KeepNotes(notes))
    assert reopened(book) == Journal(routes=(ROUTED, sends), notes=(notes[1], notes[0]))


def test_a_route_that_was_taken_back_and_a_note_that_was_struck_off(book: JournalFile) -> None:
    note = Note(1, "28", Matter.HANDS_OFF)
    for effect in (RememberRoutes((ROUTED,)), KeepNotes((note,)), DropNotes((note,))):
        book.carry_out(effect)
    book.carry_out(RememberRoutes((replace(ROUTED, undone=True),)))
    found = book.read()
    assert ([row.undone for row in found.routes], found.notes) == ([True], ())


def test_of_the_history_of_routes_the_newest_two_thousand_changes_of_each_desk_are_kept(book: JournalFile) -> None:
    book.carry_out(RememberRoutes(tuple(replace(ROUTED, number=number) for number in (1, 2, 1000, 2001))))
    book.carry_out(RememberRoutes((replace(ROUTED, number=1, desk=2),)))
    assert [(row.desk, row.number) for row in reopened(book).routes] == [(1, 2), (1, 1000), (1, 2001), (2, 1)]


def test_a_journal_of_before_there_were_routes_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    book = open_journal(path)
    book.carry_out(owed("MX 1"))
    book.close()
    with closing(sqlite3.connect(path)) as file:
        file.executescript("DROP TABLE route; DROP TABLE note; PRAGMA user_version = 1;")
    assert phases(read_journal(path)) == {"MX 1": Phase.OWED}
    book = open_journal(path)
    book.carry_out(RememberRoutes((ROUTED,)))
    assert (phases(book.read()), book.read().routes, book.said) == ({"MX 1": Phase.OWED}, (ROUTED,), ())
    book.close()


# --- since when -------------------------------------------------------------------------------------------------


def test_a_row_keeps_the_time_of_its_first_writing(book: JournalFile, monkeypatch: pytest.MonkeyPatch) -> None:
    times = itertools.count(1000.0)
    monkeypatch.setattr(time, "time", lambda: next(times))
    for effect in (intended("MX 1"), owed("MX 1", "MX 2"), saved("MX 1"), saved("MX 1", watched=False)):
        book.carry_out(effect)
    found = book.read()
    assert {debt.target.strip: debt.since for debt in found.debts} == {"MX 1": 1000.0, "MX 2": 1001.0}
    assert [(debt.since, debt.watched) for debt in found.file_debts] == [(1002.0, False)]


def test_a_row_struck_off_and_written_again_is_new(book: JournalFile, monkeypatch: pytest.MonkeyPatch) -> None:
    times = itertools.count(1000.0)
    monkeypatch.setattr(time, "time", lambda: next(times))
    for effect in (owed("MX 1"), Forget(1, (Target("MX 1"),)), owed("MX 1")):
        book.carry_out(effect)
    assert [debt.since for debt in book.read().debts] == [1002.0]


def test_a_row_that_moves_to_another_desk_brings_its_time(book: JournalFile) -> None:
    book.carry_out(owed("MX 1"))
    (debt,) = book.read().debts
    book.carry_out(Remember((replace(debt, desk=2),), durable=False, ticket=3))
    assert {row.since for row in book.read().debts} == {debt.since}


# --- another start of the machine -------------------------------------------------------------------------------


def test_a_restart_of_the_bridge_is_no_reboot(book: JournalFile) -> None:
    book.carry_out(owed("MX 1"))
    assert not reopened(book).rebooted


def test_a_reboot_is_seen_until_the_journal_is_written_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_journal(path)
    first.carry_out(owed("MX 1"))
    first.close()
    monkeypatch.setattr(journal, "boot_identity", lambda: "id:another")
    for _ in range(2):
        second = open_journal(path)
        assert second.read().rebooted
        second.close()
    third = open_journal(path)
    third.carry_out(Forget(1, ()))
    assert not reopened(third).rebooted


def test_an_empty_journal_tells_of_no_reboot(book: JournalFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "boot_identity", lambda: "id:another")
    assert not reopened(book).rebooted


def test_a_start_is_the_same_as_itself() -> None:
    assert boot.same_boot(boot.boot_identity(), boot.boot_identity())


def test_where_the_system_has_no_name_for_it_the_time_of_the_start_is_compared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(boot, "Path", lambda _: tmp_path / "no such file")
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    monkeypatch.setattr(time, "time", lambda: 5000.0)
    first = boot.boot_identity()
    monkeypatch.setattr(time, "monotonic", lambda: 3700.0)
    monkeypatch.setattr(time, "time", lambda: 8604.0)  # an hour later, the wall clock set by 4 s
    assert boot.same_boot(first, boot.boot_identity())
    monkeypatch.setattr(time, "monotonic", lambda: 60.0)
    assert not boot.same_boot(first, boot.boot_identity())


# --- how lasting ------------------------------------------------------------------------------------------------


def test_only_the_durable_connection_waits_for_the_disk(book: JournalFile) -> None:
    assert book._quick.execute("PRAGMA synchronous").fetchone() == (1,)
    assert book._lasting.execute("PRAGMA synchronous").fetchone() == (2,)
    for connection in (book._quick, book._lasting):
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_durable_row_is_written_over_the_durable_connection_alone(book: JournalFile) -> None:
    seen: list[str] = []
    book._quick.set_trace_callback(lambda _: seen.append("quick"))
    book._lasting.set_trace_callback(lambda _: seen.append("lasting"))
    book.carry_out(intended("MX 1"))
    assert set(seen) == {"lasting"}
    seen.clear()
    book.carry_out(owed("MX 1"))
    assert set(seen) == {"quick"}


def test_a_durable_row_that_lies_there_unsynced_is_synced_all_the_same(book: JournalFile) -> None:
    book.carry_out(replace(intended("MX 1"), durable=False))
    log = book.path.with_name(book.path.name + "-wal")
    before = log.stat().st_size
    book.carry_out(intended("MX 1"))
    assert log.stat().st_size > before, "a commit that changes nothing would not be synced"


def test_a_window_of_changes_is_one_commit(book: JournalFile) -> None:
    seen: list[str] = []
    book._quick.set_trace_callback(seen.append)
    book.carry_out(owed(*(f"MX {number}" for number in range(64))))
    assert seen.count("COMMIT") == 1


def test_a_durable_row_may_be_written_from_another_thread(book: JournalFile) -> None:
    threads = [threading.Thread(target=book.carry_out, args=(intended(f"MX {number}"),)) for number in range(4)]
    for thread in threads:
        thread.start()
        book.carry_out(owed(thread.name))
    for thread in threads:
        thread.join()
    assert len(book.read().debts) == 8


# --- kills ------------------------------------------------------------------------------------------------------


def started(path: Path, statements: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.shell.journal_child", str(path), str(statements)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])


def killed_runs(folder: Path, at_once: int = 4) -> Iterator[tuple[Path, int]]:
    """(journal, number of effects that were reported written) for a kill before each statement of the story."""
    for first in itertools.count(0, at_once):
        runs = [(folder / str(n), started(folder / str(n), n)) for n in range(first, first + at_once)]
        ends = [(path, process.communicate()[0], process.returncode) for path, process in runs]
        yield from ((path, len(dots)) for path, dots, code in ends if code != 0)
        if any(code == 0 for _, _, code in ends):
            return


@pytest.mark.slow
def test_a_kill_between_any_two_statements_loses_nothing_that_was_reported_written(tmp_path: Path) -> None:
    points = 0
    reached = set()
    for path, carried_out in killed_runs(tmp_path):
        book = open_journal(path)
        assert book.said == ()
        assert book.read() == expected(STORY[:carried_out]), f"killed before statement {points}"
        book.carry_out(owed("works again"))
        book.close()
        points += 1
        reached.add(carried_out)
    assert reached == set(range(len(STORY))), "every effect was cut short once"
    assert points > 4 * len(STORY)


# --- two at once ------------------------------------------------------------------------------------------------


def test_a_second_bridge_is_refused_in_one_sentence(book: JournalFile) -> None:
    with pytest.raises(JournalTrouble, match=r"Another Stembridge is running.*Nothing was changed.*stembridge stop"):
        open_journal(book.path)
    book.carry_out(owed("MX 1"))


def test_the_journal_can_be_looked_at_while_a_bridge_has_it(book: JournalFile) -> None:
    book.carry_out(owed("MX 1"))
    assert read_journal(book.path) == book.read()


def test_looking_at_a_journal_that_is_not_there_makes_none(path: Path) -> None:
    assert read_journal(path) == Journal()
    assert not path.exists()


# --- bad files --------------------------------------------------------------------------------------------------


def test_a_journal_of_a_newer_version_is_left_alone_with_a_sentence(book: JournalFile) -> None:
    book.carry_out(owed("MX 1"))
    book._quick.execute(f"PRAGMA user_version = {sqlite.FORMAT + 1}")
    book.close()
    before = book.path.read_bytes()
    for opening in (open_journal, read_journal):
        with pytest.raises(JournalTrouble, match=r"newer Stembridge.*not touched.*Update Stembridge"):
            opening(book.path)
    assert book.path.read_bytes() == before


def scribbled(path: Path) -> None:
    path.write_bytes(b"this is no journal" * 400)


def torn(path: Path) -> None:
    made = open_journal(path)
    made.carry_out(owed(*(f"MX {number}" for number in range(400))))
    made.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])


def cut(path: Path) -> None:
    made = open_journal(path)
    made.carry_out(owed(*(f"MX {number}" for number in range(400))))
    made.close()
    path.write_bytes(path.read_bytes()[:5000])


def foreign(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()


@pytest.mark.parametrize("harm", [scribbled, torn, cut, foreign])
def test_a_damaged_journal_is_set_aside_never_deleted_and_that_is_said(
    path: Path, harm: Callable[[Path], None]
) -> None:
    harm(path)
    before = path.read_bytes()
    book = open_journal(path)
    (sentence,) = book.said
    book.carry_out(owed("MX 1"))
    assert reopened(book).debts == (Debt(1, Target("MX 1"), False, Phase.OWED),)
    aside = path.with_name(path.name + ".damaged-1")
    assert aside.read_bytes() == before
    assert aside.name in sentence
    assert "still muted" in sentence


def test_the_second_damaged_journal_does_not_take_the_place_of_the_first(path: Path) -> None:
    for _ in range(2):
        scribbled(path)
        open_journal(path).close()
    assert {each.name for each in path.parent.glob("*damaged*")} == {f"{path.name}.damaged-{n}" for n in (1, 2)}


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [scribbled, emptied])
def test_the_log_of_a_damaged_journal_is_set_aside_with_it(
    book: JournalFile, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    book.carry_out(owed("MX 1"))
    log = book.path.with_name(book.path.name + "-wal").read_bytes()
    crashed = tmp_path / "crashed" / "journal.sqlite"
    crashed.parent.mkdir()
    harm(crashed)
    crashed.with_name("journal.sqlite-wal").write_bytes(log)
    open_journal(crashed).close()
    assert crashed.with_name("journal.sqlite.damaged-1-wal").read_bytes() == log


def test_looking_at_a_damaged_journal_says_so_and_leaves_it(path: Path) -> None:
    scribbled(path)
    before = path.read_bytes()
    with pytest.raises(JournalTrouble, match=r"no journal.*set aside"):
        read_journal(path)
    assert path.read_bytes() == before


def test_a_row_that_no_version_wrote_is_a_sentence(book: JournalFile) -> None:
    book.carry_out(owed("MX 1"))
    book._quick.execute("UPDATE debt SET phase = 'maybe'")
    with pytest.raises(JournalTrouble, match=r"maybe.*not touched"):
        book.read()


# --- places that do not let us ----------------------------------------------------------------------------------


def refused(book: JournalFile, effect: Row) -> str:
    before = book.read()
    with pytest.raises(JournalTrouble) as caught:
        book.carry_out(effect)
    assert book.read() == before, "all or nothing"
    assert "The desk was not touched" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("durable", [True, False])
def test_a_full_disk_is_a_sentence_and_ends_nothing(book: JournalFile, durable: bool) -> None:
    book.carry_out(owed("MX 1"))
    for connection in (book._quick, book._lasting):
        connection.execute("PRAGMA max_page_count = 1")
    many = replace(intended(*(f"MX {number}" for number in range(3000))), durable=durable)
    assert "the disk is full" in refused(book, many)
    for connection in (book._quick, book._lasting):
        connection.execute("PRAGMA max_page_count = 10000")
    book.carry_out(many)
    assert len(book.read().debts) == 3000


def test_a_read_only_file_is_a_sentence(book: JournalFile) -> None:
    book._quick.execute("PRAGMA query_only = ON")
    assert "read-only" in refused(book, owed("MX 1"))


def test_a_mistake_in_the_middle_of_an_effect_undoes_its_beginning(book: JournalFile) -> None:
    with pytest.raises(UnicodeEncodeError):
        book.carry_out(owed("MX 1", "no text \ud800"))
    assert book.read() == Journal()
    book.carry_out(owed("MX 1"))


def test_a_file_that_another_program_holds_is_a_sentence(book: JournalFile) -> None:
    book._quick.execute("PRAGMA busy_timeout = 0")
    backup = sqlite3.connect(book.path, isolation_level=None)
    backup.execute("BEGIN IMMEDIATE")
    assert "another program holds it" in refused(book, owed("MX 1"))
    backup.close()
    book.carry_out(owed("MX 1"))


def test_a_place_where_nothing_can_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "journal.sqlite").mkdir()
    for path in (tmp_path / "file" / "journal.sqlite", tmp_path / "journal.sqlite", tmp_path / "no" / "folder"):
        with pytest.raises(JournalTrouble, match=r"can't be used: .*[Mm]ake"):
            open_journal(path)


def test_after_a_refused_opening_the_journal_is_free(path: Path) -> None:
    path.mkdir()
    with pytest.raises(JournalTrouble):
        open_journal(path)
    path.rmdir()
    open_journal(path).close()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_names_in_it_are_for_its_owner_alone(book: JournalFile) -> None:
    book.carry_out(owed("MX 1"))
    for each in book.path.parent.glob("journal.sqlite*"):
        if not each.name.endswith(".lock"):  # it is empty
            assert stat.S_IMODE(each.stat().st_mode) == 0o600, each.name
