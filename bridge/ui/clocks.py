"""The clocks of a DAW in words: which one is followed, how good it is, and how every other one is."""

from collections.abc import Iterator

from rich.text import Text

from bridge.model.chasing import ChaseView, Lock, SourceView
from bridge.model.clocks import Clock
from bridge.model.text import harmless
from bridge.ui.ages import age

CLOCKS = {
    Clock.OSC: "OSC",
    Clock.MTC: "MTC",
    Clock.MMC: "MMC",
    Clock.MCU: "MCU",
    Clock.HUI: "HUI",
    Clock.BEATS: "MIDI clock",
}
"""What a clock is called where there is little room."""
_STYLES = {Lock.LOCKED: "green", Lock.FREEWHEEL: "yellow", Lock.LOST: "bold red"}
_OLD = frozenset({Lock.STOPPED, Lock.LOST})


def heard_at(view: ChaseView) -> float | None:
    """When the clock that is followed last told a place (monotonic seconds of the daemon)."""
    return next((one.heard for one in view.sources if one.clock is view.used), None)


def clocks(view: ChaseView, at: float) -> Text:
    """A line a clock, the one that is followed in front; `at`: monotonic seconds of the daemon."""
    if not view.sources:
        return Text("nothing heard yet")
    used = sorted(view.sources, key=lambda one: one.clock is not view.used)
    return Text("\n").join(Text("  ").join(_parts(view, one, at)) for one in used)


def _parts(view: ChaseView, one: SourceView, at: float) -> Iterator[Text]:
    yield Text(f"{CLOCKS[one.clock]}{' (followed)' if one.clock is view.used else ''}", style="bold")
    since = f", {age(at - one.heard)} ago" if one.lock in _OLD and one.heard is not None else ""
    yield Text(one.health + since, style=_STYLES.get(one.lock, ""))
    if one.label:
        yield Text(harmless(one.label))
    if one.rate:
        yield Text(f"{one.rate} fps")
