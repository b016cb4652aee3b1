"""Decisions about cues: in the history before they are in the file, and no edit by hand is ever lost."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.model.cuelist import CueList
from bridge.model.cues import Cue, Level, Place, Span
from bridge.model.errors import BadShow
from bridge.model.stems import Evidence
from bridge.model.timecode import RATES, Ruler
from bridge.sheets.cuemeant import Meant
from bridge.sheets.cues import read_cues
from bridge.sheets.edits import NotDecided
from bridge.shell import decisions as rooms
from bridge.shell import history
from bridge.shell.decisions import Author, Decide, Order, Redo, Undo, carry_out, person
from bridge.shell.drafts import Found
from bridge.shell.history import HistoryTrouble, decisions, opened
from bridge.shell.places import history_path
from bridge.shell.showfolder import swap_file
from tests.shell.decisions_child import STORY, TEXT, TRACKS, first_version

RADIO = Decide(Meant("1m3"), {"level": "diegetic"})
RULER = Ruler(RATES["24"], 48000, 3600 * 48000)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """A show with two cues, in canonical spelling."""
    return made(tmp_path)


def made(folder: Path) -> Author:
    for name in ("show", "state"):
        (folder / name).mkdir(parents=True)
    author = Author(folder / "show", folder / "state", "anna")
    write(author, TEXT)
    return author


def write(author: Author, text: str) -> None:
    (author.show / "cues.csv").write_bytes(text.encode())


def read(author: Author) -> str:
    return (author.show / "cues.csv").read_bytes().decode()


def spans(author: Author) -> dict[str, Span]:
    return {span.cue.number: span for span in read_cues(read(author)).spans}


def recorded(author: Author) -> list[bool]:
    """Which decisions are in the history, the newest first: whether the file says them."""
    return [one.done for one in decisions(history_path(author.state), author.show, 100)]


# --- deciding ---------------------------------------------------------------------------------------------------


def test_a_decision_is_locked_and_signed_and_says_how_to_take_it_back(author: Author) -> None:
    lines = carry_out(author, RADIO)
    span = spans(author)["1m3"]
    assert (span.level, span.locked, span.by) == (Level.DIEGETIC, True, "anna")
    assert lines == (
        'Decided: "1m3" at 01:00:20:00: level is diegetic (was empty).',
        "Take it back with: stembridge undo",
    )
    assert recorded(author) == [True]


def test_nothing_else_in_the_file_is_touched(author: Author) -> None:
    write(author, "\ufeff" + TEXT.replace("1m1", '"1m1"').replace(",title", ",  title") + "\r\n")
    before = read(author).splitlines()
    carry_out(author, RADIO)
    after = read(author).splitlines()
    assert [now for now, then in zip(after, before, strict=True) if now != then] == [
        "1m3,Radio,diegetic,01:00:20:00,01:00:30:00,,yes,anna"
    ]


def test_the_same_again_changes_nothing_and_is_no_decision(author: Author) -> None:
    carry_out(author, RADIO)
    before = read(author)
    assert carry_out(author, RADIO) == ("cues.csv says so already. Nothing was changed.",)
    assert (read(author), recorded(author)) == (before, [True])


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (Decide(Meant("1m33"), {"level": "diegetic"}), r'did you mean "1m3"\?'),
        (Decide(Meant("1m3"), {"level": "source"}), r"did you mean diegetic\?"),
        (Decide(Meant("1m3"), {"levle": "diegetic"}), r"did you mean level\?"),
        (Decide(Meant("1m3"), {"by": "stembridge"}), "can't be decided"),
        (Decide(Meant("1m3"), {"title": "\x1b[2J"}), "nobody can see"),
        (Decide(Meant("1m3"), {"title": "\ud800"}), "nobody can see"),
        (Decide(Meant("\x1b[2J"), {"level": "diegetic"}), r"no cue \"\\x1b\[2J\""),
        (Decide(Meant("1m3", "01:00:30:00"), {"level": "diegetic"}), "begins at 01:00:20:00"),
        (Decide(Meant("1m3", "soon"), {"level": "diegetic"}), "is no timecode"),
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
    assert (read(author), recorded(author)) == (TEXT, [])


@pytest.mark.parametrize("order", [RADIO, Undo()])
def test_a_broken_file_is_refused_with_its_problems(author: Author, order: Order) -> None:
    carry_out(author, Decide(Meant("1m1"), {"level": "nondiegetic"}))
    write(author, read(author).replace("01:00:30:00", "1:00 PM"))
    before = read(author)
    with pytest.raises(BadShow, match=r"cues\.csv:3.*time of the day"):
        carry_out(author, order)
    assert (read(author), recorded(author)) == (before, [True])


def test_a_folder_that_is_not_there_is_said(author: Author, tmp_path: Path) -> None:
    with pytest.raises(BadShow, match="no such folder"):
        carry_out(replace(author, show=tmp_path / "no"), RADIO)


def test_one_span_of_a_cue_is_meant_by_a_place_in_it(author: Author) -> None:
    write(author, TEXT + "1m3,,,01:00:30:00,01:00:40:00,,,\r\n")
    carry_out(author, Decide(Meant("1m3", "01:00:30:00"), {"level": "ambiguous"}))
    levels = [span.level for span in read_cues(read(author)).spans]
    assert levels == [Level.UNSET, Level.UNSET, Level.AMBIGUOUS]


def test_where_the_file_can_t_be_written_nothing_is_decided(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rooms, "swap_file", full)
    with pytest.raises(NotDecided, match=r"can't be written: No space left.*Nothing was changed"):
        carry_out(author, RADIO)
    assert (read(author), recorded(author)) == (TEXT, [])


def test_a_read_only_file_is_left_alone(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(NotDecided, match="read-only"):
        carry_out(author, RADIO)
    assert read(author) == TEXT


def test_a_link_to_the_file_stays_one(author: Author, tmp_path: Path) -> None:
    (author.show / "cues.csv").rename(tmp_path / "elsewhere.csv")
    (author.show / "cues.csv").symlink_to(tmp_path / "elsewhere.csv")
    carry_out(author, RADIO)
    assert (author.show / "cues.csv").is_symlink()
    assert "diegetic" in (tmp_path / "elsewhere.csv").read_text()


def test_without_a_history_nothing_is_decided(author: Author) -> None:
    with opened(history_path(author.state), author.show) as book:
        book._file.execute("PRAGMA user_version = 99")
    with pytest.raises(HistoryTrouble, match="newer Stembridge"):
        carry_out(author, RADIO)
    assert read(author) == TEXT
    assert [path.name for path in author.show.iterdir()] == ["cues.csv"]


# --- the first decision -----------------------------------------------------------------------------------------

FOUND = CueList(
    (
        Span(Cue("1m3"), Place(48000), Place(96000), Level.DIEGETIC, id="marker 7", confidence=0.5),
        Span(Cue(), Place(0), Place(10), id="range 9", evidence=(Evidence("range", "\x1b", "music"),)),
    ),
    source="session file",
    ruler=RULER,
)


def test_the_cues_of_the_session_become_the_file_first(author: Author) -> None:
    (author.show / "cues.csv").unlink()
    lines = carry_out(author, RADIO, Found(FOUND))
    assert lines[0] == "cues.csv was begun with the 2 cues of the session file."
    found = read_cues(read(author)).spans
    assert [(span.id, span.locked, span.start) for span in found] == [
        ("marker 7", True, Place(48000, "01:00:01:00")),
        ("range 9", False, Place(0, "01:00:00:00")),
    ]
    carry_out(author, Undo())
    assert [(span.id, span.locked, span.level) for span in read_cues(read(author)).spans] == [
        ("marker 7", False, Level.UNSET),
        ("range 9", False, Level.UNSET),
    ]


def test_a_file_with_a_header_alone_gets_them_too(author: Author) -> None:
    write(author, "mine,number,start,end\n")
    carry_out(author, Decide(Meant("RANGE 9"), {"level": "ambiguous"}), Found(FOUND))
    assert read(author).startswith("mine,number,start,end,")
    assert [span.level for span in read_cues(read(author)).spans] == [Level.UNSET, Level.AMBIGUOUS]


@pytest.mark.parametrize("found", [CueList(), replace(FOUND, source="cues.csv")])
def test_where_nothing_was_found_there_is_nothing_to_decide(author: Author, found: CueList) -> None:
    (author.show / "cues.csv").unlink()
    with pytest.raises(NotDecided, match=r"cues\.csv in .* is not there.*Nothing was changed"):
        carry_out(author, RADIO, Found(found))
    assert list(author.show.iterdir()) == []


# --- undo and redo ----------------------------------------------------------------------------------------------


def test_undo_takes_back_decision_after_decision_and_redo_does_them_again(author: Author) -> None:
    texts = [TEXT]
    for order in (RADIO, Decide(Meant("1m1"), {"level": "nondiegetic", "note": "'; --"})):
        carry_out(author, order)
        texts.append(read(author))
    for text in texts[1::-1]:
        carry_out(author, Undo())
        assert read(author) == text
    for text in texts[1:]:
        carry_out(author, Redo())
        assert read(author) == text
    assert recorded(author) == [True, True]


def test_undo_says_what_it_took_back(author: Author) -> None:
    carry_out(author, RADIO)
    assert carry_out(author, Undo()) == (
        'Taken back: "1m3" at 01:00:20:00: level is empty (was diegetic); not locked any more.',
        "Do it again with: stembridge redo",
    )


def test_undo_leaves_what_was_edited_by_hand_meanwhile_in_other_cells(author: Author) -> None:
    carry_out(author, RADIO)
    write(author, read(author).replace("Radio", "Bar") + "2m1,New,,01:01:00:00,01:01:10:00,,,\r\n")
    carry_out(author, Undo())
    assert read(author) == TEXT.replace("Radio", "Bar") + "2m1,New,,01:01:00:00,01:01:10:00,,,\r\n"


def test_undo_never_overwrites_the_same_cell_edited_by_hand(author: Author) -> None:
    carry_out(author, RADIO)
    write(author, read(author).replace("diegetic", "ambiguous"))
    before = read(author)
    with pytest.raises(NotDecided, match=r"not in cues\.csv as that decision left it"):
        carry_out(author, Undo())
    assert (read(author), recorded(author)) == (before, [True])


def test_undo_without_a_file_is_refused(author: Author) -> None:
    carry_out(author, RADIO)
    (author.show / "cues.csv").unlink()
    with pytest.raises(NotDecided, match=r"no cues\.csv in .* any more"):
        carry_out(author, Undo())
    assert recorded(author) == [True]


def test_the_history_of_one_show_takes_nothing_back_in_another(author: Author, tmp_path: Path) -> None:
    other = made(tmp_path / "other")
    carry_out(author, RADIO)
    with pytest.raises(NotDecided, match="No decision"):
        carry_out(replace(other, state=author.state), Undo())
    assert read(author) != TEXT


# --- hand edits and kills ---------------------------------------------------------------------------------------


def test_an_edit_by_hand_between_reading_and_writing_is_kept(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    real, edits = swap_file, iter(["Bar", "Pub"])

    def edited(path: Path, old: str | None, new: str) -> bool:
        word = next(edits, None)
        if word:
            write(author, TEXT.replace("Radio", word))
        return real(path, old, new)

    monkeypatch.setattr(rooms, "swap_file", edited)
    carry_out(author, RADIO)
    assert (spans(author)["1m3"].cue.title, spans(author)["1m3"].level) == ("Pub", Level.DIEGETIC)
    assert recorded(author) == [True]
    carry_out(author, Undo())
    assert read(author) == TEXT.replace("Radio", "Pub")


def test_a_file_that_never_rests_is_left_alone(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "swap_file", lambda *_: False)
    with pytest.raises(NotDecided, match="again and again"):
        carry_out(author, RADIO)
    assert (read(author), recorded(author)) == (TEXT, [])


def test_a_decision_that_is_in_the_file_counts_though_it_could_not_be_noted(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise HistoryTrouble("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(history.History, "settle", full)
        assert carry_out(author, RADIO)[0].startswith("Decided")
    assert recorded(author) == [False]
    carry_out(author, Undo())
    assert read(author) == TEXT


OLD = '[{"line":2,"row":["","1m1","01:00:00:00","01:00:10:00","","",""],"old":{"note":"was"},"new":{"note":""}}]'
"""The edits of a decision of long ago, which the file says."""


def aged(folder: Path) -> Author:
    """A show with cues and tracks, and a history of version 1 with one decision."""
    author = made(folder)
    (author.show / "tracks.csv").write_bytes(TRACKS.encode())
    first_version(history_path(author.state), [(author.show, 1.0, OLD, 1, 0)])
    return author


def both(author: Author) -> tuple[str, str]:
    return read(author), (author.show / "tracks.csv").read_bytes().decode()


def killed_runs(folder: Path, at_once: int = 4) -> Iterator[tuple[Author, int]]:
    """(author, decisions that were reported) for a kill before each step of the story."""
    for first in itertools.count(0, at_once):
        runs = [(aged(folder / str(n)), started(folder / str(n), n)) for n in range(first, first + at_once)]
        ends = [(author, process.communicate()[0], process.returncode) for author, process in runs]
        yield from ((author, len(dots)) for author, dots, code in ends if code != 0)
        if any(code == 0 for _, _, code in ends):
            return


def started(folder: Path, steps: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.shell.decisions_child", str(folder), str(steps)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_whole_files_and_everything_can_still_be_taken_back(tmp_path: Path) -> None:
    straight = aged(tmp_path / "straight")
    states = [both(straight)]
    for order in STORY:
        carry_out(straight, order)
        states.append(both(straight))
    oldest = (TEXT.replace("01:00:10:00,,", "01:00:10:00,was,"), TRACKS)
    points, reached = 0, set()
    for author, reported in killed_runs(tmp_path / "killed"):
        state = both(author)
        assert state in states[reported : reported + 2]
        taken_back = 0
        while both(author) != oldest:
            carry_out(author, Undo())
            taken_back += 1
        assert taken_back == 1 + (state[0] != TEXT) + (state[1] != TRACKS), "all that is in the files, and no more"
        with pytest.raises(NotDecided, match="No decision"):
            carry_out(author, Undo())
        carry_out(author, RADIO)
        assert spans(author)["1m3"].level is Level.DIEGETIC
        points += 1
        reached.add(reported)
    assert reached == set(range(len(STORY)))
    assert points > 10 * len(STORY)


# --- who --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "by"),
    [("anna", "anna"), ("Stembridge", "Stembridge (user)"), ("", "somebody"), ("\x1b[2J", "\\x1b[2J")],
)
def test_a_decision_is_signed_by_the_login_name_never_by_the_program(
    monkeypatch: pytest.MonkeyPatch, login: str, by: str
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: login)
    assert person() == by


@pytest.mark.parametrize("trouble", [KeyError, OSError, ImportError])
def test_where_the_system_knows_no_name_somebody_decided(
    monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def nobody() -> str:
        raise trouble

    monkeypatch.setattr("getpass.getuser", nobody)
    assert person() == "somebody"
