"""Law 6: whatever bytes arrive, only `MalformedPacket` leaves the decoder, in bounded time.

Time is bounded by counting the lines of the decoder that run, so that no clock of a busy machine has a say.
"""

import struct
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bridge.model.errors import MalformedPacket
from bridge.wire import osc
from bridge.wire.osc import Argument, Message, bundle, decode, encode

HEADER = b"#bundle\0" + b"\0" * 7 + b"\1"
LARGEST = 65_507
"""Bytes of the largest UDP datagram over IPv4."""


def padded(text: bytes) -> bytes:
    return text + b"\0" * (4 - len(text) % 4)


def raw(address: bytes = b"/a", tags: bytes = b",", body: bytes = b"") -> bytes:
    return padded(address) + padded(tags) + body


def sized(size: int, element: bytes = b"") -> bytes:
    return struct.pack(">i", size) + element


def nested(depth: int) -> bytes:
    packet = raw(b"/deep", b",i", sized(1))
    for _ in range(depth):
        packet = HEADER + sized(len(packet), packet)
    return packet


ONE = raw(b"/abc", b",i", sized(1))

REFUSED = {
    "empty": b"",
    "a slash alone": b"/",
    "four NULs": b"\0\0\0\0",
    "the start of a bundle's header": b"#bundle\0",
    "a bundle's header cut short": HEADER[:12],
    "a bundle element without its size": HEADER + b"\0\0",
    "a bundle element of size -4": HEADER + sized(-4),
    "a bundle element of size -4, then a message": HEADER + sized(-4) + sized(len(ONE), ONE),
    "a bundle element of size -20": HEADER + sized(-20) + b"\0" * 32,
    "a bundle element of size -2^31": HEADER + sized(-(2**31)) + ONE,
    "4,000 bundle elements of size 0": HEADER + sized(0) * 4000,
    "a bundle element of size 2^31-1": HEADER + sized(2**31 - 1, ONE),
    "a bundle element of size 6": HEADER + sized(6) + b"/a\0\0\0\0",
    "a bundle element longer than the packet": HEADER + sized(len(ONE) + 4, ONE),
    "a bundle that holds no message": HEADER + sized(4, b"abcd"),
    "a bundle with a broken message behind a good one": HEADER + sized(len(ONE), ONE) + sized(4, b"/abc"),
    "an address that is not UTF-8": raw(b"/\xff\xfe\xfd", b",i", sized(1)),
    "a text that is not UTF-8": raw(b"/a", b",s", b"\xff\xfe\xfd\0"),
    "tags that are not UTF-8": raw(b"/a", b",\xff", sized(1)),
    "an address without its end": b"/aaaaaaaaaaa",
    "an address with control characters": raw(b"/a\x1b[31m", b",i", sized(1)),
    "an address with a comma": raw(b"/a,b", b",i", sized(1)),
    "an address with dirty padding": b"/a\0x,i\0\0" + sized(1),
    "tags with dirty padding": b"/a\0\0,i\0x" + sized(1),
    "tags without their comma": raw(b"/a", b"ii", sized(1) * 2),
    "tags without their end": b"/a\0\0,iii",
    "a float with bytes missing": raw(b"/a", b",f", b"\x3f\x80"),
    "an int with bytes missing": raw(b"/a", b",i", b"\0\0"),
    "an int that is not there": raw(b"/a", b",i"),
    "a double with half of its bytes": raw(b"/a", b",d", b"\0" * 4),
    "bytes behind the last argument": raw(b"/a", b",i", sized(1) * 4),
    "bytes behind a message without arguments": raw(b"/a", b",", sized(1)),
    "bytes behind the last text": raw(b"/a", b",s", b"abc\0" + sized(1)),
    "bytes behind a constant": raw(b"/a", b",T", sized(1)),
    "one byte too many": ONE + b"x",
    "one byte too many behind a text": raw(b"/a", b",s", b"abc\0x"),
    "a text without its end": raw(b"/a", b",s", b"abcd"),
    "a text with dirty padding": raw(b"/a", b",s", b"a\0xx"),
    "a text where there is nothing": raw(b"/a", b",s"),
    "a blob without its size": raw(b"/a", b",b", b"\0\0"),
    "a blob of size -1": raw(b"/a", b",b", sized(-1, b"abcd")),
    "a blob of size -1 at the end": raw(b"/a", b",b", sized(-1)),
    "a blob of size -4 that points back": raw(b"/a", b",sb", b"abc\0" + sized(-4)),
    "eight blobs of size -8": raw(b"/a", b"," + b"b" * 8, sized(-8) * 10),
    "a blob of size 2^31-1": raw(b"/a", b",b", sized(2**31 - 1)),
    "a blob without its padding": raw(b"/a", b",b", sized(3, b"abc")),
    "an unknown tag": raw(b"/a", b",x", sized(1)),
    "16,000 unknown tags": raw(b"/a", b"," + b"x" * 16000),
    "60,000 tags T": raw(b"/a", b"," + b"T" * 60000),
    "12,000 tags i with their arguments": raw(b"/a", b"," + b"i" * 12000, sized(1) * 12000),
    "30,000 arrays in one another": raw(b"/a", b"," + b"[" * 30000 + b"]" * 30000),
    "an array that ends before it starts": raw(b"/a", b",]"),
    "9 bundles in one another": nested(9),
    "100 bundles in one another": nested(100),
    "900 bundles in one another": nested(900),
    "3,000 bundles in one another": nested(3000),
    "a MIDI argument that is short": raw(b"/a", b",m", b"\1"),
    "60 kB of a text without its end": raw(b"/a", b",s", b"x" * 60000),
    "60 kB of commas": b"/" + b"," * 60003,
    "60 kB of slashes": b"/" * 60004,
    "60 kB of NULs behind a slash": b"/" + b"\0" * 60003,
}

TAKEN: dict[str, tuple[bytes, list[Message]]] = {
    "an empty bundle": (HEADER, []),
    "8 bundles in one another": (nested(8), [Message("/deep", (1,))]),
    "3,200 messages in 64 kB": (HEADER + sized(len(ONE), ONE) * 3200, [Message("/abc", (1,))] * 3200),
    "a text of 60 kB": (raw(b"/a", b",s", b"x" * 59999 + b"\0"), [Message("/a", ("x" * 59999,))]),
    "256 arguments": (raw(b"/a", b"," + b"i" * 256, sized(1) * 256), [Message("/a", (1,) * 256)]),
    "an address in another script": (raw("/spur/ä".encode(), b",i", sized(1)), [Message("/spur/ä", (1,))]),
    "patterns that hang a dispatcher": (raw(b"/" + b"*a" * 16, b",i", sized(1)), [Message("/" + "*a" * 16, (1,))]),
    "brackets that are no pattern": (raw(b"/{[z-a]", b",i", sized(1)), [Message("/{[z-a]", (1,))]),
}


Tracer = Callable[[FrameType, str, Any], Any]


class Steps:
    """Counts the lines of `bridge/wire/osc.py` that run inside a `with`."""

    def __init__(self) -> None:
        self.count = 0

    def _trace(self, frame: FrameType, event: str, _: object) -> Tracer | None:
        if frame.f_code.co_filename != osc.__file__:
            return None
        self.count += event == "line"
        return self._trace

    def __enter__(self) -> Self:
        self._before = sys.gettrace()
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)


def outcome(packet: bytes) -> list[Message] | None:
    """What the decoder makes of a packet, None if it refuses it; anything else it does fails the test."""
    try:
        return decode(packet)
    except MalformedPacket:
        return None


@pytest.mark.parametrize("name", REFUSED)
def test_a_crafted_packet_is_refused_and_nothing_else_happens(name: str) -> None:
    with Steps() as steps:
        assert outcome(REFUSED[name]) is None
    assert steps.count < 1500, "refused after a few looks, whatever its size"
    with pytest.raises(MalformedPacket, match=r"\w+ \w+"):
        decode(REFUSED[name])


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_unusual_but_right_is_taken(name: str) -> None:
    packet, expected = TAKEN[name]
    with Steps() as steps:
        assert outcome(packet) == expected
    assert steps.count <= 200 + 20 * max(len(expected), len(packet) // 20)


def test_a_full_datagram_costs_no_more_than_as_many_bytes_of_the_smallest_messages() -> None:
    small = HEADER + sized(8, b"/a\0\0,\0\0\0") * ((LARGEST - 16) // 12)
    many_texts = raw(b"/a", b"," + b"s" * 256, b"\0\0\0\0" * 256)
    texts = HEADER + sized(len(many_texts), many_texts) * ((LARGEST - 16) // (len(many_texts) + 4))
    with Steps() as least:
        decode(small)
    with Steps() as most:
        decode(texts)
    assert most.count < 3 * least.count


# --- random bytes ------------------------------------------------------------------------------------------------

arguments: st.SearchStrategy[Argument] = st.one_of(
    st.integers(-(2**31), 2**31 - 1),
    st.floats(width=32),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
    st.binary(min_size=1, max_size=12),
    st.sampled_from((True, False, None)),
)
messages = st.builds(
    Message, st.sampled_from(("/strip/mute", "/reply", "/a")), st.lists(arguments, max_size=6).map(tuple)
)
packets = st.one_of(messages.map(encode), st.lists(messages, min_size=1, max_size=4).map(bundle))
sizes = st.sampled_from((-(2**31), -36, -32, -8, -4, -1, 0, 1, 3, 4, 5, 8, 2**31 - 1)) | st.integers(-70_000, 70_000)


@given(st.binary(max_size=120))
@example(b"")
def test_random_bytes(noise: bytes) -> None:
    for packet in (noise, b"/" + noise, b"#" + noise, HEADER + noise, b"/a\0\0," + noise):
        judge(packet)


@given(st.text("ifhdtrcmsSbTFNI[]x", max_size=12), st.binary(max_size=60))
def test_random_tags_over_random_arguments(tags: str, body: bytes) -> None:
    judge(raw(b"/a", b"," + tags.encode(), body))


@given(packets, st.data())
def test_every_truncation_of_a_good_packet(packet: bytes, data: st.DataObject) -> None:
    judge(packet[: data.draw(st.integers(0, len(packet)))])


@given(packets, st.data())
def test_a_good_packet_with_bytes_changed(packet: bytes, data: st.DataObject) -> None:
    dirty = bytearray(packet)
    for _ in range(data.draw(st.integers(1, 3))):
        dirty[data.draw(st.integers(0, len(dirty) - 1))] = data.draw(st.integers(0, 255))
    judge(bytes(dirty))


@given(packets, sizes, st.data())
def test_a_good_packet_with_a_size_changed(packet: bytes, size: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(packet) // 4 - 1)) * 4
    judge(packet[:place] + struct.pack(">i", size) + packet[place + 4 :])


@given(packets, packets, st.integers(0, 40))
def test_two_good_packets_run_together(one: bytes, other: bytes, cut: int) -> None:
    judge(one[: cut * 4] + other)


def judge(packet: bytes) -> None:
    """Law 6 for this packet: refused or decoded to what, encoded again, decodes to the same; steps bounded."""
    with Steps() as steps:
        found = outcome(packet)
    assert steps.count <= 300 + 20 * len(packet)
    with Steps() as again:
        repeated = outcome(packet)
    assert again.count <= 300 + 20 * len(packet)
    assert repr(repeated) == repr(found), "a remembered head gives the same answer"
    for message in found or ():
        assert message.address[:1] in {"/", "#"}
        assert len(message.args) <= osc.MAX_ARGUMENTS
