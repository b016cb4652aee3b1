"""The stand-in's transport: stopped, rolling, or on its way to another place.

Ardour 7.3 carries out every request at the start of a process cycle. A locate takes a few cycles more; its new
position is already reported while it is not finished, and a play request that arrives in that time is lost. A play
that arrives in the cycle of the locate itself is kept (seen in runs: 0 of 18 and 6 of 6). A stop fades the sound out
first: a locate that arrives within two cycles of it is lost (seen: 25 of 25 up to 30 ms, none of 20 from 50 ms on).
"""

from dataclasses import dataclass

CYCLE = 1024 / 48_000
"""One process cycle in seconds."""
SEEK = 2 * CYCLE
"""How long a locate takes while stopped."""
SEEK_ROLLING = 4 * CYCLE
"""How long it takes while rolling: the sound is faded out first."""


@dataclass(slots=True)
class Transport:
    """Where the session plays; `rate` in samples per second, all times in monotonic seconds."""

    rate: int
    rolling: bool = False
    _sample: int = 0
    _since: float = 0.0
    _arrives: float | None = None
    _roll_then: bool = False
    _stopped: float = -1.0

    def sample(self, at: float) -> int:
        """The playhead at that time: it moves in steps of a cycle, as Ardour tells it."""
        if not self.rolling:
            return self._sample
        return self._sample + int((at - self._since) / CYCLE + 1e-6) * round(CYCLE * self.rate)

    @property
    def seeking(self) -> bool:
        """True while a locate is under way."""
        return self._arrives is not None

    @property
    def arrives(self) -> float | None:
        """When the locate that is under way will be finished."""
        return self._arrives

    def locate(self, sample: int, roll: bool, at: float) -> bool:
        """Go to `sample`, rolling then if `roll` or if it rolls now; True if the state that is told has changed."""
        if 0.0 <= at - self._stopped < SEEK:
            return False
        was = self.rolling
        self._roll_then = roll or was or self._roll_then
        self._sample, self._since, self.rolling = max(0, sample), at, False
        self._arrives = at + (SEEK_ROLLING if was else SEEK)
        return was

    def play(self, at: float) -> bool:
        """Roll; True if the state that is told has changed."""
        if self.seeking:
            self._roll_then = True
            return False
        if self.rolling:
            return False
        self.rolling, self._since = True, at
        return True

    def stop(self, at: float) -> bool:
        """Stand; True if the state that is told has changed."""
        self._roll_then = False
        if not self.rolling:
            return False
        self._sample, self.rolling, self._stopped = self.sample(at), False, at
        return True

    def arrive(self, at: float) -> bool:
        """The locate is finished; True if it rolls from here."""
        self._arrives = None
        roll, self._roll_then = self._roll_then, False
        if roll:
            self.rolling, self._since = True, at
        return roll
