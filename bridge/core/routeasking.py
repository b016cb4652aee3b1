"""What people ask for of the routing: carry the plan out, take it back, leave strips alone, live with a finding."""

from collections.abc import Collection
from dataclasses import replace

from bridge.core import sentences
from bridge.core.judging import Assessment
from bridge.core.keeping import leave_alone
from bridge.core.routes import route
from bridge.core.state import State
from bridge.core.waits import Lines, Wait
from bridge.model.desk import Kind
from bridge.model.effects import MakeBuses, NewBus, RememberRoutes
from bridge.model.ledger import Matter, Note
from bridge.model.requests import HandsOffAsked, RouteAsked, UnrouteAsked
from bridge.model.routing import GraphSource, Standing
from bridge.model.show import Mode
from bridge.model.text import quoted

PATIENCE, EACH = 10.0, 0.5
"""Seconds until a person is told what of an order is not done, and more for each strip of a big session."""
MADE = "Made, after it has asked, by: stembridge init --route"
FEW = 5
"""So many strips that are left alone are named."""


def route_asked(state: State, event: RouteAsked) -> None:
    """Carry out the plan, for these strips where some are named; the answer waits until it is so."""
    routes = state.routes
    if why := _hindered(state):
        state.answer(event.request, False, f"{why} Nothing was changed.")
        return
    if event.buses and routes.found.missing:
        _make_buses(state, event)
        return
    ids, unknown = routes.ids(event.strips)
    if unknown:
        state.answer(event.request, False, f"Not in this session: {sentences.named(unknown)}. Nothing was changed.")
        return
    state.out += routes.drop([(strip, Matter.HANDS_OFF, "") for strip in ids])
    found = routes.found
    named = {**found.ways, **found.orders}
    wanted = {strip: named[strip] for strip in ids if strip in named} if event.strips else dict(found.ways)
    if not wanted:
        state.answer(event.request, True, *_nothing_to_do(found, ids))
        return
    routes.wanted.update(wanted)
    names = [found.verdicts[strip].name for strip in wanted]
    _wait(
        state,
        event.request,
        tuple(wanted),
        f"Routed: {sentences.named(names)}. Take it back with: stembridge route --undo",
    )


def _hindered(state: State) -> str:
    """Why no route may be changed now, in a sentence; empty: nothing hinders."""
    if state.mode is Mode.WATCH:
        return "In watch mode nothing is routed. Allow it with: stembridge mode preview."
    if not state.known:
        return sentences.absent(state)
    if not state.routes.may_order:
        return f"{state.routes.companion_text or _BY_SCRIPT}."
    return "Ardour is recording: routes wait until it has stopped." if state.recording else ""


_BY_SCRIPT = "Routes are changed by our script inside Ardour, which is not heard yet: stembridge install ardour"


def _nothing_to_do(found: Assessment, strips: Collection[str]) -> tuple[str, ...]:
    names = {found.verdicts[strip].name for strip in strips if strip in found.verdicts}
    left = [row for row in found.plan if row.why_not and (not strips or row.strip in names)]
    lines = [f"{quoted(row.strip)} is left alone: {row.why_not}." for row in left[:FEW]]
    more = [f"{len(left) - FEW} more are left alone. Why: stembridge route"] if len(left) > FEW else []
    missing = [f"No bus here for: {', '.join(found.missing)}. {MADE}"] if found.missing else []
    return ("Nothing to route.", *lines, *more, *missing)


def _make_buses(state: State, event: RouteAsked) -> None:
    """The stems' buses that are not there, as wide as the master; when they are seen, the plan."""
    routes = state.routes
    graph = routes.graphs[GraphSource.COMPANION]
    width = max((node.inputs for node in graph.nodes if node.kind is Kind.MASTER), default=0) or 2
    state.out.append(MakeBuses(routes.order(state.at), tuple(NewBus(name, width) for name in routes.found.missing)))
    routes.building = replace(event, buses=False), state.at + PATIENCE


def build_on(state: State) -> None:
    """The buses that a person asked for are there, or they do not come."""
    routes = state.routes
    if routes.building is None:
        return
    event, until = routes.building
    if not routes.found.missing:
        routes.building = None
        route_asked(state, event)
    elif state.at >= until:
        routes.building = None
        names = sentences.named(routes.found.missing)
        whys = dict.fromkeys(why for name in routes.found.missing if (why := routes.refused.get(name)))
        why = f" ({'; '.join(whys)})" if whys else ""
        text = f"Ardour has not made these buses: {names}{why}. No track was routed. Try again: stembridge init --route"
        state.answer(event.request, False, text)


def unroute_asked(state: State, event: UnrouteAsked) -> None:
    """Take back what was routed last. It stays so: what a person takes back is not put back again."""
    routes = state.routes
    if why := _hindered(state):
        state.answer(event.request, False, f"{why} Nothing was changed.")
        return
    last = max((row.number for row in routes.history if not row.undone), default=None)
    rows = [row for row in routes.history if row.number == last]
    if not rows:
        state.answer(event.request, False, "Nothing that we routed is left to take back. Nothing was changed.")
        return
    ways = routes.ways
    back = {row.strip: row.former for row in rows if ways.get(route(row.strip)) == row.now}
    other = [row.name for row in rows if row.strip not in back]
    undone = tuple(replace(row, undone=True) for row in rows)
    routes.history = [row for row in routes.history if row.number != last] + list(undone)
    state.out += [*state.ledger.name_desk(), RememberRoutes(undone)]
    leave_alone(state, back)
    routes.wanted.update(back)
    routes.undoing.update(back)
    text = f"Taken back: {sentences.named([row.name for row in rows if row.strip in back])}." if back else "Taken back."
    left = f" Routed otherwise since, and left so: {sentences.named(other)}." if other else ""
    _wait(state, event.request, tuple(back), f"{text}{left} Left alone from now on.")


def hands_off_asked(state: State, event: HandsOffAsked) -> None:
    """A person says that these strips are left where they are, or may be put back again."""
    routes = state.routes
    ids, unknown = routes.ids(event.strips)
    if unknown or not ids or routes.desk is None:
        names = sentences.named(unknown) if unknown else "no name was given"
        state.answer(event.request, False, f"Not in this session: {names}. Nothing was changed.")
    elif event.off:
        leave_alone(state, ids)
        text = f"Left where they are: {sentences.named(event.strips)}. They are still judged."
        state.answer(event.request, True, f"{text} To have them kept again: stembridge route --hands-on NAME")
    else:
        state.out += routes.drop([(strip, Matter.HANDS_OFF, "") for strip in ids])
        state.answer(event.request, True, f"Kept on their stems again: {sentences.named(event.strips)}.")


def accept(state: State, strip: str, standing: Standing, text: str) -> None:
    """A person has seen a finding of the routing and lives with it; that outlives the bridge."""
    routes = state.routes
    if routes.desk is not None:
        note = Note(routes.desk, strip, Matter.ACCEPTED, standing, text)
        state.out += [*state.ledger.name_desk(), *routes.keep([note])]


def _wait(state: State, request: int, strips: Collection[str], text: str) -> None:
    """Answer as soon as it is so; what is not after a while is not wanted any more."""
    routes = state.routes

    def done() -> Lines | None:
        return None if any(strip in routes.wanted for strip in strips) else (text,)

    def late() -> Lines:
        left = [strip for strip in strips if routes.wanted.pop(strip, None) is not None]
        names = [found.name for strip in left if (found := routes.found.verdicts.get(strip)) is not None]
        whys = dict.fromkeys(why for name in names if (why := routes.refused.get(name)))
        why = f" ({'; '.join(whys)})" if whys else ""
        return (f"Not routed in time: {sentences.named(names)}{why}. They go where they went; the rest is done.",)

    state.waits.add(Wait(request, state.at + PATIENCE + EACH * len(strips), done, late))
