"""The daemon: everything started in order, kept while it runs, and let go in the reverse order.

First what nobody may have twice (the journal, the local ports), then what others may ask (the interface), last the
run file that tells where it is. It ends when the bridge says so: after the desk was given back, or three seconds.
"""

import asyncio
import gc
import logging
import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bridge import __version__
from bridge.core.bridge import Bridge
from bridge.daws.ardour import Ardour
from bridge.daws.dialect import Link
from bridge.daws.generic import Generic
from bridge.model.cuelist import CueList
from bridge.model.desk import Desk
from bridge.model.effects import Effect, Severity
from bridge.model.errors import StembridgeError
from bridge.model.events import Event, JournalRead, Told
from bridge.model.ledger import FileDebt
from bridge.model.requests import ModeAsked, StopAsked
from bridge.model.show import GENERIC, Mode, Rig, Show
from bridge.shell import runfile
from bridge.shell.ardourscripts import FOLDER, homes
from bridge.shell.chores import PERIOD, LossWatch, ProcessLook, ShowWatch, signature
from bridge.shell.client import alive
from bridge.shell.clock import Clock
from bridge.shell.deciding import Deciding, Known
from bridge.shell.decisions import Author, person
from bridge.shell.endings import endings
from bridge.shell.engine import engine
from bridge.shell.filedebts import FileDebts
from bridge.shell.house import House
from bridge.shell.journal import Book, open_book
from bridge.shell.midiline import MidiLine
from bridge.shell.peer import Peer
from bridge.shell.places import journal_path
from bridge.shell.processes import ardours
from bridge.shell.pump import Pump
from bridge.shell.routing import Owing, RoutingLine
from bridge.shell.rtmidi import drivers
from bridge.shell.runfile import RunFile
from bridge.shell.server import Server
from bridge.shell.sessionfile import SessionWatch
from bridge.shell.sessionnews import SessionNews
from bridge.shell.showfolder import read_show
from bridge.shell.tape import Tape, Taped
from bridge.shell.udp import PortTrouble

log = logging.getLogger(__name__)

DIALECTS: Mapping[str, Callable[[Rig], Link]] = {"ardour": Ardour, GENERIC: Generic}
"""The conversation with each DAW that a rig may name."""
DEBTS_REMAIN = 3
OVERDUE = 5.0
"""Seconds after which a daemon that was asked ends although the bridge has not said so; it says so after three."""


class AlreadyRunning(StembridgeError):  # noqa: N818 - reads as what it is
    """Another bridge of this user runs; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a daemon is started with: its state folder, the show's folder, a mode in place of the show's, a tape.

    `scripts`: the folders in which our script inside the DAW looks for what we write; None: those of each Ardour that
    is on this machine.
    """

    state: Path
    show: Path
    mode: Mode | None = None
    tape: Path | None = None
    scripts: tuple[Path, ...] | None = None


def serve(orders: Orders) -> int:
    """Run a daemon to its end; gives the exit code. Raises `StembridgeError` if it can't start."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:  # Windows' other loop has no add_reader
        return runner.run(_serve(orders))


async def _serve(orders: Orders) -> int:
    daemon = Daemon(orders)
    with endings(daemon.stop):
        return await daemon.run()


def refuse_a_second(state: Path) -> None:
    """Raises `AlreadyRunning` if a bridge runs already with this state folder."""
    run = alive(state)
    if run is not None and run.pid != os.getpid():
        raise AlreadyRunning(
            f"A bridge runs already (process {run.pid}, for the show in {run.show}). Nothing was changed. "
            "Look at it with: stembridge status. End it with: stembridge stop"
        )


class Daemon:
    """One daemon, from its start to its end."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._clock = Clock()
        self._stopping = False
        self._pump: Pump
        self._file_debts: FileDebts
        self._files: ShowWatch
        self._files_turn = asyncio.Lock()
        self._cue_list: Callable[[], CueList]
        self._owed: Owing
        self._routing: RoutingLine
        self._session: SessionNews
        self._tape: Tape | None = None
        self._run_file: RunFile | None = None

    async def run(self) -> int:
        """Start, run until the bridge says that it may end, let go of everything; gives the exit code."""
        async with AsyncExitStack() as ends:
            await self._start(ends)
            if self._stopping:
                self.stop()
            code = await self._pump.ended
        log.info("The bridge has ended.")
        if code == DEBTS_REMAIN:
            log.warning("Not everything could be given back; it is written down. See it with: stembridge restore")
        return code

    def stop(self) -> None:
        """Give the desk back and end. To be called on the loop; a call while it starts counts once it has started."""
        self._stopping = True
        if self._run_file is not None and not self._pump.ended.done():
            self._pump.ask(StopAsked)

    @property
    def following(self) -> bool:
        """True once it has started and knows the DAW's strips."""
        return self._run_file is not None and bool(self._pump.snapshot().tracks)

    # --- starting and ending --------------------------------------------------------------------------------------

    async def _start(self, ends: AsyncExitStack) -> None:
        await asyncio.to_thread(refuse_a_second, self._orders.state)
        known = signature(self._orders.show)
        show = read_show(self._orders.show)
        self._files = ShowWatch(self._orders.show, read_show, show.rig, known)
        show = replace(show, mode=self._orders.mode or show.mode)
        book = open_book(journal_path(self._orders.state))
        ends.callback(book.close)
        peer = self._join(show, book, ends)
        run = await self._open_door(show, ends)
        for task in (self._look_after(show, peer), self._file_debts.keep(self._owing, self._warn)):
            ends.push_async_callback(_end, asyncio.create_task(task))
        gc.collect()
        gc.freeze()  # what was built at the start lives to the end: the collector need not walk it again
        self._run_file = run
        log.info("Stembridge %s runs in %s mode. End it with Ctrl-C or: stembridge stop", __version__, show.mode)

    def _join(self, show: Show, book: Book, ends: AsyncExitStack) -> Peer:
        """Join the bridge, its journal and the DAW; the journal is what the bridge hears first."""
        peer = Peer(DIALECTS[show.rig.daw](show.rig))
        self._file_debts = FileDebts(self._orders.show, peer.link.traits.daw, book.read())
        brain = self._brain(show, peer, ends)
        self._routing = RoutingLine(_folders(self._orders), self._feed, self._clock.now)
        house = House(brain, peer, book, self._routing, self._record)
        self._pump = Pump(house, self._clock, asyncio.get_running_loop())
        ends.callback(self._let_go)
        troubles = peer.open(self._pump)
        ends.callback(lambda: peer.close(self._clock.now()))
        self._pump.feed(JournalRead(self._clock.now(), self._file_debts.journal))
        if show.rig.daw != GENERIC:
            ends.callback(self._routing.close)
            self._routing.start()
            self._routing.read(self._file_debts.journal)
        line = MidiLine(show.rig.midi, drivers, self._pump.feed, self._clock.now)
        ends.callback(line.close)
        line.start()
        self._warn(*book.said, *map(_missing, troubles), self._file_debts.trouble)
        return peer

    def _brain(self, show: Show, peer: Peer, ends: AsyncExitStack) -> Bridge | Taped:
        """The bridge, recorded if a tape was asked for. Raises `BadTape`."""
        bridge = engine(show, peer.link.traits)
        self._session = SessionNews(SessionWatch(self._orders.show, show.rig.session_file), show)
        self._cue_list, self._owed = bridge.cue_list, lambda: bridge.owed
        if self._orders.tape is None:
            return bridge
        self._tape = Tape(self._orders.tape, show, peer.link.traits)
        ends.callback(self._tape.close)
        return Taped(bridge, self._tape)

    def _let_go(self) -> None:
        self._pump.close()
        self._file_debts.write(self._owing())

    async def _open_door(self, show: Show, ends: AsyncExitStack) -> RunFile:
        """Serve the interface and say where it is."""
        token = secrets.token_urlsafe(32)
        pump = self._pump
        known = Known(self._cue_list, pump.snapshot, self._files, self._files_turn, pump.feed, self._clock.now)
        deciding = Deciding(Author(self._orders.show, self._orders.state, person()), known)
        server = Server(pump, deciding, token)
        port = await server.start()
        ends.push_async_callback(server.stop)
        run = RunFile(os.getpid(), port, token, str(self._orders.show.resolve()), show.mode)
        runfile.write(self._orders.state, run)
        ends.callback(runfile.remove, self._orders.state, run.pid)
        return run

    # --- while it runs ----------------------------------------------------------------------------------------------

    async def _look_after(self, show: Show, peer: Peer) -> None:
        """Every few seconds, and at each save: edits of the show, the session's file, OSC that is off, lost packets."""
        processes = ProcessLook(ardours)
        losses = LossWatch(peer.lost)
        while True:
            await self._session.within(PERIOD)
            seen = self._pump.snapshot()
            desk = Desk(peer.link.traits.daw, seen.session, seen.rate, frozenset(track.name for track in seen.tracks))
            session = partial(self._session.look, desk=desk)
            chores = (partial(processes.look, state=seen.link), session) if show.rig.daw != GENERIC else ()
            look = partial(_look, chores)
            self._pump.hear(partial(losses.look, self._clock.now()))
            async with self._files_turn:
                await self._pump.hear_later(partial(self._files.look, self._clock.now()))
            await self._pump.hear_later(partial(look, self._clock.now()))
            if self._tape is not None and self._tape.trouble:
                self._warn(self._tape.trouble)
                self._tape = None

    def _record(self, event: Event, effects: Sequence[Effect]) -> None:
        """Whatever the bridge hears passes here, before its effects are carried out."""
        self._file_debts.heed(effects)
        self._routing.heed(event, effects, self._owed)
        self._session.heed(event)
        match event:
            case ModeAsked(mode=mode) if self._run_file is not None:
                self._run_file = replace(self._run_file, mode=mode)
                with suppress(OSError):  # it is only for a restart after a crash
                    runfile.write(self._orders.state, self._run_file)
            case StopAsked():
                asyncio.get_running_loop().call_later(OVERDUE, self._end_anyway)

    def _end_anyway(self) -> None:
        if not self._pump.ended.done():
            self._pump.ended.set_result(DEBTS_REMAIN)

    def _owing(self) -> tuple[FileDebt, ...]:
        return self._pump.snapshot().file_debts

    def _feed(self, event: Event) -> None:
        self._pump.feed(event)

    def _warn(self, *sentences: str) -> None:
        self._pump.feed(*(Told(self._clock.now(), Severity.WARNING, text) for text in sentences if text))


def _folders(orders: Orders) -> Iterable[Path]:
    """Where our script inside Ardour looks for what we write."""
    return orders.scripts if orders.scripts is not None else [home.path / FOLDER for home in homes()]


def _missing(trouble: PortTrouble) -> str:
    """What it means that a port which can be done without is taken."""
    return (
        f"UDP port {trouble.port} ({trouble.name}) is used by another program, so what Ardour says there is not heard. "
        "The rest works. Who has it: stembridge doctor"
    )


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _look(chores: Iterable[Callable[[float], Iterable[Event]]], at: float) -> list[Event]:
    return [event for chore in chores for event in chore(at)]
