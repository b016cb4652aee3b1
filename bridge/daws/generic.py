"""Any DAW that sends MIDI timecode, machine control, MIDI clock or shows itself on a surface: it can only be heard.

There is no OSC and nothing to ask, so no strips, no previews and no orders. Its clocks come by MIDI ports, which are
the shell's; this link is the conversation that there is not.
"""

from bridge.daws.dialect import NEVER, LocalSocket, Packet
from bridge.model.effects import Effect
from bridge.model.events import Event, LinkChanged, LinkState
from bridge.model.show import GENERIC, Rig
from bridge.model.traits import Traits

TRAITS = Traits(GENERIC, window=1, settle=0.0, eager=0.0, poll=NEVER, deafest=NEVER, query_ports=0, heard_only=True)
WAITING = "Waits for MIDI. Let the DAW send timecode to a port under [midi] in show.toml; see: stembridge doctor midi"
NO_PORTS = (
    "show.toml names no MIDI port, so nothing can be followed. Nothing was changed. Name the port that the DAW sends "
    "timecode to under [midi]; stembridge doctor midi lists them"
)


class Generic:
    """The link to such a DAW; `rig` names the MIDI ports that it is heard on."""

    def __init__(self, rig: Rig) -> None:
        self._detail = WAITING if rig.midi else NO_PORTS
        self._wake_at = -NEVER
        self.traits: Traits = TRAITS
        self.sockets: tuple[LocalSocket, ...] = ()
        self.malformed = 0

    @property
    def wake_at(self) -> float:
        """At once, and then never again."""
        return self._wake_at

    def receive(self, socket: str, packet: bytes, sender: int, at: float) -> list[Event]:  # noqa: ARG002
        """Nothing: there is no socket."""
        return []

    def refused(self, port: int, at: float) -> list[Event]:  # noqa: ARG002
        """Nothing: nothing is sent."""
        return []

    def tick(self, at: float) -> list[Event]:
        """The first time that it waits, and for what."""
        if self._wake_at == NEVER:
            return []
        self._wake_at = NEVER
        return [LinkChanged(at, LinkState.SEARCHING, self._detail)]

    def send(self, effect: Effect, at: float) -> list[Event]:  # noqa: ARG002
        """Nothing: such a DAW takes no orders."""
        return []

    def outbox(self) -> list[Packet]:
        """Always empty."""
        return []

    def leave(self, at: float) -> None:  # noqa: ARG002
        """There is nobody to take leave of."""
        self._wake_at = NEVER

    def woke(self, at: float) -> None:
        """Nothing was open."""
