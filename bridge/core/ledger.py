"""The ledger: what is owed on this desk, what waits for other desks, what saved files owe; the journal in memory.

Every change of it gives the effects that write the same to disk, so that the journal is never behind. Only *owed*
rows are debts and are paid by themselves; *offered* ones are paid when a person says so.

2026-11: file debts keep the number of the desk under whose name the file was saved, while debts move to a new
number when the session gets a new name: the old file still holds our mutes, the desk goes by the new name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bridge.model.desk import Desk, Target, Value
from bridge.model.effects import Effect, Forget, ForgetFile, NameDesk, Remember, RememberFile, RenameStrip
from bridge.model.ledger import Debt, DeskRow, FileDebt, Journal, Phase

Rows = dict[Target, Debt]


@dataclass(frozen=True, slots=True)
class Struck:
    """A debt that was given back at `at`; a save soon after may still have caught our value."""

    at: float
    debt: Debt


class Ledger:
    """The journal's rows by desk. `desk` is the number of the one under our feet, None while it is not known."""

    def __init__(self) -> None:
        self.desk: int | None = None
        self.desks: dict[int, Desk] = {}
        self.owed: Rows = {}
        self.intended: Rows = {}
        self.offered: Rows = {}
        self.loaded: set[Target] = set()
        """Debts of an earlier life: they wait while the DAW records."""
        self.file: dict[int, dict[Target, FileDebt]] = {}
        self.filed: dict[Target, Value] = {}
        """What the session's file is known to hold."""
        self._others: dict[int, Rows] = {}
        self._named: dict[int, Desk] = {}
        self._earlier: set[Target] = set()
        self._struck: list[Struck] = []
        self._saved_at = 0.0
        self._before: Desk | None = None
        """The desk under our feet as it was known before it was entered."""
        self._guessed: set[Target] = set()
        """Given back shortly before the last save: the file may hold our value, or by now the user's."""
        self._ticket = 0
        self._written: dict[int, tuple[Target, ...]] = {}

    # --- which desk ---------------------------------------------------------------------------------------------

    def read(self, journal: Journal) -> None:
        """Take over what the journal held at the start; no desk is known yet, no file was watched."""
        self.desks = {row.number: row.desk for row in journal.desks}
        self._earlier = {debt.target for debt in journal.debts}
        for debt in journal.debts:
            self._others.setdefault(debt.desk, {})[debt.target] = debt
        for row in journal.file_debts:
            self.file.setdefault(row.desk, {})[row.target] = replace(row, watched=False)

    def leave(self) -> None:
        """No desk is known any more: the rows of this one wait until it comes back."""
        if self.desk is not None:
            self._others[self.desk] = {**self.offered, **self.intended, **self.owed}
        self.desk = None
        self.owed, self.intended, self.offered = {}, {}, {}
        self.loaded.clear()
        self.filed.clear()
        self._guessed.clear()
        self._struck.clear()

    def mistaken(self) -> list[Effect]:
        """It is another desk than the one that was entered: that one is as it was."""
        number, before = self._here(), self._before
        self.leave()
        if before is None:
            return []
        self.desks[number] = before
        self._named[number] = before
        return [NameDesk(DeskRow(number, before))]

    def enter(self, desk: Desk, actual: dict[Target, Value]) -> list[Effect]:
        """This desk is under our feet and shows `actual`: its owed rows are debts again, if their strips are there."""
        known = [number for number, row in self.desks.items() if row.same(desk)]
        number = max(known, key=lambda n: len(self.desks[n].strips & desk.strips), default=self._new_number())
        self._before = self.desks.get(number)
        folder = self._before.folder if self._before is not None else ""
        self.desk, self.desks[number] = number, replace(desk, folder=desk.folder or folder)
        rows = self._others.pop(number, {})
        self.owed = {target: row for target, row in rows.items() if row.phase is Phase.OWED}
        self.intended = {target: row for target, row in rows.items() if row.phase is Phase.INTENDED}
        self.loaded = set(self.owed)
        named = self.name_desk() if rows or number in self.file else []
        return [*named, *self.orphan([target for target in self.owed if target not in actual])]

    def reopened(self, actual: dict[Target, Value]) -> list[Effect]:
        """The session was read from its file anew: what we had muted in memory only is gone with it.

        What shows its original is given back: no change of ours can be under way to a session just read. A strip
        that shows what the file was known to hold is the user's, unless they saved in a preview; if nobody watched
        meanwhile, it is offered.
        """
        saved = self.file.get(self._here(), {})
        theirs = {
            target: row.original
            for target, row in self.owed.items()
            if target not in saved and row.original != actual[target] == row.filed
        }
        unwatched = {target: value for target, value in theirs.items() if target in self._earlier}
        given = [target for target, row in self.owed.items() if actual[target] == row.original]
        effects = self.release([*given, *(target for target in theirs if target not in unwatched)])
        for target in unwatched:
            del self.owed[target]
        return [*effects, *self.offer(unwatched)]

    def sort_intended(self, actual: dict[Target, Value]) -> list[Effect]:
        """After a start: an intended row that shows its original is struck off, one that does not is offered."""
        given = tuple(t for t, row in self.intended.items() if actual.get(t) == row.original)
        self.offered.update({t: row for t, row in self.intended.items() if t not in given})
        self.intended = {}
        return self._forget(given)

    def now_called(self, desk: Desk) -> list[Effect]:
        """The desk goes by a new name (save as, snapshot): its debts move to the new name's number."""
        if self.desk is None or desk.session == self.desks[self.desk].session:
            return []
        was, rows = self.desk, [*self.owed.values(), *self.intended.values(), *self.offered.values()]
        number = next((other for other, row in self.desks.items() if row.same(desk)), self._new_number())
        self.desk, self.desks[number] = number, desk
        effects = self.name_desk()
        for kept in (self.owed, self.intended, self.offered):
            kept.update({target: replace(row, desk=number) for target, row in kept.items()})
        moved = tuple(replace(row, desk=number) for row in rows)
        if moved:
            effects += [self._remember(moved), Forget(was, tuple(row.target for row in rows))]
        return effects

    def placed(self, folder: str) -> list[Effect]:
        """The desk under our feet lies in this folder: that is written down with its rows from now on."""
        if self.desk is None or self.desks[self.desk].folder == folder:
            return []
        self.desks[self.desk] = replace(self.desks[self.desk], folder=folder)
        return self.name_desk() if self.owed or self.intended or self.offered or self.desk in self.file else []

    @property
    def folder(self) -> str:
        """The folder of the desk under our feet as the journal knows it, empty if it does not."""
        return self.desks[self.desk].folder if self.desk is not None else ""

    def elsewhere(self) -> tuple[tuple[Desk, Debt], ...]:
        """The rows of desks that are not under our feet."""
        return tuple(
            (self.desks[n], row) for n, rows in self._others.items() for row in rows.values() if n in self.desks
        )

    # --- borrowing ----------------------------------------------------------------------------------------------

    def intend(self, originals: dict[Target, Value]) -> tuple[list[Effect], int]:
        """Before a preview may touch anything: its originals, to be synced to disk; and the ticket of that."""
        desk = self._here()
        rows = tuple(Debt(desk, target, value, Phase.INTENDED) for target, value in originals.items())
        self.intended.update({row.target: row for row in rows})
        return [*self.name_desk(), self._remember(rows, durable=True)], self._ticket

    def borrow(self, originals: dict[Target, Value]) -> list[Effect]:
        """Before a window of changes leaves: these are owed from now on; what is owed already stays as it is."""
        rows = tuple(
            Debt(self._here(), target, value, Phase.OWED)
            for target, value in originals.items()
            if target not in self.owed
        )
        for row in rows:
            self.intended.pop(row.target, None)
            self.owed[row.target] = row
        return [*self.name_desk(), self._remember(rows)] if rows else []

    def not_written(self, ticket: int, *, durable: bool) -> tuple[Target, ...]:
        """The targets whose rows are not on disk: they are no debts, nothing was sent for them.

        What was to be written behind this ticket for the same event was not written either; a durable one stands alone.
        """
        if ticket not in self._written:
            return ()
        failed = [number for number in self._written if number == ticket or (number > ticket and not durable)]
        targets = tuple(target for number in failed for target in self._written.pop(number))
        for target in targets:
            self.intended.pop(target, None)
            row = self.owed.pop(target, None)
            if row is not None and target in self.file.get(row.desk, {}):
                # A file's debt that could not be paid for want of room: offered, and no debt, for it is not on disk.
                self.offered[target] = replace(row, phase=Phase.INTENDED)
        return targets

    def strike(self, targets: Iterable[Target], at: float) -> list[Effect]:
        """These were given back."""
        struck = tuple(target for target in targets if target in self.owed)
        self._struck = [*self._struck[-4096:], *(Struck(at, self.owed[target]) for target in struck)]
        return self.release(struck)

    def release(self, targets: Iterable[Target]) -> list[Effect]:
        """These are the user's now: what shows is what they want."""
        mine = tuple(target for target in targets if self.owed.pop(target, None))
        self.loaded.difference_update(mine)
        return self._forget(mine)

    def drop_intended(self) -> list[Effect]:
        """The preview has ended: what it never touched needs no row."""
        targets, self.intended = tuple(self.intended), {}
        return self._forget(targets)

    def rename(self, old: Target, new: Target) -> list[Effect]:
        """The strip goes by another name."""
        found = False
        for kept in (self.owed, self.intended, self.offered):
            if old in kept:
                kept[new] = replace(kept.pop(old), target=new)
                found = True
        if old in self.loaded:
            self.loaded.discard(old)
            self.loaded.add(new)
        return [RenameStrip(self._here(), old.strip, new.strip)] if found else []

    def offer(self, originals: dict[Target, Value]) -> list[Effect]:
        """These may be wrong, but only a person can say: written down, paid when asked for."""
        mine = {target: value for target, value in originals.items() if target not in self.owed}
        rows = tuple(Debt(self._here(), target, value, Phase.INTENDED) for target, value in mine.items())
        self.offered.update({row.target: row for row in rows})
        return [*self.name_desk(), self._remember(rows)] if rows else []

    def orphan(self, targets: Iterable[Target]) -> list[Effect]:
        """These strips were seen to vanish: their debts are offered, never paid to a later namesake by themselves."""
        lost = {t: row.original for kept in (self.owed, self.intended) for t in targets if (row := kept.pop(t, None))}
        self.loaded.difference_update(lost)
        return self.offer(lost)

    def accept(self, strips: Iterable[str]) -> list[Effect]:
        """A person wants these offered rows paid (also rows of other desks, onto strips of the same name here)."""
        wanted = set(strips)
        originals = {t: row.original for t, row in self.offered.items() if t.strip in wanted}
        effects: list[Effect] = []
        for number, rows in self._others.items():
            found = {t: row.original for t, row in rows.items() if t.strip in wanted - {t.strip for t in originals}}
            originals |= found
            effects += [Forget(number, tuple(found))] if found else []
            self._others[number] = {t: row for t, row in rows.items() if t not in found}
        for target in originals:
            self.offered.pop(target, None)
        return [*self.borrow(originals), *effects]

    def forget(self, strips: Iterable[str]) -> tuple[list[Effect], int]:
        """A person wants these rows gone, wherever they are; gives the effects and how many rows went."""
        wanted, effects, count = set(strips), list[Effect](), 0
        mine = tuple(t for kept in (self.owed, self.offered, self.intended) for t in kept if t.strip in wanted)
        for target in mine:
            for kept in (self.owed, self.offered, self.intended):
                kept.pop(target, None)
        effects += self._forget(mine)
        count += len(mine)
        for number, rows in self._others.items():
            gone = tuple(t for t in rows if t.strip in wanted)
            effects += [Forget(number, gone)] if gone else []
            count += len(gone)
            self._others[number] = {t: row for t, row in rows.items() if t not in gone}
        return effects, count

    # --- the saved file -----------------------------------------------------------------------------------------

    def saved(self, actual: dict[Target, Value], at: float, recent: float) -> tuple[list[Effect], int]:
        """The session was saved now. Gives the effects and how many strips the file holds with our value.

        What was struck off within the last `recent` seconds counts as saved. A clean save strikes the file's debts.
        """
        desk, self.filed = self._here(), dict(actual)
        self._saved_at = at
        self._struck = [struck for struck in self._struck if at - struck.at <= recent]
        late = {struck.debt.target: struck.debt for struck in self._struck}
        caught = {t: row for t, row in late.items() if actual.get(t) == row.original} | self.owed
        before = self.file.pop(desk, {})
        self._guessed = set(caught) - set(self.owed)
        rows = {t: FileDebt(desk, t, row.original, not row.original) for t, row in caught.items()}
        unpaid = {t: row for t, row in before.items() if t in self.offered and t not in rows}
        if rows or unpaid:
            self.file[desk] = unpaid | rows
        gone = tuple(t for t in before if t not in rows and t not in unpaid)
        written = [*self.name_desk(), RememberFile(tuple(rows.values()))] if rows else []
        return [*written, *([ForgetFile(desk, gone)] if gone else [])], len(rows)

    def check_saved(self, actual: dict[Target, Value], put: float) -> list[Effect]:
        """Weigh the first answer to a question put after a save.

        A strip given back before the save that shows our value again was set by the user: the file holds theirs.
        """
        if not self._guessed or put < self._saved_at:
            return []
        rows = self.file.get(self._here(), {})
        theirs = tuple(t for t in self._guessed if t in rows and actual.get(t) == rows[t].held and t not in self.owed)
        self._guessed = set()
        for target in theirs:
            del rows[target]
        return [ForgetFile(self._here(), theirs)] if theirs else []

    def struck_within(self, at: float, recent: float) -> bool:
        """Whether a debt was struck off within the last `recent` seconds."""
        return any(at - struck.at < recent for struck in self._struck)

    def opened(self, actual: dict[Target, Value]) -> tuple[list[Effect], tuple[Target, ...], tuple[Target, ...]]:
        """The session was just opened: what its file owes is paid if we watched, else offered.

        Gives the effects, what is paid, what is offered.
        """
        rows = self.file.get(self._here(), {})
        shows = {t: row for t, row in rows.items() if actual.get(t) == row.held and t not in self.owed}
        paid = {t: row.original for t, row in shows.items() if row.watched}
        offered = {t: row.original for t, row in shows.items() if not row.watched and t not in self.offered}
        effects = [*self.offer(offered), *self.borrow(paid)]
        self.loaded.update(paid)
        return effects, tuple(paid), tuple(offered)

    def unwatched(self) -> None:
        """There was a gap: the user may have saved unseen, so what files owe is only offered from now on."""
        for rows in self.file.values():
            rows.update({target: replace(row, watched=False) for target, row in rows.items()})

    # --- writing ------------------------------------------------------------------------------------------------

    def name_desk(self) -> list[Effect]:
        """Which desk the rows that follow belong to, if the journal does not know it like this yet."""
        here = self._here()
        if self._named.get(here) == self.desks[here]:
            return []
        self._named[here] = self.desks[here]
        return [NameDesk(DeskRow(here, self.desks[here]))]

    def _new_number(self) -> int:
        return max(self.desks, default=0) + 1

    def _here(self) -> int:
        if self.desk is None:
            raise ValueError("no desk is under our feet")
        return self.desk

    def _remember(self, rows: tuple[Debt, ...], *, durable: bool = False) -> Remember:
        self._ticket += 1
        self._written = {**dict(list(self._written.items())[-8:]), self._ticket: tuple(row.target for row in rows)}
        return Remember(rows, durable, self._ticket)

    def _forget(self, targets: tuple[Target, ...]) -> list[Effect]:
        return [Forget(self._here(), targets)] if targets else []
