"""The canvas: only cells that changed are drawn again, and every cell that changed is."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region

from bridge.shell.console.canvas import _differing, _merged, _moved, _under
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import Line, Piece, cells

WIDTH = 24
pieces = st.builds(
    Piece,
    st.text("ab 音é", max_size=6),
    st.sampled_from([Hue.TEXT, Hue.ALARM]),
    st.sampled_from(["", "help"]),
    st.booleans(),
)


def filled(line: list[Piece]) -> Line:
    """The line in exactly `WIDTH` cells, as the screen makes them."""
    shown: list[Piece] = []
    room = WIDTH
    for piece in line:
        if cell_len(piece.text) > room:
            break
        shown.append(piece)
        room -= cell_len(piece.text)
    return (*shown, Piece(" " * room))


lines = st.lists(pieces, max_size=6).map(filled)


def drawn(line: Line) -> list[object]:
    """What stands in each cell: the letter with its looks; the second half of a wide one belongs to it."""
    return [look for piece in line for letter in piece.text for look in _looks(piece, letter)]


def _looks(piece: Piece, letter: str) -> Iterator[object]:
    for half in range(cell_len(letter)):
        yield letter, piece.hue, piece.chosen, half


@given(lines, lines)
def test_no_cell_outside_the_region_has_changed(old: Line, new: Line) -> None:
    region = _moved(old, new, 3, WIDTH)
    assert (region.y, region.height) == (3, 1)
    assert 0 <= region.x < region.right <= WIDTH
    before, after = drawn(old), drawn(new)
    assert before[: region.x] == after[: region.x]
    assert before[region.right :] == after[region.right :]


@given(lines, lines)
def test_the_pieces_that_differ_make_the_old_row_the_new_one(old: Line, new: Line) -> None:
    first, last = _differing(old, new)
    start, end = cells(new[:first]), cells(new[:last])
    before = drawn(old)
    assert before[:start] + drawn(new[first:last]) + before[end:] == drawn(new)


def test_a_word_that_changes_leaves_the_rest_of_its_row_alone() -> None:
    old = (Piece("DX Boom   "), Piece("heard  ", Hue.HEARD), Piece("why    "))
    new = (Piece("DX Boom   "), Piece("waiting", Hue.WAITING), Piece("why    "))
    assert _moved(old, new, 0, WIDTH) == Region(10, 0, 7, 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), st.integers(0, 3)), min_size=1))
def test_regions_that_are_drawn_together_are_the_same_cells(found: list[tuple[int, int, int]]) -> None:
    y, regions = 0, []
    for x, width, below in found:
        regions.append(Region(x, y, width, 1))
        y += below + 1
    merged = list(_merged(regions))
    assert {(x, y) for region in merged for x in region.column_range for y in region.line_range} == {
        (x, region.y) for region in regions for x in region.column_range
    }
    assert len(merged) <= len(regions)


@given(lines, st.integers(0, WIDTH - 1))
def test_a_click_asks_what_the_piece_under_it_asks_for(line: Line, x: int) -> None:
    at = 0
    for piece in line:
        if at <= x < at + cell_len(piece.text):
            assert _under(line, x) == piece.does
        at += cell_len(piece.text)
    assert _under(line, cells(line) + 1) == ""
