"""What the reel's own tables say of the desk; and that the bridge's rules come to the same at every place."""

from pathlib import Path

import pytest

from bridge.core.timeline import Layout, Timeline
from bridge.demo.cues import SPOTTED, clips
from bridge.demo.listening import OFF, TAIL, desk, live_said, said, sound
from bridge.demo.reel import LATER, TRACKS, reel
from bridge.demo.session import RATE
from bridge.demo.sessionxml import session_xml
from bridge.demo.sounds import CROSSING_SONG, MUSIC, SCORE_SONG, SOURCE, SOURCE_SONG, SPEECH, THOUGHTS, Sound
from bridge.model.material import TrackLevel, material
from bridge.model.previews import FULL
from bridge.model.session import named
from bridge.model.stems import Named
from bridge.sheets.ardour import Place as FilePlace
from bridge.sheets.ardour import read_ardour
from bridge.shell.engine import classifier_for, levels_of
from bridge.shell.showfolder import read_show

RADIO = "MX SRC Küchenradio"
EDGES = sorted({place.samples or 0 for one in SPOTTED for place in (one.span.start, one.span.end)})
PLACES = sorted({max(0, edge + off) for edge in EDGES for off in (-1, 0, TAIL - 1, TAIL)} | {0})


@pytest.mark.parametrize(
    ("second", "lies"),
    [
        (29.9, SOURCE),
        (30.0, SOURCE_SONG),
        (46.0, CROSSING_SONG),
        (50.0, SCORE_SONG),
        (64.0, SCORE_SONG),
        (65.9, SCORE_SONG),
        (66.0, SOURCE),
    ],
)
def test_a_track_is_what_its_cue_says_and_stays_that_for_two_seconds(second: float, lies: Sound) -> None:
    assert sound(RADIO, round(second * RATE)) is lies


def test_a_track_without_a_cue_is_what_its_name_says() -> None:
    assert sound("Voix off", 0) is SPEECH
    assert sound("Voix off", 55 * RATE) is THOUGHTS
    assert sound("ADR Anna 1", 0) is SPEECH
    assert sound("Musik Kneipe", 100 * RATE) is MUSIC


def test_the_desk_keeps_what_the_user_muted_and_leaves_alone_what_automation_plays() -> None:
    alone = reel()
    alone.mute("FX Hard 1")
    assert desk(alone, OFF, 0) == alone.mutes
    shown = desk(alone, "fx", 0)
    assert shown["FX Hard 1"]
    assert not shown["Atmo Küche"]
    assert shown["MX Temp Chase"]
    assert not desk(alone, "mx", 0)["Ambiance rue"]
    assert {shown[name] for name in ("DX", "FX", "MX", "MX Hall", "Talkback", "Click", "Master", "VCA MX")} == {False}


def test_under_a_muted_vca_its_tracks_show_a_mute() -> None:
    alone = reel()
    alone.mute("VCA MX")
    assert desk(alone, "mx", 0)["MX Score Low"]


def test_cues_are_told_in_few_words() -> None:
    assert live_said(0) == frozenset()
    assert live_said(48 * RATE) == {"1m2 diegetic > nondiegetic"}
    assert live_said(100 * RATE) == {"1m4 undecided", "G101 diegetic"}
    assert said("1m1", "nondiegetic") == "1m1 nondiegetic"


def _saved() -> dict[str, Named]:
    """What the session's file says of each track."""
    file = session_xml(reel(), clips()).encode()
    return named(read_ardour([file], FilePlace("/films", "/films/Reel 1.ardour", "Reel 1", 1.0)))


@pytest.mark.parametrize("told", [{}, _saved()], ids=["by their names", "by the session's file too"])
def test_the_bridges_rules_come_to_the_same_for_every_preview_on_every_track_at_every_edge(
    tmp_path: Path, told: dict[str, Named]
) -> None:
    show = read_show(tmp_path)
    classify = classifier_for(show)
    names = (*(row[0] for row in TRACKS), *(name for name, _ in LATER))
    stems = {name: classify(told.get(name, Named(name))) for name in names}
    timeline = Timeline(Layout(tuple(one.span for one in SPOTTED), sample_rate=RATE))
    previews = [preview for name, preview in show.previews.items() if name != FULL]
    assert len(previews) >= 21
    for place in PLACES:
        governs = timeline.moment(place).governs
        for track, stem in stems.items():
            lies = material(stem, governs.get(track), levels_of(track, "", stem) or TrackLevel())
            heard = {preview.name for preview in previews if preview.hears(lies, show.policies)}
            assert heard == sound(track, place).heard, (place / RATE, track)
