"""Cues: statements of music or sound, and their spans: stretches of time in which one level holds.

Three axes that trade tools mix up are three fields: where the music comes from (`Origin`), whether the characters can
hear it (`Level`), which stem it sums into (the track's). A cue's level changes over time, so it lies on spans, and
what is true of the whole cue on the cue. Terms: Gorbman 1987 (metadiegetic), Heldt 2013 (extrafictional), Stilwell
2007 (the crossing as an event of its own), cue-sheet practice (origin, visual, performed).
"""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.stems import CONFIDENT, Evidence


class Level(StrEnum):
    """Who hears it. `ambiguous` is a decision (it stays open), `unset` is missing work: never the same."""

    DIEGETIC = "diegetic"
    """Someone in the story can hear it."""
    NONDIEGETIC = "nondiegetic"
    """Only the audience hears it."""
    METADIEGETIC = "metadiegetic"
    """It sounds in one character's mind: memory, thought, hallucination."""
    EXTRAFICTIONAL = "extrafictional"
    """Titles, logos, credits."""
    TRANSDIEGETIC = "transdiegetic"
    """It crosses from one level to another during this span."""
    AMBIGUOUS = "ambiguous"
    UNSET = "unset"


class Origin(StrEnum):
    """Where a cue's music comes from."""

    COMMISSIONED = "commissioned"
    """Score: made for this film."""
    LICENSED = "licensed"
    LIBRARY = "library"
    PUBLIC_DOMAIN = "public_domain"
    UNKNOWN = "unknown"


class Vocal(StrEnum):
    """Whether a cue has voices."""

    INSTRUMENTAL = "instrumental"
    VOCAL = "vocal"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """How far a cue has come; alternates, rejected and omitted cues are not in the film."""

    TEMP = "temp"
    DEMO = "demo"
    APPROVED = "approved"
    FINAL = "final"
    ALT = "alt"
    REJECTED = "rejected"
    OMITTED = "omitted"


NOT_IN_THE_FILM = frozenset({Status.ALT, Status.REJECTED, Status.OMITTED})


class Album(StrEnum):
    """What a soundtrack album may take of a cue."""

    NONE = "none"
    SCORE = "score"
    SONGS = "songs"
    BOTH = "both"


class Performed(StrEnum):
    """What of it is performed in the picture."""

    NONE = "none"
    VOCAL = "vocal"
    INSTRUMENTAL = "instrumental"
    DANCE = "dance"


class Visibility(StrEnum):
    """Where its source is seen."""

    ONSCREEN = "onscreen"
    OFFSCREEN = "offscreen"
    ON_AIR = "on_air"
    """Transmitted by a device in the scene (Chion): free to cross."""
    IMPLIED = "implied"
    NONE = "none"


class Audience(StrEnum):
    """Who in the scene hears it."""

    ALL = "all"
    SOME = "some"
    ONE = "one"
    NONE = "none"
    UNKNOWN = "unknown"


class Treatment(StrEnum):
    """How it sounds: fidelity says nothing about the level (Smith 2009)."""

    FULL = "full"
    FUTZ = "futz"
    WORLDIZED = "worldized"
    MIXED = "mixed"


class Function(StrEnum):
    """What it does for the film."""

    SOURCE = "source"
    SCORE = "score"
    SCOURCE = "scource"
    MONTAGE = "montage"
    NUMBER = "number"
    THEME = "theme"
    STINGER = "stinger"
    LOGO = "logo"
    BUMPER = "bumper"


class Temporal(StrEnum):
    """How its time lies to the picture's."""

    SIMULTANEOUS = "simultaneous"
    PRELAP = "prelap"
    POSTLAP = "postlap"
    DISPLACED = "displaced"


class Language(StrEnum):
    """The language of its words: the original version's, another, none that can be made out."""

    OV = "ov"
    OTHER = "other"
    NONE = "none"
    UNKNOWN = "unknown"


class Me(StrEnum):
    """What a foreign version does with it: keeps it, may use it, removes it."""

    MAIN = "main"
    OPTIONAL = "optional"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Cue:
    """What is true of a whole cue. `number` is a label (`1m3`), never an order; None is "not said"."""

    number: str = ""
    title: str = ""
    origin: Origin | None = None
    vocal: Vocal | None = None
    status: Status | None = None
    album: Album | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.number, self.title))) or "a cue without a number"


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the timeline: samples from the session's start, or timecode as written where that is what counts.

    `samples` None: `label` counts, and means a sample once the session's rate and offset are known.
    """

    samples: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Crossing:
    """The levels between which a transdiegetic span crosses."""

    before: Level
    after: Level

    def __str__(self) -> str:
        return f"{self.before} > {self.after}"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which one level holds; `end` is the first sample behind it.

    `session`: the session (reel) that it lies in; empty: the only one. `tracks`: the tracks that it governs; empty:
    the music tracks that have a region under it. `id`: what it was found by (`marker 1045`), empty for a person's own.
    `locked`: a person decided, nothing automatic changes it. `by` and `note` say who and why. None is "not said".
    """

    cue: Cue
    start: Place
    end: Place
    level: Level = Level.UNSET
    crossing: Crossing | None = None
    session: str = ""
    tracks: tuple[str, ...] = ()
    visibility: Visibility | None = None
    audience: Audience | None = None
    treatment: Treatment | None = None
    function: Function | None = None
    performed: Performed | None = None
    temporal: Temporal | None = None
    language: Language | None = None
    me: Me | None = None
    id: str = ""
    locked: bool = False
    by: str = ""
    note: str = ""
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()

    @property
    def known(self) -> Level:
        """The level that previews may rely on: `unset` where nobody is sure enough."""
        return self.level if self.locked or self.confidence >= CONFIDENT else Level.UNSET

    @property
    def undecided(self) -> bool:
        """True if a person still has to say who hears it."""
        return self.known is Level.UNSET


class Fate(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not as the session says: what becomes of it, its span then and now, its line if it has one.

    A row whose span is gone stays in the file: a person takes it out.
    """

    fate: Fate
    was: Span | None = None
    now: Span | None = None
    line: int | None = None
