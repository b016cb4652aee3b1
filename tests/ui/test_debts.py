from io import StringIO

from rich.console import Console, RenderableType

from bridge.model.desk import Target
from bridge.model.ledger import Debt, Phase
from bridge.ui.debts import Owing, debts
from bridge.ui.report import moments

OWED = Debt(1, Target("MX \x1b[2J1"), original=True, phase=Phase.OWED, since=1000.0)


def shown(table: RenderableType) -> list[list[str]]:
    console = Console(width=160, file=StringIO(), color_system=None, _environ={})
    with console.capture() as capture:
        console.print(table)
    return [line.split() for line in capture.get().splitlines()]


def test_a_debt_says_what_where_since_when_and_how_it_stands() -> None:
    _, row = shown(debts([Owing(OWED, "reel\n2", "offered")], 1060.0))
    assert row == ["MX", "\\x1b[2J1", "mute", "on", "reel\\n2", "60", "s", "ago", "offered"]


def test_a_moment_says_when_who_and_what() -> None:
    _, row = shown(moments([(1.25, "somebody", "renames '\x1b'", True)]))
    assert row == ["1.2", "somebody", "renames", "'\\x1b'"]
