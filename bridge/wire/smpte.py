"""Timecode as MIDI spells it: hours, minutes, seconds and frames in a byte each, two bits for how labels count.

MIDI timecode and MIDI machine control share this (MMA 1.0 specification, MIDI Time Code; RP-013, "Standard Time
Code"). The bits 0 to 3 stand for 24, 25, 30 drop-frame and 30 frames in a label's second.
"""

from dataclasses import dataclass

from bridge.model.clocks import Labels
from bridge.model.errors import MalformedPacket
from bridge.model.timecode import RATES, Rate, frame_of, label_of

Fields = tuple[int, int, int, int]
"""Hours, minutes, seconds, frames."""


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """How the labels of one rate count: their two bits, their rate, the real frames of 24 hours. There are four."""

    labels: Labels
    bits: int
    rate: Rate
    day: int


COUNTS = tuple(
    Count(labels, bits, RATES[labels], frame_of("24:00:00:00", RATES[labels]))
    for bits, labels in enumerate((Labels.FPS_24, Labels.FPS_25, Labels.FPS_2997_DROP, Labels.FPS_30))
)
"""By their bits."""
COUNT_OF = {count.labels: count for count in COUNTS}


def fields_of(frame: int, count: Count) -> Fields:
    """The fields of the label of a frame within 24 hours."""
    label = label_of(frame, count.rate)
    return int(label[:2]), int(label[3:5]), int(label[6:8]), int(label[9:])


def frame_of_fields(fields: Fields, count: Count) -> int:
    """The real frames since 00:00:00:00 of a label; raises `MalformedPacket` if there is no such label."""
    hours, minutes, seconds, frames = fields
    try:
        if hours < 24:
            return frame_of(f"{hours}:{minutes}:{seconds}:{frames}", count.rate)
    except ValueError:
        pass
    raise MalformedPacket(f"no timecode: {hours}:{minutes}:{seconds}:{frames} at {count.labels}")


def spelt(frame: int, count: Count) -> bytes:
    """The four bytes of a label, the bits in that of the hours."""
    hours, minutes, seconds, frames = fields_of(frame % count.day, count)
    return bytes((count.bits << 5 | hours, minutes, seconds, frames))
