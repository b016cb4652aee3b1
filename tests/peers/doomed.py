"""A daemon that dies by `kill -9` at a chosen point: after its n-th journal row, or its n-th packet to Ardour.

Usage: as `stembridge`, with STEMBRIDGE_DOOM=commit:7 or packet:30 in the environment.
The points are counted from the first preview's rows on, so that the joining is not what is killed again and again.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bridge.cli.main import run
from bridge.model.effects import Effect, Remember
from bridge.shell.journal import JournalFile
from bridge.shell.udp import Sockets

P = ParamSpec("P")
T = TypeVar("T")


class Doom:
    """Counts the points of one kind, once the first row was written, and kills at the chosen one."""

    def __init__(self, chosen: str) -> None:
        self.kind, _, number = chosen.partition(":")
        self.left, self.armed = int(number), False

    def passes(self, kind: str) -> None:
        """One more point of this kind is passed."""
        if self.armed and kind == self.kind:
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def after(self, deed: Callable[P, T], kind: str) -> Callable[P, T]:
        """The deed, with a point behind it."""

        def doomed(*args: P.args, **keys: P.kwargs) -> T:
            done = deed(*args, **keys)
            self.passes(kind)
            return done

        return doomed


def main() -> int:
    """Run `stembridge` under its doom."""
    doom = Doom(os.environ["STEMBRIDGE_DOOM"])
    carry_out = JournalFile.carry_out

    def written(self: JournalFile, effect: Effect) -> None:
        doom.armed = doom.armed or isinstance(effect, Remember)
        carry_out(self, effect)  # type: ignore[arg-type]

    JournalFile.carry_out = doom.after(written, "commit")  # type: ignore[method-assign]
    Sockets.send = doom.after(Sockets.send, "packet")  # type: ignore[method-assign]
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
