"""What a decision changed, as a person reads it."""

from bridge.sheets.cuedecide import CUES
from bridge.sheets.edits import Edit
from bridge.sheets.told import changes, told
from bridge.sheets.trackdecide import TRACKS

ROW = ("r1", "1m3", "01:00:00:00", "", "", "", "marker 7")


def test_a_row_is_named_by_what_no_decision_changes() -> None:
    names = [
        CUES.named(row)
        for row in (
            ROW,
            ("", "'01", "", "", "480", "960", ""),
            ("", "", "01:00:00:00", "", "", "", "marker 7"),
            ("", "", "01:00:00:00", "", "", "", ""),
        )
    ]
    assert names == [
        '"1m3" at 01:00:00:00 in "r1"',
        '"01" at sample 480',
        '"marker 7" at 01:00:00:00',
        "the cue at 01:00:00:00",
    ]
    assert TRACKS.named(("'=MX \x1b",)) == '"=MX \\x1b"'


def test_cells_are_told_as_they_were_and_are_and_a_signature_is_not() -> None:
    old = {"level": "ambiguous", "title": "'=A", "by": "", "lock": ""}
    new = {"level": "", "title": "\x1b[2J", "by": "anna", "lock": "yes"}
    assert changes(old, new) == 'level is empty (was ambiguous); title is "\\x1b[2J" (was "=A")'


def test_words_of_fixed_lists_are_plain() -> None:
    assert changes({"stem": "MX", "sub": "score"}, {"stem": "DX", "sub": ""}) == (
        "stem is DX (was MX); sub is empty (was score)"
    )


def test_a_row_that_was_only_locked_says_so_and_a_lock_that_went_is_never_passed_over() -> None:
    assert changes({"lock": "", "by": "x"}, {"lock": "yes", "by": "anna"}) == "locked as it is"
    assert changes({"lock": "yes"}, {"lock": ""}) == "not locked any more"
    assert changes({"lock": "yes", "note": ""}, {"lock": "", "note": "a b"}) == (
        'note is "a b" (was empty); not locked any more'
    )


def test_who_signed_anew_locked_it_as_it_is() -> None:
    assert changes({"by": "ben"}, {"by": "anna"}) == "locked as it is"


def test_of_many_rows_the_first_are_spelt_out() -> None:
    lines = told(CUES, "Decided", [Edit(line, ROW, {"level": ""}, {"level": "diegetic"}) for line in range(20)])
    assert len(lines) == 9
    assert lines[-1] == "And 12 more rows."
