"""The rows of Ardour's answer to `/strip/list`, remembered by their bytes.

A list is asked for several times a second and hardly ever changes: a row seen before costs one look-up.
Row: `type name inputs outputs mute solo number [record-armed]`; the last says `end_route_list rate end monitor`.
"""

from typing import NamedTuple

from bridge.model.desk import Kind, Strip
from bridge.wire.osc import Argument

KINDS = {
    "AT": Kind.AUDIO,
    "MT": Kind.MIDI,
    "B": Kind.BUS,
    "MB": Kind.MIDI_BUS,
    "FB": Kind.FOLDBACK,
    "V": Kind.VCA,
    "MA": Kind.MASTER,
    "MO": Kind.MONITOR,
}
MOST = 8192
"""Rows that are remembered; past that the table starts anew. 1024 strips with mute and solo both ways are 4096."""
LONGEST = 1024
"""A longer row is none: nobody names a track so, and bytes of a stranger shall not fill the memory."""
HIGHEST = 65535
"""A strip's number above this is not believed."""


class End(NamedTuple):
    """The end of a list: sample rate in Hz, session end in samples, whether there is a monitor section."""

    rate: int
    end: int
    monitor: bool


Row = Strip | End


class Rows:
    """The rows seen before."""

    def __init__(self) -> None:
        self._known: dict[bytes, Row] = {}
        self.known = self._known.get

    def read(self, packet: bytes, args: tuple[Argument, ...]) -> Row | None:
        """The row of a packet not seen before, from its arguments; None if these are no row's."""
        row = _row(args) if len(packet) <= LONGEST else None
        if row is not None and packet.startswith(b"/"):  # a bundle may hold more than one
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[packet] = row
        return row


def _row(args: tuple[Argument, ...]) -> Row | None:
    match args:
        case ["end_route_list", int(rate), int(end), int(monitor)]:
            return End(rate, end, bool(monitor))
        case [str(code), str(name), int(inputs), int(outputs), int(mute), int(solo), int(number)]:
            armed = None
        case [str(code), str(name), int(inputs), int(outputs), int(mute), int(solo), int(number), int(record)]:
            armed = bool(record)
        case _:
            return None
    if not 0 < number <= HIGHEST:
        return None
    return Strip(number, name, KINDS.get(code, Kind.OTHER), inputs, outputs, bool(mute), bool(solo), armed)
