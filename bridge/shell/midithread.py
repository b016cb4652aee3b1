"""The thread that polls the MIDI ports for an event loop."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from bridge.shell.midi import Driver, Port, PortNews
from bridge.shell.midiports import Poller, Told

FELL = "MIDI is not heard any more, by a mistake of ours; the rest works. What to report: stembridge doctor"
"""What is said of each port when the thread ends that it should not."""


class MidiThread:
    """A thread that polls, for an event loop. A mistake of ours ends it, is said, and goes to `threading.excepthook`.

    `tell` is called on the loop, with everything of one turn at once, by `post`: the loop's `call_soon_threadsafe`.
    """

    def __init__(
        self,
        drivers: Sequence[Driver],
        tell: Callable[[tuple[Told, ...]], None],
        post: Callable[..., object],
    ) -> None:
        self._drivers = drivers
        self._tell = tell
        self._post = post
        self._deeds: deque[Callable[[Poller], object]] = deque()
        self._wake = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="midi", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def want(self, port: Port) -> None:
        """Open this port now, or as soon as it is there."""
        self._do(lambda poller: poller.want(port))

    def drop(self, port: Port) -> None:
        """Close this port."""
        self._do(lambda poller: poller.drop(port))

    def send(self, port: Port, data: bytes) -> None:
        """Send one whole message; dropped if the port is not open."""
        self._do(partial(_send, port=port, data=data))

    def close(self) -> None:
        """Close everything; waits until it is closed, two seconds at most (a stopped audio server answers nobody)."""
        self._ending = True
        self._wake.set()
        self._thread.join(2.0)

    def _do(self, deed: Callable[[Poller], object]) -> None:
        self._deeds.append(deed)
        self._wake.set()

    def _run(self) -> None:
        came: list[Told] = []
        poller = Poller(self._drivers, came.append, time.monotonic)
        try:
            self._turns(poller, came)
        finally:
            if not self._ending:
                self._post(self._tell, tuple(PortNews(port, "", FELL) for port in poller.wanted))
            poller.close()

    def _turns(self, poller: Poller, came: list[Told]) -> None:
        while not self._ending:
            self._wake.clear()
            self._carry_out(poller)
            pause = poller.turn()
            if came:
                self._post(self._tell, tuple(came))
                came.clear()
            self._wake.wait(pause)
        self._carry_out(poller)  # what was asked just before the end is still sent

    def _carry_out(self, poller: Poller) -> None:
        while self._deeds:
            self._deeds.popleft()(poller)


def _send(poller: Poller, port: Port, data: bytes) -> None:
    poller.send(port, data)
