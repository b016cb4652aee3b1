"""What clip names say: takes from the set, file names of sound libraries, and else the words in them.

A single clip proves little, so the majority speaks, and only where enough clips say anything at all.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from bridge.model.lexicon import Level, Lexicon, Sense
from bridge.model.names import cleaned
from bridge.model.readings import Reading, Said, Verdict, verdict
from bridge.model.stems import CONFIDENT, Evidence, Family, Flag

MOST_CLIPS = 48
"""Distinct clip names that are read."""
MOST_LISTED = 512
"""Clip names that are looked at to find distinct ones."""
LONGEST_CLIP = 200
"""Characters of a clip's name that count."""
SURE_CLIPS = 0.8
"""How sure clips make alone; bare sounds need at least three of them."""
MAJORITY = 0.6
"""Part of the speaking clips that must agree."""

_NUMBERING = "0123456789-_. LR"
"""What stands at the end of a clip's name without making it another sound."""
_TAKE = re.compile(
    r"(?:(?:sc|scene|s)[ ._]?)?\d{1,3}[a-z]{0,2}"
    r"(?: ?[-/] ?(?:t|tk|take)?\d{1,2}[a-z]?|[ _]*(?:t|tk|take)[ ._]?\d{1,2}[a-z]?)(?:ser)?(?![^\W_])",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[a-z]", re.IGNORECASE)
_CATEGORY = re.compile(r"([A-Z]{2,5})[A-Z][a-z]{1,6}(?=_)")
"""A category and a subcategory as library files begin (`AMBUrbn_…`)."""


def clips_reading(clips: Sequence[str], read: Callable[[str], Reading], lexicon: Lexicon) -> Reading:
    """What the majority of the clips says; nothing where they disagree or most say nothing."""
    distinct: dict[str, str] = {}
    for clip in clips[:MOST_LISTED]:
        distinct.setdefault(clip[:LONGEST_CLIP].rstrip(_NUMBERING), clip[:LONGEST_CLIP])
    names = tuple(distinct.values())[:MOST_CLIPS]
    verdicts = [(name, _clip(name, read, lexicon)) for name in names]
    speaking = [(name, one) for name, one in verdicts if one.family is not None and one.confidence >= CONFIDENT]
    if not speaking or 5 * len(speaking) < len(names):
        return Reading()
    family, count = Counter(one.family for _, one in speaking).most_common(1)[0]
    if family is None or count < MAJORITY * len(speaking):
        return Reading()
    agreeing = [(name, one) for name, one in speaking if one.family is family]
    level = Counter(one.level for _, one in agreeing).most_common(1)[0][0]
    share = count / len(speaking)
    sub, often = Counter(one.subs.get(family, "") for _, one in agreeing).most_common(1)[0]
    said = Evidence("clips", cleaned(agreeing[0][0]), f"{family} ({count} of {len(speaking)} that say anything)")
    whole = Verdict(
        family,
        level,
        share * (SURE_CLIPS if level >= Level.CLEAR else min(SURE_CLIPS, 0.61 + 0.05 * count)),
        {family: level},
        frozenset({family}),
        {family: sub if 2 * often > count else ""},
    )
    return Reading(whole, flags=_flags([read(name) for name, _ in agreeing]), evidence=(said,))


def _flags(readings: Sequence[Reading]) -> frozenset[Flag]:
    """The flags that all clips share."""
    return frozenset.intersection(*[one.flags for one in readings]) if readings else frozenset()


def _clip(name: str, read: Callable[[str], Reading], lexicon: Lexicon) -> Verdict:
    """What one clip's name says: a take, a library's file name, or its words."""
    clean = cleaned(name).strip()
    if take := _TAKE.match(clean):
        level = Level.DECISIVE if _LETTERED.search(take[0]) else Level.CLEAR
        spoken = read(name).verdict
        if spoken.family in {None, Family.DX}:
            return verdict([Said(clean, 0, Sense(Family.DX, "prod", level))])
    category = _CATEGORY.match(clean)
    library = lexicon.ucs.get(category[1].lower()) if category else None
    return verdict([Said(clean, 0, library)]) if library else read(name).verdict
