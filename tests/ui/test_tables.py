"""Tables of what tracks and cues were found to be."""

from rich.console import Console

from bridge.model.cues import Crossing, Cue, Difference, Fate, Level, Place, Span
from bridge.model.desk import Kind, Strip
from bridge.model.stems import Evidence, Family, Stem
from bridge.model.timecode import RATES, Ruler
from bridge.ui.tables import cue_differences, track_proposals


def test_each_track_is_shown_with_its_stem_how_sure_and_why() -> None:
    sure = Stem(Family.MX, "source", confidence=0.9, evidence=(Evidence("name", "SRC", "MX/source"),))
    tracks = [
        (Strip(7, "MX SRC 1", Kind.AUDIO, 2, 2, mute=False, solo=False), sure),
        (Strip(8, "[b]\x1b[2J\u202e", Kind.BUS, 2, 2, mute=False, solo=False), Stem()),
    ]
    console = Console(width=120)
    with console.capture() as captured:
        console.print(track_proposals(tracks))
    head, first, second = [line.split() for line in captured.get().splitlines()]
    assert head == ["#", "name", "stem", "sure", "why"]
    assert first == [
        "7",
        "MX",
        "SRC",
        "1",
        "MX",
        "source",
        "sure",
        "name",
        "'SRC'",
        "says",
        "MX/source",
    ]
    assert second == ["8", r"[b]\x1b[2J\u202e", "?", "don't", "know"]


def test_each_cue_is_shown_with_what_becomes_of_it_its_level_and_why() -> None:
    guess = Span(
        Cue("1m3", "[b]\x1b[2J"),
        Place(0),
        Place(48000),
        Level.DIEGETIC,
        confidence=0.5,
        evidence=(Evidence("marker", "source?", "diegetic"),),
    )
    crossing = Span(
        Cue("1m4"),
        Place(0),
        Place(48000),
        Level.TRANSDIEGETIC,
        Crossing(Level.DIEGETIC, Level.NONDIEGETIC),
        locked=True,
    )
    rows = (
        Difference(Fate.ADDED, None, guess),
        Difference(Fate.CHANGED, guess, crossing),
        Difference(Fate.GONE, guess),
    )
    console = Console(width=200)
    with console.capture() as captured:
        console.print(cue_differences(rows, Ruler(RATES["24"], 48000, 3600 * 48000)))
    head, added, changed, gone = [line.split("  ") for line in captured.get().splitlines()]
    assert [cell.strip() for cell in head if cell.strip()] == ["cue", "from", "to", "level", "why"]
    assert [cell.strip() for cell in added if cell.strip()] == [
        "+",
        r"1m3 [b]\x1b[2J",
        "01:00:00:00",
        "01:00:01:00",
        "? perhaps diegetic",
        "marker 'source?' says diegetic",
    ]
    assert [cell.strip() for cell in changed if cell.strip()][:2] == ["~", "1m4"]
    assert "diegetic > nondiegetic" in "  ".join(changed)
    assert "gone from the session; the row stays" in "  ".join(gone)
