"""Decisions about cues and tracks, carried out: written into the history, then into the show's file; and taken back.

The file is read anew each time, and written only if nobody has changed it meanwhile, so that no edit by hand is lost.
What was decided is in the history before the file is touched. All of this waits for the disk.
"""

import getpass
import time
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.model.text import harmless, quoted
from bridge.sheets.cuedecide import CUES
from bridge.sheets.cuemeant import Meant
from bridge.sheets.edits import Edit, Form, NotDecided, Sheet, restored, turned
from bridge.sheets.told import told
from bridge.sheets.trackdecide import TRACKS, MeantTrack
from bridge.sheets.tracks import US
from bridge.shell.drafts import NOTHING_FOUND, Found, draft
from bridge.shell.history import Decision, History, HistoryTrouble, opened
from bridge.shell.places import history_path
from bridge.shell.showfolder import read_sheet, swap_file

TRIES = 5
"""So often the file is read again because somebody else has changed it meanwhile."""
SOMEBODY = "somebody"
"""Who decided, where the system does not say."""
LONGEST_NAME = 60
HOW_BACK = "Take it back with: stembridge undo"
FORMS: Mapping[str, Form[Any]] = {form.file: form for form in (CUES, TRACKS)}
"""The files in which is decided, by their names."""


@dataclass(frozen=True, slots=True)
class Decide:
    """A decision that is asked for: the words by column that the rows of a cue, or the row of a track, shall say."""

    meant: Meant | MeantTrack
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the newest decision that stands, whether about a cue or a track."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what was taken back last."""


Order = Decide | Undo | Redo


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and where that is written: the show's folder and the state folder."""

    show: Path
    state: Path
    by: str


def person() -> str:
    """Who sits here: the login name, never the program's own."""
    try:
        name = harmless(getpass.getuser().strip(), LONGEST_NAME)
    except (KeyError, OSError, ImportError):  # no name in the environment, no account with this number
        return SOMEBODY
    return f"{name} (user)" if name.casefold() == US else name or SOMEBODY


@dataclass(frozen=True, slots=True)
class _Entry:
    """A decision in the history while the file is written; `was`: whether the file said it, None if it is new."""

    history: History
    number: int
    was: bool | None = None

    def missed(self) -> None:
        """The file was not written."""
        if self.was is None:
            self.history.drop(self.number)
        else:
            self.history.settle(self.number, done=self.was)

    def settle(self, *, done: bool) -> None:
        """The file is written. If that can't be noted now, whoever has the history next finds out."""
        with suppress(HistoryTrouble):
            self.history.settle(self.number, done=done)


def carry_out(author: Author, order: Order, found: Found = NOTHING_FOUND) -> tuple[str, ...]:
    """Do it, and say what was done. `found`: the show's cues and the session's tracks as a running bridge knows them.

    Where the file that is decided in holds no row, what was found becomes its rows first. Raises `NotDecided`,
    `HistoryTrouble`, and `BadShow` with the problems of a file that can't be read; then nothing was changed.
    """
    with opened(history_path(author.state), author.show) as history:
        _settle(author.show, history)
        return (*history.said, *_carried_out(author, history, order, found))


def _settle(show: Path, history: History) -> None:
    """Look into the files for what a kill has left open."""
    for one in history.pending():
        sheet = read_sheet(show, FORMS[one.file])[1]
        history.settle(one.number, done=sheet is not None and _says(sheet, one))


def _says(sheet: Sheet, one: Decision) -> bool:
    """Whether the sheet is as this decision left it."""
    try:
        restored(FORMS[one.file], sheet, one.edits)
    except NotDecided:
        return False
    return True


def _carried_out(author: Author, history: History, order: Order, found: Found) -> tuple[str, ...]:
    match order:
        case Decide():
            return _decide(author, history, order, found)
        case Undo():
            return _undo(author, history)
        case Redo():
            return _redo(author, history)


def _decide(author: Author, history: History, order: Decide, found: Found) -> tuple[str, ...]:
    for column, word in order.changes.items():
        _refuse_unwritable(column, word)
    form: Form[Any] = TRACKS if isinstance(order.meant, MeantTrack) else CUES
    for _ in range(TRIES):
        one = draft(author.show, order.meant, order.changes, author.by, found)
        if not one.edits:
            return (f"{form.file} says so already. Nothing was changed.",)
        entry = _Entry(history, history.begin(time.time(), author.by, form.file, one.edits))
        if _put(author.show / form.file, one.old, one.new, entry, done=True):
            return (*one.begun, *told(form, "Decided", one.edits), *one.stands, HOW_BACK)
    raise _restless(form.file)


def _undo(author: Author, history: History) -> tuple[str, ...]:
    last = history.last_done()
    if last is None:
        raise NotDecided("No decision about this show is left that could be taken back. Nothing was changed.")
    _turn(author, history, last, last.edits)
    return (*told(FORMS[last.file], "Taken back", turned(last.edits)), "Do it again with: stembridge redo")


def _redo(author: Author, history: History) -> tuple[str, ...]:
    one = history.next_undone()
    if one is None:
        raise NotDecided("Nothing was taken back since the last decision about this show. Nothing was changed.")
    _turn(author, history, one, turned(one.edits))
    return (*told(FORMS[one.file], "Done again", one.edits), HOW_BACK)


def _turn(author: Author, history: History, one: Decision, edits: Sequence[Edit]) -> None:
    """Put the rows back as they were before these edits, and note that the decision is now what it was not."""
    form = FORMS[one.file]
    for _ in range(TRIES):
        text, sheet = read_sheet(author.show, form)
        if sheet is None:
            raise NotDecided(f"There is no {form.file} in {author.show.resolve()} any more. Nothing was changed.")
        new = restored(form, sheet, edits)
        history.turn(one.number)
        if _put(author.show / form.file, text, new, _Entry(history, one.number, one.done), done=not one.done):
            return
    raise _restless(form.file)


# --- the file ---------------------------------------------------------------------------------------------------


def _put(path: Path, old: str | None, new: Sheet, entry: _Entry, *, done: bool) -> bool:
    """Write the file, and note in the history what became of that; False if somebody has changed it meanwhile."""
    try:
        written = swap_file(path, old, new.text())
    except OSError as trouble:
        entry.missed()
        raise NotDecided(
            f"{path.resolve()} can't be written: {trouble.strerror or trouble}. Nothing was changed. Make it "
            "and its folder writable for you, close it in other programs, and ask again"
        ) from trouble
    if written:
        entry.settle(done=done)
    else:
        entry.missed()
    return written


def _refuse_unwritable(column: str, word: str) -> None:
    """Raises `NotDecided` for text that no file can hold or that would steer a terminal."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t" for character in word):
        raise NotDecided(f"{column[:20]} holds characters that nobody can see: {quoted(word)}. Nothing was changed.")


def _restless(file: str) -> NotDecided:
    return NotDecided(f"Another program changes {file} again and again. Nothing was changed. Ask again in a moment")
