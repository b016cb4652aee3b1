"""A look at the processes of this machine: does an Ardour run here?

One that runs and does not answer has its OSC switched off in this session, and only its user can switch it on.
"""

import subprocess
import sys
from pathlib import Path

NAMES = ("ardour", "hardour")
"""How the names of Ardour's programs begin, in small letters (Ardour 7.3's window calls itself `ArdourGUI`)."""
HELP = ("ardour-avahi", "ardour-vst", "ardour-exec", "ardour-req")
"""How the names of its servants begin; they may outlive it."""


def ardours() -> tuple[str, ...]:
    """The names of Ardour's processes; none where the system gives no list (Windows)."""
    names = _proc() if sys.platform == "linux" else _ps()
    masters = {name for name in names if name.lower().startswith(NAMES) and not name.lower().startswith(HELP)}
    return tuple(sorted(masters))


def _proc() -> list[str]:
    found = []
    for comm in Path("/proc").glob("[0-9]*/comm"):
        try:
            found.append(comm.read_text(errors="replace").strip())
        except OSError:  # it ended while we looked
            continue
    return found


def _ps() -> list[str]:
    if sys.platform == "win32":
        return []
    try:
        listed = subprocess.run(
            ["/bin/ps", "-axo", "comm="], capture_output=True, text=True, errors="replace", timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return [Path(line.strip()).name for line in listed.stdout.splitlines()]
