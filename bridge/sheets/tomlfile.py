"""A TOML file of the user's as a table that knows on which line each of its values stands."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bridge.model.errors import BadShow, Problem
from bridge.model.text import harmless
from bridge.sheets.complaints import Source
from bridge.sheets.tomllines import Path, key_lines

LONGEST = 100_000
"""Characters of a TOML file that are read; a feature film's show.toml has a few thousand."""

_STRING_OR_COMMENT = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\'|#[^\n]*+')
_LONG_KEY = re.compile(r"(?:[^.\n=]*+\.){16}")
"""A key of far more parts than any of ours; `tomllib` needs memory with the square of their number."""
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file that could be parsed: what stands in it, and where."""

    table: Mapping[str, Any]
    source: Source


def toml_file(file: str, text: str) -> TomlFile:
    """The table of a text, `file` being its name for people; raises `BadShow` where the text is not TOML."""
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST:
        raise BadShow([Problem(file, None, f"longer than {LONGEST} characters", "is it the right file?")])
    if _LONG_KEY.search(_STRING_OR_COMMENT.sub("", text)):
        raise BadShow([Problem(file, None, "a key has more than 15 dots")])
    try:
        return TomlFile(tomllib.loads(text), located(file, key_lines(text)))
    except RecursionError:
        raise BadShow([Problem(file, None, "lists are nested too deeply")]) from None
    except ValueError as error:
        raise BadShow([_broken(file, text, error)]) from None


def located(file: str, lines: Mapping[Path, int]) -> Source:
    """A source with these lines; what has none is looked for at the nearest thing around it."""

    def line(path: Path) -> int | None:
        while path and path not in lines:
            path = path[:-1]
        return lines.get(path)

    return Source(file, line)


_HINTS = {
    "Invalid value": "text stands in quotation marks",
    "Cannot overwrite a value": "this key stands above already",
    "Expected '=' after a key in a key/value pair": "a line is key = value",
}


def _broken(file: str, text: str, error: ValueError) -> Problem:
    """The problem behind what `tomllib` said; it names the place at the end of its sentence."""
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Problem(file, None, "a number in it is too long")
    said, line = str(error), None
    if place := _PLACE.search(said):
        line = int(place[1]) if place[1] else text.count("\n") + 1
        said = said[: place.start()]
    return Problem(file, line, f"this is not TOML: {harmless(said)}", _HINTS.get(said, ""))


def toml_text(text: str) -> str:
    r"""The text as a TOML string that gives exactly it back; what can't be seen is spelt out.

    >>> toml_text('the "MX"\n')
    '"the \\"MX\\"\\u000a"'
    """
    return '"' + "".join(map(_spelt, text)) + '"'


def _spelt(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if harmless(character) == character:
        return character
    number = ord(character)
    if 0xD800 <= number < 0xE000:
        return "\N{REPLACEMENT CHARACTER}"  # half a character: it stands for nothing, TOML can't say it
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
