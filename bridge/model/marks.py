"""A mark: what one text in a session says of a cue; and marks put together: region over track, marker over region."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from bridge.model.cues import Crossing, Cue, Function, Level, Temporal
from bridge.model.cuewords import Fact
from bridge.model.stems import Evidence

QUESTION = 0.50
"""How sure a question makes at most."""
DOUBTFUL = 0.60
"""How sure two texts make at most that contradict each other."""
AGREED = 0.05
"""What it adds that two texts say the same level."""
SUREST = 0.95
"""No two words make surer; only a tag does, a person's word (1)."""
MOST_REASONS = 12
"""Reasons that a mark carries."""

_F = TypeVar("_F", bound=Fact)


class Motion(StrEnum):
    """What a mark does to the music at its place."""

    NONE = ""
    OPENS = "opens"
    RESUMES = "resumes"
    TURNS = "turns"
    """The level changes here."""
    CROSSES = "crosses"
    """A crossing starts (`X>`)."""
    CROSSED = "crossed"
    """A crossing ends (`X<`)."""
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one text says. `cue`: number and title; `key`: the number in a spelling that compares; `facts`: what else is
    true, at most one of each type.

    `confidence` is the level's; where no level is said, that of what is said. `after`: the level behind a change.
    `question`: the level is asked for, not told.
    """

    cue: Cue = field(default_factory=Cue)
    key: str = ""
    level: Level = Level.UNSET
    after: Level = Level.UNSET
    crossing: Crossing | None = None
    facts: tuple[Fact, ...] = ()
    confidence: float = 0.0
    motion: Motion = Motion.NONE
    question: bool = False
    evidence: tuple[Evidence, ...] = ()

    def fact(self, kind: type[_F]) -> _F | None:
        """The fact of this type, None if it isn't said."""
        return next((fact for fact in self.facts if isinstance(fact, kind)), None)


def combined(own: Mark, general: Mark) -> Mark:
    """A mark with what a more general one (the track's, the region's under a marker) adds to it.

    The own level wins, but where the two contradict each other nobody is sure any more, except of a tag.
    """
    mine = {type(fact) for fact in own.facts}
    both = replace(
        own,
        cue=_cue(own.cue, general.cue),
        key=own.key or general.key,
        facts=own.facts + tuple(fact for fact in general.facts if type(fact) not in mine),
        evidence=joined(own.evidence, general.evidence),
    )
    if own.level is Level.UNSET and own.after is Level.UNSET:
        sure = general.confidence if general.level is not Level.UNSET else max(own.confidence, general.confidence)
        asks = own.question or general.question
        return replace(both, level=general.level, crossing=general.crossing, confidence=sure, question=asks)
    if general.level is Level.UNSET or own.confidence == 1:
        return both
    if own.level is not general.level:
        return replace(both, confidence=min(own.confidence, DOUBTFUL))
    if own.question:
        return both
    best = max(own.confidence, general.confidence)
    return replace(both, confidence=best if best == 1 else min(SUREST, best + AGREED))


def turned(before: Mark, mark: Mark) -> Mark:
    """What holds from a mark on that stands within music: its own level, of the cue that sounds.

    A mark that turns the music does not contradict it; one that only names it may.
    """
    crossing, level, sure = mark.crossing, mark.level, mark.confidence
    match mark.motion:
        case Motion.CROSSES:
            crossing = crossing or Crossing(before.level, Level.UNSET)
        case Motion.CROSSED:
            level, crossing = mark.after, None
            if level is Level.UNSET and before.crossing is not None:
                level, sure = before.crossing.after, before.confidence
        case Motion.TURNS:
            level, crossing = mark.after, None
        case _:
            if mark.motion is not Motion.RESUMES or level is Level.UNSET:
                return combined(mark, before)
    return combined(replace(mark, level=level, after=level, crossing=crossing, confidence=sure), quiet(before))


def quiet(mark: Mark) -> Mark:
    """A mark without what may change within its cue: level, function, the lie of its beginning."""
    facts = tuple(fact for fact in mark.facts if not isinstance(fact, Function | Temporal))
    return replace(
        mark, level=Level.UNSET, after=Level.UNSET, crossing=None, confidence=0.0, question=False, facts=facts
    )


def _cue(own: Cue, general: Cue) -> Cue:
    """The cue with what the general one knows beside; a title belongs to its number."""
    title = own.title or general.title if own.number else general.title or own.title
    return Cue(own.number or general.number, title)


def joined(first: tuple[Evidence, ...], second: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The reasons of both, each once, as many as a mark carries."""
    return tuple(dict.fromkeys(first + second))[:MOST_REASONS]
