"""tracks.csv: a person's decisions, kept to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.desk import Kind, Strip
from bridge.model.errors import BadShow
from bridge.model.stems import SUBS, Evidence, Family, Flag, Role, Stem
from bridge.sheets.tracks import merge, new_sheet, read_tracks

MX = Stem(Family.MX, "score", confidence=0.95, evidence=(Evidence("name", "MX", "MX"),))
GUESS = Stem(Family.FX, "foley", confidence=0.5, evidence=(Evidence("name", "Steps", "FX/foley"),))


def strip(name: str, kind: Kind = Kind.AUDIO) -> Strip:
    return Strip(1, name, kind, 2, 2, mute=False, solo=False)


def complaints(text: str) -> list[str]:
    with pytest.raises(BadShow) as refused:
        read_tracks(text)
    return [str(problem).removeprefix("tracks.csv:") for problem in refused.value.problems]


def test_a_row_with_lock_is_a_lock_and_no_other() -> None:
    sheet = read_tracks(
        "name,stem,sub,role,flags,lock,by\nA,mx,Source,,temp alt,yes,Anna\nB,DX,,,,no,\nC,,,exempt,,X,\n"
    )
    assert set(sheet.locks) == {"A", "C"}
    evidence = (Evidence("lock", "tracks.csv line 2", "MX/source alt temp"),)
    flags = frozenset({Flag.TEMP, Flag.ALT})
    assert sheet.locks["A"] == Stem(Family.MX, "source", Role.CONTENT, flags, 1.0, evidence, locked=True)
    assert (sheet.locks["C"].family, sheet.locks["C"].role) == (None, Role.EXEMPT)


@pytest.mark.parametrize("word", ["yes", "Yes", "TRUE", "1", "x", "'TRUE", " yes "])
def test_yes_in_all_the_ways_that_spreadsheets_have(word: str) -> None:
    assert set(read_tracks(f"name,stem,lock\nA,MX,{word}").locks) == {"A"}


@pytest.mark.parametrize("word", ["no", "FALSE", "0", "", " "])
def test_no_in_all_the_ways_that_spreadsheets_have(word: str) -> None:
    assert read_tracks(f"name,stem,lock\nA,MX,{word}").locks == {}


def test_only_the_name_column_must_be_there() -> None:
    assert read_tracks("Name\nA\n").locks == {}
    assert complaints("Track,stem\nA,MX") == [
        '1: no column is called name; the columns are "track", "stem" (rename "track"? the first row names the columns)'
    ]
    assert complaints("") == ["1: no column is called name; the columns are none (the first row names the columns)"]
    assert complaints("name,stem,Stem\n") == ['1: two columns are called "stem" (rename one)']


def test_all_problems_come_at_once_with_their_lines() -> None:
    text = (
        "name,stem,sub,role,flags,lock\nA,music,,,,\nB,MX,hard,prnit,tmp alt,maybe\nA,MX,source\n,MX\na,b,c,d,e,f,g\n"
    )
    text += 'Q,,,,,yes\nZ,,solo\n"x\n'
    roles = "content, bus, print, mix, me, opt, guide, return, vca, tone, ref, exempt"
    assert complaints(text) == [
        '2: stem: "music" is no stem (did you mean MX? allowed: DX, FX, MX)',
        '3: stem: "hard" is no part of MX (hard belongs to FX; allowed: score, source, song, vocals, temp)',
        f'3: role is "prnit" (did you mean print? allowed: {roles})',
        '3: flags no. 1 is "tmp" (did you mean temp? allowed: temp, alt, intl, inactive)',
        '3: lock: "maybe" is neither yes nor no (allowed: yes, no, or nothing (which is no))',
        "5: name is empty",
        "6: 7 cells, but only 6 columns have a name (a name with a separator in it stands in quotation marks)",
        "7: the row is locked but says nothing (fill in stem or role, or leave lock empty)",
        '8: stem: "solo" stands without a stem (such as MX for source)',
        "9: a quotation mark is opened here and never closed (rows after it were not read)",
    ]


def test_a_track_has_one_row() -> None:
    assert complaints("name,stem\nA,MX\nB,MX\nA,DX\n") == ['4: "A" stands on line 2 already (keep one of the two rows)']
    assert len(read_tracks("name\nA\na\nA \n").tracks) == 3


def test_rows_that_a_spreadsheet_left_blank_are_kept_and_mean_nothing() -> None:
    text = "name;stem\r\n;\r\nA;MX\r\n\r\n;;;;\r\n"
    sheet = read_tracks(text)
    assert [track and track.name for track in sheet.tracks] == [None, "A", None, None]
    assert sheet.text() == text


def test_merging_adds_what_is_new_and_leaves_the_users_file_alone() -> None:
    text = (
        '\ufeffColour;Name;Stem;Lock;By;Note\r\nred;"A";FX;yes;Anna;"my; own"\r\n;B;;;;\r\nblue;C;DX;;stembridge;x\r\n'
    )
    merged = merge(read_tracks(text), [(strip("A"), MX), (strip("B"), MX), (strip("C"), MX), (strip("D;"), GUESS)])
    assert merged.text() == text.replace(";B;;;;", ";B;MX;;stembridge;name 'MX' says MX") + (
        ";\"D;\";;;stembridge;perhaps FX/foley (50%): name 'Steps' says FX/foley\r\n"
    )


def test_a_row_that_a_person_signed_is_not_filled_in() -> None:
    text = "name,stem,by\nA,,Anna\n"
    assert merge(read_tracks(text), [(strip("A"), MX)]).text() == text


def test_a_new_sheet_says_what_is_sure_and_only_guesses_in_the_note() -> None:
    mix = Stem(role=Role.PRINT, flags=frozenset({Flag.TEMP}), confidence=0.9)
    sheet = new_sheet([(strip("MX 1"), MX), (strip("Steps"), GUESS), (strip("PRINT"), mix)])
    assert sheet.text() == (
        "\ufeffname,stem,sub,role,flags,lock,by,note\r\n"
        "MX 1,MX,score,,,,stembridge,name 'MX' says MX\r\n"
        "Steps,,,,,,stembridge,perhaps FX/foley (50%): name 'Steps' says FX/foley\r\n"
        "PRINT,,,print,temp,,stembridge,\r\n"
    )
    assert sheet.locks == {}


def test_strips_that_belong_to_no_stem_get_no_row() -> None:
    kinds = {kind: kind.value for kind in Kind}
    sheet = new_sheet([(strip(name, kind), Stem()) for kind, name in kinds.items()] + [(strip(" "), Stem())])
    listed = {track.name for track in sheet.tracks if track is not None}
    assert listed == set(kinds.values()) - {"master", "monitor", "vca"}


def test_a_name_can_neither_run_as_a_formula_nor_lose_a_letter() -> None:
    names = ["=HYPERLINK(1)", "01", "MAY 1", "'=x", 'a"b', "x,y", "two\nlines", " blank ", "@a", "\ufeffb", "Küche"]
    sheet = new_sheet([(strip(name), MX) for name in names])
    read = read_tracks(sheet.text())
    assert [track and track.name for track in read.tracks] == names
    assert "\n'=HYPERLINK(1)," in sheet.text()


stems = st.builds(
    lambda kin, role, flags, sure: Stem(kin[0], kin[1], role, flags, sure),
    st.sampled_from([(family, sub) for family in Family for sub in ("", *SUBS[family])] + [(None, "")]),
    st.sampled_from(Role),
    st.frozensets(st.sampled_from(Flag)),
    st.sampled_from((0.5, 0.9)),
)
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6) | st.sampled_from(("A", "B", "C", "=A", "01"))
desks = st.dictionaries(names.filter(str.strip), stems, max_size=6).map(
    lambda desk: [(strip(name), stem) for name, stem in desk.items()]
)


@given(desks, desks)
def test_merging_never_touches_a_row_that_says_something(
    first: list[tuple[Strip, Stem]], then: list[tuple[Strip, Stem]]
) -> None:
    before = new_sheet(first)
    after = merge(before, then)
    said = {track.name: track.said for track in before.tracks if track is not None and not track.said.nothing}
    kept = {track.name: track.said for track in after.tracks if track is not None and track.name in said}
    assert kept == said
    listed = [track.name for track in after.tracks if track is not None]
    assert listed == list(dict.fromkeys(strip.name for strip, _ in first + then))


@given(desks)
def test_what_is_written_is_read_back_and_merging_it_again_changes_nothing(desk: list[tuple[Strip, Stem]]) -> None:
    sheet = new_sheet(desk)
    read = read_tracks(sheet.text())
    assert [track and (track.name, track.said) for track in read.tracks] == [
        track and (track.name, track.said) for track in sheet.tracks
    ]
    assert merge(read, desk).text() == sheet.text()


@given(st.text(st.sampled_from('name,;\t"\r\n MXyes/=\ufeff'), max_size=40).map("name,stem,lock\n".__add__))
def test_whatever_the_file_holds_it_is_kept_to_the_letter_or_refused(text: str) -> None:
    assert refused(text) or read_tracks(text).text() == text


def refused(text: str) -> bool:
    try:
        read_tracks(text)
    except BadShow as bad:
        return bool(bad.problems)
    return False
