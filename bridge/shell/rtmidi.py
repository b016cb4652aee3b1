"""RtMidi, polled: the drivers of this machine, by supriya-midi or, where that is not there, an installed python-rtmidi.

Both are optional: without them the bridge runs without MIDI. Never a Python callback: RtMidi's own thread fills a ring,
`take` empties it. With a callback the audio server's thread waits for the interpreter (1000 drop-outs in 4000 periods
were measured under load) and closing a port that receives can hang or abort the process.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from bridge.shell.jackexact import ExactSource, exact_stamps
from bridge.shell.jackserver import LIBRARY, JackServer, libjack
from bridge.shell.midi import Driver, Message, NoMidi, Port, Sink, Source, Way
from bridge.shell.stamps import Stamps

RING = 4096
"""Messages that RtMidi keeps for us; at 6000 a second that is more than half a second."""
CLIENT = "stembridge"
LISTING = "stembridge list"
SEQUENCER = Path("/dev/snd/seq")
NO_LIBRARY = "There is no MIDI library, so no MIDI. All else works. To have it: pip install supriya-midi"

Clock = Callable[[], float]
FAULTS = (RuntimeError, OSError, ValueError, SystemError, NotImplementedError)
"""What the libraries raise beside their own errors."""


class In(Protocol):
    """RtMidi's input, as both libraries have it."""

    def get_ports(self) -> list[str]: ...  # noqa: D102 - RtMidi's own
    def open_port(self, port: int, name: str) -> object: ...  # noqa: D102
    def open_virtual_port(self, name: str) -> object: ...  # noqa: D102
    def close_port(self) -> None: ...  # noqa: D102
    def delete(self) -> None: ...  # noqa: D102
    def ignore_types(self, sysex: bool, timing: bool, active_sense: bool) -> None: ...  # noqa: D102
    def get_message(self) -> tuple[Sequence[int], float] | None: ...  # noqa: D102


class Out(Protocol):
    """RtMidi's output, as both libraries have it."""

    def get_ports(self) -> list[str]: ...  # noqa: D102
    def open_port(self, port: int, name: str) -> object: ...  # noqa: D102
    def open_virtual_port(self, name: str) -> object: ...  # noqa: D102
    def close_port(self) -> None: ...  # noqa: D102
    def delete(self) -> None: ...  # noqa: D102
    def send_message(self, message: Sequence[int]) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Binding:
    """One of the two libraries. `compiled`: RtMidi's numbers of the kinds of MIDI that are built into it."""

    name: str
    compiled: frozenset[int]
    make_in: Callable[[int, str, int], In]
    make_out: Callable[[int, str], Out]
    faults: tuple[type[Exception], ...]


def supriya_midi() -> Binding:
    """The one that is installed with us. Raises `ImportError` if it is not."""
    library: Any = import_module("supriya_midi")
    number = library.RtMidiAPI
    return Binding(
        "supriya-midi",
        frozenset(map(int, library.get_compiled_apis())),
        lambda api, client, ring: library.MidiIn(number(api), client, ring),
        lambda api, client: library.MidiOut(number(api), client),
        (*FAULTS, library.RtMidiError),
    )


def python_rtmidi() -> Binding:
    """The one that distributions have. Raises `ImportError` or `AttributeError` if it is not there."""
    library: Any = import_module("rtmidi")
    compiled = frozenset(map(int, library.get_compiled_api()))
    return Binding("python-rtmidi", compiled, library.MidiIn, library.MidiOut, (*FAULTS, library.RtMidiError))


def binding() -> Binding:
    """The library that is installed. Raises `NoMidi` if none is, or none that can be loaded.

    The system's libjack is loaded first, so that a library built for JACK finds it.
    """
    libjack()
    for load in (supriya_midi, python_rtmidi):
        try:
            return load()
        except (ImportError, AttributeError):  # another package may be called rtmidi
            continue
    raise NoMidi(NO_LIBRARY)


# --- open ports -------------------------------------------------------------------------------------------------


class RtMidiSource:
    """A port that RtMidi listens to."""

    def __init__(self, opened: In, faults: tuple[type[Exception], ...], clock: Clock) -> None:
        self._in = opened
        self._faults = faults
        self._clock = clock
        self._stamps = Stamps()
        self._empty = clock()

    def take(self) -> list[Message]:
        """What lies in the ring, at most as much as it holds. Raises `NoMidi`."""
        came: list[tuple[Sequence[int], float]] = []
        try:
            while len(came) < RING and (event := self._in.get_message()) is not None:
                came.append(event)
        except self._faults as fault:
            raise NoMidi(f"its messages can't be read: {fault}") from fault
        now = self._clock()
        stamps = self._stamps.stamp([delta for _, delta in came], now, self._empty)
        self._empty = now
        return [(at, bytes(data)) for at, (data, _) in zip(stamps, came, strict=True)]

    def close(self) -> None:
        """Close it; a port that is gone already is closed."""
        with suppress(*self._faults):
            self._in.close_port()
            self._in.delete()


class RtMidiSink:
    """A port that RtMidi sends to. On JACK a message leaves with the next period."""

    def __init__(self, opened: Out, faults: tuple[type[Exception], ...]) -> None:
        self._out = opened
        self._faults = faults

    def send(self, data: bytes) -> None:
        """Send one message."""
        try:
            self._out.send_message(tuple(data))
        except self._faults as fault:
            raise NoMidi(f"A MIDI message could not be sent: {fault}") from fault

    def close(self) -> None:
        """Close it."""
        self._out.close_port()
        self._out.delete()


# --- drivers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of MIDI: RtMidi's number, its name, and what hinders it now (a sentence, "" if nothing is known to)."""

    number: int
    api: str
    hindrance: Callable[[], str] = str


class RtMidi:
    """One kind of MIDI through RtMidi.

    It lists with one kept object a way, for each new one may cost the system memory. `server` lists JACK's ports. With
    `exact` a JACK port is heard by a child process that stamps to the sample; if one ends by itself, RtMidi hears the
    port until the server has gone and come back.
    """

    def __init__(self, library: Binding, kind: Kind, server: JackServer | None = None, *, exact: bool = False) -> None:
        self.api = kind.api
        self._library = library
        self._kind = kind
        self._server = server
        self._exact = exact
        self._child: ExactSource | None = None
        self._lists: dict[Way, In | Out] = {}

    def names(self, way: Way) -> tuple[str, ...]:
        """Every port, by RtMidi's name for it."""
        self._look()
        if self._server is not None:
            return self._server.names(way)
        if way not in self._lists:
            self._lists[way] = self._made_in(LISTING) if way is Way.IN else self._made_out(LISTING)
        try:
            return tuple(self._lists[way].get_ports())
        except self._library.faults as fault:
            raise NoMidi(f"{self.api} does not list its ports: {fault}") from fault

    def listen(self, port: Port, name: str) -> Source:
        """Open a port to listen to; everything passes, sysex, timing and active sensing too."""
        client = CLIENT if port.virtual else f"{CLIENT} in"
        if self._exact and not (self._child and self._child.ended):
            self._child = ExactSource(client, port.name if port.virtual else "in", "" if port.virtual else name)
            return self._child
        opened = self._made_in(client)
        opened.ignore_types(False, False, False)
        self._connect(opened, port, name)
        return RtMidiSource(opened, self._library.faults, time.monotonic)

    def speak(self, port: Port, name: str) -> Sink:
        """Open a port to send to."""
        opened = self._made_out(CLIENT if port.virtual else f"{CLIENT} out")
        self._connect(opened, port, name)
        return RtMidiSink(opened, self._library.faults)

    def close(self) -> None:
        """Let the listing objects and the view of the server go."""
        for each in self._lists.values():
            each.delete()
        self._lists.clear()
        self._child = None
        if self._server is not None:
            self._server.close()

    def _look(self) -> None:
        if self._server is not None and not self._server.there():
            raise NoMidi("No JACK server runs: start it, or the DAW that starts it")
        hindrance = self._kind.hindrance()
        if hindrance:
            raise NoMidi(hindrance)

    def _made_in(self, client: str) -> In:
        try:
            return self._library.make_in(self._kind.number, client, RING)
        except self._library.faults as fault:
            raise NoMidi(f"{self.api} gives no MIDI input: {fault}") from fault

    def _made_out(self, client: str) -> Out:
        try:
            return self._library.make_out(self._kind.number, client)
        except self._library.faults as fault:
            raise NoMidi(f"{self.api} gives no MIDI output: {fault}") from fault

    def _connect(self, opened: In | Out, port: Port, name: str) -> None:
        try:
            if port.virtual:
                opened.open_virtual_port(port.name)
            else:
                opened.open_port(opened.get_ports().index(name), port.way.value)
        except self._library.faults as fault:
            opened.delete()
            raise NoMidi(f"The MIDI port {port.name} could not be opened: {fault}") from fault


def _no_sequencer() -> str:
    if os.access(SEQUENCER, os.R_OK | os.W_OK):
        return ""
    if SEQUENCER.exists():
        return f"ALSA's MIDI ports may not be used: {SEQUENCER} is closed to this user. Join the group audio"
    return f"ALSA has no MIDI ports here: {SEQUENCER} is missing. To have it: sudo modprobe snd-seq"


def _no_libjack() -> str:
    if sys.platform != "linux" or libjack() is not None:
        return ""
    return f"JACK is not installed on this machine ({LIBRARY} is missing)"


KINDS = (
    Kind(3, "JACK", _no_libjack),
    Kind(2, "ALSA", _no_sequencer),
    Kind(1, "CoreMIDI"),
    Kind(4, "Windows MIDI"),
)
"""In the order in which a port is looked for."""


def drivers() -> tuple[Driver, ...]:
    """Every kind of MIDI that this machine may have. Raises `NoMidi` if no library is installed."""
    library, jack = binding(), libjack()
    server = JackServer(jack) if jack is not None else None
    return tuple(
        RtMidi(library, kind, server, exact=exact_stamps()) if kind.api == "JACK" else RtMidi(library, kind)
        for kind in KINDS
        if kind.number in library.compiled
    )
