"""The stem that several places of a track speak for together: folder, name, bus, clips.

One place leads, the others make it surer or less sure. The numbers are a judge's scale, not probabilities; what
matters is on which side of `CONFIDENT` a case falls, and the tests hold that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import prod

from bridge.model.lexicon import Level
from bridge.model.readings import CONFLICT, SURE, Reading, Verdict
from bridge.model.stems import PROPOSED, Family, Role, Stem

SUREST = 0.98
"""No name makes surer; only a person does."""
MOST_REASONS = 12
"""Reasons that a stem carries."""


class Place(StrEnum):
    """Where a name was read."""

    FOLDER = "folder"
    NAME = "name"
    BUS = "bus"
    CLIPS = "clips"


_ORDER = {
    pair: rank
    for rank, pair in enumerate(
        (
            (Place.FOLDER, Level.DECISIVE),
            (Place.NAME, Level.DECISIVE),
            (Place.FOLDER, Level.CLEAR),
            (Place.NAME, Level.CLEAR),
            (Place.NAME, Level.THING),
            (Place.FOLDER, Level.THING),
            (Place.BUS, Level.DECISIVE),
            (Place.BUS, Level.CLEAR),
            (Place.CLIPS, Level.DECISIVE),
            (Place.CLIPS, Level.CLEAR),
            (Place.CLIPS, Level.THING),
            (Place.NAME, Level.HINT),
            (Place.FOLDER, Level.HINT),
            (Place.BUS, Level.THING),
            (Place.BUS, Level.HINT),
            (Place.CLIPS, Level.HINT),
        )
    )
}
"""Who leads where places differ. A name comes before its bus: a track that went astray must not hide itself."""
_BUS_SURE = {Level.DECISIVE: 0.85, Level.CLEAR: 0.76, Level.THING: 0.5, Level.HINT: 0.3}
"""How sure a bus makes alone: most that is routed somewhere belongs there."""
_BUS_COST = {Level.DECISIVE: 0.10, Level.CLEAR: 0.08, Level.THING: 0.05, Level.HINT: 0.0}
_CLIPS_COST = {Level.DECISIVE: 0.15, Level.CLEAR: 0.10, Level.THING: 0.05, Level.HINT: 0.0}
_WEAK_LEADER = 0.15
"""What contradiction costs beside that if only a bare sound or less is contradicted."""
_FOLDER_ROLES = frozenset({Role.PRINT, Role.ME, Role.OPT, Role.GUIDE, Role.REF, Role.EXEMPT})
"""Roles that a folder gives to what lies in it. Folders called stems, mix or bus hold content as often as not."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one place says, and how sure it is by itself."""

    place: Place
    verdict: Verdict
    family: Family
    sure: float

    @property
    def level(self) -> Level:
        return self.verdict.level


def decided(said: Mapping[Place, Reading]) -> Stem:
    """The stem of a track whose places said this."""
    heard = ((place, one.verdict, one.verdict.family) for place, one in said.items())
    voices = _settled([_voice(place, verdict, family) for place, verdict, family in heard if family is not None])
    evidence = tuple([reason for one in said.values() for reason in one.evidence])[:MOST_REASONS]
    flags = [flag for one in said.values() for flag in one.flags]
    stem = Stem(role=_role(said), flags=frozenset(flags), evidence=evidence)
    if not voices:
        return stem
    leader = min(voices, key=lambda voice: _ORDER[voice.place, voice.level])
    confidence = _confidence(leader, voices)
    if confidence < PROPOSED:
        return stem
    family = leader.family
    return replace(stem, family=family, sub=_sub(said, family), confidence=round(confidence, 2))


def _voice(place: Place, verdict: Verdict, family: Family) -> _Voice:
    """What a place says; a bus counts less than a name that says the same."""
    sure = verdict.confidence
    if place is Place.BUS:
        sure = _BUS_SURE[verdict.level] * min(1.0, verdict.confidence / SURE[verdict.level])
    return _Voice(place, verdict, family, sure)


def _settled(voices: list[_Voice]) -> list[_Voice]:
    """The voices, where folder or bus have decided what a name leaves open (`Vox` on the music bus)."""
    structure = [voice for voice in voices if voice.place in {Place.FOLDER, Place.BUS} and _plain(voice)]
    decides = min(structure, key=lambda voice: _ORDER[voice.place, voice.level], default=None)
    if decides is None:
        return voices
    return [_opened(voice, decides.family) if voice.place is Place.NAME else voice for voice in voices]


def _plain(voice: _Voice) -> bool:
    """True if a place speaks clearly and for one family."""
    return voice.level >= Level.CLEAR and len(voice.verdict.open) == 1


def _opened(name: _Voice, family: Family) -> _Voice:
    """A name that can mean this family too, as meaning it."""
    if family is name.family or family not in name.verdict.open:
        return name
    return _Voice(name.place, replace(name.verdict, level=Level.HINT), family, SURE[Level.HINT])


def _confidence(leader: _Voice, voices: list[_Voice]) -> float:
    """How sure all places together make."""
    agreeing = [voice.sure for voice in voices if voice.family is leader.family]
    sure = min(SUREST, 1 - prod(1 - part for part in agreeing))
    if len(leader.verdict.open) > 1 and leader.verdict.confidence < SURE[leader.level] - CONFLICT / 2:
        sure = min(sure, leader.sure + 0.1 * (len(agreeing) - 1))
    return sure - sum(_cost(leader, voice) for voice in voices if voice.family is not leader.family)


def _cost(leader: _Voice, rival: _Voice) -> float:
    """What a place that contradicts costs."""
    weak = _WEAK_LEADER if leader.level <= Level.THING and rival.level > Level.HINT else 0.0
    if rival.place is Place.BUS:
        return _BUS_COST[rival.level] + weak
    if rival.place is Place.CLIPS:
        return _CLIPS_COST[rival.level] + weak
    if rival.level is Level.HINT:
        return 0.02
    if rival.level >= leader.level:
        return CONFLICT
    if rival.level == leader.level - 1:
        return 0.25 if rival.place is Place.FOLDER else 0.12
    return 0.05


def _role(said: Mapping[Place, Reading]) -> Role:
    """What the track does: its own name says it, or a folder that speaks for no family."""
    own = said[Place.NAME].role
    if own is not None:
        return own
    folder = said[Place.FOLDER]
    given = folder.role if folder.verdict.family is None else None
    return given if given in _FOLDER_ROLES and given is not None else Role.CONTENT


def _sub(said: Mapping[Place, Reading], family: Family) -> str:
    """The sub-stem within the family: the name's word, else the folder's, the clips', the bus's."""
    for place in (Place.NAME, Place.FOLDER, Place.CLIPS, Place.BUS):
        if sub := said[place].verdict.subs.get(family):
            return sub
    return ""
