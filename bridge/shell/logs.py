"""The log: one plain line for people each, and the mistakes of ours in a file of their own.

A traceback never reaches a user; it goes to `faults.log` in the state folder, which `doctor` tells of.
"""

import logging
import os
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from bridge.model.text import harmless
from bridge.shell.terminal import laid

FAULTS = "faults.log"
"""The file in the state folder that holds the tracebacks."""
MOST = 512 * 1024
"""Bytes of it; the one before is kept."""
LONGEST = 4000
"""Characters of one line; it holds foreign names."""
CRASHED = 70
"""The exit code of a daemon that fell over (sysexits.h: EX_SOFTWARE); its parent starts it again."""


class Plain(logging.Formatter):
    """Time and sentence on one line, whatever a DAW put into a name."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        mark = "! " if record.levelno >= logging.WARNING else ""
        line = f"{self.formatTime(record, '%H:%M:%S')}  {mark}{harmless(record.getMessage(), LONGEST)}"
        return laid(line, sys.stderr, indent=10)


class _Faulty(logging.Filter):
    """Lets records through that carry an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True if there is a traceback to be kept."""
        return record.exc_info is not None


def start_log(folder: Path) -> None:
    """Log to standard error, and tracebacks to the file in this state folder. A terminal that is gone is no harm."""
    logging.raiseExceptions = False
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(Plain())
    faults = RotatingFileHandler(folder / FAULTS, maxBytes=MOST, backupCount=1, encoding="utf-8", delay=True)
    faults.addFilter(_Faulty())
    faults.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.handlers[:] = [lines, faults]
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    logging.getLogger("aiohttp").setLevel(logging.ERROR)


def last_words(folder: Path, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Say in one line that the program fell over, and keep the traceback in this state folder."""
    kept = folder / FAULTS
    try:
        with kept.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(traceback.format_exception(kind, fault, trace))
        where = f"What to report stands in {kept}"
    except OSError:
        where = "Please report this line"
    sys.stderr.write(harmless(f"Something went wrong inside stembridge ({kind.__name__}: {fault}). {where}", LONGEST))
    sys.stderr.write("\n")
    sys.stderr.flush()


def crash(folder: Path, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """`last_words`, and the end of this process with the code that has its parent start it again."""
    last_words(folder, kind, fault, trace)
    os._exit(CRASHED)
