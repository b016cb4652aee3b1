"""The bridge and its console in one terminal: the bridge kept alive behind the screen, its log beside it.

The console is a process of its own that has the terminal; what the bridge says meanwhile goes to `bridge.log` in the
state folder. The bridge still ends with the terminal: only who leaves the screen on purpose may let it go on.
"""

import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bridge.shell.client import alive
from bridge.shell.endings import signals
from bridge.shell.supervisor import Supervisor

LOG = "bridge.log"
"""What the bridge said while the screen was there; that of the last time only."""
END, LEAVE = 0, 10
"""Exit codes of a console: the bridge shall end with it, or go on without it."""
START = 20.0
"""Seconds that the bridge has to start before the screen opens without it."""
GLANCE = 0.05
GRACE = 3.0
"""Seconds that the screen has to leave the terminal as it was."""
GOES_ON = "The bridge goes on here. The screen comes back with: stembridge console. End the bridge with Ctrl-C."
FELL = (
    "The screen has ended by a mistake of ours; the bridge goes on, nothing was lost. Open it again: stembridge console"
)


class _Voice:
    """What the bridge and its parent say: to the user, or to the log while the screen is there."""

    def __init__(self, say: Callable[[str], None], log: Path) -> None:
        self._say, self._log = say, log
        self.screen = False
        self._turn = threading.Lock()

    def __call__(self, line: str) -> None:
        with self._turn:
            if not self.screen:
                self._say(line)
                return
            try:
                with self._log.open("a", encoding="utf-8", errors="backslashreplace") as file:
                    file.write(line + "\n")
            except OSError:  # a full disk: the screen shows the notices anyway
                return


def run_together(
    command: Callable[[int], Sequence[str]], console: Sequence[str], say: Callable[[str], None], state: Path
) -> int:
    """Keep the bridge alive, and the console in front of it; gives the bridge's exit code.

    `command`: as of `Supervisor`; `console`: the console's command line.
    """
    log = state / LOG
    log.unlink(missing_ok=True)
    voice = _Voice(say, log)
    keeper = Supervisor(command, voice, voice)
    codes: list[int] = []
    keeping = threading.Thread(target=lambda: codes.append(keeper.keep()), daemon=True)
    asked = threading.Event()

    def stop() -> None:
        asked.set()
        keeper.stop()

    with signals(stop):
        keeping.start()
        if _started(state, keeping):
            voice.screen = True
            code = _screen(console, lambda: asked.is_set() or not keeping.is_alive())
            voice.screen = False
            if code == END:
                stop()
            elif not asked.is_set() and keeping.is_alive():
                say(GOES_ON if code == LEAVE else FELL)
        while keeping.is_alive():
            keeping.join(0.2)
    return codes[0] if codes else 1


def _started(state: Path, keeping: threading.Thread) -> bool:
    """Whether the bridge is there, or at least its parent still tries."""
    by = time.monotonic() + START
    while keeping.is_alive() and time.monotonic() < by:
        if alive(state) is not None:
            return True
        time.sleep(GLANCE)
    return keeping.is_alive()


def _screen(console: Sequence[str], over: Callable[[], bool]) -> int:
    """The console from its start to its end; it is ended where all is over, by force if it does not obey."""
    asked_at: float | None = None
    shown = subprocess.Popen(console)  # noqa: S603 - our own program
    while True:
        try:
            return shown.wait(0.2)
        except subprocess.TimeoutExpired:
            if not over():
                continue
        if asked_at is None:
            asked_at = time.monotonic()
            shown.terminate()
        elif time.monotonic() > asked_at + GRACE:
            shown.kill()
