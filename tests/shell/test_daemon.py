"""The daemon from its start to its end, beside the stand-in DAW."""

import os
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bridge.core import commands
from bridge.model.errors import BadShow, JournalTrouble
from bridge.model.events import LinkState
from bridge.model.show import Mode
from bridge.model.snapshot import Stage
from bridge.shell import chores, daemon, runfile, tape
from bridge.shell.daemon import AlreadyRunning
from bridge.shell.engine import engine
from bridge.shell.journal import read_journal
from bridge.shell.owed import read_owed
from bridge.shell.peer import PortsTaken
from bridge.shell.places import journal_path
from bridge.shell.tape import replay
from tests.sheets.sessions import element, option, route, session
from tests.shell.beside import TRACKS, Beside, beside

ONLY_DX = {name: mute or name != "DX Boom" for name, mute in TRACKS.items() if name != "Click"} | {"Click": False}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Beside]:
    async with beside(tmp_path) as place:
        yield place


async def test_a_preview_mutes_what_must_not_be_heard_and_off_gives_the_desk_back(place: Beside) -> None:
    async with place.running() as bridge:
        assert (await bridge.ask("preview", name="dx")).ok
        assert place.mutes == ONLY_DX
        assert (await bridge.ask("preview", name="off")).ok
        assert place.mutes == TRACKS


async def test_in_watch_mode_nothing_is_touched(place: Beside) -> None:
    async with place.running(mode=Mode.WATCH) as bridge:
        reply = await bridge.ask("preview", name="dx")
        assert not reply.ok
        assert "stembridge mode preview" in reply.lines[0]
        assert place.mutes == TRACKS


async def test_an_end_gives_the_desk_back_first(place: Beside) -> None:
    async with place.running() as bridge:
        await bridge.ask("preview", name="dx")
        bridge.daemon.stop()
        assert await bridge.task == 0
    assert place.mutes == TRACKS


async def test_a_client_may_end_it_and_hears_how_that_went(place: Beside) -> None:
    async with place.running() as bridge:
        await bridge.ask("preview", name="dx")
        reply = await bridge.ask("stop")
        assert reply.ok
        assert "as you left it" in reply.lines[0]
        assert await bridge.task == 0


async def test_an_end_leaves_neither_run_file_nor_ports_behind(place: Beside) -> None:
    async with place.running() as bridge:
        port = bridge.client.run.port
    assert runfile.read(place.state) is None
    with closing(socket.create_server(("127.0.0.1", port))), closing(socket.socket(type=socket.SOCK_DGRAM)) as udp:
        udp.bind(("127.0.0.1", place.local_port))


async def test_where_the_daw_does_not_answer_it_ends_with_debts(place: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "LAST_WAIT", 0.1)
    async with place.running() as bridge:
        await bridge.ask("preview", name="dx")
        place.deafen()
        bridge.daemon.stop()
        assert await bridge.task == 3
    assert {row.target.strip for row in read_journal(journal_path(place.state)).debts} == {"FX Door", "MX Score"}


async def test_a_bridge_that_never_says_so_is_ended_all_the_same(
    place: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "LAST_WAIT", 600.0)
    monkeypatch.setattr(daemon, "OVERDUE", 0.1)
    async with place.running() as bridge:
        await bridge.ask("preview", name="dx")
        place.deafen()
        bridge.daemon.stop()
        assert await bridge.task == 3


async def test_what_a_dead_daemon_owed_the_next_one_gives_back(place: Beside) -> None:
    async with place.running() as bridge:
        await bridge.ask("preview", name="dx")
        bridge.daemon._pump.ended.set_result(3)  # it ends without giving back, as a killed one does
        await bridge.task
    assert place.mutes == ONLY_DX
    async with place.running() as bridge:
        await bridge.sees(lambda picture: not picture.debts)
        await bridge.says("still had to be given back")
    assert place.mutes == TRACKS


# --- what it refuses --------------------------------------------------------------------------------------------


async def test_a_second_one_is_refused_by_the_run_file(place: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    async with place.running():
        monkeypatch.setattr(os, "getpid", lambda: -1)
        with pytest.raises(AlreadyRunning, match="stembridge stop"):
            await place.daemon().run()
        monkeypatch.undo()


async def test_a_second_one_is_refused_by_the_journal(place: Beside) -> None:
    async with place.running():
        with pytest.raises(JournalTrouble, match="Another Stembridge"):
            await place.daemon().run()


async def test_a_second_one_is_refused_by_the_ports(place: Beside, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    async with place.running():
        with pytest.raises(PortsTaken, match=str(place.local_port)):
            await place.daemon(state=tmp_path / "other").run()
        assert runfile.read(tmp_path / "other") is None


async def test_a_broken_show_is_refused_with_all_its_problems(place: Beside) -> None:
    place.write_show('mode = "watsch"\nrate = "5"\n')
    with pytest.raises(BadShow) as told:
        await place.daemon().run()
    assert len(told.value.problems) == 2
    assert list(place.state.iterdir()) == []


async def test_a_journal_of_a_newer_version_is_left_alone(place: Beside) -> None:
    async with place.running():
        pass
    with closing(sqlite3.connect(journal_path(place.state))) as journal:
        journal.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalTrouble, match="newer Stembridge"):
        await place.daemon().run()


async def test_without_a_journal_previews_are_refused_and_the_rest_goes_on(place: Beside) -> None:
    journal_path(place.state).mkdir()
    async with place.running() as bridge:
        await bridge.says("previews are refused")
        reply = await bridge.ask("preview", name="dx")
        assert not reply.ok
        assert "journal" in reply.lines[0]
        assert place.mutes == TRACKS
        assert (await bridge.ask("play")).ok


async def test_the_port_of_exports_may_be_taken(place: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setattr("bridge.daws.ardour_line.EXPORTS_PORT", taken.getsockname()[1])
        async with place.running() as bridge:
            await bridge.says(f"UDP port {taken.getsockname()[1]}")


# --- while it runs ----------------------------------------------------------------------------------------------


async def test_a_hand_edit_counts_while_it_runs(place: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "PERIOD", 0.01)
    async with place.running() as bridge:
        (place.show / "tracks.csv").write_text("name,stem,lock\nFX Door,DX,yes\n")
        await bridge.says("taken over")
        assert (await bridge.ask("preview", name="dx")).ok
        assert place.mutes == ONLY_DX | {"FX Door": False}


async def test_a_broken_hand_edit_changes_nothing_and_is_said(place: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "PERIOD", 0.01)
    async with place.running() as bridge:
        place.write_show('mode = "watsch"\n')
        await bridge.says("nothing of it counts yet: show.toml:1")
        assert (await bridge.ask("preview", name="dx")).ok


async def test_an_ardour_that_runs_and_does_not_answer_is_told_apart(
    place: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "PERIOD", 0.01)
    monkeypatch.setattr(chores, "LONGEST_START", 0.0)
    monkeypatch.setattr(daemon, "ardours", lambda: ("ardour-7.3.0",))
    place.quit()
    async with place.running(follows=False) as bridge:
        await bridge.sees(lambda picture: picture.link is LinkState.OFF)


def save_session(place: Beside) -> None:
    routes = [route(name, order=order) for order, name in enumerate((*TRACKS, "Master"))]
    text = session(element("Routes", routes), config=[option("timecode-format", "timecode_25")])
    (place.show / "Reel 1.ardour").write_text(text)
    (place.show / "show.toml").write_text('mode = "preview"\n' + place.rig + 'session_file = "."\n')


async def test_the_sessions_file_is_read_while_it_runs(place: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "PERIOD", 0.01)
    save_session(place)
    async with place.running() as bridge:
        picture = await bridge.sees(lambda picture: picture.file.file)
        assert picture.timecode == "25"
        (place.show / "Reel 1.ardour").write_text("")
        assert "What it said" in (await bridge.says("ends in the middle")).file.trouble


async def test_the_file_is_looked_for_as_soon_as_the_desk_is_known_and_again_at_each_save(
    place: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "PERIOD", 600.0)
    save_session(place)
    async with place.running() as bridge:
        before = await bridge.sees(
            lambda picture: picture.file.file and picture.at - picture.since > 0.1
        )  # else its name counts as said twice
        os.utime(before.file.file, (1.0, 1.0))
        assert (await bridge.ask("save")).ok
        await bridge.sees(lambda picture: picture.file.saved_at == 1.0)


async def test_the_mode_survives_in_the_run_file(place: Beside) -> None:
    async with place.running() as bridge:
        assert bridge.client.run.mode == "preview"
        await bridge.ask("mode", mode="watch")
        assert bridge.client.run.mode == "watch"


async def test_what_the_saved_file_owes_lies_in_the_show_s_folder(place: Beside) -> None:
    async with place.running() as bridge:
        await bridge.ask("preview", name="dx")
        place.daw.save()
        place.demo.pump()
        await bridge.sees(lambda picture: picture.file_debts)
        await bridge.ask("preview", name="off")
    assert {(row.session, row.target.strip) for row in read_owed(place.show)} == {
        ("Reel 1", "FX Door"),
        ("Reel 1", "MX Score"),
    }
    async with place.running() as bridge:
        await bridge.sees(lambda picture: picture.at - picture.since > 0.1)  # else its name counts as said twice
        assert (await bridge.ask("save")).ok
        await bridge.sees(lambda picture: not picture.file_debts)
    assert not (place.show / "owed.csv").exists()


@pytest.mark.slow
async def test_a_preview_ends_partial_or_not_but_never_unsaid(place: Beside) -> None:
    place.daw.session["MX Score"].refuses = True
    async with place.running() as bridge:
        reply = await bridge.ask("preview", name="dx")
        assert any("MX Score" in line for line in reply.lines)
        picture = await bridge.sees(lambda picture: picture.preview.refused)
        assert picture.preview.stage is Stage.PARTIAL


async def test_a_tape_of_it_plays_the_same_again(place: Beside, tmp_path: Path) -> None:
    async with place.running(tape=tmp_path / "tape") as bridge:
        await bridge.ask("preview", name="dx")
    with (tmp_path / "tape").open("rb") as lines:
        played = replay(lines, lambda head: engine(head.show, head.traits))
    assert played.difference is None
    assert len(played.produced) > 5


async def test_a_tape_that_ends_early_is_said(place: Beside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "PERIOD", 0.01)
    monkeypatch.setattr(tape, "LARGEST", 1)
    async with place.running(tape=tmp_path / "tape") as bridge:
        await bridge.says("ended here")
        assert (await bridge.ask("preview", name="dx")).ok
