"""Foreign values fitted into a frozen dataclass of the shape that they should have; all problems at once.

The shape says what may stand in a file; pydantic compares; here its complaints become sentences with the line, the
allowed values and the word that was probably meant.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bridge.model.errors import BadShow, Problem
from bridge.model.text import harmless, quoted
from bridge.sheets.tomllines import Path
from bridge.sheets.words import Slip, choice

T = TypeVar("T")

_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


@dataclass(frozen=True, slots=True)
class Source:
    """Where values were read: the file's name for people, and the line of each of them."""

    file: str
    line: Callable[[Path], int | None]


def fitted(shape: type[T], given: Mapping[str, Any], source: Source) -> T:
    """The values in their shape; raises `BadShow` with every key and value that does not fit."""
    try:
        value: T = _adapter(shape).validate_python(given)
    except ValidationError as error:
        complaints = error.errors(include_url=False)
        problems = [_problem(shape, complaint, source) for complaint in complaints]
        raise BadShow(sorted(problems, key=lambda problem: problem.line or 0)) from None
    return value


def _adapter(shape: type) -> TypeAdapter[Any]:
    """The one adapter of a shape: building it costs more than comparing a thousand rows."""
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def _problem(shape: type, complaint: ErrorDetails, source: Source) -> Problem:
    """One complaint of pydantic's in the user's words."""
    path, given, context = complaint["loc"], complaint["input"], complaint.get("ctx", {})
    line = source.line(path)
    match complaint["type"]:
        case "unexpected_keyword_argument":
            what, hint = f"unknown key {_last(path)}", choice(path[-1], _keys(shape, path[:-1]))
        case "missing":
            what, hint = f"{_last(path)} is missing", ""
        case "literal_error" | "enum":
            what, hint = (
                f"{_spelt(path)} is {_shown(given)}",
                _word(given, context["expected"]),
            )
        case "value_error":
            what, hint = _slipped(path, context["error"])
        case "string_too_short" | "too_short":
            what, hint = f"{_spelt(path)} is empty", ""
        case kind:
            what, hint = f"{_spelt(path)} is {_shown(given)}", _needed(kind, context)
    return Problem(source.file, line, what, hint)


def _word(given: object, expected: str) -> str:
    """The word that should stand there; `expected` holds them all in single quotes."""
    allowed = re.findall(r"'([^']*)'", expected)
    if not isinstance(given, str) and str(given) in allowed:
        return f'write it in quotation marks: "{given}"'
    return choice(given, allowed)


_NUMBER = "it must be a number without quotation marks"
_LIST = 'it must be a list, such as ["one", "two"]'
_NEEDED = {
    "string_type": 'it must be text in quotation marks, such as "24"',
    "int_type": "it must be a whole number without quotation marks",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": "it must be a finite number",
    "tuple_type": _LIST,
    "frozen_set_type": _LIST,
    "dataclass_type": "it must be a table: its name in brackets, key = value lines below",
    "greater_than_equal": "the least is {ge:g}",
    "less_than_equal": "the most is {le:g}",
    "string_too_long": "the most is {max_length}",
    "too_long": "the most is {max_length}",
}
"""What should stand in place of a value of the wrong type or size, by the kind of the complaint."""


def _needed(kind: str, context: Mapping[str, Any]) -> str:
    return _NEEDED.get(kind, "it can't be read").format_map(context)


def _slipped(path: Path, slip: Slip) -> tuple[str, str]:
    return (f"{_spelt(path)}: {slip.what}" if path else slip.what), slip.hint


def _spelt(path: Path) -> str:
    """A path as people say it; items are counted from 1.

    >>> _spelt(("stems", 1, "role"))
    'stems no. 2, role'
    """
    said = ""
    for part in path:
        before = ", " if said.rpartition(" ")[2].isdecimal() else "."
        said += f" no. {part + 1}" if isinstance(part, int) else (before if said else "") + harmless(part, 60)
    return said


def _last(path: Path) -> str:
    """The last key of a path and the table that it stands in."""
    return quoted(str(path[-1])) + (f" in {_spelt(path[:-1])}" if path[:-1] else "")


def _shown(given: object) -> str:
    """A value roughly as the user wrote it."""
    match given:
        case str():
            return quoted(given)
        case bool():
            return "true" if given else "false"
        case int() if abs(given) >= 10**18:
            return "a huge number"
        case int() | float():
            return str(given)
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or a time"


def _keys(shape: type, path: Path) -> list[str]:
    """The keys that may stand in the table at `path` of a file of this shape."""
    for part in path:
        shape = get_args(shape)[0] if isinstance(part, int) else get_type_hints(shape)[part]
    return [field.name for field in fields(shape)] if is_dataclass(shape) else []
