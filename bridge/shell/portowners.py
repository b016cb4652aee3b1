"""Who holds a UDP port of this machine, as far as the system tells a plain user."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path


def owner(port: int) -> str:
    """The program that holds a UDP port, such as `python3 (process 4711)`; "" if nobody, or nobody we may see, does."""
    return _proc(port) if sys.platform == "linux" else _lsof(port)


def _proc(port: int) -> str:
    """From the tables of sockets and the open files of processes (proc(5)); only one's own processes can be seen."""
    inodes = {f"socket:[{inode}]" for table in ("udp", "udp6") for inode in _inodes(Path("/proc/net") / table, port)}
    if not inodes:
        return ""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if any(str(file.readlink()) in inodes for file in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text(errors='replace').strip()} (process {process.name})"
    return "a program of another user"


def _inodes(table: Path, port: int) -> list[str]:
    try:
        rows = [line.split() for line in table.read_text(encoding="ascii").splitlines()[1:]]
    except (OSError, ValueError):
        return []
    return [row[9] for row in rows if len(row) > 9 and row[1].endswith(f":{port:04X}")]


def _lsof(port: int) -> str:
    if sys.platform == "win32":
        return ""
    try:
        told = subprocess.run(  # noqa: S603 - a number of ours
            ["/usr/sbin/lsof", "-nP", f"-iUDP:{port}", "-Fpc"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    fields = {line[:1]: line[1:] for line in reversed(told.stdout.splitlines())}
    return f"{fields.get('c', 'a program')} (process {fields['p']})" if "p" in fields else ""
