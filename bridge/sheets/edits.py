"""Decisions in a table of ours: rows that a person changed, and the same rows put back as they were."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from bridge.model.errors import BadShow, Problem, StembridgeError
from bridge.sheets.table import Table
from bridge.sheets.words import Slip

MOST_REASONS = 3
"""Problems that a refusal names."""


class NotDecided(StembridgeError):  # noqa: N818 - reads as what it is
    """A decision was not written down, or could not be taken back; the sentence says why and what to do."""


class Sheet(Protocol):
    """A file of ours as it was read."""

    @property
    def table(self) -> Table:
        """Its table."""

    def text(self) -> str:
        """Its text; rows that were not changed stand in it byte for byte as they were read."""


SheetKind = TypeVar("SheetKind", bound=Sheet)


@dataclass(frozen=True, slots=True)
class Edit:
    """One row that was changed: its line, what tells it from others, the changed cells before and after by column."""

    line: int
    row: tuple[str, ...]
    old: Mapping[str, str]
    new: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form(Generic[SheetKind]):
    """A kind of file in which persons decide.

    `file`: its name in a show's folder. `columns`: ours, in the order of a new file; `key`: those that tell one row
    from another, which no decision changes. `read`: its sheet; raises `BadShow`. `named`: a row in a sentence, by the
    cells of its `key`.
    """

    file: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    read: Callable[[str], SheetKind]
    named: Callable[[tuple[str, ...]], str]


def edited(
    form: Form[SheetKind], table: Table, wanted: Mapping[int, Mapping[str, str]]
) -> tuple[SheetKind, tuple[Edit, ...]]:
    """The sheet with these cells in the rows at these places, and what was changed; raises `NotDecided`.

    Columns of ours that the table lacks are added where a cell needs them.
    """
    needed = {column for new in wanted.values() for column, cell in new.items() if cell}
    table = table.with_columns([column for column in form.columns if column in needed])
    rows, edits = list(table.rows), []
    for place, words in sorted(wanted.items()):
        row, before = table.rows[place], table.values(table.rows[place])
        rows[place] = table.with_values(row, words)
        new = {column: cell for column, cell in words.items() if before.get(column, "") != cell}
        if new:
            old = {column: before[column] for column in new}
            edits.append(Edit(row.line, _identity(form, before), old, new))
    try:
        return form.read(replace(table, rows=tuple(rows)).text()), tuple(edits)
    except BadShow as bad:
        whys = "; ".join(map(str, bad.problems[:MOST_REASONS]))
        raise NotDecided(f"The decision would make the file wrong: {whys}. Nothing was changed.") from None


def restored(form: Form[SheetKind], sheet: SheetKind, edits: Sequence[Edit]) -> SheetKind:
    """The sheet with the cells as they were before these edits; raises `NotDecided` if one was edited again since.

    Rows are found again where lines have moved. Columns that a decision had to add stay, empty.
    """
    table, places = sheet.table, defaultdict(list)
    for place, row in enumerate(table.rows):
        places[_identity(form, table.values(row))].append(place)
    wanted: dict[int, Mapping[str, str]] = {}
    for edit in edits:
        free = [place for place in places[edit.row] if place not in wanted and _left(table, place, edit)]
        if not free:
            what = f"{form.named(edit.row)} is not in {form.file} as that decision left it"
            raise NotDecided(f"{what}. Nothing was changed. Set it by deciding anew")
        wanted[min(free, key=lambda place: abs(table.rows[place].line - edit.line))] = edit.old
    return edited(form, table, wanted)[0]


def turned(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits the other way round."""
    return tuple(replace(edit, old=edit.new, new=edit.old) for edit in edits)


def refusal(slips: Iterable[Slip | Problem]) -> NotDecided:
    """That words can't stand in their columns, and what would be right."""
    hints = "; ".join(slip.what + (f" ({slip.hint})" if slip.hint else "") for slip in slips)
    return NotDecided(f"{hints}. Nothing was changed.")


def _identity(form: Form[SheetKind], values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get(column, "") for column in form.key)


def _left(table: Table, place: int, edit: Edit) -> bool:
    """Whether the row at this place is as the edit left it."""
    values = table.values(table.rows[place])
    return all(values.get(column, "") == cell for column, cell in edit.new.items())
