"""Decisions about the cues and tracks of a show that a running bridge serves."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.model.cues import Level
from bridge.model.events import Event
from bridge.sheets.cues import read_cues
from bridge.sheets.tracks import read_tracks
from bridge.shell.chores import ProcessLook
from bridge.shell.history import decisions
from bridge.shell.journal import Book, open_book
from bridge.shell.places import history_path
from tests.shell.beside import TRACKS, Beside, Running, beside

CUES = (
    "number,title,level,start_samples,end_samples,tracks,lock,by\r\n"
    "1m2,Later,,4800000,9600000,,,\r\n"
    "1m1,Radio,,0,4800000,MX Score,,\r\n"
)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Beside]:
    async with beside(tmp_path) as place:
        (place.show / "cues.csv").write_bytes(CUES.encode())
        yield place


def levels(place: Beside) -> list[Level]:
    return [span.level for span in read_cues((place.show / "cues.csv").read_bytes().decode()).spans]


def live(bridge: Running) -> list[tuple[str, Level]]:
    return [(cue.number, cue.level) for cue in bridge.daemon._pump.snapshot().cues.live]


async def test_a_decision_counts_as_soon_as_it_is_answered(place: Beside) -> None:
    async with place.running() as bridge:
        await bridge.sees(lambda picture: picture.cues.live)
        assert live(bridge) == [("1m1", Level.UNSET)]
        reply = await bridge.ask("cue", number="1M1", set={"level": "Diegetic"}, at="0")
        assert reply.ok, reply.lines
        assert live(bridge) == [("1m1", Level.DIEGETIC)]
        assert (await bridge.ask("undo")).ok
        assert live(bridge) == [("1m1", Level.UNSET)]
        assert (await bridge.ask("redo")).ok
        assert live(bridge) == [("1m1", Level.DIEGETIC)]
        picture = bridge.daemon._pump.snapshot()
    assert levels(place) == [Level.UNSET, Level.DIEGETIC]
    said = [notice.text for notice in picture.notices]
    assert sum('"1m1" at sample 0: level is diegetic' in text for text in said) == 2
    assert not any("taken over" in text for text in said)


async def test_the_list_is_in_the_order_of_time_with_lines_and_what_waits(place: Beside) -> None:
    async with place.running() as bridge:
        body = await asyncio.to_thread(bridge.client.cues)
    assert [(cue["number"], cue["line"], cue["start"]) for cue in body["cues"]] == [("1m1", 3, 0), ("1m2", 2, 4800000)]
    assert (body["source"], body["session"], body["undecided"]) == ("cues.csv", "Reel 1", 2)
    assert json.dumps(body).isascii()


async def test_a_cue_without_a_number_is_decided_by_the_line_that_the_picture_names(place: Beside) -> None:
    (place.show / "cues.csv").write_bytes(CUES.replace("1m1", "").encode())
    async with place.running() as bridge:
        picture = await bridge.sees(lambda picture: picture.cues.live)
        (cue,) = picture.cues.live
        assert (cue.number, cue.id, cue.line) == ("", "", 3)
        reply = await bridge.ask("cue", number=f"line {cue.line}", set={"level": "diegetic"})
        assert reply.ok, reply.lines
    assert levels(place) == [Level.UNSET, Level.DIEGETIC]


async def test_a_refusal_comes_back_in_a_sentence(place: Beside) -> None:
    async with place.running() as bridge:
        reply = await bridge.ask("cue", number="1m11", set={"level": "diegetic"})
    assert (reply.ok, levels(place)) == (False, [Level.UNSET] * 2)
    assert 'did you mean "1m1"?' in reply.lines[0]


async def test_a_broken_file_is_refused_with_its_problems_and_the_bridge_goes_on(place: Beside) -> None:
    async with place.running() as bridge:
        await bridge.sees(lambda picture: picture.cues.live)
        (place.show / "cues.csv").write_bytes(CUES.replace("9600000", "soon").encode())
        reply = await bridge.ask("cue", number="1m1", set={"level": "diegetic"})
        assert not reply.ok
        assert "cues.csv:2" in reply.lines[0]
        assert reply.lines[-1] == "Nothing was changed."
        assert live(bridge) == [("1m1", Level.UNSET)]


async def test_where_another_file_has_problems_the_decision_is_written_and_that_is_said(place: Beside) -> None:
    async with place.running() as bridge:
        place.write_show('mode = "watsch"\n')
        reply = await bridge.ask("cue", number="1m1", set={"level": "diegetic"})
        assert reply.ok
        assert "goes on with what it had" in reply.lines[-1]
        assert "show.toml" in reply.lines[-1]
    assert levels(place) == [Level.UNSET, Level.DIEGETIC]


async def test_decisions_at_the_same_moment_are_made_one_after_the_other(place: Beside) -> None:
    async with place.running() as bridge:
        words = [{"note": f"note {number}"} for number in range(3)]
        replies = await asyncio.gather(*(bridge.ask("cue", number="1m1", set=word) for word in words))
    assert [reply.lines for reply in replies if not reply.ok] == []
    assert len(decisions(history_path(place.state), place.show, 99)) == 3


async def test_an_older_look_at_the_files_does_not_take_a_decision_back(
    place: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, go_on = threading.Event(), threading.Event()

    def slowly(*_: object, **__: object) -> tuple[Event, ...]:  # as where the session's file is large
        looked.set()
        go_on.wait(5.0)
        return ()

    async with place.running() as bridge:
        await bridge.sees(lambda picture: picture.cues.live)
        monkeypatch.setattr(ProcessLook, "look", slowly)
        (place.show / "cues.csv").write_bytes(CUES.replace("Later", "By hand").encode())
        bridge.daemon._session.moved()
        await asyncio.to_thread(looked.wait, 5.0)
        reply = await bridge.ask("cue", number="1m1", set={"level": "diegetic"})
        assert reply.ok, reply.lines
        go_on.set()
        await bridge.sees(lambda picture: any("taken over" in notice.text for notice in picture.notices))
        assert live(bridge) == [("1m1", Level.DIEGETIC)]
        assert bridge.daemon._pump.snapshot().cues.coming[0].title == "By hand"


async def test_what_is_decided_while_the_bridge_starts_counts_once_it_runs(
    place: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decide_meanwhile(path: Path) -> Book:
        (place.show / "cues.csv").write_bytes(CUES.replace("Radio,", "Radio,diegetic").encode())
        return open_book(path)

    monkeypatch.setattr("bridge.shell.daemon.open_book", decide_meanwhile)
    async with place.running() as bridge:
        bridge.daemon._session.moved()
        await bridge.sees(lambda picture: [cue.level for cue in picture.cues.live] == [Level.DIEGETIC])


async def test_without_cues_there_is_nothing_to_decide(place: Beside) -> None:
    (place.show / "cues.csv").unlink()
    async with place.running() as bridge:
        assert (await asyncio.to_thread(bridge.client.cues))["cues"] == []
        reply = await bridge.ask("cue", number="1m1", set={"level": "diegetic"})
    assert not reply.ok
    assert "is not there" in reply.lines[0]


# --- tracks -----------------------------------------------------------------------------------------------------


def stem(bridge: Running, name: str) -> tuple[str, bool]:
    """What the bridge takes a track for, and whether that is locked."""
    stem = next(track.stem for track in bridge.daemon._pump.snapshot().tracks if track.name == name)
    return "/".join(filter(None, (stem.known, stem.sub))), stem.locked


def locks(place: Beside) -> dict[str, str]:
    """What tracks.csv says is locked."""
    sheet = read_tracks((place.show / "tracks.csv").read_bytes().decode())
    return {name: "/".join(filter(None, (stem.family, stem.sub))) for name, stem in sheet.locks.items()}


async def test_a_track_that_is_decided_counts_at_once_and_a_file_is_begun_for_it(place: Beside) -> None:
    async with place.running() as bridge:
        assert stem(bridge, "Click")[1] is False
        before = stem(bridge, "DX Boom")
        reply = await bridge.ask("track", name="DX Boom", set={"stem": "mx/source"})
        assert reply.ok, reply.lines
        assert reply.lines[0] == "tracks.csv was begun with the 5 tracks of the session."
        assert (stem(bridge, "DX Boom"), locks(place)) == (("MX/source", True), {"DX Boom": "MX/source"})
        reply = await bridge.ask("track", name="DX Boom", set={"lock": "no"})
        assert (stem(bridge, "DX Boom"), locks(place)) == (before, {})
        for command, now in (("undo", "MX/source"), ("undo", ""), ("redo", "MX/source")):
            assert (await bridge.ask(command)).ok
            assert locks(place).get("DX Boom", "") == now
            assert stem(bridge, "DX Boom") == ((now, True) if now else before)
        picture = bridge.daemon._pump.snapshot()
    said = [notice.text for notice in picture.notices]
    assert any('"DX Boom": stem is MX (was DX); sub is source' in text for text in said)
    assert not any("taken over" in text for text in said)


async def test_a_lock_holds_what_the_bridge_shows(place: Beside) -> None:
    (place.show / "tracks.csv").write_bytes(b"name;stem\r\nMX Score;\r\n")
    async with place.running() as bridge:
        shown = stem(bridge, "MX Score")[0]
        reply = await bridge.ask("track", name="MX Score", set={"lock": "yes"})
        assert reply.ok, reply.lines
        assert (stem(bridge, "MX Score"), locks(place)) == ((shown, True), {"MX Score": shown})


async def test_undo_takes_back_the_newest_decision_about_a_cue_or_a_track(place: Beside) -> None:
    async with place.running() as bridge:
        await bridge.ask("track", name="MX Score", set={"stem": "MX/song"})
        await bridge.ask("cue", number="1m1", set={"level": "diegetic"})
        said = [(await bridge.ask("undo")).lines[0] for _ in range(2)]
    assert [line.split(":")[1] for line in said] == [' "1m1" at sample 0', ' "MX Score"']
    assert (levels(place), locks(place)) == ([Level.UNSET] * 2, {})


async def test_a_track_that_is_none_or_has_no_stem_is_refused_and_the_desk_is_not_touched(place: Beside) -> None:
    async with place.running() as bridge:
        for name, words in (("DX Bom", 'did you mean "DX Boom"?'), ("Master", "is a master"), ("\x1b[2J", "\\x1b[2J")):
            reply = await bridge.ask("track", name=name, set={"stem": "MX"})
            assert not reply.ok
            assert words in reply.lines[0]
    assert not (place.show / "tracks.csv").exists()
    assert place.mutes == TRACKS


async def test_an_edit_of_the_file_by_hand_and_a_decision_both_count(place: Beside) -> None:
    text = "name,stem,lock\nDX Boom,DX,\nMX Score,MX,\n"
    (place.show / "tracks.csv").write_bytes(text.encode())
    async with place.running() as bridge:
        (place.show / "tracks.csv").write_bytes(text.replace("MX,\n", "FX,yes\n").encode())
        reply = await bridge.ask("track", name="DX Boom", set={"stem": "DX/adr"})
        assert reply.ok, reply.lines
        assert stem(bridge, "MX Score") == ("FX", True)
        assert stem(bridge, "DX Boom") == ("DX/adr", True)
    assert locks(place) == {"DX Boom": "DX/adr", "MX Score": "FX"}


async def test_a_broken_tracks_file_is_refused_with_its_problems_and_the_bridge_goes_on(place: Beside) -> None:
    async with place.running() as bridge:
        before = stem(bridge, "DX Boom")
        (place.show / "tracks.csv").write_bytes(b"name,stem\nDX Boom,dialog\n")
        reply = await bridge.ask("track", name="DX Boom", set={"stem": "DX"})
        assert not reply.ok
        assert (reply.lines[0].split(" ")[0], reply.lines[-1]) == ("tracks.csv:2:", "Nothing was changed.")
        assert stem(bridge, "DX Boom") == before
