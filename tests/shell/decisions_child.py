"""Decisions about a show, made by a process that kills itself before its n-th step on the disk.

They begin with a history of version 1, which the first of them brings up to date.

`python -m tests.shell.decisions_child FOLDER N` prints a dot for each decision that it was told is carried out.
"""

import os
import signal
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bridge.sheets.cuemeant import Meant
from bridge.sheets.trackdecide import MeantTrack
from bridge.shell.decisions import Author, Decide, Order, Redo, Undo, carry_out

TEXT = (
    "number,title,level,start,end,note,lock,by\r\n"
    "1m1,Main,,01:00:00:00,01:00:10:00,,,\r\n"
    "1m3,Radio,,01:00:20:00,01:00:30:00,,,stembridge\r\n"
)
TRACKS = "name,stem,sub,lock,by\r\nMX 1,MX,,,stembridge\r\n"
STORY: tuple[Order, ...] = (
    Decide(Meant("1m3"), {"level": "diegetic"}),
    Decide(MeantTrack("MX 1"), {"stem": "MX/source"}),
    Undo(),
    Redo(),
)
_VERSION_1 = """
PRAGMA journal_mode = WAL;
BEGIN; PRAGMA application_id = 1400129641; PRAGMA user_version = 1;
CREATE TABLE decision (number INTEGER PRIMARY KEY AUTOINCREMENT, folder BLOB NOT NULL, at REAL NOT NULL,
    by TEXT NOT NULL, edits TEXT NOT NULL, done INTEGER NOT NULL, pending INTEGER NOT NULL);
CREATE INDEX of_folder ON decision (folder, number);
COMMIT;
"""
"""What the program of version 1 made."""
_TOUCHES = frozenset({"open", "os.rename", "os.link", "os.remove"})


def first_version(path: Path, rows: Sequence[tuple[Path, float, str, int, int]]) -> None:
    """A history of version 1 with these rows: the show's folder, when, its edits, whether it is done, and pending."""
    with closing(sqlite3.connect(path)) as file:
        file.executescript(_VERSION_1)
        told = [(os.fsencode(show.resolve()), at, "anna", *rest) for show, at, *rest in rows]
        file.executemany("INSERT INTO decision (folder, at, by, edits, done, pending) VALUES (?, ?, ?, ?, ?, ?)", told)
        file.commit()


def author(folder: Path) -> Author:
    """The show and the state in this folder."""
    return Author(folder / "show", folder / "state", "anna")


def tell(folder: Path, steps: int) -> None:
    """Carry the story out; the step after so many is not reached."""
    left = steps
    real = sqlite3.connect

    def killing(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    def connect(*args: object, **keys: object) -> sqlite3.Connection:
        connection = real(*args, **keys)  # type: ignore[call-overload]
        connection.set_trace_callback(killing)
        return connection  # type: ignore[no-any-return]

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event in _TOUCHES and any(name in str(args[0]) for name in ("cues.csv", "tracks.csv")):
            killing()

    sqlite3.connect = connect  # type: ignore[assignment]
    sys.addaudithook(hook)
    for order in STORY:
        carry_out(author(folder), order)
        os.write(1, b".")


if __name__ == "__main__":
    tell(Path(sys.argv[1]), int(sys.argv[2]))
