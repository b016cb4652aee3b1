"""The show: what the user wrote in `show.toml` and `tracks.csv`, as frozen values with their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bridge.model.chasing import ChaseRules
from bridge.model.clocks import Clock
from bridge.model.cues import Span
from bridge.model.material import Policies
from bridge.model.previews import Preview
from bridge.model.stems import Family, Stem

DEFAULTS = Policies()
CHASE = ChaseRules()
GENERIC = "generic"
"""The DAW of a rig that is followed by MIDI alone: any that sends a clock."""


class Mode(StrEnum):
    """What the bridge may send: nothing but questions; also mutes for previews, and routes on order; also routes."""

    WATCH = "watch"
    PREVIEW = "preview"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class MidiPort:
    """A MIDI port that the bridge listens to: the beginning of its name, the clocks that are taken from it.

    `answers`: the port on which a surface of ours (Mackie Control, HUI) answers the DAW; "": the one of the same name.
    A `virtual` port is one that we make under that name.
    """

    name: str
    clocks: tuple[Clock, ...] = (Clock.MTC, Clock.MMC, Clock.BEATS)
    answers: str = ""
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class Rig:
    """One DAW that the bridge follows. `port`: where its OSC is looked for first (the 19 ports after it too);
    `local_port`: the first of the five fixed UDP ports that we answer on. `session_file`: the session's file or its
    folder, from the show's folder on; "" where the DAW's own list of recent sessions finds it. `midi`: the ports on
    which its clocks come; no two carry the same clock.
    """

    daw: str = "ardour"
    port: int = 3819
    local_port: int = 38190
    session_file: str = ""
    midi: tuple[MidiPort, ...] = ()


@dataclass(frozen=True, slots=True)
class StemRule:
    """The show's own rule: strips whose name, folder or bus match `pattern` (`*` and `?`, any case) are this stem."""

    pattern: str
    stem: Stem


@dataclass(frozen=True, slots=True)
class BusRule:
    """A bus of a stem as the show names it; `sub`: the kind within the stem that it is for, "" for the whole stem.

    A film on several rigs names the buses of all; those that are not in a session are another rig's.
    """

    name: str
    family: Family
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """All that the user decided. `rate` is the session's timecode rate as text (`24`, `29.97df`, …).

    `content_buses`: buses that carry content of their own (live inputs). `locks`: strips whose stem a person set.
    `previews`: the shipped ones and the user's own, by name. `policies`: how previews decide what nobody has decided.
    `keys`: the console's key for a preview, by the preview's name. `cues`: the spans of `cues.csv`, of all the show's
    sessions. `chase`: which of the DAW's clocks are followed, and how.
    `buses`: the stems' buses where their names don't tell, or shall not decide.
    """

    title: str = ""
    mode: Mode = Mode.WATCH
    rate: str = "24"
    rig: Rig = Rig()
    content_buses: frozenset[str] = frozenset()
    rules: tuple[StemRule, ...] = ()
    locks: Mapping[str, Stem] = field(default_factory=dict)
    previews: Mapping[str, Preview] = field(default_factory=dict)
    policies: Policies = DEFAULTS
    keys: Mapping[str, str] = field(default_factory=dict)
    cues: tuple[Span, ...] = ()
    chase: ChaseRules = CHASE
    buses: tuple[BusRule, ...] = ()
