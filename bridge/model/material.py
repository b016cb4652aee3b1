"""Material: what sounds on a track at a moment, as far as the track's stem and the span that governs it tell.

Previews, M&E and the sides of the story are derived from these facts by rules (`Policies`, a profile); they are
never facts themselves: the same song is `main` for one network's M&E and `optional` for another's.
"""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.cues import (
    NOT_IN_THE_FILM,
    Language,
    Level,
    Me,
    Origin,
    Performed,
    Span,
    Status,
    Treatment,
    Vocal,
)
from bridge.model.stems import CONFIDENT, Evidence, Family, Flag, Role, Stem

SOUNDING = frozenset({Role.CONTENT, Role.BUS, Role.RETURN})
"""Roles whose sound belongs to a stem; mixes, prints, guides, M&E and tones never enter a sum of stems."""
SET_ASIDE = frozenset({Flag.ALT, Flag.INACTIVE})
"""Flags of tracks that are kept but are not in the film: alternates and rejected cues, tracks out of use."""
ASK = frozenset({"vo", "design"})
"""Sub-stems of dialogue and effects that are not simply heard in the scene: a person says who hears them."""

_ORIGINS = {"score": Origin.COMMISSIONED, "song": Origin.LICENSED}
_LANGUAGES = {"group": Language.UNKNOWN, "pfx": Language.NONE, "efforts": Language.NONE}


@dataclass(frozen=True, slots=True)
class TrackLevel:
    """What a track's own name or comment says of all that lies on it, where no span says otherwise.

    `confidence` is the level's, from 0 to 1; where no level is said, that of what is said.
    """

    level: Level = Level.UNSET
    confidence: float = 0.0
    origin: Origin | None = None
    status: Status | None = None
    treatment: Treatment | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def known(self) -> Level:
        """The level that previews may rely on."""
        return self.level if self.confidence >= CONFIDENT else Level.UNSET


@dataclass(frozen=True, slots=True)
class Material:
    """What sounds on a track: its stem, who hears it, and the facts that previews ask for.

    `me`: a person's word on the M&E, None where the profile decides.
    """

    stem: Stem
    level: Level = Level.UNSET
    origin: Origin = Origin.UNKNOWN
    status: Status = Status.FINAL
    vocal: Vocal = Vocal.UNKNOWN
    performed: Performed = Performed.NONE
    language: Language = Language.NONE
    me: Me | None = None

    @property
    def in_the_film(self) -> bool:
        """Whether the film's sum contains it, whatever family it is of."""
        stem = self.stem
        return stem.role in SOUNDING and not stem.flags & SET_ASIDE and self.status not in NOT_IN_THE_FILM


def material(stem: Stem, span: Span | None = None, own: TrackLevel = TrackLevel()) -> Material:
    """What sounds on a track of this stem under this span; what the span does not say, the track's name and stem do.

    >>> material(Stem(Family.DX, "prod", confidence=1.0)).level
    <Level.DIEGETIC: 'diegetic'>
    """
    level = _level(stem) if own.known is Level.UNSET else own.known
    if span is None:
        return Material(stem, level, own.origin or _origin(stem), own.status or _status(stem), language=_language(stem))
    cue = span.cue
    return Material(
        stem,
        level=span.known if not span.undecided else level,
        origin=cue.origin or own.origin or _origin(stem),
        status=cue.status or own.status or _status(stem),
        vocal=cue.vocal or Vocal.UNKNOWN,
        performed=span.performed or Performed.NONE,
        language=span.language or _language(stem),
        me=span.me,
    )


def _level(stem: Stem) -> Level:
    """Dialogue and effects belong to the scene unless they are the kinds that often do not; music is undecided."""
    scene = stem.known in {Family.DX, Family.FX} and stem.sub not in ASK
    return Level.DIEGETIC if scene else Level.UNSET


def _origin(stem: Stem) -> Origin:
    """Score was made for the film, a song was licensed; a cue number in a clip's name says neither."""
    told = [evidence for evidence in stem.evidence if evidence.source != "clips" and stem.sub in evidence.says]
    if stem.known is not Family.MX or (stem.evidence and not told):
        return Origin.UNKNOWN
    return _ORIGINS.get(stem.sub, Origin.UNKNOWN)


def _status(stem: Stem) -> Status:
    return Status.TEMP if Flag.TEMP in stem.flags or stem.sub == "temp" else Status.FINAL


def _language(stem: Stem) -> Language:
    return _LANGUAGES.get(stem.sub, Language.OV) if stem.known is Family.DX else Language.NONE


# --- the sides of the story -------------------------------------------------------------------------------------


class World(StrEnum):
    """The two sides: what the characters can hear, and what only the audience hears."""

    IN = "in"
    OUT = "out"


class Sides(StrEnum):
    """On which sides something counts."""

    IN = "in"
    OUT = "out"
    BOTH = "both"
    NEITHER = "neither"


class CrossingPolicy(StrEnum):
    """On which side a crossing counts while it lasts."""

    INCLUSIVE = "inclusive"
    """On both: nothing is missed."""
    MIDPOINT = "midpoint"
    """On the side it comes from up to its middle, then on the side it goes to."""
    ORIGIN = "origin"
    """On the side it goes to, from its first sample on."""


@dataclass(frozen=True, slots=True)
class MeRule:
    """One rule of an M&E profile: material that has all of these is `me`; an empty set asks for nothing."""

    me: Me
    stem: frozenset[Family] = frozenset()
    sub: frozenset[str] = frozenset()
    language: frozenset[Language] = frozenset()
    performed: frozenset[Performed] = frozenset()
    vocal: frozenset[Vocal] = frozenset()

    def fits(self, of: Material) -> bool:
        """Whether the rule speaks of this material."""
        asked = (
            (self.stem, of.stem.known),
            (self.sub, of.stem.sub),
            (self.language, of.language),
            (self.performed, of.performed),
            (self.vocal, of.vocal),
        )
        return all(not wanted or value in wanted for wanted, value in asked)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a payer's M&E holds: the first rule that fits decides; what no rule knows is removed, so no word leaks."""

    name: str = ""
    title: str = ""
    rules: tuple[MeRule, ...] = ()

    def membership(self, of: Material) -> Me:
        """Whether the M&E keeps it, may use it, or removes it."""
        if of.me is not None:
            return of.me
        return next((rule.me for rule in self.rules if rule.fits(of)), Me.REMOVE)


@dataclass(frozen=True, slots=True)
class Policies:
    """How the show decides what nobody has decided, and what its M&E is.

    `unset_music`: music without a level counts there. `mind`: what only one character's mind hears counts there.
    """

    unset_music: Sides = Sides.OUT
    mind: Sides = Sides.OUT
    crossing: CrossingPolicy = CrossingPolicy.INCLUSIVE
    me: Profile = Profile()

    def sides(self, of: Material) -> Sides:
        """On which side of the story it counts; neither for an unknown stem.

        >>> Policies().sides(Material(Stem(Family.MX, confidence=1.0)))
        <Sides.OUT: 'out'>
        """
        if of.stem.known is None:
            return Sides.NEITHER
        match of.level:
            case Level.DIEGETIC:
                return Sides.IN
            case Level.NONDIEGETIC | Level.EXTRAFICTIONAL:
                return Sides.OUT
            case Level.METADIEGETIC:
                return self.mind
            case Level.TRANSDIEGETIC | Level.AMBIGUOUS:
                return Sides.BOTH
            case Level.UNSET:
                return self.unset_music if of.stem.known is Family.MX else Sides.IN
