"""Every polite way to end a process: signals, and the end of its standard input.

Where a signal was ignored when we started (nohup), it stays ignored.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

STANDARD_INPUT = 0
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


@contextmanager
def signals(stop: Callable[[], object]) -> Iterator[None]:
    """While entered, each signal that ends a process politely calls `stop`; to be entered on the main thread."""

    def stopped(_signal: int, _frame: FrameType | None) -> None:
        stop()

    before = {}
    for number in (signal.Signals[name] for name in _NAMES if hasattr(signal, name)):
        if signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, stopped)
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


@contextmanager
def endings(stop: Callable[[], None]) -> Iterator[None]:
    """While entered, a signal or the end of standard input (our parent is gone) calls `stop` on the running loop."""
    loop = asyncio.get_running_loop()

    def stop_there() -> None:
        with suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(stop)

    threading.Thread(target=_wait_for_the_end_of_input, args=(stop_there,), daemon=True).start()
    with signals(stop_there):
        yield


def _wait_for_the_end_of_input(stop: Callable[[], None]) -> None:
    """Not by `sys.stdin.read`: its lock would still be held when the process ends, and Python then gives up loudly."""
    with suppress(OSError):
        while os.read(STANDARD_INPUT, 4096):
            pass
    stop()
