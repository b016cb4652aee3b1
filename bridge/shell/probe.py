"""One question to every port at which an Ardour may listen, for `doctor`.

Ardour keeps a surface for every local port that ever spoke to it, so the question is put from the bridge's own fixed
port and never while a bridge runs; after it the surface's feedback is off, as a bridge leaves it.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from bridge.daws.ardour_line import is_settings, settings
from bridge.daws.ardour_search import TRIES
from bridge.model.errors import MalformedPacket
from bridge.model.show import Rig
from bridge.wire.osc import Message, decode, encode

PATIENCE = 1.0
"""Seconds that answers are waited for."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An Ardour that answered at this UDP port. `pinned`: where its answers for this machine go, 0 if not pinned."""

    port: int
    pinned: int


def ardours_answering(rig: Rig) -> tuple[Answered, ...]:
    """Every Ardour that answers, by port. Raises `OSError` if our own port is taken."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
        line.bind(("127.0.0.1", rig.local_port))
        for port in range(rig.port, min(rig.port + TRIES, 65536)):
            _say(line, port)
        found = {answer.port: answer for answer in _answers(line)}
        for port in found:
            _say(line, port, *settings(0))
    return tuple(found[port] for port in sorted(found))


def _say(line: socket.socket, port: int, *args: int) -> None:
    line.sendto(encode(Message("/set_surface", args)), ("127.0.0.1", port))


def _answers(line: socket.socket) -> Iterator[Answered]:
    by = time.monotonic() + PATIENCE
    while (left := by - time.monotonic()) > 0:
        line.settimeout(left)
        try:
            packet, (_, port) = line.recvfrom(65536)
            messages = decode(packet)
        except TimeoutError:
            return
        except (ConnectionError, MalformedPacket):  # Windows tells here of a port at which nobody listens
            continue
        for address, args in messages:
            if address == "/set_surface" and is_settings(args):
                yield Answered(port, int(args[8] or 0))
