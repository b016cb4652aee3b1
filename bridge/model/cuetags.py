"""Tags that a person wrote into a name or comment to say what a cue is: `{Level=diegetic}`, `$Origin=licensed`.

The syntax is ptulsconv's (`docs/source/user/tagging.rst`), which editors know; `[Level=diegetic]` is read too. A tag is
a person's word. `{Level=die>non}` and `{Level=die}{To=non}` say that the music crosses.
"""

import re
from dataclasses import dataclass

from bridge.model.cues import Crossing, Level
from bridge.model.cuewords import AXES, CueWords, Fact
from bridge.model.names import LONGEST, cleaned, spellings

_TAG = re.compile(
    r"\{\s{0,9}(\w{1,16})\s{0,9}=([^{}]{1,60})\}"
    r"|\$(\w{1,16})=([^\s\]})]{1,60})"
    r"|\[\s{0,9}(\w{1,16})\s{0,9}=([^\[\]]{1,60})\]"
)
_PAIR = re.compile(
    r"(?<![^\W_])([^\W\d_][^\W\d_-]{0,15}(?:-[^\W\d_]{1,12})?)\s?(?:[-=]?>|[→➔➜⇒])\s?"
    r"([^\W\d_][^\W\d_-]{0,15}(?:-[^\W\d_]{1,12})?)(?![^\W_])"
)
_OTHERS = frozenset({"stem", "family", "dme", "role", "sub"})
"""Keys of tags that say what a track is."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tags of a text say. `facts`: each with its tag as written; `odd`: tags that say nothing known.

    `to`: the level that follows; `asks`: the level is a question; `rest`: the text without tags.
    """

    rest: str
    facts: tuple[tuple[Fact, str], ...] = ()
    crossing: Crossing | None = None
    to: Level | None = None
    odd: tuple[str, ...] = ()
    asks: bool = False

    @property
    def tells(self) -> bool:
        """True if a tag tells the level."""
        told = self.crossing or self.to or any(isinstance(fact, Level) for fact, _ in self.facts)
        return bool(told) and not self.asks


def read_tags(text: str, words: CueWords) -> Tagged:
    """What the tags of a text say; of two for one thing the later counts."""
    if "=" not in text:
        return Tagged(text)
    facts: dict[type[Fact], tuple[Fact, str]] = {}
    odd: list[str] = []
    crossing: Crossing | None = None
    to: Level | None = None
    asks = False
    for match in _TAG.finditer(text):
        shown = cleaned(match[0])
        key, value = _key_and_value(match)
        kind = Level if key == "to" else AXES.get(key)
        fact = None if kind is None else value_of(kind, value, words)
        pair = crossing_in(value, words)[0] if key == "level" else None
        asks = asks or (kind is Level and "?" in value)
        if pair is not None:
            crossing = pair
        elif key == "to" and isinstance(fact, Level):
            to = fact
        elif fact is not None and (key == "level" or "?" not in value):
            facts[type(fact)] = (fact, shown)
        elif key not in _OTHERS:
            odd.append(shown)
    return Tagged(_TAG.sub(" ", text), tuple(facts.values()), crossing, to, tuple(odd), asks)


def _key_and_value(match: re.Match[str]) -> tuple[str, str]:
    """A tag's key and value, whichever way it is written."""
    key = match[1] or match[3] or match[5]
    return key.casefold(), cleaned(match[2] or match[4] or match[6]).strip()


def value_of(kind: type[Fact], value: str, words: CueWords) -> Fact | None:
    """The fact of this type that a value means: its name or another word for it, `?` aside."""
    return words.values.get((kind, spellings(value)[0]))


def crossing_in(text: str, words: CueWords) -> tuple[Crossing | None, str]:
    """The crossing that a text spells as two levels with an arrow between them (`die>non`), and how it is written."""
    if ">" not in text and not any(arrow in text for arrow in "→➔➜⇒"):
        return None, ""
    for match in _PAIR.finditer(text):
        before, after = (value_of(Level, side, words) for side in (match[1], match[2]))
        if isinstance(before, Level) and isinstance(after, Level) and before is not after:
            return Crossing(before, after), match[0]
    return None, ""


def tags_of(text: str) -> str:
    """Nothing of a text but its tags."""
    return " ".join([match[0] for match in _TAG.finditer(text[:LONGEST])]) if "=" in text else ""
