"""What every DAW's conversation looks like from outside: the link, without I/O.

Packets and time go in, events come out; effects go in, packets come out. The shell owns the sockets and the clock.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from bridge.model.effects import Effect
from bridge.model.events import Event
from bridge.model.traits import Traits

NEVER = float("inf")
"""The time at which nothing is wanted."""


class Packet(NamedTuple):
    """Bytes that leave from our local socket `socket` to UDP port `port` of this computer."""

    socket: str
    port: int
    data: bytes


@dataclass(frozen=True, slots=True)
class LocalSocket:
    """A fixed UDP port of ours. `required`: without it the link can't work.

    `query`: after a gap (sleep, a stopped process) what lies in it is thrown away unread: old answers prove nothing.
    """

    name: str
    port: int
    required: bool
    query: bool


class Link(Protocol):
    """A conversation with one DAW. `at` is monotonic seconds everywhere and never goes back.

    Until `Joined`, and from `Doubted` to the next `Joined`, no `Set` leaves and no question is put: such effects are
    dropped, and questions that were open are void. While joined, each `Query` ends with exactly one `Listed` or
    `ListBroken`, however late, unless `woke` made it void.
    """

    @property
    def traits(self) -> Traits:
        """What this DAW is like to talk to."""
        ...

    @property
    def sockets(self) -> tuple[LocalSocket, ...]:
        """The local ports that the shell is to open."""
        ...

    @property
    def wake_at(self) -> float:
        """When `tick` is wanted next; infinity: never."""
        ...

    @property
    def malformed(self) -> int:
        """How many packets could not be read since the start."""
        ...

    def receive(self, socket: str, packet: bytes, sender: int, at: float) -> list[Event]:
        """What a packet means that came to `socket` from UDP port `sender`. Never raises for bytes that are wrong."""
        ...

    def refused(self, port: int, at: float) -> list[Event]:
        """Nobody listened at this UDP port of this computer when a packet of ours came there."""
        ...

    def tick(self, at: float) -> list[Event]:
        """What the passing of time means; harmless when called too early or too often."""
        ...

    def send(self, effect: Effect, at: float) -> list[Event]:
        """Carry out an effect that is meant for a DAW; others are ignored."""
        ...

    def outbox(self) -> list[Packet]:
        """The packets that are to leave now, in order; each is given once."""
        ...

    def leave(self, at: float) -> None:
        """Say goodbye: after the packets that this puts into the outbox the DAW sends us nothing any more."""
        ...

    def woke(self, at: float) -> None:
        """The process slept and the query sockets were emptied unread: open questions are void."""
        ...
