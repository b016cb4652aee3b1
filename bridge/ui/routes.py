"""The routing in words: how a strip stands, who tells it, how much is wrong; and the plan as a table for the terminal.

A colour is never alone: the sign and the word of a standing say the same. `SIGNS` are those of the console, the table
and the chart alike.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bridge.model.routing import GraphSource, PlanRow, RouteView, RoutingView, Standing
from bridge.model.text import harmless
from bridge.ui.ages import age

_NO_FAULTS = frozenset({Standing.RIGHT, Standing.UNCHECKABLE, Standing.NONE})
FAULTS: tuple[Standing, ...] = tuple(one for one in Standing if one not in _NO_FAULTS)
"""What is wrong, in the order in which it is told."""
WRONG, UNSEEN, ACCEPTED, RIGHT = "▲", "○", "◆", "✓"
"""Signs: a fault; not checkable; the user wants it so; right."""
SIGNS = dict.fromkeys(FAULTS, WRONG) | {Standing.UNKNOWN: "?", Standing.UNCHECKABLE: UNSEEN, Standing.RIGHT: RIGHT}
UNSEEN_TOLD = 12
"""Strips of which it is told why they can't be checked; the others are counted."""
_TELLERS = {
    GraphSource.COMPANION: "our script inside the DAW, as it is now",
    GraphSource.JACK: "JACK, as it is now, without the DAW's own sends",
    GraphSource.FILE: "the session's file",
}
NOBODY = "nobody: not checkable"


def wrong(route: RouteView) -> bool:
    """Whether it is a fault that nobody has accepted."""
    return route.standing in FAULTS and not route.hands_off and not route.acknowledged


def accepted(route: RouteView) -> str:
    """Why a fault may stay, in words; "" if it may not, or is none."""
    if route.standing not in FAULTS:
        return ""
    note = f": {route.acknowledged}" if route.acknowledged else ""
    return f"hands off{note}" if route.hands_off else f"accepted{note}" if note else ""


def master(view: RoutingView) -> str:
    """What the stems feed, "" if that can't be told: of all that stands behind a stem's bus the most frequent."""
    stems = {bus.name for bus in view.buses if not bus.sub}
    buses = {bus.name for bus in view.buses}
    ways = (zip((route.strip, *route.goes), route.goes, strict=False) for route in view.routes)
    behind = Counter(after for way in ways for bus, after in way if bus in stems and after not in buses)
    return min(behind, key=lambda name: (-behind[name], name), default="")


def lies(route: RouteView, master: str) -> str:
    """Where a strip goes and where it belongs, as a short phrase of names.

    That the way ends at the master is not said; what stands behind it is reached beside that way, as by a send.

    >>> lies(RouteView("FX 1", "7", Standing.DOUBLED, ("FX", "Out", "MX"), ("FX", "MX"), "FX"), "Out")
    'goes FX, also to MX, belongs on FX'
    """
    end = route.goes.index(master) if master in route.goes else len(route.goes)
    goes, others = " > ".join(route.goes[: end or 1]), ", ".join(route.goes[end + 1 :])
    told = (goes and f"goes {goes}", others and f"also to {others}", route.wanted and f"belongs on {route.wanted}")
    return ", ".join(part for part in told if part)


def teller(view: RoutingView, now: float) -> str:
    """Who tells the routing, and how old that is; `now` in unix seconds, 0 where that is not known."""
    if not view.source:
        return NOBODY
    known = GraphSource(view.source) if view.source in set(GraphSource) else None
    who = _TELLERS[known] if known else harmless(view.source)
    if view.told_at is None or not now:
        return who
    return f"{who}, saved {age(now - view.told_at)} ago"


def briefly(view: RoutingView, now: float) -> str:
    """The same in a few words, for a head; "" where there is no routing at all, as in a DAW that tells no tracks."""
    if not (view.source or view.routes or view.companion):
        return ""
    if view.told_at is not None and now:
        return f"routing as saved {age(now - view.told_at)} ago"
    return {"": f"{UNSEEN} routing not checkable", GraphSource.FILE: "routing as saved"}.get(
        view.source, "routing live"
    )


def tally(routes: Iterable[RouteView]) -> str:
    """How many stand how, the faults first; what was accepted apart.

    >>> tally([RouteView("A", "1", Standing.RIGHT), RouteView("B", "2", Standing.ASTRAY)])
    '1 astray, 1 right'
    """
    rows = [route for route in routes if route.standing is not Standing.NONE]
    counts = Counter(route.standing for route in rows if not accepted(route))
    kinds = (*FAULTS, Standing.UNCHECKABLE, Standing.RIGHT)
    told = [f"{counts[one]} {one.value}" for one in kinds if counts[one]]
    kept = sum(1 for route in rows if accepted(route))
    return ", ".join([*told, f"{kept} accepted as they are"] if kept else told)


def incomplete(view: RoutingView) -> Iterator[str]:
    """Sentences on what can't be seen, and on what our script inside the DAW would give, or how it stands."""
    yield from (line for line in (view.unchecked, view.companion) if line)
    if view.missing:
        made = "Made, after it has asked, by: stembridge init --route"
        yield f"No bus in this session for: {', '.join(map(harmless, view.missing))}. {made}"


# --- the table ------------------------------------------------------------------------------------------------------


def routing(view: RoutingView, at: float, now: float) -> RenderableType:
    """All of it: who tells it, the plan, the faults. `at`: monotonic seconds of the daemon; `now`: unix seconds."""
    head = Table.grid(padding=(0, 2))
    head.add_column(style="dim", no_wrap=True)
    head.add_column(overflow="fold")
    head.add_row("told by", Text(teller(view, now)))
    head.add_row("stands", Text(tally(view.routes) or "no track is known"))
    for line in incomplete(view):
        head.add_row("", Text(harmless(line, 500), style="yellow"))
    unseen = [route for route in view.routes if route.standing is Standing.UNCHECKABLE]
    shown, left_out = (unseen[:UNSEEN_TOLD], unseen[UNSEEN_TOLD:]) if view.source else ([], [])
    more = f"and {len(left_out)} more that can't be checked; of each: stembridge route NAME"
    return Group(
        head,
        *_section("plan", plan(view.plan)),
        *_section("findings", _findings([*_faults(view), *shown], master(view), at)),
        *([Text(more, style="dim")] if left_out else []),
    )


def _section(title: str, table: Table) -> list[RenderableType]:
    return [Text(f"\n{title}", style="bold"), table] if table.row_count else []


def plan(rows: Sequence[PlanRow]) -> Table:
    """What would change of each strip, those that would be moved first; and why the others are left alone."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("strip", no_wrap=True, overflow="ellipsis", max_width=32)
    table.add_column("stands", no_wrap=True)
    for name in ("now", "would go"):
        table.add_column(name, overflow="fold", max_width=36)
    table.add_column("left alone, because", overflow="fold")
    for row in sorted(rows, key=lambda row: bool(row.why_not)):
        style = "dim" if row.why_not else ""
        cells = (row.strip, _standing(row.standing), row.now or "nowhere", row.wanted or "?", row.why_not)
        table.add_row(*(Text(harmless(cell, 300), style=style) for cell in cells))
    return table


def _faults(view: RoutingView) -> list[RouteView]:
    """What is wrong, the gravest first; what was accepted last."""
    order = {one: place for place, one in enumerate(FAULTS)}
    found = (route for route in view.routes if route.standing in FAULTS)
    return sorted(found, key=lambda one: (not wrong(one), order[one.standing]))


def _findings(rows: Iterable[RouteView], past: str, at: float) -> Table:
    """Why each of these matters, and what mends it; `past`: the master."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=32)
    table.add_column(overflow="fold")
    for route in rows:
        kept = accepted(route)
        style = "bold red" if wrong(route) else "dim"
        sign = f"{ACCEPTED} {route.standing.value}" if kept else _standing(route.standing)
        table.add_row(Text(sign, style=style), Text(harmless(route.strip), style=style), Text(_told(route, past, at)))
    return table


def _told(route: RouteView, past: str, at: float) -> str:
    """Why it matters, what mends it, whether it was accepted, and since when it is so, a line each."""
    lines = (route.text or lies(route, past), route.mend, accepted(route), f"since {age(at - route.since)}")
    return "\n".join(harmless(line, 1000) for line in lines if line)


def _standing(standing: Standing) -> str:
    """The sign and the word."""
    return f"{SIGNS[standing]} {standing.value}" if standing in SIGNS else standing.value
