"""Cells that no spreadsheet runs or rewrites, and that give back what was put in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sheets.cells import guarded, unguarded

FORMULAS = ("=cmd|'/c calc'!A1", "@SUM(1)", "-x", "+49 x", "\t=1")
NUMBERS = ("01", "-1", "1-2", "1e5", "10:30", "9 pm", "true", "FAUX")
DATES = ("MAY 1", "Sept2", "3 Okt", "12 déc 2026", "01. Mrz", "3-Jan-26")
odd = st.text(st.sampled_from("'=+-@19aAmM /.:\t\r\n＝"), max_size=8)


@given(st.text(max_size=20) | odd)
def test_what_is_written_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(odd)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).lstrip(" ").startswith(tuple("=+-@\t\r\n＝"))


@pytest.mark.parametrize("name", [*FORMULAS, *NUMBERS, *DATES])
def test_what_a_spreadsheet_would_rewrite_is_guarded(name: str) -> None:
    assert guarded(name) == "'" + name


@pytest.mark.parametrize(
    "name",
    ["MX 1", "01 DX Anna", "1M1", "2m03 Chase", "'Round Midnight", "A-1", "", " ", "DX=1", "marker 7", "Mayor 1"],
)
def test_names_as_they_are_stay_as_they_are(name: str) -> None:
    assert guarded(name) == name


def test_a_cell_that_a_person_typed_is_itself() -> None:
    assert unguarded("=x") == "=x"
    assert unguarded("01") == "01"
    assert unguarded("'Round Midnight") == "'Round Midnight"


def test_a_long_cell_takes_no_time() -> None:
    assert guarded("1" * 200_000 + "x") == "1" * 200_000 + "x"
    assert guarded("May" + " " * 200_000 + "x") == "May" + " " * 200_000 + "x"
