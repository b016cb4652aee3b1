"""One clock's chaser: what one source has told becomes a place at any time, and how sure that is.

While the clock runs its messages lie on a line (`phase`). A message that does not lie on it is either late, lost in
a queue, and the next ones come back to the line; or the DAW jumped, turned round or changes its speed, and the next
ones make a new line. Nothing is kept that has to be counted down: how the clock stands follows from the time of asking.

*Locked* means: the line has been found, and what was last heard lies within a frame of what it says. So a stop never
shows a place that is off by more than a frame while the clock is *locked*, whatever the freewheel; of a jump nobody can
know before a message tells it, and when none does the clock is *locked* no longer than that.
"""

from collections import deque
from dataclasses import dataclass
from math import inf

from bridge.core.phase import Phase, Point, fitted
from bridge.model.chasing import Lock

FRAME = 4.0
"""Quarter frames."""
NEWS = 3.5
"""Quarter frames. What was last heard may lie so far behind the line, or this clock is not *locked*."""
AHEAD, BEHIND = 2.0, 3.0
"""Quarter frames. A message lies on the line if it came no earlier, or later, than this. No jump is under four."""
OVER = 8.0
"""Quarter frames of silence after which timecode has ended."""
SPAN, FEWEST, MOST = 7.0, 3, 8
"""So far must messages reach, in quarter frames, and so many must they be at least, to make a line; and so many where
their speed is none that is told, or that DAWs play at."""
BACK = 5.0
"""After so many seconds of silence a clock is chased anew, even if it comes back just in time."""
_APART = 48.0
"""Quarter frames: messages further apart belong to no one line."""
_SCATTER = 2.7
"""Quarter frames: messages that stray further from a straight line make none."""
_FASTEST, _SLOWEST = 0.25, 5.0
"""Messages that take so many times the nominal time, or less, are a queue that empties; or more: no transport plays."""
_SPEEDS = (1.0, 0.5, 2.0)
"""What a DAW plays at. A speed found near one of these is that one, until enough was heard to know better."""
_NEAR = 0.2


@dataclass(frozen=True, slots=True)
class Reading:
    """How a clock stands at one time: the place in quarter frames, its speed, how far it may be off in seconds."""

    lock: Lock
    place: float | None = None
    speed: float | None = None
    error: float | None = None


class Chaser:
    """Chases one clock.

    `nominal`: seconds that a quarter frame lasts at normal speed; `day`: quarter frames until the clock wraps round,
    infinite if it never does; `freewheel`: as in `ChaseRules`; `stride`: how far apart its messages are, in quarter
    frames, until that is seen. `rolling` and `recording`: as it said itself, None if
    it never did; `rolled_at`: when it said so. `lost`: its port or link is gone. `drop_outs`: how often messages were
    missing for about a frame.
    """

    __slots__ = (
        "_direction",
        "_fresh",
        "_held_at",
        "_last",
        "_last_at",
        "_phase",
        "_proven",
        "_stand",
        "_stood_at",
        "_told_speed",
        "_turned",
        "day",
        "drop_outs",
        "freewheel",
        "lost",
        "nominal",
        "recording",
        "rolled_at",
        "rolling",
        "stride",
    )

    def __init__(self, nominal: float, day: float = inf, freewheel: float = 0.0, stride: float = 1.0) -> None:
        self.nominal, self.day, self.freewheel, self.stride = nominal, day, freewheel, stride
        self.rolling: bool | None = None
        self.recording: bool | None = None
        self.rolled_at = self._stood_at = -inf
        self.lost = False
        self.drop_outs = 0
        self._direction = 1
        self._phase: Phase | None = None
        self._fresh: deque[Point] = deque(maxlen=MOST)
        """The last messages that lie on no line yet."""
        self._last, self._last_at = 0.0, -inf
        """The last place that was told running, in quarter frames travelled (backwards: negative), and when."""
        self._held_at = -inf
        """When a message last lay on the line."""
        self._proven = 0.0
        """Quarter frames of messages on the line since one was missing or lay elsewhere."""
        self._turned = 0.0
        """What is added to a place because the clock has wrapped round."""
        self._stand: float | None = None
        self._told_speed: float | None = None

    # --- hearing ------------------------------------------------------------------------------------------------

    def run(self, at: float, quarters: float, direction: int) -> None:
        """The clock runs and was here at `at`."""
        self.lost = False
        place = self._travelled(quarters, direction)
        phase, gap = self._phase, place - self._last
        if phase is not None:
            late = phase.lateness(place, at) / phase.step
            if gap > 0 and -AHEAD <= late <= BEHIND and at - self._held_at < BACK:
                if gap + late > NEWS and gap + late > self._news:
                    self.drop_outs += 1
                    self._proven = 0.0
                elif at - self._last_at >= gap * phase.step * _FASTEST:
                    self._proven += gap
                    self.stride += (gap - self.stride) / 8
                phase.hear(place, at)
                self._last, self._last_at = place, at
                self._held_at = at
                if self._fresh:
                    self._fresh.clear()
                return
            if late < -AHEAD:
                self._phase = None
            self._proven = 0.0
        self._gather(place, at)

    def stand(self, at: float, quarters: float | None) -> None:
        """The clock stands, or the playhead was put here; None: it is not told where."""
        if quarters is None:
            quarters = self.reading(at).place
        elif self.day < inf:
            quarters %= self.day
        self._forget()
        self.lost, self._stand, self._stood_at = False, quarters, at

    def roll(self, at: float, rolling: bool | None, recording: bool | None = None, speed: float | None = None) -> None:
        """It is said whether the transport rolls and records, and how fast; None for what is not said."""
        self.lost = False
        if recording is not None:
            self.recording = recording
        if speed and speed != self._told_speed:
            self._told_speed = speed
            self._forget_line(at)
        if rolling is False and (self._phase is not None or self._fresh):
            self.stand(at, None)
        if rolling is not None:
            self.rolling, self.rolled_at = rolling, at

    def lose(self, at: float) -> None:
        """Its port or its link is gone."""
        self._forget_line(at)
        self.lost, self.rolling, self.recording = True, None, None

    def forget(self) -> None:
        """Its places are counted otherwise from now on: what was told before says nothing any more."""
        self._forget()
        self._stand, self._last, self._turned = None, 0.0, 0.0
        self._last_at = self._held_at = self._stood_at = -inf

    # --- telling ------------------------------------------------------------------------------------------------

    def reading(self, at: float) -> Reading:
        """How the clock stands at this time."""
        phase = self._phase
        if self.lost:
            return Reading(Lock.LOST, self._stand)
        if phase is None:
            return self._gathered(at)
        place = phase.place(at)
        ahead = place - self._last
        speed, error = self._direction * self.nominal / phase.step, phase.error
        if -AHEAD <= ahead <= self._news and at <= self._due and error <= FRAME / 2 * phase.step:
            sure = self._proven >= FRAME and (self.stride <= NEWS or bool(self.rolling))
            return Reading(Lock.LOCKED if sure else Lock.LOCKING, self._wrapped(place), speed, error)
        if ahead <= self._over or at - self._held_at <= self.freewheel:
            error += 0.002 * max(0.0, at - self._last_at)
            return Reading(Lock.FREEWHEEL, self._wrapped(place), speed, error)
        return self._ended()

    @property
    def until(self) -> tuple[float, ...]:
        """When it stands differently if nothing more is heard: *locked* ends, running ends."""
        phase = self._phase
        if phase is not None:
            over = max(phase.when(self._last + self._over), self._held_at + self.freewheel)
            return (min(phase.when(self._last + self._news), self._due), over)
        return (self._last_at + self._over * self.nominal,) if self._fresh else ()

    @property
    def phase(self) -> Phase | None:
        """The line that its messages lie on, while it has one."""
        return self._phase

    @property
    def told_at(self) -> float:
        """When it last told a place."""
        return max(self._last_at, self._stood_at)

    @property
    def put(self) -> bool:
        """Whether it was told that it stands, and where, since it last ran."""
        return self._stand is not None and self._stood_at >= self._last_at

    @property
    def ran_at(self) -> float:
        """When it last told a place running; minus infinity if it never did."""
        return self._last_at

    @property
    def told(self) -> float | None:
        """The place that was told last, running or standing, in quarter frames."""
        if self._stood_at >= self._last_at:
            return self._stand
        return self._wrapped(self._last)

    @property
    def backwards(self) -> bool:
        """Whether it is said to run backwards."""
        return self._told_speed is not None and self._told_speed < 0

    # --- within -------------------------------------------------------------------------------------------------

    @property
    def _news(self) -> float:
        """How far the last message may lie behind the line; a clock that tells its stops need not come so often."""
        return max(NEWS, 1.5 * self.stride) if self.rolling else NEWS

    @property
    def _due(self) -> float:
        """When the next message must have come, also where the line is slower than the clock."""
        step = self._phase.step if self._phase is not None else self.nominal
        return self._last_at + max(self._news * self.nominal, self.stride * step + AHEAD * self.nominal)

    @property
    def _over(self) -> float:
        return max(OVER, 2.5 * self.stride)

    def _travelled(self, quarters: float, direction: int) -> float:
        """The place in quarter frames travelled, across the end of the day too."""
        if direction != self._direction:
            self._turn(direction)
        place = direction * (quarters + self._turned)
        half = self.day / 2
        if not -half < place - self._last < half:
            days = round((place - self._last) / self.day)
            self._turned -= direction * days * self.day
            place -= days * self.day
        return place

    def _turn(self, direction: int) -> None:
        """The clock runs the other way round."""
        self._phase, self._direction = None, direction
        self._fresh.clear()
        self._last = -self._last

    def _wrapped(self, travelled: float) -> float:
        place = self._direction * travelled
        return place % self.day if self.day < inf else place

    def _gather(self, place: float, at: float) -> None:
        """A message that lies on no line: with its neighbours it may make a new one."""
        fresh = self._fresh
        if fresh:
            gap, wait = place - fresh[-1][0], (at - fresh[-1][1]) / self.nominal
            if not 0 < gap <= _APART or wait > self._over:
                fresh.clear()
            elif wait >= gap * _FASTEST:
                self.stride += (gap - self.stride) / 2
                self._phase = None
        fresh.append((place, at))
        self._last, self._last_at = place, at
        if len(fresh) >= FEWEST and place - fresh[0][0] >= SPAN:
            self._try_line(tuple(fresh))

    def _try_line(self, points: tuple[Point, ...]) -> None:
        """Make a line of the last messages, if they lie on one."""
        seen = fitted(points)[0] / self.nominal
        near = [speed for speed in self._speeds if abs(seen * speed - 1) < _NEAR]
        if not near and (len(points) < MOST or not _FASTEST <= seen <= _SLOWEST):
            return
        step = self.nominal / near[0] if near else self.nominal * seen
        phase = Phase(points, step)
        if phase.spread <= _SCATTER * self.nominal:
            self._phase, self._held_at, self._proven = phase, points[-1][1], FRAME
            self._fresh.clear()

    @property
    def _speeds(self) -> tuple[float, ...]:
        """The speeds that a few messages are enough for."""
        return _SPEEDS if self._told_speed is None else (abs(self._told_speed),)

    def _gathered(self, at: float) -> Reading:
        """How it stands without a line."""
        if not self._fresh:
            return self._ended()
        if at - self._last_at > max(self._over * self.nominal, self.freewheel):
            return self._ended()
        passed = min((at - self._last_at) / self.nominal, self._over)
        return Reading(Lock.LOCKING, self._wrapped(self._last + passed), None, None)

    def _ended(self) -> Reading:
        """How it stands if it does not run."""
        if self.put:
            return Reading(Lock.LOCKING if self.rolling else Lock.STOPPED, self._stand)
        if self._last_at > -inf:
            return Reading(Lock.LOST if self.rolling else Lock.STOPPED, self._wrapped(self._last), 0.0, self.nominal)
        return Reading(Lock.IDLE if self.rolling is None else Lock.STOPPED)

    def _forget_line(self, at: float) -> None:
        """What comes now lies on another line; until it does, the clock is where it is now."""
        place = self.reading(at).place
        self._forget()
        self._stand, self._stood_at = place, at

    def _forget(self) -> None:
        self._phase = None
        self._fresh.clear()
