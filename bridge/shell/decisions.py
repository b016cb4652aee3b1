"""Decisions about cues, carried out: written into the history, then into the show's `cues.csv`; and taken back.

The file is read anew each time, and written only if nobody has changed it meanwhile, so that no edit by hand is lost.
What was decided is in the history before the file is touched. All of this waits for the disk.
"""

import getpass
import time
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bridge.model.cuelist import CueList
from bridge.model.text import harmless, quoted
from bridge.sheets.cuecells import FILE
from bridge.sheets.cuedecide import Edit, NotDecided, decide, restore_cells
from bridge.sheets.cuemeant import Meant, meant_rows
from bridge.sheets.cuemerge import merge, new_sheet
from bridge.sheets.cues import CueSheet
from bridge.sheets.cuetold import told
from bridge.sheets.tracks import US
from bridge.shell.history import Decision, History, HistoryTrouble, opened
from bridge.shell.places import history_path
from bridge.shell.showfolder import read_sheet, swap_file

TRIES = 5
"""So often the file is read again because somebody else has changed it meanwhile."""
SOMEBODY = "somebody"
"""Who decided, where the system does not say."""
LONGEST_NAME = 60
NOTHING_FOUND = CueList()
HOW_BACK = "Take it back with: stembridge cue --undo"


@dataclass(frozen=True, slots=True)
class Decide:
    """A decision that is asked for: the words by column that these rows shall say."""

    meant: Meant
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the newest decision that stands."""


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


def carry_out(author: Author, order: Order, found: CueList = NOTHING_FOUND) -> tuple[str, ...]:
    """Do it, and say what was done. `found`: the show's cues as a running bridge knows them.

    Where the show's `cues.csv` holds none, those that were found become its rows first. Raises `NotDecided`,
    `HistoryTrouble`, and `BadShow` with the problems of a `cues.csv` that can't be read; then nothing was changed.
    """
    with opened(history_path(author.state), author.show) as history:
        _settle(author.show, history)
        return (*history.said, *_carried_out(author, history, order, found))


def _settle(show: Path, history: History) -> None:
    """Look into the file for what a kill has left open."""
    pending = history.pending()
    sheet = read_sheet(show)[1] if pending else None
    for one in pending:
        history.settle(one.number, done=sheet is not None and _says(sheet, one.edits))


def _carried_out(author: Author, history: History, order: Order, found: CueList) -> tuple[str, ...]:
    match order:
        case Decide():
            return _decide(author, history, order, found)
        case Undo():
            return _undo(author, history)
        case Redo():
            return _redo(author, history)


def _decide(author: Author, history: History, order: Decide, found: CueList) -> tuple[str, ...]:
    for column, word in order.changes.items():
        _refuse_unwritable(column, word)
    for _ in range(TRIES):
        text, sheet = read_sheet(author.show)
        full = _filled(author.show, sheet, found)
        new, edits = decide(full, meant_rows(full, order.meant, found), order.changes, author.by)
        if not edits:
            return (f"{FILE} says so already. Nothing was changed.",)
        entry = _Entry(history, history.begin(time.time(), author.by, edits))
        if _put(author.show, text, new, entry, done=True):
            begun = f"{FILE} was begun with the {len(full.spans)} cues of the {found.source}."
            return (*([] if full is sheet else [begun]), *told("Decided", edits), HOW_BACK)
    raise _restless()


def _undo(author: Author, history: History) -> tuple[str, ...]:
    last = history.last_done()
    if last is None:
        raise NotDecided("No decision about this show is left that could be taken back. Nothing was changed.")
    _turn(author, history, last, last.edits)
    return (*told("Taken back", _turned(last.edits)), "Do it again with: stembridge cue --redo")


def _redo(author: Author, history: History) -> tuple[str, ...]:
    one = history.next_undone()
    if one is None:
        raise NotDecided("Nothing was taken back since the last decision about this show. Nothing was changed.")
    _turn(author, history, one, _turned(one.edits))
    return (*told("Done again", one.edits), HOW_BACK)


def _turn(author: Author, history: History, one: Decision, edits: Sequence[Edit]) -> None:
    """Put the rows back as they were before these edits, and note that the decision is now what it was not."""
    for _ in range(TRIES):
        text, sheet = read_sheet(author.show)
        if sheet is None:
            raise NotDecided(f"There is no {FILE} in {author.show.resolve()} any more. Nothing was changed.")
        new = restore_cells(sheet, edits)
        history.turn(one.number)
        if _put(author.show, text, new, _Entry(history, one.number, one.done), done=not one.done):
            return
    raise _restless()


# --- the file ---------------------------------------------------------------------------------------------------


def _filled(show: Path, sheet: CueSheet | None, found: CueList) -> CueSheet:
    """The sheet with the cues that were found in the session if it has none."""
    if sheet is not None and sheet.spans:
        return sheet
    spans = () if found.source == FILE else found.spans
    if not spans:
        what = "holds no cue" if sheet else "is not there"
        raise NotDecided(
            f"{FILE} in {show.resolve()} {what}, and no session file that a running bridge has read proposes one. "
            "Nothing was changed. Write one, or open the session and start the bridge: stembridge run"
        )
    return merge(sheet, spans, found.ruler) if sheet else new_sheet(spans, found.ruler)


def _put(show: Path, old: str | None, new: CueSheet, entry: _Entry, *, done: bool) -> bool:
    """Write the file, and note in the history what became of that; False if somebody has changed it meanwhile."""
    try:
        written = swap_file(show / FILE, old, new.text())
    except OSError as trouble:
        entry.missed()
        raise NotDecided(
            f"{show.resolve() / FILE} can't be written: {trouble.strerror or trouble}. Nothing was changed. Make it "
            "and its folder writable for you, close it in other programs, and ask again"
        ) from trouble
    if written:
        entry.settle(done=done)
    else:
        entry.missed()
    return written


def _turned(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits the other way round."""
    return tuple(replace(edit, old=edit.new, new=edit.old) for edit in edits)


def _says(sheet: CueSheet, edits: Sequence[Edit]) -> bool:
    """Whether the sheet is as these edits left it."""
    try:
        restore_cells(sheet, edits)
    except NotDecided:
        return False
    return True


def _refuse_unwritable(column: str, word: str) -> None:
    """Raises `NotDecided` for text that no file can hold or that would steer a terminal."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t" for character in word):
        raise NotDecided(f"{column[:20]} holds characters that nobody can see: {quoted(word)}. Nothing was changed.")


def _restless() -> NotDecided:
    return NotDecided(f"Another program changes {FILE} again and again. Nothing was changed. Ask again in a moment")
