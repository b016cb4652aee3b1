"""UDP on the loopback: named sockets, read in slices on the event loop, never blocking.

Not asyncio's datagram endpoint: that reads with a buffer of 256 KiB, which costs ten times as much and loses packets
at 31,000 a second (measured on CPython 3.11 and glibc). Needs a loop with `add_reader`, on Windows the selector loop.

The kernel throws packets away when a socket's buffer is full. It is asked for 4 MiB, which hold about 10,000 packets
of a DAW; what it grants and, on Linux, what it has dropped can be read, so that a loss is noticed and asked for again.
"""

import asyncio
import errno
import os
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
"""Where we are bound and where we send to: nobody outside this machine can reach us."""
BUFFER = 4 * 1024 * 1024
"""Bytes of receive buffer that the kernel is asked for."""
LARGEST = 65_536
"""Bytes of the largest read: more than any UDP datagram holds."""
SLICE = 64
"""Packets that are read at most before the loop's other work has its turn."""
SMALLEST_CHARGE = 256
"""Bytes that the least packet takes of a receive buffer at least (Linux charges 768 and more)."""

_TAKEN = {errno.EADDRINUSE, errno.EACCES} if sys.platform == "win32" else {errno.EADDRINUSE}

_RECVERR = 11
"""IP_RECVERR of ip(7), which the socket module does not name: the kernel tells where nobody listened."""

OnRefused = Callable[[int, float], None]
"""Called with the port of this machine where nobody listened, and the monotonic time (seconds)."""
OnPacket = Callable[[str, bytes, int, float], None]
"""Called with the socket's name, the packet, the sender's port, the monotonic time (seconds) of its arrival."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A socket that is open. `granted`: bytes of receive buffer that the kernel gave, of the `BUFFER` asked for."""

    name: str
    port: int
    granted: int


@dataclass(frozen=True, slots=True)
class PortTrouble:
    """A socket that could not be opened, with a sentence for people. `taken`: another program has the port."""

    name: str
    port: int
    taken: bool
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class Sockets:
    """The open sockets of one conversation, by name. Must be made and used on the thread of a running loop."""

    def __init__(self, on_packet: OnPacket, on_refused: OnRefused | None = None) -> None:
        self._on_packet = on_packet
        self._on_refused = on_refused
        self._loop = asyncio.get_running_loop()
        self._open: dict[str, socket.socket] = {}
        self.unsent = 0
        """How many packets could not be sent; what they asked for is asked again by whoever misses the answer."""

    def open(self, name: str, port: int) -> Opened | PortTrouble:
        """Bind the socket `name` to this port of the loopback and start to listen; port 0 lets the system choose.

        A socket that has this name already is closed first.
        """
        self.close(name)
        try:
            bound = _bound(port)
        except (OSError, OverflowError) as trouble:
            return _trouble(name, port, trouble)
        self._open[name] = bound
        self._loop.add_reader(bound, self._read, name, bound)
        return Opened(name, bound.getsockname()[1], _granted(bound))

    def send(self, name: str, port: int, data: bytes) -> bool:
        """Send a packet from this socket to a port of this machine; False if it is not open or the system refused.

        Nothing that the system says of a packet ends us: a full buffer, a port where nobody listens.
        """
        try:
            if name in self._open:
                _sent(self._open[name], data, port)
                return True
        except (OSError, OverflowError):  # a port past 65,535 overflows
            pass
        self.unsent += 1
        return False

    def drain(self, names: Iterable[str]) -> int:
        """Throw away unread what lies in these sockets now; gives how many packets that were.

        Ends also while somebody floods us: after as many packets as a full buffer can hold.
        """
        return sum(_drained(self._open[name]) for name in names if name in self._open)

    def drops(self) -> dict[str, int | None]:
        """How many packets the kernel has thrown away for each socket since it was opened; None where it won't say."""
        counts = _kernel_drops()
        return {name: counts.get(os.fstat(each.fileno()).st_ino) for name, each in self._open.items()}

    def close(self, name: str) -> None:
        """Close this socket; one that is not open is fine."""
        closing = self._open.pop(name, None)
        if closing is not None:
            self._loop.remove_reader(closing)
            closing.close()

    def close_all(self) -> None:
        """Close every socket."""
        for name in tuple(self._open):
            self.close(name)

    def _read(self, name: str, ready: socket.socket) -> None:
        for port in _refusals(ready):
            if self._on_refused is not None:
                self._on_refused(port, time.monotonic())
        for data, port in _packets(ready, SLICE):
            self._on_packet(name, data, port, time.monotonic())


def _sent(own: socket.socket, data: bytes, port: int) -> None:
    """Send it; what an earlier packet met with is told here too, once, and says nothing about this one."""
    try:
        own.sendto(data, (LOOPBACK, port))
    except ConnectionRefusedError:
        own.sendto(data, (LOOPBACK, port))


def _packets(ready: socket.socket, most: int) -> Iterator[tuple[bytes, int]]:
    """What lies in the socket, with the senders' ports, at most `most` packets."""
    for _ in range(most):
        try:
            data, (_, port) = ready.recvfrom(LARGEST)
        except BlockingIOError:
            return
        except ConnectionError:  # Windows and Linux tell here that nobody listened where we sent to
            continue
        except OSError:  # closed by what a packet led to, or the network goes down (the loop calls when it is back)
            return
        yield data, port


def _refusals(ready: socket.socket) -> Iterator[int]:
    """The ports of this machine that packets from this socket found nobody at (Linux tells them, recvmsg(2))."""
    if sys.platform != "linux":
        return
    for _ in range(SLICE):
        try:
            _, _, _, (_, port) = ready.recvmsg(1, 512, socket.MSG_ERRQUEUE)
        except OSError:  # nothing there, the usual case; or the socket was closed by what the last one led to
            return
        yield port


def _drained(full: socket.socket) -> int:
    return sum(1 for _ in _packets(full, _granted(full) // SMALLEST_CHARGE))


def _bound(port: int) -> socket.socket:
    new = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        if sys.platform == "win32":  # there another program could take over our port
            new.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        if sys.platform == "linux":
            new.setsockopt(socket.IPPROTO_IP, _RECVERR, 1)
        _ask_for_buffer(new)
        new.setblocking(False)
        new.bind((LOOPBACK, port))
    except BaseException:
        new.close()
        raise
    return new


def _ask_for_buffer(new: socket.socket) -> None:
    """Ask for `BUFFER`, or for half of it and so on: macOS refuses what is too much instead of granting less."""
    size = BUFFER
    while size > _granted(new):
        try:
            new.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
        except OSError:
            size //= 2
        else:
            return


def _granted(granted: socket.socket) -> int:
    """Bytes of receive buffer. Linux doubles what it grants, for its own book-keeping, and reports that (socket(7))."""
    size = granted.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    return size // 2 if sys.platform == "linux" else size


def _kernel_drops() -> dict[int, int]:
    """Packets dropped by socket inode, from /proc/net/udp (proc(5)); empty where there is no such file."""
    try:
        rows = Path("/proc/net/udp").read_text(encoding="ascii").splitlines()[1:]
        return {int(columns[9]): int(columns[-1]) for columns in map(str.split, rows)}
    except (OSError, ValueError, IndexError):
        return {}


def _trouble(name: str, port: int, trouble: Exception) -> PortTrouble:
    taken = isinstance(trouble, OSError) and trouble.errno in _TAKEN
    if taken:
        sentence = (
            f"UDP port {port} is used by another program, perhaps by another Stembridge. Nothing was changed. "
            "Stop that program (`stembridge doctor` shows what is there) or choose other ports in show.toml."
        )
    else:
        why = (trouble.strerror if isinstance(trouble, OSError) else None) or str(trouble)
        sentence = (
            f"UDP port {port} can't be opened on this machine: {why}. Nothing was changed. "
            "Choose other ports in show.toml; `stembridge doctor` shows what is there."
        )
    return PortTrouble(name, port, taken, sentence)
