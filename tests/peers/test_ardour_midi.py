"""A real Ardour's clocks over MIDI: at every rate our position is its own, by OSC and by the samples of its bytes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bridge.model.chasing import ChaseView, Lock
from bridge.model.clocks import Labels
from bridge.model.timecode import RATES, Rate, Ruler
from bridge.shell.following import Followed
from bridge.shell.midi import Message, Port, Way
from bridge.wire.mmc import Order, locate, order
from tests.peers.client import Client
from tests.peers.conftest import Start
from tests.peers.film import FORMATS, bulk
from tests.peers.jackd import Jackd
from tests.peers.listening import Listener, driver
from tests.peers.program import Mode
from tests.peers.rig import RealArdour
from tests.peers.timeline import RATE

pytestmark = pytest.mark.peer

OFFSET = 3600 * RATE
SETTLED = 0.6
"""Seconds in which Ardour carries out a locate and tells of it."""
PERIOD = 1024 / RATE
"""Seconds of the server's period."""
STARTS = 3
"""How often Ardour is started anew at most."""
UNTOLD = RATE // 10
"""Samples from a jump in which its first bytes are on their way."""
ORDERS = Port("ardour:MMC in", Way.OUT)


@dataclass
class Heard:
    """One way to listen to Ardour's timecode and machine control, and where that says that it is."""

    listener: Listener
    followed: Followed = field(default_factory=lambda: Followed(""))
    quarters: list[Message] = field(default_factory=list)

    def take(self) -> None:
        self.listener.poller.turn()
        messages = self.listener.messages
        self.listener.told.clear()
        self.followed.take(messages)
        self.quarters += [message for message in messages if message[1][0] == 0xF1]


@dataclass
class Desk:
    """Ardour on JACK, asked over OSC, heard by RtMidi and, to the sample, by a child process."""

    ardour: RealArdour
    say: Client
    plain: Heard
    exact: Heard

    def rest(self, seconds: float) -> None:
        """Hear what comes for so long."""
        by = time.monotonic() + seconds
        while time.monotonic() < by:
            for heard in (self.plain, self.exact):
                heard.take()
            time.sleep(0.001)

    def views(self) -> tuple[ChaseView, ChaseView]:
        """Where the two ways say that it is, now."""
        at = time.monotonic()
        return self.plain.followed.view(at), self.exact.followed.view(at)

    def sample(self) -> int:
        """Where Ardour says by OSC that it is: the start of its period."""
        self.say("/transport_frame")
        return int(str(self.say.heard("/transport_frame", 2.0)[-1].args[0]))

    def off(self, rate: Rate, moments: int = 40) -> list[tuple[int, float]]:
        """(OSC's sample, frames by which a way is ahead of it) at moments 50 ms apart at which that way is locked."""
        found: list[tuple[int, float]] = []
        for _ in range(moments):
            self.rest(0.05)
            sample = self.sample()
            place = (sample + OFFSET) / RATE * float(rate.fps)
            locked = [view for view in self.views() if view.lock is Lock.LOCKED]
            found += [(sample, view.place - place) for view in locked if view.place is not None]
        return found

    def stop_at(self, seconds: float) -> None:
        """Stand at so many seconds."""
        self.say("/transport_stop")
        self.rest(SETTLED)
        self.say("/locate", round(seconds * RATE), 0)
        self.rest(SETTLED)


@pytest.fixture(scope="module")
def desk(server: Jackd, start_ardour: Start) -> Iterator[Desk]:
    assert server.period == 1024
    both = Heard(Listener(driver())), Heard(Listener(driver(exact=True)))
    ardour = start_ardour(bulk(6), Mode.GUI, jack=True)
    for _ in range(STARTS):
        if _on_jack(both[0].listener):
            break
        ardour.reopen()
    for heard in both:
        for name in ("ardour:MTC out", "ardour:MMC out"):
            heard.listener.want(Port(name))
    both[0].listener.want(ORDERS)
    with ardour.client() as say:
        desk = Desk(ardour, say, *both)
        desk.rest(1.0)
        yield desk
    for heard in both:
        heard.listener.poller.close()


def _on_jack(listener: Listener) -> bool:
    """Whether Ardour has its ports: under load it may lose JACK at its start, and knows then no way back."""
    listener.rest(1.0)
    return any(listed.name == "ardour:MTC out" for listed in listener.poller.listed(Way.IN))


def at_rate(desk: Desk, name: str) -> Rate:
    desk.ardour.run_lua(f"Session:cfg():set_timecode_format(Timecode.TimecodeFormat.{FORMATS[name]}); row(1)")
    return RATES[name]


BUSY = 3
"""So often a machine that is busy may try again to be locked."""


@pytest.mark.quiet
@pytest.mark.parametrize("name", ["23.976", "24", "25", "29.97", "29.97df", "30"])
def test_timecode_and_osc_tell_one_position_to_a_frame_and_the_bytes_to_a_period(desk: Desk, name: str) -> None:
    rate = at_rate(desk, name)
    desk.stop_at(10)
    for heard in (desk.plain, desk.exact):
        heard.quarters.clear()
    desk.say("/transport_play")
    desk.rest(1.0)
    off = desk.off(rate)
    for _ in range(BUSY):
        off += [] if len(off) > 20 else desk.off(rate)
    assert len(off) > 20
    assert sum(abs(ahead) <= 1.0 for _, ahead in off) >= 0.95 * len(off)  # OSC's own word may come late
    ruler = Ruler(rate, RATE, OFFSET)
    desk.say("/transport_stop")
    desk.rest(SETTLED)
    assert {view.label for view in desk.views()} == {ruler.label(desk.sample())}
    late = [plain[0] - exact[0] for plain, exact in zip(desk.plain.quarters, desk.exact.quarters, strict=True)]
    assert [data for _, data in desk.plain.quarters] == [data for _, data in desk.exact.quarters]
    assert sum(-1.5 * PERIOD < each < 0.5 * PERIOD for each in late) >= 0.7 * len(late)


def test_a_locate_while_it_stands_is_known_at_once(desk: Desk) -> None:
    ruler = Ruler(at_rate(desk, "24"), RATE, OFFSET)
    for second in (75, 20):
        desk.stop_at(second)
        for view in desk.views():
            assert (view.lock, view.label, view.rolling) == (Lock.STOPPED, ruler.label(second * RATE), False)


def test_a_locate_while_it_rolls_is_a_jump_and_never_a_wrong_place(desk: Desk) -> None:
    rate = at_rate(desk, "25")
    desk.stop_at(10)
    desk.say("/transport_play")
    desk.rest(1.0)
    desk.say("/locate", 60 * RATE, 1)
    desk.rest(1.0)
    off = desk.off(rate)
    assert len(off) > 20
    assert max(abs(ahead) for _, ahead in off) <= 1.0
    assert desk.sample() > 60 * RATE
    desk.say("/transport_stop")
    desk.rest(SETTLED)


def test_in_a_loop_it_is_where_ardour_says_whenever_it_is_locked(desk: Desk) -> None:
    rate = at_rate(desk, "24")
    desk.stop_at(10)
    desk.say("/loop_location", 10 * RATE, 13 * RATE)
    desk.say("/loop_toggle")
    desk.rest(1.0)
    off = desk.off(rate, 200)
    assert desk.sample() < 13.1 * RATE
    desk.say("/loop_toggle")
    desk.say("/transport_stop")
    desk.rest(SETTLED)
    told = [ahead for sample, ahead in off if 10 * RATE + UNTOLD < sample < 13 * RATE - UNTOLD]
    assert len(told) > 100
    assert max(map(abs, told)) <= 1.0


def test_machine_control_of_ours_moves_ardour(desk: Desk) -> None:
    rate = at_rate(desk, "24")
    desk.stop_at(10)
    orders = desk.plain.listener.poller
    ruler = Ruler(rate, RATE, OFFSET)
    assert orders.send(ORDERS, locate(ruler.frame(30 * RATE), Labels.FPS_24))
    desk.rest(SETTLED)
    assert desk.sample() == 30 * RATE
    orders.send(ORDERS, order(Order.PLAY))
    desk.rest(1.0)
    assert desk.views()[1].rolling
    orders.send(ORDERS, order(Order.STOP))
    desk.rest(SETTLED)
    assert [view.rolling for view in desk.views()] == [False, False]
    assert desk.sample() > 30 * RATE
