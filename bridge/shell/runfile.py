"""The run file: where the bridge of this machine's user is to be found while it runs.

`run.json` in the state folder, readable by its owner alone: it holds the token without which the interface refuses.
It stays behind when a bridge is killed; `pid` and an answer on `port` tell a live one from its remains.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "run.json"


@dataclass(frozen=True, slots=True)
class RunFile:
    """One running bridge: its process, its interface's port and token, its show's folder, its mode."""

    pid: int
    port: int
    token: str
    show: str
    mode: str


def write(folder: Path, run: RunFile) -> None:
    """Put the run file in its place in one step, mode 0600; raises `OSError`."""
    fresh = folder / f"{NAME}.{run.pid}"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        json.dump(asdict(run), file)
    fresh.replace(folder / NAME)


def read(folder: Path) -> RunFile | None:
    """The run file, None if there is none or it is not one of ours."""
    try:
        found: object = json.loads((folder / NAME).read_text("ascii"))
    except (OSError, ValueError, RecursionError):
        return None
    match found:
        case {"pid": int(pid), "port": int(port), "token": str(token), "show": str(show), "mode": str(mode)}:
            return RunFile(pid, port, token, show, mode)
    return None


def remove(folder: Path, pid: int) -> None:
    """Take away the run file of process `pid`; another's stays."""
    run = read(folder)
    if run is not None and run.pid == pid:
        (folder / NAME).unlink(missing_ok=True)
