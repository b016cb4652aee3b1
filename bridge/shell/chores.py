"""What is looked after every three seconds: the show's files, the machine's processes, packets that were lost.

Each chore is a small thing with a look of its own; the daemon calls it, in a thread where it touches the disk.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from bridge.daws.ardour_words import OFF
from bridge.model.effects import Severity
from bridge.model.errors import BadShow
from bridge.model.events import Event, LinkChanged, LinkState, ListMoved, ShowChanged, Told
from bridge.model.show import Rig, Show

PERIOD = 3.0
"""Seconds between two looks."""
LONGEST_START = 3.0
"""Seconds that an Ardour may run unanswering before we say that its OSC is off."""

Signature = tuple[tuple[str, int, int, int], ...]
"""(file, which it is, time of its last change, size) of everything that belongs to a show."""


def signature(folder: Path) -> Signature:
    """What the show's files look like from outside; a file that is not there is left out."""
    found = []
    files = [folder / name for name in ("show.toml", "tracks.csv", "cues.csv")]
    for path in (*files, *sorted(folder.glob("previews/*.toml"))):
        try:
            told = path.stat()
        except OSError:
            continue
        found.append((str(path), told.st_ino, told.st_mtime_ns, told.st_size))
    return tuple(found)


class ShowWatch:
    """Hand edits of the show's files, picked up while running. `read_show` reads the folder, raising `BadShow`.

    `known`: how the files looked before the show with this `rig` was read from them. May be asked from several threads.
    """

    def __init__(self, folder: Path, read_show: Callable[[Path], Show], rig: Rig, known: Signature) -> None:
        self._folder = folder
        self._read_show = read_show
        self._rig = rig
        self._known = known
        self._broken: Signature | None = None
        self._turn = Lock()

    def look(self, at: float) -> tuple[Event, ...]:
        """What an edit means, once it is whole: an editor may be in the middle of writing."""
        now = signature(self._folder)
        try:
            show = self.read()
        except BadShow as bad:
            if now != self._broken:
                self._broken = now
                return ()
            self._known = now
            return (Told(at, Severity.WARNING, _complaint(bad)),)
        if show is None:
            return ()
        if show.rig != self._rig:
            return (
                ShowChanged(at, show),
                Told(
                    at,
                    Severity.INFO,
                    "[rig] and the ports under [midi] in show.toml count from the bridge's next start.",
                ),
            )
        return (ShowChanged(at, show), Told(at, Severity.INFO, "The show's files have changed and were taken over."))

    def read(self) -> Show | None:
        """The show if its files are not as they were known, so that `look` says nothing of it. Raises `BadShow`."""
        with self._turn:
            now = signature(self._folder)
            if now == self._known:
                return None
            show = self._read_show(self._folder)
            self._known = now
            return show


def _complaint(bad: BadShow) -> str:
    problems = "; ".join(map(str, bad.problems[:5]))
    more = f"; and {len(bad.problems) - 5} more" if len(bad.problems) > 5 else ""
    what = "The show's files were changed and have problems, so nothing of it counts yet"
    return f"{what}: {problems}{more}. See: stembridge check"


class ProcessLook:
    """Finds an Ardour that runs on this machine and does not answer: its OSC is off, and only its user can help."""

    def __init__(self, running: Callable[[], tuple[str, ...]]) -> None:
        self._running = running
        self._since: float | None = None

    def look(self, at: float, state: LinkState) -> tuple[Event, ...]:
        """What the processes mean for a link in this state."""
        if state not in {LinkState.SEARCHING, LinkState.LOST, LinkState.OFF}:
            self._since = None
            return ()
        if not self._running():
            self._since = None
            return (LinkChanged(at, LinkState.SEARCHING),) if state is LinkState.OFF else ()
        if self._since is None:
            self._since = at
        if state is LinkState.OFF or at - self._since < LONGEST_START:
            return ()
        return (LinkChanged(at, LinkState.OFF, OFF),)


class LossWatch:
    """Packets that the kernel threw away: the list is asked for again, the first loss is said."""

    def __init__(self, lost: Callable[[], int]) -> None:
        self._lost = lost
        self._said = False

    def look(self, at: float) -> tuple[Event, ...]:
        """What a loss means."""
        count = self._lost()
        if not count:
            return ()
        if self._said:
            return (ListMoved(at),)
        self._said = True
        text = (
            f"{count} packets were lost because this machine's receive buffer is small; what they said is asked again."
        )
        return (ListMoved(at), Told(at, Severity.INFO, f"{text} How to make it larger: stembridge doctor"))
