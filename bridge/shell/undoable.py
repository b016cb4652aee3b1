"""Changes to files that can be taken back: each is on disk in one step, and what undoes it is noted."""

import os
import shutil
import stat
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path


def unfit(path: Path, most: int | None) -> str:
    """Why this is no file of at most so many bytes, or no folder where `most` is None; "" if it is, or is not there.

    Links are not followed.
    """
    try:
        told = path.lstat()
    except FileNotFoundError:
        return ""
    if stat.S_ISLNK(told.st_mode):
        return "is a link, which is not followed"
    if most is None:
        return "" if stat.S_ISDIR(told.st_mode) else "is no folder"
    if not stat.S_ISREG(told.st_mode):
        return "is no file"
    return "" if told.st_size <= most else f"is larger than {most // 1024**2} MB"


def make_folder(path: Path, mode: int, undo: ExitStack) -> bool:
    """True if the folder was not there and is made."""
    if path.is_dir():
        return False
    path.mkdir(mode)
    undo.callback(_suppressed, path.rmdir)
    return True


def put(path: Path, content: bytes, undo: ExitStack) -> None:
    """Put the bytes in the file's place in one step, safely on disk; undone it is as it was."""
    before = path.read_bytes() if path.exists() else None
    replace(path, content)
    undo.callback(_suppressed, path.unlink if before is None else lambda: replace(path, before))


def replace(path: Path, content: bytes) -> None:
    """Put the bytes in the file's place in one step, safely on disk; it keeps its mode. Raises `OSError`."""
    fresh = path.with_name(f".{path.name}.stembridge")
    try:
        fresh.unlink(missing_ok=True)
        with fresh.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _suppressed(work: Callable[[], object]) -> None:
    with suppress(OSError):
        work()
