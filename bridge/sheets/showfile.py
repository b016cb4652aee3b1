"""`show.toml`: what the user decided for one film, as text and as a `Show`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from bridge.model.chasing import ORDER, ChaseRules
from bridge.model.clocks import Clock
from bridge.model.errors import BadShow, Problem
from bridge.model.material import CrossingPolicy, Policies, Profile, Sides
from bridge.model.show import BusRule, MidiPort, Mode, Rig, Show, StemRule
from bridge.model.stems import Flag, Role
from bridge.model.text import quoted
from bridge.sheets.complaints import Source, fitted
from bridge.sheets.tomlfile import toml_file
from bridge.sheets.words import NO_KIN, KeyWord, KinWord, RateWord, Said, Slip, choice

FILE = "show.toml"
"""The file's name in a show's folder."""

DEFAULT_PROFILE = "vocals-optional"
"""The M&E profile of a show that names none: the stricter of those we ship."""

_Name = Annotated[str, Field(min_length=1, max_length=500)]
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class RigTable:
    """`[rig]`: the DAW. Ardour takes the first free port from `port` on, we take five from `local_port` on.

    `session_file`: where the session's file lies, if it is not in Ardour's list of recent sessions. A `generic` DAW is
    followed by MIDI alone: ports and session file are not asked for.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    daw: Literal["ardour", "generic"] = "ardour"
    port: Annotated[int, Field(strict=True, ge=1, le=65516)] = Rig().port
    local_port: Annotated[int, Field(strict=True, ge=1024, le=65531)] = Rig().local_port
    session_file: Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")] = ""

    def __post_init__(self) -> None:
        if self.port < self.local_port + 5 and self.local_port < self.port + 20:
            ours = f"{self.local_port} to {self.local_port + 4}"
            raise Slip(
                f"our ports {ours} lie among those where the DAW is looked for",
                f"local_port must be {self.port + 20} or more, or {self.port - 5} or less",
            )


@dataclass(frozen=True, slots=True)
class MidiPortTable:
    """`[[midi.ports]]`: a MIDI port by the beginning of its name, and what is taken from it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    name: _Name
    clocks: tuple[Clock, ...] = MidiPort("").clocks
    answers: Annotated[str, Field(max_length=500)] = ""
    virtual: Annotated[bool, Field(strict=True)] = False

    def __post_init__(self) -> None:
        if not self.clocks or Clock.OSC in self.clocks:
            what = "osc does not come over MIDI" if self.clocks else "clocks is empty, so nothing is taken from it"
            raise Slip(what, f"allowed: {', '.join(one for one in ORDER if one != Clock.OSC)}")
        surfaces = {Clock.MCU, Clock.HUI} & set(self.clocks)
        if len(surfaces) > 1:
            raise Slip("a port is a surface of one kind", "give mcu and hui a port each")
        if self.answers and not surfaces:
            raise Slip("answers is for a surface", 'take its clock from this port: clocks = ["hui"], or "mcu"')


@dataclass(frozen=True, slots=True)
class MidiTable:
    """`[midi]`: the DAW's clocks. `order`: those that are followed, the first to believe in front; `delays` in ms."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    ports: Annotated[tuple[MidiPortTable, ...], Field(max_length=16)] = ()
    order: tuple[Clock, ...] = ORDER
    freewheel: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 0.0
    delays: dict[Clock, Annotated[float, Field(ge=-5000, le=5000, allow_inf_nan=False)]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.order:
            raise Slip("order is empty, so no clock is followed", f"such as {', '.join(ORDER)}")
        counts = Counter(clock for port in self.ports for clock in set(port.clocks))
        if doubled := [clock for clock in ORDER if counts[clock] > 1]:
            raise Slip(
                f"{doubled[0]} is taken from {counts[doubled[0]]} ports: which of them is right?",
                'say under each port what is taken from it: clocks = ["mtc", "mmc"]',
            )
        if len({port.name for port in self.ports}) < len(self.ports):
            raise Slip("a port is named twice", "name it once, with all its clocks")

    def midi(self) -> tuple[MidiPort, ...]:
        """The ports as the house knows them."""
        return tuple(MidiPort(port.name, port.clocks, port.answers, port.virtual) for port in self.ports)


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
class BusTable:
    """`[[buses]]`: the bus of a stem (`DX`), or of one kind of sound within it (`FX/foley`), by its name in the DAW."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    name: _Name
    stem: KinWord

    def __post_init__(self) -> None:
        if self.stem.family is None:
            raise Slip("the bus has no stem", 'say whose it is: "DX", "FX" or "MX", or finer: "FX/foley"')


@dataclass(frozen=True, slots=True)
class PoliciesTable:
    """`[policies]`: how previews decide what nobody has decided; `me`: the name of a profile in `presets/profiles/`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    unset_music: Sides = Policies().unset_music
    mind: Sides = Policies().mind
    crossing: CrossingPolicy = Policies().crossing
    me: str = DEFAULT_PROFILE

    def policies(self, profiles: Mapping[str, Profile]) -> Policies:
        """The policies with the profile of this name."""
        return Policies(self.unset_music, self.mind, self.crossing, profiles[self.me])


@dataclass(frozen=True, slots=True)
class ShowTable:
    """What may stand in the file."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    title: Annotated[str, Field(max_length=500)] = ""
    mode: Mode = Mode.WATCH
    rate: RateWord = "24"
    rig: RigTable = RigTable()
    midi: MidiTable = MidiTable()
    content_buses: Annotated[tuple[_Name, ...], Field(max_length=1000)] = ()
    policies: PoliciesTable = PoliciesTable()
    keys: Annotated[dict[str, KeyWord], Field(max_length=200)] = field(default_factory=dict)
    buses: Annotated[tuple[BusTable, ...], Field(max_length=1000)] = ()
    stems: Annotated[tuple[StemTable, ...], Field(max_length=1000)] = ()


def read_showfile(text: str, profiles: Mapping[str, Profile]) -> Show:
    """The show as the file alone says it, without tracks and previews; raises `BadShow` with all problems.

    `profiles`: the M&E profiles that it may name.
    """
    found = toml_file(FILE, text)
    table = fitted(ShowTable, found.table, found.source)
    if table.policies.me not in profiles:
        what, hint = f"there is no M&E profile {quoted(table.policies.me)}", choice(table.policies.me, profiles)
        raise BadShow([Problem(FILE, found.source.line(("policies", "me")), what, hint)])
    _each_once(table.buses, found.source)
    return Show(
        title=table.title,
        mode=table.mode,
        rate=table.rate,
        rig=Rig(table.rig.daw, table.rig.port, table.rig.local_port, table.rig.session_file, table.midi.midi()),
        content_buses=frozenset(table.content_buses),
        rules=tuple(rule.rule() for rule in table.stems),
        policies=table.policies.policies(profiles),
        keys=table.keys,
        chase=ChaseRules(table.midi.order, freewheel=table.midi.freewheel, delays=table.midi.delays),
        buses=tuple(BusRule(bus.name, of, bus.stem.sub) for bus in table.buses if (of := bus.stem.family) is not None),
    )


def _each_once(buses: tuple[BusTable, ...], source: Source) -> None:
    """Raise `BadShow` with every bus that is named a second time: it can't be of two stems."""
    first = {bus.name: place for place, bus in reversed(list(enumerate(buses)))}
    again = [place for place, bus in enumerate(buses) if first[bus.name] != place]
    if again:
        hint = "a bus is of one stem; name it once"
        texts = [(f"the bus {quoted(buses[place].name)} stands above already", place) for place in again]
        raise BadShow([Problem(FILE, source.line(("buses", place)), what, hint) for what, place in texts])
