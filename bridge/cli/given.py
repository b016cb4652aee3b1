"""What is given to commands: folders, and the values that a shell can complete.

Everything here is asked for while somebody waits at a prompt: it needs no running bridge, imports little, and trouble
means that nothing is offered.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from bridge.model.errors import StembridgeError
from bridge.model.previews import OFF, OWN_FOLDER, preview_name
from bridge.model.text import harmless
from bridge.sheets.table import Table, read_table
from bridge.shell import runfile
from bridge.shell.places import state_folder
from bridge.shell.presets import preset_tables

Items = list[CompletionItem[str]]
Completion = Callable[[click.Context, click.Parameter, str], Items]

SHOW_FILES = ("show.toml", "cues.csv", "tracks.csv")
"""A folder that holds one of these is a show's."""
_CUES, _TRACKS = SHOW_FILES[1:]
_PLAIN = re.compile(r"\w[\w.+/-]*")
"""What can stand on a command line as it is in every shell; only such words are offered."""
_WORDS = re.compile(r"\w[\w.+/ -]*")
"""The same with blanks, as tracks' names have them; `completing` knows how a shell wants those."""
_LONGEST = 60


class Folder(click.ParamType[Path]):
    """A folder's path. Whether it is there, and a folder, is said by the command that reads it."""

    name = "dir"

    def convert(self, value: str | Path, _param: click.Parameter | None, _ctx: click.Context | None) -> Path:
        """The path."""
        return Path(value)

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> Items:
        """The shell itself knows the folders."""
        return [CompletionItem(incomplete, type="dir")]


FOLDER = Folder()
FILE = click.Path(path_type=Path)


def holds_show(folder: Path) -> bool:
    """True if this folder is a show's."""
    return any((folder / name).exists() for name in SHOW_FILES)


def words(allowed: Iterable[str]) -> Completion:
    """Completion by one of these words."""
    listed = [(word, "") for word in allowed]

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> Items:
        return _fitting(listed, incomplete)

    return complete


def previews(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Items:
    """Completion by a preview's name: those that come with the program, the show's own, off."""
    return _fitting({**dict(_shipped()), **dict(_own(_meant(ctx))), OFF: "the desk as it was"}.items(), incomplete)


def tracks(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Items:
    """Completion by the name of a track that stands in the show's tracks.csv."""
    return _fitting(_cells(_meant(ctx) / _TRACKS, "name", "stem"), incomplete, _WORDS)


def cue_numbers(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Items:
    """Completion by a cue's number that stands in the show's cues.csv."""
    return _fitting(_cells(_meant(ctx) / _CUES, "number", "title"), incomplete)


def sessions(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Items:
    """Completion by a session that stands in the show's cues.csv."""
    return _fitting([(name, "") for name, _ in _cells(_meant(ctx) / _CUES, "session", "title")], incomplete)


def _meant(ctx: click.Context) -> Path:
    """The show's folder: the one that is named, else this one if it is a show's, else the running bridge's, else this.

    That a bridge runs is believed of its run file: to ask it would take too long.
    """
    named, here = ctx.params.get("show"), Path()
    if isinstance(named, Path):
        return named
    if holds_show(here):
        return here
    try:
        run = runfile.read(state_folder())
    except StembridgeError:
        return here
    return here if run is None else Path(run.show)


def _shipped() -> Iterator[tuple[str, str]]:
    """The previews that come with the program, by name with their titles."""
    try:
        for name, table in preset_tables("previews"):
            yield name, str(table.get("title", ""))
    except StembridgeError:  # the commands say what is missing
        return


def _own(folder: Path) -> Iterator[tuple[str, str]]:
    """The previews of the show's own."""
    for file in sorted((folder / OWN_FOLDER).glob("*.toml")):
        yield preview_name(file.name), "your own"


def _cells(file: Path, column: str, about: str) -> list[tuple[str, str]]:
    """Each value of a column of a table once, with what the first row says about it in another column."""
    table = _table(file, column)
    found: dict[str, str] = {}
    for row in map(table.values, table.rows):
        found.setdefault(row.get(column, "").strip(), row.get(about, ""))
    return list(found.items())


def _table(path: Path, column: str) -> Table:
    """The table in this file, as far as it can be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    return read_table(path.name, text, column)[0]


def _fitting(values: Iterable[tuple[str, str]], incomplete: str, plain: re.Pattern[str] = _PLAIN) -> Items:
    """Those that begin as what is typed, in any case of letters, each with a word on it."""
    begun = incomplete.casefold()
    return [
        CompletionItem(word, help=harmless(what, _LONGEST) or None)
        for word, what in values
        if word.casefold().startswith(begun) and plain.fullmatch(word)
    ]
