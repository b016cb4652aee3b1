"""A process of its own that watches what is wired on the JACK server, and tells all of it whenever it has changed.

libjack calls Python from a thread of its own, and may fault when its server dies: neither may happen in the bridge's
own process. What is told goes to standard output: a `HEAD`, then so many bytes of JSON: `outs`, `ins` (names of audio
ports), `wires` (pairs of places in them) and `ends` (places of outs at which sound begins). It ends when its standard
input does, or the server. While there is no server it is looked for, and never started.

Straight on libjack, where the child that hears MIDI uses JACK-Client (0.5.7): that lists nothing any more as soon as
one name on the server is not UTF-8, and jackd (1.9.21) cuts a long name that Ardour gives in the middle of a letter. A
client without ports and without a process callback has no place in the audio graph: it can't break the user's sound.

`python -m bridge.shell.jackwirechild`
"""

import ctypes
import json
import os
import select
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_uint32, c_void_p
from typing import Any

from bridge.shell.jackserver import NO_START, libjack

HEAD = struct.Struct("<dI")
"""Monotonic seconds before which nothing of what follows was read, count of the bytes that follow."""
NAME = b"stembridge wires"
AUDIO = b"audio"
"""Part of JACK_DEFAULT_AUDIO_TYPE, `32 bit float mono audio`."""
IS_INPUT, IS_OUTPUT, IS_PHYSICAL, IS_TERMINAL = 1, 2, 4, 16
"""JackPortFlags (jack/types.h). Terminal: sound begins or ends there."""
MOST = 1 << 16
"""Ports, and connections, that are told at most: of more, none. jackd has at most 4096 ports."""
NO_LIBRARY = 3
"""Exit code: there is no libjack, so there never will be a server."""

SEARCH = 2.0
"""Seconds from look to look for a server."""
SETTLE = 0.01
"""Seconds in which further changes are waited for: one act of the user's makes several."""
PAUSE = 0.05
"""Seconds from one telling to the next at least."""
SHARE = 10
"""After a reading this many times of what it cost is rested, so that at most a tenth of one core is taken."""

MORE, LESS, GONE = b"m", b"l", b"g"
"""What libjack's thread says: something has changed; a port is not what it was; the server has gone."""
Registered = CFUNCTYPE(None, c_uint32, c_int, c_void_p)
Connected = CFUNCTYPE(None, c_uint32, c_uint32, c_int, c_void_p)
Renamed = CFUNCTYPE(None, c_uint32, c_char_p, c_char_p, c_void_p)
Ended = CFUNCTYPE(None, c_void_p)
CALLS: Mapping[str, tuple[Any, Callable[..., bytes]]] = {
    "jack_set_port_registration_callback": (Registered, lambda _, made, __: MORE if made else LESS),
    "jack_set_port_rename_callback": (Renamed, lambda *_: LESS),
    "jack_set_port_connect_callback": (Connected, lambda *_: MORE),
    "jack_on_shutdown": (Ended, lambda *_: GONE),  # PipeWire (0.3.65) never calls `jack_on_info_shutdown`
}
"""How each is asked for, and what it makes libjack's thread say."""
PROTOTYPES: Mapping[str, tuple[Any, Sequence[Any]]] = {
    "jack_port_by_name": (c_void_p, (c_void_p, c_char_p)),
    "jack_port_get_all_connections": (POINTER(c_char_p), (c_void_p, c_void_p)),
    "jack_activate": (c_int, (c_void_p,)),
    **{name: (c_int, (c_void_p, kind, c_void_p)) for name, (kind, _) in CALLS.items()},
}
"""What libjack gives and takes (jack/jack.h), beside what `libjack` has said of it."""


class Client:
    """Our client of a server. `said` is a pipe out of which comes what libjack's thread says."""

    def __init__(self, library: Any, client: int) -> None:  # noqa: ANN401 - libjack, or what a test has in its place
        self.said, self._say = os.pipe()
        self._library = library
        self._client = client
        self._ports: dict[bytes, int] = {}
        os.set_blocking(self.said, False)
        os.set_blocking(self._say, False)
        self._calls = [self._called(name, kind, word_of) for name, (kind, word_of) in CALLS.items()]
        library.jack_activate(client)

    def heard(self) -> bytes:
        """All that was said since the last time; never waits."""
        try:
            words = os.read(self.said, 1 << 16)
        except BlockingIOError:
            return b""
        if LESS in words:
            self._ports.clear()  # what is made after it may get its handle
        return words

    def wiring(self) -> bytes:
        """All audio ports and what is connected, as JSON."""
        outs, ins = self._names(IS_OUTPUT), self._names(IS_INPUT)
        ends = {*self._names(IS_OUTPUT | IS_TERMINAL), *self._names(IS_OUTPUT | IS_PHYSICAL)}
        places = {name: place for place, name in enumerate(ins)}
        wires = [
            (number, places[sink]) for number, name in enumerate(outs) for sink in self._fed(name) if sink in places
        ]
        if max(len(outs) + len(ins), len(wires)) > MOST:
            outs, ins, wires, ends = [], [], [], set()
        told = {
            "outs": [name.decode(errors="replace") for name in outs],
            "ins": [name.decode(errors="replace") for name in ins],
            "wires": sorted(wires),
            "ends": [number for number, name in enumerate(outs) if name in ends],
        }
        return json.dumps(told, separators=(",", ":")).encode()

    def close(self) -> None:
        """Leave the server."""
        self._library.jack_client_close(self._client)

    def _called(self, name: str, kind: Any, word_of: Callable[..., bytes]) -> object:  # noqa: ANN401 - a type of ctypes
        """Have libjack's thread say this; what is called must live as long as the client."""

        def call(*given: object) -> None:
            with suppress(BlockingIOError):  # then there is enough to read
                os.write(self._say, word_of(*given))

        called = kind(call)
        getattr(self._library, name)(self._client, called, None)
        return called

    def _names(self, flags: int) -> list[bytes]:
        return self._taken(self._library.jack_get_ports(self._client, None, AUDIO, flags))

    def _fed(self, name: bytes) -> list[bytes]:
        """What this port is connected to."""
        port = self._ports.get(name) or self._library.jack_port_by_name(self._client, name)
        if port is None:  # it has just gone
            return []
        self._ports[name] = port
        return self._taken(self._library.jack_port_get_all_connections(self._client, port))

    def _taken(self, found: Any) -> list[bytes]:  # noqa: ANN401 - a list of C's
        if not found:  # a list without names is no list
            return []
        names = []
        for name in found:
            if name is None:
                break
            names.append(name)
        self._library.jack_free(found)
        return names


def opened(library: Any) -> Client | None:  # noqa: ANN401 - libjack
    """Our client of the server that runs; None if none does."""
    for name, (gives, takes) in PROTOTYPES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = gives, takes
    client = library.jack_client_open(NAME, NO_START, ctypes.byref(c_int()))
    return None if client is None else Client(library, client)


def watch(client: Client, asked: int, tell: Callable[[bytes], object]) -> bool:
    """Tell now and whenever something has changed, until there is something to read in `asked`, or the server has gone.

    Gives False in the latter case: then the client may not be touched any more.
    """
    before = b""
    while GONE not in client.heard():
        at, cost = time.monotonic(), time.process_time()
        wiring = client.wiring()
        if wiring != before:
            tell(HEAD.pack(at, len(wiring)) + wiring)
            before = wiring
        if waited((asked,), max(PAUSE, SHARE * (time.process_time() - cost))):
            return True
        if asked in waited((asked, client.said)) or waited((asked,), SETTLE):
            return True
    return False


def waited(files: Sequence[int], seconds: float | None = None) -> Sequence[int]:
    """Those in which there is something to read, at the latest after so many seconds."""
    return select.select(files, (), (), seconds)[0]


def main() -> int:
    """Watch until standard input or the server ends; gives the exit code."""
    told = os.dup(1)
    os.dup2(2, 1)  # whatever the library prints, it is not in what we tell
    library = libjack()
    if library is None:
        return NO_LIBRARY
    while (client := opened(library)) is None:
        if waited((0,), SEARCH):
            return 0
    with os.fdopen(told, "wb") as output:

        def tell(record: bytes) -> None:
            output.write(record)
            output.flush()

        if watch(client, 0, tell):
            client.close()
    return 0


if __name__ == "__main__":
    os._exit(main())  # a client whose server has gone may hang when it is let go
