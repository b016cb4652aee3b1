"""One clock's chaser: when it locks, freewheels, sees a stop, a jump, a turn; what it says of each."""

import pytest

from bridge.core.chaser import Chaser
from bridge.model.chasing import Lock

QUARTER = 1 / 96
DAY = 24 * 3600 * 96
HOUR = 3600 * 96


class Tape:
    """Timecode that is played to a chaser: `now` is the time of the last message, `place` its quarter frame."""

    def __init__(self, chaser: Chaser | None = None, place: int = HOUR) -> None:
        self.chaser = chaser or Chaser(QUARTER, DAY)
        self.now, self.place = 10.0, place

    def play(self, count: int, speed: float = 1.0) -> "Tape":
        """So many quarter frames."""
        for _ in range(count):
            self.now += QUARTER / abs(speed)
            self.place += 1 if speed > 0 else -1
            self.chaser.run(self.now, self.place % DAY, 1 if speed > 0 else -1)
        return self

    def wait(self, seconds: float, *, rolling: bool = False) -> "Tape":
        """Nothing is heard for a while; the deck may roll on."""
        self.now += seconds
        self.place += round(seconds / QUARTER) if rolling else 0
        return self

    @property
    def lock(self) -> Lock:
        return self.chaser.reading(self.now).lock

    def off(self) -> float:
        """How far the place is from the true one, in quarter frames."""
        place = self.chaser.reading(self.now).place
        assert place is not None
        return place - self.place % DAY


def test_a_clock_that_has_told_nothing_is_idle() -> None:
    reading = Chaser(QUARTER, DAY).reading(10.0)
    assert (reading.lock, reading.place) == (Lock.IDLE, None)


def test_the_first_message_gives_a_place_and_the_eighth_the_lock() -> None:
    tape = Tape().play(1)
    assert (tape.lock, tape.off()) == (Lock.LOCKING, 0.0)
    assert tape.play(6).lock is Lock.LOCKING
    assert tape.play(1).lock is Lock.LOCKED
    assert tape.off() == pytest.approx(0.0, abs=1e-6)


def test_between_messages_the_place_runs_on() -> None:
    tape = Tape().play(50)
    place = tape.chaser.reading(tape.now + QUARTER / 2).place
    assert place == pytest.approx(tape.place + 0.5, abs=1e-6)


def test_a_stop_is_seen_after_eight_quarter_frames_and_stands_where_it_was_heard_last() -> None:
    tape = Tape().play(50)
    assert tape.chaser.reading(tape.now + 3.4 * QUARTER).lock is Lock.LOCKED
    assert tape.chaser.reading(tape.now + 3.6 * QUARTER).lock is Lock.FREEWHEEL
    assert tape.chaser.reading(tape.now + 7.9 * QUARTER).lock is Lock.FREEWHEEL
    reading = tape.chaser.reading(tape.now + 8.1 * QUARTER)
    assert (reading.lock, reading.place) == (Lock.STOPPED, tape.place)


def test_what_changes_with_time_alone_is_known_before() -> None:
    tape = Tape().play(50)
    news, over = tape.chaser.until
    assert news == pytest.approx(tape.now + 3.5 * QUARTER, abs=1e-6)
    assert over == pytest.approx(tape.now + 8 * QUARTER, abs=1e-6)


def test_the_freewheel_of_the_show_holds_longer() -> None:
    tape = Tape(Chaser(QUARTER, DAY, freewheel=1.0)).play(50).wait(0.9, rolling=True)
    assert tape.lock is Lock.FREEWHEEL
    assert tape.off() == pytest.approx(0.0, abs=0.6)
    assert tape.wait(0.2).lock is Lock.STOPPED


def test_a_drop_out_is_counted_and_ends_two_frames_after_timecode_is_back_on_its_line() -> None:
    tape = Tape(Chaser(QUARTER, DAY, freewheel=1.0)).play(50).wait(48 * QUARTER, rolling=True)
    assert tape.play(1).lock is Lock.LOCKING
    assert tape.play(8).lock is Lock.LOCKED
    assert tape.chaser.drop_outs == 1


def test_a_run_that_broke_off_is_not_locked_at_once_and_given_two_groups_of_time() -> None:
    tape = Tape().play(100)
    tape.chaser.doubt(tape.now)
    assert tape.lock is Lock.LOCKING
    assert tape.wait(15 * QUARTER, rolling=True).lock is Lock.FREEWHEEL
    assert tape.play(9).lock is Lock.LOCKED
    assert tape.chaser.drop_outs == 1
    tape.chaser.doubt(tape.now)
    assert tape.wait(20 * QUARTER).lock is Lock.STOPPED


@pytest.mark.parametrize("frames", [1, 2, 25, 3600, -1, -2, -25, -3600])
def test_a_jump_is_seen_in_two_messages_and_never_called_locked(frames: int) -> None:
    tape = Tape().play(100)
    tape.place += 4 * frames
    assert tape.play(1).lock is not Lock.LOCKED
    assert tape.play(1).lock is Lock.LOCKING
    assert tape.off() == 0.0
    assert tape.play(6).lock is Lock.LOCKED
    assert tape.off() == pytest.approx(0.0, abs=0.1)


def test_a_turn_is_seen_in_one_message() -> None:
    tape = Tape().play(100).play(1, speed=-1)
    assert (tape.lock, tape.off()) == (Lock.LOCKING, 0.0)
    assert tape.play(7, speed=-1).lock is Lock.LOCKED
    assert tape.chaser.reading(tape.now).speed == -1.0


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_half_and_double_speed_lock_as_soon_as_normal_speed(speed: float) -> None:
    tape = Tape().play(8, speed)
    assert tape.lock is Lock.LOCKED
    assert tape.chaser.reading(tape.now).speed == speed


@pytest.mark.parametrize("speed", [0.85, 0.96, 1.04, 1.15])
def test_varispeed_is_found_within_three_seconds(speed: float) -> None:
    tape = Tape().play(300, speed)
    assert tape.chaser.reading(tape.now).speed == pytest.approx(speed, rel=5e-3)
    assert tape.off() == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("speed", [1.0, -1.0])
def test_across_midnight_the_lock_holds(speed: float) -> None:
    tape = Tape(place=DAY - 50 if speed > 0 else 50).play(45, speed)
    for _ in range(10):
        tape.play(1, speed)
        assert tape.lock is Lock.LOCKED
        place = tape.chaser.reading(tape.now).place
        assert place == pytest.approx(tape.place % DAY, abs=1e-6) or place == pytest.approx(DAY, abs=1e-6)


def test_a_full_frame_puts_it_at_once() -> None:
    tape = Tape().play(100)
    tape.chaser.stand(tape.now, 2 * HOUR)
    reading = tape.chaser.reading(tape.now)
    assert (reading.lock, reading.place) == (Lock.STOPPED, 2 * HOUR)
    assert tape.chaser.put


def test_messages_held_back_by_a_stall_neither_move_the_line_nor_lock() -> None:
    tape = Tape().play(100)
    late = tape.now + 30 * QUARTER
    for place in range(tape.place + 1, tape.place + 31):
        assert tape.chaser.reading(late).lock is not Lock.LOCKED
        tape.chaser.run(late, place, 1)
    tape.now, tape.place = late, tape.place + 30
    assert tape.off() == pytest.approx(0.0, abs=0.2)
    assert tape.play(9).lock is Lock.LOCKED
    assert tape.chaser.drop_outs == 1


def test_a_clock_that_comes_less_than_once_a_frame_locks_only_if_it_tells_its_stops() -> None:
    for rolling, lock in ((None, Lock.LOCKING), (True, Lock.LOCKED)):
        chaser = Chaser(QUARTER, stride=10.0)
        chaser.roll(10.0, rolling)
        for report in range(20):
            chaser.run(10 + report / 10, HOUR + report * 9.6, 1)
        assert chaser.reading(11.95).lock is lock


def test_a_clock_that_is_said_to_roll_and_is_silent_is_lost_and_one_that_stands_has_stopped() -> None:
    for rolling, lock in ((True, Lock.LOST), (False, Lock.STOPPED)):
        tape = Tape()
        tape.chaser.roll(tape.now, rolling=True)
        tape.play(100)
        tape.chaser.roll(tape.now, rolling)
        assert tape.wait(1.0).lock is lock


def test_a_port_that_is_gone_is_lost_until_it_tells_something() -> None:
    tape = Tape().play(100)
    tape.chaser.lose(tape.now)
    assert tape.lock is Lock.LOST
    assert tape.off() == pytest.approx(0.0, abs=1e-6)
    assert tape.play(8).lock is Lock.LOCKED
