"""The timecode of MIDI ports, each followed by itself, and which of them is shown."""

from collections.abc import Iterator

import pytest

from bridge.model.chasing import Lock
from bridge.model.clocks import Labels
from bridge.model.timecode import RATES, frame_of
from bridge.shell.following import Followed, Follower
from bridge.shell.midi import Message, Port
from bridge.shell.midiports import LOOK
from bridge.wire.mmc import Order, order
from bridge.wire.mtc import full_frame, quarter_frames
from tests.shell.midifakes import FakeDriver, FakePort, Time

HOUR = frame_of("01:00:00:00", RATES["24"])
QUARTER = 1 / 96


def run(start: float, seconds: float) -> Iterator[Message]:
    """Quarter frames at 24 a second, each at its time, from 01:00:00:00 on."""
    for number, data in enumerate(quarter_frames(HOUR, Labels.FPS_24)):
        if number * QUARTER >= seconds:
            return
        yield start + number * QUARTER, data


def test_a_port_s_timecode_is_where_its_bytes_say() -> None:
    followed = Followed("24")
    followed.take(run(10.0, 2.0))
    view = followed.view(12.0)
    assert (view.lock, view.label, view.rate) == (Lock.LOCKED, "01:00:02:00", "24")


def test_where_it_stands_is_known_from_a_full_frame_and_from_machine_control() -> None:
    followed = Followed("")
    followed.take([(10.0, full_frame(HOUR, Labels.FPS_25))])
    assert followed.view(10.5).lock is Lock.STOPPED
    assert followed.view(10.5).label == "00:57:36:00"
    followed.take([(11.0, order(Order.DEFERRED_PLAY))])
    assert followed.view(11.1).rolling


def test_a_port_that_is_gone_is_lost() -> None:
    followed = Followed("24")
    followed.take(run(10.0, 2.0))
    followed.lose(12.0)
    assert followed.view(12.1).lock is Lock.LOST


@pytest.fixture
def driver() -> FakeDriver:
    return FakeDriver(sources=["a2j:Keys", "ardour:MTC out"])


@pytest.fixture
def clock() -> Time:
    return Time()


def opened(driver: FakeDriver, name: str) -> FakePort:
    (port,) = (port for port in driver.opened if port.name == name and not port.closed)
    return port


def test_without_a_name_every_port_is_heard_and_the_one_with_timecode_is_shown(driver: FakeDriver, clock: Time) -> None:
    follower = Follower([driver], None, "24", clock)
    follower.turn()
    follower.turn()
    assert follower.ports() == ("a2j:Keys", "ardour:MTC out")
    assert follower.shown(clock.now)[0] == ""
    opened(driver, "a2j:Keys").waiting = [(clock.now, b"\x90\x3c\x40")]
    opened(driver, "ardour:MTC out").waiting = list(run(clock.now - 2.0, 2.0))
    follower.turn()
    name, view = follower.shown(clock.now)
    assert (name, view.label) == ("ardour:MTC out", "01:00:02:00")


def test_a_port_that_runs_takes_over_from_one_that_stands_and_not_from_one_that_runs(
    driver: FakeDriver, clock: Time
) -> None:
    follower = Follower([driver], None, "24", clock)
    follower.turn()
    follower.turn()
    keys, mtc = opened(driver, "a2j:Keys"), opened(driver, "ardour:MTC out")
    keys.waiting = list(run(clock.now - 2.0, 2.0))
    mtc.waiting = list(run(clock.now - 2.0, 2.0))
    follower.turn()
    assert follower.shown(clock.now)[0] == "a2j:Keys"
    clock.now += 2.0
    mtc.waiting = list(run(clock.now - 2.0, 2.0))
    follower.turn()
    assert follower.shown(clock.now)[0] == "ardour:MTC out"


def test_a_port_that_goes_is_said_and_its_timecode_is_lost(driver: FakeDriver, clock: Time) -> None:
    follower = Follower([driver], Port("ardour"), "24", clock)
    follower.turn()
    opened(driver, "ardour:MTC out").waiting = list(run(clock.now - 2.0, 2.0))
    follower.turn()
    driver.sources.remove("ardour:MTC out")
    clock.now += LOOK
    follower.turn()
    assert follower.news[-1] == "The MIDI port ardour:MTC out has gone. It is opened again when it is back."
    assert follower.shown(clock.now)[1].lock is Lock.LOST
    follower.close()
    assert driver.closed == 1
