"""Stems stay on their buses, in a real Ardour: noticed, named, put back, taken back; and the dead man's switch."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.peers import patching, wirer
from tests.peers.beside import Beside, beside, until
from tests.peers.conftest import need, opened
from tests.peers.film import FILM, Saved, bulk
from tests.peers.program import Mode
from tests.peers.rig import RealArdour
from tests.peers.timeline import Row

SECOND = 1.0
"""A misroute is noticed and named within so long."""
Make = Callable[[tuple[Row, ...]], Saved]

pytestmark = pytest.mark.peer


def with_script(made: Make, layout: tuple[Row, ...], folder: Path) -> RealArdour:
    """An Ardour with its screen and our script, put there as a user does, on a copy of such a session."""
    need(Mode.GUI)
    ardour = opened(made(layout), folder, Mode.GUI)
    ardour.script = True
    return ardour


@pytest.fixture(scope="module")
def ardour(made: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealArdour]:
    """The film of 24 tracks, shared by these tests: each leaves its routing as it found it."""
    with with_script(made, FILM, tmp_path_factory.mktemp("routing")) as ardour:
        yield ardour


@pytest.fixture
def bridge(ardour: RealArdour, tmp_path: Path) -> Iterator[Beside]:
    """A bridge that sees the routing, in preview mode; the routing is as it was when it ends."""
    before = patching.shown(ardour)
    with beside(ardour, tmp_path) as bridge:
        until(lambda: sees(bridge), "the script tells the routing")
        yield bridge
        for name, (outs, _) in before.items():
            if outs != patching.shown(ardour).get(name, (outs, []))[0]:
                patching.connect(ardour, name, *dict.fromkeys(sink[:-2] for channel in outs for sink in channel))


def sees(bridge: Beside) -> bool:
    """Whether the routing is told by the script."""
    return bool(bridge.picture()["routing"]["source"] == "companion")


def route(bridge: Beside, name: str) -> dict[str, Any]:
    """What the bridge says of the routing of a strip."""
    found: dict[str, Any] = next(one for one in bridge.picture()["routing"]["routes"] if one["strip"] == name)
    return found


def stands(bridge: Beside, name: str, standing: str) -> Callable[[], bool]:
    """Whether the bridge says that a strip stands so."""
    return lambda: bool(route(bridge, name)["standing"] == standing)


def feeds(ardour: RealArdour, name: str) -> list[list[str]]:
    """What each output channel of a strip feeds, in Ardour's own view."""
    return patching.shown(ardour)[name][0]


def noticed(bridge: Beside, *words: str) -> float:
    """Seconds until a notice holds all these words."""
    start = time.monotonic()
    until(
        lambda: any(all(w in one["text"] for w in words) for one in bridge.picture()["notices"]), " ".join(words), 5.0
    )
    return time.monotonic() - start


# --- seen and named ---------------------------------------------------------------------------------------------


def test_a_misroute_is_named_within_a_second(bridge: Beside) -> None:
    patching.connect(bridge.ardour, "DX ADR 1", "FX")
    assert noticed(bridge, "DX ADR 1", "FX") < SECOND
    assert route(bridge, "DX ADR 1")["standing"] == "astray"
    patching.connect(bridge.ardour, "DX ADR 1", "DX")
    until(stands(bridge, "DX ADR 1", "right"), "mended by hand, so it is no finding any more", SECOND)


@pytest.mark.quiet
def test_a_misroute_among_256_tracks_is_named_within_a_second(
    made: Make, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("large")
    with with_script(made, bulk(256), folder) as ardour, beside(ardour, folder) as bridge:
        until(lambda: sees(bridge), "the script tells the routing")
        for name in ("DX TRK 7", "MX TRK 80"):
            patching.connect(ardour, name, "FX")
            assert noticed(bridge, name, "FX") < SECOND


def test_double_bussing_by_a_send_is_named_and_put_back(bridge: Beside) -> None:
    patching.add_send(bridge.ardour, "MX SCORE 1", "DX")
    assert noticed(bridge, "MX SCORE 1", "DX") < SECOND
    assert route(bridge, "MX SCORE 1")["standing"] == "doubled"
    assert bridge.ask("mode", mode="keep").ok
    until(stands(bridge, "MX SCORE 1", "right"), "the send is switched off")
    assert patching.shown(bridge.ardour)["MX SCORE 1"][1] == [("DX", False)]


def test_a_marker_is_a_cue_as_soon_as_it_is_set_without_a_save(bridge: Beside) -> None:
    until(lambda: bridge.picture()["file"]["file"], "the session's file is read")
    before = bridge.picture()["cues"]["total"]
    assert bridge.ask("locate", place="480000").ok
    with bridge.ardour.client() as say:
        say("/add_marker", "SOURCE - kitchen radio")
        until(lambda: bridge.picture()["cues"]["total"] == before + 1, "the cue is seen", 5.0)
        say("/remove_marker")
        until(lambda: bridge.picture()["cues"]["total"] == before, "it is gone again", 5.0)


# --- put back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [("FX",), ("DX", "MX"), ("Master",), ()])
def test_keep_mode_puts_the_signal_path_back_channel_by_channel(bridge: Beside, wrong: tuple[str, ...]) -> None:
    before = feeds(bridge.ardour, "DX ADR 2")
    assert len(before) == 2
    assert bridge.ask("mode", mode="keep").ok
    patching.connect(bridge.ardour, "DX ADR 2", *wrong)
    until(lambda: feeds(bridge.ardour, "DX ADR 2") == before, "Ardour's own view is as before", 5.0)
    until(stands(bridge, "DX ADR 2", "right"), "the bridge sees it so")


def test_what_is_put_on_the_same_wrong_bus_again_is_believed(bridge: Beside) -> None:
    assert bridge.ask("mode", mode="keep").ok
    patching.connect(bridge.ardour, "FX AMB 2", "MX")
    until(lambda: feeds(bridge.ardour, "FX AMB 2")[0] == ["FX 0"], "it is put back")
    patching.connect(bridge.ardour, "FX AMB 2", "MX")
    until(lambda: bool(route(bridge, "FX AMB 2")["hands_off"]), "it is believed")
    time.sleep(2.0)  # that nothing happens can only be waited for
    assert feeds(bridge.ardour, "FX AMB 2")[0] == ["MX 0"]


def test_the_plan_is_carried_out_and_taken_back(bridge: Beside) -> None:
    before = feeds(bridge.ardour, "FX BG 1")
    patching.connect(bridge.ardour, "FX BG 1", "DX", "FX")
    wrong = feeds(bridge.ardour, "FX BG 1")
    until(stands(bridge, "FX BG 1", "doubled"), "it is seen")
    answer = bridge.ask("route", strips=["FX BG 1"])
    assert answer.ok, answer.lines
    assert feeds(bridge.ardour, "FX BG 1") == before
    answer = bridge.ask("unroute")
    assert answer.ok, answer.lines
    assert feeds(bridge.ardour, "FX BG 1") == wrong


# --- what happens on the way ------------------------------------------------------------------------------------


def test_a_track_that_is_renamed_on_the_way_ends_on_its_stem(bridge: Beside) -> None:
    assert bridge.ask("mode", mode="keep").ok
    patching.connect(bridge.ardour, "FX DESIGN", "DX")
    bridge.ardour.rename("FX DESIGN", 'FX "]] .. os.exit() --')
    until(lambda: feeds(bridge.ardour, 'FX "]] .. os.exit() --')[0] == ["FX 0"], "it is put back under its new name")
    bridge.ardour.rename('FX "]] .. os.exit() --', "FX DESIGN")


def test_a_kill_in_the_middle_leaves_nothing_half_done(bridge: Beside) -> None:
    names = [name for name, (outs, _) in patching.shown(bridge.ardour).items() if outs and outs[0] == ["FX 0"]]
    before = {name: feeds(bridge.ardour, name) for name in names}
    for name in names:
        patching.connect(bridge.ardour, name, "MX")
    until(stands(bridge, names[-1], "astray"), "all are seen astray")
    bridge.ask("mode", mode="keep")
    bridge.kill()
    now = patching.shown(bridge.ardour)
    assert all(now[name][0] in (before[name], [["MX 0"], ["MX 1"]]) for name in names), "each whole, or not at all"
    bridge.start()
    assert bridge.ask("mode", mode="keep").ok
    until(lambda: all(feeds(bridge.ardour, name) == before[name] for name in names), "all are put back")


def test_with_bridge_and_parent_dead_ardour_gives_the_desk_back_by_itself(bridge: Beside) -> None:
    before = bridge.ardour.mutes()
    assert bridge.preview("dx").ok
    assert bridge.ardour.mutes() != before
    killed = time.monotonic()
    bridge.kill()
    until(lambda: bridge.ardour.mutes() == before, "the desk is as before", 15.0)
    assert time.monotonic() - killed > 5.0, "a bridge that is only restarted keeps its preview's mutes"
    bridge.start()
    until(lambda: not bridge.picture()["debts"], "nothing is owed")
    assert bridge.ardour.mutes() == before


def test_of_a_hundred_deeds_of_an_adversary_at_least_95_end_on_the_one_stem(made: Make, tmp_path: Path) -> None:
    with with_script(made, wirer.LAYOUT, tmp_path) as ardour, beside(ardour, tmp_path / "beside") as bridge:
        until(lambda: sees(bridge), "the script tells the routing")
        result = wirer.play(bridge, 100, seed=1)
    assert not result.wrong, "each of the others stands in a finding whose cause is true in Lua's view"
    assert (result.deeds, result.right >= 95) == (100, True), result.found
