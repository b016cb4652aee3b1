r"""Ardour's own lists of recent sessions, of every version that was used on this machine.

Each version keeps `recent` in its folder of settings: two lines for each session, its name and its folder, the one
opened last first; written whenever a session is opened. Source: recent_sessions.cc, filesystem_paths.cc of Ardour
7.3 to 9.8. `~/.config/ardour7` on Linux (`XDG_CONFIG_HOME` where set, a folder of its own as Flatpak),
`~/Library/Preferences/Ardour7` on macOS, `%LOCALAPPDATA%\Ardour7` on Windows.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

FILE = "recent"
MOST_BYTES = 1_000_000
"""Bytes of a list that are read; ten sessions have some hundred."""
MOST_SESSIONS = 100
"""Sessions of a list that are looked at; Ardour keeps ten unless told otherwise."""


def settings(platform: str, environment: Mapping[str, str], home: Path) -> tuple[tuple[Path, str], ...]:
    """(folder, pattern of the names of Ardour's folders of settings in it) on such a machine."""
    named = environment.get("XDG_CONFIG_HOME", "")
    if platform == "darwin":
        return ((home / "Library" / "Preferences", "Ardour[0-9]*"),)
    if platform == "win32":
        local = Path(named or environment.get("LOCALAPPDATA", "") or home / "AppData" / "Local")
        return ((local, "Ardour[0-9]*"),)
    flatpak = home / ".var" / "app" / "org.ardour.Ardour" / "config"
    return ((Path(named) if named else home / ".config", "ardour[0-9]*"), (flatpak, "ardour[0-9]*"))


def recent_lists() -> tuple[Path, ...]:
    """The lists on this machine, the one written last first."""
    found: list[tuple[int, Path]] = []
    with suppress(OSError, RuntimeError):  # a folder that may not be read; no home folder
        for folder, pattern in settings(sys.platform, os.environ, Path.home()):
            found += [(path.stat().st_mtime_ns, path) for path in folder.glob(f"{pattern}/{FILE}") if path.is_file()]
    return tuple(path for _, path in sorted(found, reverse=True))


def recent_folders(lists: tuple[Path, ...]) -> Iterator[Path]:
    """The folders of the sessions in these lists, in their order."""
    for path in lists:
        try:
            with path.open("rb") as file:
                lines = file.read(MOST_BYTES).split(b"\n")
        except OSError:
            continue
        for line in lines[1 : 2 * MOST_SESSIONS : 2]:
            yield Path(os.fsdecode(line.rstrip(b"\r")))
