"""The law of deciding: whatever is decided, taken back and edited by hand, what nobody touched stays byte for byte."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.sheets.cuemeant import Meant
from bridge.sheets.edits import NotDecided
from bridge.sheets.table import Row, read_table
from bridge.sheets.trackdecide import MeantTrack
from bridge.shell import history
from bridge.shell.decisions import Author, Decide, Order, Redo, Undo, carry_out
from bridge.shell.history import Decision
from bridge.shell.places import history_path
from bridge.shell.sqlite import connect

FILES = {
    "tracks.csv": (
        "\ufeffMine;Name;Stem;Sub;Role;Flags;Lock;By;Note\r\n"
        '" a ";"MX 1";MX;score;;;;stembridge;"by ""name"""\r\n'
        ";DX Boom;DX;;;temp;yes;ben;  \r\n"
        '=b;"MX; 2";mx;;print;;no;;\r\n'
        ";'=c;FX;bg;;;;stembridge;\r\n"
    ),
    "cues.csv": (
        "mine,number,title,level,start,end,lock,by,note\n"
        '" a ",1m1,"Main",,01:00:00:00,01:00:10:00,,,\n'
        ",1m2,Bar , diegetic,01:00:10:00,01:00:20:00,yes,ben,x\n"
        "=b,1M1,,,01:00:20:00,01:00:30:00,,stembridge,\n"
        ",1m3,,ambiguous,01:00:20:00,01:00:30:00,,,\n"
    ),
}
ORDERS: dict[str, tuple[str, tuple[int, ...]]] = {
    "MX 1": ("tracks.csv", (1,)),
    "DX Boom": ("tracks.csv", (2,)),
    "MX; 2": ("tracks.csv", (3,)),
    "1m1": ("cues.csv", (1, 3)),
    "1m2": ("cues.csv", (2,)),
    "1m3": ("cues.csv", (4,)),
}
"""What is decided about: in which file, on which of its lines."""


@dataclass(frozen=True)
class Hand:
    """An edit by hand: this word in our user's own column of a line."""

    file: str
    line: int
    word: str


tracks = st.builds(
    lambda name, changes: Decide(MeantTrack(name), changes),
    st.sampled_from(["MX 1", "DX Boom", "MX; 2"]),
    st.sampled_from(
        [{"stem": "FX/foley"}, {"stem": "DX", "note": "=1"}, {"flags": "alt"}, {"lock": "x"}, {"lock": ""}]
    ),
)
cues = st.builds(
    lambda number, changes: Decide(Meant(number), changes),
    st.sampled_from(["1m1", "1m2", "1m3"]),
    st.sampled_from([{"level": "nondiegetic"}, {"level": ""}, {"title": "two\nlines"}, {"note": ""}]),
)
hands = st.builds(Hand, st.sampled_from([*FILES]), st.integers(1, 4), st.sampled_from(["", '" c "', "'d"]))
steps = st.lists(tracks | cues | st.just(Undo()) | st.just(Redo()) | hands, max_size=8)


def rows(file: str, text: str) -> tuple[Row, ...]:
    """The records of a table, the header among them, each with its text as it stands in the file."""
    table, problems = read_table(file, text, "note")
    assert not problems
    return (table.header, *table.rows)


class Folder:
    """A show's folder, and what its user sees of it."""

    def __init__(self, folder: Path) -> None:
        self.author = Author(folder / "show", folder / "state", "anna")
        self.author.show.mkdir()
        self.author.state.mkdir()
        for file, text in FILES.items():
            (self.author.show / file).write_bytes(text.encode())

    def text(self, file: str) -> str:
        return (self.author.show / file).read_bytes().decode()

    def texts(self) -> dict[str, str]:
        return {file: self.text(file) for file in FILES}

    def edit(self, hand: Hand) -> None:
        texts = [row.text for row in rows(hand.file, self.text(hand.file))]
        separator = ";" if hand.file == "tracks.csv" else ","
        texts[hand.line] = hand.word + texts[hand.line][texts[hand.line].index(separator) :]
        mark = "\ufeff" * self.text(hand.file).startswith("\ufeff")
        (self.author.show / hand.file).write_bytes((mark + "".join(texts)).encode())

    def history(self) -> tuple[Decision, ...]:
        """What was decided, the newest first."""
        return history.decisions(history_path(self.author.state), self.author.show, 99)

    def carried_out(self, order: Order) -> bool:
        try:
            carry_out(self.author, order)
        except NotDecided:
            return False
        return True


def touched(done: Sequence[Decide]) -> set[tuple[str, int]]:
    """The lines that these decisions are about."""
    names = [one.meant.name if isinstance(one.meant, MeantTrack) else one.meant.number for one in done]
    return {(ORDERS[name][0], line) for name in names for line in ORDERS[name][1]}


@pytest.fixture(autouse=True, scope="module")
def unsynced() -> Iterator[None]:
    """Nothing waits for the disk here: the law is about what is written, not about kills."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(history, "connect", lambda path, _, pages: connect(path, "OFF", pages))
        patched.setattr(os, "fsync", lambda _: None)
        yield


@settings(max_examples=30, deadline=None)
@given(steps)
def test_rows_that_nobody_decided_about_stay_byte_for_byte_and_undo_goes_back_to_the_beginning(
    story: list[Order | Hand],
) -> None:
    with TemporaryDirectory() as place:
        folder = Folder(Path(place))
        ever: list[Decide] = []
        for step in story:
            before = folder.texts()
            if isinstance(step, Hand):
                folder.edit(step)
                continue
            if folder.carried_out(step) and isinstance(step, Decide):
                ever.append(step)
            files = {file for file, text in folder.texts().items() if text != before[file]}
            assert len(files) <= 1
            assert not isinstance(step, Decide) or files <= {file for file, _ in touched([step])}
            untouched(before, folder.texts(), touched(ever))
        begun(folder, story)


@settings(max_examples=30, deadline=None)
@given(steps)
def test_undo_takes_back_the_newest_that_stands_and_redo_what_was_taken_back_last(story: list[Order | Hand]) -> None:
    with TemporaryDirectory() as place:
        folder = Folder(Path(place))
        done: list[int] = []
        undone: list[int] = []
        for step in story:
            match step:
                case Hand():
                    folder.edit(step)
                case Decide():
                    known = len(folder.history())
                    folder.carried_out(step)
                    if len(folder.history()) > known:
                        done.append(folder.history()[0].number)
                        undone.clear()
                case Undo():
                    assert folder.carried_out(step) == bool(done)
                    undone += [done.pop()] if done else []
                case Redo():
                    assert folder.carried_out(step) == bool(undone)
                    done += [undone.pop()] if undone else []
            assert done == sorted(one.number for one in folder.history() if one.done)


def untouched(before: dict[str, str], after: dict[str, str], about: set[tuple[str, int]]) -> None:
    """Nothing but these lines differs."""
    for file in FILES:
        pairs = enumerate(zip(rows(file, before[file]), rows(file, after[file]), strict=True))
        assert {(file, line) for line, (then, now) in pairs if then.text != now.text} <= about


def begun(folder: Folder, story: list[Order | Hand]) -> None:
    """When all is taken back every cell is as in the beginning, but for the words that were edited by hand."""
    while folder.carried_out(Undo()):
        pass
    hands = {(step.file, step.line) for step in story if isinstance(step, Hand)}
    for file, text in FILES.items():
        for line, (was, now) in enumerate(zip(rows(file, text), rows(file, folder.text(file)), strict=True)):
            skip = (file, line) in hands
            assert now.cells[skip:] == was.cells[skip:]
