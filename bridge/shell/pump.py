"""The pump: feeds events to the bridge one at a time and carries its effects out in list order.

What goes in are packets, wake-ups, answers of the disk and people's wishes; what comes out are packets, rows of the
journal, sentences and answers. Everything runs on one loop; only a durable `Remember` waits in a thread.
"""

import asyncio
import logging
import math
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from traceback import extract_tb
from typing import ParamSpec

from bridge.model.effects import (
    Answer,
    DropNotes,
    Forget,
    ForgetFile,
    KeepNotes,
    MakeBuses,
    NameDesk,
    Notice,
    Quit,
    Remember,
    RememberFile,
    RememberRoutes,
    RenameStrip,
    Set,
    SetRoutes,
    Severity,
)
from bridge.model.errors import JournalTrouble
from bridge.model.events import Event, NotRemembered, Remembered, Ticked, Woke
from bridge.model.snapshot import Snapshot
from bridge.shell.clock import Clock
from bridge.shell.house import House, Row, Said

log = logging.getLogger(__name__)

LEVELS = {Severity.INFO: logging.INFO, Severity.WARNING: logging.WARNING, Severity.ALARM: logging.ERROR}
UNWRITTEN = "where it goes now can't be written into the journal, and so could not be taken back"
"""Why a route is not ordered."""
SHORTEST = 0.002
"""Seconds between two wake-ups at least, whatever is due: nothing of ours may spin."""

SAID = frozenset({1, 10, 100, 1000, 10000})
"""At which counts the same mistake is said again: a log is no place for a flood."""
P = ParamSpec("P")


class Pump:
    """The loop's one way into the bridge. `ended` is done with the exit code when the bridge lets the daemon end."""

    def __init__(self, house: House, clock: Clock, loop: asyncio.AbstractEventLoop) -> None:
        self._house = house
        self._clock = clock
        self._loop = loop
        self._waiting: deque[Event] = deque()
        self._busy = False
        self._alarm: asyncio.TimerHandle | None = None
        self._wanted = self._due = math.inf
        self._disk = ThreadPoolExecutor(1, "journal")
        self._writing: set[Future[None]] = set()
        self._requests = 0
        self._asked: dict[int, asyncio.Future[Answer]] = {}
        self._watchers: set[asyncio.Future[None]] = set()
        self._faults: Counter[str] = Counter()
        self.revision = 0
        self.ended: asyncio.Future[int] = loop.create_future()

    # --- what goes in -------------------------------------------------------------------------------------------

    def feed(self, *events: Event) -> None:
        """Let the bridge handle these events, and all that follow from them, then let the packets leave."""
        self._waiting.extend(events)
        if self._busy:
            return
        self._busy = True
        while self._waiting:
            self._waiting.extend(self._guarded(self._turn, self._waiting.popleft()))
        self._guarded(self._post)
        self._busy = False
        self._told()
        self._set_alarm()

    def hear(self, source: Callable[[], Iterable[Event]]) -> None:
        """Feed what a source has to tell; most packets tell nothing yet, so that costs little."""
        events = self._guarded(source)
        if events:
            self.feed(*events)
            return
        self._guarded(self._post)
        if self._house.link.wake_at < self._wanted:
            self._set_alarm()

    async def hear_later(self, source: Callable[[], Iterable[Event]]) -> None:
        """Feed what a source that waits for the disk has to tell; its events get the time at which they are fed."""
        events = await asyncio.to_thread(self._guarded, source)
        self.feed(*(replace(event, at=self._clock.now()) for event in events))

    def missed(self, at: float) -> bool:
        """True if nobody was here for a while before `at`: then old news was thrown away and all is asked again."""
        gap = self._clock.gap(at, self._due)
        if not gap:
            return False
        self._due = math.inf
        self._guarded(self._woke, at)
        self.feed(Woke(at, gap))
        return True

    def ask(self, asked: Callable[[float, int], Event]) -> asyncio.Future[Answer]:
        """Feed the event made of (time, number of the request); the future holds the bridge's answer."""
        self._requests += 1
        number = self._requests
        answer: asyncio.Future[Answer] = self._loop.create_future()
        self._asked[number] = answer
        answer.add_done_callback(lambda _: self._asked.pop(number, None))
        self.feed(asked(self._clock.now(), number))
        return answer

    # --- what can be seen ---------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The picture at this moment."""
        return self._house.brain.snapshot(self._clock.now())

    async def moved(self, seen: int) -> int:
        """The revision, as soon as it is another than `seen`."""
        while self.revision == seen:
            news: asyncio.Future[None] = self._loop.create_future()
            self._watchers.add(news)
            try:
                await news
            finally:
                self._watchers.discard(news)
        return self.revision

    @property
    def faults(self) -> int:
        """How often something went wrong inside the bridge and was survived."""
        return self._faults.total()

    def close(self) -> None:
        """Stop waking up, let the disk finish."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._disk.shutdown(wait=True)

    # --- one event ----------------------------------------------------------------------------------------------

    def _guarded(self, deed: Callable[P, Iterable[Event]], *args: P.args, **keys: P.kwargs) -> tuple[Event, ...]:
        """What a deed gives. A mistake of ours costs this one deed; it is counted, written down, and we go on."""
        try:
            return tuple(deed(*args, **keys))
        except Exception as fault:  # noqa: BLE001 - the one place in the house: a bug must not leave the desk alone
            self._note(fault)
            return ()

    def _note(self, fault: BaseException) -> None:
        steps = extract_tb(fault.__traceback__)
        where = (
            f"{type(fault).__name__} at {Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else repr(fault)
        )
        self._faults[where] += 1
        times = self._faults[where]
        if times in SAID:
            log.error(
                "Something went wrong inside the bridge (%s, seen %d times). It goes on. Please report it with what "
                "this prints: stembridge doctor",
                where,
                times,
                exc_info=fault,
            )

    def _turn(self, event: Event) -> Iterable[Event]:
        effects = self._house.brain.handle(event)
        self._house.record(event, effects)
        safe = True
        for effect in effects:
            match effect:
                case Remember(durable=True):
                    self._write(effect)
                case Remember() if not safe:  # the bridge drops these rows too when it hears of the first
                    pass
                case Remember() | Forget() | NameDesk() | RenameStrip() | RememberFile() | ForgetFile():
                    safe = self._written_at_once(effect) and safe
                case RememberRoutes() | KeepNotes() | DropNotes():
                    safe = self._written_at_once(effect) and safe
                case Set() if not safe:  # its original is not on disk
                    pass
                case SetRoutes() if not safe:  # nor is where these strips went
                    self._house.companion.refuse(effect, UNWRITTEN)
                case SetRoutes() | MakeBuses():
                    self._house.companion.send(effect)
                case _:
                    self._carry_out(effect, event.at)
        return ()

    def _carry_out(self, effect: Said | Notice | Answer | Quit, at: float) -> None:
        match effect:
            case Notice():
                log.log(LEVELS[effect.severity], "%s", effect.text)
            case Answer():
                self._answer(effect)
            case Quit():
                if not self.ended.done():
                    self.ended.set_result(effect.code)
            case _:
                self._waiting.extend(self._house.link.send(effect, at))

    def _answer(self, answer: Answer) -> None:
        waiting = self._asked.get(answer.request)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)

    def _post(self) -> Iterable[Event]:
        self._house.link.post()
        return ()

    # --- the journal --------------------------------------------------------------------------------------------

    def _written_at_once(self, row: Row) -> bool:
        wait(self._writing)  # rows reach the journal in the order in which the bridge said them
        try:
            self._house.book.carry_out(row)
        except JournalTrouble as trouble:
            ticket = row.ticket if isinstance(row, Remember) else 0
            lost = row.rows if isinstance(row, RememberRoutes | KeepNotes) else ()
            self._waiting.appendleft(NotRemembered(self._clock.now(), ticket, str(trouble), lost))
            return False
        return True

    def _write(self, row: Remember) -> None:
        writing = self._disk.submit(self._house.book.carry_out, row)
        self._writing.add(writing)
        writing.add_done_callback(lambda done: self._loop.call_soon_threadsafe(self._written, row.ticket, done))

    def _written(self, ticket: int, done: "Future[None]") -> None:
        self._writing.discard(done)
        fault = done.exception()
        if fault is None:
            self.feed(Remembered(self._clock.now(), ticket))
            return
        if not isinstance(fault, JournalTrouble):
            self._note(fault)
        self.feed(NotRemembered(self._clock.now(), ticket, str(fault)))

    # --- time ---------------------------------------------------------------------------------------------------

    def _woke(self, at: float) -> Iterable[Event]:
        self._house.link.woke(at)
        return ()

    def _set_alarm(self) -> None:
        wanted = min(self._house.brain.wake_at, self._house.link.wake_at)
        if self._alarm is not None:
            if wanted == self._wanted:
                return
            self._alarm.cancel()
            self._alarm = None
        now = self._clock.now()
        self._wanted, self._due = wanted, max(wanted, now)
        if math.isfinite(self._due):
            self._alarm = self._loop.call_later(max(self._due - now, SHORTEST), self._wake)

    def _wake(self) -> None:
        self._alarm = None
        at = self._clock.now()
        if self.missed(at):
            return
        events = self._guarded(self._house.link.tick, at) if self._house.link.wake_at <= at else ()
        if self._house.brain.wake_at <= at:
            events += (Ticked(at),)
        self.feed(*events)

    def _told(self) -> None:
        self.revision += 1
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)
