"""The session file: found by the session's name, read again when it was saved, kept as last read while it can't be.

Ardour writes a session beside its file and then puts it in its place, so a file that ends in the middle is one that
something else copies: a synchronised folder, a restored backup.
"""

import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from os import fstat
from pathlib import Path
from typing import BinaryIO

from bridge.model.desk import Desk
from bridge.model.effects import Severity
from bridge.model.errors import BadSession
from bridge.model.events import Event, SessionRead, SessionTrouble, Told
from bridge.model.session import OpenSession, SavedSession, as_now, file_stem
from bridge.model.text import harmless, quoted
from bridge.sheets.ardour import Place, read_ardour
from bridge.shell.recent import recent_folders, recent_lists

SUFFIX = ".ardour"
PATIENCE = 3
"""Looks in a row at which a file is bad before that is said: it may be on its way."""
MOST_READ = 8
"""Files of one name that are compared."""
PIECE, BREATH = 1 << 16, 0.0005
"""Bytes that are read at once, and seconds between two pieces in which the rest of the program gets its turn.

Without them the loop, which waits for the interpreter, stood still for 250 ms while 16 MB were read: each read lets go
of the interpreter and takes it again before anyone else has woken up.
"""
LONGEST_PATH = 500
"""Characters of a path that a sentence shows."""

NAME_IT = "name it in show.toml (session_file under [rig]) and start the bridge again"

Looks = tuple[int, int, int] | None
"""What a file looks like from outside: which it is, when it was changed, its size; None: no file."""


class SessionWatch:
    """The file of the session that is open in the DAW. `named`: the file, or its folder, by the show; "" for none.

    A name without a folder counts from the show's `folder`.
    """

    def __init__(self, folder: Path, named: str) -> None:
        self._named = folder / Path(named) if named else None
        self._watched: tuple[Path, ...] = ()
        self._seen: object = None
        self._last: SavedSession | None = None
        self._opened: OpenSession | None = None
        self._laid: OpenSession | None = None
        """What our script told, and what of it was told on."""
        self._told: tuple[str, ...] = ()
        self._bad = 0

    def saved(self) -> None:
        """The DAW says that it saved: the next look reads the file even if it looks as before."""
        self._seen = None

    def hidden(self, opened: OpenSession | None) -> None:
        """What our script inside the DAW tells of the session as it is now; None: it is not heard."""
        self._opened = opened

    def look(self, at: float, desk: Desk) -> tuple[Event, ...]:
        """What is new of the session of this desk. While nothing changes that costs a few looks at the disk."""
        if not (desk.session and desk.rate and desk.strips):
            return ()
        news = () if self._seen == self._mark(desk) else self._news(at, desk)
        known = self._last is not None and not self._bad and self._last.snapshot == file_stem(desk.session)
        if self._last is None or not known or (self._laid == self._opened and not news):
            return news
        self._laid = self._opened
        others = (one for one in news if not isinstance(one, SessionRead))
        return (SessionRead(at, as_now(self._last, self._opened)), *others)

    def _news(self, at: float, desk: Desk) -> tuple[Event, ...]:
        """What is new of its file."""
        lists = recent_lists()
        files = self._possible(desk.session, lists)
        self._watched = (*lists, *files)
        before = dict(zip(self._watched, map(_looks, self._watched), strict=True))
        try:
            session, said = _taken([file for file in files if before[file]], desk, self._last)
        except BadSession as bad:
            return self._trouble(at, bad, desk)
        self._bad, self._last = 0, session
        self._watched = tuple(path for path, looks in before.items() if looks)
        self._seen = desk.session, tuple(before[path] for path in self._watched)
        told, self._told = self._told, (said, *session.notes)
        news = [Told(at, Severity.INFO, text) for text in self._told if text and text not in told]
        return (SessionRead(at, session), *news)

    def _possible(self, session: str, lists: tuple[Path, ...]) -> tuple[Path, ...]:
        """Where the file may lie, the likeliest first; if it lies where the show says, there alone."""
        name = file_stem(session) + SUFFIX
        if self._named is not None:
            file = self._named / name if self._named.is_dir() else self._named.with_name(name)
            if _looks(file):
                return (file,)
        return tuple(dict.fromkeys(folder / name for folder in recent_folders(lists)))

    def _mark(self, desk: Desk) -> object:
        """What must change before the file is read again; while it is bad, its fit to the desk may get better too."""
        return desk if self._bad else desk.session, tuple(map(_looks, self._watched))

    def _trouble(self, at: float, bad: BadSession, desk: Desk) -> tuple[Event, ...]:
        self._bad += 1
        if self._bad < PATIENCE:
            return ()
        self._seen = self._mark(desk)
        if self._last is not None and self._last.snapshot == file_stem(desk.session):
            when = time.strftime("%Y-%m-%d %H:%M", time.localtime(self._last.saved_at))
            kept = f"What it said when it was saved at {when} still counts"
        else:
            kept = "Until it is read, markers, regions and routes are not known; the rest works"
        return (SessionTrouble(at, f"{bad.what}. {kept}. {bad.cure}."),)


def _looks(path: Path) -> Looks:
    try:
        told = path.stat()
    except (OSError, ValueError):
        return None
    return (told.st_ino, told.st_mtime_ns, told.st_size) if stat.S_ISREG(told.st_mode) else None


def _taken(files: Sequence[Path], desk: Desk, last: SavedSession | None) -> tuple[SavedSession, str]:
    """The session whose tracks are most like the desk's, the first of equals, and what is to be said of the choice.

    Raises `BadSession` if none can be read or fits, or if the one that was read before can't.
    """
    fitting: list[SavedSession] = []
    wrong = _none(desk, files)
    for file in files[:MOST_READ]:
        try:
            session = _read(file)
        except BadSession as bad:
            if len(files) == 1 or (last is not None and last.file == str(file)):
                raise
            wrong = bad
            continue
        if _desk(session, desk).same(desk):
            fitting.append(session)
    if not fitting:
        raise wrong
    best = max(fitting, key=lambda session: _likeness(session, desk))
    return best, _chosen(best, len(files), desk) if len(files) > 1 else ""


def _none(desk: Desk, files: Sequence[Path]) -> BadSession:
    """Why there is none, if no file of that name can be blamed."""
    if files:
        what = f"The session file {_path(str(files[0]))} has other tracks or another sample rate than Ardour shows"
        return BadSession(what, f"Save the session in Ardour; if its file lies elsewhere, {NAME_IT}")
    what = f"No session file was found for {quoted(desk.session)} in Ardour's list of recent sessions"
    return BadSession(what, f"Save the session in Ardour, or {NAME_IT}")


def _chosen(best: SavedSession, count: int, desk: Desk) -> str:
    return (
        f"{count} session files are called {quoted(desk.session)}; {_path(best.file)} is read, whose tracks are most "
        f"like those that Ardour shows. If another is meant, {NAME_IT}."
    )


def _path(file: str) -> str:
    """A path as a sentence quotes it: as a rule whole, since its end tells more than its beginning."""
    return f'"{harmless(file, LONGEST_PATH)}"'


def _desk(session: SavedSession, like: Desk) -> Desk:
    return replace(like, rate=session.sample_rate, strips=frozenset(track.name for track in session.tracks))


def _likeness(session: SavedSession, desk: Desk) -> float:
    tracks = _desk(session, desk).strips
    return len(tracks & desk.strips) / len(tracks | desk.strips)


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    while piece := opened.read(PIECE):
        yield piece
        time.sleep(BREATH)


def _read(file: Path) -> SavedSession:
    """The session in this file; raises `BadSession`."""
    try:
        with file.open("rb") as opened:
            place = Place(str(file.parent), str(file), file.name.removesuffix(SUFFIX), fstat(opened.fileno()).st_mtime)
            return read_ardour(_pieces(opened), place)
    except OSError as trouble:
        why = trouble.strerror or "unknown trouble"
        raise BadSession(f"The session file {_path(str(file))} can't be read: {why}", "Make it readable") from trouble
