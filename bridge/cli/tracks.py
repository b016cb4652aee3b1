"""`stembridge track`: what a track is, and decisions about it."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from bridge.cli.calling import complain
from bridge.cli.deciding import Source, folder_option, ordered, past_of, source
from bridge.cli.given import tracks, words
from bridge.cli.looking import read
from bridge.cli.pages import Page
from bridge.model.errors import StembridgeError
from bridge.model.show import Show
from bridge.model.snapshot import TrackView
from bridge.model.stems import SUBS, Flag, Named, Role
from bridge.model.text import meant, quoted
from bridge.sheets import told
from bridge.sheets.cells import unguarded
from bridge.sheets.edits import Edit
from bridge.sheets.trackdecide import TRACKS, MeantTrack
from bridge.sheets.tracks import Track
from bridge.shell.decisions import Decide
from bridge.shell.engine import classifier_for
from bridge.shell.showfolder import read_folder
from bridge.ui.tracks import KnownTrack, one_track

_STEMS = [word for family, subs in SUBS.items() for word in (family.value, *(f"{family}/{sub}" for sub in subs))]


class NoSuchTrack(StembridgeError):  # noqa: N818 - reads as what it is
    """There is no track by that name; the sentence says which was probably meant."""


@click.command(
    cls=Page,
    examples=[
        ("stembridge track 'MX 1'", "what it is taken for, why, and what was decided before"),
        ("stembridge track 'DX Boom 1' --stem MX/source", "it is source music, whatever its name says"),
        ("stembridge track 'DX Boom 1' --lock", "it is what the bridge takes it for"),
        ("stembridge track 'DX Boom 1' --unlock", "the bridge finds out anew what it is"),
    ],
    exits={2: "the show's files have problems; nothing was decided"},
)
@click.argument("name", default="", shell_complete=tracks, help="Its exact name in the DAW.")
@click.option(
    "--stem", metavar="STEM", shell_complete=words(_STEMS), help="DX, FX or MX, or a part: FX/foley, MX/source."
)
@click.option("--role", metavar="WORD", shell_complete=words(Role), help=f"What the track does: {', '.join(Role)}.")
@click.option("--flags", metavar="WORDS", help=f"What is true of it beside: some of {', '.join(Flag)}; '' for none.")
@click.option("--note", metavar="TEXT", help="Why, in your words.")
@click.option("--lock/--unlock", "lock", default=None, help="It is what it is taken for; or: find out anew.")
@folder_option
def track(name: str, show: Path | None, lock: bool | None, **said: str | None) -> int:
    """Decide what a track is, or show all that is known of it.

    With --stem, --role or --flags it is decided, signed and locked in tracks.csv: nothing automatic changes it any
    more, and every other row stays as it is, byte for byte. Without, it is shown with the reasons and what was decided
    before. The DAW's session is not touched. To take a decision back: `stembridge undo`.
    """
    if not name.strip():
        raise click.UsageError('Which track? Name it as the DAW does, such as "MX 1". All tracks: stembridge status')
    changes = {column: word for column, word in said.items() if word is not None}
    changes |= {} if lock is None else {"lock": "yes" if lock else "no"}
    where = source(show)
    return ordered(where, Decide(MeantTrack(name), changes)) if changes else _show(where, name)


def _show(where: Source, name: str) -> int:
    """Print all that is known of the track. Raises `NoSuchTrack`, `NoBridge`, `BadShow`."""
    folder = read_folder(where.folder)
    rows = {row.name: row for row in folder.sheet.tracks if row is not None} if folder.sheet else {}
    seen = {view.name: view for view in read(where.client.state()).tracks} if where.client else {}
    if name not in rows and name not in seen:
        near = meant(name, [*rows, *seen])
        hint = f"Did you mean {quoted(near)}?" if near else "All tracks: stembridge status"
        raise NoSuchTrack(f"There is no track {quoted(name)}. {hint}")
    if where.client is None:
        complain(f"No bridge runs for the show in {where.folder.resolve()}: this is what tracks.csv and the name tell.")
    past = past_of(where, TRACKS, lambda edits: _what(edits, name))
    Console().print(one_track(_known(name, rows.get(name), seen.get(name), folder.show), past, time.time()))
    return 0


def _known(name: str, row: Track | None, view: TrackView | None, show: Show) -> KnownTrack:
    """What the bridge finds the track to be; without one what is locked, else what the name alone tells."""
    found = view.stem if view else show.locks.get(name) or classifier_for(show)(Named(name))
    known = KnownTrack(name, found, view.kind if view else "")
    if row is None:
        return known
    says = f"line {row.line} of tracks.csv says {str(row.said) or 'nothing'}, {'locked' if row.lock else 'not locked'}"
    return replace(known, row=says, by=row.by, note=row.note)


def _what(edits: Sequence[Edit], name: str) -> str:
    """What became of the track's cells; "" if these edits are about others."""
    return "; ".join(told.changes(edit.old, edit.new) for edit in edits if unguarded(edit.row[0]) == name)
