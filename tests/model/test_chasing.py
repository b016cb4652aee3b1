"""Places of clocks: quarter frames, frames and labels of a rate, samples of a session."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.chasing import (
    day_of,
    fits,
    label_at,
    per_quarter,
    quarter_seconds,
    quarters_at,
    quarters_of,
    sample_at,
)
from bridge.model.clocks import Labels
from bridge.model.timecode import RATES, Rate, Ruler, label_of

rates = st.sampled_from(list(RATES.values()))


@given(rates, st.integers(0, 2_000_000))
def test_a_label_is_a_place_and_the_place_has_that_label(rate: Rate, frame: int) -> None:
    label = label_of(frame, rate)
    assert label_at(quarters_of(label, rate), rate) == (frame, label)


@given(rates, st.integers(-1000, 1000))
def test_places_wrap_round_at_24_hours(rate: Rate, quarters: int) -> None:
    assert label_at(day_of(rate) + quarters, rate) == label_at(quarters, rate)


@given(rates, st.integers(0, 48000 * 3600 * 10), st.integers(0, 48000 * 3600))
def test_a_sample_is_a_place_and_back(rate: Rate, position: int, offset: int) -> None:
    ruler = Ruler(rate, 48000, offset)
    assert sample_at(quarters_at(position, ruler) * per_quarter(rate), ruler) == position


@given(rates)
def test_each_rate_is_sent_with_the_labels_of_one_that_midi_timecode_knows(rate: Rate) -> None:
    sent = [labels for labels in Labels if fits(rate, labels)]
    assert len(sent) == 1
    assert RATES[sent[0]].nominal * quarter_seconds(rate) * 4 == pytest.approx(1.0, rel=2e-3)
