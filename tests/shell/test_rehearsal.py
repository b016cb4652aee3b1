"""The rehearsal: what it writes for the bridge, and that it sees every fault of a desk."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bridge.demo.cues import SPOTTED
from bridge.demo.session import RATE
from bridge.model.cues import Level
from bridge.model.desk import Desk
from bridge.model.events import SessionRead
from bridge.model.routing import GraphSource, RoutingView, Standing
from bridge.shell import rehearsal
from bridge.shell.rehearsal import Difference, Moment, Rehearsal
from bridge.shell.sessionfile import SessionWatch
from bridge.shell.showfolder import read_folder


@pytest.fixture
async def play(tmp_path: Path) -> Rehearsal:
    return Rehearsal(tmp_path, lambda _: None)


async def test_the_shows_cues_are_the_reels_with_timecode_and_samples(play: Rehearsal) -> None:
    play._write_show(50000)
    found = read_folder(play.show)
    assert found.cues is not None
    for span, one in zip(found.show.cues, SPOTTED, strict=True):
        assert (span.cue, span.level, span.crossing, span.tracks) == (
            one.span.cue,
            one.span.level,
            one.span.crossing,
            one.span.tracks,
        )
        assert (span.start.samples, span.end.samples) == (one.span.start.samples, one.span.end.samples)
        assert (span.performed, span.treatment, span.locked) == (
            one.span.performed,
            one.span.treatment,
            one.span.locked,
        )
    radio = next(span for span in found.show.cues if span.known is Level.TRANSDIEGETIC)
    assert (radio.start.label, radio.end.label) == ("01:00:46:00", "01:00:50:00")


async def test_the_bridge_finds_the_session_file_and_finds_it_anew_after_each_save(play: Rehearsal) -> None:
    play._write_show(50000)
    session = play._daw.session
    watch = SessionWatch(play.show, read_folder(play.show).show.rig.session_file)
    desk = Desk("ardour", session.name, session.rate, frozenset(session.mutes))
    for before, after in (("PFX", "DX PFX"), ("DX PFX", "PFX")):
        read = watch.look(0.0, desk)[0]
        assert isinstance(read, SessionRead)
        assert before in {track.name for track in read.session.tracks}
        session.rename(before, after)
        assert watch.look(1.0, desk) == ()
        play._daw.save()


async def test_a_mute_that_is_not_given_back_is_found(play: Rehearsal) -> None:
    assert play.differences() == ()
    play._daw.session.mute("MX Hall")
    assert play.differences() == (Difference("MX Hall", mute=True, due=False),)


async def test_a_preview_that_mutes_nothing_or_too_much_is_found(play: Rehearsal) -> None:
    assert play.wrong() == ()
    play._on = "no-mx"
    music = {"MX Score Strings", "MX Score Low", "MX SRC Küchenradio", "MX SRC Jukebox", "Musik Kneipe"}
    songs = {"Song Goodbye Vocal", "Song Goodbye Backing", "MX Temp Chase"}
    silent = music | songs | {"PRINT Stem MX"}
    assert play.wrong() == tuple(
        Difference(name, mute=False, due=True) for name in play._daw.session.mutes if name in silent
    )
    for name in silent:
        play._daw.session.mute(name)
    assert play.wrong() == ()
    play._daw.session.mute("PFX")
    assert play.wrong() == (Difference("PFX", mute=True, due=False),)


async def test_what_is_right_depends_on_where_the_playhead_is(play: Rehearsal) -> None:
    play._on = "songs"
    play._daw.locate(38 * RATE)
    play._daw.advance(play._loop.time() + 1)
    assert Difference("MX SRC Küchenradio", mute=False, due=True) not in play.wrong()
    play._daw.locate(0)
    play._daw.advance(play._loop.time() + 2)
    assert Difference("MX SRC Küchenradio", mute=False, due=True) in play.wrong()


async def test_a_strip_that_is_gone_is_a_difference(play: Rehearsal) -> None:
    play._twin.session.delete("PFX")
    assert str(play.wrong()[0]) == "PFX: open, must be not there"


async def test_a_desk_that_stays_wrong_is_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "PATIENCE", 0.1)
    said: list[Moment] = []
    play = Rehearsal(tmp_path, said.append)
    async with play.running() as client:
        assert await play.preview(client, "dx")
        play._twin.session.mute("PFX")
        assert not await play.preview(client, "no-mx")
    told = [moment for moment in said if not moment.good]
    assert told[0].what.startswith("no-mx        01:00:0")
    assert told[1].what == "PFX: open, must be muted: so the reel's own tables say"


async def test_a_bridge_that_knows_other_cues_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "PATIENCE", 0.1)
    said: list[Moment] = []
    play = Rehearsal(tmp_path, said.append)
    async with play.running() as client:
        play._daw.locate(10 * RATE)
        assert await play.preview(client, "fx")
        monkeypatch.setattr(rehearsal, "live_said", lambda _: frozenset({"1m1 diegetic"}))
        assert not await play.preview(client, "fx")
    assert [moment.what for moment in said if not moment.good][1] == "must be live: 1m1 diegetic"


async def test_a_bridge_that_finds_no_daw_is_said(play: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "START", 0.1)
    play._daw.deafen(asyncio.get_running_loop().time() + 60.0)
    with pytest.raises(rehearsal.NoRehearsal, match="stembridge doctor"):
        async with play.running():
            pytest.fail("it runs")


async def test_the_reels_routing_is_told_by_the_script_and_an_order_puts_a_track_back(play: Rehearsal) -> None:
    async with play.running() as client:
        told = await _routing(play, lambda told: told.source == GraphSource.COMPANION)
        assert {route.standing for route in told.routes} == {Standing.RIGHT, Standing.NONE}
        session = play._daw.session
        session.route("Musik Kneipe", "FX")
        await _routing(play, lambda told: _astray(told) == ["Musik Kneipe"])
        assert (await asyncio.to_thread(client.command, "route")).ok
        assert session["Musik Kneipe"].leads == (session["MX"],)
        await _routing(play, lambda told: _astray(told) == [])
        assert play.differences() == ()


def _astray(told: RoutingView) -> list[str]:
    return [route.strip for route in told.routes if route.standing is Standing.ASTRAY]


async def _routing(play: Rehearsal, true: Callable[[RoutingView], bool]) -> RoutingView:
    """The routing as soon as this is true of it."""
    pump = play.daemon._pump
    async with asyncio.timeout(20):
        while not true(told := pump.snapshot().routing):
            await pump.moved(pump.revision)
    return told
