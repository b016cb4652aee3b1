"""MIDI machine control: what an order says of the transport, and the orders that we give (MMA RP-013)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.clocks import Clock, Cued, Labels, Rolled
from bridge.model.errors import MalformedPacket
from bridge.model.timecode import RATES, frame_of
from bridge.wire.mmc import Order, decode, locate, order

Told = Rolled | Cued


def rolled(rolling: bool | None = None, recording: bool | None = None) -> Rolled:
    return Rolled(1.0, Clock.MMC, rolling, recording)


def cued(label: str, labels: Labels | None = None) -> Cued:
    return Cued(1.0, Clock.MMC, label, labels, 4 * frame_of(label, RATES[labels]) if labels else None)


ORDERS = [
    ("f0 7f 7f 06 01 f7", Order.STOP, [rolled(rolling=False, recording=False)]),
    ("f0 7f 7f 06 02 f7", Order.PLAY, [rolled(rolling=True)]),
    ("f0 7f 7f 06 03 f7", Order.DEFERRED_PLAY, [rolled(rolling=True)]),
    ("f0 7f 7f 06 04 f7", Order.FAST_FORWARD, []),
    ("f0 7f 7f 06 05 f7", Order.REWIND, []),
    ("f0 7f 7f 06 06 f7", Order.RECORD_STROBE, [rolled(rolling=True, recording=True)]),
    ("f0 7f 7f 06 07 f7", Order.RECORD_EXIT, [rolled(recording=False)]),
    ("f0 7f 7f 06 08 f7", Order.RECORD_PAUSE, [rolled(rolling=False, recording=False)]),
    ("f0 7f 7f 06 09 f7", Order.PAUSE, [rolled(rolling=False)]),
    ("f0 7f 7f 06 0a f7", Order.EJECT, []),
    ("f0 7f 7f 06 0b f7", Order.CHASE, []),
    ("f0 7f 7f 06 0d f7", Order.RESET, []),
]

MESSAGES: dict[str, tuple[str, list[Told]]] = {
    "a locate, rate bits 0": ("f0 7f 7f 06 44 06 01 01 00 10 0c 00 f7", [cued("01:00:16:12")]),
    "a locate with rate bits, for device 0": (
        "f0 7f 00 06 44 06 01 61 00 00 00 00 f7",
        [cued("01:00:00:00", Labels.FPS_30)],
    ),
    "a locate in drop-frame": (
        "f0 7f 7f 06 44 06 01 41 01 00 02 00 f7",
        [cued("01:01:00;02", Labels.FPS_2997_DROP)],
    ),
    "a locate with flags in its fields": (
        "f0 7f 7f 06 44 06 01 21 40 40 60 00 f7",
        [cued("01:00:00:00", Labels.FPS_25)],
    ),
    "a locate with rate bits 0 to a frame that only 30 has": (
        "f0 7f 7f 06 44 06 01 01 00 10 1d 00 f7",
        [cued("01:00:16:29")],
    ),
    "a locate to a stored place": ("f0 7f 7f 06 44 02 00 08 f7", []),
    "stop, locate, play in one message": (
        "f0 7f 7f 06 01 44 06 01 21 00 10 0c 00 03 f7",
        [
            rolled(rolling=False, recording=False),
            cued("01:00:16:12", Labels.FPS_25),
            rolled(rolling=True),
        ],
    ),
    "play and record": ("f0 7f 7f 06 02 06 f7", [rolled(rolling=True), rolled(rolling=True, recording=True)]),
    "a track made ready, then play": ("f0 7f 7f 06 40 03 4f 00 01 02 f7", [rolled(rolling=True)]),
    "nothing": ("f0 7f 7f 06 f7", []),
}

REFUSED = {
    "a stray byte behind play": "f0 7f 7f 06 02 01 f7",
    "a locate without its count": "f0 7f 7f 06 44 f7",
    "a locate cut short": "f0 7f 7f 06 44 06 01 01 00 10 f7",
    "a locate of five bytes": "f0 7f 7f 06 44 05 01 01 00 10 0c f7",
    "a locate to frame 30": "f0 7f 7f 06 44 06 01 01 00 10 1e 00 f7",
    "a locate to a dropped label": "f0 7f 7f 06 44 06 01 41 01 00 00 00 f7",
    "a locate to hour 24": "f0 7f 7f 06 44 06 01 18 00 00 00 00 f7",
    "an extension": "f0 7f 7f 06 00 01 f7",
}


@pytest.mark.parametrize(("message", "command", "told"), ORDERS, ids=[row[1].name for row in ORDERS])
def test_an_order_is_read_and_given(message: str, command: Order, told: list[Told]) -> None:
    assert decode(bytes.fromhex(message), 1.0) == told
    assert order(command) == bytes.fromhex(message)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_says_all_that_its_commands_say_in_order(name: str) -> None:
    message, told = MESSAGES[name]
    assert decode(bytes.fromhex(message), 1.0) == told


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_that_makes_no_sense_says_nothing(name: str) -> None:
    with pytest.raises(MalformedPacket):
        decode(bytes.fromhex(REFUSED[name]), 1.0)


@given(st.sampled_from(list(Labels)), st.integers(0, 30 * 86400))
def test_every_locate_is_read_as_it_was_written(labels: Labels, frame: int) -> None:
    (told,) = decode(locate(frame, labels), 1.0)
    assert isinstance(told, Cued)
    rate = RATES[labels]
    assert frame_of(told.label, rate) == frame % frame_of("24:00:00:00", rate)
    assert told.labels == (None if labels is Labels.FPS_24 else labels)


@given(st.lists(st.integers(0, 0x7F), max_size=40))
def test_any_bytes_are_read_or_refused(data: list[int]) -> None:
    with suppress(MalformedPacket):
        decode(bytes((0xF0, 0x7F, 0x7F, 0x06, *data, 0xF7)), 1.0)
