"""What a message is, for people: every status has its kind, and real DAWs' exclusive messages theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.wire.kinds import Kind, kind_of
from bridge.wire.midi import ByteParser


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("f135", Kind.TIMECODE),
        ("f07f7f010121000000f7", Kind.FULL_FRAME),
        ("f07f000603f7", Kind.MACHINE),
        ("f07f7f0701f7", Kind.MACHINE),
        ("f8", Kind.CLOCK),
        ("fa", Kind.SONG),
        ("f21020", Kind.SONG),
        ("f000006614 00f7", Kind.MACKIE),
        ("f00000661512 00 41f7", Kind.MACKIE),
        ("f000006605001003444d2031f7", Kind.HUI),
        ("900000", Kind.HUI),
        ("900040", Kind.CHANNEL),
        ("b0407f", Kind.CHANNEL),
        ("fe", Kind.SENSING),
        ("f07e7f0601f7", Kind.EXCLUSIVE),
        ("f0f7", Kind.EXCLUSIVE),
        ("f6", Kind.OTHER),
    ],
)
def test_a_message_has_its_kind(message: str, kind: Kind) -> None:
    assert kind_of(bytes.fromhex(message)) is kind


@given(st.binary(max_size=64))
def test_every_message_that_a_stream_holds_has_a_kind(stream: bytes) -> None:
    assert all(kind_of(message) in Kind for message in ByteParser().feed(stream))
