"""Whole screens, in text and styles, as they were last looked at; see `sheets` for what a sheet is."""

import pytest

from tests.shell.console import sheets
from tests.shell.console.sheets import FOLDER, RENEW, SHEETS, Sheet, drawn


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
async def test_the_screen_is_as_it_was_last_looked_at(sheet: Sheet) -> None:
    assert await drawn(sheet) == sheet.file.read_text("utf-8"), f"if this is as it should be: {RENEW}"


def test_there_is_no_other_sheet() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(map(str, SHEETS))


def test_what_differs_is_drawn_anew_and_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(sheets, "SHEETS", SHEETS[:1])
    assert list(sheets.outdated()) == []
    monkeypatch.setattr(sheets, "FOLDER", tmp_path)
    assert [sheet for sheet, _ in sheets.outdated()] == [SHEETS[0]]
    assert sheets.main() == 0
    assert list(sheets.outdated()) == []


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.colours == "none"], ids=str)
def test_who_wants_no_colour_gets_none(sheet: Sheet) -> None:
    assert "#" not in sheet.file.read_text("utf-8").split("\n\n")[-1]
