"""M&E profiles as TOML: what a payer's music-and-effects version holds, one file each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field

from bridge.model.cues import Language, Me, Performed, Vocal
from bridge.model.material import MeRule, Profile
from bridge.model.stems import SUBS, Family
from bridge.sheets.complaints import Source, fitted
from bridge.sheets.words import FamilyWord, Slip, choice

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class RuleTable:
    """`[[rules]]`: material that has all of these is `me`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    me: Me
    stem: frozenset[FamilyWord] = frozenset[Family]()
    sub: frozenset[str] = frozenset()
    language: frozenset[Language] = frozenset()
    performed: frozenset[Performed] = frozenset()
    vocal: frozenset[Vocal] = frozenset()

    def __post_init__(self) -> None:
        known = [sub for subs in SUBS.values() for sub in subs]
        for sub in self.sub.difference(known):
            raise Slip(f"{sub} is no part of a stem", choice(sub, known))

    def rule(self) -> MeRule:
        """The rule as the house knows it."""
        return MeRule(self.me, self.stem, self.sub, self.language, self.performed, self.vocal)


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """What may stand in the file."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    title: Annotated[str, Field(min_length=1, max_length=100)]
    rules: Annotated[tuple[RuleTable, ...], Field(min_length=1, max_length=100)]


def profile(name: str, table: Mapping[str, Any], source: Source) -> Profile:
    """The profile of this name; raises `BadShow` with all problems."""
    found = fitted(ProfileTable, table, source)
    return Profile(name, found.title, tuple(rule.rule() for rule in found.rules))
