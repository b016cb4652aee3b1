"""What MIDI timecode costs: our reader against mido's parser on an hour's quarter frames.

Run it as `python -m tests.bench.bench_midi`; it ends with 1 if a gate fails.

mido knows no timecode, so its messages go to a plain receiver, which checks their order and nothing else.
"""

import random
import sys
from collections.abc import Callable
from itertools import islice

import mido  # type: ignore[import-untyped]

from bridge.model.clocks import Labels, Ran
from bridge.wire.midi import Input
from bridge.wire.mtc import MtcReader, quarter_frames
from tests.bench.against import Gate, compared

MESSAGES = list(islice(quarter_frames(86400, Labels.FPS_24), 4800))
"""50 seconds at 24 frames a second."""
LAST = 4 * 86400 + len(MESSAGES) - 1
"""Where the playhead is at the last of them, in quarter frames."""


class Counted:
    """Quarter frames as a plain receiver counts them: a label with each eight in order, a quarter more with each."""

    __slots__ = ("due", "nibbles", "quarters", "run")

    def __init__(self) -> None:
        self.nibbles = [0] * 8
        self.due = self.run = 0
        self.quarters = -1

    def piece(self, number: int, nibble: int) -> None:
        """The next piece."""
        self.nibbles[number] = nibble
        if number != self.due:
            self.run, self.quarters = 0, -1
        self.run += self.run > 0 or number == 0
        self.due = (number + 1) & 7
        if self.quarters >= 0:
            self.quarters += 1
        if number == 7 and self.run >= 8:
            n = self.nibbles
            minutes = (n[6] | (n[7] & 1) << 4) * 60 + (n[4] | n[5] << 4)
            self.quarters = 4 * ((minutes * 60 + (n[2] | n[3] << 4)) * 24 + (n[0] | n[1] << 4)) + 7


def by_parser() -> int:
    """`mido.Parser`, a message at a time as a port hands it over."""
    parser, state = mido.Parser(), Counted()
    for message in MESSAGES:
        parser.feed(message)
        for one in parser:
            state.piece(one.frame_type, one.frame_value)
    return state.quarters


def by_from_bytes() -> int:
    """`mido.Message.from_bytes`, for a driver that hands over whole messages."""
    state = Counted()
    for message in MESSAGES:
        one = mido.Message.from_bytes(message)
        state.piece(one.frame_type, one.frame_value)
    return state.quarters


def by_reader() -> int:
    """Our reader of quarter frames, its facts and all its checks included."""
    read = MtcReader().quarter_frame
    told = None
    for message in MESSAGES:
        told = read(message[1], 0.0)
    return told.quarters if isinstance(told, Ran) else -1


def by_input() -> int:
    """The whole way from the driver's bytes to the fact: cutting, dispatch, reader."""
    take = Input().take
    told = None
    for message in MESSAGES:
        (told,) = take(message, 0.0) or (None,)
    return told.quarters if isinstance(told, Ran) else -1


def kept(once: Callable[[], int]) -> Callable[[], int]:
    """The same; raises `AssertionError` if it lost the position."""

    def checked() -> int:
        if once() != LAST:
            raise AssertionError(f"{once.__name__} lost the position")
        return LAST

    return checked


def _gate(name: str, ours: Callable[[], int], theirs: Callable[[], int], least: float) -> Gate:
    return Gate(name, kept(ours), kept(theirs), least, items=len(MESSAGES))


GATES = [
    _gate("quarter frame, mido.Parser", by_reader, by_parser, 6.0),
    _gate("quarter frame, Message.from_bytes", by_reader, by_from_bytes, 3.0),
    _gate("driver's bytes, mido.Parser", by_input, by_parser, 5.0),
]


def main() -> int:
    """Measure all, print a line for each; 1 if a gate fails."""
    return 0 if compared(GATES, "mido", random.Random(7)) else 1


if __name__ == "__main__":
    sys.exit(main())
