"""The folder of one show: show.toml, tracks.csv, cues.csv, own previews; read as a whole or not at all."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bridge.model.errors import BadShow, Problem, StembridgeError
from bridge.model.keys import clashes, keyed
from bridge.model.material import Profile
from bridge.model.previews import OWN_FOLDER, Preview
from bridge.model.show import Show
from bridge.model.text import quoted
from bridge.sheets import cuecells, cues, showfile, tracks
from bridge.sheets.complaints import Source
from bridge.sheets.cues import CueSheet
from bridge.sheets.edits import Form, SheetKind
from bridge.sheets.previews import own_preview, preview
from bridge.sheets.profiles import profile
from bridge.sheets.tracks import TrackSheet
from bridge.sheets.words import choice
from bridge.shell.presets import preset_tables

MOST_BYTES = 16_000_000
"""Bytes of a file that are read at all."""
MOST_PREVIEWS = 200
"""Previews of the user's own that are read."""

T = TypeVar("T")


class NotBegun(StembridgeError):  # noqa: N818 - reads as what it is
    """The files of a new show were not written; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What was found in a show's folder: the show, the sheets of tracks and cues (None: no file), its own previews."""

    show: Show
    showfile: bool
    sheet: TrackSheet | None
    cues: CueSheet | None
    own: tuple[str, ...]


def read_show(folder: Path) -> Show:
    """The show in this folder, with defaults for what it lacks.

    Raises `BadShow` with every problem of all its files; then nothing of them may be taken over.
    """
    return read_folder(folder).show


def read_folder(folder: Path) -> Folder:
    """All that was found in this folder. Raises `BadShow` with every problem of all its files."""
    if not folder.is_dir():
        raise BadShow([_no_folder(folder)])
    problems: list[Problem] = []
    read = _Reader(folder, problems)
    found = read.text(showfile.FILE)
    show = read.parsed(lambda: showfile.read_showfile(found or "", _profiles()), Show())
    listed = read.text(tracks.FILE)
    sheet = None if listed is None else read.parsed(lambda: tracks.read_tracks(listed), None)
    spotted = read.text(cuecells.FILE)
    cue_sheet = None if spotted is None else read.parsed(lambda: cues.read_cues(spotted), None)
    own = list(_own_previews(folder, read))
    previews = {one.name: one for one in (*_shipped(), *own)}
    theirs = frozenset(one.name for one in own)
    problems += [*_keyless(show.keys, previews), *_clashing(previews, show.keys, theirs)]
    if problems:
        raise BadShow(problems)
    previews = keyed(previews.values(), show.keys, theirs)
    locks, spans = sheet.locks if sheet else {}, cue_sheet.spans if cue_sheet else ()
    show = replace(show, locks=locks, cues=spans, previews=previews)
    return Folder(show, found is not None, sheet, cue_sheet, tuple(one.name for one in own))


def _no_folder(folder: Path) -> Problem:
    """That there is no such folder."""
    return Problem(str(folder), None, "there is no such folder", "make it, or name the show's folder with --show")


def _keyless(keys: Mapping[str, str], previews: Mapping[str, Preview]) -> Iterator[Problem]:
    """That a key is given to a preview that is not there."""
    for name in keys:
        if name not in previews or previews[name].full:
            hint = "Esc is the key for that" if name in previews else choice(name, previews)
            yield Problem(showfile.FILE, None, f"[keys] has no preview {quoted(name)} to give a key to", hint)


def _clashing(previews: Mapping[str, Preview], keys: Mapping[str, str], own: frozenset[str]) -> Iterator[Problem]:
    """That several previews are given the same key."""
    for key, names in clashes(previews.values(), keys, own).items():
        what = f"the key {quoted(key)} is given to {len(names)} previews: {', '.join(names)}"
        yield Problem(showfile.FILE, None, what, "leave it to one of them under [keys]")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the files of one folder; what is wrong with them is added to `problems`."""

    folder: Path
    problems: list[Problem]

    def parsed(self, parse: Callable[[], T], otherwise: T) -> T:
        """What `parse` gives, `otherwise` if it finds problems."""
        try:
            return parse()
        except BadShow as bad:
            self.problems.extend(bad.problems)
            return otherwise

    def text(self, file: str) -> str | None:
        """The file's text, None if there is no such file or it can't be read."""
        return self.parsed(lambda: _text(self.folder, file), None)

    def preview(self, file: str) -> Preview | None:
        """The preview of the user's own in this file, None if it has problems."""
        text = self.text(file)
        return None if text is None else self.parsed(lambda: own_preview(file, text), None)


def _text(folder: Path, file: str) -> str | None:
    """The file's text, None if there is no such file; raises `BadShow` if it can't be read as text."""
    path = folder / file
    try:
        if path.exists() and not path.is_file():
            raise BadShow([Problem(file, None, "this is no file", "a folder or something else has its name")])
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as trouble:
        why = trouble.strerror or "unknown trouble"
        raise BadShow([Problem(file, None, f"it can't be read: {why}", "make it readable for you")]) from trouble
    if len(content) > MOST_BYTES:
        raise BadShow([Problem(file, None, f"longer than {MOST_BYTES} bytes", "is it the right file?")])
    return _decoded(file, content)


def _decoded(file: str, content: bytes) -> str:
    """The text in these bytes; another encoding than UTF-8 is refused, since guessing it would misspell names."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        hint = "save it as UTF-8; Excel calls that: CSV UTF-8 (comma delimited)"
        raise BadShow([Problem(file, line, "this is not UTF-8 text", hint)]) from None


def _own_previews(folder: Path, read: _Reader) -> Iterator[Preview]:
    """The previews of the user's own, by name; files that an editor or macOS hides are passed over."""
    files = [path.name for path in sorted((folder / OWN_FOLDER).glob("*.toml")) if not path.name.startswith(".")]
    if len(files) > MOST_PREVIEWS:
        read.problems.append(Problem(OWN_FOLDER, None, f"{len(files)} previews", f"at most {MOST_PREVIEWS} are read"))
        return
    for file in files:
        found = read.preview(f"{OWN_FOLDER}/{file}")
        if found is not None:
            yield found


def _shipped() -> Iterator[Preview]:
    """The previews that come with the program."""
    for name, table in preset_tables("previews"):
        yield preview(name, table, _preset(f"previews/{name}.toml"))


def _profiles() -> dict[str, Profile]:
    """The M&E profiles that come with the program, by name."""
    tables = preset_tables("profiles")
    return {name: profile(name, table, _preset(f"profiles/{name}.toml")) for name, table in tables}


def _preset(file: str) -> Source:
    return Source(f"presets/{file}", lambda _: None)


def begin_show(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the files of a new show, each by its name, all or none; raises `NotBegun`."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            create_file(folder / file, text)
            written.append(folder / file)
    except OSError as trouble:
        for path in written:
            path.unlink(missing_ok=True)
        why = trouble.strerror or trouble
        raise NotBegun(
            f"The show's files can't be written to {folder.resolve()}: {why}. Nothing was changed. "
            "Make the folder writable, or name another with --show"
        ) from trouble


def read_sheet(folder: Path, form: Form[SheetKind]) -> tuple[str | None, SheetKind | None]:
    """The text of this file of the show as it is now, and what it says; None if it is not there. Raises `BadShow`."""
    if not folder.is_dir():
        raise BadShow([_no_folder(folder)])
    text = _text(folder, form.file)
    return text, None if text is None else form.read(text)


def swap_file(path: Path, old: str | None, new: str) -> bool:
    """Puts the new text in the file's place if it still holds the old one (None: if there is no file still).

    In one step: a reader sees the old text or the new one; a link stays one. False, and nothing is changed, if somebody
    else has changed it.
    Raises `OSError`, also for a file that its user made read-only.
    """
    path = path.resolve()
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only", str(path))
    fresh = _written(path, new)
    try:
        if old is None:
            _linked(fresh, path)
        elif path.read_bytes() != old.encode("utf-8"):
            return False
        else:
            shutil.copymode(path, fresh)
            fresh.replace(path)
    except (FileExistsError, FileNotFoundError):
        return False
    finally:
        fresh.unlink(missing_ok=True)
    return True


def go_on(folder: Path, before: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """Put new texts in the place of a show's files; those that had none are new.

    `before`: what the texts were made from. Raises `NotBegun` if a file says something else by now.
    """
    try:
        for file, text in texts.items():
            if not swap_file(folder / file, before.get(file), text):
                raise NotBegun(f"{file} was changed at this moment by somebody else, so it was left alone. Try again")
    except OSError as trouble:
        why = trouble.strerror or trouble
        raise NotBegun(f"{folder.resolve()} can't be written to: {why}. What is there is whole. Try again") from trouble


def create_file(path: Path, text: str) -> None:
    """A new file, there whole or not at all; raises `FileExistsError` if there is one already, `OSError`."""
    fresh = _written(path, text)
    try:
        if path.exists():
            raise FileExistsError(path)
        _linked(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _linked(fresh: Path, path: Path) -> None:
    """Gives a file its name; where links are unknown (FAT, some network shares) a race of two could overwrite."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:
        fresh.replace(path)


def _written(path: Path, text: str) -> Path:
    """A file beside `path` with this text, safely on disk."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return fresh
