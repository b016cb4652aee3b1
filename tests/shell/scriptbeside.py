"""A stand-in of our script beside a `CompanionLine`: it reads the real files and sends real packets, when told to."""

import socket
from contextlib import closing
from pathlib import Path

from bridge.demo.companion import Script
from bridge.demo.session import Session
from bridge.model.desk import Kind
from bridge.shell.udp import LOOPBACK
from bridge.wire.companion import LEASE, ORDERS


def small_session() -> Session:
    """A master, a bus and a track."""
    session = Session("reel1")
    session.add("Master", Kind.MASTER)
    session.add("DX", Kind.BUS, to="Master")
    session.add("DX 1", to="DX")
    return session


class ScriptBeside:
    """The script of a DAW whose configuration folder holds `folder`; its clock goes a tenth of a second a tick."""

    def __init__(self, folder: Path, session: Session) -> None:
        self.script = Script(session)
        self._folder = folder
        self._at = 0.0

    def tick(self, times: int = 1) -> None:
        """Let it look at its files and tell what it has to."""
        for _ in range(times):
            self._at += 0.1
            with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as out:
                for port, packet in self.script.tick(self._read(LEASE), self._read(ORDERS), self._at):
                    out.sendto(packet, (LOOPBACK, port))

    def _read(self, name: str) -> str:
        path = self._folder / name
        return path.read_text("ascii") if path.exists() else ""
