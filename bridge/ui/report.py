"""What happened in a demo, as a table."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from bridge.model.text import harmless

STYLES = {"you": "bold cyan", "bridge": "", "somebody": "dim"}


def moments(rows: Iterable[tuple[float, str, str, bool]]) -> Table:
    """A table of (seconds, who, what, whether all went well)."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("s", justify="right", no_wrap=True)
    table.add_column("who", no_wrap=True)
    table.add_column("what", overflow="fold")
    for second, who, what, good in rows:
        style = STYLES.get(who, "") if good else "bold red"
        table.add_row(f"{second:.1f}", Text(harmless(who), style=style), Text(harmless(what, 1000), style=style))
    return table
