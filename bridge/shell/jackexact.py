"""A JACK port that is heard by a child process, so that each message's stamp is right to the sample."""

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

from bridge.shell.jackchild import RECORD
from bridge.shell.midi import Message, NoMidi

CHILD = ("-P", "-m", "bridge.shell.jackchild")
"""What Python is told to run."""
ENDED = "The process that listens to JACK has ended"


def exact_stamps() -> bool:
    """True if JACK-Client, the extra `jack`, is installed."""
    try:
        version("JACK-Client")
    except PackageNotFoundError:
        return False
    return sys.platform != "win32"


class ExactSource:
    """A port that a child process listens to. `source`: whom to connect to, "" for a port that others connect to."""

    def __init__(self, client: str, port: str, source: str = "") -> None:
        argv = [sys.executable, *CHILD, client, port, source]
        self._told, its = os.pipe()
        quiet = subprocess.DEVNULL
        try:
            self._child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=its, stderr=quiet)  # noqa: S603 - our own
        except OSError as trouble:
            os.close(self._told)
            raise NoMidi(f"its child process can't be started: {trouble.strerror or trouble}") from trouble
        finally:
            os.close(its)
        self._unread = bytearray()
        self.ended = False
        """True once the child has ended without being asked to."""
        os.set_blocking(self._told, False)

    def take(self) -> list[Message]:
        """What the child has told. Raises `NoMidi` once it has ended."""
        while not self.ended:
            try:
                told = os.read(self._told, 1 << 16)
            except BlockingIOError:
                break
            self._unread += told
            self.ended = not told
        came = self._whole()
        if self.ended and not came:
            raise NoMidi(ENDED)
        return came

    def close(self) -> None:
        """End the child."""
        os.close(self._told)
        if self._child.stdin is not None:
            self._child.stdin.close()
        try:
            self._child.wait(1.0)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _whole(self) -> list[Message]:
        """The records that are complete."""
        came: list[Message] = []
        start = 0
        while start + RECORD.size <= len(self._unread):
            at, size = RECORD.unpack_from(self._unread, start)
            end = start + RECORD.size + size
            if end > len(self._unread):
                break
            came.append((at, bytes(self._unread[start + RECORD.size : end])))
            start = end
        del self._unread[:start]
        return came
