"""What a track's own name and comment say of all that lies on it: `SRC Radio`, `MX Score 1`, `{Level=diegetic}`.

It holds where no span governs the track. Words count on music tracks and on tracks that nobody knows; on dialogue and
effects tracks only tags do, for there a `source` is another thing.
"""

from dataclasses import replace

from bridge.model.cues import Cue, Level, Origin, Status, Treatment
from bridge.model.cuetags import tags_of
from bridge.model.cuewords import CueWords, Fact
from bridge.model.grammar import read_mark
from bridge.model.marks import Mark, combined, joined
from bridge.model.material import TrackLevel
from bridge.model.stems import Evidence, Family, Flag, Stem

LOCKED = 0.90
"""How sure it makes that a person called the track's stem source music."""
GUESSED = 0.60
"""How sure it makes that the classifier did."""

_STATUS = {Flag.TEMP: Status.TEMP, Flag.ALT: Status.ALT}
_ORIGINS = {"score": Origin.COMMISSIONED, "song": Origin.LICENSED}


def track_level(name: str, comment: str, stem: Stem, words: CueWords) -> TrackLevel | None:
    """What a track's name, comment and stem say of what lies on it; None if they say nothing of it."""
    mark = track_mark(name, comment, stem, words)
    if mark.level is Level.UNSET and not mark.facts:
        return None
    return TrackLevel(
        mark.level,
        mark.confidence,
        mark.fact(Origin),
        mark.fact(Status),
        mark.fact(Treatment),
        mark.evidence,
    )


def track_mark(name: str, comment: str, stem: Stem, words: CueWords) -> Mark:
    """The same as a mark, over which the marks of its regions lie; with the cue number that it may be named for."""
    spoken = stem.known in {None, Family.MX}
    own = read_mark(name if spoken else tags_of(name), words, "track")
    noted = _bare(read_mark(comment if spoken else tags_of(comment), words, "comment"))
    tagged = noted.level is not Level.UNSET and noted.confidence == 1
    both = combined(noted, own) if tagged else combined(own, noted)
    if spoken:
        both = combined(both, _stem_mark(name, stem))
    return both if both.key else _bare(both)


def _bare(mark: Mark) -> Mark:
    """A mark of no particular cue."""
    return replace(mark, cue=Cue(), key="")


def _stem_mark(name: str, stem: Stem) -> Mark:
    """What the track's stem says: source music is heard in the story; score and songs only if a person said so."""
    if stem.known is not Family.MX:
        return Mark()
    sure = LOCKED if stem.locked else GUESSED
    said: list[Fact] = [_STATUS[flag] for flag in sorted(stem.flags) if flag in _STATUS]
    if stem.sub == "temp":
        said.append(Status.TEMP)
    if stem.locked and stem.sub in _ORIGINS:
        said.append(_ORIGINS[stem.sub])
    facts = tuple({type(fact): fact for fact in reversed(said)}.values())
    reasons = tuple(Evidence("rule", name, f"{type(fact).__name__.lower()} {fact}, by its stem") for fact in facts)
    mark = Mark(facts=facts, confidence=sure if facts else 0.0, evidence=reasons)
    if stem.sub != "source":
        return mark
    reason = Evidence("rule", name, f"{Level.DIEGETIC}, by its stem {stem.known}/{stem.sub}")
    return replace(mark, level=Level.DIEGETIC, confidence=sure, evidence=joined((reason,), reasons))
