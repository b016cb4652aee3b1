"""Deciding from the command line: through the bridge that serves the show, else in the show's files; `undo`, `redo`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bridge.cli.calling import FAILED, USER_FILE, complain, say
from bridge.cli.given import FOLDER, holds_show
from bridge.cli.pages import Page
from bridge.model.errors import BadShow
from bridge.sheets.cuedecide import CUES
from bridge.sheets.cuemeant import Meant
from bridge.sheets.edits import Edit, Form
from bridge.sheets.trackdecide import TRACKS, MeantTrack
from bridge.shell.client import Client, Reply, alive
from bridge.shell.decisions import Author, Decide, Order, Redo, Undo, carry_out, person
from bridge.shell.history import decisions
from bridge.shell.places import history_path, state_folder
from bridge.shell.showfolder import read_sheet
from bridge.ui.past import Past

MOST_PAST = 200
"""Decisions of the past that are looked through for one cue or track."""
SHOWN_PAST = 12


@dataclass(frozen=True, slots=True)
class Source:
    """Where a show is: its folder, and the bridge that serves it if one runs.

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


def folder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--show DIR` for a command that works with a bridge and without one."""
    return click.option("--show", type=FOLDER, help="The show's folder; else this one, else the bridge's.")(command)


def ordered(where: Source, order: Order) -> int:
    """Have it carried out, by the bridge that serves the show or in its files; print what was done.

    Gives the exit code. Raises `NotDecided`, `HistoryTrouble`, `NoBridge`, and `BadShow` with a file's problems.
    """
    if where.client is None:
        say(*carry_out(Author(where.folder, state_folder(), person()), order))
        if where.elsewhere:
            say(f"The bridge that runs follows the show in {where.elsewhere}, so it hears nothing of this.")
        return 0
    reply = _asked(where.client, order)
    (say if reply.ok else complain)(*reply.lines)
    return 0 if reply.ok else _why_failed(where.folder, order)


def _asked(client: Client, order: Order) -> Reply:
    match order:
        case Decide(meant=Meant() as cue, changes=words):
            keys = {"at": cue.place} if cue.place else {}
            keys |= {"session": cue.session} if cue.session is not None else {}
            return client.command("cue", number=cue.number, set=dict(words), **keys)
        case Decide(meant=MeantTrack(name=name), changes=words):
            return client.command("track", name=name, set=dict(words))
        case _:
            return client.command("undo" if isinstance(order, Undo) else "redo")


def _why_failed(folder: Path, order: Order) -> int:
    """The exit code of a refusal: the user's file is to blame if it has problems."""
    forms: Sequence[Form[Any]] = (CUES, TRACKS)
    if isinstance(order, Decide):
        forms = (TRACKS,) if isinstance(order.meant, MeantTrack) else (CUES,)
    try:
        for form in forms:
            read_sheet(folder, form)
    except BadShow:
        return USER_FILE
    return FAILED


def past_of(where: Source, form: Form[Any], what: Callable[[Sequence[Edit]], str]) -> list[Past]:
    """The newest decisions in this file for whose edits `what` finds words, the newest first."""
    found = decisions(history_path(state_folder()), where.folder, MOST_PAST)
    told = [Past(one.at, one.by, what(one.edits), one.done) for one in found if one.file == form.file]
    return [past for past in told if past.what][:SHOWN_PAST]


_BROKEN = {2: "the show's files have problems; nothing was changed"}


@click.command(
    cls=Page,
    examples=[("stembridge undo", "as it was before the newest decision; again: the one before")],
    exits=_BROKEN,
)
@folder_option
def undo(show: Path | None) -> int:
    """Take back the newest decision about this show, whether about a cue or a track.

    It is taken back in cues.csv or tracks.csv; what was edited there by hand stays. Where that is the very cell that
    was decided, nothing is changed, and that is said.
    """
    return ordered(source(show), Undo())


@click.command(
    cls=Page, examples=[("stembridge redo", "as it was before the last undo; again: the next one")], exits=_BROKEN
)
@folder_option
def redo(show: Path | None) -> int:
    """Do again what was taken back last, until something new is decided."""
    return ordered(source(show), Redo())
