"""The way through the reel."""

import re
from itertools import pairwise

import pytest

from bridge.demo.ardour import Ardour
from bridge.demo.listening import sound
from bridge.demo.reel import LENGTH, reel, script
from bridge.demo.session import RATE
from bridge.demo.tour import STAY, TOUR


def _steps(second: float) -> set[str]:
    """The previews that are on around that second of the script."""
    return {TOUR[int((second + off) // STAY) % len(TOUR)].preview for off in (-0.4, 0.0, 0.4)}


def test_the_tour_lies_on_the_script_in_the_same_way_each_time() -> None:
    assert LENGTH % (STAY * len(TOUR)) == 0


def test_twenty_seconds_hold_what_a_show_is_about() -> None:
    first = {step.preview for step in TOUR[: int(19 / STAY)]}
    assert first >= {"in-world", "out-of-world", "me", "score", "source", "notemp", "dx", "mx", "no-mx"}


@pytest.mark.parametrize("what", ["mutes 'FX Hard 1'", "opens 'FX Hard 1' again", "duplicates 'ADR Anna'"])
def test_what_somebody_touches_is_heard_meanwhile(what: str) -> None:
    act = next(act for act in script(Ardour(reel())) if act.sentence == what)
    track = re.findall(r"'(.+)'", what)[0]
    for preview in _steps(act.second):
        assert preview in sound(track, 0).heard


def test_a_song_leaves_the_world_under_the_playhead() -> None:
    before, after = next(pair for pair in pairwise(TOUR) if pair[0].second == 48.5)
    assert after.second is None
    assert before.preview == after.preview == "in-world"
    assert before.second is not None
    radio = "MX SRC Küchenradio"
    assert "in-world" in sound(radio, round(before.second * RATE)).heard
    assert "in-world" not in sound(radio, round((before.second + 2 * STAY) * RATE)).heard
