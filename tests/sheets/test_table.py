"""A CSV table that loses nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.errors import Problem
from bridge.sheets.table import MOST_ROWS, Row, Table, read_table

cells = st.text(st.sampled_from("ab,;\t\"'\n\r é\ufeff"), max_size=5)
files = (
    st.lists(cells | st.sampled_from((",", '"', "\r\n", "\n", "name")), max_size=30)
    .map("".join)
    .filter(lambda text: text.strip("\ufeff"))
)


def problems(text: str) -> list[str]:
    _, found = read_table("x.csv", text, "name")
    return [str(problem) for problem in found]


@given(files)
def test_a_table_that_nobody_changed_is_written_as_it_was_read(text: str) -> None:
    found, wrong = read_table("x.csv", text, "name")
    assert wrong or found.text() == text


@given(st.lists(st.lists(cells, min_size=1, max_size=4).map(tuple), max_size=5), st.sampled_from(",;\t"))
def test_rows_of_ours_are_read_back_by_any_reader(rows: list[tuple[str, ...]], separator: str) -> None:
    table = Table(Row(("name", "x", "y", "z")), tuple(map(Row, rows)), separator)
    text = table.text()
    read, wrong = read_table("x.csv", text, "name")
    assert wrong == []
    assert [row.cells for row in read.rows] == [row if row != ("",) else () for row in rows]
    spreadsheet = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    assert [tuple(row) for row in spreadsheet][1:] == [row.cells for row in read.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_spreadsheets_write_is_read(separator: str, line_end: str, mark: str) -> None:
    text = mark + line_end.join((f"Name{separator}stem", f'"a{separator}""b"""{separator}MX', f"c{separator}FX", ""))
    found, wrong = read_table("x.csv", text, "name")
    assert wrong == []
    assert [found.values(row) for row in found.rows] == [
        {"name": f'a{separator}"b"', "stem": "MX"},
        {"name": "c", "stem": "FX"},
    ]
    assert (found.separator, found.line_end, found.mark) == (separator, line_end, bool(mark))


def test_a_row_begins_on_the_line_where_it_stands_however_many_lines_it_has() -> None:
    found, _ = read_table("x.csv", 'name,note\nx,"a\nb\nc"\n\ny,z', "name")
    assert [row.line for row in found.rows] == [2, 5, 6]


def test_a_changed_row_alone_is_spelt_anew_in_the_files_own_manner() -> None:
    found, _ = read_table("x.csv", 'name;mine;note\n"x"; 7 ;\ny;8;"old"', "name")
    changed = found.with_values(found.rows[0], {"note": "a;b", "unknown": "!"})
    added = found.with_values(Row(("", "", "")), {"name": "z"})
    table = Table(found.header, (changed, found.rows[1], added), found.separator, found.line_end, found.mark)
    assert table.text() == 'name;mine;note\nx;" 7 ";"a;b"\ny;8;"old"\nz;;\n'


def test_a_row_that_stays_equal_keeps_its_text() -> None:
    found, _ = read_table("x.csv", 'name,note\n"x","y"\n', "name")
    assert found.with_values(found.rows[0], {"note": "y"}).text == '"x","y"\n'


def test_a_new_table_is_one_that_excel_reads_as_utf8() -> None:
    assert Table(Row(("name",)), (Row(("Küche",)),)).text() == "\ufeffname\r\nKüche\r\n"


def test_broken_quotes_are_named_with_the_line_where_they_begin() -> None:
    assert problems('name\nx\n"y\nz\n') == [
        "x.csv:3: a quotation mark is opened here and never closed (rows after it were not read)"
    ]
    (said,) = problems('name\n"x"y\n')
    assert said.startswith("x.csv:2: text stands behind a closing quotation mark")


def test_a_cell_of_any_size_and_a_file_of_any_length_are_refused_with_a_sentence() -> None:
    (said,) = problems("name\n" + "x" * 200_000)
    assert said.startswith("x.csv:2: not a row of a table: field larger than field limit")
    assert problems("x" * 12_000_001) == ["x.csv: longer than 12000000 characters (is it the right file?)"]
    rows = "name\n" + "x\n" * (MOST_ROWS + 1)
    assert problems(rows) == [str(Problem("x.csv", MOST_ROWS + 2, "more than 20000 rows", "is it the right file?"))]
    assert problems(rows[:-2]) == []
