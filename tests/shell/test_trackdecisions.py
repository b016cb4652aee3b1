"""Decisions about tracks: in the same history as those about cues, with the same care for the user's file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.model.desk import Kind, Strip
from bridge.model.errors import BadShow
from bridge.model.stems import Evidence, Family, Stem
from bridge.sheets.cuemeant import Meant
from bridge.sheets.edits import NotDecided
from bridge.sheets.trackdecide import MeantTrack
from bridge.sheets.tracks import read_tracks
from bridge.shell import decisions as rooms
from bridge.shell.decisions import Author, Decide, Order, Redo, Undo, carry_out
from bridge.shell.drafts import Found
from bridge.shell.history import decisions
from bridge.shell.places import history_path
from bridge.shell.showfolder import swap_file

TRACKS = (
    'Mine,name,stem,sub,role,flags,lock,by,note\r\n" a ",MX 1,MX,score,,,,stembridge,by name\r\n,DX Boom,DX,,,,,,\r\n'
)
CUES = "number,title,level,start,end,lock,by\r\n1m3,Radio,,01:00:20:00,01:00:30:00,,\r\n"
SOURCE = Decide(MeantTrack("MX 1"), {"stem": "MX/source"})
RADIO = Decide(Meant("1m3"), {"level": "diegetic"})
FOUND = Found(
    tracks=tuple(
        (Strip(number, name, kind, 1, 2, False, False), Stem(family, confidence=0.9, evidence=why))
        for number, (name, kind, family, why) in enumerate(
            (
                ("MX 1", Kind.AUDIO, Family.MX, ()),
                ("Río; \x1b[2J", Kind.AUDIO, Family.FX, (Evidence("name", "\x1b", "FX"),)),
                ("=cmd|' /c'!A1", Kind.BUS, None, ()),
                ("Master", Kind.MASTER, None, ()),
            ),
            1,
        )
    )
)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """A show with two tracks and a cue."""
    for name in ("show", "state"):
        (tmp_path / name).mkdir()
    author = Author(tmp_path / "show", tmp_path / "state", "anna")
    write(author, TRACKS)
    write(author, CUES, "cues.csv")
    return author


def write(author: Author, text: str, file: str = "tracks.csv") -> None:
    (author.show / file).write_bytes(text.encode())


def read(author: Author, file: str = "tracks.csv") -> str:
    return (author.show / file).read_bytes().decode()


def recorded(author: Author) -> list[tuple[str, bool]]:
    """The decisions in the history, the newest first: the file of each, and whether the file says it."""
    return [(one.file, one.done) for one in decisions(history_path(author.state), author.show, 100)]


# --- deciding ---------------------------------------------------------------------------------------------------


def test_a_decision_says_what_changed_what_holds_now_and_how_to_take_it_back(author: Author) -> None:
    assert carry_out(author, SOURCE) == (
        'Decided: "MX 1": sub is source (was score).',
        '"MX 1" is MX/source now, and nothing automatic changes that.',
        "Take it back with: stembridge undo",
    )
    lines = TRACKS.splitlines(keepends=True)
    assert read(author).splitlines(keepends=True) == [
        lines[0],
        '" a ",MX 1,MX,source,,,yes,anna,by name\r\n',
        lines[2],
    ]
    assert read(author, "cues.csv") == CUES
    assert recorded(author) == [("tracks.csv", True)]


def test_a_lock_is_taken_off_and_put_on(author: Author) -> None:
    lock, unlock = (Decide(MeantTrack("MX 1"), {"lock": word}) for word in ("yes", "no"))
    assert carry_out(author, lock)[0] == 'Decided: "MX 1": locked as it is.'
    assert read_tracks(read(author)).locks.keys() == {"MX 1"}
    assert carry_out(author, unlock)[:2] == (
        'Decided: "MX 1": not locked any more.',
        'It is not locked: what "MX 1" is, is found by the bridge.',
    )
    assert carry_out(author, unlock) == ("tracks.csv says so already. Nothing was changed.",)
    carry_out(author, Undo())
    assert read_tracks(read(author)).locks.keys() == {"MX 1"}


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (Decide(MeantTrack("MX1"), {"stem": "MX"}), r'did you mean "MX 1"\?'),
        (Decide(MeantTrack("mx 1"), {"stem": "MX"}), r'did you mean "MX 1"\?'),
        (Decide(MeantTrack("1m3"), {"stem": "MX"}), 'There is no track "1m3"'),
        (Decide(MeantTrack("\x1b[2J"), {"stem": "MX"}), r'no track "\\x1b\[2J"'),
        (Decide(MeantTrack("MX 1"), {"stem": "music"}), r"did you mean MX\?"),
        (Decide(MeantTrack("MX 1"), {"level": "diegetic"}), "can't be decided"),
        (Decide(MeantTrack("MX 1"), {"note": "\x1b[2J"}), "nobody can see"),
        (Decide(MeantTrack("MX 1"), {"note": "\ud800"}), "nobody can see"),
        (Undo(), "No decision"),
        (Redo(), "Nothing was taken back"),
    ],
)
def test_what_can_t_be_decided_is_refused_in_a_sentence_and_nothing_is_changed(
    author: Author, order: Order, sentence: str
) -> None:
    with pytest.raises(NotDecided, match=sentence) as refused:
        carry_out(author, order)
    assert "Nothing was changed" in str(refused.value)
    assert "\x1b" not in str(refused.value)
    assert (read(author), recorded(author)) == (TRACKS, [])


def test_a_broken_file_is_refused_with_its_problems_and_the_other_can_still_be_decided_in(author: Author) -> None:
    broken = TRACKS.replace("DX,", "dialog,")
    write(author, broken)
    with pytest.raises(BadShow, match=r"tracks\.csv:3: stem"):
        carry_out(author, SOURCE)
    carry_out(author, RADIO)
    assert (read(author), recorded(author)) == (broken, [("cues.csv", True)])


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (OSError(30, "Read-only file system"), "Read-only"),
        (PermissionError(13, "it is read-only"), "it is"),
    ],
)
def test_where_the_file_can_t_be_written_nothing_is_decided(
    author: Author, monkeypatch: pytest.MonkeyPatch, trouble: OSError, sentence: str
) -> None:
    def refused(*_: object) -> bool:
        raise trouble

    monkeypatch.setattr(rooms, "swap_file", refused)
    with pytest.raises(NotDecided, match=f"tracks.csv can't be written: {sentence}.*Nothing was changed"):
        carry_out(author, SOURCE)
    assert (read(author), recorded(author)) == (TRACKS, [])


# --- the first rows ---------------------------------------------------------------------------------------------


def test_without_a_file_the_tracks_of_the_session_become_its_rows_first(author: Author) -> None:
    (author.show / "tracks.csv").unlink()
    lines = carry_out(author, Decide(MeantTrack("=cmd|' /c'!A1"), {"stem": "FX"}), FOUND)
    assert lines[0] == "tracks.csv was begun with the 3 tracks of the session."
    rows = [(track.name, track.lock, track.by) for track in read_tracks(read(author)).tracks if track is not None]
    assert rows == [
        ("MX 1", False, "stembridge"),
        ("Río; \x1b[2J", False, "stembridge"),
        ("=cmd|' /c'!A1", True, "anna"),
    ]
    assert "\r\n'=cmd" in read(author)
    carry_out(author, Undo())
    assert read_tracks(read(author)).locks == {}


def test_a_file_with_a_header_alone_gets_them_too_and_one_with_rows_only_the_track_that_is_decided(
    author: Author,
) -> None:
    write(author, "mine,name,stem\n,,\n")
    assert carry_out(author, SOURCE, FOUND)[0] == "tracks.csv was begun with the 3 tracks of the session."
    assert read(author).startswith("mine,name,stem,sub,role,flags,lock,by,note\n,,\n,MX 1,MX,source,,,yes,anna,\n")
    write(author, TRACKS)
    carry_out(author, Decide(MeantTrack("Río; \x1b[2J"), {"lock": "yes"}), FOUND)
    assert read(author).startswith(TRACKS)
    assert read_tracks(read(author)).locks.keys() == {"Río; \x1b[2J"}


def test_where_no_bridge_tells_the_tracks_there_is_nothing_to_decide(author: Author) -> None:
    (author.show / "tracks.csv").unlink()
    with pytest.raises(NotDecided, match=r"tracks\.csv in .* is not there, and no running bridge.*Nothing was changed"):
        carry_out(author, SOURCE)
    write(author, "name\n")
    with pytest.raises(NotDecided, match="holds no track"):
        carry_out(author, SOURCE)
    assert (read(author), recorded(author)) == ("name\n", [])


# --- one order --------------------------------------------------------------------------------------------------


def test_undo_takes_back_the_newest_decision_whichever_file_it_is_in_and_redo_comes_back(author: Author) -> None:
    states = [(TRACKS, CUES)]
    for order in (SOURCE, RADIO, Decide(MeantTrack("DX Boom"), {"stem": "DX/adr", "note": "'; --"})):
        carry_out(author, order)
        states.append((read(author), read(author, "cues.csv")))
    said = []
    for state in states[2::-1]:
        said.append(carry_out(author, Undo())[0])
        assert (read_tracks(read(author)).locks, read(author, "cues.csv")) == (read_tracks(state[0]).locks, state[1])
    assert [line[: line.index(":", 13)] for line in said] == [
        'Taken back: "DX Boom"',
        'Taken back: "1m3" at 01',
        'Taken back: "MX 1"',
    ]
    with pytest.raises(NotDecided, match="No decision"):
        carry_out(author, Undo())
    for state in states[1:]:
        carry_out(author, Redo())
        assert (read(author), read(author, "cues.csv")) == state


def test_a_new_decision_in_one_file_leaves_nothing_to_be_done_again_in_the_other(author: Author) -> None:
    carry_out(author, RADIO)
    carry_out(author, Undo())
    carry_out(author, SOURCE)
    with pytest.raises(NotDecided, match="Nothing was taken back"):
        carry_out(author, Redo())


def test_undo_never_overwrites_the_same_cell_edited_by_hand_and_keeps_all_others(author: Author) -> None:
    carry_out(author, SOURCE)
    decided = read(author)
    write(author, decided.replace("by name", "my own").replace("MX 1", "MX 1", 1) + "x,New,FX,,,,,,\r\n")
    carry_out(author, Undo())
    assert read(author).endswith("my own\r\n,DX Boom,DX,,,,,,\r\nx,New,FX,,,,,,\r\n")
    carry_out(author, Redo())
    write(author, read(author).replace("source", "song"))
    before = read(author)
    for gone in (before, before.replace("MX 1", "MX 2")):
        write(author, gone)
        with pytest.raises(NotDecided, match=r'"MX 1" is not in tracks\.csv as that decision left it'):
            carry_out(author, Undo())
        assert (read(author), recorded(author)) == (gone, [("tracks.csv", True)])


def test_undo_without_the_file_is_refused(author: Author) -> None:
    carry_out(author, SOURCE)
    (author.show / "tracks.csv").unlink()
    with pytest.raises(NotDecided, match=r"no tracks\.csv in .* any more"):
        carry_out(author, Undo())


def test_an_edit_by_hand_between_reading_and_writing_is_kept(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    words = iter(["first", "second"])

    def edited(path: Path, old: str | None, new: str) -> bool:
        if (word := next(words, None)) is not None:
            write(author, TRACKS.replace("by name", word))
        return swap_file(path, old, new)

    monkeypatch.setattr(rooms, "swap_file", edited)
    carry_out(author, SOURCE)
    assert "source,,,yes,anna,second\r\n" in read(author)
    assert recorded(author) == [("tracks.csv", True)]


@pytest.mark.parametrize(
    ("says", "done"),
    [(lambda text: text, True), (lambda _: TRACKS, False), (lambda text: text + ",X,,,,,,,\r\n", True)],
)
def test_what_a_kill_left_open_is_settled_by_a_look_into_its_own_file(
    author: Author, says: Callable[[str], str], done: bool
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rooms._Entry, "settle", lambda *_, **__: None)
        carry_out(author, SOURCE)
    write(author, says(read(author)))
    carry_out(author, RADIO)
    assert recorded(author) == [("cues.csv", True), ("tracks.csv", done)]


def test_each_show_has_its_own(author: Author, tmp_path: Path) -> None:
    carry_out(author, SOURCE)
    (tmp_path / "other").mkdir()
    with pytest.raises(NotDecided, match="No decision"):
        carry_out(replace(author, show=tmp_path / "other"), Undo())
