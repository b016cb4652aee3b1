"""The walk in short: at three places of a reel in a real Ardour, every preview gives exactly the expected desk."""

from pathlib import Path

import pytest

from tests.peers.conftest import Start
from tests.peers.cuewalk import HEARD, Walked, bridge_for, walk
from tests.peers.film import REEL


@pytest.mark.peer
@pytest.mark.slow
def test_at_three_places_every_preview_gives_the_expected_desk_and_the_former_one_comes_back(
    start_ardour: Start, tmp_path: Path
) -> None:
    ardour = start_ardour(REEL.layout)
    bridge, walked = bridge_for(ardour, tmp_path), Walked()
    try:
        walk(bridge, 3, walked)
    finally:
        bridge.close()
    assert not walked.wrong
    assert walked.places == 3 * len(HEARD)
    assert walked.rolled > 0
    assert ardour.alive
    ardour.close()
