"""The parent of the daemon: starts it, starts it again when it dies, and asks it to end.

It does nothing else, so that it has nothing to die of. The pipe to the child's standard input is the whole
conversation: its end says "give the desk back and end", and it ends by itself when the parent is killed. The child
leads a process group of its own: a Ctrl-C in the terminal reaches the parent alone.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from queue import Empty, SimpleQueue

from bridge.shell.endings import signals

POLITE = frozenset({0, 1, 2, 3})
"""Exit codes with which a daemon ends on purpose; any other end is a death."""
DEBTS_REMAIN = 3
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before it is started again, after each quick death in a row."""
QUICK = 30.0
"""Seconds of life from which on a death is the first of a new row."""
TOO_MANY = 5
"""Quick deaths in a row after which we give up."""
GRACE = 8.0
"""Seconds that a daemon has to end when it was asked; it needs at most 3 for the desk."""
GLANCE = 0.5
"""Seconds between two looks at the signals where waiting can't be interrupted (Windows)."""

_OWN_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""What `start_new_session` is on Windows."""


class _News(Enum):
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class _Died:
    code: int


class Supervisor:
    """One daemon kept alive. `command` gives the command line of its n-th start (from 0), `say` speaks to the user.

    `heard` gets each line of what the daemon logs; without it they go where ours go.
    """

    def __init__(
        self,
        command: Callable[[int], Sequence[str]],
        say: Callable[[str], None],
        heard: Callable[[str], None] | None = None,
    ) -> None:
        self._command = command
        self._say = say
        self._heard = heard
        self._news: SimpleQueue[_News | _Died] = SimpleQueue()
        self._stopping = False

    def run(self) -> int:
        """Keep the daemon alive until it ends on purpose or is asked to; gives the exit code."""
        with signals(self.stop):
            return self.keep()

    def stop(self) -> None:
        """Ask it to end; safe from a signal and from any thread."""
        self._news.put(_News.STOP)

    def keep(self) -> int:
        """The same without the signals, for a thread that is not the main one."""
        deaths = 0
        for turn in range(sys.maxsize):
            began = time.monotonic()
            code = self._live(turn)
            if self._stopping:
                return self._ended(code)
            if code in POLITE:
                return code
            deaths = deaths + 1 if time.monotonic() - began < QUICK else 1
            if deaths >= TOO_MANY:
                self._say(
                    f"The bridge died {deaths} times in a row ({_cause(code)}) and is not started again. What it owes "
                    "the desk is on disk: stembridge restore. What to report: stembridge doctor"
                )
                return 1
            pause = PAUSES[min(deaths, len(PAUSES)) - 1]
            self._say(
                f"The bridge died ({_cause(code)}). It starts again in {pause:g} s with the preview off; what it owes "
                "the desk is on disk and will be given back."
            )
            if self._stopped_within(pause):
                return self._ended(code)
        return 1

    def _live(self, turn: int) -> int:
        """One life of the daemon; gives how it ended."""
        child = subprocess.Popen(  # noqa: S603 - our own program
            self._command(turn),
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE if self._heard else None,
            start_new_session=True,
            creationflags=_OWN_GROUP,
        )
        if self._heard is not None:
            threading.Thread(target=_pass_on, args=(child, self._heard), daemon=True).start()
        threading.Thread(target=lambda: self._news.put(_Died(child.wait())), daemon=True).start()
        while True:
            news = self._next(GRACE if self._stopping else None)
            if isinstance(news, _Died):
                _hang_up(child)
                return news.code
            if news is None:
                self._say("The bridge does not end; it is ended now. What it owes the desk is on disk.")
                child.kill()
            self._stopping = True
            _hang_up(child)

    def _next(self, patience: float | None) -> _News | _Died | None:
        """The next piece of news, None if none came in time."""
        if patience is None and sys.platform == "win32":
            while True:
                try:
                    return self._news.get(timeout=GLANCE)
                except Empty:
                    continue
        try:
            return self._news.get(timeout=patience)
        except Empty:
            return None

    def _stopped_within(self, pause: float) -> bool:
        return self._next(pause) is _News.STOP

    def _ended(self, code: int) -> int:
        if code in POLITE:
            return code
        self._say("The bridge died before it had given the desk back. What it owes is on disk: stembridge restore")
        return DEBTS_REMAIN


def _pass_on(child: "subprocess.Popen[bytes]", heard: Callable[[str], None]) -> None:
    """Each line that the daemon logs, to its end."""
    if child.stderr is not None:
        with child.stderr:
            for line in child.stderr:
                heard(line.decode(errors="backslashreplace").rstrip("\n"))


def _hang_up(child: "subprocess.Popen[bytes]") -> None:
    if child.stdin is not None:
        child.stdin.close()


def _cause(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
