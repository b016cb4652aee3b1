"""What a person writes to say what a cue is: level, words of fixed lists, names of tracks; with hints."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from bridge.model.cues import Crossing, Level
from bridge.model.text import quoted
from bridge.sheets.words import Slip, choice

WordKind = TypeVar("WordKind", bound=StrEnum)

_SIDES = tuple(level for level in Level if level not in {Level.TRANSDIEGETIC, Level.UNSET})
"""The levels between which something can cross."""
_SAID = {
    Level.DIEGETIC: ("source", "src", "die", "screen", "onscreen", "offscreen", "on", "in-world", "radio"),
    Level.NONDIEGETIC: ("score", "sco", "underscore", "non", "nd", "extradiegetic", "pit", "bed", "background"),
    Level.METADIEGETIC: ("mind", "internal", "thought", "thoughts", "memory", "dream", "subjective"),
    Level.EXTRAFICTIONAL: ("ttl", "title", "titles", "credits", "logo"),
    Level.AMBIGUOUS: ("amb", "open", "both", "unclear"),
}
"""What editors call the levels. Only hints are made of it: a licensed song can be underscore, and score be played on
the screen, so neither word says who hears it."""
_ARROW = re.compile(r"\s*(?:->|[>→])\s*")
_NAME = re.compile(r'\s*(?:"([^"]*(?:""[^"]*)*)"\s*|([^|"\s][^|]*|))(?:\||\Z)')


def word_said(kind: type[WordKind], column: str, cell: str) -> WordKind:
    """The word of a fixed list, in any case of letters; raises `Slip`."""
    try:
        return kind(cell.casefold())
    except ValueError:
        raise Slip(f"{column} is {quoted(cell)}", choice(cell, kind)) from None


def level_said(cell: str) -> tuple[Level, Crossing | None]:
    """The level that was written, or the two between which it crosses; raises `Slip`.

    >>> level_said("Diegetic -> nondiegetic")[1]
    Crossing(before=<Level.DIEGETIC: 'diegetic'>, after=<Level.NONDIEGETIC: 'nondiegetic'>)
    """
    words = _ARROW.split(cell)
    if len(words) == 1:
        level = _level(cell)
        if level is Level.TRANSDIEGETIC:
            raise Slip("it crosses, but between which levels?", "write both, such as diegetic > nondiegetic")
        return level, None
    sides = [_level(word) for word in words]
    if len(sides) != 2 or sides[0] is sides[1] or not set(sides) <= set(_SIDES):
        hint = "two different ones of " + ", ".join(_SIDES)
        raise Slip(f"{quoted(cell)} is no crossing from one level to another", hint)
    return Level.TRANSDIEGETIC, Crossing(*sides)


def _level(word: str) -> Level:
    try:
        return Level(word.casefold())
    except ValueError:
        raise Slip(f"{quoted(word)} is no level", _level_hint(word.casefold())) from None


def _level_hint(word: str) -> str:
    if word.strip("? ") == "":
        return "leave it empty while nobody has decided; ambiguous if it shall stay open"
    for level, words in _SAID.items():
        if word in words:
            return f"did you mean {level}? allowed: {', '.join(Level)}"
    return choice(word, Level)


def tracks_said(cell: str) -> tuple[str, ...]:
    """The names of tracks in a cell, separated by `|`; raises `Slip` for a quotation mark that is never closed.

    >>> tracks_said('Radio | "A|B"')
    ('Radio', 'A|B')
    """
    if '"' not in cell:
        return tuple(name for name in map(str.strip, cell.split("|")) if name)
    names: list[str] = []
    place = 0
    while place < len(cell):
        found = _NAME.match(cell, place)
        if found is None:
            what = f"a quotation mark is opened and not closed before the next name: {quoted(cell[place:])}"
            raise Slip(what, 'a name that begins with " or holds | stands in quotation marks, each " in it twice')
        if found[1] is not None:
            names.append(found[1].replace('""', '"'))
        elif name := found[2].strip():
            names.append(name)
        place = found.end()
    return tuple(names)


def tracks_cell(names: Sequence[str]) -> str:
    """The cell from which `tracks_said` reads these names."""
    return " | ".join(map(_name_cell, names))


def _name_cell(name: str) -> str:
    """A name, in quotation marks where it would be read as something else without."""
    plain = name and name == name.strip() and "|" not in name and not name.startswith('"')
    return name if plain else '"' + name.replace('"', '""') + '"'
