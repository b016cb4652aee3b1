"""Previews as TOML: one file each, called by the file's name; those we ship and the user's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import ConfigDict, Field

from bridge.model.cues import Me, Origin, Status
from bridge.model.errors import BadShow, Problem
from bridge.model.material import World
from bridge.model.previews import FULL, OFF, Preview, preview_name
from bridge.model.stems import Family
from bridge.model.text import quoted
from bridge.sheets.complaints import Source, fitted
from bridge.sheets.tomlfile import toml_file
from bridge.sheets.words import FamilyWord, KeyWord

_NAME = re.compile(r"\w[\w+.-]{0,39}")

T = TypeVar("T")
_Some = Annotated[frozenset[T], Field(min_length=1)]
_CONDITIONS = ("only", "without", "world", "me", "origin", "status", "without_status")


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """What may stand in the file: at least one condition, and none in `full`."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1, max_length=100)]
    about: Annotated[str, Field(max_length=300)] = ""
    key: KeyWord = ""
    only: _Some[FamilyWord] = frozenset[Family]()
    without: _Some[FamilyWord] = frozenset[Family]()
    world: World | None = None
    me: _Some[Me] = frozenset[Me]()
    origin: _Some[Origin] = frozenset[Origin]()
    status: _Some[Status] = frozenset[Status]()
    without_status: _Some[Status] = frozenset[Status]()


def preview(name: str, table: Mapping[str, Any], source: Source) -> Preview:
    """The preview of this name; raises `BadShow` with all problems."""
    problems = [*_misnamed(name, source), *_unclear(name, table, source)]
    try:
        found = fitted(PreviewTable, table, source)
    except BadShow as bad:
        raise BadShow([*problems, *bad.problems]) from None
    if problems:
        raise BadShow(problems)
    said = {key: getattr(found, key) for key in _CONDITIONS}
    return Preview(name, found.title, about=found.about, key=found.key, **said)


def own_preview(file: str, text: str) -> Preview:
    """A preview of the user's own from `previews/NAME.toml`; raises `BadShow` with all problems.

    It may take the place of one that we ship, but not of `full` or `off`: they are the way out.
    """
    found = toml_file(file, text)
    name = preview_name(file)
    if name in {FULL, OFF}:
        hint = "it is the way back to your own desk: give the file another name"
        raise BadShow([Problem(file, None, f"{name} can't be replaced", hint)])
    return preview(name, found.table, found.source)


def _misnamed(name: str, source: Source) -> list[Problem]:
    """Names that can't be typed as one word, or that some file systems take for another."""
    if _NAME.fullmatch(name) and name == name.casefold():
        return []
    hint = "small letters, digits and + - . _, no blanks, at most 40 characters"
    return [Problem(source.file, None, f"{quoted(name)} can't be a preview's name", hint)]


def _unclear(name: str, table: Mapping[str, Any], source: Source) -> list[Problem]:
    """What a preview without a definite answer lacks; an empty one must never pass for the full mix."""
    said = [key for key in _CONDITIONS if key in table]
    if name == FULL:
        return [Problem(source.file, source.line((key,)), f"full must not say {key}") for key in said]
    if not said:
        return [Problem(source.file, None, "it says nothing of what is heard", 'such as only = ["DX", "FX"]')]
    pairs = (("only", "without"), ("status", "without_status"))
    return [
        Problem(source.file, source.line((without,)), f"it says both {one} and {without}", "keep one")
        for one, without in pairs
        if one in said and without in said
    ]
