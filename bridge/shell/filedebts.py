"""What saved session files owe, kept in the show's folder (`owed.csv`) beside the journal, for another machine.

At the start rows that another machine left there are added to what the journal says, as offers: nobody here has
watched that session. While running the table follows every change; without a show nothing is written.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bridge.model.desk import Desk
from bridge.model.effects import Effect, ForgetFile, NameDesk, RememberFile
from bridge.model.errors import BadShow, JournalTrouble
from bridge.model.ledger import DeskRow, FileDebt, Journal
from bridge.sheets.showfile import FILE
from bridge.shell.owed import Owed, read_owed, write_owed


def joined(journal: Journal, daw: str, rows: Iterable[Owed]) -> Journal:
    """The journal with the rows that it does not have, as offers; desks that it does not know get new numbers."""
    numbers = {(row.desk.daw, row.desk.session, row.desk.rate): row.number for row in journal.desks}
    known = {(debt.desk, debt.target) for debt in journal.file_debts}
    foreign: dict[tuple[str, int], list[Owed]] = defaultdict(list)
    for row in rows:
        foreign[row.session, row.rate].append(row)
    desks, debts = list(journal.desks), list(journal.file_debts)
    for (session, rate), owed in foreign.items():
        number = numbers.get((daw, session, rate))
        if number is None:
            number = 1 + max((desk.number for desk in desks), default=0)
            desks.append(DeskRow(number, Desk(daw, session, rate, frozenset(row.target.strip for row in owed))))
        debts += [
            FileDebt(number, row.target, row.original, row.held, watched=False, since=row.since)
            for row in owed
            if (number, row.target) not in known
        ]
    return replace(journal, desks=tuple(desks), file_debts=tuple(debts))


class FileDebts:
    """Keeps the table of one show's folder up to date."""

    def __init__(self, folder: Path, daw: str, journal: Journal) -> None:
        self._folder = folder
        self._changed = asyncio.Event()
        self._written: set[int] = set()
        self.trouble = ""
        self.journal = joined(journal, daw, self._found())
        self._desks = {row.number: row.desk for row in self.journal.desks}

    def heed(self, effects: Sequence[Effect]) -> None:
        """Take note of what the bridge says of file debts and of the names of desks."""
        for effect in effects:
            match effect:
                case NameDesk(row=row):
                    self._desks[row.number] = row.desk
                    self._changed.set()
                case RememberFile() | ForgetFile():
                    self._changed.set()

    async def keep(self, debts: Callable[[], tuple[FileDebt, ...]], say: Callable[[str], None]) -> None:
        """Rewrite the table after each change, off the loop; a trouble is said once."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            before = self.trouble
            await asyncio.to_thread(self.write, debts())
            if self.trouble and self.trouble != before:
                say(self.trouble)

    def write(self, debts: Sequence[FileDebt]) -> None:
        """Rewrite the rows of every desk that owes something, or did; `trouble` is the sentence if that failed."""
        if not (self._folder / FILE).exists():
            return
        owing: dict[int, list[FileDebt]] = defaultdict(list)
        for debt in debts:
            owing[debt.desk].append(debt)
        try:
            for number in owing.keys() | self._written:
                if desk := self._desks.get(number):
                    write_owed(self._folder, desk.session, desk.rate, owing.get(number, []))
        except JournalTrouble as trouble:
            self.trouble = str(trouble)
            return
        except BadShow as bad:
            self.trouble = f"The table of what saved sessions owe is left alone, for it can't be read: {_spelt(bad)}"
            return
        self.trouble = ""
        self._written = set(owing)

    def _found(self) -> tuple[Owed, ...]:
        try:
            return read_owed(self._folder)
        except BadShow as bad:
            self.trouble = f"What another machine may have left in the show's folder can't be read: {_spelt(bad)}"
            return ()


def _spelt(bad: BadShow) -> str:
    return "; ".join(map(str, bad.problems[:5]))
