"""A real Ardour plays on us as its Mackie Control: it shows its time, names and lights there, and obeys the buttons."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from bridge.model.clocks import Cued, Rolled
from bridge.model.surfaces import Answer, Button, Glow, Light, Lit, Named, StripButton
from bridge.model.timecode import RATES, Rate, Ruler, frame_of
from bridge.shell.midi import Port, Way
from bridge.wire.mcu import McuSurface, press, release
from bridge.wire.midi import Input
from tests.peers.client import Client
from tests.peers.conftest import Start
from tests.peers.film import FORMATS, bulk
from tests.peers.jackd import Jackd
from tests.peers.listening import PATIENCE, Listener, driver
from tests.peers.program import Mode
from tests.peers.rig import RealArdour
from tests.peers.timeline import RATE

pytestmark = [pytest.mark.peer, pytest.mark.slow]

STARTS = 3
"""How often Ardour is started anew at most: under load it may lose JACK at its start."""
ASKED = 5
"""How often a locate is asked for at most."""
FROM, TO = Port("ardour:mackie control out"), Port("ardour:mackie control in", Way.OUT)
TRACK = "DX TRK 1"
QUERY = bytes.fromhex("f0 00 00 66 14 00 f7")
READY = {bytes.fromhex("90 5f 7f"), bytes.fromhex("90 5f 01")}
"""The light of record, steady or blinking."""
CLEARED = bytes.fromhex("b0 49 30")
"""The last digit of a time display that is cleared."""


@dataclass
class Unit:
    """Our surface on Ardour's ports: what came, what it told last, and the buttons."""

    listener: Listener
    wire: Input = field(default_factory=lambda: Input(McuSurface()))
    came: list[bytes] = field(default_factory=list)
    labels: list[str] = field(default_factory=lambda: [""])
    names: dict[int, str] = field(default_factory=dict)
    lights: dict[StripButton, Glow] = field(default_factory=dict)
    rolling: bool | None = None
    recording: bool | None = None

    def plug(self) -> None:
        for port in (TO, FROM):
            self.listener.want(port)

    def unplug(self) -> None:
        for port in (FROM, TO):
            self.listener.poller.drop(port)

    def push(self, button: Button | StripButton) -> None:
        """A button goes down and comes up."""
        for message in (press(button), release(button)):
            assert self.listener.poller.send(TO, message)

    def within(self, seconds: float, true: Callable[[], object]) -> bool:
        """Hear what comes until that is so, for so long at most; whether it is."""
        by = time.monotonic() + seconds
        while not true():
            if time.monotonic() > by:
                return False
            self.turn()
        return True

    def until(self, true: Callable[[], object]) -> None:
        """Hear what comes until that is so."""
        there = self.within(PATIENCE, true)
        assert there, [data.hex() for data in self.came[-200:] if data[0] in {0x90, 0xB0}]

    def turn(self) -> None:
        time.sleep(self.listener.poller.turn())
        messages = self.listener.messages
        self.listener.told.clear()
        for at, data in messages:
            self.came.append(data)
            for fact in self.wire.take(data, at):
                self._take(fact)
        for fact in self.wire.rest(time.monotonic()):
            self._take(fact)

    def _take(self, fact: object) -> None:
        match fact:
            case Answer(data):
                assert self.listener.poller.send(TO, data)
            case Cued(label=label):
                self.labels.append(label)
            case Named(strip=strip, name=name):
                self.names[strip] = name
            case Lit(strip=strip, light=light, glow=glow):
                self.lights[StripButton(strip, light)] = glow
            case Rolled(rolling=rolling, recording=recording):
                self.rolling = self.rolling if rolling is None else rolling
                self.recording = self.recording if recording is None else recording


@dataclass
class Desk:
    """Ardour asked by Lua and OSC, and the unit that it shows itself on; `asked`: what it sent there first."""

    ardour: RealArdour
    say: Client
    unit: Unit
    asked: bytes

    def at_rate(self, name: str) -> None:
        self.ardour.run_lua(f"Session:cfg():set_timecode_format(Timecode.TimecodeFormat.{FORMATS[name]}); row(1)")

    def sample(self) -> int:
        """Where Ardour says by OSC that it is."""
        self.say("/transport_frame")
        return int(str(self.say.heard("/transport_frame", 2.0)[-1].args[0]))

    def locate(self, sample: int, name: str) -> None:
        """Stand there, and see it on the display, to a frame at that rate.

        Ardour loses a locate while it ends a recording, and a play while it locates.
        """
        for _ in range(ASKED):
            self.say("/locate", sample, 0)
            if self.unit.within(PATIENCE / ASKED, lambda: self.sample() == sample):
                break
        self.see(sample, name)

    def see(self, sample: int, name: str) -> None:
        """Wait until the display shows this place, to a frame."""
        place = Ruler(RATES[name], RATE, 3600 * RATE).frame(sample)
        self.unit.until(lambda: abs(_frame(self.unit.labels[-1], RATES[name]) - place) <= 1)

    @property
    def rolls(self) -> bool:
        return self.ardour.run_lua("row(tostring(Session:transport_rolling()))") == [["true"]]

    @property
    def records(self) -> bool:
        return self.ardour.run_lua("row(tostring(Session:actively_recording()))") == [["true"]]

    def strip(self, name: str, light: Light) -> StripButton:
        """The button of a strip by its name; the master is none of the strips."""
        return StripButton(self.ardour.names().index(name) - 1, light)


@pytest.fixture(scope="module")
def desk(server: Jackd, start_ardour: Start) -> Iterator[Desk]:
    assert server.period == 1024
    unit = Unit(Listener(driver()))
    ardour = start_ardour((*bulk(6), ("mackie",)), Mode.GUI, jack=True)
    for _ in range(STARTS):
        if _on_jack(unit.listener):
            break
        ardour.reopen()
    unit.plug()
    unit.until(lambda: len(unit.names) == 8)
    asked = unit.came[0]
    unit.push(Button.TIME_UNIT)  # Ardour begins with beats
    with ardour.client() as say:
        say("/transport_stop")
        unit.until(lambda: unit.labels[-1])
        yield Desk(ardour, say, unit, asked)
    unit.listener.poller.close()


def _on_jack(listener: Listener) -> bool:
    listener.rest(1.0)
    return any(listed.name == FROM.name for listed in listener.poller.listed(Way.IN))


def test_ardour_asks_who_is_there_and_all_that_it_sends_after_our_answer_is_understood(desk: Desk) -> None:
    assert desk.asked == QUERY
    assert (desk.unit.wire.refused, desk.unit.wire.junk) == (0, 0)


def test_the_strips_carry_the_names_of_the_first_eight_without_their_blanks(desk: Desk) -> None:
    first = desk.ardour.names()[1:9]
    assert [desk.unit.names[strip] for strip in range(8)] == [name.replace(" ", "") for name in first]


@pytest.mark.parametrize("name", ["23.976", "24", "25", "29.97", "29.97df", "30"])
def test_the_time_display_shows_where_ardour_stands(desk: Desk, name: str) -> None:
    desk.at_rate(name)
    for second in (20.29, 75.77, 75.02):
        desk.locate(round(second * RATE), name)


def _frame(label: str, rate: Rate) -> int:
    """The frame with this label; at another rate there may be none, before the display has followed."""
    try:
        return frame_of(label, rate)
    except ValueError:
        return -9


def test_our_play_and_stop_move_ardour_and_its_lights_and_time_say_so(desk: Desk) -> None:
    desk.at_rate("24")
    desk.locate(10 * RATE, "24")
    desk.unit.push(Button.PLAY)
    desk.unit.until(lambda: desk.unit.rolling)
    desk.unit.until(lambda: desk.rolls and desk.sample() > 11 * RATE)
    desk.unit.push(Button.STOP)
    desk.unit.until(lambda: not desk.unit.rolling and not desk.rolls)
    desk.see(desk.sample(), "24")


def test_play_and_stop_in_ardour_light_our_lights(desk: Desk) -> None:
    desk.say("/transport_play")
    desk.unit.until(lambda: desk.unit.rolling)
    desk.say("/transport_stop")
    desk.unit.until(lambda: not desk.unit.rolling)


@pytest.mark.parametrize("light", [Light.MUTE, Light.SOLO])
def test_a_strip_that_is_muted_or_soloed_in_ardour_lights_up(desk: Desk, light: Light) -> None:
    touch = desk.ardour.mute if light is Light.MUTE else desk.ardour.solo
    here, other = desk.strip(TRACK, light), desk.strip("MX TRK 1", light)
    touch(TRACK)
    desk.unit.until(lambda: desk.unit.lights[here] is Glow.ON)
    touch(TRACK, on=False)
    desk.unit.until(lambda: desk.unit.lights[here] is Glow.OFF)
    assert desk.unit.lights[other] is Glow.OFF


@pytest.mark.parametrize("light", [Light.MUTE, Light.SOLO])
def test_our_buttons_mute_and_solo_in_ardour(desk: Desk, light: Light) -> None:
    so = desk.ardour.mutes if light is Light.MUTE else desk.ardour.solos
    first = desk.ardour.names()[1]
    for on in (True, False):
        desk.unit.push(StripButton(0, light))
        desk.unit.until(partial(_is, lambda: so()[first], on))
        assert [name for name, lit in so().items() if lit] == [first] * on
        desk.unit.until(partial(_is, lambda: desk.unit.lights[StripButton(0, light)] is Glow.ON, on))


def _is(asked: Callable[[], bool], wanted: bool) -> bool:
    return asked() is wanted


def test_the_light_of_record_is_not_taken_for_recording_while_it_stands(desk: Desk) -> None:
    desk.ardour.arm(TRACK)
    desk.unit.came.clear()
    desk.unit.push(Button.RECORD)
    desk.unit.until(lambda: READY & {*desk.unit.came})
    assert not desk.unit.recording
    assert not desk.records
    desk.unit.push(Button.PLAY)
    desk.unit.until(lambda: desk.unit.recording and desk.records)
    desk.unit.push(Button.STOP)
    desk.unit.until(lambda: not desk.unit.recording and not desk.records)
    desk.ardour.arm(TRACK, on=False)


def test_a_unit_that_comes_back_is_told_no_time_that_is_not_so(desk: Desk) -> None:
    desk.at_rate("24")
    desk.locate(30 * RATE, "24")
    desk.unit.unplug()
    desk.unit.came.clear()
    desk.unit.labels[:] = [""]
    desk.unit.plug()
    desk.unit.until(lambda: CLEARED in desk.unit.came)
    desk.locate(40 * RATE, "24")
    assert set(desk.unit.labels[1:]) <= {"01:00:30:00", "01:00:40:00"}
