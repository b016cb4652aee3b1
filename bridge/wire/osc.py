"""OSC 1.0 packets: a strict decoder of our own, and python-osc to build what we send.

The decoder is ours because python-osc hangs on a 20-byte bundle, misreads short floats and lets three foreign
exceptions escape (seen on 1.10.2). A DAW sends few distinct *heads* (address and type tags, padded) over and
over; a head fixes the address and how the arguments are read, so each is checked once and remembered in a
bounded table. Type tags: i f s b h d t r c m T F N I S (OSC 1.0, "OSC Type Tag String", with the non-standard
types that DAWs use). Arrays are refused: no DAW of ours sends them.

2026-11: `decode` gives plain tuples of arguments without their tags. What is lost (an int that was sent as a
float) no dialect needs; what is won is half of the cost of a packet.
"""

import struct
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from bridge.model.errors import MalformedPacket

MAX_ARGUMENTS = 256
"""More arguments than this in one message are refused; Ardour's longest (sends of a strip) has 5 for each send."""
MAX_DEPTH = 8
"""Bundles in bundles deeper than this are refused."""
MAX_HEADS = 4096
"""Distinct heads that are remembered; past that the table starts anew."""

Argument = int | float | str | bytes | bool | None
Reader = Callable[[bytes, int], tuple[Argument, ...]]

_FIXED = {"i": "i", "f": "f", "h": "q", "d": "d", "t": "Q", "r": "I", "c": "4s", "m": "4s"}
_CONSTANT: dict[str, Argument] = {"T": True, "F": False, "N": None, "I": float("inf")}
_INT32 = struct.Struct(">i").unpack_from
_BUNDLE = b"#bundle\0"


class Message(NamedTuple):
    """One OSC message: its address and its arguments in order.

    >>> Message("/strip/mute", (3, 1.0)).address
    '/strip/mute'
    """

    address: str
    args: tuple[Argument, ...] = ()


def decode(packet: bytes) -> list[Message]:
    """The messages of a packet in wire order; bundles are flattened, their time tags ignored (a DAW's are "now").

    Raises `MalformedPacket` and nothing else, in time linear in the packet.

    >>> decode(encode(Message("/locate", (48000, 0))))
    [Message(address='/locate', args=(48000, 0))]
    """
    if packet[:1] == b"/":
        return [_message(packet)]
    messages: list[Message] = []
    waiting = [(packet, 0)]
    while waiting:
        element, depth = waiting.pop()
        if element[:1] in {b"/", b"#"} and element[:8] != _BUNDLE:
            messages.append(_message(element))
            continue
        if element[:8] != _BUNDLE or len(element) < 16:
            raise MalformedPacket("neither a message nor a bundle")
        if depth == MAX_DEPTH:
            raise MalformedPacket("bundles nested too deep")
        waiting.extend((inner, depth + 1) for inner in reversed(_elements(element)))
    return messages


def encode(message: Message) -> bytes:
    """The packet of one message: int as `i`, float as `f`, str as `s`, bytes as `b`, bool as `T`/`F`, None as `N`."""
    builder = OscMessageBuilder(address=message.address)
    for arg in message.args:
        builder.add_arg(arg)
    return bytes(builder.build().dgram)


def bundle(messages: Iterable[Message]) -> bytes:
    """One packet of several messages, to be carried out at once and in order."""
    builder = OscBundleBuilder(IMMEDIATELY)
    for message in messages:
        inner = OscMessageBuilder(address=message.address)
        for arg in message.args:
            inner.add_arg(arg)
        builder.add_content(inner.build())
    return bytes(builder.build().dgram)


def _elements(packet: bytes) -> list[bytes]:
    elements, place, end = [], 16, len(packet)
    while place < end:
        if end - place < 4:
            raise MalformedPacket("a bundle element without its size")
        size: int = _INT32(packet, place)[0]
        place += 4
        if size <= 0 or size % 4 or size > end - place:
            raise MalformedPacket(f"a bundle element of size {size}")
        elements.append(packet[place : place + size])
        place += size
    return elements


_heads: dict[bytes, tuple[str, Reader]] = {}


def _message(packet: bytes) -> Message:
    comma = packet.find(b",")
    split = (packet.find(b"\0", comma) + 4) & ~3
    known = _heads.get(packet[:split])
    if known is None:
        split, address, reader = _learn(packet)
        if split <= 256:
            if len(_heads) >= MAX_HEADS:
                _heads.clear()
            _heads[packet[:split]] = (address, reader)
        return Message(address, reader(packet, split))
    return Message(known[0], known[1](packet, split))


def _learn(packet: bytes) -> tuple[int, str, Reader]:
    """A head seen for the first time: where it ends, its address, how its arguments are read; all checks."""
    if len(packet) % 4:
        raise MalformedPacket(f"{len(packet)} bytes, not a multiple of 4")
    address, place = _string(packet, 0)
    if not address.isprintable() or "," in address:
        raise MalformedPacket("an address with control characters or a comma")
    if place == len(packet):
        return place, address, _reader("")  # no type tags at all: allowed for old senders (OSC 1.0)
    tags, place = _string(packet, place)
    if tags[:1] != ",":
        raise MalformedPacket("type tags do not start with a comma")
    if len(tags) > MAX_ARGUMENTS + 1:
        raise MalformedPacket(f"more than {MAX_ARGUMENTS} arguments")
    return place, address, _reader(tags[1:])


def _string(packet: bytes, start: int) -> tuple[str, int]:
    """The padded string at `start` and the place after its padding."""
    stop = packet.find(b"\0", start)
    place = (stop + 4) & ~3
    if stop < 0 or place > len(packet) or packet[stop:place].strip(b"\0"):
        raise MalformedPacket("a string without its end or its padding")
    try:
        return packet[start:stop].decode(), place
    except UnicodeDecodeError:
        raise MalformedPacket("a string that is not UTF-8") from None


def _reader(tags: str) -> Reader:
    """How the arguments behind these tags are read; the common case, all of fixed size, is one `Struct`."""
    if all(tag in _FIXED for tag in tags):
        layout = struct.Struct(">" + "".join(_FIXED[tag] for tag in tags))
        unpack, size = layout.unpack_from, layout.size

        def fixed(packet: bytes, place: int) -> tuple[Argument, ...]:
            if len(packet) - place != size:
                raise MalformedPacket(f"{len(packet) - place} bytes of arguments, not {size}")
            return unpack(packet, place)

        return fixed
    steps = tuple(_step(tag) for tag in tags)

    def mixed(packet: bytes, place: int) -> tuple[Argument, ...]:
        args = []
        for step in steps:
            value, place = step(packet, place)
            args.append(value)
        if place != len(packet):
            raise MalformedPacket("bytes behind the last argument")
        return tuple(args)

    return mixed


def _step(tag: str) -> Callable[[bytes, int], tuple[Argument, int]]:
    if tag in "sS":
        return _string
    if tag == "b":
        return _blob
    if tag in _CONSTANT:
        return lambda _, place: (_CONSTANT[tag], place)
    if tag not in _FIXED:
        raise MalformedPacket(f"type tag {tag!r}")
    layout = struct.Struct(">" + _FIXED[tag])

    def number(packet: bytes, place: int) -> tuple[Argument, int]:
        if len(packet) - place < layout.size:
            raise MalformedPacket("an argument without its bytes")
        value: Argument = layout.unpack_from(packet, place)[0]
        return value, place + layout.size

    return number


def _blob(packet: bytes, place: int) -> tuple[bytes, int]:
    if len(packet) - place < 4:
        raise MalformedPacket("a blob without its size")
    size: int = _INT32(packet, place)[0]
    end = place + 4 + ((size + 3) & ~3)
    if size < 0 or end > len(packet):
        raise MalformedPacket(f"a blob of size {size}")
    return packet[place + 4 : place + 4 + size], end
