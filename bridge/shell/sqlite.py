"""SQLite files of ours: kept for one process, checked, opened, and what SQLite complains about as sentences."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bridge.model.errors import JournalTrouble, StembridgeError

FORMAT = 2
"""Version of the tables; a file of a later one is left alone."""
APPLICATION = int.from_bytes(b"Stem")
"""How SQLite files of ours are marked (PRAGMA application_id)."""
PATIENCE = 2.0
"""Seconds that we wait for somebody who holds the file, such as a backup, before we say so."""

_TABLES = """
CREATE TABLE desk (number INTEGER PRIMARY KEY, daw TEXT NOT NULL, session TEXT NOT NULL, rate INTEGER NOT NULL,
    strips TEXT NOT NULL);
CREATE TABLE debt (desk INTEGER NOT NULL, strip TEXT NOT NULL, aspect TEXT NOT NULL, original INTEGER NOT NULL,
    phase TEXT NOT NULL, filed INTEGER, since REAL NOT NULL, PRIMARY KEY (desk, strip, aspect)) WITHOUT ROWID;
CREATE TABLE file_debt (desk INTEGER NOT NULL, strip TEXT NOT NULL, aspect TEXT NOT NULL, original INTEGER NOT NULL,
    held INTEGER NOT NULL, watched INTEGER NOT NULL, since REAL NOT NULL,
    PRIMARY KEY (desk, strip, aspect)) WITHOUT ROWID;
CREATE TABLE boot (only INTEGER PRIMARY KEY, identity TEXT NOT NULL, synced INTEGER NOT NULL);
"""
_ROUTING = """
CREATE TABLE route (number INTEGER NOT NULL, desk INTEGER NOT NULL, strip TEXT NOT NULL, name TEXT NOT NULL,
    former TEXT NOT NULL, now TEXT NOT NULL, undone INTEGER NOT NULL, since REAL NOT NULL,
    PRIMARY KEY (desk, number, strip)) WITHOUT ROWID;
CREATE TABLE note (desk INTEGER NOT NULL, strip TEXT NOT NULL, matter TEXT NOT NULL, about TEXT NOT NULL,
    text TEXT NOT NULL, since REAL NOT NULL, PRIMARY KEY (desk, strip, matter, about)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Store:
    """A kind of file of ours, and the sentences about it.

    `tables`: SQL that makes them, of version `version`; `steps`: SQL that makes tables of the version named those of
    the next. `mark`: PRAGMA application_id. `trouble`: what is raised.
    `unharmed`: what a trouble has left as it was; `lost`: what to do after a damaged file was set aside; `held`: what
    it means that another process has it; `again`: when it is opened again. `patience`: seconds that we wait for
    who has it.
    """

    called: str
    tables: str
    version: int
    mark: int
    trouble: type[StembridgeError]
    unharmed: str
    lost: str
    held: str
    again: str = "Start the bridge again"
    patience: float = 0.0
    steps: Mapping[int, str] = field(default_factory=dict)


JOURNAL = Store(
    called="journal",
    tables=_TABLES + _ROUTING,
    version=FORMAT,
    steps={1: _ROUTING},
    mark=APPLICATION,
    trouble=JournalTrouble,
    unharmed="The desk was not touched.",
    lost="If a preview was on when that happened, look for strips that are still muted.",
    held=(
        "Another Stembridge is running and has the journal {path}. Nothing was changed. "
        "Use that one, or end it with: stembridge stop"
    ),
)

_REASONS = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space and ask again."),
    sqlite3.SQLITE_READONLY: ("it is read-only", "Make it and its folder writable for you and ask again."),
    sqlite3.SQLITE_CANTOPEN: ("it can't be opened", "Make it and its folder writable for you and ask again."),
    sqlite3.SQLITE_PERM: ("access is denied", "Make it and its folder writable for you and ask again."),
    sqlite3.SQLITE_BUSY: ("another program holds it", "Stop that program, or wait for its backup, and ask again."),
    sqlite3.SQLITE_IOERR: ("the disk reports an error", "Look after the disk. {again}."),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", "{again}: the file will be set aside, never deleted."),
    sqlite3.SQLITE_NOTADB: ("it is no {called}", "{again}: the file will be set aside, never deleted."),
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def owned(path: Path, store: Store = JOURNAL) -> sqlite3.Connection:
    """The lock that keeps other processes out. SQLite's own, for it works everywhere and ends with the process."""
    lock = sqlite3.connect(path.with_name(path.name + ".lock"), timeout=store.patience, check_same_thread=False)
    try:
        lock.execute("PRAGMA journal_mode = MEMORY")  # no second file beside it
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as trouble:
        lock.close()
        if _code(trouble) != sqlite3.SQLITE_BUSY:
            raise
        raise store.trouble(store.held.format(path=path)) from None
    return lock


def checked(path: Path, store: Store = JOURNAL) -> tuple[str, ...]:
    """Make sure that a sound file of this version lies there; the sentences about what was done for it."""
    if _sound(path, store):
        return ()
    aside = _set_aside(path)
    if not _sound(path, store):
        raise sqlite3.DatabaseError("a new one can't be read back")
    sentence = f"The {store.called} {path} was damaged. It was set aside as {aside.name} and a new one begun."
    return (f"{sentence} {store.lost}",)


@contextmanager
def reading(path: Path, store: Store = JOURNAL) -> Iterator[sqlite3.Connection | None]:
    """The file, to be read only, perhaps of an older version; None if it has no tables yet. Raises its trouble."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=PATIENCE, uri=True)) as file:
        file.isolation_level = None
        found = _format(file, path, store)
        if found < 0:
            raise sqlite3.DatabaseError(f"it is no {store.called} of Stembridge")
        yield file if found else None


def _sound(path: Path, store: Store) -> bool:
    """Whether a file of ours lies there, made now if there was nothing, brought up to date if it is an older one.

    False if it is damaged or not ours.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its log the same mode: names are private
    if not _looks_sound(path):
        return False
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as file:
            found = _format(file, path, store)
            if found < 0 or (found and not _whole(file)):
                return False
            if found < store.version:
                steps = [store.steps[version] for version in range(found, store.version)] if found else [store.tables]
                marks = f"PRAGMA application_id = {store.mark}; PRAGMA user_version = {store.version};"
                file.executescript(f"BEGIN; {marks} {''.join(steps)} COMMIT;")
            return bool(found) or _whole(file)
    except sqlite3.DatabaseError as trouble:
        if _code(trouble) in _DAMAGED:
            return False
        raise


def _whole(file: sqlite3.Connection) -> bool:
    return bool(file.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


def _looks_sound(path: Path) -> bool:
    """Whether SQLite would take it for a database: beside a file that is none, it deletes the log too."""
    with path.open("rb") as file:
        start = file.read(16)
    return start == b"SQLite format 3\0" if start else not path.with_name(path.name + "-wal").exists()


def _format(file: sqlite3.Connection, path: Path, store: Store) -> int:
    """The version of its tables: 0 if there are none yet, -1 if they are none that we know. Raises its trouble if
    newer.
    """
    mark, version, tables = (
        file.execute(question).fetchone()[0]
        for question in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if mark == store.mark and version > store.version:
        raise store.trouble(
            f"The {store.called} {path} was written by a newer Stembridge (format {version}; this one knows "
            f"{store.version}). It was not touched. Update Stembridge, or name another folder in STEMBRIDGE_STATE."
        )
    if mark == 0 and tables == 0:
        return 0
    return version if mark == store.mark and version in {*store.steps, store.version} else -1


def _set_aside(path: Path) -> Path:
    """Rename the file and its log; gives the new name of the file."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):  # the file last: what is killed halfway is done again, under the same number
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


def connect(path: Path, synchronous: str, pages: int) -> sqlite3.Connection:
    """A connection to a file that was checked. `synchronous`: what a commit waits for; `pages`: see `PAGES`."""
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    for pragma in (
        "journal_mode = WAL",
        f"synchronous = {synchronous}",
        "fullfsync = ON",  # macOS: an fsync there ends in the drive's cache
        f"wal_autocheckpoint = {pages}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


@contextmanager
def transaction(file: sqlite3.Connection) -> Iterator[None]:
    """Commit what is written within, all or nothing."""
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
        file.execute("COMMIT")
    except BaseException:  # also a kill of this thread's work: what is half written is taken back
        with suppress(sqlite3.Error):  # a full disk may have ended the transaction already
            file.execute("ROLLBACK")
        raise


@contextmanager
def spoken(path: Path, store: Store = JOURNAL) -> Iterator[None]:
    """Turns what SQLite and the system complain about into a sentence."""
    try:
        yield
    except sqlite3.Error as trouble:
        words = _REASONS.get(_code(trouble), (None, "{again}; see: stembridge doctor"))
        why, remedy = (word and word.format(called=store.called, again=store.again) for word in words)
        raise store.trouble(
            f"The {store.called} {path} can't be used: {why or trouble}. {store.unharmed} {remedy}"
        ) from trouble
    except OSError as trouble:
        raise store.trouble(
            f"The {store.called} {path} can't be used: {trouble.strerror or trouble}. {store.unharmed} "
            "Make it and its folder writable for you, with space on the disk, and ask again."
        ) from trouble


def _code(trouble: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 if there is none."""
    return getattr(trouble, "sqlite_errorcode", 0) & 0xFF
