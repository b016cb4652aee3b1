"""What holds of every region of the screen, whatever a session is called and however small the terminal is."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bridge.model.show import Mode
from bridge.model.snapshot import Hold, Snapshot, Stage, TrackView
from bridge.ui.screen.banner import banner
from bridge.ui.screen.desk import STATES, desk, title, track_line
from bridge.ui.screen.foot import foot, guide
from bridge.ui.screen.guide import STEPS, Step
from bridge.ui.screen.help import helped
from bridge.ui.screen.layout import Place, Region, Size, places
from bridge.ui.screen.lines import Line, cells, text_of
from bridge.ui.screen.notices import notices
from bridge.ui.screen.offers import offers
from bridge.ui.screen.seen import Line as Wire
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.sounds import sounds
from bridge.ui.screen.tree import Mutes, Tree, state_of
from bridge.ui.screen.where import head, where
from bridge.ui.screen.whole import Look, in_sight
from bridge.ui.screen.whole import screen as drawn
from tests.ui.screen.scenes import NIGHT, PICTURE, PREVIEWED, names, sights, snapshots, tracks

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
LEFT_TO_RIGHT = "\u200e"
LAW = settings(max_examples=50)
widths = st.integers(20, 300)
heights = st.integers(1, 60)


def screen(seen: Seen, width: int, height: int, words: str = "") -> Iterator[tuple[str, list[Line]]]:
    """Every region, each with this width, as the program draws them."""
    tree = tree_of(seen, words)
    yield "head", head(seen, width)
    yield "banner", banner(seen, tree, width, height)
    yield "where", where(seen, width, height)
    yield "sounds", sounds(seen, tree, width, 0)
    yield "notices", notices(seen, width, height)
    yield "offers", offers(seen, width, height)
    yield "foot", foot(seen, width)
    yield "help", helped(seen, width)
    yield "title", [title(seen, tree, width, typing=typing) for typing in (False, True)]
    yield "desk", desk(tree, 0, 1, Place(0, 0, width, 99))


def tree_of(seen: Seen, words: str = "") -> Tree:
    """The desk's tree with this filter."""
    tree = Tree()
    tree.view = tree.view.only(words)
    tree.follow(seen.snapshot)
    return tree


@LAW
@given(sights, widths, heights)
@example(Seen(PREVIEWED, Wire.LIVE, wall=NIGHT), 20, 1)
def test_no_line_is_wider_than_its_region(seen: Seen, width: int, height: int) -> None:
    for region, lines in screen(seen, width, height):
        for line in lines:
            assert cells(line) <= width, (region, text_of([line]))
            assert cell_len("".join(piece.text for piece in line)) <= width, (region, text_of([line]))


@LAW
@given(sights, widths, heights, names)
def test_nothing_that_is_drawn_steers_a_terminal_or_hides(seen: Seen, width: int, height: int, words: str) -> None:
    for region, lines in screen(seen, width, height, words):
        for character in "".join(piece.text for line in lines for piece in line):
            assert character == LEFT_TO_RIGHT or unicodedata.category(character) not in UNSEEN, (region, character)


@LAW
@given(sights, widths, heights)
def test_a_name_that_runs_from_right_to_left_never_turns_what_stands_behind_it(
    seen: Seen, width: int, height: int
) -> None:
    for region, lines in screen(seen, width, height):
        for line in lines:
            for piece in line[:-1]:
                assert not turning(piece.text), (region, piece)


def turning(text: str) -> bool:
    """Whether what is written behind this text would be drawn before it: its last strong character turns."""
    strong = [way for way in map(unicodedata.bidirectional, text) if way in {"L", "R", "AL", "AN"}]
    return bool(strong) and strong[-1] != "L"


@LAW
@given(sights, widths, heights)
def test_a_region_never_has_more_lines_than_it_was_given_where_it_was_told_how_many(
    seen: Seen, width: int, height: int
) -> None:
    for region, lines in screen(seen, width, height):
        if region in {"banner", "where", "notices"}:
            assert len(lines) <= max(height, 1), region


@LAW
@given(tracks, widths, st.booleans())
def test_whatever_a_track_is_called_what_stands_beside_it_stands_in_the_same_column(
    one: TrackView, width: int, ours: bool
) -> None:
    owed = Mutes(frozenset({one.name})) if ours else Mutes()
    first, other = (track_line(each, state_of(each, owed), width) for each in (one, PICTURE.tracks[0]))
    if width >= 60:
        assert [cells(first[:place]) for place in range(7)] == [cells(other[:place]) for place in range(7)]


# --- truth ------------------------------------------------------------------------------------------------------


@LAW
@given(tracks, st.booleans())
def test_no_value_that_is_only_wished_is_drawn_as_confirmed(one: TrackView, ours: bool) -> None:
    state = state_of(one, Mutes(frozenset({one.name}) if ours else frozenset()))
    if one.hold is Hold.ASKED:
        assert state.startswith("waiting: ")
    if state in {"muted by us", "muted by you", "muted, perhaps by us", "refused, muted"}:
        assert one.mute
    if state in {"heard", "open", "opened by you", "left open", "refused, open"}:
        assert not one.mute
    if state == "muted by us":
        assert ours
    if state == "muted by you" and one.hold is not Hold.HAND:
        assert not ours or one.wanted is False


@LAW
@given(snapshots, widths, heights)
def test_a_preview_is_called_confirmed_only_where_it_is(snapshot: Snapshot, width: int, height: int) -> None:
    seen = Seen(snapshot, Wire.LIVE)
    said = text_of(banner(seen, tree_of(seen), max(width, 150), height))
    if "confirmed" in said and snapshot.preview.stage is not Stage.ON:
        assert "not confirmed" in said


@LAW
@given(sights, widths)
def test_a_stale_screen_says_so_in_its_first_word_and_a_fresh_one_never_does(seen: Seen, width: int) -> None:
    stale = text_of(head(seen, width)).startswith(" STALE")
    if stale:
        assert seen.stale
    if seen.stale and seen.snapshot is not None:
        assert stale


@LAW
@given(snapshots, widths, st.integers(3, 60))
def test_in_watch_mode_the_screen_says_why_no_key_does_anything(snapshot: Snapshot, width: int, height: int) -> None:
    if snapshot.mode is Mode.WATCH and snapshot.preview.stage is Stage.OFF:
        seen = Seen(snapshot, Wire.LIVE)
        assert "watch mode: previews are refused" in text_of(banner(seen, tree_of(seen), max(width, 80), height))


def test_without_colours_the_states_of_a_track_are_told_by_symbol_and_word() -> None:
    texts = [text for text, _ in STATES.values()]
    assert len(set(texts)) == len(texts)
    for text in texts:
        symbol, _, words = text.partition(" ")
        assert len(symbol) == 1
        assert not symbol.isalnum()
        assert words


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.text[:20])
def test_each_line_of_the_tour_fits_on_eighty_columns(step: Step) -> None:
    text = f"10/12  {step.text}"
    assert "…" not in text_of([guide(text, 80)])


# --- the whole --------------------------------------------------------------------------------------------------

sizes = st.builds(Size, width=widths, height=st.integers(1, 100), previews=st.integers(0, 40), guided=st.booleans())
looks = st.builds(
    Look,
    row=st.integers(0, 20),
    top=st.integers(0, 20),
    cue=st.one_of(st.none(), st.integers(0, 6)),
    typing=st.booleans(),
    guide=names,
)


@LAW
@given(sights, sizes, looks)
def test_every_line_of_the_whole_screen_has_exactly_its_width(seen: Seen, size: Size, look: Look) -> None:
    lines = drawn(seen, look, tree_of(seen), size)
    assert [cells(line) for line in lines] == [size.width] * size.height


@LAW
@given(sizes)
def test_no_region_covers_another_or_leaves_the_screen(size: Size) -> None:
    taken: set[tuple[int, int]] = set()
    for place in places(size).values():
        for y in range(place.y, place.y + place.height):
            assert y < size.height
            own = {(x, y) for x in range(place.x, place.x + place.width)}
            assert not own & taken
            assert place.x + place.width <= size.width
            taken |= own


@LAW
@given(st.integers(80, 300), st.integers(24, 100), st.integers(0, 24))
def test_from_80_by_24_on_every_region_is_there(width: int, height: int, previews: int) -> None:
    found = places(Size(width, height, previews, guided=True))
    assert [region for region in Region if not found[region].height] == []


@LAW
@given(looks, sizes, st.integers(0, 3000))
def test_the_cursor_is_always_in_sight(look: Look, size: Size, count: int) -> None:
    height = places(size)[Region.DESK].height
    top = in_sight(look, size, count)
    if look.cue is None and height and look.row < count:
        assert top <= look.row < top + height
