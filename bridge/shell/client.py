"""A client of a running bridge, for the commands of the command line.

Plain `http.client`: a question and its answer need no loop, and it is there in a moment. The stream, for screens
that live, is in `stream.py`.
"""

import http.client
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.model.errors import StembridgeError
from bridge.shell import runfile
from bridge.shell.runfile import RunFile

NO_BRIDGE = "No bridge is running here. Nothing was changed. Start it with: stembridge run"
"""What a command says that needs a running bridge."""
LARGEST = 64 * 1024 * 1024
"""Bytes of an answer that are read at most: the state of 2,048 tracks has about 0.8 MB."""
PATIENCE = 17.0
"""Seconds that a command waits: the bridge itself says after 15 that the engine has not answered."""
QUICK = 2.0
"""Seconds that a bridge has to answer a question about its state."""


class NoBridge(StembridgeError):  # noqa: N818 - reads as what it is
    """No bridge runs; the sentence says so and what to do."""


class NoAnswer(NoBridge):
    """A bridge is there, but did not answer in time."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a command: as in `Answer`."""

    ok: bool
    lines: tuple[str, ...]


class Client:
    """A client of the bridge that this run file tells of."""

    def __init__(self, run: RunFile) -> None:
        self.run = run

    def state(self) -> dict[str, Any]:
        """The full state. Raises `NoBridge`."""
        status, body = self._exchange("GET", "/v1/state", None, QUICK)
        if status != http.HTTPStatus.OK:
            raise NoBridge(NO_BRIDGE)
        return body

    def cues(self) -> dict[str, Any]:
        """All cues of the show. Raises `NoBridge`."""
        status, body = self._exchange("GET", "/v1/cues", None, PATIENCE)
        if status != http.HTTPStatus.OK:
            raise NoBridge(NO_BRIDGE)
        return body

    def command(self, command: str, **keys: object) -> Reply:
        """Send a command and wait for the engine's answer. Raises `NoBridge`."""
        _, body = self._exchange("POST", "/v1/commands", {"command": command} | keys, PATIENCE)
        return reply(body)

    def _exchange(
        self, method: str, path: str, body: dict[str, Any] | None, patience: float
    ) -> tuple[int, dict[str, Any]]:
        line = http.client.HTTPConnection("127.0.0.1", self.run.port, timeout=patience)
        headers = {"Authorization": f"Bearer {self.run.token}"}
        try:
            line.request(method, path, None if body is None else json.dumps(body), headers)
            answer = line.getresponse()
            found = json.loads(answer.read(LARGEST))
        except TimeoutError:
            raise silent(self.run, patience) from None
        except (OSError, ValueError, http.client.HTTPException):
            raise NoBridge(NO_BRIDGE) from None
        finally:
            line.close()
        return answer.status, found if isinstance(found, dict) else {}


def reply(body: Any) -> Reply:  # noqa: ANN401 - whatever JSON came
    """What became of a command, in the answer's body. Raises `NoBridge` if no bridge has answered that."""
    lines = body.get("lines") if isinstance(body, dict) else None
    if not isinstance(lines, list):
        raise NoBridge("What answers here is no bridge. Nothing was changed. Start it with: stembridge run")
    return Reply(body.get("ok") is True, tuple(map(str, lines)))


def silent(run: RunFile, patience: float) -> NoAnswer:
    """That this bridge did not answer within so many seconds."""
    return NoAnswer(
        f"The bridge (process {run.pid}) did not answer within {patience:.0f} s. It may still carry the command out; "
        "see: stembridge status"
    )


def found(folder: Path) -> Client:
    """The client of the bridge whose run file lies in this state folder. Raises `NoBridge`."""
    run = runfile.read(folder)
    if run is None:
        raise NoBridge(NO_BRIDGE)
    return Client(run)


def alive(folder: Path) -> RunFile | None:
    """The run file if a bridge answers behind it, or is there and can't answer (stopped, busy); else None."""
    run = runfile.read(folder)
    if run is None or _gone(run.pid):
        return None
    try:
        Client(run).state()
    except NoAnswer:
        return run
    except NoBridge:
        return None
    return run


def _gone(pid: int) -> bool:
    """True if surely no process has this number; where asking is not harmless (Windows), False."""
    if sys.platform == "win32" or pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
