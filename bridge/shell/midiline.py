"""The MIDI ports of a rig, on the daemon's loop: bytes become facts for the bridge, answers go back at once.

A thread polls and stamps; a batch of what came is one event, so that a late loop costs a position nothing. Where a
show names no port there is no thread and no MIDI at all.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from bridge.model import clocks
from bridge.model.clocks import Clock
from bridge.model.events import ClocksTold, Event, PortChanged
from bridge.model.show import MidiPort
from bridge.model.surfaces import Answer, Heard
from bridge.shell.midi import Arrived, Driver, NoMidi, Port, PortNews, Way
from bridge.shell.midiports import Told
from bridge.shell.midithread import MidiThread
from bridge.wire.hui import HuiSurface
from bridge.wire.mcu import McuSurface
from bridge.wire.midi import Input

QUIET = 0.025
"""Seconds after which a surface is asked whether its display stands: it does 20 ms after its last digit."""
FACTS = get_args(clocks.Told)
_SURFACES: dict[Clock, Callable[[], McuSurface | HuiSurface]] = {Clock.MCU: McuSurface, Clock.HUI: HuiSurface}

Feed = Callable[[Event], object]
Drivers = Callable[[], Sequence[Driver]]
"""What finds every kind of MIDI of this machine; raises `NoMidi` where there is none."""


class MidiLine:
    """The ports of a rig. To be used on the loop's thread; `feed` hears the events, `now` is monotonic seconds."""

    def __init__(self, ports: Iterable[MidiPort], drivers: Drivers, feed: Feed, now: Callable[[], float]) -> None:
        self._heard = {Port(port.name, virtual=port.virtual): _Ear(port) for port in ports}
        self._drivers = drivers
        self._feed = feed
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._thread: MidiThread | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._came_at = 0.0

    def start(self) -> None:
        """Open the ports, now or when they come; a machine that can do no MIDI is told of, and the bridge goes on."""
        if not self._heard:
            return
        try:
            found = self._drivers()
        except NoMidi as trouble:
            every = tuple(clock for heard in self._heard.values() for clock in heard.clocks)
            self._feed(PortChanged(self._now(), there=False, text=f"{trouble}.", clocks=every))
            return
        self._thread = MidiThread(found, self._told, self._loop.call_soon_threadsafe)
        self._thread.start()
        for port, heard in self._heard.items():
            self._thread.want(port)
            if heard.answers is not None:
                self._thread.want(heard.answers)

    def close(self) -> None:
        """Close the ports."""
        if self._rest is not None:
            self._rest.cancel()
        if self._thread is not None:
            self._thread.close()
            self._thread = None

    def _told(self, told: Sequence[Told]) -> None:
        """What came in one turn of the thread."""
        if self._thread is None:  # it was closed meanwhile
            return
        facts: list[clocks.Told] = []
        for each in told:
            if isinstance(each, PortNews):
                self._facts(facts)
                facts = []
                self._changed(each)
            else:
                facts += self._taken(each)
        self._facts(facts)

    def _facts(self, facts: Sequence[clocks.Told]) -> None:
        if facts:
            self._feed(ClocksTold(self._now(), tuple(facts)))

    def _taken(self, arrived: Arrived) -> list[clocks.Told]:
        heard = self._heard[arrived.port]
        if heard.answers is not None:
            self._came_at = self._now()
            self._expect_rest()
        return [fact for at, data in arrived.messages for fact in self._sorted(heard, heard.input.take(data, at))]

    def _sorted(self, heard: "_Ear", said: Iterable[Heard]) -> Iterable[clocks.Told]:
        """The facts of clocks that are taken from this port; what a surface has to answer is sent."""
        for each in said:
            if isinstance(each, Answer):
                if self._thread is not None and heard.answers is not None:
                    self._thread.send(heard.answers, each.data)
            elif isinstance(each, FACTS) and _clock(each) in heard.clocks:
                yield each

    def _changed(self, news: PortNews) -> None:
        heard = self._heard.get(news.port)
        self._feed(PortChanged(self._now(), bool(news.name), news.sentence, heard.clocks if heard is not None else ()))

    # --- displays that stand ------------------------------------------------------------------------------------

    def _expect_rest(self) -> None:
        if self._rest is None:
            self._rest = self._loop.call_later(QUIET, self._rested)

    def _rested(self) -> None:
        """Ask the surfaces, and once more later if something came while this was waited for."""
        self._rest, now = None, self._now()
        if now - self._came_at < QUIET:
            self._expect_rest()
        surfaces = [heard for heard in self._heard.values() if heard.answers is not None]
        self._facts([fact for heard in surfaces for fact in self._sorted(heard, heard.input.rest(now))])


class _Ear:
    """One port: its decoder, the clocks that are taken from it, where its surface answers."""

    def __init__(self, port: MidiPort) -> None:
        made = next((_SURFACES[clock]() for clock in port.clocks if clock in _SURFACES), None)
        self.clocks = port.clocks
        self.input = Input(made)
        self.answers = None if made is None else Port(port.answers or port.name, Way.OUT, port.virtual)


def _clock(fact: clocks.Told) -> Clock:
    return Clock.BEATS if isinstance(fact, clocks.Beaten) else fact.source
