"""The table of what each track was found to be."""

from rich.console import Console

from bridge.model.desk import Kind, Strip
from bridge.model.stems import Evidence, Family, Stem
from bridge.ui.tables import proposals


def test_each_track_is_shown_with_its_stem_how_sure_and_why() -> None:
    sure = Stem(Family.MX, "source", confidence=0.9, evidence=(Evidence("name", "SRC", "MX/source"),))
    tracks = [
        (Strip(7, "MX SRC 1", Kind.AUDIO, 2, 2, mute=False, solo=False), sure),
        (Strip(8, "[b]\x1b[2J\u202e", Kind.BUS, 2, 2, mute=False, solo=False), Stem()),
    ]
    console = Console(width=120)
    with console.capture() as captured:
        console.print(proposals(tracks))
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
