"""`stembridge route`: what it shows, what it asks the bridge for, how it ends; and `init --route`."""

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml import ElementTree

from bridge.cli.main import run
from bridge.model.desk import Kind
from bridge.model.effects import Answer
from bridge.model.requests import AcknowledgeAsked, HandsOffAsked, RouteAsked, UnrouteAsked
from bridge.model.routing import RouteView, RoutingView, Standing
from bridge.model.snapshot import FindingView, TrackView
from bridge.model.stems import Family, Stem
from bridge.shell.client import NO_BRIDGE
from bridge.shell.places import state_folder
from tests.cli.serving import PICTURE, Engine, served
from tests.ui import films

Out = pytest.CaptureFixture[str]
FINDING = FindingView(940.0, films.FAULTY[0].finding, 7)
ALL_RIGHT = RoutingView(source="companion", buses=films.BUSES, routes=films.right(24))


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEMBRIDGE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.chdir(tmp_path)
    return state_folder()


@pytest.fixture
def engine(state: Path, tmp_path: Path) -> Iterator[Engine]:
    with served(state, tmp_path) as engine:
        engine.picture = replace(PICTURE, at=films.AT, routing=films.FILM_24, findings=(FINDING,))
        yield engine


class Terminal(io.StringIO):
    """A terminal at which these keys are typed."""

    def isatty(self) -> bool:
        return True


# --- looking --------------------------------------------------------------------------------------------------------


def test_the_plan_and_the_faults_are_shown_with_why_they_matter_and_nothing_is_asked_for(
    engine: Engine, capsys: Out
) -> None:
    assert run(["route"]) == 1
    shown = capsys.readouterr().out
    for words in (
        "our script inside the DAW, as it is now",
        "1 astray, 1 doubled, 1 nowhere",
        "hands off: you want it so",
        "would be missing from the effects stem",
        "Switch the send to MX Bus off.",
        "accepted: agreed with the mixer",
        "since 60 s",
    ):
        assert words in shown
    assert engine.asked == []


@pytest.mark.usefixtures("engine")
def test_with_names_only_these_are_shown(capsys: Out) -> None:
    assert run(["route", "FX Door slam"]) == 1
    shown = capsys.readouterr().out
    assert "FX Door slam" in shown
    assert "DX Boom Anna" not in shown
    assert run(["route", "DX Boom 1"]) == 0


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (ALL_RIGHT, 0),
        (films.NOTHING, 1),
        (RoutingView(), 1),
        (replace(ALL_RIGHT, routes=films.FAULTY[-2:]), 0),
        (replace(ALL_RIGHT, routes=films.FAULTY[:1]), 1),
        (replace(ALL_RIGHT, routes=(RouteView("X", "1", Standing.UNCHECKABLE),)), 1),
    ],
)
def test_the_exit_code_is_0_only_where_all_is_right_or_accepted(engine: Engine, view: RoutingView, code: int) -> None:
    engine.picture = replace(PICTURE, routing=view)
    assert run(["route"]) == code
    assert run(["route", "--json"]) == code


def test_where_nobody_tells_the_routing_it_says_so_and_what_would_help(engine: Engine, capsys: Out) -> None:
    engine.picture = replace(PICTURE, routing=films.NOTHING)
    assert run(["route"]) == 1
    shown = capsys.readouterr().out
    assert "nobody: not checkable" in shown
    assert "stembridge install ardour" in shown
    assert "24 not checkable" in shown


@pytest.mark.usefixtures("engine")
def test_as_json_it_is_the_interface_s_routing_of_the_named(capsys: Out) -> None:
    run(["route", "--json", "FX Door slam"])
    told = json.loads(capsys.readouterr().out)
    assert [row["standing"] for row in told["routes"]] == ["astray"]
    assert [row["wanted"] for row in told["plan"]] == ["FX Bus"]
    assert told["source"] == "companion"


@pytest.mark.usefixtures("engine")
def test_a_name_that_is_none_is_refused_with_the_one_that_was_meant(capsys: Out) -> None:
    assert run(["route", "FX Dor slam"]) == 1
    assert 'Did you mean "FX Door slam"?' in capsys.readouterr().err


def test_no_name_steers_the_terminal(engine: Engine, capsys: Out) -> None:
    engine.picture = replace(PICTURE, routing=films.hostile())
    assert run(["route"]) == 1
    shown = capsys.readouterr().out
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("words", [["route"], ["route", "--apply"], ["route", "--chart", "a.svg"], ["route", "--json"]])
def test_without_a_bridge_one_sentence_says_so(capsys: Out, words: list[str]) -> None:
    assert run(words) == 1
    assert capsys.readouterr().err == f"{NO_BRIDGE}\n"


# --- asking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "event"),
    [
        (["--apply"], RouteAsked(1.0, 1)),
        (["--apply", "FX Door slam", "MX Song Bar"], RouteAsked(1.0, 1, ("FX Door slam", "MX Song Bar"))),
        (["--undo"], UnrouteAsked(1.0, 1)),
        (["--hands-off", "FX Door slam"], HandsOffAsked(1.0, 1, ("FX Door slam",))),
        (["--hands-on", "FX Door slam"], HandsOffAsked(1.0, 1, ("FX Door slam",), off=False)),
        (["--accept", "FX Door slam", "--note", "so agreed"], AcknowledgeAsked(1.0, 1, (7,), "so agreed")),
    ],
)
def test_each_verb_asks_and_prints_the_answer(engine: Engine, capsys: Out, words: list[str], event: object) -> None:
    assert run(["route", *words]) == 0
    assert engine.asked == [event]
    assert capsys.readouterr().out.startswith("Done.\n")


def test_who_takes_back_is_told_that_ardour_can_t(engine: Engine, capsys: Out) -> None:
    run(["route", "--undo"])
    assert "Ardour's own undo does not know of connections" in capsys.readouterr().out
    assert len(engine.asked) == 1


def test_a_refusal_fails(engine: Engine) -> None:
    engine.answer = Answer(1, ok=False, lines=("No.",))
    assert run(["route", "--apply"]) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--apply", "--undo"], "One at a time: --apply or --undo"),
        (["--hands-off"], "Which tracks? --hands-off"),
        (["--undo", "FX Door slam"], "takes no names"),
        (["--accept", "FX Door slam"], "--note TEXT"),
        (["--accept", "--note", "why"], "one track's name"),
        (["--note", "why"], "goes with --accept"),
        (["--accept", "MX Song Bar", "--note", "why"], "no finding about"),
        (["--accept", "DX Boom 1", "--note", "why"], "it is right"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_asked_for(
    engine: Engine, capsys: Out, words: list[str], sentence: str
) -> None:
    assert run(["route", *words]) == 1
    assert sentence in capsys.readouterr().err
    assert engine.asked == []


# --- the chart ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("engine")
def test_the_chart_is_written_and_named(tmp_path: Path, capsys: Out) -> None:
    assert run(["route", "--chart", "reel.svg"]) == 0
    assert ElementTree.fromstring((tmp_path / "reel.svg").read_text()).tag.endswith("svg")
    assert "Drawn: reel.svg" in capsys.readouterr().out


@pytest.mark.usefixtures("engine")
def test_a_chart_is_never_written_over_something_else(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "show.toml").write_text("mine")
    assert run(["route", "--chart", "show.toml"]) == 1
    assert (tmp_path / "show.toml").read_text() == "mine"
    assert run(["route", "--chart", "no/such/folder.svg"]) == 1
    assert capsys.readouterr().err.count("\n") == 2


# --- init --route ---------------------------------------------------------------------------------------------------


def unmade(engine: Engine) -> None:
    """A session whose music has no bus."""
    engine.picture = replace(PICTURE, routing=replace(films.FILM_24, missing=("MX",)))


def test_missing_buses_and_routes_are_shown_and_made_if_the_user_says_so(
    engine: Engine, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    unmade(engine)
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert run(["init", "--route"]) == 0
    shown = capsys.readouterr().out
    assert "MX has no bus here and would get one; no track would go on it." in shown
    assert "FX Door slam" in shown
    assert "Make 1 bus and route 3 tracks in the open session?" in shown
    assert engine.asked == [RouteAsked(1.0, 1, (), buses=True)]


def test_what_would_go_on_a_bus_that_is_to_be_made_is_named_and_counted(
    engine: Engine, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"MX Score": Stem(Family.MX, confidence=1.0), "MX Radio": Stem(Family.MX, confidence=0.5)}
    tracks = [TrackView(1, name, Kind.AUDIO, False, False, None, stem) for name, stem in names.items()]
    routes = tuple(RouteView(name, name, Standing.NONE) for name in names)
    engine.picture = replace(
        PICTURE, tracks=tuple(tracks), routing=RoutingView(source="companion", routes=routes, missing=("MX",))
    )
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert run(["init", "--route"]) == 0
    shown = capsys.readouterr().out
    assert 'MX has no bus here and would get one; 1 track would go on it: "MX Score".' in shown
    assert "Make 1 bus and route 1 track in the open session?" in shown


@pytest.mark.parametrize("keys", ["n\n", "\n"])
def test_whoever_does_not_say_yes_changes_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: Out, keys: str
) -> None:
    unmade(engine)
    monkeypatch.setattr(sys, "stdin", Terminal(keys))
    assert run(["init", "--route"]) == 1
    assert "Nothing was changed." in capsys.readouterr().out
    assert engine.asked == []


def test_a_script_says_yes_beforehand(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    unmade(engine)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(["init", "--route"]) == 1
    assert run(["init", "--route", "--yes"]) == 0
    assert len(engine.asked) == 1


def test_where_nothing_is_missing_nothing_is_asked_for(engine: Engine, capsys: Out) -> None:
    engine.picture = replace(PICTURE, routing=ALL_RIGHT)
    assert run(["init", "--route", "--yes"]) == 0
    assert "No bus is missing" in capsys.readouterr().out
    assert engine.asked == []


def test_where_nobody_tells_the_routing_nothing_is_made(engine: Engine, capsys: Out) -> None:
    engine.picture = replace(PICTURE, routing=films.NOTHING)
    assert run(["init", "--route", "--yes"]) == 1
    assert "stembridge install ardour" in capsys.readouterr().err
    assert engine.asked == []


def test_the_routes_of_another_show_are_not_touched(engine: Engine, tmp_path: Path, capsys: Out) -> None:
    unmade(engine)
    assert run(["init", "--route", "--yes", "--show", str(tmp_path / "other")]) == 1
    assert "serves the show in" in capsys.readouterr().err
    assert engine.asked == []


def test_init_with_a_route_writes_no_file(engine: Engine, tmp_path: Path) -> None:
    unmade(engine)
    before = sorted(tmp_path.iterdir())
    run(["init", "--route", "--yes"])
    assert sorted(tmp_path.iterdir()) == before
