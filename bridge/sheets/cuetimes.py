"""The time cells of `cues.csv`: timecode, samples, and which of the two a person edited.

Spreadsheets take anything that looks like a time, a date or a number for one. What they made of a timecode can't be
undone, so it is refused with the cure; what they only spelt in another way is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bridge.model.cues import Place
from bridge.model.text import quoted
from bridge.sheets.words import Slip

MOST_SAMPLES = 10**15
"""Samples of a place are fewer: 600 years at 48 kHz, and the most digits that a spreadsheet keeps."""

_TIMECODE = re.compile(r"(-?)([0-9]{1,7})[:;.,]([0-9]{1,2})[:;.,]([0-9]{1,2})([:;.,])([0-9]{1,2})")
_WRITTEN = re.compile(r"([0-9]{0,15})\.\.([0-9]{0,15}) ([-0-9:;.,]*?)\.\.([-0-9:;.,]*?)(?: #([0-9a-f]{8}))?")
_CURE = "format the column as text and write HH:MM:SS:FF again, such as 01:00:10:00"
_LONGEST_MISTAKEN = 40
_MISTAKEN = (
    (re.compile(r"#+"), "is what a spreadsheet shows where a column is too narrow", "widen the column and save again"),
    (re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{2,4}\b.*"), "is a date that a spreadsheet made", _CURE),
    (re.compile(r"[0-9]+"), "is a number", "samples stand in a column of their own; timecode is HH:MM:SS:FF"),
    (re.compile(r"[0-9\s.,']+(?:[eE][+-]?[0-9]+)?"), "is a number that a spreadsheet made of a time", _CURE),
    (re.compile(r"(?:[0-9]+[:;.,]){4,}[0-9]+"), "has more than four parts", "leave out what is behind the frames"),
    (
        re.compile(r"[0-9]+(?::[0-9]+){1,2}(?:[.,][0-9]+)?(?:\s*[aApP]\.?[mM]?\.?)?"),
        "is a time of the day, without frames: a spreadsheet may have made it",
        _CURE,
    ),
    (re.compile(r".*[^\W\d_]{3}.*[0-9].*"), "is no timecode, perhaps a date that a spreadsheet made", _CURE),
)
_DIGITS = re.compile(r"[0-9]{1,15}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ \u00a0\u202f'’])[0-9]{3}(?:\1[0-9]{3})*|([.,])[0-9]{3}(?:\2[0-9]{3})+)")
_WHOLE = re.compile(r"(.*[0-9])[.,]0{1,2}")
_EITHER = re.compile(r"([0-9]{1,3})[.,]([0-9]{3})")
_SCIENTIFIC = re.compile(r"([0-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,2})")


def timecode_said(cell: str) -> str:
    """The timecode that was written, zeros that a spreadsheet took away put back; raises `Slip`.

    >>> timecode_said("1:0:10;0")
    '01:00:10;00'
    """
    found = _TIMECODE.fullmatch(cell)
    if found is None:
        raise _mistaken(cell)
    sign, hours, minutes, seconds, mark, frames = found.groups()
    if int(minutes) > 59 or int(seconds) > 59:
        raise Slip(f"{quoted(cell)} is no timecode", "minutes and seconds end at 59")
    return f"{sign}{int(hours):02}:{int(minutes):02}:{int(seconds):02}{mark}{int(frames):02}"


def _mistaken(cell: str) -> Slip:
    """What a cell is that is no timecode, and what would be right."""
    for pattern, what, hint in _MISTAKEN:
        if len(cell) <= _LONGEST_MISTAKEN and pattern.fullmatch(cell):
            return Slip(f"{quoted(cell)} {what}", hint)
    return Slip(f"{quoted(cell)} is no timecode", "write HH:MM:SS:FF, such as 01:02:03:04")


def samples_said(cell: str) -> int:
    """The samples that were written, with or without a spreadsheet's thousands and decimals; raises `Slip`.

    >>> samples_said("1.440.000,00")
    1440000
    """
    whole = _WHOLE.fullmatch(cell)
    digits = whole[1] if whole else cell
    if _GROUPED.fullmatch(digits):
        digits = re.sub("[^0-9]", "", digits)
    if _DIGITS.fullmatch(digits):
        return int(digits)
    exact = _spelt_out(cell)
    if exact is None:
        raise _no_samples(cell)
    return exact


def _spelt_out(cell: str) -> int | None:
    """The number in scientific notation, None if digits of it may be lost: `4.80000E+05` has them all."""
    found = _SCIENTIFIC.fullmatch(cell)
    if found is None or int(found[3]) > 14:
        return None
    digits, places = found[2], int(found[3])
    lost = len(digits) < places or digits[places:].strip("0")
    return None if lost else int(found[1] + digits[:places])


def _no_samples(cell: str) -> Slip:
    """What a cell is that is no number of samples, and what would be right."""
    either = _EITHER.fullmatch(cell)
    if either:
        return Slip(f"{quoted(cell)} can be {either[1]} or {either[1]}{either[2]}", "write it without a separator")
    if _SCIENTIFIC.fullmatch(cell):
        cure = "format the column as whole numbers and write it again; or empty the cell, then the timecode counts"
        return Slip(f"{quoted(cell)} may have lost digits", cure)
    if re.fullmatch(r"-[0-9]+", cell):
        return Slip(f"{quoted(cell)} lies before the session's start", "samples are counted from there")
    return Slip(f"{quoted(cell)} is no number of samples", "write digits alone; or empty the cell, if timecode counts")


@dataclass(frozen=True, slots=True)
class Written:
    """What we last wrote into the time cells of a row; `mark` is that of its other cells, "" if there is none."""

    start: Place
    end: Place
    mark: str = ""

    def __str__(self) -> str:
        samples = "..".join("" if place.samples is None else str(place.samples) for place in (self.start, self.end))
        return f"{samples} {self.start.label}..{self.end.label}" + (f" #{self.mark}" if self.mark else "")


def written_said(cell: str) -> Written | None:
    """What we last wrote, None where that can't be told any more."""
    found = _WRITTEN.fullmatch(cell)
    if found is None:
        return None
    start, end = (int(digits) if digits else None for digits in found.group(1, 2))
    return Written(Place(start, found[3]), Place(end, found[4]), found[5] or "")


def place_said(name: str, now: Place, last: Place | None) -> Place:
    """The place that a row's two cells mean, where `now` is what they say and `last` what we wrote there.

    Of the two the edited one counts; `name` (`start`, `end`) is for the problem. Raises `Slip`.
    """
    if now.samples is None and not now.label:
        raise Slip(f"{name} is missing", f"write timecode under {name} or samples under {name}_samples")
    if last is None:
        return now
    renamed = bool(now.label) and not same_label(now.label, last.label)
    moved = now.samples is not None and now.samples != last.samples
    if renamed and moved:
        what = f"{name} and {name}_samples were both edited"
        raise Slip(what, "only one can count: empty the wrong one of the two")
    if renamed:
        return Place(None, now.label)
    if moved:
        return Place(now.samples)
    return Place(now.samples, last.label if now.label else "")


def same_label(one: str, other: str) -> bool:
    """True if both are the same timecode, or both none; what stands before the frames is no matter."""
    return one == other or bool(one and other and rank(one) == rank(other))


def rank(label: str) -> int:
    """A number that grows with the timecode, whatever the rate; 0 for text that is none."""
    found = _TIMECODE.fullmatch(label)
    if found is None:
        return 0
    hours, minutes, seconds, frames = map(int, found.group(2, 3, 4, 6))
    ranked = ((hours * 60 + minutes) * 60 + seconds) * 100 + frames
    return -ranked if found[1] else ranked


def ranks(places: Iterable[Place]) -> list[int] | None:
    """Numbers by which these places can be compared though no rate is known; None if they can't."""
    listed = list(places)
    samples = [place.samples for place in listed if place.samples is not None]
    if len(samples) == len(listed):
        return samples
    return [rank(place.label) for place in listed] if all(place.label for place in listed) else None
