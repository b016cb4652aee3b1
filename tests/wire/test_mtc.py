"""MIDI timecode: what is told of each quarter frame, and the bytes that we send.

The pieces of the tables are computed from the layout of the bits in the MTC specification, not captured.
"""

from dataclasses import dataclass
from itertools import islice

import pytest

from bridge.model.clocks import Broke, Clock, Cued, Labels, Ran
from bridge.model.errors import MalformedPacket
from bridge.model.timecode import RATES, frame_of, label_of
from bridge.wire.mtc import LONGEST_GAP, MtcReader, full_frame, quarter_frames

Told = Ran | Broke | None
FPS_24, FPS_25, DROP, FPS_30 = Labels


@dataclass(frozen=True)
class Stream:
    """Pieces as they come, the label of the first, and at which piece the first position is told."""

    pieces: str
    labels: Labels
    first: str
    last: str
    quarter: int = 0
    direction: int = 1
    told_at: int = 8


STREAMS = {
    "24, an even frame": Stream(
        "00 10 20 30 40 50 61 70 02 10 20 30 40 50 61 70 04 10 20 30 40 50 61 70 "
        "06 10 20 30 40 50 61 70 08 10 20 30 40 50 61 70 0a 10 20 30 40 50 61 70",
        FPS_24,
        "01:00:00:00",
        "01:00:00:11",
    ),
    "23.976 over a minute: the bytes of 24": Stream(
        "04 11 2a 33 4b 53 60 70 06 11 2a 33 4b 53 60 70 00 10 2b 33 4b 53 60 70 "
        "02 10 2b 33 4b 53 60 70 04 10 2b 33 4b 53 60 70 06 10 2b 33 4b 53 60 70 "
        "08 10 2b 33 4b 53 60 70 0a 10 2b 33 4b 53 60 70 0c 10 2b 33 4b 53 60 70 "
        "0e 10 2b 33 4b 53 60 70 00 11 2b 33 4b 53 60 70 02 11 2b 33 4b 53 60 70",
        FPS_24,
        "00:59:58:20",
        "00:59:59:19",
    ),
    "25 from even to odd frames over an hour": Stream(
        "04 11 2b 33 4b 53 69 72 06 11 2b 33 4b 53 69 72 08 11 2b 33 4b 53 69 72 "
        "01 10 20 30 40 50 6a 72 03 10 20 30 40 50 6a 72 05 10 20 30 40 50 6a 72",
        FPS_25,
        "09:59:59:20",
        "10:00:00:06",
    ),
    "29.97 drop-frame over labels that are dropped": Stream(
        "0a 11 2b 33 40 50 61 74 0c 11 2b 33 40 50 61 74 02 10 20 30 41 50 61 74 "
        "04 10 20 30 41 50 61 74 06 10 20 30 41 50 61 74 08 10 20 30 41 50 61 74",
        DROP,
        "01:00:59;26",
        "01:01:00;09",
    ),
    "29.97 non-drop over a minute: the bytes of 30": Stream(
        "0a 11 2b 33 40 50 61 76 0c 11 2b 33 40 50 61 76 00 10 20 30 41 50 61 76 "
        "02 10 20 30 41 50 61 76 04 10 20 30 41 50 61 76 06 10 20 30 41 50 61 76",
        FPS_30,
        "01:00:59:26",
        "01:01:00:07",
    ),
    "30 over midnight": Stream(
        "08 11 2b 33 4b 53 67 77 0a 11 2b 33 4b 53 67 77 0c 11 2b 33 4b 53 67 77 "
        "00 10 20 30 40 50 60 76 02 10 20 30 40 50 60 76 04 10 20 30 40 50 60 76",
        FPS_30,
        "23:59:59:24",
        "00:00:00:05",
    ),
    "plugged in at piece 3: silent until a whole label has come": Stream(
        "30 43 50 62 70 08 10 24 30 43 50 62 70 0a 10 24 30 43 50 62 70 0c 10 24 "
        "30 43 50 62 70 0e 10 24 30 43 50 62 70 00 11 24 30 43 50 62 70",
        FPS_24,
        "02:03:04:06",
        "02:03:04:17",
        quarter=3,
        told_at=13,
    ),
    "stopped behind piece 4": Stream(
        "00 10 24 31 40 50 61 70 02 10 24 31 40 50 61 70 04 10 24 31 40", FPS_24, "01:00:20:00", "01:00:20:05"
    ),
    "25 backwards over a minute": Stream(
        "72 60 50 41 30 20 10 0a 72 60 50 41 30 20 10 08 72 60 50 41 30 20 10 06 "
        "72 60 50 41 30 20 10 04 72 60 50 41 30 20 10 02 72 60 50 41 30 20 10 00",
        FPS_25,
        "00:01:00:10",
        "00:00:59:23",
        direction=-1,
    ),
    "30, each piece from a counter that runs on, over a minute": Stream(
        "09 11 2b 33 40 50 60 76 0b 11 2b 33 40 50 60 76 0d 11 2b 33 41 50 60 76 "
        "01 10 20 30 41 50 60 76 03 10 20 30 41 50 60 76 05 10 20 30 41 50 60 76 "
        "07 10 20 30 41 50 60 76 09 10 20 30 41 50 60 76",
        FPS_30,
        "00:00:59:25",
        "00:01:00:10",
    ),
}

FULL_FRAMES = [
    ("f0 7f 7f 01 01 00 00 00 00 f7", "00:00:00:00", FPS_24, 0x7F),
    ("f0 7f 7f 01 01 21 02 03 04 f7", "01:02:03:04", FPS_25, 0x7F),
    ("f0 7f 7f 01 01 41 01 00 02 f7", "01:01:00;02", DROP, 0x7F),
    ("f0 7f 7f 01 01 77 3b 3b 1d f7", "23:59:59:29", FPS_30, 0x7F),
    ("f0 7f 00 01 01 0a 00 00 17 f7", "10:00:00:23", FPS_24, 0x00),
]


def fed(reader: MtcReader, pieces: bytes, start: float = 0.0, step: float = 0.01) -> list[Told]:
    """What the reader tells of these pieces, `step` seconds apart."""
    return [reader.quarter_frame(data, start + step * place) for place, data in enumerate(pieces)]


def run(label: str, count: int, labels: Labels = FPS_24, direction: int = 1) -> bytes:
    """The data of the first pieces of a run from a label on."""
    messages = quarter_frames(frame_of(label, RATES[labels]), labels, direction)
    return bytes(message[1] for message in islice(messages, count))


def reader_at(label: str, count: int = 24) -> MtcReader:
    """A reader that has followed a run of 24 frames a second from this label on."""
    reader = MtcReader()
    fed(reader, run(label, count))
    return reader


@pytest.mark.parametrize("name", STREAMS)
def test_each_quarter_frame_tells_where_the_playhead_is_at_that_moment(name: str) -> None:
    stream = STREAMS[name]
    rate = RATES[stream.labels]
    told = fed(MtcReader(), bytes.fromhex(stream.pieces), step=0.25 / float(rate.fps))
    assert told[: stream.told_at - 1] == [None] * (stream.told_at - 1)
    day = 4 * frame_of("24:00:00:00", rate)
    start = 4 * frame_of(stream.first, rate) + stream.quarter
    for place, fact in enumerate(told[stream.told_at - 1 :], stream.told_at - 1):
        assert isinstance(fact, Ran)
        assert fact.quarters == (start + stream.direction * place) % day
        assert (fact.labels, fact.direction, fact.source) == (stream.labels, stream.direction, Clock.MTC)
    assert isinstance(told[-1], Ran)
    assert label_of(told[-1].quarters // 4, rate) == stream.last


@pytest.mark.parametrize(
    "name", [name for name, stream in STREAMS.items() if stream.quarter == 0 and "counter" not in name]
)
def test_the_encoder_sends_these_pieces(name: str) -> None:
    stream = STREAMS[name]
    pieces = bytes.fromhex(stream.pieces)
    assert run(stream.first, len(pieces), stream.labels, stream.direction) == pieces


@pytest.mark.parametrize(("message", "label", "labels", "device"), FULL_FRAMES)
def test_a_full_frame_is_read_and_written(message: str, label: str, labels: Labels, device: int) -> None:
    frame = frame_of(label, RATES[labels])
    told = MtcReader().full_frame(bytes.fromhex(message), 1.0)
    assert told == Cued(1.0, Clock.MTC, label, labels, 4 * frame)
    assert full_frame(frame, labels, device).hex(" ") == message


@pytest.mark.parametrize(
    "message",
    [
        "f0 7f 7f 01 01 00 00 00 18 f7",
        "f0 7f 7f 01 01 18 00 00 00 f7",
        "f0 7f 7f 01 01 00 3c 00 00 f7",
        "f0 7f 7f 01 01 41 01 00 01 f7",
        "f0 7f 7f 01 01 00 00 00 f7",
    ],
    ids=["frame 24 at 24", "hour 24", "minute 60", "a dropped label", "a byte missing"],
)
def test_a_full_frame_of_no_timecode_is_refused(message: str) -> None:
    with pytest.raises(MalformedPacket):
        MtcReader().full_frame(bytes.fromhex(message), 0.0)


def test_past_24_hours_full_frames_start_anew() -> None:
    assert full_frame(24 * 3600 * 25 + 1, FPS_25) == full_frame(1, FPS_25)


def test_half_speed_is_told_as_well() -> None:
    pieces = run("01:00:00:00", 48)
    assert fed(MtcReader(), pieces, step=2 / 96)[8:] == [
        Ran(2 / 96 * place, Clock.MTC, 4 * 86400 + place, FPS_24, 1) for place in range(8, 48)
    ]


# --- how a run ends ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "next_piece",
    [0x30, 0x10, 0x70, 0x28],
    ids=["one lost", "one doubled", "turned", "the due piece of another time"],
)
def test_the_first_piece_that_is_not_due_breaks_the_run_at_once(next_piece: int) -> None:
    reader = reader_at("01:00:00:00", 18)
    assert reader.quarter_frame(next_piece, 0.18) == Broke(0.18, Clock.MTC)
    assert reader.quarter_frame(0x20, 0.19) is None, "said once, then silent until a position is known"


def test_a_turn_is_broken_at_once_and_told_after_a_whole_label_backwards() -> None:
    reader = reader_at("01:00:00:00", 20)
    told = fed(reader, run("01:00:00:05", 9, direction=-1), 0.2)
    assert told == [
        Broke(0.2, Clock.MTC),
        *[None] * 6,
        Ran(0.2 + 0.07, Clock.MTC, 4 * 86405 - 7, FPS_24, -1),
        Ran(0.2 + 0.08, Clock.MTC, 4 * 86405 - 8, FPS_24, -1),
    ]


def test_a_jump_in_the_order_of_the_pieces_is_seen_at_the_first_that_differs() -> None:
    reader = reader_at("01:00:00:00", 16)
    told = fed(reader, run("01:00:08:05", 9), 0.16)
    assert [type(fact) for fact in told] == [Broke, *[type(None)] * 6, Ran, Ran]


def test_after_a_silence_as_long_as_eight_pieces_the_run_is_not_taken_on() -> None:
    reader = reader_at("01:00:00:00", 16)
    later = 0.15 + LONGEST_GAP
    assert reader.quarter_frame(0x04, later) == Broke(later, Clock.MTC)


def test_eight_pieces_lost_in_the_first_label_give_no_mixture() -> None:
    pieces = run("01:00:00:14", 24)
    reader = MtcReader()
    told = fed(reader, pieces[:4]) + fed(reader, pieces[12:], 0.12)
    assert told[:15] == [None] * 15
    assert told[15] == Ran(0.12 + 0.01 * 11, Clock.MTC, 4 * 86414 + 23, FPS_24, 1)


def test_a_full_frame_elsewhere_ends_the_run_and_one_within_it_does_not() -> None:
    reader = reader_at("01:00:00:00", 16)
    reader.full_frame(full_frame(86404, FPS_24), 0.155)
    assert reader.quarter_frame(0x04, 0.16) == Ran(0.16, Clock.MTC, 4 * 86404, FPS_24, 1)
    reader.full_frame(full_frame(86500, FPS_24), 0.165)
    assert reader.quarter_frame(0x10, 0.17) is None


def test_a_first_label_that_may_be_a_mixture_waits_for_a_piece_that_decides() -> None:
    latched = run("00:01:59:29", 16, FPS_30)
    passed = bytes.fromhex("0d 11 2b 33 41 50 60 76 01 10 20 30 41 50 60 76")
    assert latched[:8] == passed[:8], "00:01:59:29, or 00:00:59:29 from a counter that became 00:01:00:00"
    for pieces, label in ((latched, "00:01:59:29"), (passed, "00:00:59:29")):
        told = fed(MtcReader(), pieces)
        quarters = 4 * frame_of(label, RATES["30"])
        assert told[:8] == [None] * 8
        assert {fact.quarters - place for place, fact in enumerate(told) if isinstance(fact, Ran)} == {quarters}
