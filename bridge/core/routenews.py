"""What is told of the routing, and by whom: our script inside the DAW, the JACK server, the session's file."""

from collections.abc import Sequence

from bridge.core import hidden, sentences
from bridge.core.state import State
from bridge.model.effects import Severity
from bridge.model.events import LinkState
from bridge.model.ledger import Note, RouteRow
from bridge.model.routing import GraphSource
from bridge.model.routingnews import (
    CompanionChanged,
    CompanionState,
    GaveBack,
    GraphLost,
    GraphTold,
    HiddenTold,
    RoutesRefused,
    RoutingNews,
    Stirred,
)
from bridge.model.text import quoted

FEW = 5
"""So many strips that our script did not route are said."""


def hear(state: State, event: RoutingNews) -> None:
    """Take over what was told."""
    match event:
        case GraphTold():
            told(state, event)
        case GraphLost():
            lost(state, event)
        case CompanionChanged():
            companion_changed(state, event)
        case RoutesRefused():
            refused(state, event)
        case HiddenTold():
            hidden.told(state, event)
        case GaveBack():
            gave_back(state, event)
        case Stirred():
            state.ask_now = True


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
    if (
        same
        or event.state is CompanionState.AWAITED
        or (event.state is CompanionState.SILENT and state.link is not LinkState.LIVE)
    ):  # its link speaks of that
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
            state.say(Severity.WARNING, f"{quoted(name)} was not routed: {why}. It was left as it is.")


def not_written(state: State, lost: Sequence[RouteRow | Note], why: str) -> None:
    """This is not in the journal: what would have been routed is not, what was said holds until the bridge ends."""
    routes = state.routes
    routes.not_written([row for row in lost if isinstance(row, RouteRow)])
    said = dict.fromkeys(row.strip for row in lost if isinstance(row, Note))
    if said:
        names = [found.name for strip in said if (found := routes.found.verdicts.get(strip)) is not None]
        text = f"What you said of the routing of {sentences.named(names)} is not on disk ({why}). It holds until the"
        state.say(Severity.ALARM, f"{text} bridge ends; nothing else is lost. Mend that and say it again.")


def gave_back(state: State, event: GaveBack) -> None:
    """The DAW gave the desk back by itself, for it had not heard of us."""
    state.ask_now = True
    text = f"Ardour had not heard of the bridge for ten seconds and opened {sentences.named(event.strips)} by itself."
    state.say(Severity.WARNING, f"{text} Nothing is lost.")
