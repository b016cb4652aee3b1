"""The console beside a real Ardour, in a real terminal."""

import shutil
from pathlib import Path

import pytest

from tests.peers.beside import Beside
from tests.peers.conftest import Start, need_all
from tests.peers.screenwalk import Walk, terminal

LATE = 3.0
"""Seconds on a machine that is busy with a whole suite; `python -m tests.peers.screenwalk` holds it to one."""


@pytest.mark.peer
def test_what_happens_is_read_soon_and_in_words_that_tell_what_to_do(start_ardour: Start, tmp_path: Path) -> None:
    need_all([] if shutil.which("tmux") else ["tmux"], "a real terminal")
    bridge = Beside(start_ardour(), tmp_path)
    bridge.state.mkdir(mode=0o700)
    with terminal(bridge.state) as screen:
        walk = Walk(bridge.ardour, bridge, screen)
        try:
            walk.run()
        finally:
            bridge.close()
    assert [str(one) for one in walk.read if one.seconds > LATE] == []
