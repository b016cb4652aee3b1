"""What a track is: the family it sums into, what kind of it, and what the track does.

Three axes that trade tools mix up are three fields here: `family` (dialogue, effects, music), `sub` (what it is
within the family) and `role` (what the track *does*). A role never decides a family. Terms after Netflix' asset
names and ADM labels and the archive's split of music (Academy Digital Preservation Forum).
"""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """The three stems that a film's sound sums into."""

    DX = "DX"
    FX = "FX"
    MX = "MX"


class Role(StrEnum):
    """What a track does; only `content` tracks are the film's sound."""

    CONTENT = "content"
    BUS = "bus"
    PRINT = "print"
    MIX = "mix"
    ME = "me"
    OPT = "opt"
    GUIDE = "guide"
    RETURN = "return"
    VCA = "vca"
    TONE = "tone"
    REF = "ref"
    EXEMPT = "exempt"


class Flag(StrEnum):
    """What is true of a track beside its stem and role."""

    TEMP = "temp"
    ALT = "alt"
    INTL = "intl"
    INACTIVE = "inactive"


SUBS: dict[Family, tuple[str, ...]] = {
    Family.DX: ("prod", "adr", "group", "vo", "futz", "pfx", "efforts"),
    Family.FX: ("hard", "bg", "foley", "design", "crowd", "creature", "vehicles", "lfe"),
    Family.MX: ("score", "source", "song", "vocals", "temp"),
}
"""The sub-stems of each family."""

CONFIDENT = 0.75
"""From here on a guess is used for routing and previews; below it is a proposal, and the stem counts as unknown."""
PROPOSED = 0.40
"""From here on a guess is shown as a proposal."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a classification: where it was read, what was read, what it says.

    `source` says where: of a track `name`, `folder`, `bus`, `clips`, `tag`, `comment`, `track`; of a session `marker`,
    `range`, `region`; of a person `rule`, `lock`, `table` (a row of a file).
    """

    source: str
    text: str
    says: str

    def __str__(self) -> str:
        return f"{self.source} {self.text!r} says {self.says}"


@dataclass(frozen=True, slots=True)
class Stem:
    """What a track was found to be. `family` None is "don't know"; `confidence` runs from 0 to 1 (a lock is 1).

    `locked`: a person decided, nothing automatic may change it.
    """

    family: Family | None = None
    sub: str = ""
    role: Role = Role.CONTENT
    flags: frozenset[Flag] = frozenset()
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    locked: bool = False

    @property
    def known(self) -> Family | None:
        """The family that previews and routing may rely on, None if not sure enough."""
        return self.family if self.locked or self.confidence >= CONFIDENT else None


@dataclass(frozen=True, slots=True)
class Named:
    """All the names that tell what a track is: its own, its folder's, its bus's, its clips'. Any may be empty.

    `comment` may hold explicit tags such as `{Stem=MX}`.
    """

    name: str
    folder: str = ""
    bus: str = ""
    clips: tuple[str, ...] = ()
    comment: str = ""
