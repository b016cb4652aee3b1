"""`stembridge cues` and `stembridge cue`: the list of cues, one cue, and decisions about it."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bridge.cli.calling import FAILED, USER_FILE, complain, say
from bridge.cli.given import FOLDER, cue_numbers, holds_show, sessions, words
from bridge.cli.looking import STRANGE
from bridge.cli.pages import Page
from bridge.model.cuelist import CueList, ListedCue, Listing, listing
from bridge.model.cues import Language, Level, Me, Origin, Performed, Status
from bridge.model.errors import BadShow, StembridgeError
from bridge.model.text import meant, quoted
from bridge.sheets.cuedecide import Edit
from bridge.sheets.cuemeant import LINE, Meant
from bridge.sheets.cuetold import changes, key_of
from bridge.sheets.cuewords import level_said
from bridge.sheets.words import Slip
from bridge.shell import wireformat
from bridge.shell.client import Client, NoBridge, alive
from bridge.shell.decisions import Author, Decide, Order, Redo, Undo, carry_out, person
from bridge.shell.history import decisions
from bridge.shell.places import history_path, state_folder
from bridge.shell.showfolder import read_folder, read_sheet
from bridge.ui.cues import Past, one_cue
from bridge.ui.cues import cues as picture

MOST_PAST = 200
"""Decisions of the past that are looked through for a cue."""
SHOWN_PAST = 12


class NoSuchCue(StembridgeError):  # noqa: N818 - reads as what it is
    """There is nothing by that name; the sentence says what was probably meant."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a show's cues are: its folder, and the bridge that serves it if one runs.

    `elsewhere`: the folder of the show that the running bridge serves in its place, empty if none does.
    """

    folder: Path
    client: Client | None
    elsewhere: str = ""


def source(show: Path | None) -> Source:
    """The show that is meant: the one named, else this folder if it holds one, else the running bridge's."""
    run = alive(state_folder())
    here = show or Path()
    if show is None and run is not None and not holds_show(here):
        here = Path(run.show)
    if run is None:
        return Source(here, None)
    serves = here.resolve() == Path(run.show)
    return Source(here, Client(run)) if serves else Source(here, None, run.show)


def found_in(where: Source) -> Listing:
    """All cues: as the bridge knows them, else those of `cues.csv`. Raises `BadShow`, `NoBridge`."""
    if where.client is None:
        folder = read_folder(where.folder)
        spans = folder.cues.spans if folder.cues else ()
        return listing(CueList(spans, "cues.csv" if folder.cues else "", rate=folder.show.rate))
    try:
        return wireformat.listing(where.client.cues())
    except ValueError:
        raise NoBridge(STRANGE) from None


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_show_option = click.option("--show", type=FOLDER, help="The show's folder; else this one, else the bridge's.")


def _session_option(text: str) -> Decorator:
    """`--session NAME`."""
    return click.option("--session", "--reel", "session", metavar="NAME", shell_complete=sessions, help=text)


# --- the list ---------------------------------------------------------------------------------------------------


@click.command(
    cls=Page,
    examples=[
        ("stembridge cues --undecided", "what is left to decide"),
        ("stembridge cues --level diegetic --session reel2", "what the characters of one reel hear"),
        ("stembridge cues --json > cues.json", "for another program"),
    ],
    exits={2: "the show's files have problems"},
)
@click.option("--undecided", is_flag=True, help="Only those of which nobody has decided who hears them.")
@click.option(
    "--level",
    "word",
    metavar="LEVEL",
    shell_complete=words(Level),
    help=f"Only those of this level: {', '.join(Level)}.",
)
@_session_option("Only those of this session (reel).")
@click.option("--json", "as_json", is_flag=True, help="Print the interface's JSON instead.")
@_show_option
def cues(undecided: bool, word: str | None, session: str | None, as_json: bool, show: Path | None) -> None:
    """Every cue in the order of time: where it lies, who hears it, on which tracks, and why.

    With a running bridge also those that the session's file proposes; without one, what stands in cues.csv, with its
    times as written. It only looks: nothing is written or sent.
    """
    where = source(show)
    found = found_in(where)
    rows = _of_session(found.cues, session)
    level = _level(word)
    rows = [cue for cue in rows if level in {None, cue.level} and (not undecided or cue.level is Level.UNSET)]
    if where.client is None:
        complain(f"No bridge runs for the show in {where.folder.resolve()}: this is cues.csv alone, times as written.")
    if as_json:
        click.echo(
            json.dumps(wireformat.cues(found) | {"cues": wireformat.cues(Listing(tuple(rows)))["cues"]}, indent=2)
        )
        return
    Console().print(picture(rows, found))
    if not found.cues:
        say("There are no cues yet. Write them into cues.csv, or run the bridge beside a session with markers.")


def _of_session(rows: Sequence[ListedCue], name: str | None) -> list[ListedCue]:
    """Those of the session that is meant; raises `NoSuchCue`."""
    if name is None:
        return list(rows)
    own = [cue for cue in rows if cue.session.casefold() == name.casefold()]
    sessions = sorted({cue.session for cue in rows if cue.session})
    if own or not rows:
        return own
    near = meant(name, sessions)
    known = ", ".join(map(quoted, sessions[:20])) or "none is named"
    hint = f" Did you mean {quoted(near)}?" if near else ""
    raise NoSuchCue(f"No cue lies in a session {quoted(name)}.{hint} Sessions: {known}. Nothing was changed.")


def _level(word: str | None) -> Level | None:
    """The level that was written; raises `NoSuchCue` with what was probably meant."""
    if word is None or word.casefold() in set(Level):
        return None if word is None else Level(word.casefold())
    try:
        return level_said(word)[0]
    except Slip as slip:
        raise NoSuchCue(f"{slip.what} ({slip.hint}). Nothing was changed.") from None


# --- one cue ----------------------------------------------------------------------------------------------------

_LEVELS = tuple(level for level in Level if level is not Level.TRANSDIEGETIC)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A thing that can be decided: what it is, and its words, where they are a fixed list."""

    about: str
    allowed: tuple[str, ...] = ()

    def option(self, name: str) -> Decorator:
        """Its option."""
        if not self.allowed:
            return click.option(f"--{name}", metavar="TEXT", help=self.about)
        text = self.about.format(", ".join(self.allowed))
        return click.option(f"--{name}", metavar="WORD", shell_complete=words(self.allowed), help=text)


_DECIDED = {
    "level": _Fact("Who hears it: {}; a crossing is written 'diegetic > nondiegetic'.", _LEVELS),
    "origin": _Fact("Where its music comes from: {}.", tuple(Origin)),
    "status": _Fact("How far it has come: {}.", tuple(Status)),
    "me": _Fact("What an M&E does with it: {}.", tuple(Me)),
    "performed": _Fact("What of it is performed in the picture: {}.", tuple(Performed)),
    "language": _Fact("Of its words: {}.", tuple(Language)),
    "title": _Fact("Its title."),
    "note": _Fact("Why, in your words."),
}
"""What the command can decide."""


def _decisions(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for each thing that can be decided."""
    for name, fact in reversed(_DECIDED.items()):
        command = fact.option(name)(command)
    return command


@click.command(
    cls=Page,
    examples=[
        ("stembridge cue 1m3", "all that is known of it and was decided before"),
        ("stembridge cue 1m3 --level diegetic --origin licensed", "the characters hear it; a licensed song"),
        ("stembridge cue 1m3 --level 'diegetic > nondiegetic' --at 01:00:50:00", "one span of it: there it crosses"),
        ("stembridge cue --undo", "as it was before the newest decision"),
    ],
    exits={2: "the show's files have problems; nothing was decided"},
)
@click.argument(
    "number", default="", shell_complete=cue_numbers, help="Its number, 'line 12', or what found it: 'marker 7'."
)
@_decisions
@click.option("--at", "place", default="", metavar="PLACE", help="Only the span that lies there: timecode or samples.")
@_session_option("The cue of this session (reel).")
@click.option("--undo", is_flag=True, help="Take back the newest decision about this show.")
@click.option("--redo", is_flag=True, help="Do again what was taken back last.")
@_show_option
def cue(number: str, undo: bool, redo: bool, show: Path | None, **said: str | None) -> int:
    """Decide about a cue, or show all that is known of it.

    With options the cue is decided, signed and locked in cues.csv: nothing automatic changes it any more, and every
    other row stays as it is, byte for byte. Without, it is shown with its evidence and what was decided before. The
    DAW's session is not touched.
    """
    order = _order(number, said, undo=undo, redo=redo)
    where = source(show)
    if order is None:
        return _show(where, number, said["session"])
    if where.client is None:
        say(*carry_out(Author(where.folder, state_folder(), person()), order))
        if where.elsewhere:
            say(f"The bridge that runs follows the show in {where.elsewhere}, so it hears nothing of this.")
        return 0
    return _asked(where, where.client, order)


def _order(number: str, said: Mapping[str, str | None], *, undo: bool, redo: bool) -> Order | None:
    """What is asked for, None if the cue is only to be shown. Raises `click.UsageError`."""
    words = {name: word for name in _DECIDED if (word := said[name]) is not None}
    place = said["place"] or ""
    if undo or redo:
        if (undo and redo) or number or words or place:
            raise click.UsageError("--undo and --redo stand alone. Nothing was changed.")
        return Undo() if undo else Redo()
    if not number.strip():
        raise click.UsageError("Which cue? Name its number, such as 1m3. All cues: stembridge cues")
    if not words and place:
        raise click.UsageError("--at says which span is decided; what shall it be? For instance: --level diegetic")
    return Decide(Meant(number, place, said["session"]), words) if words else None


def _asked(where: Source, client: Client, order: Order) -> int:
    """Have the running bridge decide, print its answer; gives the exit code."""
    match order:
        case Decide(meant=who, changes=words):
            keys = {"at": who.place} if who.place else {}
            keys |= {"session": who.session} if who.session is not None else {}
            reply = client.command("cue", number=who.number, set=dict(words), **keys)
        case _:
            reply = client.command("undo" if isinstance(order, Undo) else "redo")
    (say if reply.ok else complain)(*reply.lines)
    return 0 if reply.ok else _why_failed(where.folder)


def _why_failed(folder: Path) -> int:
    """The exit code of a refusal: the user's file is to blame if it has problems."""
    try:
        read_sheet(folder)
    except BadShow:
        return USER_FILE
    return FAILED


def _show(where: Source, number: str, session: str | None) -> int:
    rows = _of_session(found_in(where).cues, session)
    named = _named(rows, number)
    past = decisions(history_path(state_folder()), where.folder, MOST_PAST)
    about = [Past(one.at, one.by, _what(one.edits, named[0]), one.done) for one in past if _about(one.edits, named[0])]
    now = time.time()
    Console().print(one_cue(named, about[:SHOWN_PAST], now))
    return 0


def _named(rows: Sequence[ListedCue], word: str) -> list[ListedCue]:
    """The spans that go by this number, id or line; raises `NoSuchCue`."""
    word = word.strip()
    line = LINE.fullmatch(word)
    for own in (
        [cue for cue in rows if cue.number and cue.number.casefold() == word.casefold()],
        [cue for cue in rows if cue.id and cue.id.casefold() == word.casefold()],
        [cue for cue in rows if line and cue.line == int(line[1])],
    ):
        if own:
            return own
    near = meant(word, {name for cue in rows for name in (cue.number, cue.id) if name})
    hint = f" Did you mean {quoted(near)}?" if near else " All cues: stembridge cues"
    raise NoSuchCue(f"There is no cue {quoted(word)}.{hint}")


def _about(edits: Sequence[Edit], cue: ListedCue) -> bool:
    return any(_same(edit, cue) for edit in edits)


def _same(edit: Edit, cue: ListedCue) -> bool:
    """Whether this row was one of the cue's."""
    session, number, found_by = map(str.casefold, key_of(edit))
    if (session, number) != (cue.session.casefold(), cue.number.casefold()):
        return False
    return bool(number) or found_by == cue.id.casefold()


def _what(edits: Sequence[Edit], cue: ListedCue) -> str:
    """What became of the cue's cells, each change once."""
    return "; ".join(dict.fromkeys(changes(edit.old, edit.new) for edit in edits if _same(edit, cue)))
