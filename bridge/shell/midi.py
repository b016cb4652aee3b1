"""MIDI ports as the rest of the shell sees them: what is wanted, what came, and what can open them.

A `Driver` is one kind of MIDI that the machine may have (JACK, ALSA, CoreMIDI, WinMM). Nothing here and nothing behind
it may ever be called from another thread than the one that polls: opening, closing and listing are not safe otherwise,
and a Python callback would wait for the interpreter inside the audio server's own thread and break the user's sound.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bridge.model.errors import StembridgeError

Message = tuple[float, bytes]
"""(monotonic seconds at which it came, its bytes): a piece of the wire; one message, several, or running status.

A stamp that is right to the sample may lie in the future by up to a period of the audio server.
"""


class NoMidi(StembridgeError):  # noqa: N818 - reads as what it is
    """A kind of MIDI, or one port, can't be had now; the sentence says why and what to do."""


class Way(StrEnum):
    """Where the bytes of a port go, seen from us."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Port:
    """A port that somebody wants.

    `name`: the user's own words for it, the beginning of the system's name is enough. A `virtual` port is one that we
    make under that name, for others to connect to.
    """

    name: str
    way: Way = Way.IN
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came in at a port since it was last looked at, in the order in which it came."""

    port: Port
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class PortNews:
    """A wanted port was opened (`name`: what the system calls it), or is not there (`name` empty); with a sentence."""

    port: Port
    name: str
    sentence: str


class Source(Protocol):
    """An open port that is listened to."""

    def take(self) -> list[Message]:
        """What came since the last time; never waits. Raises `NoMidi` if nothing will come any more."""

    def close(self) -> None:
        """Close it; fine also after the system's MIDI has gone."""


class Sink(Protocol):
    """An open port that is sent to."""

    def send(self, data: bytes) -> None:
        """Send one whole message at once. Raises `NoMidi` if that can't be done any more."""

    def close(self) -> None:
        """Close it; fine also after the system's MIDI has gone."""


class Driver(Protocol):
    """One kind of MIDI of this machine."""

    @property
    def api(self) -> str:
        """Its name, as its users know it: JACK, ALSA, CoreMIDI, Windows MIDI."""

    def names(self, way: Way) -> tuple[str, ...]:
        """Every port that can be listened to (IN) or sent to (OUT), as the system calls them now.

        Raises `NoMidi` while this kind of MIDI is not there, or has just gone. Then all that is open must be closed,
        and this driver too, before anything else is done with it.
        """

    def listen(self, port: Port, name: str) -> Source:
        """Open a port to listen to: the system's `name`, or a virtual one. Raises `NoMidi`."""

    def speak(self, port: Port, name: str) -> Sink:
        """Open a port to send to: the system's `name`, or a virtual one. Raises `NoMidi`."""

    def close(self) -> None:
        """Let go of everything that listing needs; the next `names` begins anew."""
