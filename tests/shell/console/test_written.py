"""What goes to the terminal: the cells that changed and no others, so that it shows what a whole drawing would."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.model.events import LinkState
from bridge.shell.console.feed import Lost, Pictured
from bridge.ui.screen.desk import STATE
from tests.shell.console.paper import Grid, Paper, whole
from tests.shell.console.sheets import HOSTILE
from tests.shell.console.watching import Person, until, watching
from tests.ui.screen.scenes import PICTURE, PREVIEWED


class Reader:
    """Who compares the terminal with what it should show."""

    def __init__(self, person: Person) -> None:
        self.person, self.grid = person, Grid()

    @property
    def paper(self) -> Paper:
        """Where the console writes to."""
        driver = self.person.app._driver
        assert isinstance(driver, Paper)
        return driver

    async def reads(self) -> None:
        """Wait until the terminal shows each cell as a whole drawing would; textual draws when it has time."""
        await self.person.settles()
        await until(self._agrees)

    def _agrees(self) -> bool:
        app = self.person.app
        self.grid.read(self.paper.taken())
        drawing = whole(strip.render(app.console) for strip in app.screen._compositor.render_strips())
        return self.grid.within(*app.size) == drawing.cells


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Reader]:
    async with watching(tmp_path, driver=Paper) as person:
        reader = Reader(person)
        person.app.hear(Pictured(PICTURE))
        await reader.reads()
        yield reader


async def test_the_terminal_shows_all_that_is_heard(reader: Reader) -> None:
    lost = replace(PREVIEWED, link=LinkState.LOST, detail="Ardour was quit.", since=990.0)
    for snapshot in (PREVIEWED, HOSTILE, PICTURE, lost, HOSTILE, PREVIEWED):
        reader.person.app.hear(Pictured(snapshot))
        await reader.reads()
    reader.person.app.hear(Lost())
    await reader.reads()


async def test_the_terminal_shows_where_the_cursor_is(reader: Reader) -> None:
    for key in ("down", "down", "tab", "down", "tab", "up", "left", "right"):
        await reader.person.press(key)
        await reader.reads()


async def test_what_is_heard_behind_a_dialog_stands_there_when_it_has_gone(reader: Reader) -> None:
    for snapshot in (PREVIEWED, HOSTILE):
        await reader.person.press("question_mark")
        await reader.reads()
        reader.person.app.hear(Pictured(snapshot))
        await reader.reads()
        await reader.person.press("escape")
        await reader.reads()


async def test_another_size_is_drawn_whole(reader: Reader) -> None:
    for width, height in ((80, 24), (130, 45), (120, 40)):
        reader.grid = Grid()
        await reader.person.pilot.resize_terminal(width, height)
        reader.person.app.hear(Pictured(HOSTILE if width == 130 else PREVIEWED))
        await reader.reads()


async def test_a_mute_writes_the_words_that_it_changes_and_nothing_else(reader: Reader) -> None:
    track = next(track for track in PICTURE.tracks if not track.mute)
    moved = tuple(replace(one, mute=True) if one is track else one for one in PICTURE.tracks)
    before = reader.person.text.splitlines()
    reader.paper.taken()
    reader.person.app.hear(Pictured(replace(PICTURE, tracks=moved)))
    written = Grid(reader.paper.taken())
    after = reader.person.text.splitlines()
    row = next(y for y, line in enumerate(after) if track.name in line)
    start = after[row].index("■ muted by you")
    assert {x for x, y in written.cells if y == row} == set(range(start, start + STATE))
    assert {y for _, y in written.cells} == {y for y, line in enumerate(after) if line != before[y]}
