"""Keeping: routes that went astray are put back on their stems' buses, where the mode and the user allow it.

The plan is part of what is desired (`moves`), only of its own list of claims, for it is proven by our script inside the
DAW. Each change has its former route in the history before it leaves. A person who routes a strip the same way again
after it was put back means it: from then on it is left alone, and that is remembered.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bridge.core import hidden, sentences
from bridge.core.claims import Seen
from bridge.core.gonebuses import say_gone
from bridge.core.judging import Assessment, way_names
from bridge.core.routes import Attempt, Routes, route
from bridge.core.state import NEVER, State
from bridge.core.waits import Lines, Wait
from bridge.model.desk import Kind, Target
from bridge.model.effects import MakeBuses, NewBus, RememberRoutes, Reroute, SetRoutes, Severity
from bridge.model.events import (
    CompanionChanged,
    CompanionState,
    GaveBack,
    GraphLost,
    GraphTold,
    LinkState,
    RoutesRefused,
)
from bridge.model.ledger import Matter, Note, RouteRow
from bridge.model.requests import HandsOffAsked, RouteAsked, UnrouteAsked
from bridge.model.routing import GraphSource, Standing, Way
from bridge.model.show import Mode
from bridge.model.stems import Stem
from bridge.model.text import quoted

MEANT = 15.0
"""A strip that goes the same way again so soon (seconds) after it was put back is meant to."""
FIGHT = 60.0
"""What was put back within so many seconds counts when two fight."""
SOONEST, LATEST = 0.5, 20.0
"""Seconds before a strip that was just put back is put back again, doubled each time: two may fight."""
PATIENCE, EACH = 10.0, 0.5
"""Seconds until a person is told what of an order is not done, and more for each strip of a big session."""
MADE = "Made, after it has asked, by: stembridge init --route"
FEW = 5
"""So many strips that have gone wrong at once are said one by one."""


# --- what is told -------------------------------------------------------------------------------------------------


def told(state: State, event: GraphTold) -> None:
    """Somebody tells the routing. A name in it that the list did not have yet is asked for at once."""
    state.routes.told(event)
    if any(node.name not in state.stems for node in event.graph.nodes):
        state.ask_now = True


def lost(state: State, event: GraphLost) -> None:
    """Somebody who told the routing tells it no more."""
    if event.source in state.routes.graphs:
        state.say(Severity.INFO, event.text)
    state.routes.lost(event.source)


def saved_routing(state: State) -> None:
    """The session's file was read: so it was routed at the last save."""
    saved = state.saved_here
    if saved is None or saved.graph is None:
        state.routes.lost(GraphSource.FILE)
    elif saved.graph is not state.routes.graphs.get(GraphSource.FILE):
        told(state, GraphTold(state.at, saved.graph))


def companion_changed(state: State, event: CompanionChanged) -> None:
    """Our script inside the DAW answers, or does not any more."""
    routes = state.routes
    was = routes.companion, routes.companion_text
    routes.companion, routes.companion_text, routes.stale = event.state, event.text, True
    if event.state is not CompanionState.LIVE:
        routes.lost(GraphSource.COMPANION)
        hidden.lost(state)
    same = event.state is was[0] and (event.state is not CompanionState.SILENT or event.text == was[1])
    if same or (event.state is CompanionState.SILENT and state.link is not LinkState.LIVE):  # its link speaks of that
        return
    state.say(Severity.INFO if event.state is CompanionState.LIVE else Severity.WARNING, event.text)


def refused(state: State, event: RoutesRefused) -> None:
    """Our script did not do this."""
    state.routes.refused.update(event.refused)
    building = state.routes.building is not None
    for name, why in event.refused[:FEW]:
        if building and name in state.routes.found.missing:
            state.say(Severity.WARNING, f"The bus {quoted(name)} was not made: {why}. Nothing else was changed.")
        else:
            state.say(Severity.WARNING, f"{quoted(name)} was not routed: {why}. It goes where it went before.")


def gave_back(state: State, event: GaveBack) -> None:
    """The DAW gave the desk back by itself, for it had not heard of us."""
    state.ask_now = True
    text = f"Ardour had not heard of the bridge for ten seconds and opened {sentences.named(event.strips)} by itself."
    state.say(Severity.WARNING, f"{text} Nothing is lost.")


# --- each turn ----------------------------------------------------------------------------------------------------


def step(state: State) -> None:
    """Judge what has changed, say what has gone wrong, put back what may be put back."""
    routes = state.routes
    state.out += routes.enter(state.ledger.desk if state.joined else routes.desk)
    if routes.desk is None:
        return
    if routes.stale:
        fresh, before, teller = not routes.since and not routes.found.verdicts, routes.found, routes.view.source
        wrong = routes.assess(_stems(state), state.show, state.at)
        _believe(state)
        _settle(state)
        if routes.building is None:  # one bus comes after the other
            _say_wrong(state, say_gone(state, before, teller, wrong), fresh=fresh)
    _build_on(state)
    if may_route(state):
        _send(state, _desired(state))


def _stems(state: State) -> Mapping[str, Stem]:
    """What each strip is; a name that the routing tells before the list does is classified by itself."""
    graph = state.routes.graph()
    nodes = graph.nodes if graph is not None else ()
    new = {node.name: node.kind for node in nodes if node.name not in state.stems}
    return {**state.stems, **state.stems_of(new)} if new else state.stems


def may_route(state: State) -> bool:
    """Whether routes may be changed now: the mode allows it, our script answers, nothing is being recorded."""
    return state.mode is not Mode.WATCH and state.known and state.routes.may_order and not state.recording


def retry_at(state: State) -> float:
    """When something is to be tried again that waits for the time alone."""
    if not may_route(state):
        return NEVER
    routes = state.routes
    pauses = [_ready_at(routes, strip) for strip in routes.found.ways if state.mode is Mode.KEEP]
    until = routes.building[1] if routes.building is not None else NEVER
    return min([routes.claims.retry_at(), until, *(pause for pause in pauses if pause > state.at)])


def _desired(state: State) -> dict[Target, Way]:
    routes, plan = state.routes, {}
    if state.mode is Mode.KEEP:
        plan = {route(s): way for s, way in routes.found.ways.items() if _ready_at(routes, s) <= state.at}
    return {**plan, **{route(strip): way for strip, way in routes.wanted.items()}}


def _ready_at(routes: Routes, strip: str) -> float:
    """From when on keep mode may put this strip back."""
    times = routes.returned.get(strip)
    return times[-1][0] + min(SOONEST * 2 ** len(times), LATEST) if times else 0.0


def _send(state: State, desired: Mapping[Target, Way]) -> None:
    """Order what differs; where it went before stands in the history first."""
    routes, ways = state.routes, state.routes.ways
    if not desired and not routes.attempts:  # at each packet
        return
    moves = routes.claims.moves(desired, (), Seen(ways, routes.proved), state.at)
    if not moves:
        return
    names = {node.id: node.name for node in routes.graphs[GraphSource.COMPANION].nodes}
    _remember(state, {target.strip: (ways[target], way) for target, way in moves.items()}, names)
    routes.orders += 1
    state.out.append(SetRoutes(routes.orders, tuple(Reroute(t.strip, names[t.strip], w) for t, w in moves.items())))
    for target, way in moves.items():
        routes.claims.sent(target, way, 0, state.at)


def _remember(state: State, moves: Mapping[str, tuple[Way, Way]], names: Mapping[str, str]) -> None:
    """The rows of what is changed for the first time; what is only tried again has its row."""
    routes = state.routes
    new = {}
    for strip, (former, way) in moves.items():
        attempt = routes.attempts.get(strip)
        if attempt is None or attempt.way != way:
            new[strip] = Attempt(way, former, asked=strip in routes.wanted, undo=strip in routes.undoing)
    routes.attempts.update(new)
    number = 1 + max((row.number for row in routes.history), default=0)
    rows = tuple(
        RouteRow(number, routes.here, strip, names[strip], one.former, one.way)
        for strip, one in new.items()
        if not one.undo
    )
    if rows:
        routes.history += rows
        state.out += [*state.ledger.name_desk(), RememberRoutes(rows)]


def _settle(state: State) -> None:
    """Let go of what is as it was wanted, and of strips that are gone."""
    routes, ways = state.routes, state.routes.ways
    routes.wanted = {s: way for s, way in routes.wanted.items() if ways.get(route(s), way) != way}
    routes.undoing = {s: way for s, way in routes.undoing.items() if s in routes.wanted}
    for strip, attempt in list(routes.attempts.items()):
        way = ways.get(route(strip))
        if way is None:
            del routes.attempts[strip]
        elif way == attempt.way:
            del routes.attempts[strip]
            if not attempt.asked:
                _put_back(state, strip, attempt)
        elif strip not in routes.found.ways and strip not in routes.wanted:
            del routes.attempts[strip]
    accepted = [key for key in routes.notes if key[1] is Matter.ACCEPTED and _mended(routes, key[0], key[2])]
    state.out += routes.drop(accepted)


def _put_back(state: State, strip: str, attempt: Attempt) -> None:
    routes = state.routes
    times = [one for one in routes.returned.get(strip, []) if state.at - one[0] <= FIGHT]
    routes.returned[strip] = [*times, (state.at, attempt.former)]
    graph = routes.graphs[GraphSource.COMPANION]
    name = quoted(graph.by_id[strip].name)
    was, now = way_names(graph, attempt.former), way_names(graph, attempt.way)
    text = f"{name} was put back: it went to {was}, now to {now}."
    state.say(Severity.INFO, f"{text} If it is meant to, route it there again: then it stays.")


def _mended(routes: Routes, strip: str, about: str) -> bool:
    """Whether a finding that was accepted is no more, as far as somebody tells it who would see it."""
    found = routes.found.verdicts.get(strip)
    return routes.may_order and found is not None and found.standing != about


def _believe(state: State) -> None:
    """Who routes a strip the same way again after it was put back means it."""
    routes, ways = state.routes, state.routes.ways
    meant = [
        strip
        for strip in routes.found.ways
        for since, former in routes.returned.get(strip, ())[-1:]
        if state.at - since <= MEANT and ways.get(route(strip)) == former
    ]
    if not meant or state.mode is not Mode.KEEP:
        return
    _leave_alone(state, meant)
    names = [routes.found.verdicts[strip].name for strip in dict.fromkeys(meant)]
    text = f"Routed there again, so it is meant: {sentences.named(names)}. From now on left alone."
    state.say(Severity.INFO, f"{text} To have it kept on its stem: stembridge route --hands-on NAME")
    routes.assess(_stems(state), state.show, state.at)


def _leave_alone(state: State, strips: Iterable[str]) -> None:
    routes = state.routes
    notes = [Note(routes.here, strip, Matter.HANDS_OFF) for strip in dict.fromkeys(strips)]
    state.out += [*state.ledger.name_desk(), *routes.keep(notes)]


def _say_wrong(state: State, wrong: Sequence[str], *, fresh: bool) -> None:
    """What has gone wrong just now; of a session that is new to us only how much."""
    found = [state.routes.found.verdicts[strip] for strip in wrong]
    for one in found[: 0 if fresh else FEW]:
        state.say(Severity.WARNING, f"{one.text} {one.mend}")
    more = found[0 if fresh else FEW :]
    if more:
        names = sentences.named([one.name for one in more])
        text = f"The routing of {sentences.strips(len(more))} needs a look: {names}."
        state.say(Severity.WARNING, f"{text} See: stembridge route")


# --- what people ask for ------------------------------------------------------------------------------------------


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
    routes.orders += 1
    state.out.append(MakeBuses(routes.orders, tuple(NewBus(name, width) for name in routes.found.missing)))
    routes.building = replace(event, buses=False), state.at + PATIENCE


def _build_on(state: State) -> None:
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
    _leave_alone(state, back)
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
        _leave_alone(state, ids)
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
