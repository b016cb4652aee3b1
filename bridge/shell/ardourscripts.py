"""The companion, our hook inside Ardour: put into each version's folder of settings, taken out, looked for.

    ui_scripts                      one entry of ours among the user's own (`bridge.sheets.uiscripts`)
    ui_scripts.stembridge-backup    its text before we last changed it
    scripts/stembridge.lua          the script, for Ardour's own list of scripts
    stembridge/                     what the bridge and the script tell each other: `lease`, `orders`

What can go wrong is looked for before anything is changed, and what fails on the way is taken back. Links are not
followed: what they lead to may be shared with another machine.
"""

import os
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from bridge.model.errors import StembridgeError
from bridge.model.text import harmless
from bridge.sheets import uiscripts
from bridge.sheets.uiscripts import BadScripts, Script
from bridge.shell.presets import IncompleteInstallation, preset_text
from bridge.shell.recent import settings
from bridge.shell.undoable import make_folder, put, replace, unfit

PRESET = ("daws", "ardour", "stembridge.lua")
LIST, BACKUP, SCRIPTS, SCRIPT, FOLDER = (
    "ui_scripts",
    "ui_scripts.stembridge-backup",
    "scripts",
    "stembridge.lua",
    "stembridge",
)
OURS = re.compile(r"\.?(lease|orders)(\.\d+)?")
"""What lies in our folder."""
CLICKS = (
    "Edit > Lua Scripts > Script Manager, there Action Hooks > New Hook, choose Stembridge (Refresh, if it is not in "
    "the list) and Add"
)
"""How a user adds the hook by hand; the labels of Ardour 7.3 and 9.8."""
REMOVE = "Edit > Lua Scripts > Script Manager, there Action Hooks, choose Stembridge and Remove"
_HOME = re.compile(r"ardour([789])", re.IGNORECASE)


class NotPlaced(StembridgeError):  # noqa: N818 - reads as what it is
    """The companion could not be put in place or taken out; the sentence says why, what was not harmed, what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of settings of one version of Ardour."""

    path: Path
    major: int

    @property
    def title(self) -> str:
        """What sentences call it."""
        return f"Ardour {self.major} ({harmless(str(self.path), 200)})"


@dataclass(frozen=True, slots=True)
class Standing:
    """What of the companion is in place, by version, "" for nothing. `hook`: in the list of hooks; `script`: the file.

    `folder`: True if the bridge can talk to it. `trouble`: why it can't be told, "" if it can.
    """

    hook: str = ""
    script: str = ""
    folder: bool = False
    trouble: str = ""


def homes() -> tuple[Home, ...]:
    """The settings of every Ardour that we know on this machine, the newest first."""
    found: list[Home] = []
    with suppress(OSError, RuntimeError):  # a folder that may not be read; no home folder
        for folder, pattern in settings(sys.platform, os.environ, Path.home()):
            for path in folder.glob(pattern):
                name = _HOME.fullmatch(path.name)
                if name and path.is_dir():
                    found.append(Home(path, int(name[1])))
    return tuple(sorted(found, key=lambda home: (-home.major, home.path)))


def companion() -> Script:
    """The hook that comes with this program. Raises `IncompleteInstallation`."""
    try:
        return uiscripts.script(preset_text(*PRESET))
    except BadScripts as bad:
        raise IncompleteInstallation(f"This installation of Stembridge is broken: {PRESET[-1]} {bad}.") from bad


def standing(home: Home) -> Standing:
    """What of the companion is in place there."""
    try:
        script = _content(home.path / SCRIPTS / SCRIPT) or b""
        listed = _content(home.path / LIST)
        hooks = uiscripts.read(listed).ours if listed is not None else ()
    except BadScripts as bad:
        return Standing(trouble=f"{LIST} {bad}")
    except OSError as trouble:
        return Standing(trouble=f"{trouble.filename} can't be read: {trouble.strerror}")
    hook = hooks[0].version if hooks else ""
    return Standing(hook, uiscripts.companion_version(script), (home.path / FOLDER).is_dir())


# --- in -----------------------------------------------------------------------------------------------------------


def install(home: Home, hook: Script, *, running: bool) -> str:
    """Put the companion in place; gives the sentence that says what was done. Raises `NotPlaced`.

    `running`: an Ardour runs here. It writes its list anew when a script changes, so the list is left to it.
    """
    return _carried_out(home, lambda: _install(home, hook, running=running))


def _install(home: Home, hook: Script, *, running: bool) -> str:
    _refuse_what_is_not_ours(home)
    listed = _content(home.path / LIST)
    wanted = uiscripts.installed(listed, hook, home.major)
    path = home.path / SCRIPTS / SCRIPT
    changes = _content(path) != hook.source.encode()
    with ExitStack() as undo:
        made = make_folder(home.path / FOLDER, 0o700, undo)
        (home.path / FOLDER).chmod(0o700)
        make_folder(path.parent, 0o755, undo)
        if changes:
            put(path, hook.source.encode(), undo)
        if wanted != listed and not running:
            if listed is not None:
                put(home.path / BACKUP, listed, undo)
            put(home.path / LIST, wanted, undo)
        undo.pop_all()
    if wanted != listed and running:
        raise NotPlaced(_by_hand(home, listed))
    if wanted == listed:
        done = "is in place" if made or changes else "is in place already: nothing was changed"
        return f"{home.title}: the companion, version {hook.version}, {done}."
    return _told(home, hook, listed)


def _by_hand(home: Home, listed: bytes | None) -> str:
    older = listed is not None and uiscripts.read(listed).ours
    return (
        f"{home.title}: Ardour runs, and may write its list of hooks over ours, so {LIST} was left as it is; only the "
        f"script was put into {SCRIPTS}. Close Ardour and run this again."
    ) + ("" if older else f" Or do it in Ardour: {CLICKS}.")


def _told(home: Home, hook: Script, listed: bytes | None) -> str:
    if listed is None:
        rest = f"{LIST} is new; Ardour puts its two sample actions only where there is none"
    elif uiscripts.read(listed).ours:
        rest = f"it replaces the version before; all else in {LIST} is as it was (its text before: {BACKUP})"
    else:
        rest = f"one hook more in {LIST}; your own scripts in it are as they were (its text before: {BACKUP})"
    what = f"{home.title}: the companion, version {hook.version}, is in place"
    return f"{what}: {rest}. Ardour runs it from its next start on."


# --- out ----------------------------------------------------------------------------------------------------------


def uninstall(home: Home, *, running: bool) -> str:
    """Take the companion out, all else stays; gives the sentence that says what was done. Raises `NotPlaced`."""
    return _carried_out(home, lambda: _uninstall(home, running=running))


def _uninstall(home: Home, *, running: bool) -> str:
    _refuse_what_is_not_ours(home)
    listed = _content(home.path / LIST)
    left = None if listed is None else uiscripts.removed(listed)
    script, folder = home.path / SCRIPTS / SCRIPT, home.path / FOLDER
    if listed == left and not script.exists() and not folder.exists():
        return f"{home.title}: the companion is not installed there. Nothing was changed."
    if listed != left and running:
        raise NotPlaced(
            f"{home.title}: Ardour runs and has the companion in it, so nothing was changed. Close Ardour and run this "
            f"again. Or do it in Ardour, then run this again: {REMOVE}."
        )
    if left is None:
        (home.path / LIST).unlink(missing_ok=True)
    elif left != listed:
        replace(home.path / LIST, left)
    (home.path / BACKUP).unlink(missing_ok=True)
    script.unlink(missing_ok=True)
    foreign = _emptied(folder)
    rest = f", but for {folder}, where something lies that is not ours" if foreign else ""
    return f"{home.title}: the companion is gone{rest}; your own scripts are as they were."


def _emptied(folder: Path) -> bool:
    """Remove our folder with what the bridge wrote there; True if something else is in it, which then stays.

    A bridge that runs may write there meanwhile, until it is gone.
    """
    for _ in range(3):
        if not folder.exists():
            return False
        entries = list(folder.iterdir())
        for entry in entries:
            if OURS.fullmatch(entry.name):
                entry.unlink(missing_ok=True)
        if any(not OURS.fullmatch(entry.name) for entry in entries):
            return True
        with suppress(OSError):
            folder.rmdir()
    return folder.exists()


# --- files --------------------------------------------------------------------------------------------------------


def _carried_out(home: Home, work: Callable[[], str]) -> str:
    """What the work says; what goes wrong with files is a `NotPlaced`."""
    try:
        return work()
    except BadScripts as bad:
        raise NotPlaced(
            f"{home.title}: {LIST} {bad}. Nothing was changed. If Ardour itself reads it, please report this; if not, "
            f"move it away, and Ardour begins a new one."
        ) from bad
    except OSError as trouble:
        where = harmless(str(trouble.filename or home.path), 200)
        raise NotPlaced(
            f"{home.title}: {where}: {trouble.strerror or trouble}. Your own scripts are as they were. Make it "
            "readable and writable for you, and run this again."
        ) from trouble


def _refuse_what_is_not_ours(home: Home) -> None:
    """Raises `NotPlaced` if something stands in our way that we may not touch."""
    folders = (home.path / SCRIPTS, home.path / FOLDER)
    files = (home.path / LIST, home.path / SCRIPTS / SCRIPT, home.path / BACKUP)
    for path in (*folders, *files):
        why = unfit(path, None if path in folders else uiscripts.MOST_BYTES)
        if why:
            where = harmless(str(path), 200)
            raise NotPlaced(f"{home.title}: {where} {why}. Nothing was changed. Move it away, and run this again.")
    script = _content(files[1])
    if script is not None and not uiscripts.companion_version(script):
        raise NotPlaced(
            f"{home.title}: {harmless(str(files[1]), 200)} is a script of somebody else's. Nothing was changed. "
            "Give it another name, and run this again."
        )


def _content(path: Path) -> bytes | None:
    """The bytes of a file, None if it is not there. Raises `OSError`, and `BadScripts` if it is too large or none."""
    if not path.exists():
        return None
    if why := unfit(path.resolve(), uiscripts.MOST_BYTES):
        raise BadScripts(why)
    return path.read_bytes()
