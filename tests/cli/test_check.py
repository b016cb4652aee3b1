"""`stembridge check`: everything that is wrong, or one line of what was found."""

from pathlib import Path

import pytest

from bridge.cli.main import run

Out = pytest.CaptureFixture[str]


def test_an_empty_folder_is_fine(tmp_path: Path, capsys: Out) -> None:
    assert run(["check", "--show", str(tmp_path)]) == 0
    said = "no show.toml, so the defaults: watch mode, 24 frames a second; no tracks.csv; no cues.csv; 22 previews.\n"
    assert capsys.readouterr().out == said


def test_a_show_is_told_in_one_line(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "show.toml").write_text(
        'title = "Night"\nmode = "preview"\nrate = "25"\n[[stems]]\npattern = "x*"\nstem = "MX"'
    )
    (tmp_path / "tracks.csv").write_text("name,stem,lock,by\nA,MX,yes,\nB,DX,,Anna\nC,DX,,stembridge\n")
    (tmp_path / "cues.csv").write_text("start,end,level,lock\n0:0:1:0,0:0:2:0,diegetic,yes\n0:0:2:0,0:0:3:0,,\n")
    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "mine.toml").write_text('title = "Mine"\nonly = ["FX"]')
    monkeypatch.chdir(tmp_path)
    assert run(["check"]) == 0
    assert capsys.readouterr().out == (
        'show.toml: "Night", preview mode, 25 frames a second, ardour on 3819, 1 stem rule; '
        "tracks.csv: 3 tracks, 1 locked (1 signed but not locked: they decide nothing); "
        "cues.csv: 2 spans, 1 locked, 1 undecided; "
        "23 previews, 1 of your own: mine.\n"
    )


def test_every_problem_is_told_and_the_exit_code_is_2(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "show.toml").write_text('\nmode = "prewiew"\nrate = 24\n')
    (tmp_path / "tracks.csv").write_text("name,stem\nA,MUSIC\n")
    (tmp_path / "cues.csv").write_text("start,end\n0:0:2:0,0:0:1:0\n")
    assert run(["check", "--show", str(tmp_path)]) == 2
    assert capsys.readouterr().out.splitlines() == [
        'show.toml:2: mode is "prewiew" (did you mean preview? allowed: watch, preview, keep)',
        'show.toml:3: rate: a rate must be text in quotation marks (such as "24" or "29.97df")',
        'tracks.csv:2: stem: "MUSIC" is no stem (did you mean MX? allowed: DX, FX, MX)',
        "cues.csv:2: it ends at 00:00:01:00, before it starts at 00:00:02:00 (exchange them, or put one right)",
        "4 problems in 3 files. Nothing was changed; a running bridge goes on with what it had.",
    ]


def test_hostile_text_in_a_file_cannot_steer_the_terminal(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "tracks.csv").write_text("name,stem\nA,\x1b[2J\u202eXM\n", encoding="utf-8")
    assert run(["check", "--show", str(tmp_path)]) == 2
    said = capsys.readouterr().out
    assert r"\x1b[2J\u202eXM" in said
    assert "\x1b" not in said
