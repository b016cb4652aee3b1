"""The soak in short: eight kills and a round of all previews beside a real Ardour."""

import os
from pathlib import Path

import pytest

from tests.peers.beside import Beside
from tests.peers.conftest import Start
from tests.peers.soak import Result, soak


@pytest.mark.peer
@pytest.mark.slow
def test_eight_kills_and_a_round_leave_the_desk_as_its_user_wants_it(start_ardour: Start, tmp_path: Path) -> None:
    ardour = start_ardour()
    result = Result()
    soak(Beside(ardour, tmp_path), 8, 1, result)
    assert (result.kills, result.rounds) == (8, 1)
    assert not result.wrong
    assert len(result.in_flight) <= 1 + result.touched // 4, result.in_flight
    assert ardour.alive
    if os.environ.get("STEMBRIDGE_REQUIRE_PEERS") == "1":
        assert None not in result.surfaces, "gdb is not installed: how many surfaces Ardour keeps was not counted"
    assert not result.grown, result.surfaces
    ardour.close()
