"""Decisions about a show, made by a process that kills itself before its n-th step on the disk.

`python -m tests.shell.decisions_child FOLDER N` prints a dot for each decision that it was told is carried out.
"""

import os
import signal
import sqlite3
import sys
from pathlib import Path

from bridge.sheets.cuemeant import Meant
from bridge.shell.decisions import Author, Decide, Order, Redo, Undo, carry_out

TEXT = (
    "number,title,level,start,end,note,lock,by\r\n"
    "1m1,Main,,01:00:00:00,01:00:10:00,,,\r\n"
    "1m3,Radio,,01:00:20:00,01:00:30:00,,,stembridge\r\n"
)
STORY: tuple[Order, ...] = (Decide(Meant("1m3"), {"level": "diegetic"}), Undo(), Redo())
_TOUCHES = frozenset({"open", "os.rename", "os.link", "os.remove"})


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
        if event in _TOUCHES and "cues.csv" in str(args[0]):
            killing()

    sqlite3.connect = connect  # type: ignore[assignment]
    sys.addaudithook(hook)
    for order in STORY:
        carry_out(author(folder), order)
        os.write(1, b".")


if __name__ == "__main__":
    tell(Path(sys.argv[1]), int(sys.argv[2]))
