"""What words say of a change of level: `source → score`, `becomes score`, `score takes over`.

`score` names an origin; only beside such a word does it mean the level that score usually has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bridge.model.cues import Crossing, Function, Level
from bridge.model.cuewords import Turn
from bridge.model.phrases import Hit, Phrasing

BOTH_SIDES = 0.80
"""How sure a change between two levels makes at most."""
ONE_SIDE = 0.60
"""How sure the most that one side of a change makes, unless its word has no other sense."""
FURTHEST = 3
"""Unknown words that may stand between a verb and the level that it speaks of."""
_CONNECTS = (Turn.ARROW, Turn.TO, Turn.BECOMES, Turn.SWITCHES, Turn.TAKES_OVER)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of level. `after`: what follows; `word`: as written.

    `same`: the same music goes on; `crossing`: both its sides, if both are said. `spent`: hits that spoke of the level
    and not of where the music comes from.
    """

    after: Level
    sure: float
    word: str
    same: bool = True
    crossing: Crossing | None = None
    spent: tuple[Hit, ...] = ()


class _Side(NamedTuple):
    """A hit beside a word of change, and the level that it means there."""

    hit: Hit
    level: Level


def change_in(said: Phrasing) -> Change | None:
    """The first change of level that the words say, None if they say none."""
    return next(_changes(said), None)


def _changes(said: Phrasing) -> Iterator[Change]:
    """All changes of level, in order."""
    for verb in said.turns(*_CONNECTS):
        if said.negated(verb):
            continue
        levels = [hit for hit in said.hits if _level(hit) is not None]
        left = _side(said, next((hit for hit in reversed(levels) if hit.first < verb.first), None), verb)
        right = _side(said, next((hit for hit in levels if hit.first > verb.first), None), verb)
        if change := _change(said, verb, left, right):
            yield change


def _side(said: Phrasing, hit: Hit | None, verb: Hit) -> _Side | None:
    """What stands beside the word of change, if it is near enough and no negation reaches it.

    What changes may have been said in another clause (`SOURCE radio, becomes score`), what follows may not.
    """
    level = None if hit is None else _level(hit)
    if hit is None or level is None or not said.sure(hit):
        return None
    behind = hit.first > verb.first
    if not behind and verb.turn in {Turn.ARROW, Turn.BECOMES, Turn.SWITCHES}:
        return _Side(hit, level)
    near = FURTHEST if verb.turn in {Turn.BECOMES, Turn.SWITCHES} else 0
    return _Side(hit, level) if said.between(*((verb, hit) if behind else (hit, verb))) <= near else None


def _change(said: Phrasing, verb: Hit, left: _Side | None, right: _Side | None) -> Change | None:
    """What one word of change says with its two sides."""
    after, before = (left, None) if verb.turn is Turn.TAKES_OVER else (right, left)
    if after is None:
        return None
    same = verb.turn in {Turn.ARROW, Turn.TO, Turn.BECOMES}
    if same and before is not None and before.level is not after.level:
        text = f"{before.hit.text} {verb.text} {after.hit.text}"
        both = Crossing(before.level, after.level)
        told = [said.sure(hit) for hit in said.hits if hit.first < verb.first and _level(hit) is before.level]
        sure = min(BOTH_SIDES, max(told), said.sure(after.hit))
        return Change(after.level, sure, text, crossing=both, spent=(before.hit, after.hit))
    if verb.turn is Turn.TO:
        return None
    named = any(isinstance(fact, Level) for fact in after.hit.facts)
    sure = min(said.sure(after.hit), BOTH_SIDES) if named else ONE_SIDE
    return Change(after.level, sure, f"{verb.text} {after.hit.text}", same, spent=(after.hit,) if same else ())


def _level(hit: Hit) -> Level | None:
    """The level that a hit means beside a word of change."""
    for fact in hit.facts:
        if isinstance(fact, Level):
            return fact
    return Level.NONDIEGETIC if Function.SCORE in hit.facts else None
