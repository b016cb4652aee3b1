"""The table of what each preview hears, made by hand: the trade's invariants hold in it."""

import pytest

from bridge.demo import sounds
from bridge.demo.sounds import ANYTHING, CROSSING_SONG, LEFT_OUT, OPEN_SCORE, Sound

ALL = [one for one in vars(sounds).values() if isinstance(one, Sound)]
SORTED = [one for one in ALL if one not in (ANYTHING, LEFT_OUT)]
ON_BOTH_SIDES = [CROSSING_SONG, OPEN_SCORE]


def test_what_is_no_part_of_the_film_is_heard_in_no_preview() -> None:
    assert LEFT_OUT.heard == frozenset()
    assert {name for name in ANYTHING.heard if not name.startswith("no")} == set()


@pytest.mark.parametrize("sound", SORTED, ids=lambda sound: sound.what)
def test_each_sound_is_in_one_stem_on_one_side_of_the_mande_and_on_a_side_of_the_world(sound: Sound) -> None:
    heard = sound.heard
    assert len(heard & {"dx", "fx", "mx"}) == 1
    assert len(heard & {"me", "opt", "dxg"}) == 1
    assert ("me+o" in heard) is not ("dxg" in heard)
    assert len(heard & {"in-world", "out-of-world"}) == (2 if sound in ON_BOTH_SIDES else 1)
    assert len(heard & {"temp", "notemp"}) == 1
    for stem in ("dx", "fx", "mx"):
        assert (f"no-{stem}" in heard) is (stem not in heard)
    assert ("source" in heard) is ({"mx", "in-world"} <= heard)
    assert ("under" in heard) is ({"mx", "out-of-world"} <= heard)
