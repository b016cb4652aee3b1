"""One track as a picture, and what was decided before."""

from io import StringIO

from rich.console import Console

from bridge.model.stems import Evidence, Family, Stem
from bridge.ui.past import Past, decided_before
from bridge.ui.tracks import KnownTrack, one_track

WHY = (Evidence("name", "Boom", "DX/prod"), Evidence("bus", "DX \x1b[2J", "DX"))
BOOM = Stem(Family.DX, "prod", confidence=0.9, evidence=WHY)
PAST = [Past(700.0, "anna \x1b", "stem is MX (was DX)", stands=True), Past(0.0, "ben", "locked as it is", stands=False)]


def shown(track: KnownTrack, past: list[Past]) -> str:
    console = Console(width=100, file=StringIO(), color_system=None, _environ={})
    with console.capture() as capture:
        console.print(one_track(track, past, 1000.0))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()).rstrip()


def test_all_that_is_known_is_shown_and_nothing_in_it_steers_the_terminal() -> None:
    track = KnownTrack("\x1b[2J1", BOOM, "audio track", "line 3 of tracks.csv says DX, not locked", "anna", "[b]x[/b]")
    assert shown(track, PAST) == (
        "track      \\x1b[2J1\n"
        "kind       audio track\n"
        "stem       DX prod  (sure)\n"
        "why        name 'Boom' says DX/prod; bus 'DX \\x1b[2J' says DX\n"
        "row        line 3 of tracks.csv says DX, not locked\n"
        "signed by  anna\n"
        "note       [b]x[/b]\n"
        "\n"
        "decided before\n"
        "  5 min ago  anna \\x1b: stem is MX (was DX)\n"
        "  16 min ago  ben: locked as it is (taken back)"
    )


def test_what_is_not_known_has_no_line() -> None:
    assert shown(KnownTrack("X", Stem()), []) == "track  X\nstem   ?  (don't know)"
    assert [*decided_before([], 0.0)] == []
