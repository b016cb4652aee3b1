"""`show.toml`: what the user decided for one film, as text and as a `Show`."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from bridge.model.show import Mode, Rig, Show, StemRule
from bridge.model.stems import Flag, Role
from bridge.sheets.complaints import fitted
from bridge.sheets.tomlfile import toml_file
from bridge.sheets.words import NO_KIN, KinWord, RateWord, Said, Slip

FILE = "show.toml"
"""The file's name in a show's folder."""

_Name = Annotated[str, Field(min_length=1, max_length=500)]
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class RigTable:
    """`[rig]`: the DAW. Ardour takes the first free port from `port` on, we take five from `local_port` on."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    daw: Literal["ardour"] = "ardour"
    port: Annotated[int, Field(strict=True, ge=1, le=65516)] = Rig().port
    local_port: Annotated[int, Field(strict=True, ge=1024, le=65531)] = Rig().local_port

    def __post_init__(self) -> None:
        if self.port < self.local_port + 5 and self.local_port < self.port + 20:
            ours = f"{self.local_port} to {self.local_port + 4}"
            raise Slip(
                f"our ports {ours} lie among those where the DAW is looked for",
                f"local_port must be {self.port + 20} or more, or {self.port - 5} or less",
            )


@dataclass(frozen=True, slots=True)
class StemTable:
    """`[[stems]]`: a rule of the show's own."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    pattern: _Name
    stem: KinWord = NO_KIN
    role: Role | None = None
    flags: frozenset[Flag] = frozenset()

    def __post_init__(self) -> None:
        if Said(self.stem, self.role, self.flags).nothing:
            raise Slip("the rule says nothing", 'give it a stem ("MX", "MX/source"), a role or flags')

    def rule(self) -> StemRule:
        """The rule as the house knows it."""
        return StemRule(self.pattern, Said(self.stem, self.role, self.flags).stem("rule", self.pattern))


@dataclass(frozen=True, slots=True)
class ShowTable:
    """What may stand in the file."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    title: Annotated[str, Field(max_length=500)] = ""
    mode: Mode = Mode.WATCH
    rate: RateWord = "24"
    rig: RigTable = RigTable()
    content_buses: Annotated[tuple[_Name, ...], Field(max_length=1000)] = ()
    stems: Annotated[tuple[StemTable, ...], Field(max_length=1000)] = ()


def read_showfile(text: str) -> Show:
    """The show as the file alone says it, without tracks and previews; raises `BadShow` with all problems."""
    found = toml_file(FILE, text)
    table = fitted(ShowTable, found.table, found.source)
    return Show(
        title=table.title,
        mode=table.mode,
        rate=table.rate,
        rig=Rig(table.rig.daw, table.rig.port, table.rig.local_port),
        content_buses=frozenset(table.content_buses),
        rules=tuple(rule.rule() for rule in table.stems),
    )
