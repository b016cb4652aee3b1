"""Words for cues: levels, fixed lists, names of tracks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cues import Crossing, Level, Status
from bridge.sheets.cuewords import level_said, tracks_cell, tracks_said, word_said
from bridge.sheets.words import Slip

LEVELS = ", ".join(Level)


def slip(cell: str) -> tuple[str, str]:
    with pytest.raises(Slip) as refused:
        level_said(cell)
    return refused.value.what, refused.value.hint


@pytest.mark.parametrize("level", [level for level in Level if level is not Level.TRANSDIEGETIC])
def test_a_level_is_its_word_in_any_case(level: Level) -> None:
    assert level_said(level.upper()) == (level, None)


@pytest.mark.parametrize("cell", ["diegetic > nondiegetic", "Diegetic>Nondiegetic", "diegetic → nondiegetic"])
def test_a_crossing_names_both_sides(cell: str) -> None:
    assert level_said(cell) == (Level.TRANSDIEGETIC, Crossing(Level.DIEGETIC, Level.NONDIEGETIC))


@pytest.mark.parametrize("cell", ["diegetic > diegetic", "diegetic > unset", "diegetic > nondiegetic > ambiguous"])
def test_a_crossing_has_two_different_sides(cell: str) -> None:
    what, hint = slip(cell)
    assert what == f'"{cell}" is no crossing from one level to another'
    assert hint == "two different ones of diegetic, nondiegetic, metadiegetic, extrafictional, ambiguous"


def test_a_crossing_without_its_sides_is_asked_for_them() -> None:
    assert slip("transdiegetic") == (
        "it crosses, but between which levels?",
        "write both, such as diegetic > nondiegetic",
    )


@pytest.mark.parametrize(
    ("word", "meant"),
    [("source", "diegetic"), ("Score", "nondiegetic"), ("mind", "metadiegetic"), ("non-diegetic", "nondiegetic")],
)
def test_an_editors_word_is_a_hint_and_never_a_level(word: str, meant: str) -> None:
    assert slip(word) == (f'"{word}" is no level', f"did you mean {meant}? allowed: {LEVELS}")


def test_a_question_mark_is_asked_which_of_two_things_it_means() -> None:
    assert slip("??")[1] == "leave it empty while nobody has decided; ambiguous if it shall stay open"


def test_a_word_of_a_list_comes_with_the_list() -> None:
    assert word_said(Status, "status", "FINAL") is Status.FINAL
    with pytest.raises(Slip, match='status is "fnal"') as refused:
        word_said(Status, "status", "fnal")
    assert refused.value.hint.startswith("did you mean final? allowed: temp, demo, ")


hostile = st.text(st.sampled_from('|" a\n,;\u00a0'), max_size=6) | st.text(max_size=6)


@given(st.lists(hostile, max_size=4).map(tuple))
def test_names_of_tracks_come_back_whatever_they_hold(names: tuple[str, ...]) -> None:
    assert tracks_said(tracks_cell(names)) == names
    assert tracks_said(tracks_cell(names).strip()) == names


def test_ordinary_names_stand_as_they_are() -> None:
    assert tracks_cell(("Radio", '12" mix')) == 'Radio | 12" mix'
    assert tracks_said(' Radio|12" mix | ') == ("Radio", '12" mix')


def test_a_quotation_mark_that_is_never_closed_is_told() -> None:
    with pytest.raises(Slip, match="opened and not closed"):
        tracks_said('Radio | "A | B')


def test_a_hostile_cell_takes_no_time() -> None:
    with pytest.raises(Slip):
        tracks_said("|" * 100_000 + '"')
