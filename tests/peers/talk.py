"""Two DAWs to hold the same conversation with: the stand-in, in time of its own, and a real Ardour, in ours.

Both are made from one layout. What is heard keeps its type tags, so that the stand-in has to spell as Ardour spells.
"""

import select
import socket
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from bridge.demo.ardour import Ardour
from bridge.demo.channel import Automation, Channel, Send
from bridge.demo.session import Session
from bridge.model.desk import Kind
from bridge.wire.osc import Argument, Message, decode, encode
from tests.peers.client import HOST
from tests.peers.rig import RealArdour
from tests.peers.timeline import Row

LAYOUT: tuple[Row, ...] = (
    ("tc", "TC24"),
    *(("bus", name, "Master") for name in ("DX", "MX", "WORLD")),
    ("track", "DX 1", "DX", "1"),
    ("track", "DX 2", "DX", "2"),
    ("track", "MX 1", "MX", "1"),
    ("track", "MX 2", "MX", "1"),
    ("track", "RULED 1", "MX", "1"),
    ("track", "RULED 2", "MX", "1"),
    ("midi", "SYNTH", "-"),
    ("foldback", "CANS", "-"),
    ("send", "MX 1", "WORLD"),
    ("vca", "VCA"),
    ("rule", "RULED 1", "VCA"),
    ("rule", "RULED 2", "VCA"),
)
"""One strip of each kind and every way that one strip's mute or solo shows on another."""


class Heard(NamedTuple):
    """One message as it came: with its type tags."""

    address: str
    tags: str
    args: tuple[Argument, ...]


def heard(packet: bytes) -> Heard:
    """The message of a packet."""
    (message,) = decode(packet)
    tags = packet[packet.index(b",") :].split(b"\0")[0].decode()
    return Heard(message.address, tags[1:], message.args)


class Port(Protocol):
    """A local port that talks to a DAW."""

    @property
    def number(self) -> int:
        """Its UDP port."""
        ...

    def say(self, address: str, *args: Argument) -> None:
        """Send one message."""
        ...

    def hear(self, seconds: float) -> list[Heard]:
        """What comes within that time, in order."""
        ...

    def hear_until(self, address: str) -> list[Heard]:
        """What comes up to and with a message of that address; `TimeoutError` if it does not come within 10 s."""
        ...


class Daw(Protocol):
    """A DAW under contract, with the hands that OSC does not give."""

    def port(self) -> Port:
        """A new port of ours."""
        ...

    def mute(self, name: str, on: bool = True) -> None:
        """The user mutes or opens a strip."""
        ...

    def arm(self, name: str, on: bool = True) -> None:
        """The user arms a track or takes it off."""
        ...

    def automate(self, name: str, mode: Automation) -> None:
        """The user sets the mode of a strip's mute automation."""
        ...

    def assign(self, name: str, vca: str, on: bool = True) -> None:
        """The user puts a strip under a VCA or takes it out."""
        ...

    def snapshot(self, name: str) -> None:
        """The user writes a snapshot and goes on with the session."""
        ...

    def monitor(self, on: bool) -> None:
        """The user switches the monitor section on or off."""
        ...

    def mutes(self) -> dict[str, bool]:
        """Every strip's own mute, without OSC."""
        ...

    def solos(self) -> dict[str, bool]:
        """Every strip's explicit solo, without OSC."""
        ...


# The stand-in.


def session(layout: tuple[Row, ...]) -> Session:
    """The stand-in's session of a layout, as Ardour makes it: master first in the order, VCAs where they were made."""
    master = Channel("Master", Kind.MASTER, 2)
    made = {"Master": master}
    kinds = {"bus": Kind.BUS, "foldback": Kind.FOLDBACK, "track": Kind.AUDIO, "midi": Kind.MIDI, "vca": Kind.VCA}
    for what, *rest in layout:
        if what in kinds:
            name = rest[0]
            made[name] = _channel(
                kinds[what], name, made.get(rest[1]) if rest[1:] else None, int(rest[2]) if rest[2:] else 2
            )
        elif what == "send":
            made[rest[0]].sends += (Send(made[rest[1]]),)
        elif what == "rule":
            made[rest[0]].vcas += (made[rest[1]],)
    return Session("reel1", channels=list(made.values()))


def _channel(kind: Kind, name: str, output: Channel | None, inputs: int) -> Channel:
    silent = kind in {Kind.VCA, Kind.MIDI}
    return Channel(name, kind, 0 if silent else inputs, 0 if silent else 2, output)


@dataclass(slots=True)
class StandIn:
    """The stand-in, and a time that passes only when somebody listens."""

    daw: Ardour = field(default_factory=lambda: Ardour(session(LAYOUT)))
    at: float = 0.0
    _came: dict[int, list[Heard]] = field(default_factory=dict)

    def port(self) -> Port:
        number = 50_000 + len(self._came)
        self._came[number] = []
        return StandInPort(self, number)

    def send(self, port: int, packet: bytes) -> None:
        self.daw.receive(port, packet, self.at)

    def listen(self, port: int, seconds: float) -> list[Heard]:
        self.at += seconds
        for to, packet in self.daw.advance(self.at):
            self._came.setdefault(to, []).append(heard(packet))
        came, self._came[port] = self._came[port], []
        return came

    def mute(self, name: str, on: bool = True) -> None:
        self.daw.session.mute(name, on)

    def arm(self, name: str, on: bool = True) -> None:
        self.daw.session.arm(name, on)

    def automate(self, name: str, mode: Automation) -> None:
        self.daw.session.automate(name, mode)

    def assign(self, name: str, vca: str, on: bool = True) -> None:
        self.daw.session.assign(name, vca, on)

    def snapshot(self, name: str) -> None:
        self.daw.snapshot(name)

    def monitor(self, on: bool) -> None:
        if on:
            self.daw.session.insert(Channel("Monitor", Kind.MONITOR, 2), 1)
        else:
            self.daw.session.delete("Monitor")

    def mutes(self) -> dict[str, bool]:
        return self.daw.session.mutes

    def solos(self) -> dict[str, bool]:
        return self.daw.session.solos


@dataclass(frozen=True, slots=True)
class StandInPort:
    """A port that talks to the stand-in."""

    daw: StandIn
    number: int

    def say(self, address: str, *args: Argument) -> None:
        self.daw.send(self.number, encode(Message(address, args)))

    def hear(self, seconds: float) -> list[Heard]:
        return self.daw.listen(self.number, seconds)

    def hear_until(self, address: str) -> list[Heard]:
        came = self.daw.listen(self.number, 0.0)
        for _ in range(1000):
            if came and came[-1].address == address:
                return came
            came += self.daw.listen(self.number, 0.01)
        raise TimeoutError(address)


# The real one.

MODES = {
    Automation.MANUAL: "Off",
    Automation.PLAY: "Play",
    Automation.WRITE: "Write",
    Automation.TOUCH: "Touch",
    Automation.LATCH: "Latch",
}


class Real:
    """A real Ardour; its ports are sockets that live as long as it does."""

    def __init__(self, ardour: RealArdour) -> None:
        self.ardour = ardour
        self._ports: list[RealPort] = []

    def port(self) -> Port:
        opened = RealPort(self.ardour.port)
        self._ports.append(opened)
        return opened

    def hang_up(self) -> None:
        for port in self._ports:
            port.close()

    def mute(self, name: str, on: bool = True) -> None:
        self.ardour.mute(name, on)

    def arm(self, name: str, on: bool = True) -> None:
        self.ardour.arm(name, on)

    def automate(self, name: str, mode: Automation) -> None:
        self.ardour.automate(name, MODES[mode])

    def assign(self, name: str, vca: str, on: bool = True) -> None:
        self.ardour.assign(name, vca, on)

    def snapshot(self, name: str) -> None:
        self.ardour.save(name)

    def monitor(self, on: bool) -> None:
        self.ardour.run_lua(f"ARDOUR.config():set_use_monitor_bus({'true' if on else 'false'})")

    def mutes(self) -> dict[str, bool]:
        return self.ardour.mutes()

    def solos(self) -> dict[str, bool]:
        return self.ardour.solos()


class RealPort:
    """A socket that talks to a real Ardour."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._socket.bind((HOST, 0))
        self._to = (HOST, port)
        self.number: int = self._socket.getsockname()[1]

    def say(self, address: str, *args: Argument) -> None:
        self._socket.sendto(encode(Message(address, args)), self._to)

    def hear(self, seconds: float) -> list[Heard]:
        came, deadline = [], time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self._socket], [], [], left)[0]:
                came.append(heard(self._socket.recv(65536)))
        return came

    def hear_until(self, address: str) -> list[Heard]:
        self._socket.settimeout(10)
        came = [heard(self._socket.recv(65536))]
        while came[-1].address != address:
            came.append(heard(self._socket.recv(65536)))
        return came

    def close(self) -> None:
        with closing(self._socket):
            self.say("/set_surface", 0, 31, 0, 0, 0, 0)
