"""Our script inside a DAW and the bridge's side of it, in conversation: a stand-in on a clock of its own, or real.

Both offer the same: `run` lets time pass, `events` is what the bridge heard, `shown` is what the DAW itself says of its
routing, the rest are the user's hands.
"""

import os
import select
import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import Protocol, TypeVar

from bridge.daws.companion import Companion
from bridge.demo.channel import Plug
from bridge.demo.companion import Script
from bridge.demo.graph import node
from bridge.demo.session import Session
from bridge.model.desk import Kind
from bridge.model.events import Event
from bridge.model.routing import Graph, Node
from bridge.model.routingnews import GraphTold, HiddenTold
from bridge.model.session import OpenSession
from tests.peers import patching
from tests.peers.patching import Ways, quoted
from tests.peers.rig import RealArdour

STEP = 0.1
"""Seconds between two looks of a script at its files."""
PATIENCE = 15.0
Wanted = TypeVar("Wanted", bound=Event)


class Talk(Protocol):
    """A script in a DAW with the reel of `SESSION`, and the bridge's side of the conversation."""

    companion: Companion
    events: list[Event]

    def run(self, seconds: float) -> None: ...
    def fall_silent(self, seconds: float) -> None: ...
    def second(self, seconds: float) -> None: ...
    def shown(self) -> Ways: ...
    def connect(self, name: str, *buses: str) -> None: ...
    def cross(self, name: str, bus: str) -> None: ...
    def send(self, name: str, bus: str) -> None: ...
    def switch(self, name: str, bus: str, on: bool) -> None: ...
    def add(self, name: str) -> None: ...
    def rename(self, name: str, wanted: str) -> None: ...
    def mute(self, name: str, on: bool = True) -> None: ...
    def solo(self, name: str, on: bool = True) -> None: ...
    def muted(self, name: str) -> bool: ...
    @property
    def now(self) -> float: ...


def graph_of(talk: Talk) -> Graph:
    """The newest routing that was told."""
    return next(event.graph for event in reversed(talk.events) if isinstance(event, GraphTold))


def node_of(talk: Talk, name: str) -> Node:
    """A strip in the newest routing."""
    return graph_of(talk).by_name[name]


def opened_of(talk: Talk) -> OpenSession:
    """What OSC hides, as it was last told."""
    return next(event.session for event in reversed(talk.events) if isinstance(event, HiddenTold))


def told_ways(graph: Graph) -> Ways:
    """The routing in the words of `shown`."""
    return {
        node.name: (
            [
                sorted(
                    f"{graph.by_id[sink.strip].name} {sink.channel}" if sink.strip else sink.port for sink in channel
                )
                for channel in node.way.outs
            ],
            [(graph.by_id[send.target].name, send.active) for send in node.way.sends],
        )
        for node in graph.nodes
    }


def until(talk: Talk, right: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Let time pass until that is so; gives the seconds that it took."""
    start = talk.now
    while not right():
        assert talk.now - start < seconds, talk.events[-5:]
        talk.run(0.005)
    return talk.now - start


class StandIn:
    """The script's stand-in, and both sides' time."""

    def __init__(self) -> None:
        self.session = Session("reel1", "/films/reel1")
        self.session.add("Master", Kind.MASTER)
        for bus in ("DX", "FX", "MX", "WORLD"):
            self.session.add(bus, Kind.BUS, to="Master")
        for name, bus in (("DX ADR 1", "DX"), ("DX ADR 2", "DX"), ("FX HARD 1", "FX"), ("MX SCORE 1", "MX")):
            self.session.add(name, to=bus)
        self.session.send("MX SCORE 1", "WORLD")
        self.now = 100.0
        self.events: list[Event] = []
        self.companion = Companion("contract", 9)
        self.companion.installed(there=True, at=self.now)
        self._scripts = [Script(self.session)]
        self._next = self.now
        self._listens = True

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self._next)
            if self.now >= self._next:
                self._next += STEP
                self._step()

    def _step(self) -> None:
        if self._listens:
            self.events += self.companion.tick(self.now)
            self._texts = self.companion.lease, self.companion.orders
        for script in self._scripts:
            for _, packet in script.tick(*self._texts, self.now):
                self.events += self.companion.receive(packet, self.now)

    def fall_silent(self, seconds: float) -> None:
        self._listens = False
        self.run(seconds)
        self._listens = True

    def second(self, seconds: float) -> None:
        self._scripts.append(Script(self.session, "another"))
        self.run(seconds)
        self._scripts.pop()

    def shown(self) -> Ways:
        return told_ways(Graph(graph_of(self).source, tuple(map(node, self.session.channels))))

    def connect(self, name: str, *buses: str) -> None:
        self.session.route(name, *buses)

    def cross(self, name: str, bus: str) -> None:
        self.session.route(name, bus)
        target = self.session[bus]
        self.session[name].outs = (Plug(target, 1),), (Plug(target, 0),)

    def send(self, name: str, bus: str) -> None:
        self.session.send(name, bus)

    def switch(self, name: str, bus: str, on: bool) -> None:
        self.session.send(name, bus, on)

    def add(self, name: str) -> None:
        self.session.add(name, to="Master")

    def rename(self, name: str, wanted: str) -> None:
        self.session.rename(name, wanted)

    def mute(self, name: str, on: bool = True) -> None:
        self.session.mute(name, on)

    def solo(self, name: str, on: bool = True) -> None:
        self.session.solo(name, on)

    def muted(self, name: str) -> bool:
        return self.session[name].mute


class Real:
    """The script in a real Ardour that runs with its hook; the bridge's side on a socket of the test's own."""

    def __init__(self, ardour: RealArdour) -> None:
        self.ardour = ardour
        self.events: list[Event] = []
        self._folder = ardour.config / "stembridge"
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.companion = Companion(os.urandom(8).hex(), self._socket.getsockname()[1])
        self.companion.installed(there=True, at=self.now)
        self._written = {"lease": "", "orders": ""}

    @property
    def now(self) -> float:
        return time.monotonic()

    def close(self) -> None:
        self._socket.close()

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while True:
            if self.now >= self.companion.wake_at:
                self.events += self.companion.tick(self.now)
            self._write()
            wait = max(0.0, min(end, self.companion.wake_at) - self.now)
            if select.select([self._socket], [], [], wait)[0]:
                self.events += self.companion.receive(self._socket.recv(65536), self.now)
            if self.now >= end:
                return

    def _write(self) -> None:
        for name, text in (("lease", self.companion.lease), ("orders", self.companion.orders)):
            if self._written[name] != text:
                fresh = self._folder / f".{name}"
                fresh.write_text(text)
                fresh.replace(self._folder / name)
                self._written[name] = text

    def fall_silent(self, seconds: float) -> None:
        """As if the bridge were killed: nothing is written any more."""
        self._write()
        end = self.now + seconds
        while self.now < end:
            if select.select([self._socket], [], [], end - self.now)[0]:
                self.events += self.companion.receive(self._socket.recv(65536), self.now)

    def second(self, seconds: float) -> None:
        """A second Ardour with the same session and configuration answers, too: a stand-in of one."""
        script = Script(_copy(self), "another")
        end = self.now + seconds
        while self.now < end:
            for _, packet in script.tick(self.companion.lease, self.companion.orders, self.now):
                self.events += self.companion.receive(packet, self.now)
            self.run(STEP)

    def shown(self) -> Ways:
        return patching.shown(self.ardour)

    def connect(self, name: str, *buses: str) -> None:
        patching.connect(self.ardour, name, *buses)

    def cross(self, name: str, bus: str) -> None:
        patching.cross(self.ardour, name, bus)

    def send(self, name: str, bus: str) -> None:
        patching.add_send(self.ardour, name, bus)

    def switch(self, name: str, bus: str, on: bool) -> None:
        patching.switch(self.ardour, name, bus, on)

    def add(self, name: str) -> None:
        self.ardour.insert(name)

    def rename(self, name: str, wanted: str) -> None:
        self.ardour.run_lua(f"strip({quoted(name)}):to_route():set_name({quoted(wanted)})")

    def mute(self, name: str, on: bool = True) -> None:
        self.ardour.mute(name, on)

    def solo(self, name: str, on: bool = True) -> None:
        self.ardour.solo(name, on)

    def muted(self, name: str) -> bool:
        return self.ardour.mutes()[name]


def _copy(talk: Talk) -> Session:
    """A stand-in's session of the same name and strips."""
    opened = opened_of(talk)
    session = Session(opened.snapshot, opened.folder)
    for each in graph_of(talk).nodes:
        session.add(each.name, each.kind)
    return session


def hang_up(talk: Real) -> None:
    """Leave a lease that owes nothing."""
    talk.companion.owe("", {})
    with closing(talk):
        talk.companion.leave()
        talk.run(0.0)
