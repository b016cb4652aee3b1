"""The thread that polls the MIDI ports hands over on the loop, closes what it opened, and never falls over unsaid."""

import asyncio
import threading

import pytest

from bridge.shell.midi import Arrived, Port, PortNews, Way
from bridge.shell.midiports import Told
from bridge.shell.midithread import FELL, MidiThread
from tests.shell.midifakes import FakeDriver

MTC = Port("ardour:MTC")
REPLY = Port("ardour:MMC in", Way.OUT)


async def test_the_thread_hands_over_on_the_loop_and_closes_everything() -> None:
    loop = asyncio.get_running_loop()
    driver = FakeDriver(sources=["ardour:MTC out"], sinks=["ardour:MMC in"])
    told: list[Told] = []
    news = asyncio.Event()

    def tell(came: tuple[Told, ...]) -> None:
        assert asyncio.get_running_loop() is loop
        told.extend(came)
        news.set()

    async def until(count: int) -> None:
        async with asyncio.timeout(10):
            while len(told) < count:
                news.clear()
                await news.wait()

    thread = MidiThread([driver], tell, loop.call_soon_threadsafe)
    thread.start()
    thread.want(MTC)
    thread.want(REPLY)
    await until(2)
    driver.opened[0].waiting = [(1.0, b"\xf1\x00"), (1.01, b"\xf1\x10")]
    await until(3)
    thread.send(REPLY, b"\xfe")
    await asyncio.to_thread(thread.close)
    assert told[2] == Arrived(MTC, ((1.0, b"\xf1\x00"), (1.01, b"\xf1\x10")))
    assert driver.opened[1].sent == [b"\xfe"]
    assert [port.closed for port in driver.opened] == [1, 1]
    assert driver.closed == 1


async def test_a_thread_that_falls_over_says_so_of_each_port_and_closes_what_it_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver = FakeDriver(sources=["ardour:MTC out"])
    loop, told, fell = asyncio.get_running_loop(), asyncio.Queue[Told](), list[str]()
    monkeypatch.setattr(threading, "excepthook", lambda args: fell.append(str(args.exc_value)))

    def tell(came: tuple[Told, ...]) -> None:
        for one in came:
            told.put_nowait(one)

    thread = MidiThread([driver], tell, loop.call_soon_threadsafe)
    thread.start()
    thread.want(MTC)
    async with asyncio.timeout(20):
        assert isinstance(await told.get(), PortNews)
        driver.opened[0].fault = KeyError("a mistake of ours")
        last = await told.get()
    assert last == PortNews(MTC, "", FELL)
    await asyncio.to_thread(thread.close)
    assert fell == ["'a mistake of ours'"]
    assert driver.closed == 1
