"""The OSC codec speaks as python-osc does where that is right, and refuses what is malformed."""

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from bridge.model.errors import MalformedPacket
from bridge.wire import osc
from bridge.wire.osc import Message, bundle, decode, encode

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
arguments = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(width=32, allow_nan=False),
    texts,
    st.binary(min_size=1, max_size=20),
    st.booleans(),
    st.none(),
)
addresses = st.from_regex(r"/[a-zA-Z0-9_ #*?!.\-]{1,20}(/[a-z0-9]{1,9}){0,3}", fullmatch=True)
messages = st.builds(Message, addresses, st.lists(arguments, max_size=8).map(tuple))


def padded(text: bytes) -> bytes:
    """An OSC string."""
    return text + b"\0" * (4 - len(text) % 4)


def raw(tags: bytes, body: bytes, address: bytes = b"/a") -> bytes:
    """A message spelt by hand."""
    return padded(address) + padded(b"," + tags) + body


def by_python_osc(message: Message, tags: str | None = None) -> bytes:
    """The message as python-osc builds it; `tags` forces types that it would not guess."""
    builder = OscMessageBuilder(address=message.address)
    for place, arg in enumerate(message.args):
        builder.add_arg(arg, tags[place] if tags else None)
    return bytes(builder.build().dgram)


def read_by_python_osc(packet: bytes) -> list[Message]:
    """The messages of a packet as python-osc reads them."""
    return [Message(timed.message.address, tuple(timed.message.params)) for timed in OscPacket(packet).messages]


# --- round trips, python-osc being the oracle -------------------------------------------------------------------


@given(messages)
def test_what_is_encoded_is_decoded_again(message: Message) -> None:
    assert decode(encode(message)) == [message]


@given(messages)
def test_python_osc_reads_what_we_encode(message: Message) -> None:
    read = OscMessage(encode(message))
    assert (read.address, tuple(read.params)) == message


@given(messages)
def test_we_read_what_python_osc_builds(message: Message) -> None:
    assert decode(by_python_osc(message)) == [message]


@given(st.lists(messages, max_size=6))
def test_a_bundle_keeps_its_messages_in_order_for_us_and_for_python_osc(many: list[Message]) -> None:
    packet = bundle(many)
    assert decode(packet) == many
    assert read_by_python_osc(packet) == many


@given(st.lists(messages, min_size=1, max_size=3), st.lists(messages, max_size=3), st.integers(0, 6))
def test_bundles_in_bundles_are_flattened_in_wire_order(inner: list[Message], outer: list[Message], depth: int) -> None:
    part = OscBundle(bundle(inner))
    for _ in range(depth):
        wrapped = OscBundleBuilder(IMMEDIATELY)
        wrapped.add_content(part)
        part = wrapped.build()
    whole = OscBundleBuilder(IMMEDIATELY)
    whole.add_content(part)
    for message in outer:
        whole.add_content(OscMessage(encode(message)))
    packet = bytes(whole.build().dgram)
    assert decode(packet) == [*inner, *outer] == read_by_python_osc(packet)


@pytest.mark.parametrize(
    ("tags", "value"),
    [("d", 1e300), ("h", -(2**63)), ("r", 0xFFEEDDCC), ("f", float("inf")), ("i", -(2**31)), ("N", None)],
)
def test_numbers_of_every_width_are_read_as_python_osc_reads_them(tags: str, value: float) -> None:
    packet = by_python_osc(Message("/a", (value,)), tags)
    assert decode(packet) == [Message("/a", (value,))] == read_by_python_osc(packet)


def test_nan_is_read_as_nan() -> None:
    (message,) = decode(encode(Message("/a", (float("nan"),))))
    assert message.args[0] != message.args[0]


def test_types_that_python_osc_gives_other_shapes_keep_their_bytes() -> None:
    assert decode(raw(b"m", b"\1\x90\x40\x7f")) == [Message("/a", (b"\1\x90\x40\x7f",))]
    assert decode(raw(b"c", b"\0\0\0a")) == [Message("/a", (b"\0\0\0a",))]
    assert decode(raw(b"t", b"\xff" * 8)) == [Message("/a", (2**64 - 1,))]
    assert decode(raw(b"IS", padded(b"symbol"))) == [Message("/a", (float("inf"), "symbol"))]


def test_every_mix_of_types_is_read_in_order() -> None:
    body = (
        struct.pack(">if", 7, 0.5) + padded("ä".encode()) + struct.pack(">i", 3) + b"abc\0" + struct.pack(">q", 2**40)
    )
    assert decode(raw(b"ifsTbFNh", body)) == [Message("/a", (7, 0.5, "ä", True, b"abc", False, None, 2**40))]


def test_the_time_tag_of_a_bundle_changes_nothing() -> None:
    later = OscBundleBuilder(int(datetime(2035, 1, 1, tzinfo=UTC).timestamp()))
    later.add_content(OscMessage(encode(Message("/late", (1,)))))
    assert decode(bytes(later.build().dgram)) == [Message("/late", (1,))]


def test_a_message_without_type_tags_has_no_arguments() -> None:
    assert decode(b"/abc\0\0\0\0") == decode(b"/abc\0\0\0\0,\0\0\0") == [Message("/abc")]


def test_the_list_reply_that_ardour_spells_with_a_hash_is_read() -> None:
    reply = raw(b"si", padded(b"AT") + b"\0\0\0\1", address=b"#reply")
    assert decode(reply) == [Message("#reply", ("AT", 1))]


# --- what can't be sent ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        Message(""),
        Message("/a\0b"),
        Message("/a", ("DX\0",)),
        Message("/a", (b"",)),
        Message("/a", (2**63,)),
        Message("/a", (1e300,)),
        Message("/a", ("\ud800",)),
    ],
    ids=["no address", "NUL in the address", "NUL in a text", "empty blob", "65 bits", "no float", "no UTF-8"],
)
def test_what_osc_cannot_carry_is_a_value_error(message: Message) -> None:
    with pytest.raises(ValueError, match=r".+"):
        encode(message)


# --- the table of heads -----------------------------------------------------------------------------------------


def test_a_known_head_does_not_excuse_a_wrong_size() -> None:
    good = encode(Message("/strip/mute", (3, 1)))
    assert decode(good) == [Message("/strip/mute", (3, 1))]
    for wrong in (good[:-4], good[:-1], good + b"\0", good + b"\0\0\0\0"):
        with pytest.raises(MalformedPacket):
            decode(wrong)
    assert decode(good) == [Message("/strip/mute", (3, 1))]


def test_a_head_without_tags_is_not_taken_for_one_with_tags() -> None:
    assert decode(b"/abc\0\0\0\0") == [Message("/abc")]
    assert decode(raw(b"i", b"\0\0\0\5", address=b"/abc")) == [Message("/abc", (5,))]
    assert decode(b"/abc\0\0\0\0") == [Message("/abc")]


def test_the_tables_stay_bounded_whatever_is_sent() -> None:
    for number in range(osc.MAX_HEADS + 100):
        decode(encode_fast(number))
        assert len(osc._heads) <= osc.MAX_HEADS
    for number in range(osc.MAX_READERS + 100):
        tags = bytes(105 if number >> bit & 1 else 102 for bit in range(11))  # i and f in all patterns
        decode(raw(tags, b"\0" * 44))
        assert len(osc._readers) <= osc.MAX_READERS
    assert decode(encode(Message("/still", (1,)))) == [Message("/still", (1,))]


def encode_fast(number: int) -> bytes:
    """A message with an address of its own, without the builder's cost."""
    return padded(b"/track/%d" % number) + b",i\0\0" + struct.pack(">i", number)


def test_a_long_head_is_read_but_not_remembered() -> None:
    address = "/" + "x" * osc.MAX_HEAD
    osc._heads.clear()
    assert decode(encode(Message(address, (1,)))) == [Message(address, (1,))]
    assert not osc._heads
