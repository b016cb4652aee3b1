"""One MIDI input: bytes as a driver hands them over, and who reads the messages in them.

Source: MIDI 1.0. No driver does all of this: they pass running status and joined messages on as they came, most leave
a clock in the middle of a system exclusive message. Whatever comes, the stream goes on: bytes that belong to no whole
message and messages that make no sense are counted, nothing is raised, and no more than `MAX_MESSAGE` is kept.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from bridge.model.errors import MalformedPacket
from bridge.model.surfaces import Heard
from bridge.wire import beats, mmc
from bridge.wire.beats import BeatReader
from bridge.wire.mtc import MtcReader

MAX_MESSAGE = 1024
"""Bytes of a message at most; a longer one (a dump of some synthesizer) is passed over."""

_EXCLUSIVE, _END = 0xF0, 0xF7
_REALTIME = 0xF8
_UNDEFINED = frozenset({0xF4, 0xF5, 0xF9, 0xFD})
_QUARTER_FRAME = 0xF1
_QUARTER_FRAMES = {bytes((_QUARTER_FRAME, data)): data for data in range(0x80)}
"""The data of every quarter frame there is."""
_SIZES = {0xF1: 2, 0xF2: 3, 0xF3: 2, 0xF6: 1} | {
    kind | channel: 2 if kind in {0xC0, 0xD0} else 3 for kind in range(0x80, 0xF0, 0x10) for channel in range(16)
}
"""Bytes of a message by its status, of those that have a fixed number."""


class ByteParser:
    """Cuts a stream of bytes, in chunks of any size, into whole messages.

    Running status is written out; a real-time byte leaves at once, before the message that it came in the middle of.
    `junk` counts the bytes that belonged to no whole message.
    """

    __slots__ = ("_message", "_running", "_size", "junk")

    def __init__(self) -> None:
        self.junk = 0
        self._message = bytearray()
        self._size = 0
        self._running = 0

    @property
    def idle(self) -> bool:
        """Whether the next byte can only be a status."""
        return not (self._message or self._running)

    def feed(self, chunk: bytes) -> list[bytes]:
        """The messages that this chunk completes, in order."""
        messages: list[bytes] = []
        for byte in chunk:
            if byte >= _REALTIME:
                self._realtime(byte, messages)
            elif byte >= 0x80:
                self._status(byte, messages)
            else:
                self._data(byte, messages)
        return messages

    def _realtime(self, byte: int, messages: list[bytes]) -> None:
        if byte in _UNDEFINED:
            self.junk += 1
        else:
            messages.append(bytes((byte,)))

    def _status(self, byte: int, messages: list[bytes]) -> None:
        if byte == _END and self._message[:1] == bytes((_EXCLUSIVE,)):
            self._message.append(byte)
            self._complete(messages)
            return
        self._drop()
        self._running = byte if byte < _EXCLUSIVE else 0
        self._size = _SIZES.get(byte, MAX_MESSAGE)
        if byte == _END or byte in _UNDEFINED:
            self.junk += 1
            return
        self._message.append(byte)
        if self._size == 1:
            self._complete(messages)

    def _data(self, byte: int, messages: list[bytes]) -> None:
        if not self._message:
            if not self._running:
                self.junk += 1
                return
            self._message.append(self._running)
        self._message.append(byte)
        if len(self._message) < self._size:
            return
        if self._message[0] == _EXCLUSIVE:  # no room for its end: what follows of it is junk
            self._drop()
        else:
            self._complete(messages)

    def _complete(self, messages: list[bytes]) -> None:
        messages.append(bytes(self._message))
        self._message.clear()

    def _drop(self) -> None:
        self.junk += len(self._message)
        self._message.clear()


class Surface(Protocol):
    """A control surface that we are: `McuSurface` or `HuiSurface`."""

    def heard(self, message: bytes, at: float) -> list[Heard]:
        """What a whole message tells; raises `MalformedPacket` and nothing else."""

    def rest(self, at: float) -> list[Heard]:
        """What is true only once nothing has come for a while."""


class Input:
    """What one MIDI input says: MIDI timecode, machine control and clock, and what is shown on the surface behind it.

    Nothing is raised, whatever comes. `refused` counts messages that made no sense to their reader.
    """

    __slots__ = ("_beats", "_idle", "_mtc", "_parser", "_routes", "_surface", "refused")

    def __init__(self, surface: Surface | None = None) -> None:
        self.refused = 0
        self._parser = ByteParser()
        self._idle = True
        self._mtc = MtcReader()
        self._beats = BeatReader()
        self._surface = surface
        self._routes: dict[int, Callable[[bytes, float], Sequence[Heard]]] = {
            _EXCLUSIVE: self._exclusive,
            _QUARTER_FRAME: self._quarter_frame,
            beats.POSITION: self._position,
            beats.CLOCK: self._clock,
            **dict.fromkeys((beats.START, beats.CONTINUE, beats.STOP), self._moves),
        }
        if surface is not None:
            self._routes |= dict.fromkeys(range(0x80, _EXCLUSIVE), surface.heard)

    @property
    def junk(self) -> int:
        """Bytes that belonged to no whole message."""
        return self._parser.junk

    def take(self, chunk: bytes, at: float) -> Sequence[Heard]:
        """What the bytes say that came at `at` (monotonic seconds), in their order; any number of messages or parts."""
        data = _QUARTER_FRAMES.get(chunk)
        if data is not None and self._idle:  # nearly always: no need to look at each byte
            heard = self._mtc.quarter_frame(data, at)
            return () if heard is None else (heard,)
        told: list[Heard] = []
        messages = self._parser.feed(chunk)
        self._idle = self._parser.idle
        for message in messages:
            route = self._routes.get(message[0])
            if route is not None:
                try:
                    told += route(message, at)
                except MalformedPacket:
                    self.refused += 1
        return told

    def rest(self, at: float) -> Sequence[Heard]:
        """What is true only once nothing has come for a while; to be asked now and then while nothing comes."""
        return () if self._surface is None else self._surface.rest(at)

    def _quarter_frame(self, message: bytes, at: float) -> Sequence[Heard]:
        heard = self._mtc.quarter_frame(message[1], at)
        return () if heard is None else (heard,)

    def _clock(self, _: bytes, at: float) -> Sequence[Heard]:
        beaten = self._beats.clock(at)
        return () if beaten is None else (beaten,)

    def _moves(self, message: bytes, at: float) -> Sequence[Heard]:
        return (self._beats.moves(message[0], at),)

    def _position(self, message: bytes, _: float) -> Sequence[Heard]:
        self._beats.position(message)
        return ()

    def _exclusive(self, message: bytes, at: float) -> Sequence[Heard]:
        """Universal real time (7F, any device): 01 01 is a full frame, 06 machine control. Others are the surface's."""
        if message[1] != 0x7F:
            return () if self._surface is None else self._surface.heard(message, at)
        if message[3:5] == b"\x01\x01":
            return (self._mtc.full_frame(message, at),)
        if message[3:4] == b"\x06":
            return mmc.decode(message, at)
        return ()
