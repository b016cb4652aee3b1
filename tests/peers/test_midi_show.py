"""A show that is followed by MIDI alone beside a real JACK: our generator at one end, `/v1/state` at the other."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bridge.shell.daemon import Daemon, Orders
from tests.peers.jackd import Jackd
from tests.shell.beside import Running

pytestmark = pytest.mark.peer

SHOW = """
rate = "25"
[rig]
daw = "generic"
[[midi.ports]]
name = "reel clock"
virtual = true
"""
CUES = "number,title,level,start,end\n1m1,Radio,diegetic,01:00:01:00,01:10:00:00\n1m2,Song,,01:20:00:00,01:30:00:00\n"
PATIENCE = 20.0
State = dict[str, Any]


class Show:
    """A daemon for it, asked as any client asks."""

    def __init__(self, running: Running) -> None:
        self.running = running

    async def until(self, true: Callable[[State], object]) -> State:
        """The first state of which this is true."""
        async with asyncio.timeout(PATIENCE):
            while True:
                pump = self.running.daemon._pump
                seen = pump.revision
                if true(state := await asyncio.to_thread(self.running.client.state)):
                    return state
                await pump.moved(seen)


@asynccontextmanager
async def show(folder: Path) -> AsyncIterator[Show]:
    (folder / "state").mkdir()
    (folder / "show").mkdir()
    (folder / "show" / "show.toml").write_text(SHOW)
    (folder / "show" / "cues.csv").write_text(CUES)
    daemon = Daemon(Orders(folder / "state", folder / "show"))
    task = asyncio.create_task(daemon.run())
    running = Running(daemon, task, folder / "state")
    try:
        await running.sees(lambda _: True)
        yield Show(running)
    finally:
        daemon.stop()
        await asyncio.wait_for(task, PATIENCE)


@asynccontextmanager
async def timecode(first: str, rate: str = "25") -> AsyncIterator[Process]:
    """`stembridge timecode send` to the port of the show, from this label on."""
    words = ["timecode", "send", "stembridge:reel clock", "--rate", rate, "--from", first]
    code = "import sys; from bridge.cli.main import run; sys.exit(run(sys.argv[1:]))"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, *words, stdout=DEVNULL, env=os.environ)
    try:
        yield child
    finally:
        if child.returncode is None:
            child.send_signal(signal.SIGINT)
        await asyncio.wait_for(child.wait(), PATIENCE)


def locked(state: State) -> bool:
    return bool(state["chase"]["lock"] == "locked")


async def test_timecode_flags_the_live_cue_and_is_never_locked_when_it_has_ended(server: Jackd, tmp_path: Path) -> None:
    assert server.period == 1024
    async with show(tmp_path) as bridge:
        await bridge.until(lambda state: state["link"] == "live")
        async with timecode("01:00:00:00"):
            before = await bridge.until(locked)
            assert (before["chase"]["used"], before["chase"]["rate"]) == ("mtc", "25")
            assert 0 < before["chase"]["error_ms"] < 40
            state = await bridge.until(lambda state: state["cues"]["live"])
            assert [cue["number"] for cue in state["cues"]["live"]] == ["1m1"]
            assert [cue["number"] for cue in state["cues"]["coming"]] == ["1m2"]
            assert "01:00:01:00" <= state["chase"]["label"] < "01:00:02:00"
            assert state["transport"]["rolling"] is True
        stopped = await bridge.until(lambda state: not locked(state) and not state["transport"]["rolling"])
        assert stopped["chase"]["lock"] == "stopped"
        assert [cue["number"] for cue in stopped["cues"]["live"]] == ["1m1"]
        refused = await bridge.running.ask("preview", name="dx")
        assert not refused.ok


async def test_the_audio_server_s_end_and_return_are_seen_and_the_clock_is_chased_anew(
    server: Jackd, tmp_path: Path
) -> None:
    async with show(tmp_path) as bridge:
        await bridge.until(lambda state: state["link"] == "live")
        async with timecode("01:00:00:00"):
            await bridge.until(locked)
            server.stop(kill=True)
            lost = await bridge.until(lambda state: state["link"] == "lost")
        assert lost["chase"]["lock"] == "lost"
        assert "reel clock" in lost["detail"]
        server.start()
        await bridge.until(lambda state: state["link"] == "live")
        async with timecode("01:05:00:00"):
            state = await bridge.until(locked)
        assert state["chase"]["label"].startswith("01:05:")


async def test_timecode_at_another_rate_is_said_and_no_cue_is_guessed(server: Jackd, tmp_path: Path) -> None:
    assert server.period == 1024
    async with show(tmp_path) as bridge:
        await bridge.until(lambda state: state["link"] == "live")
        async with timecode("01:00:02:00", "24"):
            state = await bridge.until(lambda state: state["findings"])
        assert "counts 24 frames a second, the show says 25" in state["findings"][0]["text"]
        assert state["cues"]["live"] == []
