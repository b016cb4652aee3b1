"""What one text says of a track: the families it speaks for and how loudly, its role and flags, and the reasons.

The strongest word wins. Words that agree make each other surer; two families of equal strength make a conflict:
the leading word's family is kept, but never with confidence. A role's word names no family.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from types import MappingProxyType

from bridge.model.cuenumbers import CueKind, cue_numbers
from bridge.model.lexicon import Duty, Level, Lexicon, Sense, When
from bridge.model.names import chunks, cleaned, folded
from bridge.model.stems import Evidence, Family, Flag, Role
from bridge.model.wording import Item, items, senses

SURE: Mapping[Level, float] = MappingProxyType(
    {Level.DECISIVE: 0.95, Level.CLEAR: 0.85, Level.THING: 0.78, Level.HINT: 0.40}
)
"""How sure one word of each level makes by itself."""
CONFLICT = 0.35
"""What a rival of the same strength costs."""
_RIVAL = {Level.DECISIVE: 0.08, Level.CLEAR: 0.06, Level.THING: 0.05, Level.HINT: 0.0}
"""What a rival one level below the strongest word costs, by the level of the strongest."""
TITLE = 0.15
"""What it costs a bare sound to stand in a sentence (`Storm the Castle`): titles are called after sounds too."""
STRANGER = 0.05
"""What it costs one bare sound to stand beside a word that nobody knows."""
RESONANCE = 0.25
"""What it costs an effects' word to follow an instrument at once (`Gtr FX`, `Drum Amb`: a pedal, a room microphone)."""
_SAYS = {Level.DECISIVE: "decisive", Level.CLEAR: "clear", Level.THING: "a sound", Level.HINT: "a hint"}
_PRECEDENCE = (
    Role.VCA,
    Role.EXEMPT,
    Role.ME,
    Role.OPT,
    Role.GUIDE,
    Role.REF,
    Role.MIX,
    Role.RETURN,
    Role.PRINT,
    Role.BUS,
    Role.TONE,
)
"""Which role is meant where a name holds words of two."""
_CUE_SUB = {CueKind.SCORE: "score", CueKind.SOURCE: "source", CueKind.PLAYBACK: "source"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which family the words speak for, how strongly and how surely; `family` None where they are silent.

    `levels`: the strongest word of each family. `open`: the families between which only other evidence can decide.
    `subs`: the sub-stem of each family that has one.
    """

    family: Family | None = None
    level: Level = Level.HINT
    confidence: float = 0.0
    levels: Mapping[Family, Level] = field(default_factory=dict)
    open: frozenset[Family] = frozenset()
    subs: Mapping[Family, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one text says of a track, with the reasons."""

    verdict: Verdict = Verdict()
    role: Role | None = None
    flags: frozenset[Flag] = frozenset()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One sense of one word: the word as written, and which word of the text it was."""

    text: str
    place: int
    sense: Sense

    @property
    def spoken(self) -> str:
        """The sense in words: `FX/bg (clear)`."""
        family, sub = self.sense.family, self.sense.sub
        return f"{family}/{sub} ({_SAYS[self.sense.level]})" if sub else f"{family} ({_SAYS[self.sense.level]})"


def reading(text: str, source: str, lexicon: Lexicon) -> Reading:
    """What the text says; `source` names the place it was read in, for the evidence."""
    clean = cleaned(text)
    found = items(clean, lexicon)
    duties = _duties(found)
    busy = {item.place for item, duty in duties if isinstance(duty.says, Role)}
    said = _cues(clean) + _said([item for item in found if item.place not in busy])
    roles = {duty.says for _, duty in duties}
    spoken = verdict(said)
    if spoken.level is Level.THING:
        spoken = replace(spoken, confidence=spoken.confidence - _doubt(spoken, clean, found, lexicon))
    return Reading(
        spoken,
        next((role for role in _PRECEDENCE if role in roles), None),
        frozenset(says for says in roles if isinstance(says, Flag)),
        tuple([Evidence(source, one.text, one.spoken) for one in said])
        + tuple([Evidence(source, item.text, f"{_kind(duty)} {duty.says}") for item, duty in duties]),
    )


def _doubt(spoken: Verdict, clean: str, found: Sequence[Item], lexicon: Lexicon) -> float:
    """What it costs bare sounds to stand in a sentence, or one of them beside a stranger (`Rain Pettersson`).

    A stranger beside a voice, a step or an instrument is whose it is or how it is played, and costs nothing.
    """
    over = max(0.0, spoken.confidence - SURE[Level.THING])
    if any(folded(chunk) in lexicon.prose for chunk in chunks(clean)):
        return over + TITLE
    if over or spoken.family is not Family.FX or spoken.subs.get(Family.FX) == "foley":
        return 0.0
    return STRANGER if any(not item.known for item in found) else 0.0


def _kind(duty: Duty) -> str:
    """What a duty is called."""
    return "role" if isinstance(duty.says, Role) else "flag"


def _cues(clean: str) -> list[Said]:
    """The cue numbers of a text as decisive words for music."""
    return [Said(cue.text, -1, Sense(Family.MX, _CUE_SUB[cue.kind], Level.DECISIVE)) for cue in cue_numbers(clean)]


def _said(found: Sequence[Item]) -> list[Said]:
    """The senses that count: those that stand anywhere, and those that stand only alone where nothing else speaks.

    Beside a word of its own family the second sort still tells the sub-stem (`DX Sync`).
    """
    free = [Said(item.text, item.place, sense) for item in found for sense in senses(item)]
    families = {one.sense.family for one in free}
    lone = [
        Said(item.text, item.place, sense)
        for item in found
        for sense in item.meanings
        if isinstance(sense, Sense) and sense.alone and (not families or sense.family in families)
    ]
    if not free:
        return lone
    return free + [replace(one, sense=replace(one.sense, level=Level.HINT)) for one in lone if one.sense.sub]


def verdict(said: Sequence[Said]) -> Verdict:
    """The family that these words speak for."""
    if not said:
        return Verdict()
    by_family: dict[Family, list[Said]] = {}
    for one in said:
        by_family.setdefault(one.sense.family, []).append(one)
    levels = {family: max(one.sense.level for one in ones) for family, ones in by_family.items()}
    top = max(levels.values())
    leaders = [one for one in said if one.sense.level == top]
    first = min(leaders, key=lambda one: one.place)
    family = first.sense.family
    return Verdict(
        family,
        top,
        _confidence(said, first, levels),
        levels,
        _open(said, leaders, family),
        {each: _sub(ones) for each, ones in by_family.items()},
    )


def _confidence(said: Sequence[Said], leader: Said, levels: Mapping[Family, Level]) -> float:
    """How sure the words of the leader's family make, less what the others cost."""
    family, top = leader.sense.family, leader.sense.level
    ours = sorted((one for one in said if one.sense.family is family), key=lambda one: one.sense.level)
    distinct = {one.text.casefold(): SURE[one.sense.level] for one in ours}
    sure = min(0.98, 1 - prod(1 - part for part in distinct.values()))
    rival = max((level for other, level in levels.items() if other is not family), default=0)
    if rival == top:
        return min(sure, SURE[top]) - CONFLICT
    if rival == top - 1 and (rival > Level.HINT or _follows(said, leader)):
        sure -= _RIVAL[top]
    return sure - RESONANCE if _resonates(said, leader) else sure


def _follows(said: Sequence[Said], leader: Said) -> bool:
    """True if a word behind the leader names another family: the last word is the thing, those before describe it.

    `Bar Piano` is a piano, `Piano Bar` a bar.
    """
    family = leader.sense.family
    ours = {one.place for one in said if one.sense.family is family}
    return any(one.place > leader.place and one.place not in ours for one in said)


def _resonates(said: Sequence[Said], leader: Said) -> bool:
    """True if an effects' word follows an instrument at once."""
    if leader.sense.family is not Family.FX:
        return False
    before = [one.sense for one in said if one.place == leader.place - 1]
    return any(sense.family is Family.MX and sense.level >= Level.THING for sense in before)


def _open(said: Sequence[Said], leaders: Sequence[Said], family: Family) -> frozenset[Family]:
    """The families named as strongly as the leader's, and those that its words can also mean."""
    places = {one.place for one in leaders if one.sense.family is family}
    tied = {one.sense.family for one in leaders}
    return frozenset(tied | {one.sense.family for one in said if one.place in places})


def _sub(ones: Sequence[Said]) -> str:
    """The sub-stem that the strongest word names, the first of equals."""
    named = [one for one in ones if one.sense.sub]
    return max(named, key=lambda one: one.sense.level).sense.sub if named else ""


def _duties(found: Sequence[Item]) -> list[tuple[Item, Duty]]:
    """The words that say what a track does, where they count."""
    return [
        (item, meaning)
        for index, item in enumerate(found)
        for meaning in item.meanings
        if isinstance(meaning, Duty) and _counts(meaning.when, found, index)
    ]


def _counts(when: When, found: Sequence[Item], index: int) -> bool:
    """True if a role's or flag's word counts where it stands among the others."""
    if when is When.ALWAYS:
        return True
    beside = [item for item in (*found[max(0, index - 1) : index], *found[index + 1 : index + 2]) if not _serves(item)]
    match when:
        case When.ALONE:
            return all(_serves(item) or (item.known and not senses(item)) for item in found)
        case When.TAGGED:
            return any(_strength(item) >= Level.CLEAR for item in beside)
        case When.STRICT:
            strengths = {_strength(item) for item in beside}
            return not strengths or (max(strengths) >= Level.CLEAR and not strengths & {Level.THING, Level.HINT})
        case _:
            return not any(0 < _strength(item) < Level.CLEAR and not _musical(item) for item in beside)


def _serves(item: Item) -> bool:
    """True for a word that can be a role's or flag's."""
    return any(isinstance(meaning, Duty) for meaning in item.meanings)


def _strength(item: Item) -> int:
    """The level of the item's strongest sense, 0 without one."""
    return max((sense.level for sense in senses(item)), default=0)


def _musical(item: Item) -> bool:
    """True if the item can mean music."""
    return any(sense.family is Family.MX for sense in senses(item))
