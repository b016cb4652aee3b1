"""What people ask for beside previews: the transport."""

import pytest

from bridge.model.events import PositionSeen, TransportSeen
from bridge.model.requests import Move, TransportAsked
from tests.core.studio import Studio
from tests.laws.world import RATE


def _located(seen: int) -> Studio:
    """A session that rolls, was asked to go to its second 50, and half a second later tells this position."""
    made = Studio("DX 1")
    made.tell(TransportSeen(made.now, rolling=True, speed=1.0))
    made.tell(TransportAsked(made.now, 5, Move.LOCATE, str(50 * RATE)))
    made.answers.clear()
    made.now += 0.5
    made.tell(PositionSeen(made.now, position=seen))
    return made


@pytest.mark.parametrize("rolled", [0, 1, RATE // 2])
def test_a_locate_while_rolling_is_believed_once_the_playhead_is_seen_on_its_way_from_there(rolled: int) -> None:
    made = _located(50 * RATE + rolled)
    assert made.answered().lines == (f"At an unknown place ({50 * RATE + rolled} samples).",)


@pytest.mark.parametrize("elsewhere", [50 * RATE + RATE // 2 + 100, 49 * RATE])
def test_a_position_that_it_cannot_have_come_to_since_is_no_proof_of_a_locate(elsewhere: int) -> None:
    assert not _located(elsewhere).answers


def test_a_locate_to_where_the_playhead_stands_is_true_already() -> None:
    made = Studio("DX 1")
    made.at(50)
    made.run(5.0)
    assert made.ask(TransportAsked(made.now, 5, Move.LOCATE, str(50 * RATE))).ok


def test_a_locate_to_elsewhere_is_not_true_before_the_playhead_is_there() -> None:
    made = Studio("DX 1")
    made.at(50)
    made.tell(TransportAsked(made.now, 5, Move.LOCATE, str(60 * RATE)))
    made.answers.clear()
    made.tell(PositionSeen(made.now, position=50 * RATE))
    assert not made.answers
