"""The rig itself: what it says of a real Ardour is what the user's hands did there."""

import time
from collections.abc import Callable

import pytest

from tests.peers.conftest import Start
from tests.peers.film import FILM_TRACKS, Saved, bulk
from tests.peers.program import Mode
from tests.peers.rig import RealArdour

pytestmark = pytest.mark.peer


def eventually(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """True as soon as it is, false if it is not in time. Ardour carries things out when it is ready."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_the_film_has_24_tracks_four_buses_a_vca_and_a_master(ardour: RealArdour) -> None:
    names = ardour.names()
    assert set(names) == {*(name for name, _ in FILM_TRACKS), "DX", "FX", "MX", "WORLD", "VCA MX", "Master"}
    assert len(FILM_TRACKS) == 24


def test_the_oracle_sees_mutes_and_solos_that_the_hands_set(ardour: RealArdour) -> None:
    ardour.mute("MX LIVE")
    ardour.solo("DX ADR 1")
    assert eventually(lambda: [name for name, on in ardour.mutes().items() if on] == ["MX LIVE"])
    assert eventually(lambda: [name for name, on in ardour.solos().items() if on] == ["DX ADR 1"])
    ardour.mute("MX LIVE", on=False)
    ardour.solo("DX ADR 1", on=False)
    assert eventually(lambda: not any((*ardour.mutes().values(), *ardour.solos().values())))


def test_a_name_with_every_kind_of_letter_comes_back_as_it_was(ardour: RealArdour) -> None:
    odd = 'Fuß "x" \\ é 音'
    assert ardour.rename("DX FUTZ", odd) == odd
    assert odd in ardour.names()
    assert ardour.rename(odd, "DX FUTZ") == "DX FUTZ"


def test_what_was_not_saved_is_gone_after_reopening_and_what_was_is_there(start_ardour: Start) -> None:
    ardour = start_ardour()
    ardour.mute("MX LIVE")
    assert eventually(lambda: ardour.mutes()["MX LIVE"])
    ardour.save()
    ardour.save("other")
    ardour.mute("MX LIVE", on=False)
    ardour.reopen()
    assert ardour.mutes()["MX LIVE"]
    ardour.mute("MX LIVE", on=False)
    assert eventually(lambda: not ardour.mutes()["MX LIVE"])
    ardour.reopen(Saved(ardour.session.folder, "other"))
    assert ardour.mutes()["MX LIVE"]
    ardour.close()
    assert not ardour.alive


def test_tracks_in_bulk_reach_their_buses(start_ardour: Start) -> None:
    ardour = start_ardour(bulk(30))
    output = 'Session:route_by_name("MX TRK 10"):output():audio(0)'
    rows = ardour.run_lua(f'row({output}:connected_to("MX/audio_in 1"), {output}:connected_to("DX/audio_in 1"))')
    assert rows == [["true", "false"]]
    assert len(ardour.names()) == 30 + 3 + 1
    ardour.close()


def test_the_whole_program_removes_a_track_and_tells_of_the_list_but_saves_nothing(start_ardour: Start) -> None:
    ardour = start_ardour(mode=Mode.GUI)
    with ardour.client() as say:
        say("/set_surface", 0, 575, 16)
        say.heard("/session_name", 2.0)
        ardour.delete("FX BG 2")
        ardour.delete("DX PRODUCTION 1")
        told = [message.address for message in say.heard("/strip/list", 1.0)]
        say("/save_state")
        later = [message.address for message in say.heard("/session_name", 5.0)]
    assert "/strip/list" in told
    assert "/session_name" not in told
    assert later.count("/session_name") == 1
    assert not {"FX BG 2", "DX PRODUCTION 1"} & set(ardour.names())
    assert ardour.alive
    ardour.close()
