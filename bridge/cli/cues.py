"""`stembridge cues` and `stembridge cue`: the list of cues, one cue, and decisions about it."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bridge.cli.calling import complain, say
from bridge.cli.deciding import Source, folder_option, ordered, past_of, source
from bridge.cli.given import cue_numbers, sessions, words
from bridge.cli.looking import STRANGE
from bridge.cli.pages import Page
from bridge.model.cuelist import CueList, ListedCue, Listing, listing
from bridge.model.cues import Language, Level, Me, Origin, Performed, Status
from bridge.model.errors import StembridgeError
from bridge.model.text import meant, quoted
from bridge.sheets.cuedecide import CUES, key_of
from bridge.sheets.cuemeant import LINE, Meant
from bridge.sheets.cuewords import level_said
from bridge.sheets.edits import Edit
from bridge.sheets.told import changes
from bridge.sheets.words import Slip
from bridge.shell import wireformat
from bridge.shell.client import NoBridge
from bridge.shell.decisions import Decide, Order
from bridge.shell.showfolder import read_folder
from bridge.ui.cues import cues as picture
from bridge.ui.cues import one_cue


class NoSuchCue(StembridgeError):  # noqa: N818 - reads as what it is
    """There is nothing by that name; the sentence says what was probably meant."""


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
@folder_option
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
    ],
    exits={2: "the show's files have problems; nothing was decided"},
)
@click.argument(
    "number", default="", shell_complete=cue_numbers, help="Its number, 'line 12', or what found it: 'marker 7'."
)
@_decisions
@click.option("--at", "place", default="", metavar="PLACE", help="Only the span that lies there: timecode or samples.")
@_session_option("The cue of this session (reel).")
@folder_option
def cue(number: str, show: Path | None, **said: str | None) -> int:
    """Decide about a cue, or show all that is known of it.

    With options the cue is decided, signed and locked in cues.csv: nothing automatic changes it any more, and every
    other row stays as it is, byte for byte. Without, it is shown with its evidence and what was decided before. The
    DAW's session is not touched. To take a decision back: `stembridge undo`.
    """
    order = _order(number, said)
    where = source(show)
    return _show(where, number, said["session"]) if order is None else ordered(where, order)


def _order(number: str, said: Mapping[str, str | None]) -> Order | None:
    """What is asked for, None if the cue is only to be shown. Raises `click.UsageError`."""
    words = {name: word for name in _DECIDED if (word := said[name]) is not None}
    place = said["place"] or ""
    if not number.strip():
        raise click.UsageError("Which cue? Name its number, such as 1m3. All cues: stembridge cues")
    if not words and place:
        raise click.UsageError("--at says which span is decided; what shall it be? For instance: --level diegetic")
    return Decide(Meant(number, place, said["session"]), words) if words else None


def _show(where: Source, number: str, session: str | None) -> int:
    rows = _of_session(found_in(where).cues, session)
    named = _named(rows, number)
    past = past_of(where, CUES, lambda edits: _what(edits, named[0]))
    Console().print(one_cue(named, past, time.time()))
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


def _same(edit: Edit, cue: ListedCue) -> bool:
    """Whether this row was one of the cue's."""
    session, number, found_by = map(str.casefold, key_of(edit))
    if (session, number) != (cue.session.casefold(), cue.number.casefold()):
        return False
    return bool(number) or found_by == cue.id.casefold()


def _what(edits: Sequence[Edit], cue: ListedCue) -> str:
    """What became of the cue's cells, each change once; "" if these edits are about others."""
    return "; ".join(dict.fromkeys(changes(edit.old, edit.new) for edit in edits if _same(edit, cue)))
