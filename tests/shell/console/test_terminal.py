"""The console as a user starts it, on a terminal of its own: what it asks of the terminal, and how it leaves it."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bridge.model.requests import PreviewAsked
from bridge.shell.console.keyboard import REPORT_EVENTS
from tests.cli.serving import Engine, served
from tests.shell.console.watching import until
from tests.ui.screen.scenes import PICTURE

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals")]
PLAIN = {"TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
MAIN_SCREEN = b"\x1b[?1049l"
"""Back to what stood in the terminal before (xterm's alternate screen)."""


class Terminal:
    """A terminal with a console in it; `shown` is all that was written to it."""

    def __init__(self, screen: asyncio.subprocess.Process, master: int) -> None:
        self.screen, self._master = screen, master
        self.shown = b""
        asyncio.get_running_loop().add_reader(master, self._read)

    def _read(self) -> None:
        with suppress(OSError):  # Linux tells so that nobody has the terminal open any more
            self.shown += os.read(self._master, 65536)
            return
        self.close()

    def close(self) -> None:
        """Read no more."""
        asyncio.get_running_loop().remove_reader(self._master)

    def type(self, keys: str) -> None:
        """What the terminal sends for keys."""
        os.write(self._master, keys.encode())

    async def shows(self, words: str) -> None:
        """Wait until this was written."""
        await until(lambda: words.encode() in re.sub(rb"\x1b\[[0-9;]*m", b"", self.shown) + self.shown)


@asynccontextmanager
async def terminal(state: Path) -> AsyncIterator[tuple[Engine, Terminal]]:
    """A bridge that only notes what it is asked, and a console of it in a terminal of 24 rows."""
    pty = pytest.importorskip("pty")
    with served(state, state) as engine:
        engine.picture = PICTURE
        master, slave = pty.openpty()
        screen = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bridge", "console"),
            env={
                **os.environ,
                "STEMBRIDGE_STATE": str(state),
                "TERM": "xterm-256color",
                "LINES": "24",
                "COLUMNS": "80",
            },
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        shown = Terminal(screen, master)
        try:
            yield engine, shown
        finally:
            if screen.returncode is None:
                screen.kill()
            await screen.wait()
            shown.close()
            os.close(master)


async def test_it_asks_for_releases_hears_held_keys_once_and_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    async with terminal(tmp_path) as (engine, shown):
        await shown.shows(REPORT_EVENTS)
        await shown.shows("Ardour live")
        shown.type("\x1b[100;;100u" + "\x1b[100;1:2;100u" * 5)
        await until(lambda: engine.asked)
        shown.type("\x1b[100;1:2;100u" * 5 + "\x1b[113;;113u")
        assert await shown.screen.wait() == 0
        await until(lambda: MAIN_SCREEN in shown.shown)
        assert [event.name for event in engine.asked if isinstance(event, PreviewAsked)] == ["dx"]
        assert b"Traceback" not in shown.shown
        assert shown.shown.rindex(b"\x1b[<u") > shown.shown.rindex(REPORT_EVENTS.encode())


async def test_a_polite_signal_ends_it_and_gives_the_terminal_back(tmp_path: Path) -> None:
    async with terminal(tmp_path) as (_, shown):
        await shown.shows("Ardour live")
        shown.screen.send_signal(signal.SIGTERM)
        assert await shown.screen.wait() == 0
        await until(lambda: MAIN_SCREEN in shown.shown)
        assert b"Traceback" not in shown.shown
