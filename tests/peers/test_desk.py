"""The whole bridge beside a real Ardour: after every deed, Ardour's own Lua shows exactly the expected desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.beside import STEM_PREVIEWS, Beside, beside, until
from tests.peers.conftest import Start
from tests.peers.program import Mode
from tests.peers.rig import RealArdour
from tests.peers.soak import set_mute

USERS = {"DX ADR 1": True, "MX LIVE": True}
"""What the user has muted before."""

pytestmark = pytest.mark.peer


@pytest.fixture
def ardour(start_ardour: Start) -> Iterator[RealArdour]:
    ardour = start_ardour()
    for name, on in USERS.items():
        set_mute(ardour, name, on)
    yield ardour
    ardour.close()


@pytest.fixture
def bridge(ardour: RealArdour, tmp_path: Path) -> Iterator[Beside]:
    with beside(ardour, tmp_path) as bridge:
        yield bridge


def desk(bridge: Beside, wanted: dict[str, bool]) -> None:
    """Wait for Ardour to show this desk (mutes are carried out at the next process cycle), and hold it to it."""
    until(lambda: bridge.ardour.mutes() == wanted, "the expected desk", 5.0)


def test_every_preview_and_the_way_back_twice_round(bridge: Beside) -> None:
    before = bridge.ardour.mutes()
    assert {name for name, on in before.items() if on} == set(USERS)
    for _ in range(2):
        for name in STEM_PREVIEWS:
            answer = bridge.preview(name)
            assert answer.ok, answer.lines
            assert bridge.ardour.mutes() == bridge.expected(name, before)
        assert bridge.preview("off").ok
        assert bridge.ardour.mutes() == before


def test_what_the_user_mutes_and_solos_meanwhile_is_kept(bridge: Beside) -> None:
    before = bridge.ardour.mutes()
    assert bridge.preview("mx").ok
    bridge.ardour.mute("MX SCORE 1", True)
    bridge.ardour.mute("DX FUTZ", False)
    bridge.ardour.solo("MX SOURCE 1", True)
    until(lambda: hold(bridge, "DX FUTZ") == "yours", "the user's hand is seen")
    assert bridge.preview("off").ok
    desk(bridge, {**before, "MX SCORE 1": True, "DX FUTZ": False})
    assert bridge.ardour.solos()["MX SOURCE 1"]


def test_renamed_moved_and_hidden_strips_come_back(bridge: Beside) -> None:
    before = bridge.ardour.mutes()
    assert bridge.preview("mx").ok
    bridge.ardour.rename("DX FUTZ", "DX PHONE")
    until(lambda: hold(bridge, "DX PHONE") == "held", "the rename is seen")
    bridge.ardour.move("FX HARD 1", 0)
    bridge.ardour.hide("FX AMB 1")
    bridge.ardour.insert("DX WILD 1")
    until(lambda: hold(bridge, "DX WILD 1") == "held", "the new track comes under the preview")
    assert bridge.preview("off").ok
    before["DX PHONE"] = before.pop("DX FUTZ")
    desk(bridge, {**before, "DX WILD 1": False})


def test_a_save_in_the_preview_is_said_and_the_file_is_put_right_when_opened_again(bridge: Beside) -> None:
    before = bridge.ardour.mutes()
    bridge.ardour.save()
    assert bridge.preview("dx").ok
    bridge.ardour.save()
    until(lambda: said(bridge, "muted by us in the file"), "the save is said")
    until((bridge.show / "owed.csv").exists, "what the file owes lies in the show's folder")
    assert bridge.preview("off").ok
    desk(bridge, before)
    bridge.ardour.reopen()
    until(lambda: said(bridge, "was saved in a preview"), "the opened session is recognised", 60.0)
    desk(bridge, before)


def test_a_restart_of_ardour_without_a_save_leaves_the_saved_desk(bridge: Beside) -> None:
    before = bridge.ardour.mutes()
    bridge.ardour.save()
    assert bridge.preview("dx").ok
    bridge.ardour.reopen()
    until(bridge.follows, "the bridge follows again", 60.0)
    until(lambda: bridge.picture()["preview"]["stage"] == "off", "the preview ended")
    until(lambda: not bridge.picture()["debts"], "nothing is owed")
    desk(bridge, before)


def test_a_killed_bridge_gives_the_desk_back_at_its_next_start(bridge: Beside) -> None:
    before = bridge.ardour.mutes()
    assert bridge.preview("fx").ok
    bridge.kill()
    bridge.ardour.mute("MX SCORE 1", False)
    bridge.start()
    until(lambda: not bridge.picture()["debts"], "nothing is owed")
    desk(bridge, before)


def test_a_polite_end_gives_the_desk_back_and_leaves_no_feedback(bridge: Beside) -> None:
    before = bridge.ardour.mutes()
    assert bridge.preview("fx").ok
    assert bridge.stop() == 0
    desk(bridge, before)


def test_watch_mode_changes_nothing(ardour: RealArdour, tmp_path: Path) -> None:
    before = ardour.mutes()
    with beside(ardour, tmp_path, "watch") as bridge:
        answer = bridge.preview("dx")
        assert not answer.ok
        assert "stembridge mode preview" in answer.lines[0]
        ardour.mute("FX BG 1", True)
        until(lambda: muted(bridge, "FX BG 1"), "the user's mute is seen")
        assert ardour.mutes() == {**before, "FX BG 1": True}


def test_transport_commands_are_confirmed(bridge: Beside) -> None:
    assert bridge.ask("locate", place="01:00:10:00").lines == ("At 01:00:10:00 (480000 samples).",)
    assert bridge.ask("play").lines[0].startswith("Playing at 01:00:1")
    assert bridge.ask("pause").lines[0].startswith("Stopped at 01:00:1")


def test_a_deleted_track_is_let_go_and_the_rest_comes_back(start_ardour: Start, tmp_path: Path) -> None:
    ardour = start_ardour(mode=Mode.GUI)
    with beside(ardour, tmp_path) as bridge:
        before = ardour.mutes()
        assert bridge.preview("mx").ok
        ardour.delete("DX ADR 2")
        until(lambda: hold(bridge, "DX ADR 2") == "", "the deletion is seen")
        assert bridge.preview("off").ok
        del before["DX ADR 2"]
        desk(bridge, before)
    ardour.close()


def hold(bridge: Beside, name: str) -> str:
    """How a strip stands with the bridge, "" if it does not know it."""
    return next((str(track["hold"]) for track in bridge.picture()["tracks"] if track["name"] == name), "")


def muted(bridge: Beside, name: str) -> bool:
    """Whether the bridge knows that this strip is muted."""
    return any(track["name"] == name and track["mute"] for track in bridge.picture()["tracks"])


def said(bridge: Beside, text: str) -> bool:
    """Whether the bridge has said this."""
    return any(text in notice["text"] for notice in bridge.picture()["notices"])
