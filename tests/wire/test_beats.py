"""MIDI clock: where the song is, whether it runs, how fast."""

import pytest

from bridge.model.clocks import Beaten, Clock, Rolled
from bridge.model.errors import MalformedPacket
from bridge.wire.beats import CONTINUE, START, STOP, WINDOW, BeatReader


def beaten(reader: BeatReader, count: int, bpm: float = 120.0, start: float = 0.0) -> list[Beaten | None]:
    """What the reader tells of clocks at this tempo."""
    return [reader.clock(start + place * 60 / bpm / 24) for place in range(count)]


def positions(told: list[Beaten | None]) -> list[int | None]:
    return [None if one is None else one.clocks for one in told]


def test_the_first_clock_after_a_start_is_the_song_s_beginning() -> None:
    reader = BeatReader()
    assert reader.moves(START, 1.0) == Rolled(1.0, Clock.BEATS, rolling=True)
    assert positions(beaten(reader, 3)) == [0, 1, 2]


def test_a_stop_holds_the_place_and_a_continue_goes_on_from_it() -> None:
    reader = BeatReader()
    reader.moves(START, 0.0)
    beaten(reader, 5)
    assert reader.moves(STOP, 0.1) == Rolled(0.1, Clock.BEATS, rolling=False)
    assert positions(beaten(reader, 5)) == [None] * 5, "many DAWs send clocks while they stand"
    assert reader.moves(CONTINUE, 0.2) == Rolled(0.2, Clock.BEATS, rolling=True)
    assert positions(beaten(reader, 2)) == [5, 6]


def test_a_song_position_counts_in_sixteenths() -> None:
    reader = BeatReader()
    reader.position(bytes((0xF2, 0x01, 0x02)))
    reader.moves(CONTINUE, 0.0)
    assert positions(beaten(reader, 1)) == [6 * 257]


def test_clocks_tell_nothing_while_nobody_said_where_the_song_is() -> None:
    reader = BeatReader()
    reader.moves(CONTINUE, 0.0)
    assert positions(beaten(reader, 4)) == [None] * 4


@pytest.mark.parametrize("bpm", [30.0, 120.0, 299.5])
def test_the_tempo_is_measured_over_two_beats_and_told_from_the_first_on(bpm: float) -> None:
    reader = BeatReader()
    reader.moves(START, 0.0)
    told = [one.bpm for one in beaten(reader, 2 * WINDOW, bpm) if one is not None]
    assert told[:24] == [None] * 24
    assert told[24:] == [pytest.approx(bpm)] * (2 * WINDOW - 24)


def test_after_a_silence_the_tempo_is_measured_anew() -> None:
    reader = BeatReader()
    reader.moves(START, 0.0)
    beaten(reader, 40)
    told = beaten(reader, 25, 90.0, start=60.0)
    assert [one.bpm for one in told if one is not None] == [None] * 24 + [pytest.approx(90.0)]


def test_clocks_at_one_moment_have_no_tempo() -> None:
    reader = BeatReader()
    reader.moves(START, 0.0)
    assert {one.bpm for one in (reader.clock(1.0) for _ in range(99)) if one is not None} == {None}


def test_a_song_position_cut_short_is_refused() -> None:
    with pytest.raises(MalformedPacket):
        BeatReader().position(b"\xf2\x01")
