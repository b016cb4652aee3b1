"""A stem's bus that is gone: one sentence for all that went to it, instead of one for each track."""

from collections.abc import Sequence

from bridge.core import sentences
from bridge.core.judging import Assessment
from bridge.core.state import State
from bridge.model.effects import Severity
from bridge.model.routing import GraphSource
from bridge.model.text import quoted

MAKE = "Have it made again, and them put on it, by: stembridge init --route"


def say_gone(state: State, before: Assessment, told_by: str, wrong: Sequence[str]) -> tuple[str, ...]:
    """Name each stem's bus that was there `before` and what went to it; gives the strips that are to be said yet.

    Only our script tells that a bus is gone (`told_by`: who told before): a session's file may be older than the bus.
    """
    graph = state.routes.graph()
    if graph is None or {told_by, graph.source} != {GraphSource.COMPANION}:
        return tuple(wrong)
    left = list(wrong)
    for strip, bus in before.buses.here.items():
        if strip in graph.by_id:
            continue
        hit = [one for one in left if one in before.verdicts and bus.name in before.verdicts[one].goes]
        left = [one for one in left if one not in hit]
        state.say(Severity.WARNING, _sentence(bus.name, [before.verdicts[one].name for one in hit]))
    return tuple(left)


def _sentence(bus: str, names: Sequence[str]) -> str:
    """What is gone, what that means, what to do."""
    text = f"The bus {quoted(bus)} is gone from the session."
    if not names:
        return f"{text} No track that is on its stem went there; nothing else was changed."
    went = "went there and does not reach its stem now" if len(names) == 1 else "went there and miss their stem now"
    return f"{text} {sentences.strips(len(names))} {went}: {sentences.named(names)}. {MAKE}"
