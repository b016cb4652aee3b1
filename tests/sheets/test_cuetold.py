from bridge.sheets.cuedecide import Edit
from bridge.sheets.cuetold import changes, name_of, told

ROW = ("r1", "1m3", "01:00:00:00", "", "", "", "marker 7")


def test_a_row_is_named_by_what_no_decision_changes() -> None:
    names = [
        name_of(Edit(1, row, {}, {}))
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


def test_cells_are_told_as_they_were_and_are_and_a_signature_is_not() -> None:
    old = {"level": "ambiguous", "title": "'=A", "by": "", "lock": ""}
    new = {"level": "", "title": "\x1b[2J", "by": "anna", "lock": "yes"}
    assert changes(old, new) == 'level is empty (was ambiguous); title is "\\x1b[2J" (was "=A")'


def test_a_row_that_was_only_confirmed_says_so() -> None:
    assert changes({"lock": "", "by": "x"}, {"lock": "yes", "by": "anna"}) == "confirmed as it is"
    assert changes({"lock": "yes"}, {"lock": ""}) == "not confirmed any more"


def test_of_many_rows_the_first_are_spelt_out() -> None:
    lines = told("Decided", [Edit(line, ROW, {"level": ""}, {"level": "diegetic"}) for line in range(20)])
    assert len(lines) == 9
    assert lines[-1] == "And 12 more rows."
