"""The title of a cue: what a name holds beside its number, the words that say something, takes and revisions."""

import re

from bridge.model.cuewords import Turn
from bridge.model.phrases import Hit, Phrasing
from bridge.model.stems import CONFIDENT

LONGEST_TITLE = 80
"""Characters of a title that count."""

_REVISION = re.compile(r"(?<![^\W_])(?:rev|[rv])\d{1,3}(?![^\W_])", re.IGNORECASE)
_TAKE = re.compile(r"(?:\s?[-.#]\d{1,3}){0,4}(?:\.[lrcm])?$", re.IGNORECASE)
_EMPTY = re.compile(r"\(\W*\)|\[\W*\]|\{\W*\}")
_EDGES = ' -_,;:.|/+–—…=*#<>→"“”'


def title_of(said: Phrasing, end: int) -> str:
    """The title of the cue whose number ends at this place of the text (0: it has none).

    What stands behind the number, else what stands before it; "" if there is nothing else.
    """
    text = _without(said)
    behind = _trimmed(text[end:])
    return behind or _trimmed(text[:end])


def _without(said: Phrasing) -> str:
    """The text with blanks for the words that said something."""
    text = said.text
    for hit in said.hits:
        if _spoke(said, hit):
            start, end = said.tokens[hit.first].start, said.tokens[hit.last].end
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _spoke(said: Phrasing, hit: Hit) -> bool:
    """True if a hit is no part of the title."""
    if hit.turn is not None:
        return said.strangers[hit.clause] == 0 and hit.turn not in {Turn.MUTE, Turn.SCENE}
    return said.sure(hit) >= CONFIDENT or said.negated(hit)


def _trimmed(text: str) -> str:
    """A title without revision, take number, empty brackets and padding; "" if no letter is left."""
    text = _REVISION.sub(" ", _EMPTY.sub(" ", text).replace("_", " ").replace("|", " "))
    text = _TAKE.sub("", " ".join(text.split()).strip(_EDGES)).strip(_EDGES)[:LONGEST_TITLE].rstrip("([{ ")
    if text.endswith((")", "]")) and text[0] in "([" and text.count(text[-1]) == 1:
        text = text[1:-1].strip(_EDGES)
    return text if any(character.isalpha() for character in text) else ""
