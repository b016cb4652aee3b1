"""`stembridge route`: where every track goes and where it belongs; carried out, taken back, accepted, drawn."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from bridge.cli.asking import ask, running, show_option
from bridge.cli.calling import FAILED, say
from bridge.cli.given import FILE, tracks
from bridge.cli.looking import read
from bridge.cli.pages import Page
from bridge.model.desk import CONTENT_KINDS
from bridge.model.errors import StembridgeError
from bridge.model.routing import RouteView, RoutingView, Standing
from bridge.model.snapshot import Snapshot
from bridge.model.text import harmless, meant, quoted
from bridge.shell.client import Client
from bridge.ui.chart import chart
from bridge.ui.routes import plan, routing, wrong

UNDONE = "Ardour's own undo does not know of connections: what the bridge has routed, this takes back."
SUFFIX = ".svg"
_VERBS = {
    "apply": "Carry the plan out: of these tracks, or of all that it may touch.",
    "undo": "Take back what was routed last (Ardour's own undo knows no connections).",
    "hands_off": "These tracks go where they are to go: the bridge leaves them alone.",
    "hands_on": "The bridge may put these tracks back again.",
    "accept": "What is wrong with this one track may stay so; --note says why.",
}
"""What may be asked for, one at a time; without any it only shows."""


class NotRouted(StembridgeError):  # noqa: N818 - reads as what it is
    """What was asked for can't be; the sentence says why, and that nothing was changed."""


@click.command(
    cls=Page,
    examples=[
        ("stembridge route", "what is not where it belongs, and what would be done"),
        ("stembridge route --apply 'FX Door'", "put it back on its bus; without a name, all"),
        ("stembridge route 'MX Radio' --accept --note 'agreed with Anna'", "it may stay as it is"),
        ("stembridge route --chart reel3.svg", "the same as a picture"),
    ],
    exits={
        0: "nothing is wrong, or what was asked for is done",
        1: "a fault remains that nobody has accepted; or not all can be checked; or refused, and the reason is said",
    },
)
@click.argument("names", nargs=-1, shell_complete=tracks, help="Only these tracks and buses.")
@click.option("--apply", is_flag=True, help=_VERBS["apply"])
@click.option("--undo", is_flag=True, help=_VERBS["undo"])
@click.option("--hands-off", is_flag=True, help=_VERBS["hands_off"])
@click.option("--hands-on", is_flag=True, help=_VERBS["hands_on"])
@click.option("--accept", is_flag=True, help=_VERBS["accept"])
@click.option("--note", metavar="TEXT", default="", help="With --accept: why it may stay, kept across restarts.")
@click.option("--chart", "drawn", type=FILE, metavar="FILE.svg", help="Draw it into this file: tracks, buses, stems.")
@click.option("--json", "as_json", is_flag=True, help="Print the interface's JSON instead.")
@show_option
def route(names: tuple[str, ...], note: str, drawn: Path | None, show: Path | None, **said: bool) -> int:
    """Where every track goes, where it belongs, what is wrong and why that matters; and what would be done about it.

    Nothing is changed before --apply. The plan leaves alone what is locked elsewhere, what nobody knows for sure, and
    what you want as it is; it says so. Where nothing tells the routing, tracks are not checkable, never right. Ardour
    does not undo connections; --undo does, for what the bridge has routed.
    """
    verb = _verb(said, names, note)
    client = running(show)
    snapshot = _of(read(client.state()), names)
    view = snapshot.routing
    if verb == "accept":
        return _accepted(show, snapshot, note)
    if verb:
        return _ordered(show, verb, names)
    if drawn is not None:
        _draw(drawn, view, snapshot)
        return 0
    if said["as_json"]:
        click.echo(json.dumps(_body(client, names), indent=2))
    else:
        Console().print(routing(view, snapshot.at, time.time()))
    return FAILED if not view.source or any(map(_open, view.routes)) else 0


def _verb(said: dict[str, bool], names: Sequence[str], note: str) -> str:
    """What is asked for, "" for a look. Raises `UsageError` where that makes no sense."""
    verbs = [verb for verb in _VERBS if said[verb]]
    spelt = [f"--{verb.replace('_', '-')}" for verb in verbs]
    if len(verbs) > 1:
        raise click.UsageError(f"One at a time: {' or '.join(spelt)}. Nothing was changed.")
    verb = "".join(verbs)
    if verb in {"hands_off", "hands_on"} and not names:
        raise click.UsageError(f"Which tracks? {spelt[0]} takes their names. Nothing was changed.")
    if verb == "undo" and names:
        raise click.UsageError(f"{spelt[0]} takes no names: it takes back all that was routed last.")
    if verb == "accept" and not (len(names) == 1 and note.strip()):
        raise click.UsageError("--accept takes one track's name, and --note TEXT with why. Nothing was changed.")
    if note and verb != "accept":
        raise click.UsageError("--note says why something may stay: it goes with --accept. Nothing was changed.")
    return verb


def _ordered(show: Path | None, verb: str, names: Sequence[str]) -> int:
    """Ask the bridge to do it."""
    match verb:
        case "apply":
            return ask(show, "route", strips=list(names))
        case "undo":
            code = ask(show, "unroute")
            if code == 0:
                say(UNDONE)
            return code
        case _:
            return ask(show, "hands-off", strips=list(names), off=verb == "hands_off")


def _of(snapshot: Snapshot, names: Sequence[str]) -> Snapshot:
    """The picture with the routing of these strips only; of all if none are named. Raises `NotRouted`."""
    view, wanted = snapshot.routing, set(names)
    if not names:
        return snapshot
    known = [one.strip for one in view.routes]
    for name in names:
        if name not in known:
            near = meant(name, known)
            hint = f"Did you mean {quoted(near)}?" if near else "All of them: stembridge route"
            raise NotRouted(f"There is no track {quoted(name)} whose routing is known. Nothing was changed. {hint}")
    routes = tuple(one for one in view.routes if one.strip in wanted)
    some = replace(view, routes=routes, plan=tuple(one for one in view.plan if one.strip in wanted))
    return replace(snapshot, routing=some)


def _accepted(show: Path | None, snapshot: Snapshot, note: str) -> int:
    """Have the bridge remember that what is wrong with this one track may stay."""
    (one,) = snapshot.routing.routes
    code = ask(show, "acknowledge", numbers=[_finding(snapshot, one)], note=note)
    if code == 0:
        say(f"{quoted(one.strip)} may stay as it is and is left alone, until it is mended or goes wrong otherwise.")
    return code


def _finding(snapshot: Snapshot, route: RouteView) -> int:
    """The number under which a track's fault is known to the bridge. Raises `NotRouted` where there is none."""
    number = next((one.number for one in snapshot.findings if one.text == route.finding and route.text), None)
    if number is None:
        what = (
            "it is right" if route.standing is Standing.RIGHT else f"it stands as {route.standing.value or 'nothing'}"
        )
        raise NotRouted(
            f"There is no finding about {quoted(route.strip)} to accept: {what}. Nothing was changed. "
            "Where very much is wrong, not all of it is listed at once: mend or accept some of it first."
        )
    return number


def _open(route: RouteView) -> bool:
    """Whether it keeps the routing from being all right: a fault that nobody has accepted, or not checkable."""
    return wrong(route) or route.standing is Standing.UNCHECKABLE


def _draw(file: Path, view: RoutingView, snapshot: Snapshot) -> None:
    """Write the chart. Raises `NotRouted` if it can't be, or would be written over something else."""
    if file.suffix.lower() != SUFFIX:
        raise NotRouted(f"The chart is an SVG picture: {file} does not end with {SUFFIX}. Nothing was written.")
    try:
        file.write_text(chart(view, snapshot.session or "this session", time.time()), encoding="utf-8", newline="\n")
    except OSError as trouble:
        raise NotRouted(
            f"The chart can't be written to {file}: {trouble.strerror}. The session is not harmed."
        ) from None
    say(f"Drawn: {file}. Any browser shows it.")


def _body(client: Client, names: Sequence[str]) -> dict[str, object]:
    """The routing as the interface tells it, of these strips only where some are named."""
    body: dict[str, object] = client.state()["routing"]
    rows = {key: body[key] for key in ("routes", "plan")}
    wanted = set(names)
    kept = {
        key: [row for row in found if row["strip"] in wanted] if isinstance(found, list) else found
        for key, found in rows.items()
    }
    return body | kept if names else body


# --- a session with nothing routed ----------------------------------------------------------------------------------


def route_all(show: Path, *, ask_first: bool) -> int:
    """Show which buses are missing and what would be routed; then, if that is wanted, have it done. Exit code."""
    snapshot = read(running(show.resolve()).state())
    view = snapshot.routing
    if not view.source:
        why = view.unchecked or "Nothing tells the bridge how the session is routed."
        raise NotRouted(f"{why} Nothing was changed. {view.companion}".strip())
    coming = {family: _coming(snapshot, family) for family in view.missing}
    new = {name for names in coming.values() for name in names}
    rows = [row for row in view.plan if row.strip not in new]
    moved = new.union(row.strip for row in rows if not row.why_not)
    if not (view.missing or moved):
        say("No bus is missing, and every track that the plan may touch is on its own. Nothing was changed.")
        return 0
    for family, names in coming.items():
        tracks = f"{len(names)} track{'s' * (len(names) != 1)} would go on it: {', '.join(map(quoted, names))}"
        say(f"{harmless(family)} has no bus here and would get one; {tracks if names else 'no track would go on it'}.")
    if rows:
        Console().print(plan(rows))
    if ask_first and not click.confirm(f"{_deed(view, len(moved))} in the open session?", default=False):
        say("Nothing was changed.")
        return FAILED
    return ask(None, "route", strips=[], buses=True)


def _coming(snapshot: Snapshot, family: str) -> list[str]:
    """The tracks that would go on the bus that is to be made for this stem."""
    homeless = {one.strip for one in snapshot.routing.routes if not (one.wanted or one.hands_off or one.acknowledged)}
    homeless -= {one.strip for one in snapshot.routing.routes if one.standing in _BY_HAND}
    content = (track for track in snapshot.tracks if track.kind in CONTENT_KINDS)
    return [track.name for track in content if track.stem.known == family and track.name in homeless]


_BY_HAND = frozenset({Standing.PRINT, Standing.GUIDE, Standing.LOOP, Standing.UNKNOWN, Standing.UNCHECKABLE})
"""What the plan leaves to a person."""


def _deed(view: RoutingView, moved: int) -> str:
    """What would be done, counted."""
    routed = f"route {moved} track{'s' * (moved != 1)}"
    if not view.missing:
        return routed.capitalize()
    return f"Make {len(view.missing)} bus{'es' * (len(view.missing) != 1)} and {routed}"
