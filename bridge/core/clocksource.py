"""One clock of a rig: its chaser, and at what rate its labels count."""

from math import inf

from bridge.core.chaser import Chaser
from bridge.model.chasing import ChaseRules, day_of, fits, label_at, quarter_seconds
from bridge.model.clocks import Clock, Labels
from bridge.model.timecode import RATES, Rate

_PULLED = {Labels.FPS_24: "23.976", Labels.FPS_30: "29.97"}
"""What the same bytes of timecode mean too: the rate that is slower by 1 in 1001."""
_PULL = 0.001
_SURE = _PULL / 10
"""A speed that is known this well (standard deviation, of normal speed) tells one from the other."""
_CLOSE = 0.3 * _PULL
"""A machine's clock may be off by so much, and it is still that rate."""
_STRIDES = {Clock.OSC: 10.0}
"""Quarter frames from one message to the next, of clocks that report by the time: ten times a second."""


class Source:
    """One clock: what it tells, and how its labels count.

    `rate`: at which its places are counted, None until that is known; `labels`: as it said it; `measured`: the rate
    that its speed showed, empty where it could not be told; `text`: the label that it told last where no rate is known.
    """

    def __init__(self, clock: Clock, rules: ChaseRules) -> None:
        self.clock = clock
        self._stated = RATES.get(rules.rate)
        self.delay = rules.delays.get(clock, 0.0) / 1000
        self.rate: Rate | None = None
        self.labels: Labels | None = None
        self.measured = ""
        self.text = ""
        nominal = quarter_seconds(self._stated or RATES["24"])
        self.chaser = Chaser(nominal, freewheel=rules.freewheel, stride=_STRIDES.get(clock, 1.0))
        if self._stated is not None:
            self.count_at(self._stated)

    def relabel(self, labels: Labels) -> None:
        """Its labels count like this."""
        self.labels, self.measured = labels, ""
        stated = self._stated
        self.count_at(stated if stated is not None and fits(stated, labels) else RATES[labels])

    def rerate(self, rate: Rate) -> None:
        """Its places are counted at this rate and never wrap round: samples of a session."""
        if rate != self.rate or self.chaser.day < inf:
            self.count_at(rate)
            self.chaser.day = inf

    def placed(self, quarters: float) -> tuple[int | None, str]:
        """The frame and the label of a place; without a rate the text that was told."""
        return label_at(quarters, self.rate) if self.rate is not None else (None, self.text)

    def measure(self) -> None:
        """See at which of two rates it runs that are the same bytes, if enough was heard."""
        phase, labels = self.chaser.phase, self.labels
        if phase is None or labels not in _PULLED:
            return
        nominal = quarter_seconds(RATES[labels])
        if phase.step_error > _SURE * nominal:
            return
        slower = phase.step / nominal - 1
        names = {0.0: str(labels), _PULL: _PULLED[labels]}
        found = [name for slow, name in names.items() if abs(slower - slow) < _CLOSE]
        self.measured = found[0] if found else ""
        if found and (self._stated is None or not fits(self._stated, labels)):
            self.rate = RATES[found[0]]
            self.chaser.nominal = quarter_seconds(self.rate)

    @property
    def misfits(self) -> bool:
        """Whether its labels can't come from a session of the stated rate."""
        return self._stated is not None and self.labels is not None and not fits(self._stated, self.labels)

    @property
    def off_rate(self) -> str:
        """The rate at which it runs where the stated one is the other that is the same bytes; empty: none such."""
        stated, labels = self._stated, self.labels
        if not self.measured or stated is None or labels is None or not fits(stated, labels):
            return ""
        pulled = stated.fps.denominator != 1
        return self.measured if pulled != (self.measured == _PULLED[labels]) else ""

    def count_at(self, rate: Rate) -> None:
        """Its places are counted at this rate, round the clock; if that is another day, what was told is void."""
        same = self.rate is not None and day_of(self.rate) == day_of(rate)
        self.rate = rate
        chaser = self.chaser
        chaser.nominal, chaser.day = quarter_seconds(rate), day_of(rate)
        if not same:
            chaser.forget()
