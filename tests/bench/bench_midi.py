"""What MIDI timecode costs: our reader against mido's parser on an hour's quarter frames.

Run it as `python -m tests.bench.bench_midi`; it ends with 1 if a gate fails. Only ratios taken side by side in one
run are worth a gate on a shared machine, so each repeat times both on the same messages in shuffled order, in CPU
time of the thread, with the collector frozen; the median of the ratios per repeat is judged.

mido knows no timecode, so its messages go to a plain receiver, which checks their order and nothing else.
"""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import mido  # type: ignore[import-untyped]

from bridge.model.clocks import Labels, Ran
from bridge.wire.midi import Input
from bridge.wire.mtc import MtcReader, quarter_frames

REPEATS = 9
CPU_SECONDS = 0.05
"""CPU time that one candidate gets in one repeat."""
MESSAGES = list(islice(quarter_frames(86400, Labels.FPS_24), 4800))
"""50 seconds at 24 frames a second."""
LAST = 4 * 86400 + len(MESSAGES) - 1
"""Where the playhead is at the last of them, in quarter frames."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One measure and how many times as fast as mido we must be; `least` None is shown only."""

    name: str
    ours: Callable[[], int]
    theirs: Callable[[], int]
    least: float | None


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


GATES = [
    Gate("quarter frame, mido.Parser", by_reader, by_parser, 6.0),
    Gate("quarter frame, Message.from_bytes", by_reader, by_from_bytes, 3.0),
    Gate("driver's bytes, mido.Parser", by_input, by_parser, 5.0),
]


def cost(once: Callable[[], int]) -> float:
    """CPU seconds of one pass, over as many passes as fit."""
    passes, start = 0, time.thread_time()
    while (spent := time.thread_time() - start) < CPU_SECONDS:
        if once() != LAST:
            raise AssertionError(f"{once.__name__} lost the position")
        passes += 1
    return spent / passes


def main() -> int:
    """Measure all, print a line for each; 1 if a gate fails."""
    rng = random.Random(7)
    gc.collect()
    gc.freeze()
    ratios: dict[str, list[float]] = {gate.name: [] for gate in GATES}
    costs: dict[str, list[float]] = {gate.name: [] for gate in GATES}
    for _ in range(REPEATS):
        for gate in rng.sample(GATES, len(GATES)):
            spent = {one: cost(one) for one in rng.sample((gate.ours, gate.theirs), 2)}
            ratios[gate.name].append(spent[gate.theirs] / spent[gate.ours])
            costs[gate.name].append(spent[gate.ours] / len(MESSAGES))
    failed = 0
    for gate in GATES:
        median = statistics.median(ratios[gate.name])
        passed = gate.least is None or median >= gate.least
        failed += not passed
        wants = "shown only" if gate.least is None else f"gate {gate.least:g} x, {'passed' if passed else 'FAILED'}"
        low, high = min(ratios[gate.name]), max(ratios[gate.name])
        micro = 1e6 * statistics.median(costs[gate.name])
        sys.stdout.write(f"{gate.name:34} {median:5.2f} x ({low:.2f} to {high:.2f}), {micro:.2f} us; {wants}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
