"""The MIDI ports of a rig: bytes in at one end, facts for the bridge out at the other, answers back at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bridge.model.chasing import Lock
from bridge.model.clocks import Clock, Cued, Labels, Ran, Rolled
from bridge.model.events import ClocksTold, LinkState, PortChanged
from bridge.model.show import MidiPort
from bridge.model.timecode import RATES, frame_of
from bridge.shell import daemon
from bridge.shell.daemon import Daemon, Orders
from bridge.shell.midi import Driver, Message, NoMidi
from bridge.shell.midiline import MidiLine
from bridge.wire.mmc import Order, order
from bridge.wire.mtc import full_frame, quarter_frames
from tests.shell.beside import Running
from tests.shell.hearing import Ear
from tests.shell.midifakes import FakeDriver, FakePort

HOUR = frame_of("01:00:00:00", RATES["24"])
PING, PONG = bytes.fromhex("90 00 00"), bytes.fromhex("90 00 7F")
PATIENCE = 20.0


class ClockEar(Ear):
    """What the bridge would hear, facts of clocks by themselves."""

    async def facts(self, count: int) -> list[object]:
        """The first so many facts of clocks."""
        while len(found := self._facts()) < count:
            await self.until(len(self.events) + 1)
        return found

    def _facts(self) -> list[object]:
        return [fact for event in self.events if isinstance(event, ClocksTold) for fact in event.facts]


@asynccontextmanager
async def line(driver: FakeDriver, *ports: MidiPort) -> AsyncIterator[ClockEar]:
    """A line of these ports, by then opened as far as they are there."""
    ear = ClockEar()
    made = MidiLine(ports, lambda: (driver,), ear, time.monotonic)
    made.start()
    try:
        await ear.until(len(ports))
        yield ear
    finally:
        made.close()
    assert driver.closed


def port(driver: FakeDriver, name: str, place: int = 0) -> FakePort:
    """The port of this name that was opened."""
    return [opened for opened in driver.opened if opened.name == name][place]


async def test_without_a_port_there_is_no_thread_and_no_midi() -> None:
    def never() -> Sequence[Driver]:
        raise AssertionError("no MIDI was wanted")

    made = MidiLine((), never, Ear(), time.monotonic)
    made.start()
    made.close()


async def test_a_machine_without_midi_is_told_of_and_the_bridge_goes_on() -> None:
    def none() -> Sequence[Driver]:
        raise NoMidi("There is no MIDI library, so no MIDI")

    ear = ClockEar()
    made = MidiLine((MidiPort("IAC"),), none, ear, time.monotonic)
    made.start()
    made.close()
    (event,) = ear.events
    assert isinstance(event, PortChanged)
    assert (event.there, event.text) == (False, "There is no MIDI library, so no MIDI.")
    assert event.clocks == (Clock.MTC, Clock.MMC, Clock.BEATS)


async def test_what_came_in_one_turn_is_one_event_with_the_stamps_of_the_driver() -> None:
    driver = FakeDriver(sources=["IAC"])
    async with line(driver, MidiPort("IAC")) as ear:
        pieces = [
            (5.0 + 0.01 * n, data) for n, data in zip(range(16), quarter_frames(HOUR, Labels.FPS_24), strict=False)
        ]
        port(driver, "IAC").waiting = pieces
        _, told = await ear.until(2)
    assert isinstance(told, ClocksTold)
    assert told.at >= time.monotonic() - PATIENCE
    ran = [fact for fact in told.facts if isinstance(fact, Ran)]
    assert ran[-1].at == pieces[-1][0]
    assert ran[-1].quarters == 4 * HOUR + 15


async def test_only_the_clocks_that_the_show_takes_from_a_port_are_heard() -> None:
    driver = FakeDriver(sources=["A", "B"])
    async with line(driver, MidiPort("A", (Clock.MMC,)), MidiPort("B", (Clock.MTC,))) as ear:
        for name in "AB":
            port(driver, name).waiting = [(5.0, full_frame(HOUR, Labels.FPS_24) + order(Order.STOP))]
        facts = await ear.facts(2)
    assert {(type(fact), fact.source) for fact in facts if isinstance(fact, Cued | Rolled)} == {
        (Rolled, Clock.MMC),
        (Cued, Clock.MTC),
    }


async def test_a_surface_answers_the_daw_at_once_on_its_port() -> None:
    driver = FakeDriver(sources=["HUI in"], sinks=["HUI out"])
    async with line(driver, MidiPort("HUI in", (Clock.HUI, Clock.MTC), answers="HUI out")) as ear:
        await ear.until(2)
        port(driver, "HUI in").waiting = [(5.0, PING + full_frame(HOUR, Labels.FPS_24))]
        await ear.facts(1)
    assert port(driver, "HUI out").sent == [PONG]


async def test_a_time_display_that_stands_is_read_although_nothing_more_comes() -> None:
    driver = FakeDriver(sources=["MCU"], sinks=["MCU"])
    async with line(driver, MidiPort("MCU", (Clock.MCU,))) as ear:
        await ear.until(2)
        shown = dict(zip(range(0x40, 0x4A), reversed("001020304 "), strict=True))
        now = time.monotonic()
        port(driver, "MCU").waiting = [(now, bytes((0xB0, place, ord(digit)))) for place, digit in shown.items()]
        facts = await ear.facts(1)
    assert facts == [Cued(now, Clock.MCU, "01:02:03:04")]


async def test_a_port_that_goes_is_told_with_its_clocks() -> None:
    driver = FakeDriver(sources=["IAC"])
    async with line(driver, MidiPort("IAC", (Clock.MTC,))) as ear:
        port(driver, "IAC").broken = True
        opened, gone, *_ = await ear.until(2)
    assert isinstance(opened, PortChanged)
    assert isinstance(gone, PortChanged)
    assert (opened.there, gone.there, gone.clocks) == (True, False, (Clock.MTC,))
    assert "IAC" in gone.text


# --- the daemon, followed by MIDI alone -------------------------------------------------------------------------

SHOW = """
mode = "preview"
rate = "24"
[rig]
daw = "generic"
[midi]
freewheel = 30
[[midi.ports]]
name = "IAC"
"""
CUES = "number,title,level,start,end\n1m1,Radio,diegetic,01:00:10:00,01:00:20:00\n1m2,Song,,01:00:30:00,01:00:40:00\n"


def rolling(label: str, seconds: float) -> Iterator[Message]:
    """Quarter frames up to now, the last of them at this label."""
    first = frame_of(label, RATES["24"]) - round(24 * seconds)
    began = time.monotonic() - seconds
    for number, data in zip(range(round(96 * seconds) + 1), quarter_frames(first, Labels.FPS_24), strict=False):
        yield began + number / 96, data


@pytest.fixture
async def driver(monkeypatch: pytest.MonkeyPatch) -> FakeDriver:
    made = FakeDriver(sources=["IAC Driver Bus 1"])
    monkeypatch.setattr(daemon, "drivers", lambda: (made,))
    return made


@asynccontextmanager
async def bridge(folder: Path, show: str = SHOW) -> AsyncIterator[Running]:
    """A daemon for a show that is followed by MIDI alone."""
    (folder / "state").mkdir()
    (folder / "show").mkdir()
    (folder / "show" / "show.toml").write_text(show)
    (folder / "show" / "cues.csv").write_text(CUES)
    made = Daemon(Orders(folder / "state", folder / "show"))
    task = asyncio.create_task(made.run())
    running = Running(made, task, folder / "state")
    try:
        await running.sees(lambda _: True)
        yield running
    finally:
        made.stop()
        assert await asyncio.wait_for(task, PATIENCE) == 0


async def test_a_show_without_osc_flags_its_live_cue_and_refuses_previews(tmp_path: Path, driver: FakeDriver) -> None:
    async with bridge(tmp_path) as running:
        await running.sees(lambda seen: seen.link is LinkState.LIVE)
        port(driver, "IAC Driver Bus 1").waiting = list(rolling("01:00:12:00", 2.0))
        seen = await running.sees(lambda seen: seen.cues.live)
        assert [one.number for one in seen.cues.live] == ["1m1"]
        assert [one.number for one in seen.cues.coming] == ["1m2"]
        assert seen.chase.used is Clock.MTC
        assert seen.transport.rolling
        reply = await running.ask("preview", name="dx")
        assert not reply.ok
        assert "MIDI alone" in reply.lines[0]


async def test_a_port_s_loss_and_return_are_seen(tmp_path: Path, driver: FakeDriver) -> None:
    async with bridge(tmp_path) as running:
        await running.sees(lambda seen: seen.link is LinkState.LIVE)
        port(driver, "IAC Driver Bus 1").waiting = [(time.monotonic(), full_frame(HOUR, Labels.FPS_24))]
        await running.sees(lambda seen: seen.chase.label == "01:00:00:00")
        port(driver, "IAC Driver Bus 1").broken = True
        seen = await running.sees(lambda seen: seen.link is LinkState.LOST)
        assert seen.chase.lock is Lock.LOST
        assert "IAC" in seen.detail
        seen = await running.sees(lambda seen: seen.link is LinkState.LIVE)
        assert seen.detail == ""


async def test_a_port_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, driver: FakeDriver) -> None:
    driver.sources = ["loopMIDI Port"]
    async with bridge(tmp_path) as running:
        seen = await running.says("There is no MIDI port IAC. There are: loopMIDI Port.")
        assert seen.link is LinkState.SEARCHING


async def test_a_show_that_names_no_port_is_told_what_to_do(tmp_path: Path) -> None:
    async with bridge(tmp_path, '[rig]\ndaw = "generic"\n') as running:
        await running.says("show.toml names no MIDI port")
