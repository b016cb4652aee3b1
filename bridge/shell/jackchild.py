"""A process of its own that listens to one JACK port and tells at which sample each message came.

JACK-Client (the extra `jack`) calls Python inside the audio server's thread; that is harmless only where the
interpreter has nothing else to do, so never in the bridge's own process. What came goes to standard output as
`RECORD`s, each followed by so many bytes. It ends when its standard input does, or the server.

`python -m bridge.shell.jackchild CLIENT PORT [SOURCE]`: the names of our client and port, and the port to connect to.
"""

import os
import select
import struct
import sys
import time
from collections import deque
from importlib import import_module
from typing import Any, Protocol

RECORD = struct.Struct("<dI")
"""Monotonic seconds of the message's sample, count of its bytes."""
PAUSE = 0.004
"""Seconds from look to look at what came; stamps do not depend on it."""


def main(client_name: str, port_name: str, source: str = "") -> None:
    """Listen until standard input or the server ends. Raises what JACK-Client raises if it can't begin."""
    jack: Any = import_module("jack")
    client = jack.Client(client_name, no_start_server=True)
    port = client.midi_inports.register(port_name)
    came: deque[tuple[int, bytes]] = deque()
    gone: list[str] = []

    def process(_: int) -> None:
        for offset, data in port.incoming_midi_events():
            came.append((client.last_frame_time + offset, bytes(data)))

    client.set_process_callback(process)
    client.set_shutdown_callback(lambda _, reason: gone.append(reason))
    client.activate()
    if source:
        client.connect(source, port)
    while not gone and not select.select([sys.stdin], [], [], PAUSE)[0]:
        if came:
            _tell(client, came)
    if not gone:
        client.deactivate()
        client.close()
    os._exit(0)  # a client whose server has gone may hang when it is let go


class Counter(Protocol):
    """What JACK-Client's client knows of time."""

    frame_time: int
    samplerate: int


def _tell(client: Counter, came: deque[tuple[int, bytes]]) -> None:
    """Write down what came. A frame's time is counted back from now: JACK's clock need not be ours."""
    frame, now = client.frame_time, time.monotonic()
    told = bytearray()
    while came:
        at, data = came.popleft()
        ago = (frame - at + 0x8000_0000 & 0xFFFF_FFFF) - 0x8000_0000  # the counter has 32 bits
        told += RECORD.pack(now - ago / client.samplerate, len(data)) + data
    left = memoryview(told)
    while left:
        left = left[os.write(1, left) :]


if __name__ == "__main__":
    main(*sys.argv[1:])
