"""Timecode: labels, frames, samples and feet are exact, and law 9 against labels that were counted one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.text import harmless
from bridge.model.timecode import RATES, Rate, Ruler, feet_of, frame_at, frame_of, frame_of_feet, label_of, sample_of

PULLED = Fraction(1000, 1001)
NUMBERS = {
    "23.976": (24, 24 * PULLED),
    "24": (24, Fraction(24)),
    "25": (25, Fraction(25)),
    "29.97": (30, 30 * PULLED),
    "29.97df": (30, 30 * PULLED),
    "30": (30, Fraction(30)),
    "48": (48, Fraction(48)),
    "50": (50, Fraction(50)),
    "59.94": (60, 60 * PULLED),
    "59.94df": (60, 60 * PULLED),
    "60": (60, Fraction(60)),
}
"""Frame numbers in a label's second and frames in a real one, at every rate that the trade works with."""
LEFT_OUT = {"29.97df": {0, 1}, "59.94df": {0, 1, 2, 3}}
"""Frame numbers that SMPTE ST 12-1 leaves out at the beginning of every minute that does not end in 0."""

each_rate = pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
rates = st.sampled_from(list(RATES.values()))
sample_rates = st.sampled_from((8000, 22050, 44100, 47952, 48000, 48048, 88200, 96000, 176400, 192000))
frames = st.integers(-(10**4), 10**4) | st.integers(-(10**9), 10**9)


@dataclass
class Odometer:
    """Wheels that turn from one label to the next that exists: the tests' own way of counting, without arithmetic."""

    rate: str
    hours: int = 0
    minutes: int = 0
    seconds: int = 0
    frames: int = 0

    def label(self) -> str:
        mark = ";" if self.rate in LEFT_OUT else ":"
        return f"{self.hours:02d}:{self.minutes:02d}:{self.seconds:02d}{mark}{self.frames:02d}"

    def turn(self) -> None:
        self._next_number()
        while self.seconds == 0 and self.minutes % 10 and self.frames in LEFT_OUT.get(self.rate, ()):
            self._next_number()

    def _next_number(self) -> None:
        self.frames += 1
        if self.frames == NUMBERS[self.rate][0]:
            self.frames, self.seconds = 0, self.seconds + 1
        if self.seconds == 60:
            self.seconds, self.minutes = 0, self.minutes + 1
        if self.minutes == 60:
            self.minutes, self.hours = 0, self.hours + 1


def counted(rate: Rate) -> Iterator[str]:
    """The labels of frame 0, 1, 2 …, for ever."""
    odometer = Odometer(rate.name)
    while True:
        yield odometer.label()
        odometer.turn()


@cache
def minute(rate: str, last_digit: int) -> tuple[str, ...]:
    """The `SS:FF` of every frame in a minute that ends in this digit."""
    odometer, found = Odometer(rate, minutes=last_digit), []
    odometer.frames = max(LEFT_OUT.get(rate, {-1}), default=-1) + 1 if last_digit else 0
    while odometer.minutes == last_digit:
        found.append(odometer.label()[6:])
        odometer.turn()
    return tuple(found)


@cache
def first_frames(rate: str) -> tuple[int, ...]:
    """The number of the first frame of each minute of 120 hours, by counting the frames of the minutes before."""
    found = [0]
    for number in range(120 * 60):
        found.append(found[-1] + len(minute(rate, number % 10)))
    return tuple(found)


# Law 9.


@each_rate
def test_law_9_labels_and_frames_map_one_to_one_and_no_dropped_label_is_ever_made(rate: Rate) -> None:
    period = (600 if rate.drop else 60) * rate.nominal
    for frame, label in enumerate(islice(counted(rate), period + 100)):
        assert label_of(frame, rate) == label
        assert frame_of(label, rate) == frame


@given(rates, st.integers(0, 120 * 60 - 1), st.data())
def test_labels_and_frames_map_one_to_one_days_away_on_both_sides_of_zero(
    rate: Rate, number: int, data: st.DataObject
) -> None:
    labels = minute(rate.name, number % 10)
    place = data.draw(st.integers(0, len(labels) - 1) | st.sampled_from((0, len(labels) - 1)))
    frame = first_frames(rate.name)[number] + place
    label = f"{number // 60:02d}:{number % 60:02d}:{labels[place]}"
    assert (label_of(frame, rate), frame_of(label, rate)) == (label, frame)
    if frame:
        assert (label_of(-frame, rate), frame_of("-" + label, rate)) == ("-" + label, -frame)


@given(rates, st.integers(-(2**63), 2**63 - 1))
def test_every_sample_of_64_bits_has_a_label_that_leads_back_to_its_frame(rate: Rate, sample: int) -> None:
    frame = frame_at(sample, rate, 8000)
    assert frame_of(label_of(frame, rate), rate) == frame


@given(st.sampled_from(sorted(LEFT_OUT)), st.integers(0, 200), st.integers(0, 59), st.data())
def test_a_dropped_label_is_refused(name: str, hours: int, minutes: int, data: st.DataObject) -> None:
    number = data.draw(st.sampled_from(sorted(LEFT_OUT[name])))
    label = f"{hours:02}:{minutes:02}:00;{number:02}"
    for text in (label, "-" + label):
        if minutes % 10:
            with pytest.raises(ValueError, match=f'"{text}" does not exist at {name}: that label is dropped'):
                frame_of(text, RATES[name])
        else:
            assert label_of(frame_of(text, RATES[name]), RATES[name]).lstrip("-") == label


@each_rate
def test_a_rate_is_what_the_trade_says(rate: Rate) -> None:
    assert (rate.nominal, rate.fps) == NUMBERS[rate.name]
    assert rate.drop == (rate.name in LEFT_OUT)


def test_every_rate_of_the_trade_is_there() -> None:
    assert list(RATES) == list(NUMBERS)


# Labels as people and programs write them.


@pytest.mark.parametrize(
    ("frame", "rate", "label"),
    [
        (0, "24", "00:00:00:00"),
        (-1, "24", "-00:00:00:01"),
        (-24, "24", "-00:00:01:00"),
        (-1800, "29.97df", "-00:01:00;02"),
        (-1799, "29.97df", "-00:00:59;29"),
        (1800, "29.97", "00:01:00:00"),
        (3600, "59.94df", "00:01:00;04"),
        (17982, "29.97df", "00:10:00;00"),
        (2589407, "29.97df", "23:59:59;29"),
        (2589408, "29.97df", "24:00:00;00"),
        (5178816, "59.94df", "24:00:00;00"),
        (100 * 3600 * 25, "25", "100:00:00:00"),
        (-1234 * 3600 * 25, "25", "-1234:00:00:00"),
    ],
)
def test_a_label_is_written_and_read(frame: int, rate: str, label: str) -> None:
    assert label_of(frame, RATES[rate]) == label
    assert frame_of(label, RATES[rate]) == frame


@pytest.mark.parametrize(
    "label",
    ["1:2:3:4", " 01:02:03:04\n", "01;02;03;04", "01.02.03.04", "01:02:03,04", "01:02:03;04", "001:02:03:004"],
)
def test_what_spreadsheets_and_daws_leave_of_a_label_is_read(label: str) -> None:
    assert frame_of(label, RATES["48"]) == ((1 * 60 + 2) * 60 + 3) * 48 + 4


def test_zero_before_zero_is_zero() -> None:
    assert frame_of("-00:00:00:00", RATES["24"]) == 0


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "01:02:03", "01:02:03:04:05", "--01:02:03:04", "01:-2:03:04", "+1:2:3:4", "1:2:3:x", "1::3:4"),
        *("٠١:٠٢:٠٣:٠٤", "01:02:03:0004", "01:002:03:04", "0x1:00:00:00", "1_0:00:00:00", "9" * 5000 + ":00:00:00"),
    ],
)
def test_what_is_no_timecode_is_refused_with_the_cure(text: str) -> None:
    with pytest.raises(ValueError, match="is no timecode: write HH:MM:SS:FF, such as 01:02:03:04") as refusal:
        frame_of(text, RATES["24"])
    assert len(str(refusal.value)) < 160


@pytest.mark.parametrize("label", ["00:60:00:00", "00:00:60:00", "00:00:00:24", "-00:00:00:25", "00:00:00:240"])
def test_a_label_that_a_rate_does_not_have_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=f'"{label}" is no timecode at 23.976 frames a second'):
        frame_of(label, RATES["23.976"])


@given(st.text(max_size=30) | st.from_regex(r"-?\d{1,4}[:;]\d{1,3}[:;]\d{1,3}[:;]\d{1,4}"), rates)
def test_of_any_text_only_a_harmless_sentence_or_a_frame_comes(text: str, rate: Rate) -> None:
    answer = frame_or_sentence(text, rate)
    if isinstance(answer, str):
        assert answer == harmless(answer, 200)
    else:
        assert frame_or_sentence(label_of(answer, rate), rate) == answer


def frame_or_sentence(text: str, rate: Rate) -> int | str:
    try:
        return frame_of(text, rate)
    except ValueError as error:
        return str(error)


# Samples.


@given(frames, rates, sample_rates)
def test_a_frame_begins_at_the_first_sample_that_is_not_before_it(frame: int, rate: Rate, sample_rate: int) -> None:
    sample, begins = sample_of(frame, rate, sample_rate), frame / rate.fps * sample_rate
    assert begins <= sample < begins + 1


@given(st.integers(-(10**15), 10**15) | st.integers(-(10**5), 10**5), rates, sample_rates)
def test_a_sample_lies_in_the_frame_that_has_begun_and_not_ended(sample: int, rate: Rate, sample_rate: int) -> None:
    frame, time = frame_at(sample, rate, sample_rate), Fraction(sample, sample_rate)
    assert frame / rate.fps <= time < (frame + 1) / rate.fps


@given(frames, rates, sample_rates)
def test_frames_survive_samples_and_samples_survive_text(frame: int, rate: Rate, sample_rate: int) -> None:
    sample = sample_of(frame, rate, sample_rate)
    assert frame_at(sample, rate, sample_rate) == frame
    assert frame_at(sample - 1, rate, sample_rate) == frame - 1
    assert sample_of(frame_of(label_of(frame, rate), rate), rate, sample_rate) == sample


@each_rate
def test_a_day_is_as_long_as_it_is(rate: Rate) -> None:
    seconds = 86400 * rate.nominal / rate.fps if not rate.drop else Fraction(first_frames(rate.name)[1440]) / rate.fps
    assert sample_of(frame_of("24:00:00:00", rate), rate, 48000) == -(-seconds * 48000 // 1)
    assert sample_of(frame_of("-24:00:00:00", rate), rate, 48000) == -(seconds * 48000 // 1)


# A session's ruler.


@given(rates, sample_rates, st.integers(-(10**12), 10**12), frames)
def test_a_ruler_finds_the_first_sample_of_each_label(rate: Rate, sample_rate: int, offset: int, frame: int) -> None:
    ruler, label = Ruler(rate, sample_rate, offset), label_of(frame, rate)
    position = ruler.position(label)
    assert ruler.label(position) == label
    assert ruler.label(position - 1) == label_of(frame - 1, rate)


def test_a_ruler_adds_the_sessions_offset() -> None:
    ruler = Ruler(RATES["24"], 48000, offset=3600 * 48000)
    assert ruler.label(0) == "01:00:00:00"
    assert ruler.position("00:59:59:00") == -48000
    assert Ruler(RATES["25"], 48000, offset=-48000).label(0) == "-00:00:01:00"


# Feet and frames.


@pytest.mark.parametrize(
    ("frame", "feet"), [(0, "0+00"), (15, "0+15"), (16, "1+00"), (1976, "123+08"), (-1, "-0+01"), (-17, "-1+01")]
)
def test_feet_and_frames_are_written_and_read(frame: int, feet: str) -> None:
    assert feet_of(frame) == feet
    assert frame_of_feet(feet) == frame


@given(frames)
def test_every_frame_has_its_foot(frame: int) -> None:
    assert frame_of_feet(feet_of(frame)) == frame
    assert frame_of_feet(feet_of(frame + 16)) - frame_of_feet(feet_of(frame)) == 16


def test_a_reel_of_a_thousand_feet_lasts_eleven_minutes_and_six_and_two_thirds_seconds() -> None:
    assert label_of(frame_of_feet("1000+00"), RATES["24"]) == "00:11:06:16"


def test_lost_zeros_of_feet_and_frames_are_no_matter() -> None:
    assert frame_of_feet(" 007+8 ") == 7 * 16 + 8


@pytest.mark.parametrize(
    "text", ["", "12", "12+16", "12+", "+08", "12+08.60", "1:2", "--1+01", "1+-1", "9" * 5000 + "+00"]
)
def test_what_is_no_feet_and_frames_is_refused_with_the_cure(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no feet\+frames: write 123\+08, with frames from 00 to 15"):
        frame_of_feet(text)
