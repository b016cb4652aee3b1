"""What sounds: live cues and the next ones, with who hears them, how long, and how far."""

from dataclasses import replace

import pytest

from bridge.model.cues import Level
from bridge.model.snapshot import CuesView, CueView, Snapshot
from bridge.model.transport import Transport
from bridge.ui.screen.lines import Line as LineOf
from bridge.ui.screen.lines import text_of
from bridge.ui.screen.seen import Line, Seen
from bridge.ui.screen.sounds import LEVELS, bar, level, sounds
from bridge.ui.screen.tree import Tree
from tests.ui.screen.scenes import BY_MIDI, CUES, PICTURE, PREVIEWED, RATE, seen


def drawn(seen: Seen, width: int = 80, chosen: int | None = None) -> list[LineOf]:
    tree = Tree()
    tree.follow(seen.snapshot)
    return sounds(seen, tree, width, chosen)


def shown(seen: Seen, width: int = 80) -> list[str]:
    return text_of(drawn(seen, width)).splitlines()


def test_a_live_cue_says_who_hears_it_which_it_is_how_long_how_far_and_why() -> None:
    assert shown(seen())[1:3] == [
        " ● SRC diegetic       1m1 Radio in the kitchen         ends in 10 s ██████░░░░░░",
        "   locked: lock by anna                                  01:00:00:00–01:00:20:00",
    ]


def test_what_nobody_has_decided_stands_in_plain_sight() -> None:
    assert shown(seen())[0].endswith("9 cues  ? 2 of them undecided")
    assert shown(seen())[3].startswith(" ? undecided (nond…?) 1m2 Strings")
    assert shown(seen())[4].strip().startswith("nobody says why")


def test_where_all_is_decided_that_is_said_too() -> None:
    decided = replace(PICTURE, cues=replace(CUES, undecided=0))
    assert shown(seen(decided))[0].endswith("9 cues  all decided")


def test_the_next_cue_counts_down_to_its_beginning_and_a_crossing_says_from_where_to_where() -> None:
    assert shown(seen())[5] == " ⇄ X SRC > NON        1m3 Song" + " " * 43 + "in 20 s"


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (replace(PICTURE, transport=Transport()), "not known: no position was told yet"),
        (replace(PICTURE, cues=CuesView(total=3)), "no cue here"),
        (replace(PICTURE, cues=CuesView()), "no cues are known: stembridge init reads the session's file"),
    ],
)
def test_where_nothing_sounds_it_is_said_why(picture: Snapshot, words: str) -> None:
    nothing = replace(picture, cues=replace(picture.cues, live=()))
    assert shown(seen(nothing))[1].strip() == words


def test_without_a_position_no_time_is_made_up() -> None:
    text = "\n".join(shown(seen(replace(PICTURE, transport=Transport()))))
    assert "ends in" not in text
    assert "█" not in text


def test_every_level_has_a_sign_and_words_of_its_own() -> None:
    cue = CueView("1", "", Level.UNSET, 0, RATE)
    texts = {level(replace(cue, level=one)).text.strip() for one in Level}
    assert len(texts) == len(Level)
    assert len({text[0] for text in texts}) == len(Level)
    assert {level(replace(cue, level=one)).hue for one in Level} == set(LEVELS.values())


def test_the_cue_under_the_cursor_is_marked_in_text() -> None:
    lines = text_of(drawn(seen(), 80, 1)).splitlines()
    assert [line[:1] for line in lines] == ["W", " ", " ", "›", " ", " "]
    assert [all(piece.chosen for piece in line) for line in drawn(seen(), 80, 1)] == [place == 3 for place in range(6)]


def test_each_cue_can_be_clicked() -> None:
    places = [{piece.does for piece in line if piece.text.strip() not in {"", "›"}} for line in drawn(seen(), 80, 0)]
    assert places == [{""}, {"cue:0"}, {""}, {"cue:1"}, {""}, {"cue:2"}]


@pytest.mark.parametrize(("part", "text"), [(-1.0, "░░░░"), (0.26, "█░░░"), (9.0, "████")])
def test_the_bar_never_leaves_its_cells(part: float, text: str) -> None:
    assert bar(part, 4) == text


def test_a_cue_of_no_length_ends_nowhere_and_divides_by_nothing() -> None:
    point = replace(CUES.live[0], start=10 * RATE, end=10 * RATE)
    assert "ends in 0 s" in shown(seen(replace(PICTURE, cues=replace(CUES, live=(point,)))))[1]


def test_a_live_cue_says_whether_its_tracks_can_be_heard() -> None:
    named = replace(CUES.live[0], tracks=("MX Score", "FX Door", "DX Boom", "nowhere"))
    lines = shown(seen(replace(PREVIEWED, cues=replace(CUES, live=(named,)))), 120)
    assert "■ muted by us MX Score, FX Door" in lines[2] or "■ muted by us FX Door, MX Score" in lines[2]
    assert "♪ heard DX Boom" in lines[2]
    assert "nowhere" not in lines[2]


def test_a_stale_screen_counts_nothing_down() -> None:
    lines = shown(seen(line=Line.STILL))
    assert lines[0].startswith("What sounded when last heard")
    assert "ends in" not in "".join(lines)


def test_a_daw_that_is_followed_by_midi_alone_has_its_live_cues_and_the_countdown() -> None:
    tree = Tree()
    tree.follow(BY_MIDI)
    shown = text_of(sounds(seen(BY_MIDI), tree, 80, None))
    assert "1m1 Radio" in shown
    assert "in 20 s" in shown
    nothing = replace(BY_MIDI, cues=CuesView())
    assert "no cues are known: write them into cues.csv" in text_of(sounds(seen(nothing), tree, 80, None))
