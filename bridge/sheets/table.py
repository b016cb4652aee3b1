"""A CSV table that loses nothing: what nobody changed is written back as it was read, byte for byte.

Each row keeps its text as it stood in the file beside its cells; only rows of ours are spelt anew, in the file's own
separator and line ends.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bridge.model.errors import Problem
from bridge.model.text import harmless

LONGEST = 12_000_000
"""Characters of a table that are read."""
MOST_ROWS = 20_000
"""Rows of a table that are read; the largest sessions have a few thousand tracks, the longest films as many spans."""
SEPARATORS = ",;\t"
"""Separators that spreadsheets write, the commonest first; Excel takes `;` where the comma is a decimal sign."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its cells, its text with the line end, the line on which it begins; 0 and "" for one of ours."""

    cells: tuple[str, ...]
    text: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows. A new table has a byte-order mark: without one Excel takes UTF-8 for the local code page,
    shows `Küche` as `KÃ¼che` and saves that.
    """

    header: Row
    rows: tuple[Row, ...] = ()
    separator: str = ","
    line_end: str = "\r\n"
    mark: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names as the program compares them: without blanks around, in small letters."""
        return tuple(cell.strip().casefold() for cell in self.header.cells)

    def values(self, row: Row) -> dict[str, str]:
        """The row's cells by column; a cell that the row lacks is empty."""
        missing = len(self.header.cells) - len(row.cells)
        return dict(zip(self.columns, row.cells + ("",) * missing, strict=False))

    def with_values(self, row: Row, values: Mapping[str, str]) -> Row:
        """The row with these cells changed; columns that the table lacks are left out."""
        old = row.cells + ("",) * (len(self.header.cells) - len(row.cells))
        names = self.columns + ("",) * (len(old) - len(self.columns))
        cells = tuple(values.get(name, cell) for name, cell in zip(names, old, strict=True))
        return row if cells == old else replace(row, cells=cells, text="")

    def with_columns(self, columns: Iterable[str]) -> "Table":
        """The table with those of these columns that it lacks, behind its own."""
        lacking = tuple(column for column in columns if column not in self.columns)
        return (
            replace(self, header=replace(self.header, cells=self.header.cells + lacking, text="")) if lacking else self
        )

    def text(self) -> str:
        """The whole table as text."""
        records = [row.text or self._spelt(row) for row in (self.header, *self.rows)]
        ended = [record if record[-1:] in ("\n", "\r") else record + self.line_end for record in records[:-1]]
        return ("\ufeff" if self.mark else "") + "".join([*ended, records[-1]])

    def _spelt(self, row: Row) -> str:
        return self.separator.join(self._cell(cell) for cell in row.cells) + self.line_end

    def _cell(self, cell: str) -> str:
        """A cell in quotation marks where it needs them (RFC 4180)."""
        plain = not set(cell) & {self.separator, '"', "\n", "\r"} and cell == cell.strip()
        return cell if plain else '"' + cell.replace('"', '""') + '"'


def read_table(file: str, text: str, column: str) -> tuple[Table, list[Problem]]:
    """The table as far as it can be read, and what is wrong with it as a table.

    `column` is one that it surely has: the separator is the one that gives it.
    """
    mark = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST:
        return Table(Row(())), [Problem(file, None, f"longer than {LONGEST} characters", "is it the right file?")]
    separator = _separator(text, column)
    rows: list[Row] = []
    problems: list[Problem] = []
    for found in _records(file, text, separator):
        if isinstance(found, Problem):
            problems.append(found)
        elif len(rows) > MOST_ROWS:
            return Table(Row(())), [Problem(file, found.line, f"more than {MOST_ROWS} rows", "is it the right file?")]
        else:
            rows.append(found)
    header = rows[0] if rows else Row((), line=1)
    return Table(header, tuple(rows[1:]), separator, _line_end(header.text), mark), problems


def _separator(text: str, column: str) -> str:
    """The separator whose header has the column, else the one with which the header has most cells."""
    headers = {one: next(_records("", text, one), None) for one in SEPARATORS}
    cells = {one: row.cells for one, row in headers.items() if isinstance(row, Row)}
    for separator, names in cells.items():
        if column in (name.strip().casefold() for name in names):
            return separator
    return max(cells, key=lambda one: len(cells[one]), default=",")


def _line_end(text: str) -> str:
    r"""How this record ends, `\r\n` where it does not."""
    return "\r\n" if text.endswith("\r\n") else text[-1:] if text[-1:] in ("\n", "\r") else "\r\n"


def _records(file: str, text: str, separator: str) -> Iterator[Row | Problem]:
    """The records in order; a broken one ends them, since nobody knows where the next begins."""
    taken: list[str] = []
    reader = csv.reader(_taking(text, taken), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(file, line, *_broken(str(error)))
            return
        yield Row(tuple(cells), "".join(taken), line)


def _taking(text: str, taken: list[str]) -> Iterator[str]:
    """The text's lines, each noted in `taken` as it is handed out."""
    for line in io.StringIO(text, newline=""):
        taken.append(line)
        yield line


def _broken(said: str) -> tuple[str, str]:
    """What is wrong with a record's quoting, and what would be right."""
    if "end of data" in said:
        return "a quotation mark is opened here and never closed", "rows after it were not read"
    if "expected after" in said:
        return "text stands behind a closing quotation mark", 'inside quotes, write "" for a quotation mark'
    return f"not a row of a table: {harmless(said)}", ""
