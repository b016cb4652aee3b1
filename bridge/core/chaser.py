"""One clock's chaser: what one source has told becomes a place at any time, and how sure that is.

While the clock runs its messages lie on a line (`phase`). A message that does not lie on it is either late, lost in
a queue, and the next ones come back to the line; or the DAW jumped, turned round or changes its speed, and the next
ones make a new line. Nothing is kept that has to be counted down: how the clock stands follows from the time of asking.

*Locked* means: the line has been found, and what was last heard lies within a frame of what it says. So a stop never
shows a place that is off by more than a frame while the clock is *locked*, whatever the freewheel; of a jump nobody can
know before a message tells it, and when none does the clock is *locked* no longer than that. A clock that reports less
than once a frame is *locked* only while it also says that it rolls: then it says its stops too. This holds for stamps
that stray by up to 1.6 quarter frames; where they stray further it is *locked* less often.
"""

from dataclasses import dataclass
from math import inf

from bridge.core.gathering import FASTEST, Gathering
from bridge.core.phase import Phase
from bridge.model.chasing import RUNNING, Lock

FRAME = 4.0
"""Quarter frames."""
NEWS = 3.5
"""Quarter frames. What was last heard may lie so far behind the line, or this clock is not *locked*."""
AHEAD, BEHIND = 2.0, 3.0
"""Quarter frames. A message lies on the line if it came no earlier, or later, than this. No jump is under four."""
OVER = 8.0
"""Quarter frames of silence after which timecode has ended."""
PROOF = 8.0
"""Quarter frames of messages that must lie on the line again, after one was missing or lay elsewhere."""
DOUBT = 18.0
"""Quarter frames in which a clock that was in doubt tells its place: two groups of MIDI timecode, and some."""
BACK = 5.0
"""After so many seconds of silence a clock is chased anew, even if it comes back just in time."""
_CROSSED = 1.6
"""Quarter frames: messages whose lateness differs by more lie on different lines."""
_OTHER = 0.05
"""A speed that is told makes a line void that is off by so much of it; pulled rates are not."""


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
    frames, until that is seen. `rolling` and `recording`: as it said itself, None if it never did; `rolled_at`: when it
    said so. `lost`: its port or link is gone. `drop_outs`: how often messages were missing or late, by about a frame or
    more, and then it went on.
    """

    __slots__ = (
        "_direction",
        "_doubt_at",
        "_fresh",
        "_held_at",
        "_last",
        "_last_at",
        "_late",
        "_phase",
        "_proof",
        "_proven",
        "_stand",
        "_stood_at",
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
        self._fresh = Gathering()
        self._last, self._last_at = 0.0, -inf
        """The last place that was told running, in quarter frames travelled (backwards: negative), and when."""
        self._held_at = -inf
        self._late = 0.0
        """When a message last lay on the line, and how late it was, in quarter frames."""
        self._doubt_at = -inf
        """When something last did not continue the run, although the clock ran."""
        self._proven = 0.0
        """Quarter frames of messages on the line since one was missing or lay elsewhere."""
        self._proof = 0.0
        """How late the first of these was, in quarter frames."""
        self._turned = 0.0
        """What is added to a place because the clock has wrapped round."""
        self._stand: float | None = None

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
                    self._proven, self._proof = 0.0, late
                elif at - self._last_at >= gap * phase.step * FASTEST:
                    self.stride += (gap - self.stride) / 8
                    if self._proven < PROOF:
                        self._prove(gap, late)
                phase.hear(place, at)
                self._last, self._last_at = place, at
                self._held_at, self._late = at, late
                if self._fresh:
                    self._fresh.clear()
                return
            if late < -AHEAD:
                self._phase = None
            self._proven = 0.0
            self._proof = late
        self._gather(place, at)

    def doubt(self, at: float) -> None:
        """What came does not continue the run; where the clock is now is told in a moment."""
        if self.reading(at).lock in RUNNING:
            self._doubt_at = at
        self._proven, self._proof = 0.0, 0.0
        self._fresh.clear()

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
        if speed:
            seen, self._fresh.told = self._seen_speed(), speed
            if seen is None or abs(seen / speed - 1) > _OTHER:
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
        if -AHEAD <= ahead <= self._news and at <= self._due:
            lock = Lock.LOCKED if self._sure(error) else Lock.LOCKING
            return Reading(lock, self._wrapped(place), speed, error)
        if ahead <= self._over or at <= self._patient_until:
            error += 0.002 * max(0.0, at - self._last_at)
            return Reading(Lock.FREEWHEEL, self._wrapped(place), speed, error)
        return self._ended()

    @property
    def until(self) -> tuple[float, ...]:
        """When it stands differently if nothing more is heard: *locked* ends, running ends."""
        phase = self._phase
        if phase is not None:
            over = max(phase.when(self._last + self._over), self._patient_until)
            return (min(phase.when(self._last + self._news), self._due), over)
        return (self._gathered_until,)

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
        return self._fresh.told is not None and self._fresh.told < 0

    # --- within -------------------------------------------------------------------------------------------------

    @property
    def _news(self) -> float:
        """How far the last message may lie behind the line; a clock that tells its stops need not come so often."""
        return max(NEWS, 1.5 * self.stride) if self.rolling or self.stride > NEWS else NEWS

    @property
    def _due(self) -> float:
        """When the next message must have come, also where the line is slower than the clock.

        It must come the sooner the more the last one was earlier than any before: the clock may have become faster.
        """
        phase = self._phase
        if phase is None:
            return self._last_at
        wait = max(self._news, self.stride * phase.step / self.nominal + AHEAD)
        early = max(0.0, -self._late - 0.75 * phase.spread / phase.step)
        return self._last_at + (wait - 2 * early) * self.nominal

    @property
    def _over(self) -> float:
        return max(OVER, 2.5 * self.stride)

    def _sure(self, error: float) -> bool:
        """Whether the line is right to a frame, if the last message came when it was due."""
        phase = self._phase
        if phase is None or self._proven < PROOF or self._late > AHEAD or error > FRAME / 2 * phase.step:
            return False
        return self.stride <= NEWS or bool(self.rolling)

    def _seen_speed(self) -> float | None:
        """The speed that its last messages show; None if they are too few."""
        step = self._phase.step if self._phase is not None else self._fresh.step()
        return self._direction * self.nominal / step if step else None

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

    def _prove(self, gap: float, late: float) -> None:
        """A message on the line, after one that was not: a line that is only crossed proves nothing."""
        if abs(late - self._proof) > _CROSSED:
            self._proven, self._proof = 0.0, late
            return
        self._proven += gap
        self.drop_outs += self._proven >= PROOF

    def _gather(self, place: float, at: float) -> None:
        """A message that lies on no line: with its neighbours it may make a new one."""
        gap = self._fresh.add(place, at, self.nominal, self._over)
        if gap:
            self.stride += (gap - self.stride) / 2
            self._phase = None
        self._last, self._last_at = place, at
        phase = self._fresh.line(self.nominal)
        if phase is not None:
            self._phase, self._proven = phase, PROOF
            self._held_at, self._late = at, 0.0

    @property
    def _patient_until(self) -> float:
        """Until when the position runs on, however little is heard: as the show wants it, and while it is in doubt."""
        step = self._phase.step if self._phase is not None else self.nominal
        return max(self._held_at + self.freewheel, self._doubt_at + DOUBT * step)

    @property
    def _gathered_until(self) -> float:
        over = self._last_at + max(self._over * self.nominal, self.freewheel) if self._fresh else -inf
        return max(over, self._doubt_at + DOUBT * self.nominal)

    def _gathered(self, at: float) -> Reading:
        """How it stands without a line."""
        if at > self._gathered_until:
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
        self._phase, self._doubt_at = None, -inf
        self._fresh.clear()
