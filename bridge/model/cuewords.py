"""The words of cues: what `SOURCE`, `becomes` or `out` say in a marker, as frozen tables from plain data.

The data are TOML tables (`presets/cues/*.toml`). A table has a `title` and any of these lists; each row gives its
words as one text, separated by commas or line ends; a word may be a phrase; apostrophes are left out (`dont`):

- `[[word]]`: `says` (facts as a tag says them: `"level=diegetic, function=source"`), `sure` (see `Sure`), `words`;
  `shouted = true`: only in capitals.
- `[[turn]]`: `says` (see `Turn`), `words`, `sure = "label"` where they must stand alone.
- `[[value]]`: `says` (one fact), `words` that mean it in tags and in `die>non`; the fact's own name is always known.
- `[[padding]]`: `words` that say nothing and disturb nothing (`music`, `stereo`).
- `[[mute]]`: phrases whose parts would mislead (`source code`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bridge.model.cues import (
    Album,
    Audience,
    Function,
    Language,
    Level,
    Me,
    Origin,
    Performed,
    Status,
    Temporal,
    Treatment,
    Visibility,
    Vocal,
)
from bridge.model.errors import BadShow, Problem
from bridge.model.names import spellings
from bridge.model.wordtables import Flaw, Row, listed, member, rows

SHORTEST_GLUED = 6
"""Shorter phrases aren't looked for as one word."""

Fact = (
    Level
    | Origin
    | Vocal
    | Status
    | Album
    | Performed
    | Visibility
    | Audience
    | Treatment
    | Function
    | Temporal
    | Language
    | Me
)
"""One thing that may be true of a cue or a span; its type says which."""

AXES: Mapping[str, type[Fact]] = {
    "level": Level,
    "origin": Origin,
    "vocal": Vocal,
    "status": Status,
    "album": Album,
    "performed": Performed,
    "visibility": Visibility,
    "audience": Audience,
    "treatment": Treatment,
    "function": Function,
    "temporal": Temporal,
    "language": Language,
    "me": Me,
}
"""The keys of tags, and what each takes."""


class Sure(StrEnum):
    """How sure a word makes (`SURE` has the figures).

    A label stands alone in its clause or brackets, or in capitals among small letters.
    """

    CERTAIN = "certain"
    """Has no other sense."""
    CLEAR = "clear"
    """Certain as a label, likely in running text."""
    LABEL = "label"
    """Says nothing in running text: `temp is too slow` is about another music."""
    BRACKETED = "bracketed"
    """Counts only alone in brackets or as the whole text: a library is also a place."""
    LIKELY = "likely"
    HINT = "hint"
    """Never opens a cue."""


SURE: Mapping[Sure, tuple[float, float]] = {
    Sure.CERTAIN: (0.90, 0.90),
    Sure.CLEAR: (0.85, 0.60),
    Sure.LABEL: (0.85, 0.0),
    Sure.BRACKETED: (0.85, 0.0),
    Sure.LIKELY: (0.60, 0.60),
    Sure.HINT: (0.45, 0.45),
}
"""How sure each makes as a label and in running text, from 0 to 1."""


class Turn(StrEnum):
    """What a word does to others."""

    NEGATES = "negates"
    """What follows in its clause is no hit."""
    VOIDS = "voids"
    """What precedes in its clause is no hit."""
    BUT = "but"
    """Ends a negation."""
    ASKS = "asks"
    """The text is a question or a wish."""
    BECOMES = "becomes"
    """The same music changes to what follows."""
    SWITCHES = "switches"
    """Other music follows."""
    TAKES_OVER = "takes over"
    """Other music, the one before the word, follows."""
    ARROW = "arrow"
    """As `becomes`; written as a sign."""
    TO = "to"
    """A change only between two levels."""
    RETURNS = "returns"
    LEAVES = "leaves"
    ENDS = "ends"
    SILENCES = "silences"
    """Ends the music; if it is told which (`no music from the radio`), it negates."""
    SCENE = "scene"
    """Begins a scene's heading."""
    MUTE = "mute"
    PADDING = "padding"


@dataclass(frozen=True, slots=True)
class Saying:
    """What a word says: facts, or what it does to other words."""

    says: tuple[Fact, ...] | Turn
    sure: Sure = Sure.CERTAIN
    shouted: bool = False


@dataclass(frozen=True, slots=True)
class CueWords:
    """All words by key; `spans`: the most words of a phrase that begins with this one; `values`: of tags, by type."""

    words: Mapping[str, Saying]
    spans: Mapping[str, int]
    values: Mapping[tuple[type[Fact], str], Fact]


_ALLOWED = {
    "word": {"says", "sure", "words", "shouted"},
    "turn": {"says", "sure", "words"},
    "value": {"says", "words"},
    "padding": {"words"},
    "mute": {"words"},
}


def cue_words(tables: Sequence[Row]) -> CueWords:
    """The words that the tables list. Raises `BadShow` with every flaw; a word with two senses is one."""
    words: dict[str, Saying] = {}
    values: dict[tuple[type[Fact], str], Fact] = dict(_own_names())
    problems: list[Problem] = []
    for number, table in enumerate(tables, 1):
        title = str(table.get("title", f"table of cue words {number}"))
        for place, kind, row in rows(title, table, _ALLOWED, problems):
            try:
                if kind == "value":
                    for fact in _facts(row.get("says")):
                        values.update({(type(fact), key): fact for key in listed("words", row.get("words"))})
                else:
                    _add(words, _forms(kind, row), _saying(kind, row))
            except Flaw as flaw:
                problems.append(Problem(place, None, str(flaw), flaw.hint))
    if problems:
        raise BadShow(problems)
    return CueWords(words, _spans(words), values)


def _own_names() -> Iterator[tuple[tuple[type[Fact], str], Fact]]:
    """Each fact by its own name, as a key of `values`."""
    for kind in AXES.values():
        for fact in kind:
            yield (kind, spellings(fact.value)[0]), fact


def _saying(kind: str, row: Row) -> Saying:
    """What the words of a row say."""
    match kind:
        case "word":
            return Saying(_facts(row.get("says")), member(Sure, row.get("sure")), row.get("shouted") is True)
        case "turn":
            return Saying(member(Turn, row.get("says")), member(Sure, row.get("sure", "certain")))
        case _:
            return Saying(Turn(kind))


def _facts(text: object) -> tuple[Fact, ...]:
    """The facts of a text such as `level=diegetic, function=source`."""
    if not isinstance(text, str) or not text.strip():
        raise Flaw("`says` is no text", "such as level=diegetic, function=source")
    found: list[Fact] = []
    for part in text.split(","):
        axis, _, value = part.partition("=")
        if axis.strip() not in AXES:
            raise Flaw(f"{axis.strip()!r} is nothing that a cue has", "known: " + ", ".join(AXES))
        found.append(member(AXES[axis.strip()], value.strip()))
    return tuple(found)


def _forms(kind: str, row: Row) -> list[str]:
    """The words of a row; phrases that say something also written as one word."""
    found = listed("words", row.get("words"))
    if kind != "word":
        return found
    glued = [word.replace(" ", "") for word in found if " " in word and word.isascii()]
    return found + [word for word in glued if len(word) >= SHORTEST_GLUED]


def _add(words: dict[str, Saying], keys: Sequence[str], saying: Saying) -> None:
    """Gives each key its sense."""
    for key in keys:
        if words.setdefault(key, saying) != saying:
            raise Flaw(f"`{key}` is listed with two senses")


def _spans(words: Mapping[str, Saying]) -> dict[str, int]:
    """For each first word the length of its longest phrase."""
    spans: dict[str, int] = {}
    for key in words:
        first = key.partition(" ")[0]
        spans[first] = max(spans.get(first, 1), key.count(" ") + 1)
    return spans
