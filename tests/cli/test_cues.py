"""`stembridge cues` and `stembridge cue`, with a running bridge and without one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.cli.main import run
from bridge.model.cuelist import CueList
from bridge.model.effects import Answer
from bridge.sheets.cuemeant import Meant
from bridge.sheets.cues import read_cues
from bridge.shell import wireformat
from bridge.shell.decisions import Decide, Undo
from bridge.shell.places import state_folder
from tests.cli.serving import Engine, in_a_show, served

Out = pytest.CaptureFixture[str]
CUES = (
    "session,number,title,level,start,end,note,lock,by,id\n"
    "r1,1m4,Later \x1b[2J,nondiegetic,01:10:00:00,01:20:00:00,,,,\n"
    "r1,1m3,Radio,,01:00:00:00,01:01:00:00,from afar,,,\n"
    "r1,1m3,Radio,ambiguous,01:01:00:00,01:02:00:00,,yes,ben,\n"
    "r2,,Logo,extrafictional,01:00:00:00,01:00:05:00,,,,range 9\n"
)


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show's folder, which we stand in."""
    return in_a_show({"cues.csv": CUES}, tmp_path, monkeypatch)


@pytest.fixture
def engine(show: Path) -> Iterator[Engine]:
    with served(state_folder(), show) as engine:
        engine.cues.found = CueList(read_cues(CUES).spans, "session file", "r1", frozenset({"", "r1"}))
        yield engine


def text(show: Path) -> str:
    return (show / "cues.csv").read_text()


# --- the list ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("show")
def test_without_a_bridge_the_list_is_the_file_in_the_order_of_time(capsys: Out) -> None:
    assert run(["cues"]) == 0
    told = capsys.readouterr()
    assert "cues.csv alone, times as written" in told.err
    places = [told.out.index(words) for words in ("session r1", "01:00:00:00", "01:10:00:00", "session r2", "range 9")]
    assert places == sorted(places)
    assert "4 cues from cues.csv: 1 nondiegetic, 1 extrafictional, 1 ambiguous, 1 unset." in told.out
    assert "\x1b[2J" not in told.out


def test_with_a_bridge_the_list_is_the_bridge_s(engine: Engine, show: Path, capsys: Out) -> None:
    (show / "cues.csv").unlink()
    assert run(["cues", "--show", str(show)]) == 0
    told = capsys.readouterr()
    assert (told.err, engine.asked) == ("", [])
    assert "4 cues from the session file" in told.out


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["--undecided"], ["1m3"]),
        (["--level", "AMBIGUOUS"], ["1m3"]),
        (["--reel", "R2"], [""]),
        (["--session", "r1", "--level", "nondiegetic"], ["1m4"]),
        (["--undecided", "--level", "ambiguous"], []),
        ([], ["1m3", "1m3", "1m4", ""]),
    ],
)
@pytest.mark.usefixtures("show")
def test_the_list_is_filtered_and_comes_as_json(capsys: Out, words: list[str], shown: list[str]) -> None:
    assert run(["cues", "--json", *words]) == 0
    body = json.loads(capsys.readouterr().out)
    assert [cue["number"] for cue in body["cues"]] == shown
    assert (body["version"], body["undecided"], body["source"]) == (1, 1, "cues.csv")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--level", "source"], "did you mean diegetic?"),
        (["--level", "dieg"], "did you mean diegetic?"),
        (["--level", "\x1b"], "\\x1b"),
        (["--session", "r"], 'Sessions: "r1", "r2"'),
    ],
)
@pytest.mark.usefixtures("show")
def test_a_filter_that_means_nothing_is_told_what_was_meant(capsys: Out, words: list[str], said: str) -> None:
    assert run(["cues", *words]) == 1
    assert said in capsys.readouterr().err


def test_a_broken_file_is_exit_code_2_with_its_problems(show: Path, capsys: Out) -> None:
    (show / "cues.csv").write_text(CUES.replace("01:20:00:00", "soon"))
    for words in (["cues"], ["cue", "1m3"], ["cue", "1m3", "--level", "diegetic"]):
        assert run(words) == 2
        assert 'cues.csv:2: end: "soon" is no timecode' in capsys.readouterr().err


def test_where_there_are_none_the_list_says_what_to_do(show: Path, capsys: Out) -> None:
    (show / "cues.csv").unlink()
    assert run(["cues"]) == 0
    assert "There are no cues yet" in capsys.readouterr().out


def test_a_bridge_of_another_version_is_said(engine: Engine, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wireformat, "cues", lambda _: {"version": 2, "cues": 3})
    assert run(["cues"]) == 1
    assert "another version" in capsys.readouterr().err
    assert engine.asked == []


# --- deciding without a bridge ----------------------------------------------------------------------------------


def test_without_a_bridge_a_decision_goes_into_the_file(show: Path, capsys: Out) -> None:
    assert run(["cue", "1M3", "--level", "diegetic", "--at", "01:00:30:00"]) == 0
    assert "Decided" in capsys.readouterr().out
    assert "r1,1m3,Radio,diegetic,01:00:00:00,01:01:00:00,from afar,yes,anna," in text(show)
    assert run(["undo"]) == 0
    assert text(show) == CUES
    assert run(["redo"]) == 0
    assert text(show) != CUES


def test_every_option_of_a_decision_is_a_column_of_the_file(show: Path) -> None:
    words = {
        "level": "diegetic > nondiegetic",
        "origin": "licensed",
        "status": "temp",
        "me": "optional",
        "performed": "vocal",
        "language": "ov",
        "title": "Bar",
        "note": "heard it",
    }
    assert run(["cue", "range 9", *(part for name, word in words.items() for part in (f"--{name}", word))]) == 0
    (span,) = [span for span in read_cues(text(show)).spans if span.id == "range 9"]
    cue = span.cue
    told = (str(span.crossing), cue.origin, cue.status, span.me, span.performed, span.language, cue.title, span.note)
    assert told == tuple(words.values())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["1m33", "--level", "diegetic"], 'did you mean "1m3"?'),
        (["1m3", "--level", "score"], "did you mean nondiegetic?"),
        (["1m3", "--origin", "licenced"], "did you mean licensed?"),
        (["1m3", "--level", "diegetic", "--reel", "r3"], "no cue"),
        (["\x1b[2J", "--level", "diegetic"], "\\x1b[2J"),
        ([], "Which cue?"),
        (["1m3", "--at", "01:00:00:00"], "what shall it be?"),
    ],
)
def test_what_can_t_be_decided_is_one_sentence_and_fails(show: Path, capsys: Out, words: list[str], said: str) -> None:
    assert run(["cue", *words]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "\x1b" not in told
    assert text(show) == CUES


# --- deciding with one ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "order"),
    [
        (["1m3", "--level", "diegetic", "--note", ""], Decide(Meant("1m3"), {"level": "diegetic", "note": ""})),
        (["1m3", "--me", "main", "--at", "9", "--reel", "r1"], Decide(Meant("1m3", "9", "r1"), {"me": "main"})),
    ],
)
def test_a_bridge_that_serves_this_show_decides(
    engine: Engine, show: Path, capsys: Out, words: list[str], order: object
) -> None:
    assert run(["cue", *words]) == 0
    assert engine.cues.orders == [order]
    assert (capsys.readouterr().out, text(show)) == ("Decided.\n", CUES)


def test_its_refusal_is_printed_and_fails_and_a_broken_file_is_exit_code_2(
    engine: Engine, show: Path, capsys: Out
) -> None:
    engine.cues.answer = Answer(0, ok=False, lines=("No \x1b.",))
    assert run(["undo"]) == 1
    assert capsys.readouterr().err == "No \\x1b.\n"
    (show / "cues.csv").write_text("nonsense")
    assert run(["undo"]) == 2


def test_a_show_that_the_bridge_does_not_serve_is_decided_in_its_own_file(engine: Engine, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "cues.csv").write_text(CUES)
    assert run(["cue", "1m4", "--level", "diegetic", "--show", str(other)]) == 0
    assert engine.cues.orders == []
    assert text(other) != CUES


def test_elsewhere_the_running_bridge_s_show_is_meant(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["undo"]) == 0
    assert engine.cues.orders == [Undo()]


# --- one cue ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("show")
def test_without_options_a_cue_is_shown_with_its_evidence_and_its_history(capsys: Out) -> None:
    run(["cue", "1m3", "--level", "diegetic", "--at", "01:00:00:00"])
    run(["cue", "1m4", "--level", "metadiegetic"])
    run(["cue", "1m3", "--title", "Bar"])
    run(["undo"])
    capsys.readouterr()
    assert run(["cue", "1m3"]) == 0
    shown = capsys.readouterr().out
    assert "anna decided; from afar" in shown
    assert "ben decided" in shown
    assert "anna: level is diegetic (was empty)" in shown
    assert 'anna: title is "Bar" (was "Radio"); title is "Bar" (was "Radio")' not in shown
    assert "(taken back)" in shown
    assert "metadiegetic" not in shown


@pytest.mark.parametrize(("word", "title"), [("RANGE 9", "Logo"), ("line 5", "Logo"), ("1m4", "Later")])
@pytest.mark.usefixtures("show")
def test_a_cue_goes_by_its_number_what_it_was_found_by_or_its_line(capsys: Out, word: str, title: str) -> None:
    assert run(["cue", word]) == 0
    assert title in capsys.readouterr().out


@pytest.mark.parametrize(("word", "said"), [("1m33", 'Did you mean "1m3"?'), ("zzzz", "stembridge cues")])
@pytest.mark.usefixtures("show")
def test_a_cue_that_is_none_is_told_what_was_meant(capsys: Out, word: str, said: str) -> None:
    assert run(["cue", word]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("engine")
def test_a_decision_about_another_show_than_the_bridges_says_so(tmp_path: Path, show: Path, capsys: Out) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "cues.csv").write_text(CUES)
    assert run(["cue", "1m3", "--level", "diegetic", "--show", str(other)]) == 0
    assert f"follows the show in {show}, so it hears nothing of this" in capsys.readouterr().out.replace("\n", " ")
    assert text(other).count("diegetic,") > CUES.count("diegetic,")
    assert text(show) == CUES
