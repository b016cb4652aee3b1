"""Our script inside the DAW, on the daemon's loop: its socket, and the two files that it reads.

The files lie in `<the DAW's configuration folder>/stembridge`, one such folder for each version of the DAW that the
script is installed in; they are replaced in one step, readable by their owner alone, and not synced: after a power cut
nobody owes what they say.
"""

import asyncio
import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from bridge.daws.companion import Companion
from bridge.model.desk import Mix
from bridge.model.effects import Effect, Ordered, Severity
from bridge.model.events import Event, Joined, LinkChanged, LinkState, Listed, Saved, Told
from bridge.model.text import harmless
from bridge.shell.udp import PortTrouble, Sockets
from bridge.wire.companion import LEASE, ORDERS

SOCKET = "companion"
Feed = Callable[[Event], object]


class CompanionLine:
    """The script's line. To be used on the loop's thread; `feed` hears the events, `now` is monotonic seconds.

    `folders`: where the script may be installed, there or not. Until `start` nothing is open and nothing written.
    """

    def __init__(self, folders: Iterable[Path], feed: Feed, now: Callable[[], float]) -> None:
        self._folders = tuple(folders)
        self._feed = feed
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._sockets = Sockets(self._arrived)
        self._companion: Companion | None = None
        self._written: dict[Path, str] = {}
        self._unwritten = False
        self._timer: asyncio.TimerHandle | None = None
        self._session = ""

    def start(self) -> None:
        """Open the socket on a port that the system chooses, and begin to beat."""
        opened = self._sockets.open(SOCKET, 0)
        if isinstance(opened, PortTrouble):
            self._feed(
                Told(self._now(), Severity.WARNING, f"Our script inside Ardour can't be heard: {opened.sentence}")
            )
            return
        self._companion = Companion(secrets.token_hex(16), opened.port)
        self._beat()

    def close(self) -> None:
        """Stop; what is still owed stays written for the script."""
        if self._timer is not None:
            self._timer.cancel()
        self._sockets.close_all()
        if self._companion is not None:
            self._companion.leave()
            self._write()
            self._companion = None

    # --- what the bridge and the OSC link say -------------------------------------------------------------------

    def watch(self, event: Event) -> None:
        """What the OSC link has told; each of its events may be given, most mean nothing here."""
        if self._companion is None:
            return
        match event:
            case Joined(at, session) | Saved(at, session):
                self._session = session
                self._tell(self._companion.joined(session, (), at))
            case Listed(at, strips=strips) if self._session:
                self._tell(self._companion.joined(self._session, {strip.name for strip in strips}, at))
            case LinkChanged(at, LinkState.SILENT | LinkState.JOINING):
                self._tell(self._companion.closed(at))
            case LinkChanged(at, LinkState.DEAF | LinkState.LIVE as link):
                self._tell(self._companion.deaf(link is not LinkState.LIVE, at))
            case LinkChanged(at, LinkState.LOST | LinkState.SEARCHING):
                self._session = ""
                self._tell(self._companion.parted(at))
            case _:
                pass

    def send(self, effect: Effect) -> None:
        """Carry out an effect that is for the script; others are ignored."""
        if self._companion is not None:
            events = self._companion.send(effect, self._now())
            self._write()
            self._tell(events)

    def refuse(self, effect: Ordered, why: str) -> None:
        """Do not order it; tell why not."""
        if self._companion is not None:
            self._tell(self._companion.refuse(effect, why, self._now()))

    def owe(self, session: str, debts: Mix) -> None:
        """What we owe in this session from now on, originals by target; on its way to the script when this returns."""
        if self._companion is not None:
            self._companion.owe(session, debts)
            self._write()

    # --- the loop -----------------------------------------------------------------------------------------------

    def _tell(self, events: Iterable[Event]) -> None:
        for event in events:
            self._feed(event)

    def _arrived(self, _: str, packet: bytes, __: int, at: float) -> None:
        if self._companion is not None:
            events = self._companion.receive(packet, at)
            self._write()
            self._tell(events)

    def _beat(self) -> None:
        if self._companion is None:
            return
        at = self._now()
        there = any(folder.is_dir() for folder in self._folders)
        events = [*self._companion.installed(there, at), *self._companion.tick(at)]
        self._write()
        self._timer = self._loop.call_later(max(0.0, self._companion.wake_at - self._now()), self._beat)
        self._tell(events)

    # --- the files ----------------------------------------------------------------------------------------------

    def _write(self) -> None:
        """Put both texts where the script reads them, wherever they differ from what lies there."""
        if self._companion is None:
            return
        texts = {LEASE: self._companion.lease, ORDERS: self._companion.orders}
        trouble: OSError | None = None
        for folder in self._folders:
            for name, text in texts.items():
                if self._written.get(folder / name) == text:
                    continue
                try:
                    _replace(folder / name, text)
                except FileNotFoundError:  # not installed there
                    self._written.pop(folder / name, None)
                except OSError as failed:
                    trouble = failed
                else:
                    self._written[folder / name] = text
        self._say(trouble)

    def _say(self, trouble: OSError | None) -> None:
        """Say once that it can't be written; it is tried again with every beat."""
        if trouble is None or self._unwritten:
            self._unwritten = trouble is not None
            return
        self._unwritten = True
        where = harmless(str(trouble.filename or ""), 120)
        self._feed(
            Told(
                self._now(),
                Severity.WARNING,
                f"Our script inside Ardour can't be told anything: {where}: {trouble.strerror}. Nothing was changed "
                "and nothing is lost; previews work, but the script would not give the desk back if this program died. "
                "Make room on that disk, or the folder writable for you; it is tried again every second",
            )
        )


def _replace(path: Path, text: str) -> None:
    """Put the text in its place in one step, readable by its owner alone; raises `OSError`."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(text)
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
