"""`stembridge init`: a show for the session that is open; run again, what is new in it."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
from rich.console import Console

from bridge.cli.calling import FAILED, complain, say
from bridge.cli.given import FOLDER
from bridge.cli.pages import Page
from bridge.cli.routing import route_all
from bridge.model.cues import Difference
from bridge.model.session import SavedSession
from bridge.model.show import GENERIC, MidiPort, Rig, Show
from bridge.model.stems import Role
from bridge.model.text import harmless
from bridge.model.timecode import RATES
from bridge.sheets import cuecells, showfile, tracks
from bridge.sheets.cuemerge import diff, merge, new_sheet
from bridge.sheets.newshow import new_showfile
from bridge.sheets.tomlfile import toml_text
from bridge.shell.ask import Told, ask_daw
from bridge.shell.showfolder import Folder, begin_show, go_on, read_folder
from bridge.shell.spotting import Spotted, demo_session, session_file, spot
from bridge.ui.tables import cue_differences, track_proposals


@click.command(
    cls=Page,
    examples=[
        ("stembridge init", "in the folder of your film, with its session open in the DAW"),
        ("stembridge init --show ~/films/night --yes", "another folder, made if need be, without questions"),
        ("stembridge init --route", "with the bridge running: the stems' buses, and every track on its own"),
        ("stembridge init --midi 'IAC Driver Bus 1'", "for Pro Tools, Nuendo, Logic: followed by MIDI timecode"),
    ],
    exits={2: "a file that is there already has problems; nothing was written"},
)
@click.option("--show", type=FOLDER, default=".", help="The show's folder; else the current one.")
@click.option("--demo", is_flag=True, help="Take the demo's reel; no DAW is asked.")
@click.option("--midi", metavar="PORT", help="A show that follows a DAW by what comes in at this MIDI port alone.")
@click.option("--route", is_flag=True, help="Instead: make the stems' missing buses and route the tracks; asks first.")
@click.option("--yes", is_flag=True, help="Ask nothing: for scripts.")
def init(show: Path, demo: bool, midi: str | None, route: bool, yes: bool) -> int:
    """Ask the DAW for its session, show what tracks and cues are taken for and why, and write the show's files.

    Nothing is sent to the DAW but the question. show.toml is written once and never touched again. Run it again at
    any time: what is new in the session is added to tracks.csv and cues.csv; what a person wrote there stays.

    With --route it writes no file: it shows which buses the session lacks and where each track would go, and has the
    running bridge do it if you say yes. What it routed, `stembridge route --undo` takes back.
    """
    if not yes and not sys.stdin.isatty():
        complain("Nobody can be asked here: this is no terminal. Nothing was written. Say yes beforehand with --yes")
        return FAILED
    if route:
        return route_all(show, ask_first=not yes)
    if midi:
        return _by_midi(show, midi, ask=not yes)
    there = read_folder(show) if show.is_dir() else Folder(Show(), showfile=False, sheet=None, cues=None, own=())
    if there.show.rig.daw == GENERIC and not demo:
        say(f"The DAW of this show is followed by MIDI alone, which tells no tracks. Nothing was written in {show}.")
        return 0
    told, saved = demo_session() if demo else _asked(show, there.show)
    found = spot(told, there.show, saved)
    plan = _plan(there, found, _begun(show, there, found, told, ask=not yes))
    if not plan.texts:
        say(f"Nothing new in {harmless(told.session)}: {_counted(found)}. Nothing was written.")
        return 0
    if not yes:
        _confirm(plan, found)
    _write(show, there, plan)
    say(*_outcome(show, plan, found, told))
    return 0


def _by_midi(folder: Path, port: str, *, ask: bool) -> int:
    """Begin a show for a DAW that can only be heard: nobody but the user knows its rate."""
    there = [file for file in (showfile.FILE, cuecells.FILE) if (folder / file).exists()]
    if there:
        complain(
            f"There is a show already in {folder.resolve()} ({_listed(there)}). Nothing was written. To follow its DAW "
            f"by MIDI write [[midi.ports]] into show.toml, below it: name = {toml_text(port)}"
        )
        return FAILED
    title, rate = harmless(folder.resolve().name), Show().rate
    if ask:
        title = click.prompt("Title of the film", default=title)
        rate = click.prompt("Timecode rate of the session", default=rate, type=click.Choice(list(RATES)))
    begun = Show(title=title, rate=rate, rig=Rig(GENERIC, midi=(MidiPort(port),)))
    begin_show(folder, {showfile.FILE: new_showfile(begun, ()), cuecells.FILE: new_sheet(()).text()})
    where = "" if folder == Path() else f" --show {folder}"
    say(
        f"Written: {_listed([str(folder / file) for file in (showfile.FILE, cuecells.FILE)])}, for {rate} fps.",
        "Write your cues into cues.csv, a row each: number, title, level, start and end as timecode.",
        f"Then: stembridge check{where}, and to begin: stembridge run{where}",
    )
    return 0


def _asked(folder: Path, show: Show) -> tuple[Told, SavedSession | None]:
    """The session that the DAW has open, and its file if it is found. Raises `NoDaw`."""
    told = ask_daw(show.rig)
    return told, session_file(told, show, folder)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: the new text of each file by its name, and what differs from what stands there."""

    texts: Mapping[str, str]
    differences: tuple[Difference, ...] = ()
    known: frozenset[str] = frozenset()


def _begun(folder: Path, there: Folder, found: Spotted, told: Told, *, ask: bool) -> Show | None:
    """The show that begins, None if there is one already. Asked is only what nobody but the user knows."""
    if there.showfile:
        return None
    rate = found.saved.timecode if found.saved is not None else ""
    fresh = replace(there.show, title=harmless(folder.resolve().name), rate=rate or there.show.rate)
    if not ask:
        return fresh
    say(f"Ardour has {harmless(told.session) or 'a session'} open: {len(found.tracks)} tracks and buses.")
    if found.saved is None:
        say(_not_found(told))
    title = click.prompt("Title of the film", default=fresh.title)
    if rate:
        return replace(fresh, title=title)
    return replace(
        fresh, title=title, rate=click.prompt("Timecode rate", default=fresh.rate, type=click.Choice(list(RATES)))
    )


def _plan(there: Folder, found: Spotted, begun: Show | None) -> Plan:
    """What is to be written: of files that are there only what changes."""
    sheet = tracks.merge(there.sheet, found.tracks) if there.sheet else tracks.new_sheet(found.tracks)
    before = there.cues or new_sheet(())
    texts = {} if begun is None else {showfile.FILE: new_showfile(begun, [strip for strip, _ in found.tracks])}
    if there.sheet is None or sheet.text() != there.sheet.text():
        texts[tracks.FILE] = sheet.text()
    cues = merge(before, found.cues, found.ruler)
    if cues.text() != before.text():
        texts[cuecells.FILE] = cues.text()
    known = frozenset(track.name for track in (there.sheet.tracks if there.sheet else ()) if track is not None)
    return Plan(texts, diff(before, found.cues, found.ruler), known)


def _confirm(plan: Plan, found: Spotted) -> None:
    """Show what was found that is not there yet; raises `click.Abort` if it shall not be written."""
    console = Console()
    if tracks.FILE in plan.texts:
        console.print(track_proposals([row for row in found.tracks if row[0].name not in plan.known]))
    if plan.differences:
        console.print(cue_differences(plan.differences, found.ruler))
    click.echo("What is wrong here can be put right in the files afterwards; what a person wrote in them stays.")
    click.confirm(f"Write {_listed(list(plan.texts))}?", default=True, abort=True)


def _write(folder: Path, there: Folder, plan: Plan) -> None:
    """Write the files: of a new show all or none, of one that goes on each whole. Raises `NotBegun`."""
    if not (there.showfile or there.sheet or there.cues):
        begin_show(folder, plan.texts)
        return
    sheets = {tracks.FILE: there.sheet, cuecells.FILE: there.cues}
    go_on(folder, {file: sheet.text() for file, sheet in sheets.items() if sheet is not None}, plan.texts)


def _counted(found: Spotted) -> str:
    """How much was found, and how much of it nobody can tell."""
    unknown = sum(stem.known is None and stem.role is Role.CONTENT for _, stem in found.tracks)
    undecided = sum(span.undecided for span in found.cues)
    told = f"{len(found.tracks)} tracks" + (f" ({unknown} of them nobody can tell from the name)" if unknown else "")
    if not found.cues:
        return told
    return told + f", {len(found.cues)} spans of cues" + (f" ({undecided} undecided)" if undecided else "")


def _not_found(told: Told) -> str:
    """That there is no file to read cues from, and what to do."""
    name = harmless(told.session) or "this session"
    return (
        f"The file of {name} was not found, so no cues were read from it. Save the session in Ardour, or name its "
        "file in show.toml (session_file under [rig]), and run init again."
    )


def _listed(names: Sequence[str]) -> str:
    """Names as a sentence counts them up.

    >>> _listed(["show.toml", "tracks.csv", "cues.csv"])
    'show.toml, tracks.csv and cues.csv'
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _outcome(folder: Path, plan: Plan, found: Spotted, told: Told) -> tuple[str, ...]:
    """What was written and what is to be done next."""
    where = "" if folder == Path() else f" --show {folder}"
    lines = [f"Written: {_listed([str(folder / file) for file in plan.texts])}. Found: {_counted(found)}."]
    if found.saved is None:
        lines.append(_not_found(told))
    lines += [f"{trouble}." for trouble in (found.saved.notes if found.saved is not None else ())]
    return (
        *lines,
        f"To decide what a track is: stembridge track NAME --stem MX/source{where}",
        f"To decide who hears a cue: stembridge cues --undecided{where}",
        f"Then: stembridge check{where}, and to begin: stembridge run --mode preview{where}",
    )
