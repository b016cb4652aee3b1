"""The JACK server of this machine: whether it is there, and whether it still is.

Spoken to through the system's own libjack, by a handful of its functions. RtMidi's wheels carry a libjack of
their own that may be too old for the server (1.9.14 speaks protocol 8, jackd2 from 1.9.19 on wants 9) and never finds
PipeWire's JACK; loaded before them, for all to see, the system's library is the one that they call.

RtMidi itself does not notice that the server has ended: its list of ports then stays as it was (RtMidi 6.1, jackd2
1.9.21), and closing one of its clients after a failed attempt to open another ends the process. So: ask here first,
and when the server has gone close everything before anything is opened. Ports are listed here too: a client that only
lists needs no place in the user's audio graph, which RtMidi's always take.
"""

import ctypes
import sys
from ctypes import POINTER, c_char_p, c_int, c_ulong, c_void_p

from bridge.shell.midi import Way

LIBRARY = "libjack.so.0"
NO_START = 1
"""JackNoStartServer (jack/types.h): a server is only found, never started."""
MIDI = b"midi"
"""Part of JACK_DEFAULT_MIDI_TYPE, `8 bit raw midi`."""
FLAGS = {Way.IN: 2, Way.OUT: 1}
"""JackPortIsOutput: what others send, we listen to; JackPortIsInput."""


def libjack() -> ctypes.CDLL | None:
    """The system's libjack, loaded so that what is loaded later calls it; None where there is none.

    Its complaints about a missing server, five lines to standard error for each try, go to a C function without effect.
    """
    if sys.platform != "linux":
        return None
    try:
        library = ctypes.CDLL(LIBRARY, mode=ctypes.RTLD_GLOBAL)
        deaf = ctypes.CDLL(None).strlen
        library.jack_set_error_function(deaf)
        library.jack_set_info_function(deaf)
        library.jack_client_open.restype = c_void_p
        library.jack_client_open.argtypes = [c_char_p, c_int, POINTER(c_int)]
        library.jack_get_client_name.restype = c_char_p
        library.jack_get_client_name.argtypes = [c_void_p]
        library.jack_get_uuid_for_client_name.restype = c_void_p
        library.jack_get_uuid_for_client_name.argtypes = [c_void_p, c_char_p]
        library.jack_get_ports.restype = POINTER(c_char_p)
        library.jack_get_ports.argtypes = [c_void_p, c_char_p, c_char_p, c_ulong]
        library.jack_free.argtypes = [c_void_p]
        library.jack_client_close.argtypes = [c_void_p]
    except (OSError, AttributeError):
        return None
    return library


class JackServer:
    """A client without ports or callbacks that sees whether the server lives (20 µs a look) and what ports it has."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._client: int | None = None
        self._answers = False

    def there(self) -> bool:
        """True if the server is there. False once it has gone, until `close`; after that it is looked for anew."""
        if self._client is not None:
            return self._knows_us() or not self._answers
        self._client = self._library.jack_client_open(b"stembridge watch", NO_START, ctypes.byref(c_int()))
        if self._client is None:
            return False
        self._answers = self._knows_us()  # one that never answers (an old PipeWire) proves nothing by silence
        return True

    def _knows_us(self) -> bool:
        """Whether it answers what it must answer itself: lists are read from shared memory, which outlives it."""
        ours = self._library.jack_get_client_name(self._client)
        found = self._library.jack_get_uuid_for_client_name(self._client, ours)
        if found:
            self._library.jack_free(found)
        return bool(found)

    def names(self, way: Way) -> tuple[str, ...]:
        """Every MIDI port that can be listened to or sent to; none if the server was never there."""
        if self._client is None:
            return ()
        found = self._library.jack_get_ports(self._client, None, MIDI, FLAGS[way])
        if not found:  # a list without ports is no list
            return ()
        names = []
        for name in found:
            if name is None:
                break
            names.append(name.decode(errors="replace"))
        self._library.jack_free(found)
        return tuple(names)

    def close(self) -> None:
        """Leave the server, or what is left of it."""
        if self._client is not None:
            self._library.jack_client_close(self._client)
            self._client = None
