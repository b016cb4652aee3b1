"""The journal on disk: what previews have borrowed, so that a crash loses no mute.

SQLite with a write-ahead log. A commit survives `kill -9` of this process at any moment. Rows that a preview only
intends are synced as well, so they also survive a power cut; that takes milliseconds and more, so it is done off the
loop, over a connection of its own. Owed rows and strikes are committed without a sync: 64 rows cost 0.25 ms.

One process has the journal at a time: numbers of desks are given out by the engine that has read it.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

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
from bridge.model.routing import Way
from bridge.shell.boot import boot_identity, same_boot
from bridge.shell.house import Row
from bridge.shell.sqlite import checked, connect, owned, reading, spoken, transaction

PAGES = 256
"""Pages in the log from which on a synced commit moves them to the file itself (4 KiB each)."""
MOST_PAGES = 8192
"""The same for a commit on the loop, which it holds up: only if no preview was entered for very long."""

_WAY = TypeAdapter(Way)
"""A way as text in a row; how loud its sends are does not count."""
_KEEP_DESK = """INSERT INTO desk VALUES (?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET daw = excluded.daw,
    session = excluded.session, rate = excluded.rate, strips = excluded.strips"""
_KEEP_DEBT = """INSERT INTO debt VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (desk, strip, aspect) DO UPDATE SET
    original = excluded.original, phase = excluded.phase, filed = excluded.filed"""
_KEEP_DEBT_LATE = _KEEP_DEBT + " WHERE debt.phase <> 'owed' OR excluded.phase = 'owed'"
_KEEP_FILE_DEBT = """INSERT INTO file_debt VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (desk, strip, aspect) DO UPDATE SET
    original = excluded.original, held = excluded.held, watched = excluded.watched"""
_KEEP_BOOT = """INSERT INTO boot VALUES (1, ?, 0) ON CONFLICT (only) DO UPDATE SET identity = excluded.identity,
    synced = synced + 1"""
_STRIKE_DEBT = "DELETE FROM debt WHERE desk = ? AND strip = ? AND aspect = ?"
_STRIKE_FILE_DEBT = "DELETE FROM file_debt WHERE desk = ? AND strip = ? AND aspect = ?"
_KEEP_ROUTE = """INSERT INTO route VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (desk, number, strip) DO UPDATE SET
    undone = excluded.undone"""
_KEEP_NOTE = """INSERT INTO note VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (desk, strip, matter, about) DO UPDATE SET
    text = excluded.text"""
_PRUNE_ROUTES = """DELETE FROM route WHERE number <= (SELECT max(number) FROM route AS newer
    WHERE newer.desk = route.desk) - 2000"""
"""What was changed longest ago can't be taken back any more."""
_STRIKE_NOTE = "DELETE FROM note WHERE desk = ? AND strip = ? AND matter = ? AND about = ?"
_RENAME_DEBT = "UPDATE OR REPLACE debt SET strip = ? WHERE desk = ? AND strip = ?"


class JournalFile:
    """An open journal. `said`: sentences for the log about what was found (a damaged file that was set aside)."""

    def __init__(self, path: Path, owner: sqlite3.Connection, said: tuple[str, ...]) -> None:
        """Take over a file that was checked; `owner` holds the lock that keeps other processes out."""
        self.path = path
        self.said = said
        self._owner = owner
        self._boot = boot_identity()
        self._boot_written = False
        self._turn = threading.Lock()  # one commit at a time, so that our two connections never meet in SQLite
        self._lasting = connect(path, "FULL", PAGES)  # the first: who makes the log syncs its folder too
        self._quick = connect(path, "NORMAL", MOST_PAGES)
        self._quick.execute(_PRUNE_ROUTES)

    def read(self) -> Journal:
        """All that the journal holds. Raises `JournalTrouble`."""
        with self._turn:
            return _read(self._quick, self.path, self._boot)

    def carry_out(self, effect: Row) -> None:
        """Write it, all or nothing. Returns when it would survive a kill; a durable `Remember` a power cut too.

        A durable `Remember` waits for the disk: call it from another thread than the loop's. Rows get their `since`
        when they are first written (unless they bring one) and keep it when they are replaced. `RenameStrip` leaves
        file debts as they are: the saved file knows the strip by its old name. A durable `Remember` may come late,
        so it leaves owed rows as they are. Raises `JournalTrouble`.
        """
        durable = isinstance(effect, Remember) and effect.durable
        with self._turn, spoken(self.path):
            self._commit(effect, durable=durable)

    def close(self) -> None:
        """Let go of the file, after a commit that is under way."""
        with self._turn:
            for connection in (self._quick, self._lasting, self._owner):
                connection.close()

    def _commit(self, effect: Row, *, durable: bool) -> None:
        connection = self._lasting if durable else self._quick
        with transaction(connection):
            sql, rows = _rows(effect, time.time())
            connection.executemany(sql, rows)
            # One boot row a process is enough, for no process outlives a boot; but SQLite syncs nothing for a commit
            # that changes nothing, though the same rows may lie there unsynced.
            if durable or not self._boot_written:
                connection.execute(_KEEP_BOOT, (self._boot,))
        self._boot_written = True


def open_journal(path: Path) -> JournalFile:
    """The journal at this path, made if need be; a damaged file is set aside under another name, and that is said.

    Raises `JournalTrouble`: another process has it, it was written by a newer version, the place can't be written.
    """
    with spoken(path), ExitStack() as ends:
        owner = ends.enter_context(closing(owned(path)))
        said = checked(path)
        journal = JournalFile(path, owner, said)
        ends.pop_all()  # from now on the journal closes it
        return journal


class NoJournal:
    """In place of a journal that can't be used (a full disk): all goes on but previews, each refused with why."""

    def __init__(self, why: str) -> None:
        self.said = (f"{why} Until then previews are refused; the rest goes on.",)
        self._why = why

    def read(self) -> Journal:
        """Nothing."""
        return Journal()

    def carry_out(self, effect: Row) -> None:  # noqa: ARG002 - as a journal that works
        """Always raises `JournalTrouble`."""
        raise JournalTrouble(self._why)

    def close(self) -> None:
        """Nothing to let go of."""


Book = JournalFile | NoJournal
"""What the daemon writes into."""


def open_book(path: Path) -> Book:
    """The journal. Raises `JournalTrouble` where going on without would do harm: another has it, or it is newer."""
    try:
        return open_journal(path)
    except JournalTrouble as trouble:
        if trouble.__cause__ is None:
            raise
        return NoJournal(str(trouble))


def read_journal(path: Path) -> Journal:
    """What the journal at this path holds, changing nothing, also while a bridge has it. Raises `JournalTrouble`."""
    if not path.exists():
        return Journal()
    with spoken(path), reading(path) as file:
        return _read(file, path, boot_identity()) if file is not None else Journal()


# --- rows -------------------------------------------------------------------------------------------------------


def _rows(effect: Row, now: float) -> tuple[str, Iterator[tuple[object, ...]]]:  # noqa: PLR0911 - an arm a row
    """What an effect does, as a statement and its rows."""
    match effect:
        case Remember(rows=rows, durable=durable):
            sql = _KEEP_DEBT_LATE if durable else _KEEP_DEBT
            return sql, ((r.desk, *r.target, r.original, r.phase, r.filed, r.since or now) for r in rows)
        case Forget(desk=desk, targets=targets):
            return _STRIKE_DEBT, ((desk, *target) for target in targets)
        case NameDesk(row=DeskRow(number=number, desk=desk)):
            names = sorted(desk.strips)
            told = json.dumps({"strips": names, "folder": desk.folder} if desk.folder else names)
            return _KEEP_DESK, iter([(number, desk.daw, desk.session, desk.rate, told)])
        case RenameStrip(desk=desk, old=old, new=new):
            return _RENAME_DEBT, iter([(new, desk, old)])
        case RememberFile(rows=rows):
            return _KEEP_FILE_DEBT, ((r.desk, *r.target, r.original, r.held, r.watched, r.since or now) for r in rows)
        case ForgetFile(desk=desk, targets=targets):
            return _STRIKE_FILE_DEBT, ((desk, *target) for target in targets)
        case RememberRoutes(rows=rows):
            return _KEEP_ROUTE, (_route_row(row, now) for row in rows)
        case KeepNotes(rows=rows):
            return _KEEP_NOTE, ((r.desk, r.strip, r.matter, r.about, r.text, r.since or now) for r in rows)
        case DropNotes(rows=rows):
            return _STRIKE_NOTE, ((r.desk, r.strip, r.matter, r.about) for r in rows)


def _route_row(row: RouteRow, now: float) -> tuple[object, ...]:
    former, goes = (_WAY.dump_json(way).decode() for way in (row.former, row.now))
    return row.number, row.desk, row.strip, row.name, former, goes, row.undone, row.since or now


def _read(file: sqlite3.Connection, path: Path, boot: str) -> Journal:
    """All rows, in one transaction."""
    file.execute("BEGIN")
    try:
        there = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}  # an older version has fewer
        desks, debts, file_debts, boots, routes, notes = (
            file.execute(f"SELECT * FROM {table}").fetchall() if table in there else []  # noqa: S608 - names of ours
            for table in ("desk", "debt", "file_debt", "boot", "route", "note")
        )
    finally:
        file.execute("ROLLBACK")
    try:
        return Journal(
            tuple(map(_desk, desks)),
            tuple(map(_debt, debts)),
            tuple(map(_file_debt, file_debts)),
            tuple(map(_route, routes)),
            tuple(map(_note, notes)),
            rebooted=any(not same_boot(identity, boot) for _, identity, _ in boots),
        )
    except (ValueError, TypeError, KeyError) as trouble:
        raise JournalTrouble(
            f"The journal {path} holds a row that can't be read ({trouble}). It was not touched. Move the file away, "
            "start the bridge again, and send the file with a report of the mistake."
        ) from trouble


def _desk(row: tuple[Any, ...]) -> DeskRow:
    """The cell `strips` holds the names, and where the session's folder is known an object with both."""
    number, daw, session, rate, told = row
    said = json.loads(told)
    names, folder = (said["strips"], str(said["folder"])) if isinstance(said, dict) else (said, "")
    return DeskRow(number, Desk(daw, session, rate, frozenset(names), folder))


def _debt(row: tuple[Any, ...]) -> Debt:
    desk, strip, aspect, original, phase, filed, since = row
    held = None if filed is None else bool(filed)
    return Debt(desk, Target(strip, Aspect(aspect)), bool(original), Phase(phase), held, since)


def _file_debt(row: tuple[Any, ...]) -> FileDebt:
    desk, strip, aspect, original, held, watched, since = row
    return FileDebt(desk, Target(strip, Aspect(aspect)), bool(original), bool(held), bool(watched), since)


def _route(row: tuple[Any, ...]) -> RouteRow:
    number, desk, strip, name, former, goes, undone, since = row
    ways = _WAY.validate_json(former), _WAY.validate_json(goes)
    return RouteRow(number, desk, strip, name, *ways, bool(undone), since)


def _note(row: tuple[Any, ...]) -> Note:
    desk, strip, matter, about, text, since = row
    return Note(desk, strip, Matter(matter), about, text, since)
