"""Track levels: what a track's name, comment and stem say of all that lies on it."""

import pytest

from bridge.model.cues import Level, Origin, Status, Treatment
from bridge.model.material import TrackLevel
from bridge.model.stems import CONFIDENT, Family, Flag, Stem
from bridge.model.tracklevels import track_level
from tests.model.cue_lists import MUSIC, shipped_words

DIE, NON, UNSET = Level.DIEGETIC, Level.NONDIEGETIC, Level.UNSET
SOURCE = Stem(Family.MX, "source", confidence=0.9)
EFFECTS = Stem(Family.FX, "hard", confidence=0.9)


def of(name: str, stem: Stem = MUSIC, comment: str = "") -> TrackLevel | None:
    return track_level(name, comment, stem, shipped_words())


@pytest.mark.parametrize(
    ("name", "comment", "says", "sure"),
    [
        ("SRC Radio", "", (DIE, None, None), True),
        ("MX Source 1", "", (DIE, None, None), True),
        ("Radio (source)", "", (DIE, None, None), True),
        ("MX 1 [Level=die]", "", (DIE, None, None), True),
        ("MX 1", "{Level=nondiegetic} strings", (NON, None, None), True),
        ("Underscore", "", (NON, None, None), True),
        ("MX Source 1", "{Level=nondiegetic}", (NON, None, None), True),
        ("MX Source Temp", "", (DIE, None, Status.TEMP), True),
        ("MX Song 1 (src)", "", (DIE, Origin.LICENSED, None), True),
        ("MX Source?", "", (DIE, None, None), False),
        ("MX Radio", "", (DIE, None, None), False),
        ("MX Source 1", "plays as underscore", (DIE, None, None), False),
        ("MX Score 1", "", (UNSET, Origin.COMMISSIONED, None), True),
        ("MX Library", "", (UNSET, Origin.LIBRARY, None), True),
        ("Musique originale", "", (UNSET, Origin.COMMISSIONED, None), True),
        ("MX Alts 1", "", (UNSET, None, Status.ALT), True),
    ],
)
def test_a_music_track_says_it_by_words_and_tags(
    name: str, comment: str, says: tuple[Level, Origin | None, Status | None], sure: bool
) -> None:
    found = of(name, comment=comment)
    assert found is not None
    assert (found.level, found.origin, found.status) == says
    assert (found.confidence >= CONFIDENT) is sure
    assert found.evidence


@pytest.mark.parametrize("name", ["MX 1", "Music 3 (Stereo)", "Strings", "MX no source", "Audio 1", "", "\x00"])
def test_a_track_may_say_nothing(name: str) -> None:
    assert of(name) is None


def test_on_effects_and_dialogue_tracks_only_tags_count() -> None:
    assert of("Source FX", EFFECTS) is None
    tagged = of("Radio {Level=diegetic} source {Treatment=futz}", EFFECTS)
    assert tagged == TrackLevel(DIE, 1.0, treatment=Treatment.FUTZ, evidence=tagged.evidence if tagged else ())


def test_a_track_that_nobody_knows_may_be_music() -> None:
    found = of("SRC Radio", Stem())
    assert found is not None
    assert found.level is DIE


def test_source_music_by_its_stem_is_a_guess_unless_a_person_said_so() -> None:
    guessed, locked = of("Waltz", SOURCE), of("Waltz", Stem(Family.MX, "source", locked=True))
    assert guessed is not None
    assert locked is not None
    assert guessed.level is locked.level is DIE
    assert guessed.confidence < CONFIDENT <= locked.confidence


def test_the_origin_of_a_stem_counts_only_if_a_person_said_so() -> None:
    assert of("Strings", Stem(Family.MX, "score", confidence=0.95)) is None
    locked = of("Strings", Stem(Family.MX, "score", locked=True))
    assert locked is not None
    assert (locked.level, locked.origin) == (UNSET, Origin.COMMISSIONED)


def test_flags_of_the_stem_say_the_status() -> None:
    found = of("Waltz", Stem(Family.MX, "source", flags=frozenset({Flag.TEMP}), confidence=0.9))
    assert found is not None
    assert (found.level, found.status) == (DIE, Status.TEMP)
