"""The desk: each track with its stem, how sure that is, what silences it and who did that; groups count states."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.desk import Kind
from bridge.model.snapshot import Hold, Snapshot, TrackView
from bridge.model.stems import Family, Role, Stem
from bridge.ui.palette import Hue
from bridge.ui.screen.desk import STATES, desk, group_line, title, track_line
from bridge.ui.screen.layout import Place, Region, Size, places
from bridge.ui.screen.lines import Line, text_of
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.tree import NO_BUS, Fault, Group, Mutes, Tree, View, mutes, rows, state_of, sum_of
from bridge.ui.screen.whole import Look, in_sight
from tests.ui.screen.scenes import DESK, PICTURE, PREVIEWED, owed, seen, stem, track

BOOM = DESK[0]
OURS, NOBODY = Mutes(frozenset({BOOM.name})), Mutes()
HELD = replace(BOOM, mute=True, hold=Hold.HELD, wanted=True, heard=False)


def text(line: Line) -> str:
    return text_of([line])


def tree(snapshot: Snapshot = PREVIEWED, view: View | None = None) -> Tree:
    """The tree of this desk."""
    found = Tree()
    found.view = view or found.view
    found.follow(snapshot)
    return found


# --- who silences it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("track", "of", "state"),
    [
        (BOOM, NOBODY, "open"),
        (replace(BOOM, heard=True), NOBODY, "heard"),
        (HELD, OURS, "muted by us"),
        (replace(BOOM, mute=True), NOBODY, "muted by you"),
        (replace(BOOM, mute=True, heard=False), NOBODY, "muted by you"),
        (replace(BOOM, mute=True, heard=True), NOBODY, "muted by you"),
        (replace(BOOM, mute=True), Mutes(perhaps=frozenset({BOOM.name})), "muted, perhaps by us"),
        (replace(BOOM, hold=Hold.HAND, heard=False), OURS, "opened by you"),
        (replace(BOOM, hold=Hold.HAND, mute=True), OURS, "muted by you"),
        (replace(HELD, mute=False, hold=Hold.ASKED), OURS, "waiting: mute"),
        (replace(HELD, hold=Hold.ASKED), OURS, "waiting: mute"),
        (replace(HELD, hold=Hold.ASKED, wanted=False), OURS, "waiting: open"),
        (replace(BOOM, heard=False), NOBODY, "waiting: mute"),
        (replace(BOOM, wanted=True), NOBODY, "waiting: mute"),
        (replace(BOOM, hold=Hold.REFUSED, wanted=True, heard=False), OURS, "refused, open"),
        (replace(HELD, hold=Hold.REFUSED, wanted=False), OURS, "refused, muted"),
        (replace(BOOM, heard=False, why="a bus without live inputs"), NOBODY, "left open"),
        (replace(HELD, hold=Hold.FREE, wanted=None, heard=None), OURS, "muted by us"),
        (replace(BOOM, heard=True), Mutes(solo=True), "cut by solo"),
        (replace(BOOM, heard=True, solo=True), Mutes(solo=True), "heard"),
        (replace(DESK[6]), Mutes(solo=True), "open"),
    ],
)
def test_each_state_of_a_track_says_by_whom(track: TrackView, of: Mutes, state: str) -> None:
    assert state_of(track, of) == state
    assert state in STATES


@pytest.mark.parametrize("state", STATES)
def test_the_words_of_a_state_name_who_made_it_so(state: str) -> None:
    words = STATES[state][0].split()
    assert ("us" in words) == (state in {"muted by us", "muted, perhaps by us"})
    assert ("you" in words) == (state in {"muted by you", "opened by you"})


def test_who_silences_what_is_read_from_the_debts() -> None:
    picture = replace(PREVIEWED, offered=(owed("Audio 17"),))
    assert mutes(picture) == Mutes(frozenset({"FX Door", "Atmo Küche", "MX Score"}), frozenset({"Audio 17"}))
    assert mutes(None) == Mutes()


def test_a_track_is_one_line_with_its_stem_how_sure_that_is_and_why() -> None:
    assert text(track_line(HELD, "muted by us", 120)) == (
        "     DX Boom                             DX prod    sure       ■ muted by us       name 'DX' says DX prod"
    )


def test_where_it_is_narrow_how_sure_a_stem_is_shows_in_a_sign() -> None:
    sure, locked, unsure = (text(track_line(one, "open", 80)) for one in (DESK[0], DESK[1], DESK[3]))
    assert " DX prod" in sure
    assert "✓DX adr" in locked
    assert "?FX bg" in unsure


def test_no_word_touches_the_next() -> None:
    unknown = text(track_line(DESK[5], "waiting: mute", 120))
    assert "don't know ◌ waiting: mute" in unknown


def test_solo_and_record_are_flags_behind_the_state() -> None:
    assert text(track_line(replace(BOOM, solo=True, armed=True), "open", 80)).endswith("♪ open           SR")


def test_the_row_under_the_cursor_is_marked_in_text() -> None:
    shown = desk(tree(), 1, 2, Place(0, 0, 80, 3))
    assert [text(line)[:1] for line in shown] == [" ", "›", " "]
    assert [all(piece.chosen for piece in line) for line in shown] == [False, True, False]


def test_a_refusal_says_its_cause_where_there_is_room() -> None:
    refused = replace(BOOM, hold=Hold.REFUSED, why="automation plays")
    assert text(track_line(refused, "refused, open", 120)).endswith("automation plays")


# --- groups -----------------------------------------------------------------------------------------------------


def lines(view: View | None = None) -> list[str]:
    found = tree(view=view)
    return [
        text(group_line(found, row, 120)) if isinstance(row, Group) else found.tracks[row].name
        for row in found.rows
        if not isinstance(row, Fault)
    ]


def test_the_desk_is_a_tree_of_stems_buses_and_tracks() -> None:
    assert lines() == [
        " ▾ DX  2  ♪ 2 heard",
        "   ▾ DX Bus  2  ♪ 2 heard",
        "DX Boom",
        "ADR Anna",
        " ▾ FX  1  ■ 1 muted by us",
        "   ▾ FX Bus  1  ■ 1 muted by us",
        "FX Door",
        " ▾ MX  1  ■ 1 muted by us",
        "   ▾ MX Bus  1  ■ 1 muted by us",
        "MX Score",
        " ▾ unknown  2  ■ 1 muted by us  ◌ 1 waiting: mute  ? 1 perhaps",
        "   ▾ FX Bus  1  ■ 1 muted by us  ? 1 perhaps",
        "Atmo Küche",
        f"   ▾ {NO_BUS}  1  ◌ 1 waiting: mute",
        "Audio 17",
    ]


def test_a_folded_group_shows_its_counts_and_not_its_tracks() -> None:
    folded = lines(View().turn("DX").turn("FX/FX Bus"))
    assert folded[:4] == [
        " ▸ DX  2  ♪ 2 heard",
        " ▾ FX  1  ■ 1 muted by us",
        "   ▸ FX Bus  1  ■ 1 muted by us",
        " ▾ MX  1  ■ 1 muted by us",
    ]
    assert View().turn("DX").turn("DX") == View()


def test_a_bus_that_is_muted_itself_says_so_and_by_whom() -> None:
    found = tree(replace(PICTURE, tracks=(*DESK[:6], replace(DESK[6], mute=True))))
    bus = next(row for row in found.rows if isinstance(row, Group) and row.title == "DX Bus")
    assert "the bus: ■ muted by you" in text(group_line(found, bus, 80))


def test_a_group_can_be_clicked_to_fold_it() -> None:
    found = tree()
    assert isinstance(found.rows[0], Group)
    assert {piece.does for piece in group_line(found, found.rows[0], 80)} == {"", "fold:DX"}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("door", ["FX Door"]),
        ("DX adr", ["ADR Anna"]),
        ("mute", ["FX Door", "MX Score", "Atmo Küche"]),
        ("KÜCHE", ["Atmo Küche"]),
        ("mx bus", ["MX Score"]),
        ("asked", ["Audio 17"]),
        ("unknown", ["Atmo Küche", "Audio 17"]),
        ("nowhere", []),
    ],
)
def test_the_filter_looks_at_names_stems_buses_and_states(words: str, names: list[str]) -> None:
    of = {one.number: one for one in PREVIEWED.tracks}
    found = rows(PREVIEWED.tracks, View(words=words))
    assert [of[row].name for row in found if isinstance(row, int)] == names


def test_what_a_filter_has_found_is_never_folded_away() -> None:
    crowd = [track(number, f"MX {number}", stem(Family.MX), f"Bus {number % 3}") for number in range(1, 200)]
    assert not any(isinstance(row, int) for row in rows(crowd, View()))
    assert sum(isinstance(row, int) for row in rows(crowd, View(frozenset({"MX"}), "MX"))) == 199


def test_a_bus_without_tracks_of_its_own_is_a_row_like_any_other() -> None:
    lonely = (replace(DESK[6], name="Lonely Bus"),)
    assert rows(lonely, View())[-1] == 7


@pytest.mark.parametrize(
    ("stem", "group"),
    [
        (stem(Family.DX), "DX"),
        (stem(Family.DX, confidence=0.6), "unknown"),
        (Stem(), "unknown"),
        (Stem(role=Role.VCA), "no stem"),
    ],
)
def test_a_track_counts_to_what_is_sure(stem: Stem, group: str) -> None:
    assert sum_of(stem) == group


def test_the_title_counts_strips_and_says_what_is_filtered() -> None:
    filtered = tree(view=View(words="radio"))
    assert text(title(seen(), tree(), 40, typing=False)) == "Desk 7 strips                   / filter"
    assert 'only "radio"  / filter' in text(title(seen(), filtered, 60, typing=False))
    assert "only: radio▏ Enter keeps, Esc ends it" in text(title(seen(), filtered, 80, typing=True))
    assert text(title(Seen(), tree(), 40, typing=False)) == "Desk"


def test_an_armed_track_is_loud() -> None:
    assert track_line(replace(BOOM, armed=True), "open", 80)[2].hue is Hue.ALARM


def test_every_kind_of_strip_can_be_drawn() -> None:
    for kind in Kind:
        assert text(track_line(replace(BOOM, kind=kind), "open", 80))


def test_a_bus_with_the_name_of_its_stem_and_all_of_its_tracks_is_no_row_of_its_own() -> None:
    bus = replace(DESK[6], number=9, name="DX", mute=True)
    found = tree(replace(PICTURE, tracks=(replace(BOOM, bus="DX"), bus)))
    assert [row.title if isinstance(row, Group) else row for row in found.rows] == ["DX", 1]
    assert isinstance(found.rows[0], Group)
    assert "the bus: ■ muted by you" in text(group_line(found, found.rows[0], 80))


def test_what_lies_below_is_counted_in_the_last_line() -> None:
    whole = tree()
    height = len(whole.rows) - 2
    cut = desk(whole, 0, 0, Place(0, 0, 80, height))
    assert text(cut[-1]).strip() == "↓ 3 more rows below"
    assert len(cut) == height
    end = desk(whole, 2, 2, Place(0, 0, 80, height))
    assert len(end) == height
    assert "below" not in text_of(end)


@given(row=st.integers(0, 99), top=st.integers(0, 99), count=st.integers(1, 100), height=st.integers(10, 60))
def test_the_cursor_is_never_on_the_line_that_counts_what_lies_below(
    row: int, top: int, count: int, height: int
) -> None:
    size = Size(80, height)
    row = min(row, count - 1)
    first = in_sight(Look(row=row, top=top), size, count)
    room = places(size)[Region.DESK].height
    assert first <= row < first + room - (count - first > room) or room < 2
