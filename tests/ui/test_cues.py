"""The list of cues as a picture, and the levels."""

from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from bridge.model.cuelist import ListedCue, Listing
from bridge.model.cues import Level
from bridge.ui.cues import cues, one_cue
from bridge.ui.levels import SHORT, STYLES, SYMBOLS, level_label, level_words
from bridge.ui.past import Past

RADIO = ListedCue(
    "1m3",
    "Radio in the bar",
    Level.DIEGETIC,
    line=12,
    start=0,
    end=480000,
    start_label="01:00:00:00",
    end_label="01:00:10:00",
    tracks=("Radio", "MX 1"),
    locked=True,
    origin="licensed",
    status="temp",
    why="anna decided",
    facts={"me": "optional"},
)
OPEN = replace(RADIO, number="2m1", level=Level.UNSET, guess="nondiegetic", locked=False, why="marker 'SCO?' says …")
FOUND = Listing((RADIO, OPEN), "cues.csv", "reel 1", 1)


def shown(picture: RenderableType, width: int = 120) -> str:
    console = Console(width=width, file=StringIO(), color_system=None, _environ={})
    with console.capture() as capture:
        console.print(picture)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_a_cue_says_where_it_lies_who_hears_it_on_what_and_why() -> None:
    lines = shown(cues(FOUND.cues, FOUND)).splitlines()
    cells = [cell.strip() for cell in lines[1].split("  ") if cell]
    assert cells == ["1m3", "Radio in the bar", "01:00:00:00", "● diegetic", "Radio | MX 1"]
    assert lines[2].split() == ["01:00:10:00", "licensed,", "temp,", "me", "optional"]
    assert lines[3].split() == ["anna", "decided"]


def test_the_list_gives_one_reason_for_the_level_and_none_that_only_repeats_the_number() -> None:
    cue = replace(RADIO, locked=False, why="marker 'x' says cue 1m3; a says b; radio says diegetic")
    assert "radio says diegetic; …" in shown(cues([cue], FOUND))
    assert "a says b; …" in shown(cues([replace(cue, level=Level.UNSET)], FOUND))
    assert "marker" not in shown(cues([cue], FOUND))
    assert "marker 'x' says cue 1m3" in shown(cues([replace(cue, why="marker 'x' says cue 1m3")], FOUND))


def test_a_guess_is_no_level() -> None:
    assert "? unset, perhaps" in shown(cues([OPEN], FOUND))


def test_the_summary_counts_the_levels_and_says_of_how_many() -> None:
    assert shown(cues(FOUND.cues, FOUND)).splitlines()[-1] == "2 cues from cues.csv: 1 diegetic, 1 unset."
    assert shown(cues([OPEN], FOUND)).splitlines()[-1] == "1 of 2 cues from cues.csv: 1 unset."
    assert shown(cues([], Listing())) == "0 cues."


def test_disputes_and_what_can_t_be_placed_are_named_and_there_is_an_end_to_it() -> None:
    found = replace(FOUND, disputed=('"MX 1" is claimed by 1m3 and 1m4.',), troubles=tuple(map(str, range(100, 120))))
    lines = shown(cues([], found)).splitlines()
    assert lines[1] == '"MX 1" is claimed by 1m3 and 1m4.'
    assert lines[-2:] == ["107", "… and 12 more like that."]


def test_sessions_stand_under_their_names() -> None:
    rows = [replace(RADIO, session="r1"), replace(RADIO, session="r2")]
    text = shown(cues(rows, FOUND))
    assert text.index("session r1") < text.index("1m3") < text.index("session r2")


@pytest.mark.parametrize(
    ("cue", "name"),
    [
        (RADIO, "1m3"),
        (replace(RADIO, number="", id="marker 7"), "marker 7"),
        (replace(RADIO, number=""), "line 12"),
        (replace(RADIO, number="", line=None), "no number"),
    ],
)
def test_a_cue_is_called_what_the_command_line_takes(cue: ListedCue, name: str) -> None:
    assert name in shown(cues([cue], FOUND)).splitlines()[1]


def test_without_timecode_samples_are_told() -> None:
    text = shown(cues([replace(RADIO, start_label="", end_label="")], FOUND))
    assert "sample 0" in text
    assert "sample 480000" in text


def test_it_fits_eighty_columns() -> None:
    long = replace(
        RADIO,
        number="101_2M07",
        title="x" * 99,
        level=Level.TRANSDIEGETIC,
        crossing="metadiegetic > extrafictional",
        why="y" * 300,
        tracks=("z" * 90,),
    )
    lines = shown(cues([long], FOUND), 80).splitlines()
    assert max(map(len, lines)) <= 80
    assert {"01:00:00:00", "01:00:10:00"} <= {word for line in lines for word in line.split()}


def test_one_cue_shows_all_that_is_known_and_what_was_decided_before() -> None:
    past = [Past(940.0, "anna", "level is diegetic (was empty)", stands=True), Past(0.0, "ben", "x", stands=False)]
    text = shown(one_cue([RADIO, OPEN], past, 1000.0))
    for words in ("line 12 of cues.csv", "● diegetic", "? unset, perhaps nondiegetic", "me            optional"):
        assert words in text
    assert "60 s ago  anna: level is diegetic (was empty)\n" in text
    assert "16 min ago  ben: x (taken back)" in text


hostile = st.text(
    st.sampled_from([chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x202E, 0x2066)] + list("[]a b")),
    min_size=1,
    max_size=12,
)


@given(hostile)
def test_no_name_steers_the_terminal(name: str) -> None:
    cue = ListedCue(
        name,
        name,
        Level.TRANSDIEGETIC,
        session=name,
        id=name,
        start_label=name,
        end_label=name,
        crossing=name,
        guess=name,
        tracks=(name,),
        origin=name,
        status=name,
        why=name,
        facts={name: name},
    )
    found = Listing((cue,), name, name, 1, (name,), (name,))
    text = shown(cues([cue], found)) + shown(one_cue([cue], [Past(1.0, name, name, stands=True)], 2.0))
    text += shown(level_label(Level.UNSET, name, name))
    assert all(character.isprintable() or character == "\n" for character in text)


# --- levels -----------------------------------------------------------------------------------------------------


def test_each_level_has_a_symbol_and_a_label_of_its_own() -> None:
    for table in (SYMBOLS, SHORT):
        assert set(table) == set(Level)
        assert len(set(table.values())) == len(Level)


def test_open_and_undecided_never_share_a_colour_a_symbol_or_a_label() -> None:
    for table in (SYMBOLS, SHORT, STYLES):
        assert table[Level.AMBIGUOUS] != table[Level.UNSET]
    assert list(STYLES.values()).count(STYLES[Level.UNSET]) == 1
    assert list(STYLES.values()).count(STYLES[Level.AMBIGUOUS]) == 1


@pytest.mark.parametrize("level", Level)
def test_a_level_is_never_told_by_its_colour_alone(level: Level) -> None:
    crossing = "diegetic > nondiegetic" if level is Level.TRANSDIEGETIC else ""
    assert (crossing or level.value) in level_words(level, crossing).plain
    assert SHORT[level] in level_label(level, crossing).plain
    assert SYMBOLS[level] in level_label(level, crossing).plain


def test_a_label_has_room_for_a_guess_and_for_a_crossing() -> None:
    assert level_label(Level.UNSET, guess="diegetic").plain == "? unset (SRC?)"
    assert level_label(Level.UNSET, guess="diegetic > nondiegetic").plain == "? unset (SRC > NON?)"
    assert level_label(Level.AMBIGUOUS).plain == "◇ AMB ambiguous"
