"""The errors of the house: one small tree.

Expected trouble (a refused strip, a silent DAW) is a value, not an exception. What is raised is either the
peer's fault (`MalformedPacket`: count it, go on), the user's file (`BadShow`: all problems at once), the DAW's own file
(`BadSession`) or the machine's (`JournalTrouble`).
"""

from collections.abc import Sequence
from dataclasses import dataclass


class StembridgeError(Exception):
    """Root of everything that this program raises on purpose."""


class MalformedPacket(StembridgeError):  # noqa: N818 - the peer's fault is a thing, not an error of ours
    """Bytes from a peer that are not what its protocol says; the only exception that leaves a decoder."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file of the user's: where, what, and what would be right."""

    file: str
    line: int | None
    what: str
    hint: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what}" + (f" ({self.hint})" if self.hint else "")


class BadShow(StembridgeError):  # noqa: N818 - reads as what it is
    """The user's files hold problems; nothing of them was taken over. Carries all problems, not the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class JournalTrouble(StembridgeError):  # noqa: N818
    """The journal can't be read or written; the sentence says why and what to do."""


class BadSession(StembridgeError):  # noqa: N818
    """A session file that is not read: `what` is wrong with it (a clause that names the file), and the `cure`."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what}. {cure}.")
        self.what, self.cure = what, cure
