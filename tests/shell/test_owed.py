"""`owed.csv`: what a saved session owes goes with the show, whatever the strips are called."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.desk import Target
from bridge.model.errors import BadShow, JournalTrouble
from bridge.model.ledger import FileDebt
from bridge.shell import owed
from bridge.shell.owed import COLUMNS, NAME, Owed, read_owed, write_owed

HEAD = ",".join(COLUMNS)
GOOD = "reel 1,48000,MX 1,mute,off,on,2026-11-23T09:30:00+00:00"


def debt(strip: str, *, original: bool = False) -> FileDebt:
    return FileDebt(1, Target(strip), original, not original, since=1_790_000_000.0)


def table(folder: Path, *lines: str) -> None:
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(BadShow) as caught:
        read_owed(folder)
    return [str(problem) for problem in caught.value.problems]


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
nasty = st.builds(str.__add__, st.sampled_from(sorted(owed.GUARDED)), names) | names


@given(st.lists(nasty, min_size=1, max_size=5, unique=True), nasty, st.booleans())
def test_what_is_written_is_read_back_whatever_the_names(
    tmp_path_factory: pytest.TempPathFactory, strips: list[str], session: str, original: bool
) -> None:
    folder = tmp_path_factory.mktemp("show")
    write_owed(folder, session, 48000, [debt(strip, original=original) for strip in strips])
    expected = tuple(Owed(session, 48000, Target(strip), original, not original) for strip in strips)
    assert read_owed(folder) == expected
    assert {row.since for row in read_owed(folder)} == {1_790_000_000.0}


@given(nasty)
def test_no_cell_is_a_formula_to_a_spreadsheet(tmp_path_factory: pytest.TempPathFactory, strip: str) -> None:
    folder = tmp_path_factory.mktemp("show")
    write_owed(folder, strip, 48000, [debt(strip)])
    with (folder / NAME).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            assert all(cell[:1] not in set("=+-@\t\r\n＝＋－＠") for cell in row)


def test_the_table_reads_well(tmp_path: Path) -> None:
    write_owed(tmp_path, "Rolle 1 ä", 48000, [debt("=cmd|'/c calc'!A1")])
    content = (tmp_path / NAME).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "the mark by which Excel knows UTF-8"
    assert content.decode("utf-8-sig").splitlines() == [
        "session,rate,strip,aspect,original,held,since",
        "Rolle 1 ä,48000,'=cmd|'/c calc'!A1,mute,off,on,2026-09-21T14:13:20+00:00",
    ]


def test_without_a_table_nothing_is_owed(tmp_path: Path) -> None:
    assert read_owed(tmp_path) == ()


def test_when_nothing_is_owed_any_more_the_table_goes(tmp_path: Path) -> None:
    write_owed(tmp_path, "reel 1", 48000, [debt("MX 1")])
    write_owed(tmp_path, "reel 1", 48000, [])
    assert list(tmp_path.iterdir()) == []
    write_owed(tmp_path, "reel 1", 48000, [])


def test_what_other_sessions_owe_stays(tmp_path: Path) -> None:
    write_owed(tmp_path, "reel 1", 48000, [debt("MX 1")])
    write_owed(tmp_path, "reel 2", 48000, [debt("MX 1"), debt("MX 2")])
    write_owed(tmp_path, "reel 1", 96000, [debt("MX 9")])
    write_owed(tmp_path, "reel 2", 48000, [debt("MX 3")])
    rows = [(row.session, row.rate, row.target.strip) for row in read_owed(tmp_path)]
    assert sorted(rows) == [("reel 1", 48000, "MX 1"), ("reel 1", 96000, "MX 9"), ("reel 2", 48000, "MX 3")]


def test_nothing_but_the_table_is_left_in_the_users_folder(tmp_path: Path) -> None:
    (tmp_path / f".{NAME}.new").write_text("left by a kill")
    write_owed(tmp_path, "reel 1", 48000, [debt("MX 1")])
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_the_table_is_never_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_owed(tmp_path, "reel 1", 48000, [debt("MX 1")])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JournalTrouble, match=r"No space left on device.*not harmed"):
        write_owed(tmp_path, "reel 1", 48000, [debt("MX 2")])
    assert [row.target.strip for row in read_owed(tmp_path)] == ["MX 1"]


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    table(tmp_path, HEAD, 'reel 1,48000,"MX, 1",mute,OFF,ON,2026-11-23T09:30:00', "reel 1,48000,MX 2,mute,on,off,")
    assert read_owed(tmp_path) == (
        Owed("reel 1", 48000, Target("MX, 1"), False, True),
        Owed("reel 1", 48000, Target("MX 2"), True, False),
    )


def test_all_problems_are_told_with_their_lines(tmp_path: Path) -> None:
    table(
        tmp_path,
        HEAD,
        GOOD,
        "reel 1,48000,MX 1,mute,off",
        GOOD.replace("off", "maybe"),
        GOOD.replace("48000", "fast"),
        GOOD.replace("mute", "smell"),
        GOOD.replace("2026", "last year"),
    )
    told = problems(tmp_path)
    assert [line.split(": ")[0] for line in told] == [f"{NAME}:{number}" for number in (3, 4, 5, 6, 7)]
    assert "neither on nor off" in told[1]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "other columns"),
        (b"name;mute\n", "session, rate"),
        (HEAD.encode() + b"\n\xff\xfe", "UTF-8"),
        (HEAD.encode() + b'\nreel 1,"48000', "not CSV"),
        (HEAD.encode() + b"\n" + b"x" * 200_000, "not CSV"),
        (b"x" * (owed.LARGEST + 1), "larger"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: bytes, part: str) -> None:
    (tmp_path / NAME).write_bytes(content)
    (told,) = problems(tmp_path)
    assert part in told


def test_a_table_that_can_not_be_read_is_left_alone(tmp_path: Path) -> None:
    table(tmp_path, "something of the user's")
    with pytest.raises(BadShow):
        write_owed(tmp_path, "reel 1", 48000, [debt("MX 1")])
    assert (tmp_path / NAME).read_text(encoding="utf-8") == "something of the user's\n"


def test_a_place_that_can_not_be_read_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    (told,) = problems(tmp_path)
    assert "can't be read" in told
