"""A person decides: a track's row is locked and signed, not locked any more, and can be put back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.desk import Kind, Strip
from bridge.model.stems import SUBS, Evidence, Family, Flag, Role, Stem
from bridge.sheets.edits import Edit, NotDecided, restored
from bridge.sheets.trackdecide import TRACKS, decide, stands
from bridge.sheets.tracks import FoundTracks, TrackSheet, read_tracks

TEXT = (
    "Colour;Name;Stem;Sub;Role;Flags;Lock;By;Note\r\n"
    '" red ";"MX 1";MX;score;;;;stembridge;by name\r\n'
    'blue;"DX; Boom";DX;;print;temp;yes;ben;"said ""so"""\r\n'
    ";Steps;;;;;;stembridge;perhaps FX/foley (50%)\r\n"
    "green;FX by hand;FX;;;;;;\r\n"
)
SHEET = read_tracks(TEXT)
LINES = TEXT.splitlines(keepends=True)
MX = Stem(Family.MX, "score", confidence=0.95, evidence=(Evidence("name", "MX", "MX"),))
GUESS = Stem(Family.FX, "foley", confidence=0.5)
PRINT = Stem(Family.MX, role=Role.PRINT, flags=frozenset({Flag.TEMP}), confidence=0.9)


def found(**stems: Stem) -> FoundTracks:
    """A session with these tracks; `_` in a name stands for a blank."""
    names = {name.replace("_", " "): stem for name, stem in stems.items()}
    return [(Strip(n, name, Kind.AUDIO, 1, 2, False, False), stem) for n, (name, stem) in enumerate(names.items(), 1)]


def row(sheet: TrackSheet, line: int) -> str:
    return sheet.text().splitlines(keepends=True)[line - 1]


def refusal(name: str, changes: dict[str, str], session: FoundTracks = (), sheet: TrackSheet = SHEET) -> str:
    with pytest.raises(NotDecided) as refused:
        decide(sheet, name, changes, "anna", session)
    said = str(refused.value)
    assert "Nothing was changed" in said
    return said


# --- what is set is locked ----------------------------------------------------------------------------------------


def test_a_stem_is_written_locked_and_signed_and_nothing_else_is_touched() -> None:
    sheet, edits = decide(SHEET, "MX 1", {"stem": "mx/Source"}, "=anna")
    assert row(sheet, 2) == " red ;MX 1;MX;source;;;yes;'=anna;by name\r\n".replace(" red ", '" red "')
    assert sheet.text().splitlines(keepends=True) == [LINES[0], row(sheet, 2), *LINES[2:]]
    assert [(edit.line, edit.row, edit.old["sub"], edit.new["sub"]) for edit in edits] == [
        (2, ("MX 1",), "score", "source")
    ]
    lock = sheet.locks["MX 1"]
    assert (lock.family, lock.sub, lock.role, lock.locked) == (Family.MX, "source", Role.CONTENT, True)


@pytest.mark.parametrize(
    ("changes", "cells"),
    [
        ({"stem": "DX"}, "DX;;print;temp;yes;anna"),
        ({"role": "Guide"}, "DX;;guide;temp;yes;anna"),
        ({"role": ""}, "DX;;;temp;yes;anna"),
        ({"flags": "intl, alt"}, "DX;;print;alt intl;yes;anna"),
        ({"flags": ""}, "DX;;print;;yes;anna"),
        ({"stem": ""}, ";;print;temp;yes;anna"),
    ],
)
def test_of_a_locked_row_only_what_is_said_changes(changes: dict[str, str], cells: str) -> None:
    sheet, _ = decide(SHEET, "DX; Boom", changes, "anna")
    assert row(sheet, 3) == f'blue;"DX; Boom";{cells};"said ""so"""\r\n'


def test_a_note_alone_locks_nothing_and_keeps_a_lock() -> None:
    noted, _ = decide(SHEET, "Steps", {"note": "ask ben; \nsoon"}, "anna")
    assert "Steps" not in noted.locks
    assert row(noted, 4) + row(noted, 5) == ';Steps;;;;;;anna;"ask ben; \nsoon"\r\n'
    sheet, _ = decide(SHEET, "DX; Boom", {"note": "=1"}, "anna")
    assert sheet.locks.keys() == SHEET.locks.keys()
    assert row(sheet, 3).endswith(";yes;anna;'=1\r\n")


def test_unlocking_leaves_the_row_and_says_that_the_bridge_finds_out_anew() -> None:
    sheet, _ = decide(SHEET, "DX; Boom", {"lock": "no"}, "anna")
    assert row(sheet, 3) == 'blue;"DX; Boom";DX;;print;temp;;anna;"said ""so"""\r\n'
    assert sheet.locks == {}
    assert stands(sheet, "DX; Boom") == 'It is not locked: what "DX; Boom" is, is found by the bridge.'


def test_the_same_again_changes_nothing_nor_does_unlocking_what_is_not_locked() -> None:
    sheet, _ = decide(SHEET, "MX 1", {"stem": "MX/source"}, "anna")
    again, edits = decide(sheet, "MX 1", {"stem": "MX/source", "lock": "x"}, "anna")
    assert (again.text(), edits) == (sheet.text(), ())
    assert decide(SHEET, "MX 1", {"lock": ""}, "anna") == (SHEET, ())
    assert decide(SHEET, "New", {"lock": ""}, "anna", found(New=MX)) == (SHEET, ())


def test_columns_that_are_missing_are_added_without_touching_other_rows() -> None:
    sheet, _ = decide(read_tracks('name\n"a"\nb'), "b", {"stem": "FX/bg"}, "anna")
    assert sheet.text() == 'name,stem,sub,lock,by\n"a"\nb,FX,bg,yes,anna\n'


# --- what a lock holds that was not said ----------------------------------------------------------------------------


def test_a_lock_holds_what_the_track_was_found_to_be() -> None:
    sheet, edits = decide(SHEET, "Steps", {"lock": "yes"}, "anna", found(Steps=PRINT))
    assert row(sheet, 4).startswith(";Steps;MX;;print;temp;yes;anna;")
    assert stands(sheet, "Steps") == '"Steps" is MX print temp now, and nothing automatic changes that.'
    assert [edit.new for edit in edits] == [
        {"stem": "MX", "role": "print", "flags": "temp", "lock": "yes", "by": "anna"},
    ]
    assert restored(TRACKS, sheet, edits).table.rows[2].cells == SHEET.table.rows[2].cells
    sheet, _ = decide(SHEET, "MX 1", {"lock": "yes"}, "anna", found(MX_1=MX))
    assert sheet.locks["MX 1"].sub == "score"


def test_what_is_set_beside_it_keeps_what_was_found() -> None:
    sheet, _ = decide(SHEET, "New", {"flags": "alt"}, "anna", found(New=PRINT))
    assert row(sheet, 6) == ";New;MX;;print;alt;yes;anna;\r\n"


def test_without_a_bridge_a_lock_holds_what_the_row_says() -> None:
    sheet, _ = decide(SHEET, "FX by hand", {"lock": "yes"}, "anna")
    assert sheet.locks["FX by hand"].family is Family.FX


def test_an_edit_by_hand_that_is_not_locked_is_neither_locked_unseen_nor_overwritten() -> None:
    for stem, finds in ((MX, "MX/score"), (GUESS, "none")):
        said = refusal("FX by hand", {"lock": "yes"}, found(FX_by_hand=stem))
        assert f'says stem FX of "FX by hand", which is not locked, and the bridge finds {finds}.' in said
        assert said.endswith("Say its stem too")
    sheet, _ = decide(SHEET, "FX by hand", {"stem": "FX"}, "anna", found(FX_by_hand=MX))
    assert sheet.locks["FX by hand"].family is Family.FX


def test_content_is_what_goes_without_saying() -> None:
    sheet, _ = decide(
        read_tracks("name,stem,role\nA,MX,content\n"), "A", {"lock": "yes"}, "anna", found(A=replace(MX, sub=""))
    )
    assert sheet.locks["A"].role is Role.CONTENT


def test_where_the_bridge_still_has_an_older_lock_the_row_counts() -> None:
    sheet, _ = decide(SHEET, "FX by hand", {"lock": "yes"}, "anna", found(FX_by_hand=replace(MX, locked=True)))
    assert sheet.locks["FX by hand"].family is Family.FX


def test_nothing_known_is_nothing_to_lock() -> None:
    for session in ((), found(Steps=GUESS), found(Steps=Stem())):
        assert refusal("Steps", {"lock": "yes"}, session).startswith('Nobody knows yet what "Steps" is')
    assert refusal("MX 1", {"stem": ""}).endswith("Say its stem")


# --- rows -----------------------------------------------------------------------------------------------------------


def test_a_track_without_a_row_gets_one_with_what_was_found() -> None:
    sheet, edits = decide(SHEET, "Río 1", {"stem": "FX/bg"}, "anna", found(Other=MX, Río_1=GUESS))
    assert sheet.text() == TEXT + ";Río 1;FX;bg;;;yes;anna;perhaps FX/foley (50%)\r\n"
    assert restored(TRACKS, sheet, edits).text() == TEXT + ";Río 1;;;;;;stembridge;perhaps FX/foley (50%)\r\n"


def test_a_row_that_says_nothing_is_blank_again_when_its_lock_is_taken_back() -> None:
    text = "name\r\nSteps\r\n"
    sheet, edits = decide(read_tracks(text), "Steps", {"lock": "yes"}, "anna", found(Steps=PRINT))
    assert sheet.text() == "name,stem,role,flags,lock,by\r\nSteps,MX,print,temp,yes,anna\r\n"
    assert restored(TRACKS, sheet, edits).text().replace(",", "") == "namestemroleflagslockby\r\nSteps\r\n"


def test_a_new_row_holds_all_that_was_found_in_a_table_that_lacks_the_columns() -> None:
    sheet, _ = decide(read_tracks("name\nA\n"), "B", {"lock": "yes"}, "anna", found(B=MX))
    assert sheet.text() == "name,stem,sub,by,note,lock\nA\nB,MX,score,anna,name 'MX' says MX,yes\n"


def test_names_are_exact_and_an_unknown_one_comes_with_the_one_that_was_meant() -> None:
    assert 'no track "mx 1" (did you mean "MX 1"?)' in refusal("mx 1", {"stem": "MX"})
    assert 'no track "MX 1 " (did you mean "MX 1"?)' in refusal("MX 1 ", {"stem": "MX"})
    assert '(did you mean "ADR 1"?)' in refusal("ADR1", {"stem": "DX"}, found(ADR_1=MX))
    assert refusal("\x1b[2J", {"stem": "MX"}) == 'There is no track "\\x1b[2J". Nothing was changed.'
    master = [(Strip(1, "Master", Kind.MASTER, 2, 2, False, False), Stem())]
    assert refusal("Master", {"stem": "MX"}, master).startswith('"Master" is a master: it belongs to no stem')


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stem": "music"}, 'stem: "music" is no stem (did you mean MX?'),
        ({"stem": "MX/sorce"}, "did you mean source?"),
        ({"stem": "MX/foley"}, "foley belongs to FX"),
        ({"role": "prnit", "flags": "tmp"}, "did you mean print?"),
        ({"flags": "tmp"}, "did you mean temp?"),
        ({"lock": "perhaps"}, '"perhaps" is neither yes nor no'),
        ({"name": "MX 2"}, '"name" can\'t be decided'),
        ({"sub": "score"}, '"sub" can\'t be decided'),
        ({"stem": "MX", "lock": "no"}, "not locked decide nothing"),
    ],
)
def test_a_word_that_is_none_is_refused_with_the_one_that_was_meant(changes: dict[str, str], said: str) -> None:
    assert said in refusal("MX 1", changes)


# --- laws -----------------------------------------------------------------------------------------------------------

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=5).filter(str.strip)
stem_words = st.sampled_from(["", *Family, *(f"{family}/{sub}" for family in Family for sub in SUBS[family])])
some_changes = st.fixed_dictionaries(
    {},
    optional={
        "stem": stem_words,
        "role": st.sampled_from(["", *Role]),
        "flags": st.sets(st.sampled_from(Flag)).map(" ".join),
        "lock": st.sampled_from(["yes", "no"]),
        "note": st.text(st.characters(codec="utf-8"), max_size=4),
    },
).filter(bool)
sessions = st.dictionaries(names, st.sampled_from([MX, GUESS, PRINT, Stem()]), min_size=1, max_size=4)


@given(sessions, st.sampled_from(["MX 1", "DX; Boom", "Steps", "FX by hand", ""]), some_changes)
def test_every_decision_is_in_the_text_touches_one_row_and_can_be_undone_and_done_again(
    session: dict[str, Stem], name: str, changes: dict[str, str]
) -> None:
    tracks = [(Strip(1, one, Kind.AUDIO, 1, 2, False, False), stem) for one, stem in session.items()]
    name = name or next(iter(session))
    try:
        sheet, edits = decide(SHEET, name, changes, "anna", tracks)
    except NotDecided:
        return
    touched = {track.line: track.name for track in SHEET.tracks if track is not None}
    assert all(
        sheet.table.rows[place].text == before.text
        for place, before in enumerate(SHEET.table.rows)
        if touched[before.line] != name
    )
    assert read_tracks(sheet.text()).locks == sheet.locks
    back = restored(TRACKS, read_tracks(sheet.text()), edits)
    assert {n: stem for n, stem in back.locks.items() if n in SHEET.locks} == SHEET.locks
    there = [Edit(edit.line, edit.row, edit.new, edit.old) for edit in edits]
    assert restored(TRACKS, back, there).text() == sheet.text()
