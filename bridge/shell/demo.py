"""The stand-in DAW on real UDP: a socket on loopback, the event loop's clock, and somebody who works on the reel."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from itertools import count
from math import inf
from pathlib import Path
from typing import Self

from bridge.demo.ardour import Ardour
from bridge.demo.reel import LENGTH, Act
from bridge.demo.weather import Weather
from bridge.wire.companion import LEASE, ORDERS

HOST = "127.0.0.1"
SLICE = 64
"""Packets read at one wake-up, so that nobody can keep the loop to himself."""
BUFFER = 4 << 20
"""Receive buffer that is asked for, in bytes."""
LOOK = 0.1
"""Seconds between two looks of our script at its files."""


class DemoDaw:
    """A stand-in that serves a UDP port of loopback while it is entered; port 0 is any free one.

    `told` hears each sentence of the script as it happens; the script begins anew when it is over. The socket is closed
    while the DAW has quit or loads, so that a client meets what it meets with a real one. Who touches the DAW by hand
    calls `pump` afterwards. `folder`: where our script in it looks for what the bridge writes.
    """

    def __init__(
        self, daw: Ardour | Weather, port: int = 0, script: Sequence[Act] = (), folder: Path | None = None
    ) -> None:
        self.daw = daw
        self.port = port
        self.told: Callable[[str], None] = lambda _: None
        self._script = script
        self._folder = folder
        self._looking: asyncio.TimerHandle | None = None
        self._socket: socket.socket | None = None
        self._waking: asyncio.TimerHandle | None = None
        self._acting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._open()
        if self._script:
            self._acting = self._loop.create_task(self._act())
        self.pump()
        if self._folder is not None:
            self._look(self._folder)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._acting is not None:
            self._acting.cancel()
            await asyncio.gather(self._acting, return_exceptions=True)
        for timer in (self._waking, self._looking):
            if timer is not None:
                timer.cancel()
        self._close()

    def pump(self) -> None:
        """Carry out what is due, send what was said, and see to it that the next thing happens in time."""
        for port, packet in self.daw.advance(self._loop.time()):
            self._send(port, packet)
        if self.daw.listening and self._socket is None:
            self._open()
        elif not self.daw.listening and self._socket is not None:
            self._close()
        if self._waking is not None:
            self._waking.cancel()
        self._waking = self._loop.call_at(at, self.pump) if (at := self.daw.next_at) < inf else None

    def _look(self, folder: Path) -> None:
        """The timer of our script in the DAW."""
        for port, packet in self.daw.look(_text(folder / LEASE), _text(folder / ORDERS), self._loop.time()):
            self._send(port, packet)
        self.pump()
        self._looking = self._loop.call_later(LOOK, self._look, folder)

    def _open(self) -> None:
        opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            opened.setblocking(False)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            opened.bind((HOST, self.port))
        except OSError:
            opened.close()
            raise
        self.port = opened.getsockname()[1]
        self._socket = opened
        self._loop.add_reader(opened, self._read)

    def _close(self) -> None:
        if self._socket is not None:
            self._loop.remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _read(self) -> None:
        for _ in range(SLICE):
            if self._socket is None:
                return
            try:
                packet, sender = self._socket.recvfrom(65536)
            except BlockingIOError:
                break
            except ConnectionError:  # Windows tells here that an earlier answer found nobody
                continue
            self.daw.receive(sender[1], packet, self._loop.time())
        self.pump()

    def _send(self, port: int, packet: bytes) -> None:
        if self._socket is not None:
            try:
                self._socket.sendto(packet, (HOST, port))
            except OSError:  # a full buffer, a client that is gone: UDP promises nothing
                return

    async def _act(self) -> None:
        start = self._loop.time()
        for turn in count():
            for act in self._script:
                await asyncio.sleep(start + turn * LENGTH + act.second - self._loop.time())
                try:
                    act.do()
                except KeyError:  # a client gave the strip another name
                    continue
                self.told(act.sentence)
                self.pump()


def _text(file: Path) -> str:
    """What stands in a file, nothing while there is none."""
    try:
        return file.read_text("ascii")
    except FileNotFoundError:
        return ""
