"""MIDI machine control, both ways: what orders to a machine say of the transport, and the orders that we give.

Source: MIDI Machine Control (MMA RP-013). `F0 7F device 06 command… F7`; several commands may follow one another in one
message. Those from 40 to 77 carry a count and so many bytes, the others stand alone. Nobody answers: DAWs do not.
"""

from collections.abc import Iterator
from enum import IntEnum

from bridge.model.clocks import Clock, Cued, Labels, Rolled
from bridge.model.errors import MalformedPacket
from bridge.model.timecode import label_of
from bridge.wire.smpte import COUNT_OF, COUNTS, Fields, frame_of_fields, spelt

ALL = 0x7F
"""The device that means every one."""


class Order(IntEnum):
    """A command that stands alone."""

    STOP = 0x01
    PLAY = 0x02
    DEFERRED_PLAY = 0x03
    FAST_FORWARD = 0x04
    REWIND = 0x05
    RECORD_STROBE = 0x06
    RECORD_EXIT = 0x07
    RECORD_PAUSE = 0x08
    PAUSE = 0x09
    EJECT = 0x0A
    CHASE = 0x0B
    RESET = 0x0D


_LOCATE = 0x44
_TARGET = 0x01
"""The kind of locate that carries its own time."""
_COUNTED = range(0x40, 0x78)

_SAYS: dict[int, tuple[bool | None, bool | None]] = {
    Order.STOP: (False, False),
    Order.PLAY: (True, None),
    Order.DEFERRED_PLAY: (True, None),
    Order.RECORD_STROBE: (True, True),
    Order.RECORD_EXIT: (None, False),
    Order.RECORD_PAUSE: (False, False),
    Order.PAUSE: (False, None),
}
"""What an order says: rolling, recording. (Record strobe starts a machine that stands: RP-013.)"""
_MOTIONS = {*_SAYS, Order.FAST_FORWARD, Order.REWIND, Order.EJECT} - {Order.RECORD_STROBE, Order.RECORD_EXIT}


def order(command: Order, device: int = ALL) -> bytes:
    """The message of one command.

    >>> order(Order.PLAY).hex(" ")
    'f0 7f 7f 06 02 f7'
    """
    return bytes((0xF0, 0x7F, device, 0x06, command, 0xF7))


def locate(frame: int, labels: Labels, device: int = ALL) -> bytes:
    """The message that puts the playhead to a frame (real frames since 00:00:00:00, taken modulo 24 hours).

    >>> locate(86784, Labels.FPS_24).hex(" ")
    'f0 7f 7f 06 44 06 01 01 00 10 00 00 f7'
    """
    time = spelt(frame, COUNT_OF[labels])
    return bytes((0xF0, 0x7F, device, 0x06, _LOCATE, 6, _TARGET, *time, 0, 0xF7))


def decode(message: bytes, at: float) -> list[Rolled | Cued]:
    """What a whole message of commands says of the transport, in order; commands that say nothing of it are passed by.

    Raises `MalformedPacket`, and nothing of the message counts, for commands cut short, a time that does not exist, and
    two motions right after one another: the first could never take effect, so a stray byte is one of them.
    """
    told: list[Rolled | Cued] = []
    before = None
    for command, body in list(_commands(message[4:-1])):
        if command in _MOTIONS and before in _MOTIONS:
            raise MalformedPacket(f"two motions at once: {before:02x} {command:02x}")
        if command in _SAYS:
            told.append(Rolled(at, Clock.MMC, *_SAYS[command]))
        elif command == _LOCATE and body[:1] == bytes((_TARGET,)):
            told.append(_located(body, at))
        before = command
    return told


def _commands(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The commands of a message with the bytes that belong to each."""
    place = 0
    while place < len(data):
        command = data[place]
        start = end = place + 1
        if command in _COUNTED:
            start = place + 2
            end = start + data[place + 1] if start <= len(data) else start
        if command == 0 or end > len(data):
            raise MalformedPacket(f"machine control cut short in command {command:02x}")
        yield command, data[start:end]
        place = end


def _located(body: bytes, at: float) -> Cued:
    """The target of a locate: hours with the rate's bits, minutes, seconds, frames, each below flags of its own.

    Bits of zero may mean 24 frames or a sender that leaves them out (most do), so they tell nothing.
    """
    if len(body) != 6:
        raise MalformedPacket(f"a locate of {len(body)} bytes")
    fields = (body[1] & 31, body[2] & 63, body[3] & 63, body[4] & 31)
    count = COUNTS[body[1] >> 5 & 3]
    if count.bits:
        frame = frame_of_fields(fields, count)
        return Cued(at, Clock.MMC, label_of(frame, count.rate), count.labels, 4 * frame)
    frame_of_fields(fields, COUNTS[-1])  # a label of any rate is one of 30 frames
    return Cued(at, Clock.MMC, _text(fields))


def _text(fields: Fields) -> str:
    return ":".join(f"{field:02}" for field in fields)
