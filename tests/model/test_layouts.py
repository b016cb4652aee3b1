"""Layouts by the number of channels, and how the channels of one go into another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.layouts import LAYOUTS, layouts, mapping, spoken

L, R, C, LFE, LS, RS = range(6)


@pytest.mark.parametrize(
    ("outputs", "inputs", "wanted"),
    [
        pytest.param(1, 2, ((L, R),), id="mono is heard in the middle of stereo"),
        pytest.param(1, 6, ((C,),), id="mono goes to the centre of a 5.1"),
        pytest.param(1, 8, ((C,),), id="and of a 7.1"),
        pytest.param(2, 6, ((L,), (R,)), id="stereo goes to the front"),
        pytest.param(2, 12, ((L,), (R,)), id="also of a 7.1.4"),
        pytest.param(3, 6, ((L,), (R,), (C,)), id="LCR goes to the front"),
        pytest.param(5, 6, ((L,), (R,), (C,), (LS,), (RS,)), id="5.0 goes past the LFE"),
        pytest.param(
            6, 8, ((L,), (R,), (C,), (LFE,), (LS,), (RS,)), id="the surrounds of a 5.1 are the sides of a 7.1"
        ),
        pytest.param(6, 6, ((0,), (1,), (2,), (3,), (4,), (5,)), id="equal goes straight"),
        pytest.param(9, 9, tuple((n,) for n in range(9)), id="also where nobody knows the layout"),
        pytest.param(6, 2, None, id="a fold-down is a mixer's work"),
        pytest.param(2, 1, None, id="so is mono"),
        pytest.param(1, 4, None, id="four channels may be quad, which has no centre"),
        pytest.param(8, 10, None, id="eight may be 5.1.2, whose heights are not the rears of a 7.1"),
        pytest.param(10, 12, None, id="top middle is neither front nor rear"),
        pytest.param(0, 2, None, id="nothing goes nowhere"),
        pytest.param(2, 0, None, id="and nothing takes nothing"),
    ],
)
def test_channels_go_where_the_trade_puts_them(outputs: int, inputs: int, wanted: object) -> None:
    assert mapping(outputs, inputs) == wanted


def test_a_number_that_means_several_layouts_says_so() -> None:
    assert [layout.name for layout in layouts(8)] == ["7.1", "5.1.2"]
    assert (spoken(4), spoken(12), spoken(16)) == ("quad or LCRS", "7.1.4", "16 channels")


def test_five_one_stands_in_the_order_of_deliveries() -> None:
    (layout,) = layouts(6)
    assert layout.channels == ("L", "R", "C", "LFE", "Ls", "Rs")


@given(st.integers(0, 20), st.integers(0, 20))
def test_no_two_channels_are_put_on_one_and_none_is_lost(outputs: int, inputs: int) -> None:
    places = mapping(outputs, inputs)
    if places is not None:
        fed = [place for channel in places for place in channel]
        assert len(places) == outputs
        assert all(places)
        assert len(set(fed)) == len(fed)
        assert set(fed) <= set(range(inputs))


def test_each_layout_has_each_of_its_channels_once() -> None:
    assert all(len(set(layout.channels)) == len(layout.channels) for layout in LAYOUTS)
