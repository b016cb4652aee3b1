"""Lines: cut, aligned, spread and wrapped by the cells of a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bridge.ui.palette import Hue
from bridge.ui.screen.lines import EMPTY, Piece, beside, cells, column, cut, name, spread, text_of, whole, wrapped
from tests.ui.screen.scenes import names

MARK = "\u200e"
widths = st.integers(1, 60)


@given(names, widths)
def test_a_column_has_exactly_its_cells_whatever_stands_in_it(text: str, width: int) -> None:
    assert cell_len(column(name(text), width)) == width
    assert cell_len(column(name(text), width, right=True)) == width


@given(names, names, widths)
def test_a_cut_line_fits_and_says_that_something_is_missing(one: str, two: str, width: int) -> None:
    line = (Piece(name(one)), Piece(name(two), Hue.DIM))
    shorter = cut(line, width)
    assert cells(shorter) <= width
    if cells(line) > width:
        assert shorter[-1].text.rstrip(MARK).endswith("…")
    else:
        assert shorter == line


@given(names, names, widths)
def test_what_stands_at_the_right_end_stays_there(one: str, two: str, width: int) -> None:
    line = spread((Piece(name(one)),), (Piece(name(two)),), width)
    assert cells(line) <= width
    if cell_len(name(two)) + 1 < width:
        assert cells(line) == width
        assert line[-1].text == name(two)


@given(names, widths, st.integers(1, 9))
def test_wrapped_lines_fit_and_are_no_more_than_allowed(text: str, width: int, most: int) -> None:
    lines = wrapped(text, max(width, 2), most)
    assert 1 <= len(lines) <= most
    assert max(map(cell_len, lines)) <= max(width, 2)


@given(st.lists(st.text("abc音é", min_size=1, max_size=30)), st.integers(2, 40))
def test_wrapping_loses_no_letter_where_there_is_room_for_all(words: list[str], width: int) -> None:
    assert "".join(wrapped(" ".join(words), width, 10_000)).replace(" ", "") == "".join(words)


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "MX שלום", "١٢"])
def test_a_name_that_runs_from_right_to_left_is_fenced_also_where_it_is_cut(text: str) -> None:
    fenced = name(text)
    assert fenced == f"{MARK}{text}{MARK}"
    assert column(fenced, 3).endswith(f"…{MARK}") or cell_len(text) <= 3
    assert cut((Piece(fenced * 3), Piece("12")), 6)[-1].text.endswith(MARK)


def test_names_that_run_from_left_to_right_stay_as_they_are() -> None:
    assert [name(text) for text in ("DX Boom", "Küche", "音楽")] == ["DX Boom", "Küche", "音楽"]


def test_a_banner_is_one_piece_of_exactly_its_cells() -> None:
    line = whole((Piece("DX"), Piece(" on", Hue.DIM)), 8, Hue.ACTIVE)
    assert line == (Piece("DX on   ", Hue.ACTIVE),)


def test_two_blocks_stand_side_by_side_also_where_one_is_longer() -> None:
    found = beside([(Piece("a"),)], [(Piece("x"),), (Piece("y"),)], 3)
    assert text_of(found).splitlines() == ["a  x", "   y"]


def test_nothing_fits_in_no_cells() -> None:
    assert cut((Piece("a"),), 0) == EMPTY
    assert column("a", 0) == ""
