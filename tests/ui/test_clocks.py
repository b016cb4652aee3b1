"""Every clock of a DAW in a line of its own, the one that is followed in front."""

from bridge.model.chasing import ChaseView, Lock, SourceView
from bridge.model.clocks import Clock
from bridge.ui.clocks import CLOCKS, clocks

OSC = SourceView(Clock.OSC, Lock.STOPPED, "stopped", label="01:00:00:00", rate="24", heard=990.0)
MTC = SourceView(Clock.MTC, Lock.LOCKED, "locked to ±0.8 ms, 2 drop-outs", label="01:00:00:00", rate="24", heard=999.9)


def test_each_has_its_name() -> None:
    assert len({CLOCKS[clock] for clock in Clock}) == len(Clock)


def test_the_one_that_is_followed_stands_in_front_with_its_health() -> None:
    shown = clocks(ChaseView(1000.0, Clock.MTC, Lock.LOCKED, sources=(OSC, MTC)), 1000.0).plain.splitlines()
    assert shown == [
        "MTC (followed)  locked to ±0.8 ms, 2 drop-outs  01:00:00:00  24 fps",
        "OSC  stopped, 10 s ago  01:00:00:00  24 fps",
    ]


def test_before_any_was_heard_that_is_said() -> None:
    assert clocks(ChaseView(1000.0), 1000.0).plain == "nothing heard yet"


def test_what_is_gone_says_since_when_and_is_never_called_locked() -> None:
    gone = SourceView(Clock.MTC, Lock.LOST, "its port or link is gone", heard=880.0)
    shown = clocks(ChaseView(1000.0, Clock.MTC, Lock.LOST, sources=(gone,)), 1000.0).plain
    assert shown == "MTC (followed)  its port or link is gone, 2 min ago"
