"""The grammar of marks: what one piece of text (a marker's, range's, region's, track's name) says of a cue.

Read in this order, the surer first: tags and `die>non`, a person's word; the cue number (`1m02s` is source music);
words. A `?` or a wish makes words a question: proposed, never decided. A word under a negation is no hit. `score` is
an origin and says no level; `underscore` does. What contradicts itself proposes no level.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bridge.model.changes import Change, change_in
from bridge.model.cuenumbers import CueKind, CueNumber, cue_numbers
from bridge.model.cues import Crossing, Cue, Function, Level, Origin, Status, Vocal
from bridge.model.cuetags import Tagged, crossing_in, read_tags
from bridge.model.cuewords import CueWords, Fact, Turn
from bridge.model.marks import DOUBTFUL, MOST_REASONS, QUESTION, Mark, Motion
from bridge.model.names import LONGEST, cleaned
from bridge.model.phrases import Hit, Phrasing, phrasing
from bridge.model.stems import CONFIDENT, PROPOSED, Evidence
from bridge.model.titles import title_of

NUMBERED = 0.95
"""How sure a cue number makes that there is a cue."""
TAKEN = 0.60
"""From here on a word opens a cue, and what goes with a level is proposed; the rest are hints."""
SHOWN = 100
"""Characters of a text that its evidence quotes."""

_CROSSES = re.compile(r"^[\W_]*x\s?([<>])", re.IGNORECASE)
_SUFFIX = re.compile(r"[_\- ]?(?:(?:alt|vox|rev|edit)\d{0,3}|[vr]\d{1,3})$", re.IGNORECASE)
_JOINT = re.compile(r"\s?[-–/+&_]\s?")
_WITHOUT = re.compile(r"(?<![^\W_])w/o(?![^\W_])", re.IGNORECASE)
"""Else its stroke would part it; what stands for it is as long."""
_LASTING = (Origin, Vocal, Status)
"""What is true of a whole cue: it has no confidence of its own, so only what is sure is taken."""
_KINDS: dict[CueKind, tuple[tuple[Fact, float], ...]] = {
    CueKind.SCORE: (),
    CueKind.SOURCE: ((Level.DIEGETIC, 0.85), (Function.SOURCE, 0.85)),
    CueKind.PLAYBACK: ((Level.DIEGETIC, 0.60),),
}
"""What the letter of a cue number says, and how surely."""


class _Claim(NamedTuple):
    """One fact as one word says it."""

    fact: Fact
    sure: float
    word: str


class _Heard(NamedTuple):
    """What is heard from here on, as the text says it; `after`: the level behind a change."""

    level: Level = Level.UNSET
    sure: float = 0.0
    crossing: Crossing | None = None
    after: Level = Level.UNSET


@dataclass(frozen=True, slots=True)
class _Parts:
    """A text taken apart. `clean`: without tags; `end`: where its cue number ends; `crosses`: `>`, `<` or ""."""

    clean: str
    tags: Tagged
    numbers: tuple[CueNumber, ...]
    end: int
    crosses: str
    pair: Crossing | None
    said: Phrasing
    change: Change | None

    @property
    def key(self) -> str:
        """The cue number in a spelling that compares: `1m3` is `1M03`, a letter for source music is no difference."""
        return "-".join(f"{one.episode or ''}/{one.reel or ''}/{one.serial}{one.part}" for one in self.numbers)


def read_mark(text: str, words: CueWords, source: str = "marker") -> Mark:
    """What the text says; `source` names where it was read, for the evidence. Any text is survived."""
    parts = _parts(text, words)
    claims = _claims(parts)
    heard = _heard(parts, claims)
    asks = parts.tags.asks or (parts.said.asks and not parts.tags.tells)
    facts = tuple(_facts(claims, asks=parts.said.asks))
    sure = min(heard.sure, QUESTION) if asks else heard.sure
    if heard.level is Level.UNSET:
        sure = NUMBERED if parts.numbers else max((claim.sure for claim in claims if claim.fact in facts), default=0.0)
    return Mark(
        _cue(parts),
        parts.key,
        heard.level,
        heard.after,
        heard.crossing,
        facts,
        sure,
        _motion(parts, heard, claims),
        asks and heard.level is not Level.UNSET,
        tuple(_evidence(source, cleaned(text)[:SHOWN].strip(), parts, claims))[:MOST_REASONS],
    )


def _parts(text: str, words: CueWords) -> _Parts:
    """The text taken apart."""
    tags = read_tags(text[:LONGEST], words)
    clean = cleaned(tags.rest)
    crosses = _CROSSES.match(clean)
    numbers, end = _numbers(clean)
    body = _blanked(_WITHOUT.sub("no ", clean), *[number.text for number in numbers], crosses[0] if crosses else "")
    said = phrasing(body, words)
    pair, spelt = (tags.crossing, "") if tags.crossing else crossing_in(body, words)
    if spelt:
        rest = phrasing(_blanked(body, spelt), words)
        pair, said = (None, said) if rest.turns(Turn.NEGATES) else (pair, rest)
    change = None if pair else change_in(said)
    return _Parts(clean, tags, numbers, end, crosses[1] if crosses else "", pair, said, change)


def _blanked(text: str, *pieces: str) -> str:
    """The text with strokes for these pieces; the rest keeps its place."""
    for piece in pieces:
        text = text.replace(piece, "|" * len(piece), 1)
    return text


def _numbers(clean: str) -> tuple[tuple[CueNumber, ...], int]:
    """The first cue number, with those joined to it (`1m04-1m05`), and where they end."""
    taken: list[CueNumber] = []
    end = 0
    for number in cue_numbers(clean):
        start = clean.find(number.text, end)
        if taken and not _JOINT.fullmatch(clean[end:start]):
            break
        taken.append(number)
        end = start + len(number.text)
    return tuple(taken), end


def _claims(parts: _Parts) -> list[_Claim]:
    """All facts that tags, the cue number and words say, the surest first."""
    found = [_Claim(fact, 1.0, tag) for fact, tag in parts.tags.facts]
    for number in parts.numbers:
        found += [_Claim(fact, sure, number.text) for fact, sure in _KINDS[number.kind]]
        if "alt" in number.text.casefold():
            found.append(_Claim(Status.ALT, 0.85, number.text))
    spent = parts.change.spent if parts.change else ()
    for hit in parts.said.hits:
        facts = [fact for fact in hit.facts if hit not in spent or isinstance(fact, Level)]
        sure = parts.said.sure(hit) if facts else 0.0
        found += [_Claim(fact, sure, hit.text) for fact in facts if sure]
    return sorted(found, key=lambda claim: -claim.sure)


def _heard(parts: _Parts, claims: Sequence[_Claim]) -> _Heard:
    """The level that the text says; none where it contradicts itself."""
    levels = [(claim.fact, claim.sure) for claim in claims if isinstance(claim.fact, Level)]
    told = next((level for level, sure in levels if sure == 1), None)
    pair = parts.pair
    if parts.tags.to is not None and told is not None and told is not parts.tags.to:
        pair = Crossing(told, parts.tags.to)
    if pair is not None:
        return _Heard(pair.after if parts.crosses == "<" else Level.TRANSDIEGETIC, 1.0, pair, pair.after)
    if told is not None:
        return _Heard(told, 1.0)
    if parts.tags.to is not None:
        return _Heard(parts.tags.to, 1.0, after=parts.tags.to)
    if parts.crosses == ">":
        return _Heard(Level.TRANSDIEGETIC, 1.0)
    if (change := parts.change) is not None:
        level = Level.TRANSDIEGETIC if change.crossing else change.after
        return _Heard(level, change.sure, change.crossing, change.after)
    if len({level for level, sure in levels if sure >= TAKEN}) > 1:
        return _Heard(sure=DOUBTFUL)
    if not levels:
        return _Heard()
    level, sure = levels[0]
    beside = level is Level.DIEGETIC and any(claim.fact is Function.SCORE for claim in claims)
    return _Heard(level, min(sure, DOUBTFUL) if beside else sure) if sure >= PROPOSED else _Heard()


def _facts(claims: Sequence[_Claim], *, asks: bool) -> Iterator[Fact]:
    """What is said beside the level: of each type the surest; of a question only what a tag tells."""
    seen: set[type[Fact]] = {Level}
    for claim in claims:
        least = 1.0 if asks else CONFIDENT if isinstance(claim.fact, _LASTING) else TAKEN
        if type(claim.fact) not in seen and claim.sure >= least:
            seen.add(type(claim.fact))
            yield claim.fact


def _cue(parts: _Parts) -> Cue:
    """Number and title as written; a text without a number has a title only where a label stands beside it."""
    labelled = bool(parts.tags.facts) or any(parts.said.sure(hit) > TAKEN for hit in parts.said.hits if hit.facts)
    number = "-".join(_SUFFIX.sub("", number.text) for number in parts.numbers)
    titled = number or (labelled and parts.change is None)
    return Cue(number, title_of(parts.said, parts.end) if titled else "")


def _motion(parts: _Parts, heard: _Heard, claims: Sequence[_Claim]) -> Motion:
    """What the text does to the music at its place."""
    said, least = parts.said, 1.0 if parts.said.asks else TAKEN
    if parts.crosses:
        return Motion.CROSSES if parts.crosses == ">" else Motion.CROSSED
    if not said.asks and any(said.ends(hit) for hit in said.turns(Turn.ENDS, Turn.SILENCES)):
        return Motion.ENDS
    if heard.after is not Level.UNSET and (parts.change is None or parts.change.same):
        return Motion.TURNS
    if any(_leaves(said, hit) for hit in said.turns(Turn.LEAVES)):
        return Motion.ENDS
    speaks = heard.sure >= TAKEN
    if (speaks or parts.numbers) and said.turns(Turn.RETURNS):
        return Motion.RESUMES
    opens = speaks or parts.numbers or any(isinstance(one.fact, Origin) and one.sure >= least for one in claims)
    return Motion.OPENS if opens else Motion.NONE


def _leaves(said: Phrasing, leaving: Hit) -> bool:
    """True if what is left is a level (`out of SOURCE`), not a room."""
    following = [hit for hit in said.hits if hit.first == leaving.last + 1]
    return any(isinstance(fact, Level) for hit in following for fact in hit.facts) and not said.asks


def _evidence(source: str, text: str, parts: _Parts, claims: Sequence[_Claim]) -> Iterator[Evidence]:
    """The reasons, in words."""
    if parts.numbers:
        yield Evidence(source, text, f"cue {'-'.join(number.text for number in parts.numbers)}")
    if parts.crosses:
        yield Evidence(source, text, f"a crossing {'starts' if parts.crosses == '>' else 'ends'}")
    if parts.pair is not None:
        yield Evidence(source, text, f"it crosses: {parts.pair}")
    if parts.tags.to is not None:
        yield Evidence(source, text, f"it becomes {parts.tags.to}")
    if (change := parts.change) is not None:
        yield Evidence(source, text, f"{change.crossing or change.after} ({change.word}){_doubt(parts, change.sure)}")
    for claim in claims:
        yield Evidence(source, text, f"{_spoken(claim.fact)} ({claim.word}){_doubt(parts, claim.sure)}")
    for hit in parts.said.hits:
        if hit.facts and parts.said.negated(hit):
            yield Evidence(source, text, f"nothing: {hit.text} is denied")
    for tag in parts.tags.odd:
        yield Evidence("tag", tag, "nothing that is known")


def _doubt(parts: _Parts, sure: float) -> str:
    """What a reason adds where it is no statement."""
    if parts.said.asks and sure < 1:
        return ", as a question"
    return "" if sure >= CONFIDENT else ", perhaps"


def _spoken(fact: Fact) -> str:
    """A fact in words; a level needs no name before it."""
    return str(fact) if isinstance(fact, Level) else f"{type(fact).__name__.lower()} {fact}"
