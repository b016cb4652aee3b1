"""The console in a terminal beside a real Ardour: what happens, and how soon a person reads it.

From a shell: `python -m tests.peers.screenwalk` prints the transcript; exit code 1 if something took longer than a
second.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.peers.beside import Beside
from tests.peers.film import FILM, make
from tests.peers.rig import RealArdour

SOON = 1.0
"""Seconds within which a person must be able to read what has happened."""
PATIENCE = 30.0
SIZE = ("140", "44")


class Terminal:
    """A terminal of tmux, on a server of its own, in which the console runs."""

    def __init__(self, state: Path) -> None:
        self._tmux = ("tmux", "-L", f"stembridge-{os.getpid()}")
        words = f"exec env -u COLUMNS -u LINES {sys.executable} -m bridge console"  # a test runner may say other sizes
        env = ("-e", f"STEMBRIDGE_STATE={state}", "-e", "COLORTERM=truecolor")
        self._run("new-session", "-d", "-s", "screen", "-x", SIZE[0], "-y", SIZE[1], *env, words)

    def text(self) -> str:
        """What can be read."""
        return self._run("capture-pane", "-t", "screen", "-p")

    def press(self, *keys: str) -> None:
        """Press keys, as tmux calls them."""
        self._run("send-keys", "-t", "screen", *keys)

    def close(self) -> None:
        """End it with its server."""
        self._run("kill-server")

    def _run(self, *words: str) -> str:
        done = subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=False)
        return done.stdout


@contextmanager
def terminal(state: Path) -> Iterator[Terminal]:
    """The console of this state folder, drawn and ready."""
    shown = Terminal(state)
    try:
        _until(lambda: shown.text().strip(), "the console is drawn")
        yield shown
    finally:
        shown.close()


@dataclass(frozen=True, slots=True)
class Read:
    """What was done, after how many seconds it could be read, and the lines that said it."""

    deed: str
    seconds: float
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.seconds:5.2f} s  {self.deed}", *(f"         {line}" for line in self.lines)])


@dataclass
class Walk:
    """What a person does and reads, one thing after the other."""

    ardour: RealArdour
    bridge: Beside
    screen: Terminal
    read: list[Read] = field(default_factory=list)

    def see(self, deed: str, do: Callable[[], object], *words: str, since: Callable[[], bool] | None = None) -> None:
        """Do it, and wait until a line of the screen has each of these words; timed from when `since` came true."""
        do()
        if since is not None:
            _until(since, deed)
        begin = time.monotonic()
        found: tuple[str, ...] = ()

        def shown() -> bool:
            nonlocal found
            lines = self.screen.text().splitlines()
            hits = [next((line for line in lines if word in line), None) for word in words]
            found = tuple(dict.fromkeys(line.strip() for line in hits if line is not None))
            return all(hits)

        _until(shown, f"{deed}: {words}\n{self.screen.text()}")
        self.read.append(Read(deed, time.monotonic() - begin, found))

    def _kill_ardour(self) -> None:
        self.ardour.stop(signal.SIGKILL)

    def run(self) -> None:
        """All of it."""
        bridge, ardour, press = self.bridge, self.ardour, self.screen.press
        self.see("no bridge runs", lambda: None, "no bridge runs here", "stembridge run")
        self.see("the bridge is started", bridge.start, "● Ardour live", "FULL", since=bridge.follows)
        self.see("m is pressed", lambda: press("m"), "MX", "● on, confirmed", "muted by us")
        self.see("/DX FUTZ is typed", lambda: press("/", *"dx futz", "Enter"), 'only "dx futz"', "DX FUTZ")
        self.see(
            "DX FUTZ is opened in Ardour", lambda: ardour.mute("DX FUTZ", False), "◆ opened or muted by you: DX FUTZ"
        )
        self.see("Esc is pressed", lambda: press("Escape"), "FULL", "the desk is yours")
        self.see("Esc again: the filter goes", lambda: press("Escape"), "DX ADR 1")
        self.see("m is pressed", lambda: press("m"), "● on, confirmed")
        self.see("Ardour is killed", self._kill_ardour, "STALE", "Ardour has closed UDP port", "start it")
        self.see("Ardour is started again", ardour.start, "● Ardour live", since=bridge.follows)
        self.see("m is pressed", lambda: press("m"), "● on, confirmed")
        self.see("the bridge is killed", bridge.kill, "STALE", "the bridge is gone", "stembridge run")
        self.see("the bridge is started again", bridge.start, "● Ardour live", "FULL", since=bridge.follows)


def _until(true: Callable[[], object], what: str) -> None:
    by = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < by, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.02)


def main() -> int:
    """Print the transcript; exit code 1 if something was read late."""
    with tempfile.TemporaryDirectory() as folder, RealArdour(make(Path(folder) / "film", "film", FILM)) as ardour:
        bridge = Beside(ardour, Path(folder) / "beside")
        bridge.state.mkdir(mode=0o700)
        with terminal(bridge.state) as screen:
            walk = Walk(ardour, bridge, screen)
            try:
                walk.run()
            finally:
                print(*walk.read, sep="\n")
                bridge.close()
    late = [one for one in walk.read if one.seconds > SOON]
    print(f"{len(walk.read)} things happened, {len(late)} of them could not be read within a second.")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
