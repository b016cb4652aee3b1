"""An interface that is served in a thread, with an engine that answers as a test says."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from bridge.model.cuelist import CueList, listing
from bridge.model.desk import Kind, Target
from bridge.model.effects import Answer
from bridge.model.events import Event, LinkState
from bridge.model.ledger import Debt, Phase
from bridge.model.show import Mode
from bridge.model.snapshot import PreviewView, Snapshot, TrackView
from bridge.model.stems import Evidence, Family, Stem
from bridge.model.transport import Transport
from bridge.shell import runfile, wireformat
from bridge.shell.decisions import Order
from bridge.shell.runfile import RunFile
from bridge.shell.server import Server

DX = Stem(Family.DX, "adr", confidence=0.9, evidence=(Evidence("name", "ADR", "DX adr"),))
OWED = Debt(1, Target("MX \x1b[2J1"), original=False, phase=Phase.OWED, since=1e9)
PICTURE = Snapshot(
    at=100.0,
    mode=Mode.PREVIEW,
    link=LinkState.LIVE,
    detail="",
    since=90.0,
    session="reel 1",
    rate=48000,
    transport=Transport(),
    preview=PreviewView(),
    tracks=(TrackView(1, "ADR \x1b[2J1", Kind.AUDIO, mute=False, solo=False, armed=None, stem=DX),),
    debts=(),
    offered=(),
    elsewhere=(),
    file_debts=(),
    looked=None,
    notices=(),
)


class Engine:
    """An engine whose picture and answer the test sets. `followed`: a stream has the picture and waits for the next."""

    def __init__(self) -> None:
        self.picture = PICTURE
        self.answer = Answer(1, ok=True, lines=("Done.",))
        self.revision = 0
        self.asked: list[Event] = []
        self.cues = Cues()
        self.followed = threading.Event()

    def snapshot(self) -> Snapshot:
        """The picture."""
        return self.picture

    async def moved(self, seen: int) -> int:
        """Never."""
        self.followed.set()
        await asyncio.get_running_loop().create_future()
        return seen

    def ask(self, asked: Callable[[float, int], Event]) -> asyncio.Future[Answer]:
        """The answer, at once."""
        self.asked.append(asked(1.0, 1))
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        future.set_result(self.answer)
        return future


class Cues:
    """A show whose list and whose answer the test sets; decisions are only noted."""

    def __init__(self) -> None:
        self.found = CueList()
        self.answer = Answer(0, ok=True, lines=("Decided.",))
        self.orders: list[Order] = []

    async def carry_out(self, order: Order) -> Answer:
        """The answer, at once."""
        self.orders.append(order)
        return self.answer

    async def listed(self) -> str:
        """The list."""
        return wireformat.text(wireformat.cues(listing(self.found)))


@contextmanager
def served(state: Path, show: Path) -> Iterator[Engine]:
    """An engine that is served while this is entered, its run file in `state`."""
    engine, ready = Engine(), threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        server = Server(engine, engine.cues, "secret")
        run = RunFile(os.getpid(), await server.start(), "secret", str(show), "preview")
        runfile.write(state, run)
        ready.set()
        await stop.wait()
        await server.stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert ready.wait(20)
        yield engine
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        loop.close()
        runfile.remove(state, os.getpid())


def in_a_show(files: Mapping[str, str], place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show's folder with these files, which we stand in, as the user anna, on a terminal of 140 columns."""
    monkeypatch.setenv("STEMBRIDGE_STATE", str(place / "state"))
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setattr("getpass.getuser", lambda: "anna")
    folder = place / "show"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    monkeypatch.chdir(folder)
    return folder
