"""Real programs for the tests: skipped with a line where they are not installed, required where CI says so."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.peers.film import FILM, Row, Saved, make
from tests.peers.program import Mode, missing
from tests.peers.rig import RealArdour

Start = Callable[..., RealArdour]
"""Starts an Ardour on a session that is made or given; it ends with the test."""


def need(mode: Mode) -> None:
    """Skip the test if a program of that mode is not installed; fail it where the peers are required."""
    absent = ", ".join(missing(mode))
    if not absent:
        return
    if os.environ.get("STEMBRIDGE_REQUIRE_PEERS") == "1":
        pytest.fail(f"{absent} not installed, and STEMBRIDGE_REQUIRE_PEERS=1")
    pytest.skip(f"{absent} not installed: nothing was tried against the real Ardour")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[Row, ...]], Saved]:
    """Sessions by their layout, each made once: not to be opened, only to be copied."""
    sessions: dict[tuple[Row, ...], Saved] = {}

    def session(layout: tuple[Row, ...]) -> Saved:
        if layout not in sessions:
            sessions[layout] = make(tmp_path_factory.mktemp("made") / "reel1", "reel1", layout)
        return sessions[layout]

    return session


@pytest.fixture(scope="module")
def start_ardour(made: Callable[[tuple[Row, ...]], Saved], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """`start_ardour(layout=FILM, mode=Mode.LUA)`: a running Ardour on a fresh copy of such a session.

    It runs until the module is over, or until its own `close`.
    """
    with ExitStack() as stack:

        def start(layout: tuple[Row, ...] = FILM, mode: Mode = Mode.LUA) -> RealArdour:
            need(mode)
            pristine = made(layout)
            folder = tmp_path_factory.mktemp("session") / "reel1"
            shutil.copytree(pristine.folder, folder)
            return stack.enter_context(RealArdour(Saved(Path(folder), pristine.name), mode))

        yield start


@pytest.fixture(scope="module")
def ardour(start_ardour: Start) -> RealArdour:
    """An Ardour with the film of 24 tracks, shared by the tests of a module: each leaves the desk as it found it."""
    return start_ardour()
