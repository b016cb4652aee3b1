"""What a MIDI message is, in the trade's words, for people who ask what comes in at a port.

Sources: MIDI 1.0; MIDI Time Code; RP-013 (machine control); the heads of Mackie Control's and HUI's exclusive messages,
and HUI's ping, which is a note that no keyboard sends (Pro Tools, Ardour 7.3, Logic send these).
"""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of message."""

    TIMECODE = "MIDI timecode"
    FULL_FRAME = "full frames of MIDI timecode"
    MACHINE = "machine control (MMC)"
    CLOCK = "MIDI clock"
    SONG = "start, stop and position of a song"
    MACKIE = "Mackie Control"
    HUI = "HUI"
    CHANNEL = "notes, controllers and the like"
    SENSING = "active sensing"
    EXCLUSIVE = "other exclusive messages"
    OTHER = "other messages"


BEATING = frozenset({Kind.TIMECODE, Kind.CLOCK})
"""Those that come at an even pace."""

_PING = b"\x90\x00\x00"
_HEADS = {
    b"\xf0\x00\x00\x66\x05": Kind.HUI,
    **{bytes((0xF0, 0, 0, 0x66, unit)): Kind.MACKIE for unit in (0x10, 0x11, 0x14, 0x15)},
}
_BY_STATUS = {
    0xF1: Kind.TIMECODE,
    0xF8: Kind.CLOCK,
    0xFE: Kind.SENSING,
    **dict.fromkeys((0xF2, 0xFA, 0xFB, 0xFC), Kind.SONG),
    **dict.fromkeys(range(0x80, 0xF0), Kind.CHANNEL),
}


def kind_of(message: bytes) -> Kind:
    """The kind of a whole message.

    >>> str(kind_of(bytes.fromhex("f100"))), str(kind_of(bytes.fromhex("f07f7f0602f7")))
    ('MIDI timecode', 'machine control (MMC)')
    """
    if message == _PING:
        return Kind.HUI
    if message[:1] != b"\xf0":
        return _BY_STATUS.get(message[0], Kind.OTHER)
    if message[1:2] == b"\x7f" and message[3:5] == b"\x01\x01":
        return Kind.FULL_FRAME
    if message[1:2] == b"\x7f" and message[3:4] in {b"\x06", b"\x07"}:
        return Kind.MACHINE
    return _HEADS.get(message[:5], Kind.EXCLUSIVE)
