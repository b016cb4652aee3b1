"""MIDI timecode, both ways: quarter frames in either direction, and full frames.

Source: MIDI Time Code (MMA 1.0 specification, RP-004/008). Eight quarter frames, the *pieces* 0 to 7, carry one label
of hours, minutes, seconds and frames, a nibble each, and take two frames of time; backwards they come from 7 to 0.
The label is the one that was true at the first piece of the eight, so at the n-th the playhead is n quarter frames on.

Some generators latch the label at the first piece; others fill each piece from a counter that runs on, and where the
second changes within the eight, what these add up to is a mixture of two times, off by up to hours. The reader
believes neither: it holds every run that explains the pieces, latched or not, and tells positions once one is left.
"""

from collections.abc import Iterator
from functools import lru_cache

from bridge.model.clocks import Broke, Clock, Cued, Labels, Ran
from bridge.model.errors import MalformedPacket
from bridge.model.timecode import label_of
from bridge.wire.smpte import COUNT_OF, COUNTS, Count, fields_of, frame_of_fields, spelt

LONGEST_GAP = 1 / 15
"""Seconds between two pieces of one run at most: eight pieces at 30 frames a second. More than eight missing pieces
would not show in the order of the rest; playing slower than a sixth of the speed is not followed."""
NEAR = 8
"""Quarter frames between a run and a full frame that still means this run: the label of a group may be so old."""

_MTC = Clock.MTC
_PIECES = 8
_NEXT_BUT_ONE = 5
"""The first piece that can be from the second frame after that of piece 0."""
_END = 0xFF
_FRAME_PIECES = tuple(bytes((frame & 15, 0x10 | frame >> 4)) for frame in range(30))
"""Pieces 0 and 1 of each number of frames."""
_new = tuple.__new__  # half the cost of Ran(...), on the path of every quarter frame


def full_frame(frame: int, labels: Labels, device: int = 0x7F) -> bytes:
    """The full frame message that puts a slave to this frame (real frames since 00:00:00:00, taken modulo 24 hours).

    >>> full_frame(1800, Labels.FPS_2997_DROP).hex(" ")
    'f0 7f 7f 01 01 40 01 00 02 f7'
    """
    return bytes((0xF0, 0x7F, device, 0x01, 0x01, *spelt(frame, COUNT_OF[labels]), 0xF7))


def quarter_frames(frame: int, labels: Labels, direction: int = 1) -> Iterator[bytes]:
    """The messages of a run without end from this frame on, each to be sent a quarter frame of time after the last.

    A label is latched at the first piece of its eight, which is sent when the playhead is at its frame; `direction` is
    1 or -1; past 24 hours it goes on from 00:00:00:00.

    >>> run = quarter_frames(86400, Labels.FPS_24)
    >>> b" ".join(next(run) for _ in range(8)).hex()
    'f10020f11020f12020f13020f14020f15020f16120f170'
    """
    count = COUNT_OF[labels]
    while True:
        for data in _pieces(frame % count.day, count)[::direction]:
            yield bytes((0xF1, data))
        frame += 2 * direction


class MtcReader:
    """What the timecode of one input says.

    Promises: no position leaves before all eight pieces of one label came in order; none that is a mixture of two
    labels, unless the playhead jumps within the first eight of a run without a gap or a break in their order; the first
    position after a start, jump or turn comes with the 15th piece at the latest (the 16th, where the pieces would fit
    two runs until then). A piece that is not the due one is answered with `Broke` at once, and the run is over.

    A counter that is not latched is told up to a frame behind forwards and about two frames ahead of its way backwards:
    its bytes are those of a latched one that is there.
    """

    __slots__ = ("_at", "_run", "_trail")

    def __init__(self) -> None:
        self._at = 0.0
        self._run = _NOWHERE
        self._trail: _Trail | None = _Trail()

    def quarter_frame(self, data: int, at: float) -> Ran | Broke | None:
        """What this quarter frame tells: `data` is its byte behind F1, below 128; `at` (s) never goes back."""
        run = self._run
        place = run.place
        if data == run.due[place] and at - self._at < LONGEST_GAP:  # `takes` without its call: nearly always
            self._at = at
            run.place = place + 1
            run.quarters = quarters = run.quarters + run.direction
            return _new(Ran, (at, _MTC, quarters, run.labels, run.direction))
        return self._unforeseen(data, at)

    def full_frame(self, message: bytes, at: float) -> Cued:
        """Where a full frame (F0 7F device 01 01 hours minutes seconds frames F7, whole) puts the playhead.

        One that lies elsewhere than the run ends it: what `Cued` says is enough, no `Broke` is told. Raises
        `MalformedPacket` for a label that does not exist.
        """
        if len(message) != 10:
            raise MalformedPacket(f"a full frame of {len(message)} bytes")
        count = COUNTS[message[5] >> 5 & 3]
        frame = frame_of_fields((message[5] & 31, *message[6:9]), count)
        if self._trail is not None or not self._run.is_near(4 * frame, count):
            self._forget()
        return Cued(at, _MTC, label_of(frame, count.rate), count.labels, 4 * frame)

    def _unforeseen(self, data: int, at: float) -> Ran | Broke | None:
        """No run is known yet, or this one is at the end of its script, or the piece is not the due one."""
        late, self._at = at - self._at >= LONGEST_GAP, at
        if self._trail is None and not late and self._run.takes(data):
            return self._ran()
        if self._trail is None or late:
            broken = self._trail is None
            self._forget().takes(data)
            return Broke(at, _MTC) if broken else None
        run = self._trail.takes(data)
        if run is None:
            return None
        self._run, self._trail = run, None
        return self._ran()

    def _forget(self) -> "_Trail":
        self._run, self._trail = _NOWHERE, _Trail()
        return self._trail

    def _ran(self) -> Ran:
        run = self._run
        return Ran(self._at, _MTC, run.quarters, run.labels, run.direction)


class _Run:
    """One way to read the pieces: a playhead that moves a quarter frame with each, and a script of what is due.

    `quarters` is the position at the last piece, `place` that of the next in the script `due`: data bytes in the order
    in which they come, as far as only the frames of their labels change and the day does not end, and an end mark that
    is no data byte.
    """

    __slots__ = ("_count", "_day", "direction", "due", "labels", "place", "quarters")
    due: bytes

    def __init__(self, count: Count, direction: int, piece: int, frame: int) -> None:
        self.labels = count.labels
        self.direction = direction
        self._count = count
        self._day = 4 * count.day
        self._write(piece, 4 * frame + (piece if direction == 1 else piece - 7))

    def takes(self, data: int) -> bool:
        """Whether this is the piece that is due; the playhead then moves on."""
        if self.due[self.place] == _END:
            self._write((self.due[self.place - 1] >> 4) + self.direction & 7, self.quarters + self.direction)
        if data != self.due[self.place] and not self._is_later(data):
            return False
        self.quarters += self.direction
        self.place += 1
        return True

    def is_near(self, quarters: int, count: Count) -> bool:
        """Whether this position is the run's own, give or take a label's age."""
        return count is self._count and (quarters - self.quarters + NEAR) % self._day <= 2 * NEAR

    def _is_later(self, data: int) -> bool:
        """Whether a counter that ran on filled the due piece: one frame after that of piece 0 or, from 5 on, two.

        So it is in both directions: backwards the higher pieces come first, from frames that are later on the reel.
        """
        piece = self.due[self.place] >> 4
        since = piece if self.direction == 1 else piece - 7
        frame = (self.quarters + self.direction - since) // 4
        return piece > 0 and any(
            data == _pieces((frame + later) % self._count.day, self._count)[piece]
            for later in ((1, 2) if piece >= _NEXT_BUT_ONE else (1,))
        )

    def _write(self, piece: int, quarters: int) -> None:
        """Write down what is due from this piece on, the playhead being here when it comes."""
        forwards = self.direction == 1
        quarters %= self._day
        self.place = piece if forwards else 7 - piece
        self.quarters = quarters - self.direction
        pieces = _pieces((quarters - self.direction * self.place) // 4 % self._count.day, self._count)
        frames = pieces[0] | (pieces[1] & 1) << 4
        # Backwards it ends before ;01 and ;00, which drop-frame may leave out.
        groups = range(frames, self._count.rate.nominal, 2) if forwards else range(frames, 3, -2)
        script = b"".join((_FRAME_PIECES[each] + pieces[2:])[:: self.direction] for each in groups or (frames,))
        left = self._day - quarters if forwards else quarters + 1
        self.due = script[: self.place + left] + bytes((_END,))


class _Trail:
    """Pieces that came in order, from which no run is known yet."""

    __slots__ = ("_direction", "_pieces", "_runs")

    def __init__(self) -> None:
        self._direction = 0
        self._pieces: list[int] = []
        self._runs: list[_Run] = []

    def takes(self, data: int) -> _Run | None:
        """The run that alone explains all pieces up to this one, if there is just one."""
        if self._runs:
            self._runs = [run for run in self._runs if run.takes(data)]
        elif self._completes(data):
            self._runs = self._explanations()
            self._pieces.clear()
        if len(self._runs) == 1:
            return self._runs[0]
        if not self._runs and not self._pieces:
            self._pieces.append(data)
        return None

    def _completes(self, data: int) -> bool:
        """Add a piece, behind the others if it continues them; whether the last eight are now a whole group."""
        pieces = self._pieces
        step = ((data >> 4) - (pieces[-1] >> 4)) & 7 if pieces else 0
        direction = {1: 1, 7: -1}.get(step, 0)
        if direction == 0 or (len(pieces) > 1 and direction != self._direction):
            pieces.clear()
        pieces.append(data)
        self._direction = direction
        return len(pieces) >= _PIECES and data >> 4 == (7 if direction == 1 else 0)

    def _explanations(self) -> list[_Run]:
        """Every run that explains these pieces: the label as it stands, or a counter that passed a full second."""
        group = sorted(self._pieces[-_PIECES:])
        count = COUNTS[group[7] >> 1 & 3]
        runs = []
        for frame in _origins(group, count):
            start = frame if len(self._pieces) == _PIECES else frame - 2 * self._direction
            run = _Run(count, self._direction, self._pieces[0] >> 4, start)
            if all(run.takes(data) for data in self._pieces):
                runs.append(run)
        return runs


def _origins(group: list[int], count: Count) -> set[int]:
    """The frames that piece 0 may be from, if these are the pieces 0 to 7.

    Where a counter carried into piece n and higher, all pieces below are zero at that moment; piece 0 is then from one
    or two frames before it. (In drop-frame the first label of a minute is ;02.)
    """
    origins: set[int] = set()
    for carried in range(_PIECES):
        nibbles = [0 if place < carried else data & 15 for place, data in enumerate(group)]
        frames, seconds, minutes, hours = (nibbles[place] | nibbles[place + 1] << 4 for place in (0, 2, 4, 6))
        if carried and count.rate.drop and not frames and not seconds and minutes % 10:
            frames = 2
        try:
            frame = frame_of_fields((hours & 31, minutes, seconds, frames), count)
        except MalformedPacket:
            continue
        origins.update((frame - before) % count.day for before in ((1, 2) if carried else (0,)))
    return origins


@lru_cache(maxsize=64)
def _pieces(frame: int, count: Count) -> bytes:
    """The data bytes of the pieces 0 to 7 of this frame's label."""
    hours, minutes, seconds, frames = fields_of(frame, count)
    values = (frames, seconds, minutes, hours | count.bits << 5)
    nibbles = [nibble for value in values for nibble in (value & 15, value >> 4)]
    return bytes(place << 4 | nibble for place, nibble in enumerate(nibbles))


_NOWHERE = _Run(COUNTS[0], 1, 0, 0)
_NOWHERE.due = bytes((_END,))  # it takes nothing, so that the reader need not ask whether there is a run
