"""A preview's life in the journal, told by a process that kills itself before its n-th SQLite statement.

`python -m tests.shell.journal_child JOURNAL N` prints a dot for each effect that it was told is written.
"""

import os
import signal
import sqlite3
import sys
from pathlib import Path

from bridge.model.desk import Desk, Target
from bridge.model.effects import Forget, ForgetFile, NameDesk, Remember, RememberFile, RenameStrip
from bridge.model.ledger import Debt, DeskRow, FileDebt, Phase
from bridge.shell.house import Row
from bridge.shell.journal import open_journal

REEL = DeskRow(1, Desk("ardour", "reel 1", 48000, frozenset({"MX 1", "MX 2", "DX \n'; DROP TABLE debt; --"})))


def intended(*strips: str) -> Remember:
    """These rows, to be synced."""
    return Remember(tuple(Debt(1, Target(strip), False, Phase.INTENDED) for strip in strips), durable=True, ticket=1)


def owed(*strips: str) -> Remember:
    """These debts, written at once."""
    return Remember(tuple(Debt(1, Target(strip), False, Phase.OWED) for strip in strips), durable=False, ticket=2)


def saved(*strips: str, watched: bool = True) -> RememberFile:
    """These file debts."""
    return RememberFile(tuple(FileDebt(1, Target(strip), False, True, watched) for strip in strips))


STORY: tuple[Row, ...] = (
    NameDesk(REEL),
    intended("MX 1", "MX 2", "MX 3"),
    owed("MX 1", "MX 2"),
    saved("MX 1", "MX 2"),
    RenameStrip(1, "MX 2", "Score 2"),
    Forget(1, (Target("MX 1"), Target("MX 3"))),
    ForgetFile(1, (Target("MX 1"),)),
    intended("MX 1", "MX 3"),
)
"""One commit an effect."""


def tell(path: Path, statements: int) -> None:
    """Carry the story out; the statement after so many is not reached."""
    left = statements
    real = sqlite3.connect

    def killing(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    def connect(*args: object, **keys: object) -> sqlite3.Connection:
        connection = real(*args, **keys)  # type: ignore[call-overload]
        connection.set_trace_callback(killing)
        return connection  # type: ignore[no-any-return]

    sqlite3.connect = connect  # type: ignore[assignment]
    book = open_journal(path)
    for effect in STORY:
        book.carry_out(effect)
        os.write(1, b".")
    book.close()


if __name__ == "__main__":
    tell(Path(sys.argv[1]), int(sys.argv[2]))
