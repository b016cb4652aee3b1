"""The lexicon: what the words in names of tracks say, as frozen tables built from plain data.

The data are TOML tables (`presets/stems/*.toml`). A table has a `title` and any of these lists; each row gives
its words as one text, separated by commas or line ends; a word may be a phrase:

- `[[word]]`: `says` ("DX", "FX/bg"), `level` (decisive, clear, thing, hint), `words`, `starts`, `ends` (beginnings and
  ends of longer words, for languages that build them); `alone = true`: counts only where nothing else in the name
  names a stem; `shouted = true`: only in capitals; `plurals = true`: English plurals are added.
- `[[role]]`, `[[flag]]`: `says`, `words`, `when` (always, shy, strict, tagged, alone: see `When`), `shouted`.
- `[[mute]]`: `words` that say nothing, so that their parts say nothing either (`music box`), and padding (`stereo`).
- `[[prose]]`: `words` that a title has and a label has not.
- `[[ucs]]`: `says`, `words`: category prefixes of file names after the Universal Category System.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bridge.model.errors import BadShow, Problem
from bridge.model.stems import SUBS, Family, Flag, Role
from bridge.model.wordtables import Flaw, Row, listed, member, rows


class Level(IntEnum):
    """How much a word says: the trade's abbreviation, a clear word, a thing that one hears, a hint."""

    HINT = 1
    THING = 2
    CLEAR = 3
    DECISIVE = 4


class When(StrEnum):
    """Where a role's or flag's word counts.

    `always`; `shy`: not beside a sound that isn't music (`Ball Bounce`); `strict`: beside no bare sound at all
    (`Stem Drums`); `tagged`: only beside a clear word (`DX Hall`); `alone`: only where the rest says nothing.
    """

    ALWAYS = "always"
    SHY = "shy"
    STRICT = "strict"
    TAGGED = "tagged"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Sense:
    """A word that names a stem."""

    family: Family
    sub: str
    level: Level
    alone: bool = False
    shouted: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A word that says what a track does, or what else is true of it."""

    says: Role | Flag
    when: When = When.ALWAYS
    shouted: bool = False


Meaning = Sense | Duty


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words: exact ones and phrases by key, beginnings, ends, and the prefixes of the category system.

    `spans`: the most words of a phrase that begins with this word. `joins`: abbreviations that are glued to others.
    `prose`: words of sentences.
    """

    words: Mapping[str, tuple[Meaning, ...]]
    spans: Mapping[str, int]
    starts: Mapping[str, tuple[Meaning, ...]]
    ends: Mapping[str, tuple[Meaning, ...]]
    joins: frozenset[str]
    prose: frozenset[str]
    ucs: Mapping[str, Sense]


_Words = dict[str, tuple[Meaning, ...]]
_ALLOWED = {
    "word": {"says", "level", "words", "starts", "ends", "alone", "shouted", "plurals"},
    "role": {"says", "words", "starts", "ends", "when", "shouted"},
    "flag": {"says", "words", "starts", "ends", "when", "shouted"},
    "mute": {"words"},
    "ucs": {"says", "words"},
    "prose": {"words"},
}


def lexicon(tables: Sequence[Row]) -> Lexicon:
    """The lexicon that the tables make; the same word in several tables has all its meanings. Raises `BadShow`."""
    words: _Words = {}
    starts: _Words = {}
    ends: _Words = {}
    ucs: dict[str, Sense] = {}
    prose: set[str] = set()
    problems: list[Problem] = []
    for number, table in enumerate(tables, 1):
        title = str(table.get("title", f"lexicon table {number}"))
        for place, kind, row in rows(title, table, _ALLOWED, problems):
            try:
                meaning = _meaning(kind, row)
                if kind == "ucs" and isinstance(meaning, Sense):
                    ucs.update(dict.fromkeys(listed("words", row.get("words", "")), meaning))
                    continue
                if kind == "prose":
                    prose.update(listed("words", row.get("words", "")))
                    continue
                _add(words, _forms(row), meaning)
                _add(starts, listed("starts", row.get("starts", "")), meaning)
                _add(ends, listed("ends", row.get("ends", "")), meaning)
            except Flaw as flaw:
                problems.append(Problem(place, None, str(flaw), flaw.hint))
    if problems:
        raise BadShow(problems)
    return Lexicon(words, _spans(words), starts, ends, _joins(words), frozenset(prose), ucs)


def _meaning(kind: str, row: Row) -> Meaning | None:
    """What the words of a row say; None for words that say nothing."""
    shouted = row.get("shouted") is True
    match kind:
        case "word" | "ucs":
            family, sub = _stem(str(row.get("says", "")))
            level = Level.DECISIVE if kind == "ucs" else _named(Level, row.get("level"), "level")
            return Sense(family, sub, level, row.get("alone") is True, shouted)
        case "role" | "flag":
            says: Role | Flag
            says = member(Role, row.get("says")) if kind == "role" else member(Flag, row.get("says"))
            return Duty(says, member(When, row.get("when", "always")), shouted)
        case _:
            return None


def _stem(text: str) -> tuple[Family, str]:
    """Family and sub-stem of a text such as `FX/bg`."""
    name, _, sub = text.partition("/")
    family = member(Family, name)
    if sub and sub not in SUBS[family]:
        raise Flaw(f"{family} has no sub-stem {sub!r}", "known: " + ", ".join(SUBS[family]))
    return family, sub


def _named(kind: type[Level], value: object, what: str) -> Level:
    """The level of this name."""
    for level in kind:
        if level.name.lower() == value:
            return level
    raise Flaw(f"{value!r} is no {what}", "known: " + ", ".join(level.name.lower() for level in kind))


def _forms(row: Row) -> list[str]:
    """The words of a row, with their English plurals where asked, phrases also written as one word."""
    found = listed("words", row.get("words", ""))
    if row.get("plurals") is True:
        found += [_plural(word) for word in found]
    glued = [word.replace(" ", "") for word in found if " " in word and word.isascii()]
    return found + [word for word in glued if len(word) >= SHORTEST_GLUED and not word.isdigit()]


SHORTEST_GLUED = 5
"""Shorter phrases aren't looked for as one word: `m e` is a mix for abroad, `me` is not."""


def _plural(word: str) -> str:
    """The regular English plural.

    >>> _plural("car"), _plural("crash"), _plural("body"), _plural("door slam")
    ('cars', 'crashes', 'bodies', 'door slams')
    """
    if word.endswith(("s", "sh", "ch", "x", "z")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _add(words: _Words, keys: Sequence[str], meaning: Meaning | None) -> None:
    """Gives each key one more meaning; None keeps it known as a word that says nothing."""
    for key in keys:
        had = words.setdefault(key, ())
        if meaning is not None and meaning not in had:
            words[key] = (*had, meaning)


def _spans(words: _Words) -> dict[str, int]:
    """For each first word of a phrase the length of its longest phrase."""
    spans: dict[str, int] = {}
    for key in words:
        first, _, rest = key.partition(" ")
        if rest:
            spans[first] = max(spans.get(first, 1), key.count(" ") + 1)
    return spans


def _joins(words: _Words) -> frozenset[str]:
    """The short abbreviations that are decisive wherever they stand: what people glue to other words (`FXSTEM`).

    Two letters with a vowel begin too many plain words.
    """
    return frozenset(
        key
        for key, meanings in words.items()
        if key.isascii() and key.isalpha() and 2 <= len(key) <= 4 and any(_decides(meaning) for meaning in meanings)
        if len(key) > 2 or not _VOWELS.intersection(key)
    )


_VOWELS = frozenset("aeiou")


def _decides(meaning: Meaning) -> bool:
    """True for a sense that is decisive without conditions."""
    return isinstance(meaning, Sense) and meaning.level is Level.DECISIVE and not meaning.alone and not meaning.shouted
