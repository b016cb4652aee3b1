"""The chase: all clocks of a DAW, one transport.

Each clock has its chaser. A clock that runs goes before one that stands, and among those that run the show's order
decides; so a locate over MMC does not move a transport that timecode drives. But a clock that stands because it said so
holds back those behind it. Where nothing runs, the latest word counts: a full frame, a locate, a time display. So the
place at a stop is known where a DAW sends no full frames (Pro Tools, Logic).
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from bridge.core import clockwords
from bridge.core.chaser import Reading
from bridge.core.clockfindings import ClockFindings
from bridge.core.clocksource import Source
from bridge.model.chasing import (
    RUNNING,
    ChaseRules,
    ChaseView,
    Finding,
    Followed,
    Lock,
    SourceView,
    per_quarter,
    quarters_at,
    quarters_of,
)
from bridge.model.clocks import Broke, Clock, Cued, Ran, Rolled, Told
from bridge.model.events import PositionSeen, TransportSeen
from bridge.model.timecode import Ruler

LOOK = 0.25
"""Seconds from one look for findings to the next."""
AT_ONCE = 0.25
"""Words that came within so many seconds tell of the same moment: the show's order decides among them."""
AGAIN = 0.002
"""The same position told twice within so many seconds is one report, and no proof that the DAW stands."""
_RUNS = frozenset({Lock.LOCKED, Lock.FREEWHEEL})

Standing = tuple[Source, Reading]


class Chase:
    """Many clocks, one transport: it hears facts, and tells the transport at any time not before the last of them."""

    def __init__(self, rules: ChaseRules) -> None:
        self.rules = rules
        self._sources: dict[Clock, Source] = {}
        self._findings = ClockFindings(rules.rate)
        self._look_at = -inf
        self._news = False
        """Whether anything was heard since the last look."""

    # --- hearing ------------------------------------------------------------------------------------------------

    def hear(self, fact: Told) -> None:
        """What a clock said over MIDI."""
        if isinstance(fact, Ran):
            source = self._sources.get(fact.source) or self._join(fact.source)
            if source is None:
                return
            if fact.labels is not source.labels:
                source.relabel(fact.labels)
            source.chaser.run(fact.at - source.delay, fact.quarters, fact.direction)
        elif isinstance(fact, Cued):
            self._cued(fact)
        elif isinstance(fact, Rolled):
            source = self._join(fact.source)
            if source is not None:
                source.chaser.roll(fact.at, fact.rolling, fact.recording)
        elif isinstance(fact, Broke):
            source = self._sources.get(fact.source)
            if source is not None:
                source.chaser.doubt(fact.at - source.delay)
        elif (source := self._join(Clock.BEATS)) is not None and fact.bpm is not None:
            source.text = f"{fact.bpm:.1f} bpm"
        self._news = True
        if fact.at >= self._look_at:
            self.look(fact.at)

    def see(self, event: PositionSeen | TransportSeen, ruler: Ruler | None) -> None:
        """What the DAW said over OSC; `ruler`: how its samples are labelled, None while that is not known."""
        source = self._join(Clock.OSC)
        if source is None:
            return
        if isinstance(event, TransportSeen):
            source.chaser.roll(event.at, event.rolling, speed=event.speed)
        elif event.position is not None and ruler is not None:
            source.rerate(ruler.rate)
            _sighted(source, event.at - source.delay, quarters_at(event.position, ruler))
        elif event.label is not None and ruler is None and (quarters := self._place(source, event.label)) is not None:
            _sighted(source, event.at - source.delay, quarters)
        self._news = True
        if event.at >= self._look_at:
            self.look(event.at)

    def lose(self, at: float, clock: Clock) -> None:
        """A clock's port or link is gone; it is back as soon as it tells anything."""
        source = self._sources.get(clock)
        if source is not None:
            source.chaser.lose(at)

    def forget(self, clock: Clock) -> None:
        """What this clock told is of another session."""
        self._sources.pop(clock, None)

    def tick(self, at: float) -> None:
        """Time went on: look if that may find something."""
        if at >= self._due:
            self.look(at)

    def look(self, at: float) -> None:
        """See what a person should know by now; `wake_at` says when that may have changed without a fact."""
        self._look_at, self._news = at + LOOK, False
        standings = self._standings(at)
        for source, _ in standings:
            source.measure()
        used = _used(standings)
        self._findings.look(at, standings, used[0].clock if used else None)

    # --- telling ------------------------------------------------------------------------------------------------

    def wake_at(self, at: float) -> float:
        """When the transport or what is to be known of it changes although nothing is heard; infinity: never."""
        times = [time for source in self._sources.values() for time in source.chaser.until if time > at]
        return min(*times, self._due, inf)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a person should know, as of the last look."""
        return self._findings.all()

    def followed(self, at: float) -> Followed | None:
        """Where the DAW is, and which clock says so; None if nobody knows."""
        used = _used(self._standings(at))
        if used is None or used[0].rate is None or used[1].place is None:
            return None
        return Followed(used[0].clock, used[1].place * per_quarter(used[0].rate), used[0].rate)

    def view(self, at: float) -> ChaseView:
        """The transport, and every clock that was heard, at this time."""
        standings = self._standings(at)
        used = _used(standings)
        rolling = self._rolling(used)
        sources = tuple(_source_view(source, _judged(source, reading, rolling)) for source, reading in standings)
        view = ChaseView(
            at=at,
            rolling=rolling,
            recording=next((told for source, _ in standings if (told := source.chaser.recording) is not None), None),
            sources=sources,
            findings=self._findings.all(),
        )
        return view if used is None else _followed(view, used)

    @property
    def _due(self) -> float:
        """When the next look may find something."""
        return self._look_at if self._news else max(self._findings.due, self._look_at)

    # --- within -------------------------------------------------------------------------------------------------

    def _join(self, clock: Clock) -> Source | None:
        """This clock, new if it was not heard before; None if the show does not use it."""
        order = self.rules.order
        if clock not in self._sources and clock in order:
            known = {**self._sources, clock: Source(clock, self.rules)}
            self._sources = {one: known[one] for one in order if one in known}
        return self._sources.get(clock)

    def _cued(self, fact: Cued) -> None:
        source = self._join(fact.source)
        if source is None:
            return
        if fact.labels is not None and fact.labels is not source.labels:
            source.relabel(fact.labels)
        source.text = fact.label
        quarters = fact.quarters if fact.quarters is not None else self._place(source, fact.label)
        if quarters is not None:
            source.chaser.stand(fact.at, quarters)

    def _place(self, source: Source, label: str) -> float | None:
        """The place of a label that does not tell how it counts: as the show says, else as timecode counts."""
        timecode = self._sources.get(Clock.MTC)
        rate = source.rate or (timecode.rate if timecode else None)
        if rate is None:
            return None
        try:
            quarters = quarters_of(label, rate)
        except ValueError:  # bars and beats, or another rate than the show says
            return None
        if rate != source.rate:
            source.count_at(rate)
        return quarters

    def _standings(self, at: float) -> tuple[Standing, ...]:
        return tuple((source, source.chaser.reading(at)) for source in self._sources.values())

    def _rolling(self, used: Standing | None) -> bool | None:
        """Whether the DAW rolls: as the clock that is followed does, else as was said since it stood."""
        if used is not None and used[1].lock in RUNNING:
            return True
        said = [source.chaser for source in self._sources.values() if source.chaser.rolling is not None]
        latest = max(said, key=lambda chaser: chaser.rolled_at, default=None)
        if used is not None and (latest is None or (used[0].chaser.put and latest.rolled_at <= used[0].chaser.told_at)):
            return False
        return latest.rolling if latest is not None else None


def _used(standings: Sequence[Standing]) -> Standing | None:
    """The clock to follow."""
    held, others = False, []
    for source, reading in standings:
        chaser = source.chaser
        if reading.lock in _RUNS and not held:
            return source, reading
        if reading.place is not None and not (held and reading.lock in RUNNING):
            others.append((source, reading))
        held = held or (chaser.rolling is False and chaser.ran_at > -inf and reading.place is not None)
    moving = [one for one in others if one[1].lock is Lock.LOCKING] or others
    latest = max((source.chaser.told_at for source, _ in moving), default=0.0)
    return next((one for one in moving if latest - one[0].chaser.told_at <= AT_ONCE), None)


def _followed(view: ChaseView, used: Standing) -> ChaseView:
    """The transport with the place of the clock that is followed."""
    source, reading = used
    shown = next(one for one in view.sources if one.clock is source.clock)
    place, rate = reading.place, source.rate
    return replace(
        view,
        used=shown.clock,
        lock=shown.lock,
        place=None if place is None or rate is None else place * per_quarter(rate),
        frame=shown.frame,
        label=shown.label,
        rate=rate.name if rate else "",
        speed=shown.speed,
        error_ms=shown.error_ms,
        drop_outs=shown.drop_outs,
    )


def _sighted(source: Source, at: float, quarters: float) -> None:
    """A place that does not say whether the DAW rolls there."""
    chaser = source.chaser
    told = chaser.told
    if quarters == told and at - chaser.told_at < AGAIN:
        return
    if chaser.rolling is False or told is None or quarters == told:
        chaser.stand(at, quarters)
    elif chaser.rolling:
        chaser.run(at, quarters, -1 if chaser.backwards else 1)
    else:
        chaser.run(at, quarters, 1 if quarters > told else -1)


def _judged(source: Source, reading: Reading, rolling: bool | None) -> Reading:
    """A clock that fell silent is lost where the DAW is said to roll."""
    chaser = source.chaser
    silent = reading.lock is Lock.STOPPED and chaser.ran_at > -inf and not chaser.put and chaser.rolling is not False
    return replace(reading, lock=Lock.LOST) if silent and rolling else reading


def _source_view(source: Source, reading: Reading) -> SourceView:
    chaser, phase = source.chaser, source.chaser.phase
    frame, label = source.placed(reading.place) if reading.place is not None else (None, source.text)
    return SourceView(
        clock=source.clock,
        lock=reading.lock,
        health=clockwords.health(source, reading),
        frame=frame,
        label=label,
        rate=source.measured or (source.rate.name if source.rate else ""),
        speed=reading.speed,
        error_ms=None if reading.error is None else 1000 * reading.error,
        jitter_ms=None if phase is None else 1000 * phase.spread,
        every_ms=1000 * chaser.stride * chaser.nominal if chaser.ran_at > -inf else None,
        heard=chaser.told_at if chaser.told_at > -inf else None,
        drop_outs=chaser.drop_outs,
    )
