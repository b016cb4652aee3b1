"""`stembridge restore`: what is still owed to a desk; give it back, or forget it."""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from bridge.cli.asking import ask, running, show_option
from bridge.cli.calling import complain, say
from bridge.cli.looking import read
from bridge.cli.pages import Page
from bridge.model.effects import Forget, ForgetFile
from bridge.model.ledger import Journal, Phase
from bridge.model.snapshot import Snapshot, Stage
from bridge.shell.client import Client, alive
from bridge.shell.journal import open_journal, read_journal
from bridge.shell.places import journal_path, state_folder
from bridge.ui.debts import Owing, debts

DEBTS_REMAIN = 3
PAYS_ITSELF = "given back once it is open"


@click.command(
    cls=Page,
    examples=[
        ("stembridge restore", "show what is owed, and ask whether to give back what is only offered"),
        ("stembridge restore 'MX Radio' --yes", "give back this track, without asking"),
        ("stembridge restore --forget", "keep the desk as it is now, and owe it nothing any more"),
    ],
    exits={3: "something is still owed"},
)
@click.argument("names", nargs=-1, help="Only these tracks and buses.")
@click.option("--forget", is_flag=True, help="Strike these off instead, and leave the desk as it is.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@show_option
def restore(names: tuple[str, ...], forget: bool, yes: bool, show: Path | None) -> int:
    """What an earlier preview still owes a desk: what, where, since when.

    What is certain is given back by itself. What is not (you may have changed it while the bridge was away) is only
    offered: this gives it back. Nothing is sent and nothing forgotten before you say yes; what the preview that is on
    has borrowed is not forgotten unless you name it. Without a running bridge it shows what is written down.
    """
    if show is None and alive(state_folder()) is None:  # a bridge that was killed leaves its run file behind
        return _without_bridge(names, forget=forget, yes=yes)
    return _with_bridge(running(show), names, forget=forget, yes=yes)


def _with_bridge(client: Client, names: Sequence[str], *, forget: bool, yes: bool) -> int:
    snapshot = read(client.state())
    rows = _rows(snapshot)
    if not rows:
        say("Nothing is owed: the desk is as you left it.")
        return 0
    Console().print(debts(rows, time.time()))
    strips = list(names) or _eligible(snapshot, forget=forget)
    if not strips:
        return 0 if not snapshot.elsewhere else DEBTS_REMAIN
    question = f"{'Forget' if forget else 'Give back'} {len(strips)} of these now?"
    if not _agreed(question, "restore --forget" if forget else "restore", yes=yes):
        return DEBTS_REMAIN
    return ask(None, "forget" if forget else "restore", strips=strips)


def _eligible(snapshot: Snapshot, *, forget: bool) -> list[str]:
    """What is meant if no names are given; what a preview that is on has borrowed is never forgotten unasked."""
    rows = [*snapshot.offered, *(snapshot.debts if forget and not _borrowing(snapshot) else ())]
    return sorted({row.target.strip for row in rows})


def _borrowing(snapshot: Snapshot) -> bool:
    return snapshot.preview.stage in {Stage.ENTERING, Stage.ON, Stage.PARTIAL}


def _rows(snapshot: Snapshot) -> list[Owing]:
    """Everything that is owed, as a running bridge tells it."""
    stands = "borrowed by the preview that is on" if _borrowing(snapshot) else "being given back"
    return [
        *(Owing(row, snapshot.session, stands) for row in snapshot.debts),
        *(Owing(row, snapshot.session, "offered: yours to decide") for row in snapshot.offered),
        *(Owing(row, session, PAYS_ITSELF) for session, row in snapshot.elsewhere),
        *(Owing(row, snapshot.session, "muted by us in a saved file") for row in snapshot.file_debts),
    ]


# --- without a bridge -------------------------------------------------------------------------------------------


def _without_bridge(names: Sequence[str], *, forget: bool, yes: bool) -> int:
    """Without a bridge nothing can be given back, but the journal can be read, and rows be struck off."""
    path = journal_path(state_folder())
    rows = [row for row in _written(read_journal(path)) if not names or row.row.target.strip in names]
    if not rows:
        say("Nothing is owed." if not names else "Nothing is owed to strips of these names.")
        return 0
    Console().print(debts(rows, time.time()))
    if not forget:
        say("No bridge is running. Open the session and start it, and this is given back: stembridge run")
        return DEBTS_REMAIN
    if not _agreed(f"Forget these {len(rows)} for good?", "restore --forget", yes=yes):
        return DEBTS_REMAIN
    _strike(path, rows)
    say(f"{len(rows)} rows forgotten. No DAW was touched.")
    return 0


def _written(journal: Journal) -> list[Owing]:
    """What the journal holds. An intended row was never sent, so it is no debt."""
    sessions = {row.number: row.desk.session for row in journal.desks}
    owed = [row for row in journal.debts if row.phase is Phase.OWED]
    return [
        *(Owing(row, sessions.get(row.desk, "?"), PAYS_ITSELF) for row in owed),
        *(Owing(row, sessions.get(row.desk, "?"), "muted by us in a saved file") for row in journal.file_debts),
    ]


def _strike(path: Path, rows: Sequence[Owing]) -> None:
    journal = open_journal(path)
    try:
        for desk in Counter(owing.row.desk for owing in rows):
            targets = tuple({owing.row.target for owing in rows if owing.row.desk == desk})
            journal.carry_out(Forget(desk, targets))
            journal.carry_out(ForgetFile(desk, targets))
    finally:
        journal.close()


def _agreed(question: str, command: str, *, yes: bool) -> bool:
    """Whether the user agrees; where nobody can be asked, how to agree beforehand."""
    if yes:
        return True
    if sys.stdin.isatty():
        return click.confirm(question)
    complain(f"Nothing was changed. To do it without being asked: stembridge {command} --yes")
    return False
