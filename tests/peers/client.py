"""A plain OSC client on a UDP socket, for the rig's own errands and for conversations with any DAW."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bridge.wire.osc import Argument, Message, decode, encode

HOST = "127.0.0.1"


class Client:
    """What one local port says to a DAW and hears from it."""

    def __init__(self, opened: socket.socket, port: int) -> None:
        self._socket = opened
        self._to = (HOST, port)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)

    def __call__(self, address: str, *args: Argument) -> None:
        """Send one message."""
        self._socket.sendto(encode(Message(address, args)), self._to)

    def heard(self, until: str, timeout: float) -> list[Message]:
        """What came, up to and with a message of that address; empty if none came in time."""
        deadline, heard = time.monotonic() + timeout, list[Message]()
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                heard += decode(self._socket.recv(65536))
            except TimeoutError:
                return []
            except ConnectionError:
                continue
            if heard[-1].address == until:
                return heard
        return []

    def numbers(self) -> dict[str, int]:
        """Every strip's number on this surface by its name, hidden ones too; `TimeoutError` if the list has no end."""
        self("/set_surface", 0, 575, 16384, 0, 0, 0)
        rows: dict[str, int] = {}
        deadline, quiet = time.monotonic() + 10, True
        while time.monotonic() < deadline:
            if quiet:  # not asked yet, or the end was lost: 256 answers at once fill a small socket buffer
                self("/strip/list")
                rows.clear()
            heard = self.heard("/reply", 1.0)
            quiet = not heard
            for message in heard:
                if message.address != "/reply":
                    continue
                if message.args[0] == "end_route_list":
                    return rows
                rows[str(message.args[1])] = int(str(message.args[6]))
        raise TimeoutError("the list of strips has no end")


@contextmanager
def client(port: int) -> Iterator[Client]:
    """A client of the DAW on that port of loopback, on a free port of its own."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as opened:
        opened.bind((HOST, 0))
        yield Client(opened, port)
