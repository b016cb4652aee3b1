"""The time that MIDI ports tell: each port's bytes become a transport of its own, and one of them is shown."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from bridge.core.chase import LOOK, Chase
from bridge.model.chasing import RUNNING, ChaseRules, ChaseView, Lock
from bridge.model.clocks import Clock, Told
from bridge.shell.midi import Arrived, Driver, Message, Port, PortNews, Way
from bridge.shell.midiports import Poller
from bridge.wire.midi import Input

CLOCKS = (Clock.MTC, Clock.MMC)
"""Those that tell a timecode without a surface of ours."""
FACTS = get_args(Told)


class Followed:
    """The clocks of one port."""

    def __init__(self, rate: str) -> None:
        self._input = Input()
        self._chase = Chase(ChaseRules(order=CLOCKS, rate=rate))
        self._look_at = -math.inf

    def take(self, messages: Iterable[Message]) -> None:
        """Hear what came."""
        for at, data in messages:
            for fact in self._input.take(data, at):
                if isinstance(fact, FACTS):
                    self._chase.hear(fact)

    def lose(self, at: float) -> None:
        """The port is gone."""
        for clock in CLOCKS:
            self._chase.lose(at, clock)

    def view(self, at: float) -> ChaseView:
        """The transport at this time, and what should be known of it."""
        if at >= self._look_at:
            self._chase.look(at)
            self._look_at = at + LOOK
        return self._chase.view(at)


class Follower:
    """Listens to one port, or, where none is named, to every one there is.

    `rate`: the session's, a name in `RATES`; empty: measured. `news` holds sentences about ports, for who shows them.
    """

    def __init__(self, drivers: Sequence[Driver], port: Port | None, rate: str, clock: Callable[[], float]) -> None:
        self.news: deque[str] = deque()
        self._clock = clock
        self._rate = rate
        self._all = port is None
        self._ports: dict[Port, Followed] = {}
        self._shown: Port | None = port
        self._poller = Poller(drivers, self._told, clock)
        if port is not None:
            self._want(port)

    def turn(self) -> float:
        """Take in what came; gives the seconds until the next turn."""
        pause = self._poller.turn()
        if self._all:
            for listed in self._poller.listed(Way.IN):
                self._want(Port(listed.name))
        return pause

    def shown(self, at: float) -> tuple[str, ChaseView]:
        """The port that tells the time, and the time: the one shown before while it runs, else one that runs."""
        views = {port: followed.view(at) for port, followed in self._ports.items()}
        shown = self._shown
        if shown is None or views[shown].lock not in RUNNING:
            shown = next((port for port, view in views.items() if view.lock is Lock.LOCKED), shown)
        if shown is None:
            shown = next((port for port, view in views.items() if view.lock is not Lock.IDLE), None)
        self._shown = shown
        return (shown.name, views[shown]) if shown is not None else ("", ChaseView(at))

    def troubles(self) -> tuple[str, ...]:
        """Why kinds of MIDI can't be had now."""
        return self._poller.troubles()

    def ports(self) -> tuple[str, ...]:
        """The names of the ports that are listened to."""
        return tuple(port.name for port in self._ports)

    def close(self) -> None:
        """Close every port."""
        self._poller.close()

    def _want(self, port: Port) -> None:
        if port not in self._ports:
            self._ports[port] = Followed(self._rate)
            self._poller.want(port)

    def _told(self, told: Arrived | PortNews) -> None:
        followed = self._ports[told.port]
        if isinstance(told, Arrived):
            followed.take(told.messages)
            return
        self.news.append(told.sentence)
        if not told.name:
            followed.lose(self._clock())
