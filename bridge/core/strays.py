"""Strays: changes that may have hit a wrong strip because the list moved while they were under way.

A command carries a strip's number in the list of its time. If the list moved before the answer, a strip that stands
at that number now and shows our value, and did not before, goes back to its last known value.
"""

from dataclasses import dataclass

from bridge.core.claims import Claim
from bridge.core.lists import by_name
from bridge.model.desk import Mix, Strip, Target, Value


@dataclass(frozen=True, slots=True)
class Suspect:
    """A strip that a stray change may hit: the value sent, what it showed before, from when an answer clears it."""

    value: Value
    before: Value
    proof_from: float


class Strays:
    """The strips under suspicion."""

    def __init__(self) -> None:
        self._suspects: dict[Target, Suspect] = {}

    def moved(self, flights: dict[Target, Claim[Value]], strips: tuple[Strip, ...], before: Mix) -> None:
        """The list moved to `strips` while these changes were out; `before` is the desk as it was shown last."""
        at_number = {strip.number: Target(name) for name, strip in by_name(strips).items()}
        for target, claim in flights.items():
            hit = at_number.get(claim.number)
            if hit is not None and hit != target and hit in before:
                self._suspects.setdefault(hit, Suspect(claim.value, before[hit], claim.proof_from))

    def caught(self, actual: Mix, put: float, *, released: bool) -> dict[Target, Value]:
        """The strips that were hit, with the value they must go back to; `put`: when the answered question was put.

        `released`: a muted VCA was opened, so a mute that went away was perhaps only its.
        """
        hit = {
            target: suspect.before
            for target, suspect in self._suspects.items()
            if suspect.before != suspect.value == actual.get(target) and not (released and suspect.before)
        }
        self._suspects = {
            target: suspect
            for target, suspect in self._suspects.items()
            if target not in hit and put < suspect.proof_from
        }
        return hit

    def clear(self) -> None:
        """Another desk, other strips."""
        self._suspects.clear()
