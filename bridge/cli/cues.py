"""`stembridge cues` and `stembridge cue`: the list of cues, one cue, and decisions about it."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bridge.cli.calling import complain, say
from bridge.cli.deciding import Source, folder_option, ordered, past_of, source
from bridge.cli.looking import STRANGE
from bridge.model.cuelist import CueList, ListedCue, Listing, listing
from bridge.model.cues import Level
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


# --- the list ---------------------------------------------------------------------------------------------------


@click.command()
@click.option("--undecided", is_flag=True, help="Only those of which nobody has decided who hears them.")
@click.option("--level", "word", metavar="LEVEL", help=f"Only those of this level: {', '.join(Level)}.")
@click.option("--session", "--reel", "session", metavar="NAME", help="Only those of this session (reel).")
@click.option("--json", "as_json", is_flag=True, help="Print the interface's JSON instead.")
@folder_option
def cues(undecided: bool, word: str | None, session: str | None, as_json: bool, show: Path | None) -> None:
    """Every cue in the order of time: where it lies, who hears it, on which tracks, and why.

    With a running bridge also those that the session's file proposes; without one, what stands in cues.csv, with its
    times as written.
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

_DECIDED = {
    "level": "Who hears it: "
    + ", ".join(level for level in Level if level is not Level.TRANSDIEGETIC)
    + "; a crossing is written 'diegetic > nondiegetic'.",
    "origin": "commissioned, licensed, library, public_domain, unknown.",
    "status": "temp, demo, approved, final, alt, rejected, omitted.",
    "me": "What an M&E does with it: main, optional, remove.",
    "performed": "What of it is performed in the picture: none, vocal, instrumental, dance.",
    "language": "Of its words: ov, other, none, unknown.",
    "title": "Its title.",
    "note": "Why, in your words.",
}
"""What the command can decide, with its help."""


def _decisions(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for each thing that can be decided."""
    for name, text in reversed(_DECIDED.items()):
        command = click.option(f"--{name}", metavar="WORD", help=text)(command)
    return command


@click.command()
@click.argument("number", default="")
@_decisions
@click.option("--at", "place", default="", metavar="PLACE", help="Only the span that lies there: timecode or samples.")
@click.option("--session", "--reel", "session", metavar="NAME", help="The cue of this session (reel).")
@folder_option
def cue(number: str, show: Path | None, **said: str | None) -> int:
    """Decide about a cue, or show all that is known of it.

    NUMBER is the cue's, such as 1m3; else what it was found by ('marker 7'), or 'line 12' of cues.csv. With options
    the cue is decided, signed and locked in cues.csv: nothing automatic changes it any more. Without, it is shown with
    its evidence and what was decided before. To take a decision back: stembridge undo
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
