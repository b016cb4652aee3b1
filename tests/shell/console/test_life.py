"""What a console shows when the bridge or the DAW goes, hangs and comes back; and when nobody answers."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.model.effects import Answer
from bridge.model.events import Event
from bridge.model.requests import PreviewAsked
from bridge.model.stems import Family
from bridge.shell import runfile, stream
from bridge.shell.console.feed import Alive, Pictured
from bridge.shell.runfile import RunFile
from bridge.ui.screen.seen import Line
from tests.cli.serving import Engine, served
from tests.shell.beside import TRACKS, Beside, beside
from tests.shell.console.watching import until, watching
from tests.ui.screen.scenes import PICTURE, PREVIEWED, stem, track


class Clock:
    """A clock that goes when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> tuple[float, float]:
        return self.now, 3 * 3600.0


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Beside]:
    async with beside(tmp_path) as place:
        yield place


# --- a real bridge ----------------------------------------------------------------------------------------------


async def test_a_bridge_that_goes_and_comes_back_is_followed_again_and_said_meanwhile(place: Beside) -> None:
    async with watching(place.state) as person:
        await person.sees("No bridge is running here")
        await person.press("d", "escape")
        await person.sees("! No bridge is there yet. Nothing was changed.")
        async with place.running():
            await person.sees("● Ardour live")
            await person.press("d")
            await person.sees("● on, confirmed")
        await person.sees("STALE")
        await person.sees("the bridge is gone; it is looked for. Start it: stembridge run")
        assert "● on, confirmed" not in person.text
        await person.press("d")
        await person.sees("! No bridge is running here. Nothing was changed.")
        async with place.running():
            await person.sees("● Ardour live")
            assert "STALE" not in person.text
            await person.press("m")
            await person.sees("● on, confirmed")
            await person.press("escape")
            await person.sees("the desk is yours")
    assert place.mutes == TRACKS


async def test_a_daw_that_goes_and_comes_back_is_said_and_followed_again(place: Beside) -> None:
    loop = asyncio.get_running_loop()
    async with place.running(), watching(place.state) as person:
        await person.sees("● Ardour live")
        (file,) = place.daw.files
        place.quit()
        await person.sees("STALE")
        assert "Below is what was last known" in person.text
        await person.press("d")
        await person.sees("! No preview")
        place.daw.open(file, loop.time())
        place.demo.pump()
        await person.sees("● Ardour live")
        assert "STALE" not in person.text


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
async def test_a_bridge_that_was_stopped_is_said_to_hang_and_is_back_when_it_goes_on(place: Beside) -> None:
    async with child(place) as bridge, watching(place.state) as person:
        await person.sees("● Ardour live")
        bridge.send_signal(signal.SIGSTOP)
        await person.sees("STALE")
        assert "the bridge says nothing; it hangs or was stopped. Nothing lost" in person.text
        await person.press("d")
        assert "◌ asked: dx, not answered yet" in person.text
        bridge.send_signal(signal.SIGCONT)
        await person.sees("● on, confirmed")
        assert "STALE" not in person.text


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
async def test_a_bridge_that_was_killed_is_gone_within_a_second(place: Beside) -> None:
    async with child(place) as bridge, watching(place.state) as person:
        await person.sees("● Ardour live")
        bridge.kill()
        await person.sees("the bridge is gone; it is looked for")


@asynccontextmanager
async def child(place: Beside) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bridge in a process of its own."""
    bridge = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bridge", "daemon", "--show", str(place.show)),
        env={**os.environ, "STEMBRIDGE_STATE": str(place.state)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield bridge
    finally:
        if bridge.returncode is None:
            bridge.kill()
        await bridge.communicate()


# --- a bridge that is there and says nothing --------------------------------------------------------------------


async def test_a_bridge_that_never_answered_is_no_bridge_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "QUICK", 0.05)
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf:
        runfile.write(tmp_path, RunFile(os.getpid(), deaf.getsockname()[1], "token", "", "preview"))
        async with watching(tmp_path) as person:
            await person.sees("A bridge is there and does not answer.")
            assert "the bridge says nothing" in person.text


async def test_silence_is_seen_by_the_clock_alone_and_ends_with_a_sign_of_life(tmp_path: Path) -> None:
    clock = Clock()
    async with watching(tmp_path, clock=clock) as person:
        person.app.hear(Pictured(PREVIEWED))
        assert "STALE" not in person.text
        for _ in range(10):
            clock.now += 0.4
            person.app.hear(Alive())
        assert "STALE" not in person.text
        clock.now += 3.0
        person.app.draw()
        assert "STALE  3 s: the bridge says nothing" in person.text
        clock.now += 57.0
        person.app.draw()
        assert "STALE  60 s" in person.text
        person.app.hear(Alive())
        assert "STALE" not in person.text


async def test_a_key_that_nobody_answers_is_drawn_as_waiting(tmp_path: Path) -> None:
    with served(tmp_path, tmp_path) as engine:
        waiting = silent(engine)
        async with watching(tmp_path) as person:
            person.app.hear(Pictured(PICTURE))
            await until(lambda: person.app.sight.run is not None)
            person.app.hear(Pictured(PICTURE))
            await person.press("d")
            assert "◌ asked: dx, not answered yet" in person.text
            assert "confirmed" not in person.text
            await until(lambda: bool(waiting))  # what a server accepts while it closes, asyncio leaves open (3.11)
            await person.press("q")
            assert person.app.return_value is not None
        assert [thread.name for thread in threading.enumerate() if thread.name.startswith("asyncio_")] == []
        for future in waiting:
            future.get_loop().call_soon_threadsafe(future.cancel)


async def test_keys_reach_the_bridge_in_the_order_in_which_they_were_pressed(tmp_path: Path) -> None:
    with served(tmp_path, tmp_path) as engine:
        async with watching(tmp_path) as person:
            await until(lambda: person.app.sight.run is not None)
            person.app.hear(Pictured(PICTURE))
            asked = ["dx", "off", "mx", "off", "dx", "off"]
            await person.press("d", "escape", "m", "escape", "d", "escape")
            await until(lambda: len(engine.asked) >= len(asked))
    assert [event.name for event in engine.asked if isinstance(event, PreviewAsked)] == asked


def silent(engine: Engine) -> list[asyncio.Future[Answer]]:
    """The engine answers nothing any more; gives what waits for it."""
    waiting: list[asyncio.Future[Answer]] = []

    def ask(asked: Callable[[float, int], Event]) -> asyncio.Future[Answer]:
        engine.asked.append(asked(1.0, 1))
        waiting.append(asyncio.get_running_loop().create_future())
        return waiting[-1]

    engine.ask = ask  # type: ignore[method-assign]
    return waiting


# --- many tracks ------------------------------------------------------------------------------------------------


async def test_two_thousand_tracks_are_filtered_while_one_types(tmp_path: Path) -> None:
    crowd = tuple(
        track(number, f"{kin} {number}", stem(kin), f"{kin} Bus {number % 20}")
        for number, kin in enumerate(tuple(Family) * 700, 1)
    )
    async with watching(tmp_path, (80, 24)) as person:
        person.app.hear(Pictured(replace(PICTURE, tracks=crowd)))
        assert "2100 strips" in person.text
        assert "▸ DX Bus 1" in person.text, "so many are folded at first"
        await person.press("slash")
        await person.types("mx 1999")
        assert "only: mx 1999▏" in person.text
        assert len([row for row in person.app.desk.rows if isinstance(row, int)]) == 0
        await person.press("backspace")
        found = [person.app.desk.tracks[row].name for row in person.app.desk.rows if isinstance(row, int)]
        assert found
        assert all(name.startswith("MX 199") or name == "MX 1992" for name in found)
        await person.press("enter", "pagedown", "pagedown", "pagedown")
        assert any(line.startswith("›") for line in person.rows)
        await person.press("escape")
        assert "2100 strips" in person.text
        assert len(person.app.desk.rows) < 100


async def test_a_line_of_the_guide_stands_at_the_foot_of_the_demo(tmp_path: Path) -> None:
    clock = Clock()
    async with watching(tmp_path, clock=clock, guided=lambda second, seen: f"step {second:.0f} {seen.line}") as person:
        await person.sees(f"step 0 {Line.LOOKING}")
        clock.now += 5.0
        person.app.draw()
        assert f"step 5 {Line.LOOKING}" in person.text


async def test_every_size_can_be_drawn_and_changed_while_it_runs(tmp_path: Path) -> None:
    async with watching(tmp_path, (80, 24)) as person:
        person.app.hear(Pictured(PREVIEWED))
        for width, height in ((20, 5), (300, 90), (110, 30), (109, 29), (80, 24)):
            await person.pilot.resize_terminal(width, height)
            await person.settles()
            assert len(person.text.splitlines()) == height
            assert "DX" in person.text or height == 5
