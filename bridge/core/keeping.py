"""Keeping: routes that went astray are put back on their stems' buses, where the mode and the user allow it.

The plan is part of what is desired (`moves`), only of its own list of claims, for it is proven by our script inside the
DAW. Each change has its former route in the history before it leaves. A person who routes a strip the same way again
after it was put back means it: from then on it is left alone, and that is remembered.
"""

from collections.abc import Iterable, Mapping, Sequence

from bridge.core import sentences
from bridge.core.claims import Seen
from bridge.core.gonebuses import say_gone
from bridge.core.judging import way_names
from bridge.core.routes import Attempt, Routes, route
from bridge.core.state import NEVER, State
from bridge.model.desk import Target
from bridge.model.effects import RememberRoutes, Reroute, SetRoutes, Severity
from bridge.model.ledger import Matter, Note, RouteRow
from bridge.model.routing import GraphSource, Way
from bridge.model.show import Mode
from bridge.model.stems import Stem
from bridge.model.text import quoted

MEANT = 15.0
"""A strip that goes the same way again so soon (seconds) after it was put back is meant to."""
FIGHT = 60.0
"""What was put back within so many seconds counts when two fight."""
SOONEST, LATEST = 0.5, 20.0
"""Seconds before a strip that was just put back is put back again, doubled each time: two may fight."""
KEPT = 2000
"""Rows of the history that can be taken back."""
FEW = 5
"""So many strips that have gone wrong at once are said one by one."""


def judge(state: State) -> None:
    """Judge what has changed, say what has gone wrong."""
    routes = state.routes
    state.out += routes.enter(state.ledger.desk if state.joined else routes.desk)
    if routes.desk is None or not routes.stale:
        return
    fresh, before, teller = not routes.since and not routes.found.verdicts, routes.found, routes.view.source
    wrong = routes.assess(_stems(state), state.show, state.at)
    _believe(state)
    _settle(state)
    if routes.building is None:  # one bus comes after the other
        _say_wrong(state, say_gone(state, before, teller, wrong), fresh=fresh)


def step(state: State) -> None:
    """Put back what may be put back, and route what a person asked for."""
    if state.routes.desk is not None and may_route(state):
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
    changes = tuple(Reroute(t.strip, names[t.strip], way, ways[t]) for t, way in moves.items())
    state.out.append(SetRoutes(routes.order(state.at), changes))
    for target, way in moves.items():
        routes.claims.sent(target, way, 0, state.at)


def _remember(state: State, moves: Mapping[str, tuple[Way, Way]], names: Mapping[str, str]) -> None:
    """The rows of what is changed from where it goes now for the first time; what is only tried again has its row."""
    routes = state.routes
    new = {}
    for strip, (former, way) in moves.items():
        attempt = routes.attempts.get(strip)
        if attempt is None or (attempt.way, attempt.former) != (way, former):
            routes.refused.pop(names[strip], None)  # why an earlier order was not carried out is old news
            new[strip] = Attempt(way, former, asked=strip in routes.wanted, undo=strip in routes.undoing)
    routes.attempts.update(new)
    number = 1 + max((row.number for row in routes.history), default=0)
    rows = tuple(
        RouteRow(number, routes.here, strip, names[strip], one.former, one.way)
        for strip, one in new.items()
        if not one.undo
    )
    if rows:
        routes.history = [*routes.history, *rows][-KEPT:]
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
    leave_alone(state, meant)
    names = [routes.found.verdicts[strip].name for strip in dict.fromkeys(meant)]
    text = f"Routed there again, so it is meant: {sentences.named(names)}. From now on left alone."
    state.say(Severity.INFO, f"{text} To have it kept on its stem: stembridge route --hands-on NAME")
    routes.assess(_stems(state), state.show, state.at)


def leave_alone(state: State, strips: Iterable[str]) -> None:
    """From now on these strips go where they are to go; that is remembered."""
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
