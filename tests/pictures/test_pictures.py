"""The pictures of the README show today's program; what they are made of is played, not invented."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bridge.model.events import LinkState
from bridge.model.snapshot import Hold, Snapshot, Stage
from bridge.ui.screen.layout import Size
from bridge.ui.screen.lines import text_of
from bridge.ui.screen.seen import Line, Seen
from bridge.ui.screen.tree import Tree
from bridge.ui.screen.whole import Look, screen
from tests.pictures import __main__ as pictures
from tests.pictures import scenes
from tests.pictures.screen import Moment, drawn

README = Path(__file__).parents[2] / "README.md"


def test_the_pictures_are_up_to_date() -> None:
    # Each run of the suite hashes with another seed: what depended on the order of a set would be seen here.
    found = [file.name for file, _ in pictures.outdated()]
    assert not found, f"{pictures.RENEW} draws them anew: {found}"


def test_a_check_names_what_is_out_of_date_with_the_command_and_draws_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pictures, "PICTURES", pictures.PICTURES[1:2])
    assert pictures.main(["--check"], tmp_path) == 1
    assert capsys.readouterr().out == "small.svg is out of date. This draws it anew: python -m tests.pictures\n"
    assert list(tmp_path.iterdir()) == []
    assert pictures.main([], tmp_path) == 0
    assert pictures.main(["--check"], tmp_path) == 0


def test_a_picture_loads_nothing_from_anywhere_and_runs_nothing() -> None:
    for picture in pictures.PICTURES:
        text = (pictures.FOLDER / f"{picture.name}.svg").read_text("utf-8")
        assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
        assert not re.search(r"@font-face|@import|<script|<image|\bon\w+=", text)


def test_every_picture_stands_in_the_readme_and_there_is_no_other() -> None:
    shown = set(re.findall(r"tests/pictures/([\w-]+)\.svg", README.read_text("utf-8")))
    assert shown == {picture.name for picture in pictures.PICTURES}
    assert {file.stem for file in pictures.FOLDER.glob("*.svg")} == shown


PLAYED: dict[Callable[[], Moment], Callable[[Snapshot], bool]] = {
    scenes.full: lambda seen: seen.preview.stage is Stage.OFF and not seen.debts,
    scenes.in_world: lambda seen: seen.preview.stage is Stage.ON and bool(seen.cues.coming[0].crossing),
    scenes.entering: lambda seen: seen.preview.stage is Stage.ENTERING and _held(seen, Hold.ASKED) > 0,
    scenes.partial: lambda seen: seen.preview.refused == ("PFX",) and seen.preview.untouched == ("Ambiance rue",),
    scenes.hand: lambda seen: seen.preview.yours == ("MX SRC Küchenradio",),
    scenes.refused: lambda seen: seen.mode == "watch" and seen.preview.stage is Stage.OFF,
    scenes.undecided: lambda seen: "Musik Kneipe" in seen.preview.undecided,
    scenes.silent: lambda seen: seen.link is LinkState.SILENT and seen.preview.stage is Stage.ON,
    scenes.gone: lambda seen: seen.preview.stage is Stage.ON,
    scenes.offered: lambda seen: len(seen.offered) == 8 and "DX Lav Anna" in seen.preview.soloed,
}
"""What each scene has come to."""
SAID: dict[Callable[[], Moment], tuple[str, ...]] = {
    scenes.full: ("FULL  the desk is yours", "■ 3 muted by you", "● Ardour live"),
    scenes.in_world: ("● on, confirmed", "♪ 13 heard  ■ 8 muted by us  ■ 3 muted by you", "⇄ X SRC > NON"),
    scenes.entering: ("◌ entering: asked, not confirmed", "◌ 18 waiting: mute"),
    scenes.partial: ("! partial", "! refused: PFX   ! left open, mute automated: Ambiance rue", "! refused, open"),
    scenes.hand: ("◆ opened by you MX SRC Küchenradio", "Walla Gruppe           DX group    ■ muted by you"),
    scenes.refused: ("watch: only looks", "previews are refused", "! The bridge is in watch mode"),
    scenes.undecided: ("? undecided          1m4 In the bar", "♪ heard Musik Kneipe", "■ muted by us Walla Gruppe"),
    scenes.silent: ("STALE  8 s: no word from Ardour", "? was on when last heard", "What sounded when last heard"),
    scenes.gone: ("STALE  12 s: the bridge is gone", "! 8 of our mutes may be on the desk", "? was rolling"),
    scenes.offered: ("■ 8 muted, perhaps by us", "□ 12 cut by solo", "stembridge restore"),
}
"""What a reader must find on the screen then."""


def _held(seen: Snapshot, hold: Hold) -> int:
    return sum(track.hold is hold for track in seen.tracks)


def read(moment: Moment) -> str:
    """The text of the screen, without the program around it."""
    line = Line.LIVE if moment.gone is None else Line.GONE
    said = " ".join(moment.answer.lines) if moment.answer else ""
    seen = Seen(moment.snapshot, line, moment.gone or 0.0, moment.gone or 0.0, said=said, good=not said)
    tree = Tree()
    tree.follow(moment.snapshot)
    return text_of(screen(seen, Look(), tree, Size(120, 40, len(moment.snapshot.offers))))


@pytest.mark.parametrize("scene", scenes.STATES, ids=lambda scene: scene.__name__)
def test_a_scene_comes_to_what_it_is_called_and_the_screen_says_so(scene: Callable[[], Moment]) -> None:
    moment = scene()
    assert PLAYED[scene](moment.snapshot)
    text = read(moment)
    assert [words for words in SAID[scene] if words not in text] == []


def test_the_chart_shows_what_was_wired_wrongly_and_nothing_else() -> None:
    routes = scenes.astray().snapshot.routing.routes
    wrong = {"ADR Anna": "astray", "Bruitage portes": "doubled", "MX Score Low": "doubled"}
    assert {route.strip: route.standing for route in routes if route.text} == wrong
    drawing = (pictures.FOLDER / "routing.svg").read_text("utf-8")
    assert [name for name in wrong if name not in drawing] == []


async def test_the_program_shows_what_the_regions_say() -> None:
    moment = scenes.in_world()
    shown, drawn_lines = read(moment), (await drawn(moment)).text
    of_the_day = re.compile(r"\d\d:\d\d:\d\d ·")
    assert of_the_day.sub("", drawn_lines).split() == of_the_day.sub("", shown).split()


def test_the_same_reel_is_the_same_to_the_last_bit() -> None:
    assert scenes.hand().snapshot == scenes.hand().snapshot
