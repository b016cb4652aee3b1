"""A list of names as a spreadsheet or a person wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.errors import BadShow
from bridge.model.stems import Named
from bridge.sheets.names import read_names


def test_names_folders_buses_and_clips_are_read() -> None:
    text = "name,colour,folder,bus,clips\nDX 1,red,Reel 1,DX Bus,23A-4;23A-5|24-1\n\n'01,,,,\n"
    assert read_names(text) == (Named("DX 1", "Reel 1", "DX Bus", ("23A-4", "23A-5", "24-1")), Named("01"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_spreadsheets_list_is_read(separator: str, mark: str, end: str) -> None:
    text = mark + end.join([separator.join(["Bus", " NAME "]), separator.join(["MX", '"Anna, 2"']), ""])
    assert read_names(text) == (Named("Anna, 2", bus="MX"),)


def test_a_list_of_names_alone_is_read() -> None:
    assert read_names("name\nDX 1\nAtmo; Straße\n") == (Named("DX 1"), Named("Atmo; Straße"))


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "no column `name`"),
        ("DX 1\nDX 2\n", 1, "no column `name`"),
        ("name,bus,bus\nDX 1,a,b\n", 1, "two columns `bus`"),
        ("name,bus\nDX 1,DX\nAnna, 2,DX\n", 3, "more cells than columns"),
        ("name,bus\nDX 1,DX\n,DX\n", 3, "a row without a name"),
        ('name\nDX 1\n"hey\n', 3, "a quotation mark is opened here and never closed"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(BadShow) as caught:
        read_names(text, "tracks.csv")
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.what) == ("tracks.csv", line, what)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(BadShow) as caught:
        read_names("name,bus\n,DX\nDX 1\n,MX\n")
    assert [problem.line for problem in caught.value.problems] == [2, 4]


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_is_a_list_or_refused(text: str) -> None:
    try:
        names = read_names(text)
    except BadShow as problems:
        refused = problems.problems
        names = ()
    else:
        refused = ()
    assert bool(refused) or all(named.name for named in names)
