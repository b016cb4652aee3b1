"""A list of track names from anywhere, to ask what their stems are: columns `name`, `folder`, `bus`, `clips`."""

from collections.abc import Sequence

from bridge.model.errors import BadShow, Problem
from bridge.model.stems import Named
from bridge.sheets.cells import unguarded
from bridge.sheets.table import Row, Table, read_table

FILE = "names.csv"
"""What a list is called in problems if the caller doesn't say."""
COLUMNS = ("name", "folder", "bus", "clips")
"""The columns that are read; only `name` must be there, others are the user's own."""


def read_names(text: str, file: str = FILE) -> tuple[Named, ...]:
    r"""The tracks of a list in order; blank rows are skipped, clips are separated by `;` or `|`.

    Comma, semicolon or tab between the columns, with or without a byte-order mark. Raises `BadShow` with every
    problem and its line; the file is only read.

    >>> read_names("Name;Bus\nDX 1;DX Bus\n")
    (Named(name='DX 1', folder='', bus='DX Bus', clips=(), comment=''),)
    """
    table, problems = read_table(file, text, "name")
    rows = [row for row in table.rows if any(cell.strip() for cell in row.cells)]
    wrong = _header_problems(file, table)
    if problems := problems + (wrong or _row_problems(file, table, rows)):
        raise BadShow(problems)
    return tuple(_named(table.values(row)) for row in rows)


def _header_problems(file: str, table: Table) -> list[Problem]:
    """What is wrong with the first line."""
    columns = table.columns
    if "name" not in columns:
        hint = "the first line names the columns: " + ", ".join(COLUMNS) + "; name must be there"
        return [Problem(file, 1, "no column `name`", hint)]
    twice = [column for column in COLUMNS if columns.count(column) > 1]
    return [Problem(file, 1, f"two columns `{column}`", "keep one") for column in twice]


def _row_problems(file: str, table: Table, rows: Sequence[Row]) -> list[Problem]:
    """Rows without a name, and rows with more cells than there are columns."""
    problems = []
    for row in rows:
        if any(cell.strip() for cell in row.cells[len(table.columns) :]):
            hint = "put a name that holds the separator between quotation marks"
            problems.append(Problem(file, row.line, "more cells than columns", hint))
        elif not table.values(row)["name"].strip():
            problems.append(Problem(file, row.line, "a row without a name", "name the track or delete the row"))
    return problems


def _named(cells: dict[str, str]) -> Named:
    """The track of a row."""
    name, folder, bus = (unguarded(cells.get(column, "")).strip() for column in COLUMNS[:3])
    clips = cells.get("clips", "").replace("|", ";").split(";")
    return Named(name, folder, bus, tuple(clip.strip() for clip in clips if clip.strip()))
