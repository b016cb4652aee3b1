"""What is owed, as a table: what, where, since when."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from bridge.model.ledger import Debt, FileDebt
from bridge.model.text import harmless
from bridge.ui.ages import age


@dataclass(frozen=True, slots=True)
class Owing:
    """One thing owed: the row, the session that owes it, and how it stands in words."""

    row: Debt | FileDebt
    session: str
    stands: str


def debts(rows: Iterable[Owing], now: float) -> Table:
    """The table; `now` in unix seconds."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("strip", no_wrap=True, overflow="ellipsis", max_width=32)
    table.add_column("was", no_wrap=True)
    table.add_column("session", no_wrap=True, overflow="ellipsis", max_width=32)
    table.add_column("since", no_wrap=True)
    table.add_column("how it stands", overflow="fold")
    for owing in rows:
        row = owing.row
        was = f"{row.target.aspect.value} {'on' if row.original else 'off'}"
        since = f"{age(now - row.since)} ago" if row.since else "just now"
        cells = (harmless(row.target.strip), was, harmless(owing.session), since, owing.stands)
        table.add_row(*map(Text, cells))
    return table
