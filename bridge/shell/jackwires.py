"""What is wired on the JACK server, for the daemon: a child process watches, each change is a `GraphTold`.

Connections made outside the DAW (another mixer, a patchbay, `jack_connect`) are seen so, while its own script is not
installed too. Where there is no JACK, or the DAW does not run on it, nothing is told. No server is ever started.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from bridge.daws.jackgraph import Wiring, graph
from bridge.model.desk import Kind
from bridge.model.events import Event
from bridge.model.routing import Graph, GraphSource
from bridge.model.routingnews import GraphLost, GraphTold
from bridge.shell.jackwirechild import HEAD, NO_LIBRARY

CHILD = ("-P", "-m", "bridge.shell.jackwirechild")
"""What Python is told to run."""
AGAIN = 2.0
"""Seconds after its end, or the server's, in which the child is started anew; doubled for each that told nothing."""
SELDOM = 64.0
LARGEST = 1 << 24
"""Bytes of one telling at most; 1000 stereo tracks are 0.2 million."""
LAST_WAIT = 0.5
"""Seconds in which the child may end by itself."""
ENDED = (
    "The JACK server has ended, or can't be watched any more, so connections made outside the DAW are not seen now. "
    "Nothing was changed. They are seen again as soon as the DAW is back on JACK."
)
LEFT = (
    "The DAW's strips are not on the JACK server any more, so connections made outside the DAW are not seen now. "
    "Nothing was changed. They are seen again as soon as the DAW is back on JACK."
)


class JackWires:
    """The DAW's routing on JACK. To be used on the loop's thread.

    `feed` hears `GraphTold` and `GraphLost` of the source JACK; `now` is monotonic seconds.
    """

    def __init__(self, feed: Callable[[Event], object], now: Callable[[], float]) -> None:
        self._feed = feed
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._kinds: dict[str, Kind] = {}
        self._child: _Child | None = None
        self._again: asyncio.TimerHandle | None = None
        self._pause = AGAIN
        self._read_at = 0.0
        self._wiring = Wiring()
        self._told: Graph | None = None

    def start(self) -> None:
        """Begin to watch. Only on Linux: nobody has listened to the JACK of another system yet."""
        if sys.platform == "linux":
            self._begin()

    def know(self, kinds: Mapping[str, Kind]) -> None:
        """The DAW's strips in the mixer's order, as its own list tells them; without one no port is known as its."""
        if list(kinds.items()) != list(self._kinds.items()):
            self._kinds = dict(kinds)
            self._look(LEFT)

    def close(self) -> None:
        """End it; nothing is told any more."""
        if self._again is not None:
            self._again.cancel()
            self._again = None
        if self._child is not None:
            self._loop.remove_reader(self._child.told)
            self._child.end()
            self._child = None
        self._wiring, self._told = Wiring(), None

    def _begin(self) -> None:
        self._again = None
        try:
            self._child = _Child()
        except OSError:  # no memory, no files: later perhaps
            self._later()
            return
        self._loop.add_reader(self._child.told, self._heard, self._child)

    def _heard(self, child: "_Child") -> None:
        wirings = child.take()
        if wirings:
            (self._read_at, self._wiring), self._pause = wirings[-1], AGAIN
            self._look(LEFT)
        if child.ended:
            self._gone(child)

    def _gone(self, child: "_Child") -> None:
        self._loop.remove_reader(child.told)
        self._child, self._wiring = None, Wiring()
        if child.end() != NO_LIBRARY:
            self._later()
        self._look(ENDED)

    def _later(self) -> None:
        self._again = self._loop.call_later(self._pause, self._begin)
        self._pause = min(2 * self._pause, SELDOM)

    def _look(self, why_not: str) -> None:
        """Tell the graph if it is another one than before, or that there is none any more."""
        found = graph(self._wiring, self._kinds)
        if found == self._told:
            return
        self._told = found
        if found is None:
            self._feed(GraphLost(self._now(), GraphSource.JACK, why_not))
        else:
            self._feed(GraphTold(self._now(), found, read_at=self._read_at))


class _Child:
    """The child process. `told`: the file in which it tells; `ended`: it has ended, or told nonsense.

    Raises `OSError` if it can't be started.
    """

    def __init__(self) -> None:
        self.told, its = os.pipe()
        self.ended = False
        quiet = subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own
                [sys.executable, *CHILD], stdin=subprocess.PIPE, stdout=its, stderr=quiet
            )
        except OSError:
            os.close(self.told)
            raise
        finally:
            os.close(its)
        self._unread = bytearray()

    def take(self) -> list[tuple[float, Wiring]]:
        """What has come whole, each with the time at which it was read; waits only where there is nothing to read."""
        came = os.read(self.told, 1 << 16)
        self.ended = not came
        self._unread += came
        found = []
        while len(self._unread) >= HEAD.size:
            at, size = HEAD.unpack_from(self._unread)
            end = HEAD.size + size
            self.ended = self.ended or size > LARGEST
            if self.ended or len(self._unread) < end:
                break
            found.append((at, _wiring(json.loads(self._unread[HEAD.size : end]))))
            del self._unread[:end]
        return found

    def end(self) -> int:
        """Let it end, or end it; gives its exit code."""
        os.close(self.told)
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            return self._process.wait(LAST_WAIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def _wiring(told: Mapping[str, Any]) -> Wiring:
    outs, ins = tuple(told["outs"]), tuple(told["ins"])
    wires = tuple((outs[source], ins[sink]) for source, sink in told["wires"])
    return Wiring(outs, ins, wires, frozenset(outs[number] for number in told["ends"]))
