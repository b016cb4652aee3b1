"""Our end of the wire to Ardour: the sockets that we speak from, what their surfaces are set to, what is to leave.

Every local port is a surface of its own in Ardour. Six values set one up: bank size 0 (all strips), strip types,
feedback bits, gain mode 0, and page sizes that are never anything but 0 (others crash Ardour, seen on 7.3). A seventh
would set the reply port of this whole computer.
"""

from collections.abc import Iterable

from bridge.daws.dialect import LocalSocket, Packet
from bridge.wire.osc import Argument, Message, bundle, encode

TRANSPORT = "transport"
QUERIES = ("query a", "query b")
LOOK = "look"
EXPORTS = "exports"
EXPORTS_PORT = 7770
"""Where Ardour reports a finished export, whoever listens (libs/surfaces/osc/osc.cc, `session_exported`)."""

STRIP_TYPES = 575
"""Tracks, buses, VCAs, master (63), hidden ones too (512): a hidden track goes on sounding."""
FEEDBACK = {TRANSPORT: 8 + 16 + 64 + 1024, QUERIES[0]: 16384, QUERIES[1]: 16384, LOOK: 0}
"""Heartbeat, master section, timecode and samples on one; lists under the legal address `/reply` on two; nothing."""
LOOKING = 16384 + 1
"""The look's feedback while it looks: the buttons of every strip. Never for long: see `ardour_look`."""


def local_sockets(first: int) -> tuple[LocalSocket, ...]:
    """Our sockets, from this UDP port on. The look's is read after a gap: what it heard of a mode still holds."""
    names = (TRANSPORT, *QUERIES, LOOK)
    ours = (LocalSocket(name, first + i, required=True, query=name in QUERIES) for i, name in enumerate(names))
    return (*ours, LocalSocket(EXPORTS, EXPORTS_PORT, required=False, query=False))


def settings(feedback: int) -> tuple[int, ...]:
    """The six values that set up a surface of ours."""
    return (0, STRIP_TYPES, feedback, 0, 0, 0)


def is_settings(args: tuple[Argument, ...]) -> bool:
    """Whether this is Ardour's answer to `/set_surface`: nine whole numbers (link set, link and port follow)."""
    return len(args) == 9 and all(type(arg) is int for arg in args)


def ours(args: tuple[Argument, ...], feedback: int) -> bool:
    """Whether a surface that answered so is set up as we want it."""
    return args[:6] == settings(feedback)


class Line:
    """What is to leave, in order. `port`: the UDP port of the Ardour that we talk to."""

    def __init__(self) -> None:
        self.port = 0
        self._out: list[Packet] = []

    def say(self, socket: str, address: str, *args: float | str) -> None:
        """One message to our Ardour."""
        self.call(self.port, socket, address, *args)

    def call(self, port: int, socket: str, address: str, *args: float | str) -> None:
        """One message to an Ardour that may listen at this port."""
        self._out.append(Packet(socket, port, encode(Message(address, args))))

    def say_together(self, socket: str, messages: Iterable[Message]) -> None:
        """Several messages in one packet, carried out in order."""
        self._out.append(Packet(socket, self.port, bundle(messages)))

    def set_up(self, socket: str, feedback: int) -> None:
        """Set up a surface, and ask what it is set to now: the answer comes after everything that the set-up sends."""
        self.say(socket, "/set_surface", *settings(feedback))
        self.ask(socket)

    def ask(self, socket: str) -> None:
        """Ask a surface what it is set to. Changes nothing; answers keep the order of what was asked before."""
        self.say(socket, "/set_surface")

    def drain(self) -> list[Packet]:
        """All of it; then nothing is left."""
        out, self._out = self._out, []
        return out
