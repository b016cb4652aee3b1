"""`stembridge run` as a user starts it: a parent, a child, a stand-in DAW; killed and ended in every way."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from bridge.shell import runfile
from bridge.shell.client import Client, NoBridge, Reply
from bridge.shell.logs import CRASHED
from bridge.shell.runfile import RunFile
from tests.shell.beside import PATIENCE, TRACKS, Beside, beside

T = TypeVar("T")
ONLY_MX = {name: mute or name in {"DX Boom", "FX Door"} for name, mute in TRACKS.items()}
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")]


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Beside]:
    async with beside(tmp_path) as place:
        yield place


class User:
    """Somebody who has typed `stembridge run` and works in a second terminal."""

    def __init__(self, place: Beside, parent: asyncio.subprocess.Process) -> None:
        self._place, self.parent = place, parent

    async def bridge(self, *, after: int = 0) -> RunFile:
        """The run file of a bridge that follows the session, of another process than `after`."""

        def follows() -> RunFile | None:
            run = runfile.read(self._place.state)
            try:
                return run if run and run.pid != after and Client(run).state()["tracks"] else None
            except NoBridge:
                return None

        return await until(follows)

    async def ask(self, command: str, **keys: object) -> Reply:
        """A command to the bridge."""
        run = await self.bridge()
        return await asyncio.to_thread(Client(run).command, command, **keys)

    async def ends(self) -> tuple[int, str]:
        """The parent's exit code, and all that it and its children have said."""
        _, said = await asyncio.wait_for(self.parent.communicate(), PATIENCE)
        assert self.parent.returncode is not None
        return self.parent.returncode, said.decode()


async def until(true: Callable[[], T | None]) -> T:
    """The first thing that `true` gives; it is asked again and again, for it happens in other processes."""
    async with asyncio.timeout(PATIENCE):
        while (found := await asyncio.to_thread(true)) is None:  # noqa: ASYNC110 - other processes set no event of ours
            await asyncio.sleep(0.02)
        return found


@asynccontextmanager
async def typed(place: Beside, *words: str) -> AsyncIterator[User]:
    """A user who has typed `stembridge` and these words; nothing of it is left running."""
    environment = {**os.environ, "STEMBRIDGE_STATE": str(place.state)}
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bridge", *words),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield User(place, parent)
    finally:
        if parent.returncode is None:
            parent.kill()
        await parent.communicate()


async def test_it_follows_and_a_signal_gives_the_desk_back(place: Beside) -> None:
    async with typed(place, "run", "--show", str(place.show)) as user:
        assert (await user.ask("preview", name="mx")).ok
        assert place.mutes == ONLY_MX
        user.parent.send_signal(signal.SIGINT)
        code, said = await user.ends()
    assert code == 0
    assert place.mutes == TRACKS
    assert 'Following "Reel 1"' in said
    assert "Traceback" not in said
    assert runfile.read(place.state) is None


async def test_a_killed_bridge_comes_back_in_its_mode_and_gives_the_desk_back(place: Beside) -> None:
    async with typed(place, "run", "--show", str(place.show), "--mode", "watch") as user:
        await user.ask("mode", mode="keep")
        await user.ask("preview", name="mx")
        dead = (await user.bridge()).pid
        os.kill(dead, signal.SIGKILL)
        run = await user.bridge(after=dead)
        assert run.mode == "keep"
        await until(lambda: place.mutes == TRACKS or None)
        assert (await user.ask("preview", name="mx")).ok
        user.parent.terminate()
        code, said = await user.ends()
    assert code == 0
    assert "SIGKILL" in said
    assert "still had to be given back" in said
    assert place.mutes == TRACKS


async def test_a_bridge_that_crashes_says_one_line_and_comes_back(
    place: Beside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "site" / "sitecustomize.py"
    broken.parent.mkdir()
    broken.write_text(
        "import sys, pathlib\n"
        "once = pathlib.Path(__file__).with_name('once')\n"
        "if 'daemon' in sys.argv and not once.exists():\n"
        "    once.touch()\n"
        "    import bridge.shell.daemon as daemon\n"
        "    daemon.engine = None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(broken.parent))
    async with typed(place, "run", "--show", str(place.show)) as user:
        await user.bridge()
        user.parent.terminate()
        code, said = await user.ends()
    assert code == 0
    assert "Something went wrong inside stembridge (TypeError" in said
    assert f"exit code {CRASHED}" in said
    assert "Traceback" not in said


async def test_when_both_die_the_next_run_gives_the_desk_back(place: Beside) -> None:
    async with typed(place, "run", "--show", str(place.show)) as user:
        await user.ask("preview", name="mx")
        run = await user.bridge()
        user.parent.kill()
        os.kill(run.pid, signal.SIGKILL)
    assert place.mutes == ONLY_MX
    async with typed(place, "run", "--show", str(place.show)) as user:
        await until(lambda: place.mutes == TRACKS or None)
        assert (await user.ask("stop")).ok
        assert (await user.ends())[0] == 0


async def test_when_only_the_parent_dies_the_bridge_ends_politely(place: Beside) -> None:
    async with typed(place, "run", "--show", str(place.show)) as user:
        await user.ask("preview", name="mx")
        user.parent.kill()
        await until(lambda: runfile.read(place.state) is None or None)
    assert place.mutes == TRACKS


async def test_debts_that_remain_are_exit_code_3(place: Beside) -> None:
    async with typed(place, "run", "--show", str(place.show)) as user:
        await user.ask("preview", name="mx")
        place.deafen()
        user.parent.terminate()
        code, said = await user.ends()
    assert code == 3
    assert "stembridge restore" in said


async def test_a_second_one_is_refused(place: Beside) -> None:
    async with typed(place, "run", "--show", str(place.show)) as user:
        await user.bridge()
        async with typed(place, "run", "--show", str(place.show)) as second:
            code, said = await second.ends()
        assert code == 1
        assert said.startswith("A bridge runs already")
        assert len(said.splitlines()) == 1
        assert (await user.ask("stop")).ok


async def test_a_broken_show_is_exit_code_2_and_nothing_is_started(place: Beside) -> None:
    place.write_show('mode = "watsch"\nrate = "5"\n')
    async with typed(place, "run", "--show", str(place.show)) as user:
        code, said = await user.ends()
    assert code == 2
    assert len(said.splitlines()) == 3
    assert not (place.state / "run.json").exists()
