"""Timecode that is exact at every rate: frames counted in integers, seconds as fractions, drop-frame only a label.

Sources: SMPTE ST 12-1 (drop-frame: labels ;00 and ;01 of each minute but every tenth are left out, at 59.94 also ;02
and ;03). 29.97 non-drop is a first-class rate. Labels count on past 24 hours and mirror at zero: before 00:00:00:00
comes -00:00:00:01, and what is dropped after zero is dropped before it.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from bridge.model.text import quoted

FRAMES_A_FOOT = 16
"""Frames in a foot of 35 mm film of four perforations a frame."""

_LABEL = re.compile(r"(-?)([0-9]{1,12})[:;.,]([0-9]{1,2})[:;.,]([0-9]{1,2})[:;.,]([0-9]{1,3})")
"""Twelve digits hold the hours of any 64-bit count of samples."""

_FEET = re.compile(r"(-?)([0-9]{1,18})\+([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Rate:
    """A timecode rate: frames a second as an exact fraction, frames in a label's second, drop-frame or not."""

    name: str
    fps: Fraction
    nominal: int
    drop: bool = False


def _pulled(nominal: int) -> Fraction:
    return Fraction(nominal * 1000, 1001)


RATES: dict[str, Rate] = {
    rate.name: rate
    for rate in (
        Rate("23.976", _pulled(24), 24),
        Rate("24", Fraction(24), 24),
        Rate("25", Fraction(25), 25),
        Rate("29.97", _pulled(30), 30),
        Rate("29.97df", _pulled(30), 30, drop=True),
        Rate("30", Fraction(30), 30),
        Rate("48", Fraction(48), 48),
        Rate("50", Fraction(50), 50),
        Rate("59.94", _pulled(60), 60),
        Rate("59.94df", _pulled(60), 60, drop=True),
        Rate("60", Fraction(60), 60),
    )
}
"""Every rate that a film or television session may have, by the name that stands in `show.toml`."""


def frame_of(label: str, rate: Rate) -> int:
    """The number of the frame with this label (`HH:MM:SS:FF`, `-` in front before zero), 0 at 00:00:00:00.

    Any of `: ; . ,` may part the fields, leading zeros may be lost (`1:2:3:4`), hours go on past 24. Raises
    `ValueError` with a sentence for text that is no timecode at this rate, dropped labels included.

    >>> frame_of("00:01:00;02", RATES["29.97df"])
    1800
    """
    found = _LABEL.fullmatch(label.strip())
    if found is None:
        raise ValueError(f"{quoted(label)} is no timecode: write HH:MM:SS:FF, such as 01:02:03:04")
    hours, minutes, seconds, frames = map(int, found.group(2, 3, 4, 5))
    if minutes > 59 or seconds > 59 or frames >= rate.nominal:
        raise ValueError(f"{quoted(label)} is no timecode at {rate.name} frames a second")
    dropped = rate.nominal // 15 if rate.drop else 0
    if dropped and seconds == 0 and frames < dropped and minutes % 10:
        raise ValueError(f"{quoted(label)} does not exist at {rate.name}: that label is dropped")
    total = 60 * hours + minutes
    frame = (60 * total + seconds) * rate.nominal + frames - dropped * (total - total // 10)
    return -frame if found[1] else frame


def label_of(frame: int, rate: Rate) -> str:
    """The label of a frame; drop-frame is written with `;` before the frames, a negative frame with `-` in front.

    >>> label_of(1800, RATES["29.97df"])
    '00:01:00;02'
    """
    if frame < 0:
        return "-" + label_of(-frame, rate)
    if rate.drop:
        dropped = rate.nominal // 15
        minute, ten = 60 * rate.nominal - dropped, 600 * rate.nominal - 9 * dropped
        tens, rest = divmod(frame, ten)
        frame += dropped * (9 * tens + max(0, (rest - dropped) // minute))
    seconds, frames = divmod(frame, rate.nominal)
    mark = ";" if rate.drop else ":"
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{frames:02}"


def frame_of_feet(feet: str) -> int:
    """The number of the frame at this length of film (`feet+frames`), 0 at `0+00`.

    Raises `ValueError` with a sentence for text that is none.

    >>> frame_of_feet("123+08")
    1976
    """
    found = _FEET.fullmatch(feet.strip())
    if found is None or int(found[3]) >= FRAMES_A_FOOT:
        raise ValueError(f"{quoted(feet)} is no feet+frames: write 123+08, with frames from 00 to {FRAMES_A_FOOT - 1}")
    frame = int(found[2]) * FRAMES_A_FOOT + int(found[3])
    return -frame if found[1] else frame


def feet_of(frame: int) -> str:
    """The length of film up to a frame, in feet+frames of 35 mm; a frame before zero with `-` in front.

    Film knows no drop-frame and no 29.97: frames are those of the picture, at 23.976, 24 or 25 a second.

    >>> feet_of(1976)
    '123+08'
    """
    feet, frames = divmod(abs(frame), FRAMES_A_FOOT)
    return f"{'-' if frame < 0 else ''}{feet}+{frames:02}"


def sample_of(frame: int, rate: Rate, sample_rate: int) -> int:
    """The first sample of a frame: the first that is not before the frame's exact time.

    >>> sample_of(24, RATES["23.976"], 48000)
    48048
    """
    return -((-frame * sample_rate * rate.fps.denominator) // rate.fps.numerator)


def frame_at(sample: int, rate: Rate, sample_rate: int) -> int:
    """The frame that this sample lies in.

    >>> frame_at(48047, RATES["23.976"], 48000)
    23
    """
    return sample * rate.fps.numerator // (sample_rate * rate.fps.denominator)


@dataclass(frozen=True, slots=True)
class Ruler:
    """How a session's samples are labelled: its timecode rate, its sample rate in Hz, its offset in samples.

    What is shown at a position is the label of position + offset.
    """

    rate: Rate
    sample_rate: int
    offset: int = 0

    def label(self, position: int) -> str:
        """The label of the frame that this sample lies in.

        >>> Ruler(RATES["24"], 48000, 3600 * 48000).label(96000)
        '01:00:02:00'
        """
        return label_of(self.frame(position), self.rate)

    def frame(self, position: int) -> int:
        """The frame that this sample lies in."""
        return frame_at(position + self.offset, self.rate, self.sample_rate)

    def position(self, label: str) -> int:
        """The first sample of the frame with this label; raises `ValueError` with a sentence for what is none."""
        return sample_of(frame_of(label, self.rate), self.rate, self.sample_rate) - self.offset
