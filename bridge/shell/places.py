r"""Where the program keeps what is its own on this machine: the journal of debts, the run file, the history.

One folder a user, where the system wants such things: `~/.local/state/stembridge` on Linux, `~/Library/Application
Support/stembridge` on macOS, `%LOCALAPPDATA%\stembridge` on Windows. The environment variable `STEMBRIDGE_STATE`
names another one (the demo and the tests have one of their own, so that they never meet the user's debts).
"""

import os
from pathlib import Path

from platformdirs import user_state_path

from bridge.model.errors import StembridgeError

VARIABLE = "STEMBRIDGE_STATE"
"""The environment variable that names another state folder; empty counts as not set."""


class NoStateFolder(StembridgeError):  # noqa: N818 - reads as what it is
    """The state folder can't be made; the sentence says which and what to do."""


def state_folder() -> Path:
    """The state folder, absolute; made if need be, with no access for others (mode 0700).

    A folder that is there already keeps its mode: it may be the user's, and what is secret in it is written with
    mode 0600. Raises `NoStateFolder`.
    """
    named = os.environ.get(VARIABLE, "")
    try:
        folder = Path(named).expanduser().absolute() if named else user_state_path("stembridge", appauthor=False)
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except (OSError, RuntimeError, ValueError) as trouble:  # no permission, no home folder, a NUL in the name
        why = (trouble.strerror if isinstance(trouble, OSError) else None) or str(trouble)
        raise NoStateFolder(
            f"The folder for the bridge's own records can't be made ({named or 'the usual place'}: {why}). Nothing was "
            f"changed. Make it writable for you, or name another folder in the environment variable {VARIABLE}."
        ) from trouble
    return folder


def journal_path(folder: Path) -> Path:
    """The journal of debts in this state folder."""
    return folder / "journal.sqlite"


def history_path(folder: Path) -> Path:
    """The history of decisions in this state folder."""
    return folder / "history.sqlite"
