"""A show's folder: defaults, hand-written files, and every problem of all files at once."""

import os
from pathlib import Path

import pytest

from bridge.model.errors import BadShow
from bridge.model.show import Mode
from bridge.model.stems import Family
from bridge.shell.showfolder import create_file, read_folder, read_show, swap_file

SHIPPED = {path.stem for path in (Path(__file__).parents[2] / "presets" / "previews").glob("*.toml")}


def complaints(folder: Path) -> list[str]:
    with pytest.raises(BadShow) as refused:
        read_show(folder)
    return [str(problem) for problem in refused.value.problems]


def test_an_empty_folder_is_a_show_that_watches_with_the_shipped_previews(tmp_path: Path) -> None:
    found = read_folder(tmp_path)
    assert (found.showfile, found.sheet, found.cues, found.own) == (False, None, None, ())
    assert found.show.mode is Mode.WATCH
    assert set(found.show.previews) == SHIPPED
    assert found.show.locks == {}
    assert found.show.cues == ()


def test_all_files_make_one_show(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_bytes(b'\xef\xbb\xbftitle = "K\xc3\xbcche"\r\nmode = "preview"\r\n')
    (tmp_path / "tracks.csv").write_text("\ufeffname;stem;lock\r\nÜ 1;MX;yes\r\n", encoding="utf-8", newline="")
    (tmp_path / "cues.csv").write_text(
        "\ufeffnumber\tstart\tend\r\n1m3\t1:0:0:0\t1:0:9:0\r\n", encoding="utf-8", newline=""
    )
    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "mine.toml").write_text('title = "Mine"\nonly = ["FX"]')
    (tmp_path / "previews" / "dx.toml").write_text('title = "Dialog"\nonly = ["DX"]')
    (tmp_path / "previews" / "._mine.toml").write_bytes(b"\x00\x05\x16\x07")
    found = read_folder(tmp_path)
    assert (found.show.title, found.show.mode) == ("Küche", Mode.PREVIEW)
    assert found.show.locks["Ü 1"].family is Family.MX
    assert [span.cue.number for span in found.show.cues] == ["1m3"]
    assert set(found.show.previews) == SHIPPED | {"mine"}
    assert found.show.previews["dx"].title == "Dialog"
    assert found.own == ("dx", "mine")


def test_the_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text('mode = "prewiew"')
    (tmp_path / "tracks.csv").write_text("name,stem\nA,MUSIC\n")
    (tmp_path / "cues.csv").write_text("start,end\n01:00:10:00,01:00:10:00\n")
    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "mine.toml").write_text('title = "Mine"')
    assert complaints(tmp_path) == [
        'show.toml:1: mode is "prewiew" (did you mean preview? allowed: watch, preview, keep)',
        'tracks.csv:2: stem: "MUSIC" is no stem (did you mean MX? allowed: DX, FX, MX)',
        "cues.csv:2: it ends where it starts (the end is the first sample or frame behind it)",
        'previews/mine.toml: it says nothing of what is heard (such as only = ["DX", "FX"])',
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (said,) = complaints(tmp_path / "nowhere")
    assert said.endswith("nowhere: there is no such folder (make it, or name the show's folder with --show)")


def test_text_that_is_not_utf8_is_refused_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_bytes("mode = 'watch'".encode("utf-16"))
    (tmp_path / "tracks.csv").write_bytes("name\nA\nKüche\n".encode("cp1252"))
    (tmp_path / "cues.csv").write_bytes("start;end;title\n1:0:0:0;1:0:1:0;Küche\n".encode("cp1252"))
    assert complaints(tmp_path) == [
        "show.toml:1: this is not UTF-8 text (save it as UTF-8; Excel calls that: CSV UTF-8 (comma delimited))",
        "tracks.csv:3: this is not UTF-8 text (save it as UTF-8; Excel calls that: CSV UTF-8 (comma delimited))",
        "cues.csv:2: this is not UTF-8 text (save it as UTF-8; Excel calls that: CSV UTF-8 (comma delimited))",
    ]


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "show.toml").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "tracks.csv")
    expected = ["show.toml", "tracks.csv"] if hasattr(os, "mkfifo") else ["show.toml"]
    said = "this is no file (a folder or something else has its name)"
    assert complaints(tmp_path) == [f"{name}: {said}" for name in expected]


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def denied(path: Path, *how: object, **more: object) -> object:
        if path.parent == tmp_path:
            raise PermissionError(13, "Permission denied")
        return opened(path, *how, **more)  # type: ignore[call-overload]

    (tmp_path / "show.toml").touch()
    monkeypatch.setattr(Path, "open", denied)
    assert "show.toml: it can't be read: Permission denied (make it readable for you)" in complaints(tmp_path)


def test_endless_files_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "tracks.csv").open("wb") as file:
        file.truncate(20_000_000)
    (tmp_path / "previews").mkdir()
    for number in range(201):
        (tmp_path / "previews" / f"p{number}.toml").touch()
    assert complaints(tmp_path) == [
        "tracks.csv: longer than 16000000 bytes (is it the right file?)",
        "previews: 201 previews (at most 200 are read)",
    ]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "show.toml"
    create_file(path, "Ü\r\n")
    assert path.read_bytes() == "Ü\r\n".encode()
    with pytest.raises(FileExistsError):
        create_file(path, "other")
    assert path.read_bytes() == "Ü\r\n".encode()
    assert [found.name for found in tmp_path.iterdir()] == ["show.toml"]


def test_a_new_file_where_the_disk_knows_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    create_file(tmp_path / "show.toml", "x")
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("show.toml", "x")]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tracks.csv"
    path.write_text("old")

    def full_disk(_: int) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="no space left"):
            swap_file(path, "old", "new")
    assert path.read_text() == "old"
    assert swap_file(path, "old", "new")
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("tracks.csv", "new")]


# --- keys of the console ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('dx = "q"', 'show.toml:2: keys.dx: "q" can\'t be a key: the console needs it itself (leave)'),
        ('dx = "dd"', "a key is one character, such as d or D, or f2 to f12"),
        ('in-wrld = "1"', '[keys] has no preview "in-wrld" to give a key to (did you mean in-world?'),
        ('full = "1"', '[keys] has no preview "full" to give a key to (Esc is the key for that)'),
        ('dx = "9"\nmx = "9"', 'the key "9" is given to 2 previews: dx, mx (leave it to one of them under [keys])'),
    ],
)
def test_a_key_that_cannot_be_is_refused_and_says_what_would_do(tmp_path: Path, keys: str, told: str) -> None:
    (tmp_path / "show.toml").write_text(f"[keys]\n{keys}\n")
    with pytest.raises(BadShow) as bad:
        read_folder(tmp_path)
    assert told in "\n".join(map(str, bad.value.problems))


def test_a_key_of_the_shows_goes_before_the_one_with_which_a_preview_comes(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text('[keys]\nmx = "d"\n')
    previews = read_folder(tmp_path).show.previews
    assert (previews["mx"].key, previews["dx"].key) == ("d", "")


def test_two_previews_of_the_users_own_may_not_want_the_same_key(tmp_path: Path) -> None:
    (tmp_path / "previews").mkdir()
    for name in ("one", "two"):
        (tmp_path / "previews" / f"{name}.toml").write_text('title = "x"\nonly = ["MX"]\nkey = "9"\n')
    with pytest.raises(BadShow, match='"9" is given to 2 previews: one, two'):
        read_folder(tmp_path)
