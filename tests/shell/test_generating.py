"""Timecode that is made here: what is sent, from where to where, and how its lateness is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.clocks import Cued, Ran
from bridge.model.timecode import RATES, frame_of
from bridge.shell.generating import FINENESS, LEAD, SENDABLE, Generator, Lateness
from bridge.wire.midi import Input
from tests.shell.midifakes import Time

START = 100.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time(START)

    def pass_time(seconds: float) -> None:
        clock.now += seconds + 0.0001

    monkeypatch.setattr("bridge.shell.generating.time.sleep", pass_time)
    return clock


@pytest.mark.parametrize("name", SENDABLE)
def test_what_is_sent_is_the_timecode_that_was_asked_for_at_its_own_pace(name: str, clock: Time) -> None:
    rate = RATES[name]
    first = frame_of("00:59:58:00", rate)
    sent: list[tuple[float, bytes]] = []

    def send(data: bytes) -> bool:
        sent.append((clock.now, data))
        return True

    generator = Generator(send, lambda: None, first, rate)
    generator.run(4.0, clock)
    generator.stop()
    heard = Input()
    told = [fact for at, data in sent for fact in heard.take(data, at)]
    assert isinstance(told[0], Cued)
    assert (told[0].at, told[0].quarters) == (START, 4 * first)
    ran = [fact for fact in told if isinstance(fact, Ran)]
    assert len(ran) > 4 * 4 * float(rate.fps) - 20
    for fact in ran:
        due = 4 * (first + (fact.at - START - LEAD) * float(rate.fps))
        assert fact.quarters == pytest.approx(due, abs=0.1)
    assert isinstance(told[-1], Cued)
    assert told[-1].quarters == 4 * generator.frame
    assert generator.frame == first + round(4 * float(rate.fps))
    assert generator.late.count == pytest.approx(16 * float(rate.fps), abs=1)
    assert generator.late.worst == pytest.approx(0.0001, abs=0.0001)


def test_a_late_piece_does_not_make_the_next_one_late(clock: Time) -> None:
    late: list[float] = []

    def send(_: bytes) -> bool:
        late.append(clock.now)
        clock.now += 0.05 if len(late) == 20 else 0.0
        return True

    generator = Generator(send, lambda: None, 0, RATES["25"])
    generator.run(1.0, clock)
    assert late[-1] == pytest.approx(START + LEAD + 0.99, abs=0.001)
    assert generator.late.worst == pytest.approx(0.05, abs=0.001)
    assert generator.late.within(0.5) < 0.001


def test_what_did_not_leave_is_counted(clock: Time) -> None:
    generator = Generator(lambda _: False, lambda: None, 0, RATES["25"])
    generator.run(1.0, clock)
    assert generator.unsent == 101


@given(st.lists(st.floats(0, 1), min_size=1), st.sampled_from([0.5, 0.9, 0.99, 1.0]))
def test_a_share_of_the_messages_is_as_late_as_it_is_said_to_be(late: list[float], share: float) -> None:
    kept = Lateness()
    for each in late:
        kept.add(each)
    within = kept.within(share)
    assert sum(each <= within for each in late) >= share * len(late) - 1e-9
    assert within <= max(late) + 1.001 * FINENESS
    assert kept.worst == max(late)


def test_of_no_message_nothing_is_late() -> None:
    assert Lateness().within(0.99) == 0.0
