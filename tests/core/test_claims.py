"""Claims where the DAW answers but carries nothing out: it must not be flooded, nor be called disobedient too soon.

Ardour 7.3 keeps at most 128 changes that its audio thread has not carried out yet; one more and it ends itself. Its
audio thread was seen to stand still for two seconds while OSC went on answering (256 tracks, a loaded machine).
"""

from dataclasses import replace

import pytest

from bridge.core.claims import Claims, Findings, Grip, Seen
from bridge.model.desk import Target
from bridge.model.traits import Traits

TRAITS = Traits("law", window=64, settle=0.05, eager=0.012, poll=0.25, deafest=10.0, query_ports=2)


class Desk:
    """A DAW that answers at once with what it has carried out."""

    def __init__(self, count: int, traits: Traits = TRAITS) -> None:
        self.claims = Claims[bool](traits)
        self.actual = {Target(f"T {number}"): False for number in range(count)}
        self.desired = dict.fromkeys(self.actual, True)
        self.at, self.fresh = 0.0, -1.0
        self.sent: list[Target] = []

    def send(self) -> list[Target]:
        """What leaves now."""
        moves = self.claims.moves(self.desired, set(), Seen(self.actual, self.fresh), self.at)
        for target, value in moves.items():
            self.claims.sent(target, value, 1, self.at)
        self.sent += moves
        return list(moves)

    def answer(self, *carried_out: Target) -> Findings[bool]:
        """Time goes on by a poll; these changes show now."""
        self.actual.update(dict.fromkeys(carried_out, True))
        self.at += 0.1
        self.fresh = self.at
        return self.claims.answered(self.at, self.actual, released=False)


def test_while_nothing_shows_nothing_is_sent_twice() -> None:
    desk = Desk(10)
    assert len(desk.send()) == 10
    while desk.at < TRAITS.stall - 0.2:
        assert not desk.answer().refused
        assert not desk.send()


def test_what_was_lost_on_the_way_is_sent_again_after_the_longest_stall() -> None:
    desk = Desk(10)
    desk.send()
    while desk.at < TRAITS.stall:
        desk.answer()
    desk.answer()
    assert len(desk.send()) == 10


def test_what_failed_beside_others_that_show_is_sent_again_at_once_and_soon_refused() -> None:
    desk = Desk(3)
    stubborn, *others = desk.actual
    desk.send()
    desk.answer(*others)
    refused: tuple[Target, ...] = ()
    while not refused and desk.at < 60:
        desk.send()
        refused = desk.answer().refused
    assert refused == (stubborn,)
    assert desk.sent.count(stubborn) == TRAITS.tries
    assert desk.at < 3 * TRAITS.stall


@pytest.mark.parametrize("count", [64, 200, 500])
def test_however_long_it_stands_still_it_never_has_more_before_it_than_it_can_keep(count: int) -> None:
    desk = Desk(count)
    while desk.at < TRAITS.deafest - 0.2:
        desk.send()
        desk.answer()
    assert 64 <= len(desk.sent) <= TRAITS.queue


@pytest.mark.parametrize("period", [1, 3])
def test_nor_if_the_user_switches_to_and_fro_meanwhile(period: int) -> None:
    desk = Desk(60)
    turn = 0
    while desk.at < TRAITS.stall - 0.2:
        desk.desired = dict.fromkeys(desk.actual, turn // period % 2 == 0)
        desk.send()
        desk.answer()
        turn += 1
    assert 60 <= len(desk.sent) <= TRAITS.queue


def test_a_change_and_its_opposite_count_as_carried_out_once_a_later_change_shows() -> None:
    desk = Desk(80, replace(TRAITS, window=40, queue=90))
    first, later = list(desk.actual)[:40], list(desk.actual)[40:]
    for value in (True, False):
        desk.desired = dict.fromkeys(first, value)
        assert len(desk.send()) == 40
        desk.answer()
    desk.desired |= dict.fromkeys(later, True)
    assert len(desk.send()) == 10
    desk.answer(*desk.sent[-10:])
    assert len(desk.send()) == 30


def test_when_it_goes_on_everything_is_carried_out() -> None:
    desk = Desk(200)
    while desk.at < 2.0:
        desk.send()
        desk.answer()
    for _ in range(200):
        desk.answer(*set(desk.sent))
        desk.send()
    assert all(desk.actual.values())
    assert all(claim is not None and claim.grip is Grip.HELD for claim in map(desk.claims.get, desk.actual))


def test_a_dialect_may_name_a_smaller_queue() -> None:
    desk = Desk(64, replace(TRAITS, queue=10))
    assert len(desk.send()) == 10
