"""The bridge with the classifier of this installation's lexicon."""

from collections.abc import Callable
from functools import cache, lru_cache

from bridge.core.bridge import Bridge
from bridge.model.classifier import Classifier
from bridge.model.cues import Span
from bridge.model.cuewords import CueWords, cue_words
from bridge.model.lexicon import Lexicon, lexicon
from bridge.model.material import TrackLevel
from bridge.model.proposals import proposed
from bridge.model.session import SavedSession, named
from bridge.model.show import Show, StemRule
from bridge.model.stems import Named, Stem
from bridge.model.tracklevels import track_level
from bridge.model.traits import Traits
from bridge.shell.presets import preset_tables


@cache
def trade() -> Lexicon:
    """The lexicon that comes with the program. Raises `IncompleteInstallation`."""
    return lexicon([table for _, table in preset_tables("stems")])


@cache
def cue_trade() -> CueWords:
    """The words of cues that come with the program. Raises `IncompleteInstallation`."""
    return cue_words([table for _, table in preset_tables("cues")])


def classifier_for(show: Show) -> Callable[[Named], Stem]:
    """What finds the stem of a track in this show; kept, for all tracks are asked again when one changes."""
    return _by_rules(show.rules)


@lru_cache(maxsize=4)
def _by_rules(rules: tuple[StemRule, ...]) -> Callable[[Named], Stem]:
    return lru_cache(maxsize=10_000)(Classifier(trade(), rules).classify)


@lru_cache(maxsize=10_000)
def levels_of(name: str, comment: str, stem: Stem) -> TrackLevel | None:
    """What a track's name and comment say of who hears it; kept, for all are asked again when one track changes."""
    return track_level(name, comment, stem, cue_trade())


def proposals(session: SavedSession, show: Show) -> tuple[Span, ...]:
    """The cues that a saved session speaks of; up to a second of work for the largest."""
    classify = classifier_for(show)
    stems = {name: show.locks.get(name) or classify(names) for name, names in named(session).items()}
    return proposed(session, stems, cue_trade())


def engine(show: Show, traits: Traits) -> Bridge:
    """The bridge for this show and this DAW."""
    return Bridge(show, traits, classifier_for, levels_of)
