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
from typing import Any, NamedTuple

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import BuildError, OscMessageBuilder

from bridge.model.errors import MalformedPacket

MAX_ARGUMENTS = 256
"""More arguments than this in one message are refused; Ardour's longest (sends of a strip) has 5 for each send."""
MAX_DEPTH = 8
"""Bundles in bundles deeper than this are refused."""
MAX_HEADS = 16_384
"""Distinct heads that are remembered (2,048 strips with eight values each); past that the table starts anew."""
MAX_HEAD = 128
"""Bytes of a head that is remembered; a longer one is read anew each time."""
MAX_READERS = 512
"""Distinct readers that are remembered. The three bounds keep a hostile sender from filling the memory."""

Argument = int | float | str | bytes | bool | None
Reader = Callable[[bytes], tuple[Argument, ...]]
"""Reads all arguments of a packet with a known head."""
Step = Callable[[bytes, int, list[Any]], int]
"""Reads one or more arguments at a place, appends them and gives the place behind them."""

_FIXED = {"i": "i", "f": "f", "h": "q", "d": "d", "t": "Q", "r": "I", "c": "4s", "m": "4s"}
_CONSTANT: dict[str, Argument] = {"T": True, "F": False, "N": None, "I": float("inf")}
_INT32 = struct.Struct(">i").unpack_from
_BUNDLE = b"#bundle\0"
_PADDING = frozenset({b"\0", b"\0\0", b"\0\0\0", b"\0\0\0\0"})


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
    _element(packet, 0, messages)
    return messages


def encode(message: Message) -> bytes:
    """The packet of one message: int as `i` (`h` past 32 bits), float as `f`, str as `s`, bytes as `b`, bool as
    `T`/`F`, None as `N`.

    Raises ValueError for what OSC can't carry: no address, a text that holds NUL, an empty blob, a number too large.
    """
    return bytes(_built(message).dgram)


def bundle(messages: Iterable[Message]) -> bytes:
    """One packet of several messages, to be carried out at once and in order. Raises as `encode` does."""
    builder = OscBundleBuilder(IMMEDIATELY)
    for message in messages:
        builder.add_content(_built(message))
    return bytes(builder.build().dgram)


def _built(message: Message) -> OscMessage:
    builder = OscMessageBuilder(address=message.address)
    for arg in (message.address, *message.args):
        if isinstance(arg, str) and "\0" in arg:
            raise ValueError("a text with NUL inside can't be sent over OSC")
    for arg in message.args:
        builder.add_arg(arg)
    try:
        return builder.build()
    except (BuildError, OverflowError) as trouble:
        raise ValueError(f"can't be sent over OSC: {trouble}") from trouble


def _element(packet: bytes, depth: int, messages: list[Message]) -> None:
    """Append the messages of what is a bundle or, against OSC 1.0, a message to `#reply` (Ardour's default)."""
    if packet[:8] != _BUNDLE:
        if packet[:1] != b"#":
            raise MalformedPacket("neither a message nor a bundle")
        messages.append(_message(packet))
        return
    if len(packet) < 16:
        raise MalformedPacket("a bundle without its time tag")
    if depth == MAX_DEPTH:
        raise MalformedPacket("bundles nested too deep")
    place, end = 16, len(packet)
    while place < end:
        if end - place < 4:
            raise MalformedPacket("a bundle element without its size")
        size: int = _INT32(packet, place)[0]
        place += 4
        if size <= 0 or size & 3 or size > end - place:
            raise MalformedPacket(f"a bundle element of size {size}")
        if packet[place] == 47:  # a slash
            messages.append(_message(packet[place : place + size]))
        else:
            _element(packet[place : place + size], depth + 1, messages)
        place += size


_heads: dict[bytes, tuple[str, Reader]] = {}
_readers: dict[tuple[str, int], Reader] = {}
_new = tuple.__new__  # half the cost of Message(...), on the path of every packet


def _message(packet: bytes) -> Message:
    # The address holds no comma (44) and the tags no NUL: the head ends with the padding of the comma's first NUL.
    head = _heads.get(packet[: (packet.find(0, packet.find(44)) + 4) & ~3])
    try:
        if head is None:
            head = _learn(packet)
        return _new(Message, (head[0], head[1](packet)))
    except struct.error:
        raise MalformedPacket("more or fewer bytes than its type tags say") from None
    except UnicodeDecodeError:
        raise MalformedPacket("a string that is not UTF-8") from None


def _learn(packet: bytes) -> tuple[str, Reader]:
    """The address and the reader of a head that is not remembered; all checks but the arguments'."""
    if len(packet) & 3:
        raise MalformedPacket(f"{len(packet)} bytes, not a multiple of 4")
    texts: list[str] = []
    place = _string(packet, 0, texts)
    if place < len(packet):
        place = _string(packet, place, texts)
    address, tags = texts if len(texts) == 2 else (texts[0], ",")  # old senders may leave the tags out (OSC 1.0)
    if not address.isprintable() or "," in address:
        raise MalformedPacket("an address with control characters or a comma")
    if tags[:1] != ",":
        raise MalformedPacket("type tags do not start with a comma")
    if len(tags) > MAX_ARGUMENTS + 1:
        raise MalformedPacket(f"more than {MAX_ARGUMENTS} arguments")
    if len(_heads) >= MAX_HEADS or len(_readers) >= MAX_READERS:
        _heads.clear()
        _readers.clear()
    if (tags, place) not in _readers:
        _readers[tags, place] = _reader(tags[1:], place)
    head = address, _readers[tags, place]
    if place <= MAX_HEAD:
        _heads[packet[:place]] = head
    return head


def _reader(tags: str, start: int) -> Reader:
    """How the arguments behind these tags are read from `start` on; it raises `struct.error` if the size is wrong.

    If all are of fixed size, one `Struct` does it, the head being padding to it.
    """
    if all(tag in _FIXED for tag in tags):
        return struct.Struct(f">{start}x" + "".join(_FIXED[tag] for tag in tags)).unpack
    steps = tuple(_steps(tags))

    def read(packet: bytes) -> tuple[Argument, ...]:
        place = start
        args: list[Argument] = []
        for step in steps:
            place = step(packet, place, args)
        if place != len(packet):
            raise MalformedPacket("bytes behind the last argument")
        return tuple(args)

    return read


def _steps(tags: str) -> Iterable[Step]:
    """The steps that read these tags; a run of arguments of fixed size is one step."""
    run = ""
    for tag in tags:
        if tag in _FIXED:
            run += tag
            continue
        if run:
            yield _run(run)
        run = ""
        yield _step(tag)
    if run:
        yield _run(run)


def _run(tags: str) -> Step:
    layout = struct.Struct(">" + "".join(_FIXED[tag] for tag in tags))
    unpack, size = layout.unpack_from, layout.size

    def fixed(packet: bytes, place: int, args: list[Any]) -> int:
        args += unpack(packet, place)
        return place + size

    return fixed


def _step(tag: str) -> Step:
    if tag in "sS":
        return _string
    if tag == "b":
        return _blob
    if tag not in _CONSTANT:
        raise MalformedPacket(f"type tag {tag!r}")
    value = _CONSTANT[tag]

    def constant(_: bytes, place: int, args: list[Any]) -> int:
        args.append(value)
        return place

    return constant


def _string(packet: bytes, place: int, args: list[Any]) -> int:
    stop = packet.find(0, place)
    end = (stop + 4) & ~3
    if stop < 0 or packet[stop:end] not in _PADDING:
        raise MalformedPacket("a string without its end or its padding")
    args.append(packet[place:stop].decode())
    return end


def _blob(packet: bytes, place: int, args: list[Any]) -> int:
    size: int = _INT32(packet, place)[0]
    end = place + 4 + ((size + 3) & ~3)
    if size < 0 or end > len(packet):
        raise MalformedPacket(f"a blob of size {size}")
    args.append(packet[place + 4 : place + 4 + size])
    return end
