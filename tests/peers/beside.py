"""A bridge beside an Ardour: the daemon in a process of its own, its client, and what a test asks of both."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bridge.model.desk import CONTENT_KINDS
from bridge.shell.client import Client, NoBridge, Reply, alive
from bridge.shell.rehearsal import free_block
from tests.peers.rig import RealArdour

PATIENCE = 30.0
STEM_PREVIEWS = ("dx", "fx", "mx", "dx+fx", "dx+mx", "fx+mx", "no-dx", "no-fx", "no-mx")
"""The previews that ask for nothing but a track's stem."""
CONTENT = {kind.value for kind in CONTENT_KINDS}


def until(true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait until something is true of other processes; fails the test after `patience` seconds."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"{what}: not within {patience:.0f} s"
        time.sleep(0.02)


class Beside:
    """A daemon beside one Ardour, in a state folder and a show of its own; started, killed and started again."""

    def __init__(self, ardour: RealArdour, folder: Path, mode: str = "preview") -> None:
        self.ardour, self.folder, self.state = ardour, folder, folder / "state"
        self.show = folder / "show"
        self.show.mkdir(parents=True, exist_ok=True)
        text = f'mode = "{mode}"\n\n[rig]\nport = {ardour.port}\nlocal_port = {free_block()}\n'
        text += f'session_file = "{ardour.session.file}"\n'
        (self.show / "show.toml").write_text(text)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *program: str) -> None:
        """Start the daemon, or `program` in its place, and wait until it follows the session."""
        self.launch(*program)
        until(self.follows, "the bridge follows Ardour")

    def launch(self, *program: str) -> None:
        """Start the daemon, or `program` in its place."""
        words = [sys.executable, "-m", *(program or ("bridge",)), "daemon", "--show", str(self.show)]
        log = (self.folder / "daemon.log").open("ab")
        env = {**os.environ, "STEMBRIDGE_STATE": str(self.state), "XDG_CONFIG_HOME": str(self.ardour.config.parent)}
        self._process = subprocess.Popen(words, env=env, stdin=subprocess.PIPE, stdout=log, stderr=log)
        log.close()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The daemon's process."""
        assert self._process is not None
        return self._process

    @property
    def log(self) -> str:
        """What the daemon has said."""
        return (self.folder / "daemon.log").read_text(errors="replace")

    @property
    def dead(self) -> bool:
        """Whether the daemon's process is gone."""
        return self.process.poll() is not None

    def client(self) -> Client:
        """The way to the daemon."""
        run = alive(self.state)
        if run is None or run.pid != self.process.pid:
            raise NoBridge("not up yet")
        return Client(run)

    def picture(self) -> dict[str, Any]:
        """The daemon's snapshot."""
        return self.client().state()

    def follows(self) -> bool:
        """Whether the daemon is live and knows the session's strips and their automation."""
        assert not self.dead, self.log
        try:
            state = self.picture()
        except NoBridge:
            return False
        return state["link"] == "live" and bool(state["tracks"]) and state["looked"] is not None

    def ask(self, command: str, **keys: object) -> Reply:
        """A command, and what the bridge answers."""
        return self.client().command(command, **keys)

    def preview(self, name: str) -> Reply:
        """A preview, confirmed by the desk."""
        return self.ask("preview", name=name)

    def expected(self, name: str, before: dict[str, bool]) -> dict[str, bool]:
        """What Ardour's mutes must be in this preview, from the family that each film track's name begins with."""
        only, _, without = name.partition("no-")
        wanted = dict(before)
        for strip in self.picture()["tracks"]:
            if strip["kind"] in CONTENT:
                family = strip["name"][:2].lower()
                heard = family not in without if without else family in only.split("+")
                wanted[strip["name"]] = before[strip["name"]] or not heard
        return wanted

    def kill(self) -> None:
        """Kill -9, as an accident would."""
        self.process.send_signal(signal.SIGKILL)
        self.buried()

    def buried(self, patience: float = PATIENCE) -> int:
        """Wait until the daemon's process is gone; gives its exit code. Raises `TimeoutExpired`."""
        code = self.process.wait(patience)
        if self.process.stdin is not None:
            self.process.stdin.close()
        return code

    def stop(self) -> int:
        """End politely; gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.buried()

    def close(self) -> None:
        """Leave nothing running."""
        if self._process is not None:
            self.kill()


@contextmanager
def beside(ardour: RealArdour, folder: Path, mode: str = "preview") -> Iterator[Beside]:
    """A running bridge beside this Ardour."""
    bridge = Beside(ardour, folder, mode)
    try:
        bridge.start()
        yield bridge
    finally:
        bridge.close()
