"""Tables of words as plain data: how the lexicon of stems and the words of cues read the rows of their presets.

A table has a `title` and lists of rows; a row gives its words as one text, separated by commas or line ends.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TypeVar

from bridge.model.errors import Problem
from bridge.model.names import spellings

MOST_WORDS = 4
"""Words that a phrase may have."""

Row = Mapping[str, object]
"""A table, or a row of one."""
E = TypeVar("E", bound=StrEnum)


class Flaw(ValueError):  # noqa: N818 - a flaw of the data, not an error of the program
    """What is wrong with one row, and what would be right."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


def rows(
    title: str, table: Row, allowed: Mapping[str, AbstractSet[str]], problems: list[Problem]
) -> Iterator[tuple[str, str, Row]]:
    """Each row with its place and kind; `allowed`: the keys of each kind. What is no row is added to `problems`."""
    for kind, listed_rows in table.items():
        if kind == "title":
            continue
        if kind not in allowed or not isinstance(listed_rows, list):
            problems.append(Problem(title, None, f"unknown list {kind!r}", "known: " + ", ".join(allowed)))
            continue
        for number, row in enumerate(listed_rows, 1):
            place = f"{title}, {kind} {number}"
            if isinstance(row, dict) and row.keys() <= allowed[kind]:
                yield place, kind, row
            else:
                problems.append(Problem(place, None, "unknown keys", "known: " + ", ".join(sorted(allowed[kind]))))


def member(kind: type[E], value: object) -> E:
    """The member of an enumeration that has this value; raises `Flaw`."""
    for one in kind:
        if one.value == value:
            return one
    raise Flaw(f"{value!r} is no {kind.__name__.lower()}", "known: " + ", ".join(kind))


def listed(key: str, text: object) -> list[str]:
    """The words in this text under `key`, as names are compared; in two spellings one comes twice. Raises `Flaw`."""
    if not isinstance(text, str):
        raise Flaw(f"`{key}` is no text", "one text, words separated by commas")
    found = [spelt for word in text.replace("\n", ",").split(",") if word.strip() for spelt in spellings(word.strip())]
    if "" in found:
        raise Flaw(f"`{key}` holds a word without a letter or digit")
    if long := [word for word in found if word.count(" ") >= MOST_WORDS]:
        raise Flaw(f"`{long[0]}` is longer than {MOST_WORDS} words")
    return found
