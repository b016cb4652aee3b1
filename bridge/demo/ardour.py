"""The stand-in DAW: an Ardour 7.3 without audio, as a client sees it over OSC. Packets in, packets out.

`receive` takes what a client sent, `advance` gives everything that Ardour says up to a time. Our script is installed in
it: `look` is its timer. The user's hands on the mixer are the methods of `session`, those on files and the program
itself are here. Time (monotonic seconds) is an argument; it knows no clock, no socket and no chance. The network's
weather is `bridge.demo.weather`.
"""

from collections import deque
from collections.abc import Callable
from copy import deepcopy
from itertools import count
from math import inf

from bridge.demo.companion import Script
from bridge.demo.control import Control, Sent
from bridge.demo.session import Session
from bridge.demo.transport import Transport
from bridge.model.errors import MalformedPacket
from bridge.wire.osc import decode

WAITING = 256
"""Small packets that the socket of a deaf Ardour holds; more are lost."""

File = tuple[str, str]
"""A session file: (folder, name of the snapshot)."""


class Ardour:
    """A running Ardour with one session open, saved once at the start; `files` are the session files on its disk.

    `wrote` hears each session that is saved from now on, before any client does.
    """

    def __init__(self, session: Session, at: float = 0.0) -> None:
        self.files: dict[File, Session] = {}
        self.wrote: Callable[[Session], None] = lambda _: None
        self._control = Control(session, Transport(session.rate), at)
        self._opens_at = at
        self._deaf_until = at
        self._heard: deque[Sent] = deque()
        self._instance = count(1)
        self._script = self._begin_script()
        self._write()

    @property
    def session(self) -> Session:
        """The open session: the user's hands on the mixer are its methods."""
        return self._control.session

    @property
    def transport(self) -> Transport:
        """The transport of the open session."""
        return self._control.transport

    @property
    def now(self) -> float:
        """The time up to which everything has happened."""
        return self._control.now

    @property
    def listening(self) -> bool:
        """True while its socket is open: not after `quit`, not while a session loads."""
        return self._opens_at <= self.now

    @property
    def next_at(self) -> float:
        """When it next has something to do or to say; infinite while nothing is under way."""
        if not self.listening:
            return self._opens_at
        if self._deaf_until > self.now:
            return self._deaf_until
        return self.now if self._control.outbox or self.session.news else self._control.next_at

    def receive(self, port: int, packet: bytes, at: float) -> None:
        """A packet from a client's UDP port. Malformed ones are ignored; `at` never goes back."""
        self._run(at)
        if self.listening and len(self._heard) < WAITING:
            self._heard.append((port, packet))
        self._run(at)

    def advance(self, at: float) -> list[Sent]:
        """Everything said up to that time and not yet taken away: (client's port, packet), in order."""
        self._run(at)
        if at < self._deaf_until:
            return []
        said, self._control.outbox = self._control.outbox, []
        return said

    def look(self, lease: str, orders: str, at: float) -> list[Sent]:
        """What our script tells at this time, having read these two files. To be asked ten times a second."""
        self._run(at)
        if not self.listening or at < self._deaf_until:
            return []
        return self._script.tick(lease, orders, at)

    def _begin_script(self) -> Script:
        """A session that is opened has a script of its own, which knows nothing of the one before."""
        return Script(self.session, f"demo{next(self._instance)}")

    def _run(self, at: float) -> None:
        if at < self._opens_at:
            self._control.now = max(self.now, at)
            return
        while self._heard and self._deaf_until <= at:
            self._control.run(max(self.now, self._deaf_until))
            self._hear(*self._heard.popleft())
        self._control.run(at)

    def _hear(self, port: int, packet: bytes) -> None:
        try:
            messages = decode(packet)
        except MalformedPacket:
            return
        for message in messages:
            self._control.hear(port, message)
        if self._control.saving:
            self._control.saving = False
            self.save()

    # The user's hands on the program.

    def save(self, name: str | None = None) -> None:
        """Write the session's file, under a new `name` and go on with that if given; every observer hears the name."""
        self.session.name = name or self.session.name
        self._write()
        self._control.tell_saved(self.session.name)

    def snapshot(self, name: str) -> None:
        """Write a file under another name and go on with the old one; every observer hears the *other* name."""
        stays, self.session.name = self.session.name, name
        self._write()
        self.session.name = stays
        self._control.tell_saved(name)

    def play(self) -> None:
        """Press play."""
        self._control.play()

    def stop(self) -> None:
        """Press stop."""
        self._control.stop()

    def locate(self, sample: int, *, roll: bool = False) -> None:
        """Click in the ruler; rolls on if it rolls."""
        self._control.locate(sample, roll=roll)

    def open(self, file: File, at: float, loading: float = 0.0) -> None:
        """Open a file from the disk; what was not saved is lost. Without its socket for `loading` seconds."""
        self.quit(at)
        parting = self._control.outbox
        self._control = Control(deepcopy(self.files[file]), Transport(self.files[file].rate), at, outbox=parting)
        self._script = self._begin_script()
        self._opens_at = at + loading

    def quit(self, at: float) -> None:
        """Leave without saving, with a good-bye to every surface; `open` starts it again."""
        self._run(at)
        self._control.tell_farewell()
        self._heard.clear()
        self._opens_at, self._deaf_until = inf, at

    def crash(self, at: float) -> None:
        """End without a word; `open` starts it again."""
        self.quit(at)
        self._control.outbox.clear()

    def deafen(self, until: float) -> None:
        """Hear and say nothing until then, as in a storm of its own feedback; what arrives waits in the socket."""
        self._deaf_until = until
        self._control.rest(until)

    def pin(self, port: int) -> None:
        """From now on answer everybody on that one port, as after another client's `/set_surface/port`; 0 undoes it."""
        self._control.pinned = port or None
        self._control.surfaces.clear()

    def _write(self) -> None:
        saved = deepcopy(self.session)
        saved.news.clear()
        self.files[(saved.folder, saved.name)] = saved
        self.wrote(saved)
