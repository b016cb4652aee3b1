"""Findings: what is wrong as long as it is, each with since when; and what people have seen of findings and notices.

2026-11: what was acknowledged is remembered as long as the bridge runs. A restart tells it again: rather twice than
never. Decisions that must outlive it stand in the show's files.
"""

from collections.abc import Iterator
from dataclasses import replace

from bridge.core import sentences
from bridge.core.state import State
from bridge.model.requests import AcknowledgeAsked
from bridge.model.snapshot import FindingView

MOST = 60
"""Findings that are told; a session in which more is wrong has one cause."""


def step(state: State) -> None:
    """Note what has begun to be wrong, and forget what is mended."""
    lists = state.moment.disputed, state.timeline.troubles, state.missing
    causes = (*lists, state.saved_trouble, tuple(state.ledger.offered), state.claims.defied(), state.found)
    if causes == state.findings_of:
        return
    state.findings_of = causes
    known = {finding.text: finding for finding in state.findings}
    texts = list(dict.fromkeys(_texts(state)))[:MOST]
    state.findings = tuple(known.get(text) or FindingView(state.at, text, state.number()) for text in texts)


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


def acknowledge(state: State, event: AcknowledgeAsked) -> None:
    """A person has seen these; what is still wrong stays in the list, only quieter."""
    seen = set(event.numbers)
    state.notices = tuple(replace(one, acknowledged=True) if one.number in seen else one for one in state.notices)
    state.findings = tuple(replace(one, acknowledged=True) if one.number in seen else one for one in state.findings)
    known = {one.number for one in state.notices} | {one.number for one in state.findings}
    text = f"Acknowledged: {len(seen & known)}." if seen & known else "That is gone already. Nothing was changed."
    state.answer(event.request, bool(seen & known), text)
