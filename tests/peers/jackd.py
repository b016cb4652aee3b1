"""A JACK server of our own without a sound card, and a sender whose every byte leaves at a known sample."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

START = 10.0
"""Seconds that a start may take."""
POLITE = 1.0
"""Seconds that an end may take: `--sync` waits ten for a client that died."""


class Jackd:
    """`jackd -d dummy` under a name of its own, which all that is started in this process's environment uses meanwhile.

    `period` in samples. It is long, and the server waits for every client before the next, so that a busy machine loses
    nothing: without real-time rights a server that goes on loses what a late client would have sent.
    """

    def __init__(self, period: int = 1024) -> None:
        self.name = f"stembridge-{os.getpid()}"
        self.period = period
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._before = {key: os.environ.get(key) for key in ("JACK_DEFAULT_SERVER", "JACK_NO_START_SERVER")}
        os.environ |= {"JACK_DEFAULT_SERVER": self.name, "JACK_NO_START_SERVER": "1"}
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for key, value in self._before.items():
            if value is None:
                os.environ.pop(key)
            else:
                os.environ[key] = value

    def start(self) -> None:
        """Start it and wait until it takes clients."""
        server = ["jackd", "-n", self.name, "--no-realtime", "--sync"]
        argv = [*server, "-d", "dummy", "-r", "48000", "-p", str(self.period)]
        guarded = ["setpriv", "--pdeathsig", "KILL", *argv] if shutil.which("setpriv") else argv
        quiet = subprocess.DEVNULL
        self._server = subprocess.Popen(guarded, stdin=quiet, stdout=quiet, stderr=quiet)
        by = time.monotonic() + START
        while not self._takes_clients():
            assert self._server.poll() is None, "jackd ended at once"
            assert time.monotonic() < by, "jackd takes no clients"

    def stop(self, *, kill: bool = False) -> None:
        """End it, politely or not; it is gone when this returns."""
        if self._server is not None:
            self._server.kill() if kill else self._server.terminate()
            try:
                self._server.wait(POLITE)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
                self.start()  # a killed one stays in JACK's list of eight servers until one of its name has ended
                self._server.terminate()
                self._server.wait()
            self._server = None

    def _takes_clients(self) -> bool:
        """Asked in another process: a client that fails in ours may not be let go beside others."""
        asked = "import jack; jack.Client('asking', no_start_server=True).close()"
        return subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True).returncode == 0


class Peer:
    """A JACK client in a process of its own: a module of the tests that takes a line of JSON and answers with one."""

    def __init__(self, module: str, name: str) -> None:
        argv = [sys.executable, "-m", f"tests.peers.{module}", name]
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True)
        self.said: str = self._answer()
        """What it said first."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it; its ports go."""
        assert self._child.stdin is not None
        self._child.stdin.close()
        try:
            self._child.wait(2.0)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()

    def order(self, what: str, *how: object) -> Any:  # noqa: ANN401 - whatever JSON can say
        """Its answer to that."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps({what: how}) + "\n")
        self._child.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:  # noqa: ANN401
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        assert line, "the peer ended"
        return json.loads(line)


class Sender(Peer):
    """A sender of MIDI. Its `port` is `NAME:out`."""

    def __init__(self, name: str = "sender") -> None:
        super().__init__("jacksender", name)
        self.port = self.said

    def connect(self, port: str) -> None:
        """Connect its port to another."""
        self.order("connect", port)

    def play(self, events: Sequence[tuple[int, bytes]]) -> list[float]:
        """Send (samples from a start, bytes); gives the monotonic time of each, right to 0.1 ms."""
        return [float(at) for at in self.order("play", *((offset, data.hex()) for offset, data in events))]

    def flood(self, count: int) -> None:
        """Send so many quarter frames in every period from now on."""
        self.order("flood", count)


class Patch(Peer):
    """A client with audio ports of its own that connects everybody's, as a patchbay does. `said`: its name."""

    def __init__(self, name: str = "patchbay") -> None:
        super().__init__("jackpatch", name)

    def ports(self, *names: str) -> None:
        """Make these: an output where the name has `out` in it, else an input."""
        self.order("ports", *names)

    def raw(self, name: bytes) -> None:
        """Make an output whose name need not be text."""
        self.order("raw", name.hex())

    def rename(self, name: str, wanted: str) -> None:
        """Rename one of its own ports."""
        self.order("rename", name, wanted)

    def drop(self, name: str) -> None:
        """Let one of its own ports go."""
        self.order("drop", name)

    def connect(self, source: str, sink: str) -> float:
        """Connect two ports by their full names; gives the monotonic time just before."""
        return float(self.order("connect", source, sink))

    def part(self, source: str, sink: str) -> float:
        """Undo a connection; gives the monotonic time just before."""
        return float(self.order("part", source, sink))
