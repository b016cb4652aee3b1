"""`stembridge track`, `undo` and `redo`, with a running bridge and without one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.cli.main import run
from bridge.model.desk import Kind
from bridge.model.effects import Answer
from bridge.model.snapshot import TrackView
from bridge.sheets.cuemeant import Meant
from bridge.sheets.trackdecide import MeantTrack
from bridge.shell.decisions import Decide, Redo, Undo
from bridge.shell.places import state_folder
from tests.cli.serving import DX, PICTURE, Engine, in_a_show, served

Out = pytest.CaptureFixture[str]
TRACKS = (
    "name,stem,sub,role,flags,lock,by,note\n"
    "MX 1,MX,score,,,,stembridge,by name\n"
    "Boom \x1b[2J,DX,,print,temp,yes,ben,heard \x1b[2J\n"
    "-odd,,,,,,,\n"
)
CUES = "number,level,start,end\n1m3,,01:00:00:00,01:01:00:00\n"


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show's folder, which we stand in."""
    return in_a_show({"tracks.csv": TRACKS, "cues.csv": CUES}, tmp_path, monkeypatch)


@pytest.fixture
def engine(show: Path) -> Iterator[Engine]:
    with served(state_folder(), show) as engine:
        yield engine


def text(show: Path) -> str:
    return (show / "tracks.csv").read_text()


# --- deciding without a bridge ----------------------------------------------------------------------------------


def test_without_a_bridge_a_decision_goes_into_the_file_and_comes_back_out(show: Path, capsys: Out) -> None:
    assert run(["track", "MX 1", "--stem", "mx/source"]) == 0
    told = capsys.readouterr().out
    assert 'Decided: "MX 1": sub is source (was score).' in told
    assert "stembridge undo" in told
    assert "MX 1,MX,source,,,yes,anna,by name\n" in text(show)
    assert run(["undo"]) == 0
    assert "stembridge redo" in capsys.readouterr().out
    assert text(show) == TRACKS
    assert run(["redo"]) == 0
    assert "MX 1,MX,source,,,yes,anna,by name\n" in text(show)


def test_every_option_of_a_decision_is_a_column_of_the_file(show: Path) -> None:
    assert run(["track", "MX 1", "--stem", "FX/bg", "--role", "guide", "--flags", "temp alt", "--note", "=so"]) == 0
    assert "MX 1,FX,bg,guide,alt temp,yes,anna,'=so\n" in text(show)


def test_a_lock_is_put_on_and_taken_off(show: Path) -> None:
    assert run(["track", "MX 1", "--lock"]) == 0
    assert "MX 1,MX,score,,,yes,anna,by name\n" in text(show)
    assert run(["track", "MX 1", "--unlock"]) == 0
    assert "MX 1,MX,score,,,,anna,by name\n" in text(show)


def test_a_name_that_begins_like_an_option_is_named_behind_two_dashes(show: Path) -> None:
    assert run(["track", "--stem", "FX", "--", "-odd"]) == 0
    assert "-odd,FX,,,,yes,anna,\n" in text(show)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mx 1", "--stem", "MX"], 'did you mean "MX 1"?'),
        (["MX 1", "--stem", "music"], "did you mean MX?"),
        (["MX 1", "--role", "prnt"], "did you mean print?"),
        (["MX 1", "--stem", "MX", "--unlock"], "decide nothing"),
        (["-odd", "--lock"], "No such option"),
        (["--lock", "--", "-odd"], "Nobody knows yet"),
        (["\x1b[2J", "--stem", "MX"], "\\x1b[2J"),
        (["--stem", "MX"], "Which track?"),
        ([], "Which track?"),
        (["MX 2"], 'Did you mean "MX 1"?'),
        (["zzz"], "stembridge status"),
    ],
)
def test_what_can_t_be_decided_or_shown_is_one_sentence_and_fails(
    show: Path, capsys: Out, words: list[str], said: str
) -> None:
    assert run(["track", *words]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "\x1b" not in told
    assert text(show) == TRACKS


def test_a_broken_file_is_exit_code_2_with_its_problems(show: Path, capsys: Out) -> None:
    (show / "tracks.csv").write_text(TRACKS.replace("MX,score", "music,"))
    for words in (["MX 1"], ["MX 1", "--stem", "MX"]):
        assert run(["track", *words]) == 2
        assert 'tracks.csv:2: stem: "music" is no stem' in capsys.readouterr().err


@pytest.mark.parametrize(("words", "said"), [(["undo"], "No decision"), (["redo"], "Nothing was taken back")])
@pytest.mark.usefixtures("show")
def test_where_nothing_can_be_taken_back_that_is_said(capsys: Out, words: list[str], said: str) -> None:
    assert run(words) == 1
    assert said in capsys.readouterr().err


def test_undo_takes_back_the_newest_decision_about_a_cue_or_a_track(show: Path, capsys: Out) -> None:
    run(["cue", "1m3", "--level", "diegetic"])
    run(["track", "MX 1", "--stem", "MX/song"])
    capsys.readouterr()
    assert (run(["undo"]), run(["undo"])) == (0, 0)
    assert [line.split(":")[1] for line in capsys.readouterr().out.splitlines() if "Taken back" in line] == [
        ' "MX 1"',
        ' "1m3" at 01',
    ]
    assert text(show) == TRACKS
    assert "diegetic" not in (show / "cues.csv").read_text()


# --- deciding with one ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "order"),
    [
        (["track", "New", "--stem", "MX", "--note", ""], Decide(MeantTrack("New"), {"stem": "MX", "note": ""})),
        (["track", " a ", "--lock", "--flags", ""], Decide(MeantTrack(" a "), {"flags": "", "lock": "yes"})),
        (["track", "a", "--unlock"], Decide(MeantTrack("a"), {"lock": "no"})),
        (["cue", "1m3", "--level", "diegetic"], Decide(Meant("1m3"), {"level": "diegetic"})),
        (["undo"], Undo()),
        (["redo"], Redo()),
    ],
)
def test_a_bridge_that_serves_this_show_decides(
    engine: Engine, show: Path, capsys: Out, words: list[str], order: object
) -> None:
    assert run(words) == 0
    assert engine.cues.orders == [order]
    assert (capsys.readouterr().out, text(show)) == ("Decided.\n", TRACKS)


def test_its_refusal_fails_and_is_exit_code_2_where_the_file_that_is_meant_is_broken(
    engine: Engine, show: Path, capsys: Out
) -> None:
    engine.cues.answer = Answer(0, ok=False, lines=("No \x1b.",))
    assert run(["undo"]) == 1
    assert capsys.readouterr().err == "No \\x1b.\n"
    (show / "tracks.csv").write_text("nonsense")
    codes = [run(words) for words in (["undo"], ["track", "a", "--lock"], ["cue", "1m3", "--level", "ambiguous"])]
    assert codes == [2, 2, 1]


def test_a_show_that_the_bridge_does_not_serve_is_decided_in_its_own_file_and_that_is_said(
    engine: Engine, show: Path, tmp_path: Path, capsys: Out
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "tracks.csv").write_text(TRACKS)
    assert run(["track", "MX 1", "--stem", "FX", "--show", str(other)]) == 0
    assert engine.cues.orders == []
    assert f"follows the show in {show}, so it hears nothing of this" in capsys.readouterr().out.replace("\n", " ")
    assert text(other) != TRACKS


# --- one track --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("show")
def test_without_options_a_track_is_shown_with_its_row_and_its_history(capsys: Out) -> None:
    run(["track", "MX 1", "--stem", "MX/source"])
    run(["cue", "1m3", "--level", "diegetic"])
    run(["track", "-odd", "--note", "other"])
    run(["track", "--note", "other", "--", "-odd"])
    run(["undo"])
    run(["undo"])
    run(["undo"])
    capsys.readouterr()
    assert run(["track", "MX 1"]) == 0
    told = capsys.readouterr()
    words = " ".join(told.out.split())
    assert "what tracks.csv and the name tell" in told.err
    assert "track MX 1 stem MX" in words
    assert "row line 2 of tracks.csv says MX/score, not locked signed by stembridge note by name" in words
    assert "note by name" in words
    assert "anna: sub is source (was score) (taken back)" in words
    assert "other" not in words
    assert "diegetic" not in words


@pytest.mark.usefixtures("show")
def test_a_locked_track_says_who_locked_it_and_nothing_in_it_steers_the_terminal(capsys: Out) -> None:
    assert run(["track", "Boom \x1b[2J"]) == 0
    told = capsys.readouterr().out
    words = " ".join(told.split())
    assert "track Boom \\x1b[2J stem DX print temp (locked) why lock 'tracks.csv line 3' says DX print temp" in words
    assert "row line 3 of tracks.csv says DX print temp, locked signed by ben note heard \\x1b[2J" in words
    assert "\x1b" not in told


def test_with_a_bridge_it_is_shown_as_the_bridge_finds_it_also_without_a_row(engine: Engine, capsys: Out) -> None:
    new = TrackView(2, "New", Kind.MIDI, mute=False, solo=False, armed=None, stem=DX)
    engine.picture = replace(PICTURE, tracks=(*PICTURE.tracks, new))
    assert run(["track", "New"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    words = " ".join(told.out.split())
    assert words == "track New kind midi track stem DX adr (sure) why name 'ADR' says DX adr"
    assert engine.cues.orders == []
