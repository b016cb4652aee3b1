"""The bridge with the classifier of this installation's lexicon."""

from collections.abc import Callable
from functools import cache

from bridge.core.bridge import Bridge
from bridge.model.classifier import Classifier
from bridge.model.cuewords import CueWords, cue_words
from bridge.model.lexicon import Lexicon, lexicon
from bridge.model.show import Show
from bridge.model.stems import Named, Stem
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
    """What finds the stem of a track in this show."""
    return Classifier(trade(), show.rules).classify


def engine(show: Show, traits: Traits) -> Bridge:
    """The bridge for this show and this DAW."""
    return Bridge(show, traits, classifier_for, lambda *_: None)
