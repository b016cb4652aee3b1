"""Real programs for the tests: skipped with a line where they are not installed, required where CI says so."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.peers.contract import REPLY, surface
from tests.peers.film import FILM, Saved, make
from tests.peers.jackd import Jackd
from tests.peers.program import Mode, missing
from tests.peers.rig import RealArdour
from tests.peers.talk import LAYOUT, Daw, Port, Real, StandIn
from tests.peers.timeline import Row

Start = Callable[..., RealArdour]
"""Starts an Ardour on a session that is made or given; it ends with the test."""


def need(mode: Mode) -> None:
    """Skip the test if a program of that mode is not installed; fail it where the peers are required."""
    need_all(missing(mode), "the real Ardour")


def need_all(absent: list[str], peer: str) -> None:
    if not absent:
        return
    names = ", ".join(absent)
    if os.environ.get("STEMBRIDGE_REQUIRE_PEERS") == "1":
        pytest.fail(f"{names} not installed, and STEMBRIDGE_REQUIRE_PEERS=1")
    pytest.skip(f"{names} not installed: nothing was tried against {peer}")


@pytest.fixture(scope="module")
def server() -> Iterator[Jackd]:
    """A JACK server without a sound card, for the tests of a module."""
    need_all([] if shutil.which("jackd") else ["jackd"], "a real JACK")
    with Jackd() as server:
        yield server


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[Row, ...]], Saved]:
    """Sessions by their layout, each made once: not to be opened, only to be copied."""
    sessions: dict[tuple[Row, ...], Saved] = {}

    def session(layout: tuple[Row, ...]) -> Saved:
        if layout not in sessions:
            sessions[layout] = make(tmp_path_factory.mktemp("made") / "reel1", "reel1", layout)
        return sessions[layout]

    return session


def opened(pristine: Saved, folder: Path, mode: Mode, *, jack: bool = False) -> RealArdour:
    """An Ardour, not started yet, for a copy of that session in `folder`."""
    shutil.copytree(pristine.folder, folder / "reel1")
    return RealArdour(Saved(folder / "reel1", pristine.name), mode, jack=jack)


@pytest.fixture(scope="module")
def start_ardour(made: Callable[[tuple[Row, ...]], Saved], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """`start_ardour(layout=FILM, mode=Mode.LUA, …)`: a running Ardour on a fresh copy of such a session.

    With `jack` it plays on the server of that fixture, with `script` (mode gui) ours is installed in it. It runs until
    the module is over, or until its own `close`.
    """
    with ExitStack() as stack:

        def start(
            layout: tuple[Row, ...] = FILM, mode: Mode = Mode.LUA, *, jack: bool = False, script: bool = False
        ) -> RealArdour:
            need(mode)
            ardour = opened(made(layout), tmp_path_factory.mktemp("session"), mode, jack=jack)
            ardour.script = script
            return stack.enter_context(ardour)

        yield start


@pytest.fixture(scope="module")
def ardour(start_ardour: Start) -> RealArdour:
    """An Ardour with the film of 24 tracks, shared by the tests of a module: each leaves the desk as it found it."""
    return start_ardour()


@pytest.fixture(scope="session", params=["stand-in", pytest.param("ardour", marks=pytest.mark.peer)])
def daw(
    request: pytest.FixtureRequest,
    made: Callable[[tuple[Row, ...]], Saved],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Daw]:
    """Each of the two DAWs of the contract in turn; one Ardour serves all its tests."""
    if request.param == "stand-in":
        yield StandIn()
        return
    need(Mode.LUA)
    with opened(made(LAYOUT), tmp_path_factory.mktemp("contract"), Mode.LUA) as ardour:
        real = Real(ardour)
        yield real
        real.hang_up()


@pytest.fixture
def asker(daw: Daw) -> Port:
    """A silent surface of that DAW that sees every strip."""
    return surface(daw, REPLY)
