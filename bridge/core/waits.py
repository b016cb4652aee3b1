"""Waits: requests of clients whose answer depends on what the DAW does next, each with its deadline."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.model.effects import Answer

Lines = tuple[str, ...]
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Wait:
    """One request that waits: `done` gives its lines once it came true, `late` what is said at the deadline."""

    request: int
    deadline: float
    done: Callable[[], Lines | None]
    late: Callable[[], Lines]


class Waits:
    """The requests that wait for the DAW."""

    def __init__(self) -> None:
        self._waits: list[Wait] = []

    def add(self, wait: Wait) -> None:
        """One more."""
        self._waits.append(wait)

    def due(self) -> float:
        """The next deadline."""
        return min((wait.deadline for wait in self._waits), default=NEVER)

    def step(self, at: float) -> list[Answer]:
        """The answers that can be given now."""
        answers, left = [], []
        for wait in self._waits:
            if (lines := wait.done()) is not None:
                answers.append(Answer(wait.request, ok=True, lines=lines))
            elif at >= wait.deadline:
                answers.append(Answer(wait.request, ok=False, lines=wait.late()))
            else:
                left.append(wait)
        self._waits = left
        return answers
