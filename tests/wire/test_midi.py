"""One MIDI input: whole messages from any chunks, each to its reader, whatever else is on the wire."""

import itertools
from collections.abc import Sequence

import mido  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.clocks import Beaten, Broke, Clock, Cued, Labels, Ran, Rolled
from bridge.model.surfaces import Answer, Faded, Glow, Heard, Light, Lit
from bridge.wire.hui import HuiSurface
from bridge.wire.mcu import STILL, McuSurface
from bridge.wire.midi import MAX_MESSAGE, ByteParser, Input, Surface
from bridge.wire.mtc import quarter_frames

data = st.integers(0, 0x7F)
REALTIME = (0xF8, 0xFA, 0xFB, 0xFC, 0xFE, 0xFF)


def messages() -> st.SearchStrategy[bytes]:
    """One whole message of any kind."""
    three = st.tuples(st.sampled_from([*range(0x80, 0xC0), *range(0xE0, 0xF0), 0xF2]), data, data)
    two = st.tuples(st.sampled_from([*range(0xC0, 0xE0), 0xF1, 0xF3]), data)
    one = st.tuples(st.sampled_from([*REALTIME, 0xF6]))
    exclusive = st.lists(data, max_size=40).map(lambda body: (0xF0, *body, 0xF7))
    return st.one_of(three, two, one, exclusive).map(bytes)


def pieces(stream: bytes, cuts: Sequence[int]) -> list[bytes]:
    """The stream in chunks, cut at these places."""
    places = sorted({min(cut, len(stream)) for cut in cuts} | {0, len(stream)})
    return [stream[start:end] for start, end in itertools.pairwise(places)]


def cut(stream: bytes, cuts: Sequence[int] = ()) -> list[bytes]:
    """The messages that the parser makes of a stream."""
    parser = ByteParser()
    return [message for chunk in pieces(stream, cuts) for message in parser.feed(chunk)]


def by_mido(stream: bytes) -> list[bytes]:
    """The messages that mido makes of a stream."""
    parser = mido.Parser()
    parser.feed(stream)
    return [bytes(message.bytes()) for message in parser]


cuts = st.lists(st.integers(0, 400), max_size=30)

STREAMS: dict[str, tuple[str, list[str], int]] = {
    "running status": ("90 01 7f 02 7f 03 00", ["90 01 7f", "90 02 7f", "90 03 00"], 0),
    "running status of a short message": ("d0 15 16", ["d0 15", "d0 16"], 0),
    "two messages joined": ("f1 00 f1 10", ["f1 00", "f1 10"], 0),
    "a clock in the middle of a message": ("90 01 f8 7f", ["f8", "90 01 7f"], 0),
    "a clock in the middle of an exclusive one": ("f0 7f f8 7f 06 02 f7", ["f8", "f0 7f 7f 06 02 f7"], 0),
    "a clock between messages of a running status": ("90 01 7f f8 02 7f", ["90 01 7f", "f8", "90 02 7f"], 0),
    "data before any status": ("01 02 90 03 7f", ["90 03 7f"], 2),
    "a quarter frame ends the running status": ("90 01 7f f1 00 02 7f", ["90 01 7f", "f1 00"], 2),
    "a message cut off by another": ("90 01 80 02 00", ["80 02 00"], 2),
    "an exclusive message cut off": ("f0 01 02 90 03 7f", ["90 03 7f"], 3),
    "an end without its start": ("f7 90 01 7f", ["90 01 7f"], 1),
    "statuses that are none": ("f4 f5 f9 fd 01 90 01 7f", ["90 01 7f"], 5),
    "an empty exclusive message": ("f0 f7", ["f0 f7"], 0),
    "a tune request": ("90 01 f6 7f", ["f6"], 3),
}


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_is_cut_into_messages(name: str) -> None:
    stream, expected, junk = STREAMS[name]
    for at in range(len(stream) // 3 + 2):
        parser = ByteParser()
        told = [message for chunk in pieces(bytes.fromhex(stream), [at]) for message in parser.feed(chunk)]
        assert [message.hex(" ") for message in told] == expected
        assert parser.junk == junk


@given(st.lists(messages(), max_size=20), cuts)
def test_messages_come_out_as_they_went_in_however_they_are_cut(sent: list[bytes], where: list[int]) -> None:
    assert cut(b"".join(sent), where) == sent


@given(st.lists(messages(), max_size=20))
def test_mido_cuts_the_same_messages(sent: list[bytes]) -> None:
    stream = b"".join(sent)
    assert by_mido(stream) == cut(stream)


@given(st.lists(messages().filter(lambda one: one[0] < 0xF8), max_size=12), st.data())
def test_real_time_bytes_anywhere_change_no_other_message(sent: list[bytes], draw: st.DataObject) -> None:
    stream = bytearray(b"".join(sent))
    for _ in range(draw.draw(st.integers(0, 8))):
        stream.insert(draw.draw(st.integers(0, len(stream))), draw.draw(st.sampled_from(REALTIME)))
    told = cut(bytes(stream))
    assert [message for message in told if message[0] < 0xF8] == sent
    assert len(told) - len(sent) == sum(byte >= 0xF8 for byte in stream)


@given(st.lists(messages().filter(lambda one: 0x80 <= one[0] < 0xF0), min_size=1, max_size=20), cuts)
def test_a_status_left_out_because_it_is_the_same_is_written_out(sent: list[bytes], where: list[int]) -> None:
    stream = sent[0]
    for before, message in itertools.pairwise(sent):
        stream += message[1:] if message[0] == before[0] else message
    assert cut(stream, where) == sent


@given(st.binary(max_size=300), cuts)
def test_random_bytes_give_the_same_messages_however_they_are_cut(noise: bytes, where: list[int]) -> None:
    whole = cut(noise)
    assert cut(noise, where) == whole
    for message in whole:
        assert message[0] >= 0x80
        assert all(byte < 0x80 for byte in message[1:-1])


def test_every_byte_is_in_a_message_or_counted_as_junk() -> None:
    parser = ByteParser()
    noise = bytes(range(0x70, 0x100)) * 5
    told = parser.feed(noise + b"\xf6")
    assert sum(map(len, told)) + parser.junk == len(noise) + 1


def test_a_dump_too_long_is_passed_over_and_what_follows_is_read() -> None:
    parser = ByteParser()
    assert parser.feed(b"\xf0" + bytes(100_000)) == []
    assert parser.feed(b"\xf7\x90\x01\x7f") == [b"\x90\x01\x7f"]
    assert parser.junk == 100_002


def test_the_longest_message_is_read() -> None:
    longest = b"\xf0" + bytes(MAX_MESSAGE - 2) + b"\xf7"
    assert cut(longest) == [longest]


# --- who reads it -----------------------------------------------------------------------------------------------

INPUTS: dict[str, tuple[Surface | None, str, list[Heard]]] = {
    "a full frame": (
        None,
        "f0 7f 7f 01 01 21 02 03 04 f7",
        [Cued(1.0, Clock.MTC, "01:02:03:04", Labels.FPS_25, 4 * (3723 * 25 + 4))],
    ),
    "machine control": (None, "f0 7f 00 06 03 f7", [Rolled(1.0, Clock.MMC, rolling=True)]),
    "a start and a clock": (None, "fa f8", [Rolled(1.0, Clock.BEATS, rolling=True), Beaten(1.0, 0)]),
    "a song position, continue, a clock": (
        None,
        "f2 04 00 fb f8",
        [Rolled(1.0, Clock.BEATS, rolling=True), Beaten(1.0, 24)],
    ),
    "a light where there is no surface": (None, "90 10 7f", []),
    "a light on a Mackie Control": (
        McuSurface(),
        "90 10 7f",
        [Lit(1.0, Clock.MCU, 0, Light.MUTE, Glow.ON)],
    ),
    "a query of a Mackie Control": (
        McuSurface(),
        "f0 00 00 66 14 13 00 f7",
        [Answer(bytes.fromhex("f0 00 00 66 14 14 56 31 2e 30 30 f7"))],
    ),
    "a ping of a HUI": (HuiSurface(), "90 00 00", [Answer(b"\x90\x00\x7f")]),
    "a fader of a HUI in running status": (HuiSurface(), "b0 00 7f 20 7f", [Faded(1.0, Clock.HUI, 0, 1.0)]),
    "user bits, volume, another maker, active sensing": (
        None,
        "f0 7f 7f 01 02 00 f7 f0 7f 7f 04 01 00 40 f7 f0 43 12 f7 f0 f7 f0 7f f7 fe",
        [],
    ),
}


@pytest.mark.parametrize("name", INPUTS)
def test_a_message_goes_to_its_reader(name: str) -> None:
    surface, stream, told = INPUTS[name]
    assert list(Input(surface).take(bytes.fromhex(stream), 1.0)) == told


def test_what_makes_no_sense_is_counted_and_the_rest_is_read() -> None:
    midi = Input(McuSurface())
    stream = "05 f0 7f 7f 06 02 01 f7 f0 7f 7f 01 01 00 00 00 18 f7 f0 00 00 66 14 f7 f0 7f 7f 06 02 f7"
    assert list(midi.take(bytes.fromhex(stream), 1.0)) == [Rolled(1.0, Clock.MMC, rolling=True)]
    assert (midi.junk, midi.refused) == (1, 3)


def test_quarter_frames_are_told_alone_joined_and_torn() -> None:
    stream = b"".join(message for message, _ in zip(quarter_frames(86400, Labels.FPS_24), range(32), strict=False))
    expected = [4 * 86400 + place for place in range(7, 32)]
    for size in (1, 2, 3, 7, 64):
        midi = Input()
        told = [one for start in range(0, 64, size) for one in midi.take(stream[start : start + size], 1.0)]
        assert [one.quarters for one in told if isinstance(one, Ran)] == expected


def test_a_quarter_frame_between_messages_of_a_running_status_is_read_and_ends_it() -> None:
    midi = Input(McuSurface())
    light = Lit(1.0, Clock.MCU, 0, Light.MUTE, Glow.ON)
    assert list(midi.take(b"\x90\x10\x7f", 1.0)) == [light]
    assert midi.take(b"\xf1\x00", 1.0) == []
    assert list(midi.take(b"\x11\x7f", 1.0)) == []
    assert midi.junk == 2


def test_a_run_that_breaks_is_told() -> None:
    midi = Input()
    for message, _ in zip(quarter_frames(0, Labels.FPS_30), range(9), strict=False):
        midi.take(message, 1.0)
    assert list(midi.take(b"\xf1\x70", 1.01)) == [Broke(1.01, Clock.MTC)]


def test_a_still_display_is_told_when_asked() -> None:
    midi = Input(McuSurface())
    for place, digit in enumerate("60054321 0".replace(" ", "1")):
        midi.take(bytes((0xB0, 0x40 + place, ord(digit))), 1.0)
    assert midi.rest(1.0) == []
    assert len(midi.rest(1.0 + STILL)) == 1
    assert Input().rest(9.0) == ()


@given(st.lists(st.binary(max_size=40) | messages(), max_size=30), st.sampled_from((None, McuSurface, HuiSurface)))
def test_whatever_bytes_arrive_nothing_is_raised(
    chunks: list[bytes], surface: type[McuSurface] | type[HuiSurface] | None
) -> None:
    midi = Input(surface() if surface else None)
    for place, chunk in enumerate(chunks):
        midi.take(chunk, 0.01 * place)
        midi.rest(0.01 * place)
