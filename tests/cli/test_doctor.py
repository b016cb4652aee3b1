"""`stembridge doctor`: each thing that hinders is found and said with its remedy."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.cli.main import run
from bridge.demo.ardour import Ardour
from bridge.model.effects import Remember
from bridge.model.routing import RoutingView
from bridge.sheets.uiscripts import script
from bridge.shell import checkup, companioncheck, probe, runfile
from bridge.shell.ardourscripts import LIST, Home, companion, install
from bridge.shell.demo import DemoDaw
from bridge.shell.journal import open_journal
from bridge.shell.logs import FAULTS
from bridge.shell.places import journal_path
from tests.cli.serving import OWED, served
from tests.sheets.hooks import saved
from tests.shell.beside import Beside, beside, film

Out = pytest.CaptureFixture[str]


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Beside]:
    async with beside(tmp_path) as place:
        monkeypatch.setenv("STEMBRIDGE_STATE", str(place.state))
        monkeypatch.setattr(checkup, "ardours", lambda: ("ardour-7.3.0",))
        monkeypatch.setattr("bridge.daws.ardour_line.EXPORTS_PORT", place.local_port + 4)
        monkeypatch.setattr(checkup, "EXPORTS_PORT", place.local_port + 4)
        monkeypatch.setattr(probe, "PATIENCE", 0.2)
        monkeypatch.setattr(companioncheck, "homes", lambda: (Home(tmp_path / "ardour7", 7),))
        (tmp_path / "ardour7").mkdir()
        yield place


async def doctor(place: Beside, capsys: Out) -> tuple[int, dict[str, tuple[str, str]]]:
    """Its exit code and its findings: what each is about, its verdict, its text."""
    code = await asyncio.to_thread(run, ["doctor", "--show", str(place.show)])
    lines = [line for line in capsys.readouterr().out.splitlines() if line[2:4] == "  "]
    rows = [(line[:2], *line[4:].split(": ", 1)) for line in lines]
    return code, {about: (verdict, text) for verdict, about, text in rows}


async def test_where_all_is_well_it_says_so(place: Beside, capsys: Out) -> None:
    code, found = await doctor(place, capsys)
    assert code == 0
    assert found["Ardour"][0] == "ok"
    assert found[f"UDP {place.local_port}"] == ("ok", "transport: free")
    assert found["journal"][0] == "ok"
    assert "aiohttp 3" in found["packages"][1]


async def test_the_question_leaves_no_feedback_behind(place: Beside, capsys: Out) -> None:
    await doctor(place, capsys)
    surfaces = place.daw._control.surfaces  # the stand-in's own list, as Ardour prints it into its log
    assert {surface.feedback for surface in surfaces.values()} == {0}


async def test_a_daw_that_runs_without_osc_is_said_with_the_switch(place: Beside, capsys: Out) -> None:
    place.quit()
    code, found = await doctor(place, capsys)
    assert code == 1
    assert found["Ardour"][0] == "!!"
    assert "Preferences > Control Surfaces" in found["Ardour"][1]


async def test_a_second_ardour_is_found(place: Beside, capsys: Out) -> None:
    async with DemoDaw(Ardour(film(), asyncio.get_running_loop().time()), place.demo.port + 3):
        code, found = await doctor(place, capsys)
    assert code == 1
    assert str(place.demo.port + 3) in found["second Ardour"][1]


async def test_a_taken_port_is_said_with_its_owner(place: Beside, capsys: Out) -> None:
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as taken:
        taken.bind(("127.0.0.1", place.local_port))
        code, found = await doctor(place, capsys)
    assert code == 1
    verdict, text = found[f"UDP {place.local_port}"]
    assert verdict == "!!"
    assert "local_port in show.toml" in text
    if sys.platform == "linux":
        assert f"(process {os.getpid()})" in text
    assert "can't be asked" in found["Ardour"][1]


async def test_a_running_bridge_is_asked_in_place_of_the_daw(place: Beside, capsys: Out) -> None:
    async with place.running():
        before = len(place.daw._control.surfaces)
        code, found = await doctor(place, capsys)
        assert len(place.daw._control.surfaces) == before
    assert code == 0
    assert found["bridge"][1].startswith(f"runs (process {os.getpid()}")
    assert found["DAW"][1].startswith("live, 6 strips.")


async def test_debts_and_mistakes_of_ours_are_said(place: Beside, capsys: Out) -> None:
    journal = open_journal(journal_path(place.state))
    journal.carry_out(Remember((OWED,), durable=False, ticket=1))
    journal.close()
    (place.state / FAULTS).write_text("Traceback")
    code, found = await doctor(place, capsys)
    assert code == 1
    assert found["journal"][0] == "!!"
    assert found["journal"][1].startswith("1 mutes owed")
    assert found["journal"][1].endswith("stembridge run")
    assert FAULTS in found["mistakes of ours"][1]


async def test_a_broken_show_is_no_end_of_the_looking(place: Beside, capsys: Out) -> None:
    (place.show / "show.toml").write_text("mode = 3")
    _, found = await doctor(place, capsys)
    assert found["show"][0] == "!!"
    assert "stembridge check" in found["show"][1]
    assert "journal" in found


async def test_a_small_receive_buffer_is_said_with_the_way_to_raise_it(
    place: Beside, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "_granted", lambda: 212_992)
    monkeypatch.setattr(checkup, "RMEM_MAX", place.show / "show.toml")
    _, found = await doctor(place, capsys)
    assert "208 KiB granted of 4096 KiB" in found["receive buffer"][1]
    assert "net.core.rmem_max=4194304" in found["receive buffer"][1]


async def test_the_home_folder_s_name_is_not_told(
    place: Beside, capsys: Out, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    await asyncio.to_thread(run, ["doctor", "--show", str(place.show)])
    shown = capsys.readouterr().out
    assert str(tmp_path) not in shown
    assert "~/show" in shown


async def test_answers_that_are_pinned_to_another_s_port_are_said_with_who_has_it(
    place: Beside, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as tablet:
        tablet.bind(("127.0.0.1", 0))
        monkeypatch.setattr(checkup, "MANUAL_PORT", tablet.getsockname()[1])
        place.daw.pin(tablet.getsockname()[1])
        code, found = await doctor(place, capsys)
    assert code == 1
    assert "port mode may be Manual" in found["Ardour"][1]


# The companion.


def stands(found: dict[str, tuple[str, str]]) -> tuple[str, str]:
    return next(each for about, each in found.items() if about.startswith("companion in Ardour 7"))


async def test_without_a_companion_it_says_what_installing_would_give(place: Beside, capsys: Out) -> None:
    code, found = await doctor(place, capsys)
    assert code == 0
    verdict, text = stands(found)
    assert verdict == "--"
    assert "stembridge install ardour" in text
    assert "as of the last save" in text


async def test_a_companion_of_this_version_is_fine_and_another_needs_a_hand(
    place: Beside, capsys: Out, tmp_path: Path
) -> None:
    home, hook = Home(tmp_path / "ardour7", 7), companion()
    install(home, hook, running=False)
    assert stands((await doctor(place, capsys))[1]) == ("ok", f"version {hook.version} is installed")
    older = hook.source.replace(f"-- version: {hook.version}", "-- version: 0.1")
    install(home, script(older), running=False)
    code, found = await doctor(place, capsys)
    assert code == 1
    assert stands(found)[0] == "!!"
    assert "version 0.1 is installed, this program has" in stands(found)[1]


async def test_a_hook_that_ardour_has_dropped_is_said(place: Beside, capsys: Out, tmp_path: Path) -> None:
    install(Home(tmp_path / "ardour7", 7), companion(), running=False)
    (tmp_path / "ardour7" / LIST).write_text(saved())
    verdict, text = stands((await doctor(place, capsys))[1])
    assert verdict == "!!"
    assert "Ardour does not run it" in text


async def test_a_list_that_can_not_be_read_is_said(place: Beside, capsys: Out, tmp_path: Path) -> None:
    (tmp_path / "ardour7" / LIST).write_text("<")
    verdict, text = stands((await doctor(place, capsys))[1])
    assert verdict == "!!"
    assert "is damaged" in text


@pytest.mark.parametrize(
    ("routing", "verdict", "text"),
    [
        (RoutingView("companion", companion="The companion answers."), "ok", "The companion answers."),
        (RoutingView("session file", companion="Two Ardours answer."), "!!", "Two Ardours answer."),
        (RoutingView(), "--", "the bridge has not heard from it. Open a session in the Ardour that has it"),
    ],
)
def test_whether_it_answers_is_what_the_running_bridge_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, routing: RoutingView, verdict: str, text: str
) -> None:
    home = Home(tmp_path, 7)
    install(home, companion(), running=False)
    monkeypatch.setattr(companioncheck, "homes", lambda: (home,))
    with served(tmp_path, tmp_path) as engine:
        engine.picture = replace(engine.picture, routing=routing)
        *_, last = companioncheck.companion_checkup(runfile.read(tmp_path))
    assert (last.verdict.value, last.about, last.text) == (verdict, "companion", text)
