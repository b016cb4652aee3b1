"""A person decides: the rows of a cue are locked and signed, and can be put back."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cues import Cue, Level, Origin, Place, Span, Status
from bridge.sheets.cuedecide import CUES, Which, decide
from bridge.sheets.cuemerge import merge, new_sheet
from bridge.sheets.cues import CueSheet, read_cues
from bridge.sheets.edits import Edit, NotDecided, restored

TEXT = (
    "mine;session;number;title;level;start;end;origin;lock;by;id\r\n"
    '" x ";r1;1m3;Radio;;01:00:00:00;01:00:10:00;;;stembridge;marker 7\r\n'
    '"y;";r1;1M3;;diegetic;01:00:10:00;01:00:20:00;licensed;;;\r\n'
    ";r2;1m3;;;01:00:10:00;01:00:20:00;;;;\r\n"
    ";r1;2m1;;;01:00:10:00;01:00:20:00;;;;range 9\r\n"
)
SHEET = read_cues(TEXT)
R1 = Which("1m3", session="R1")


def refusal(which: Which, changes: dict[str, str], sheet: CueSheet = SHEET) -> str:
    with pytest.raises(NotDecided) as refused:
        decide(sheet, which, changes, "Anna")
    return str(refused.value).removesuffix(". Nothing was changed.")


def test_all_rows_of_a_cue_are_set_locked_and_signed_and_nothing_else_is_touched() -> None:
    sheet, edits = decide(SHEET, R1, {"level": "NonDiegetic"}, "=Anna")
    lines = TEXT.splitlines(keepends=True)
    assert sheet.text().splitlines(keepends=True) == [
        lines[0],
        '" x ";r1;1m3;Radio;nondiegetic;01:00:00:00;01:00:10:00;;yes;\'=Anna;marker 7\r\n',
        '"y;";r1;1M3;;nondiegetic;01:00:10:00;01:00:20:00;licensed;yes;\'=Anna;\r\n',
        *lines[3:],
    ]
    assert [(span.level, span.locked, span.by) for span in sheet.spans[:2]] == [(Level.NONDIEGETIC, True, "=Anna")] * 2
    assert [(edit.line, edit.old["level"], edit.new["level"]) for edit in edits] == [
        (2, "", "nondiegetic"),
        (3, "diegetic", "nondiegetic"),
    ]


def test_one_row_is_decided_by_its_line_or_by_what_it_was_found_by() -> None:
    for which in (Which("1m3", line=2), Which(line=2), Which(id="marker 7"), Which("1M3", "r1", 2, "marker 7")):
        sheet, edits = decide(SHEET, which, {"level": "ambiguous"}, "Anna")
        assert [edit.line for edit in edits] == [2]
        assert [span.locked for span in sheet.spans] == [True, False, False, False]


def test_a_fact_of_the_whole_cue_is_changed_wherever_it_stands() -> None:
    sheet, edits = decide(SHEET, Which(line=2), {"origin": "library", "title": "Bar"}, "Anna")
    assert [span.cue for span in sheet.spans[:2]] == [Cue("1m3", "Bar", Origin.LIBRARY)] * 2
    assert [span.locked for span in sheet.spans[:2]] == [True, False]
    assert edits[1].old == {"origin": "licensed"}
    assert edits[1].new == {"origin": "library"}


def test_a_column_that_is_missing_is_added_without_touching_other_rows() -> None:
    text = 'number;start;end\n"1m1";0:0:1:0;0:0:2:0\n"1m2";0:0:1:0;0:0:2:0\n'
    sheet, edits = decide(read_cues(text), Which("1m2"), {"status": "temp"}, "Anna")
    assert sheet.text() == (
        'number;start;end;status;lock;by\n"1m1";0:0:1:0;0:0:2:0\n1m2;0:0:1:0;0:0:2:0;temp;yes;Anna\n'
    )
    assert sheet.spans[1].cue.status is Status.TEMP
    assert [span.locked for span in restored(CUES, sheet, edits).spans] == [False, False]


def test_deciding_the_same_again_changes_nothing() -> None:
    sheet, _ = decide(SHEET, R1, {"level": "diegetic"}, "Anna")
    again, edits = decide(sheet, R1, {"level": "diegetic"}, "Anna")
    assert (again.text(), edits) == (sheet.text(), ())


def test_what_was_found_can_be_decided_as_it_is_and_is_then_never_refreshed() -> None:
    found = Span(Cue("1m3"), Place(0), Place(10), Level.DIEGETIC, id="marker 1", confidence=0.9)
    sheet, _ = decide(new_sheet([found]), Which("1m3"), {}, "Anna")
    assert [(span.level, span.locked) for span in sheet.spans] == [(Level.DIEGETIC, True)]
    later = Span(Cue("1m3"), Place(5), Place(10), Level.NONDIEGETIC, id="marker 1", confidence=0.9)
    assert merge(sheet, [later]).text() == sheet.text()


def test_a_cue_that_is_not_there_comes_with_the_one_that_was_meant() -> None:
    assert refusal(Which("1m33"), {}) == 'cues.csv has no cue "1m33" (did you mean "1m3"?)'
    assert refusal(Which("2m1", "r2"), {}) == 'cues.csv has no cue "2m1" in session "r2"'
    assert refusal(Which("2m1", line=2), {}) == 'No row of cues.csv is meant by "2m1", line 2'
    assert refusal(Which(), {}) == "No row of cues.csv is meant by nothing"
    assert refusal(Which(session="r1"), {}) == 'No row of cues.csv is meant by session "r1"'


def test_a_number_in_two_sessions_is_two_cues() -> None:
    said = refusal(Which("1m3"), {})
    assert said == '"1m3" stands in 2 sessions: "r1", "r2". Nothing was changed. Name one'


def test_a_word_that_is_none_is_refused_with_the_list() -> None:
    assert refusal(R1, {"level": "score"}).startswith('level: "score" is no level (did you mean nondiegetic? allowed: ')
    assert refusal(R1, {"origin": "licenced"}).startswith('origin is "licenced" (did you mean licensed? allowed: ')
    assert refusal(R1, {"start": "01:00:00:00"}).startswith('"start" can\'t be decided')


def test_a_decision_that_would_make_the_file_wrong_is_refused() -> None:
    found = [Span(Cue("1m3"), Place(start), Place(start + 10), id=f"marker {start}") for start in (0, 5)]
    said = refusal(Which("1m3"), {"level": "diegetic"}, new_sheet(found))
    assert said.startswith("The decision would make the file wrong: cues.csv:3: it overlaps line 2 of the same cue (")


def test_an_undone_decision_leaves_the_cells_as_they_were() -> None:
    sheet, edits = decide(SHEET, R1, {"level": "ambiguous", "title": "=Bar", "origin": ""}, "Anna")
    back = restored(CUES, sheet, edits)
    assert [row.cells for row in back.table.rows] == [row.cells for row in SHEET.table.rows]
    assert back.rows == SHEET.rows


def test_edits_can_be_kept_as_json() -> None:
    sheet, edits = decide(SHEET, R1, {"level": "ambiguous"}, "Anna")
    kept = [Edit(**{**each, "row": tuple(each["row"])}) for each in json.loads(json.dumps([*map(asdict, edits)]))]
    assert restored(CUES, sheet, kept).rows == SHEET.rows


def test_a_row_is_found_again_where_lines_have_moved() -> None:
    sheet, edits = decide(SHEET, R1, {"level": "ambiguous"}, "Anna")
    head, _, rest = sheet.text().partition("\r\n")
    moved = read_cues(f"{head}\r\n;r1;9m9;;;02:00:00:00;02:00:10:00;;;;\r\n{rest}")
    assert [span.level for span in restored(CUES, moved, edits).spans[1:3]] == [Level.UNSET, Level.DIEGETIC]


def test_a_row_that_was_edited_since_is_not_put_back() -> None:
    sheet, edits = decide(SHEET, R1, {"level": "ambiguous"}, "Anna")
    edited = read_cues(sheet.text().replace("ambiguous;01:00:10:00", "nondiegetic;01:00:10:00"))
    with pytest.raises(NotDecided, match=r'"1M3" at 01:00:10:00 in "r1" is not in cues\.csv as that decision left it'):
        restored(CUES, edited, edits)


words = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from([*Level]).filter(lambda level: level is not Level.TRANSDIEGETIC),
        "origin": st.sampled_from([*Origin, ""]),
        "title": st.text(st.characters(codec="utf-8"), max_size=4) | st.just("two\nlines"),
        "note": st.text(st.characters(codec="utf-8"), max_size=4) | st.just("=a\r\nb"),
    },
)


@given(words, st.sampled_from((R1, Which(line=3), Which("2m1"), Which(line=4))))
def test_every_decision_can_be_undone(changes: dict[str, str], which: Which) -> None:
    sheet, edits = decide(SHEET, which, changes, "Anna")
    assert read_cues(sheet.text()).spans == sheet.spans
    assert restored(CUES, read_cues(sheet.text()), edits).rows == SHEET.rows
