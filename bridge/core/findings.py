"""Findings: what is wrong as long as it is, each with since when; and what people have seen of findings and notices.

2026-11: what was acknowledged is remembered as long as the bridge runs. A restart tells it again: rather twice than
never. Only what was accepted of the routing stands in the journal, until it is mended.
"""

from collections.abc import Iterator
from dataclasses import replace

from bridge.core import routeasking, sentences
from bridge.core.routes import AT_EASE
from bridge.core.state import State
from bridge.model.requests import AcknowledgeAsked
from bridge.model.snapshot import FindingView

MOST = 60
"""Findings that are told; a session in which more is wrong has one cause."""
MOST_ROUTES = 30
"""So many of them may be about the routing."""


def step(state: State) -> None:
    """Note what has begun to be wrong, and forget what is mended."""
    routes = state.routes
    lists = state.moment.disputed, state.timeline.troubles, state.missing
    causes = (
        *lists,
        state.saved_trouble,
        tuple(state.ledger.offered),
        state.claims.defied(),
        state.found,
        routes.turns,
    )
    if causes == state.findings_of:
        return
    state.findings_of = causes
    known = {finding.text: finding for finding in state.findings}
    texts = list(dict.fromkeys(_texts(state)))[:MOST]
    accepted = {route.finding for route in routes.view.routes if route.acknowledged}
    found = (known.get(text) or FindingView(state.at, text, state.number()) for text in texts)
    state.findings = tuple(replace(one, acknowledged=one.acknowledged or one.text in accepted) for one in found)


def _texts(state: State) -> Iterator[str]:
    """A sentence for each thing that is wrong now."""
    if defied := state.names(state.claims.defied()):
        yield f"Did not obey: {sentences.named(defied)}. {sentences.why_refused(state)} It is tried again."
    if offered := state.names(tuple(state.ledger.offered)):
        yield f"Perhaps still muted by us: {sentences.named(offered)}. Look at them with: stembridge restore"
    if state.saved_trouble:
        yield state.saved_trouble
    yield from (finding.text for finding in state.found)
    yield from sentences.disputes(state)
    yield from state.missing
    yield from state.timeline.troubles
    yield from _routing(state)


def _routing(state: State) -> Iterator[str]:
    """A sentence for each strip that does not go where it belongs; a session in which most do not is told as one."""
    wrong = [route for route in state.routes.view.routes if route.standing not in AT_EASE]
    yield from (route.finding for route in wrong[:MOST_ROUTES])
    if (more := len(wrong) - MOST_ROUTES) > 0:
        yield f"The routing of {sentences.strips(more)} more needs a look: stembridge route"


def acknowledge(state: State, event: AcknowledgeAsked) -> None:
    """A person has seen these; what is still wrong stays in the list, only quieter."""
    seen = set(event.numbers)
    texts = {one.text for one in state.findings if one.number in seen}
    for route in state.routes.view.routes:
        if route.standing not in AT_EASE and route.finding in texts:
            routeasking.accept(state, route.id, route.standing, event.note)
    state.notices = tuple(replace(one, acknowledged=True) if one.number in seen else one for one in state.notices)
    state.findings = tuple(replace(one, acknowledged=True) if one.number in seen else one for one in state.findings)
    known = {one.number for one in state.notices} | {one.number for one in state.findings}
    text = f"Acknowledged: {len(seen & known)}." if seen & known else "That is gone already. Nothing was changed."
    state.answer(event.request, bool(seen & known), text)
