"""The demo's guide: two minutes in steps, each a line at the foot that says what to look at and which key to try.

A step is over once the screen shows what it asked for and a moment has passed, or when its time is up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.model.routing import Standing
from bridge.model.snapshot import Snapshot, Stage
from bridge.ui.routes import wrong
from bridge.ui.screen.seen import Seen

MOMENT = 4.0
"""Seconds for which a line stays at least, so that it can be read."""
TRIED = 60.0
"""Seconds for which a line waits that its key is tried."""
MISROUTED = 24.0
"""Seconds within which somebody routes a track to a wrong bus, if none is there (`demo.reel`)."""
Done = Callable[[Snapshot], bool]


def _on(name: str) -> Done:
    """Whether this preview is on."""
    return lambda shown: shown.preview.name == name and shown.preview.stage in {Stage.ON, Stage.PARTIAL}


def _off(shown: Snapshot) -> bool:
    return shown.preview.stage is Stage.OFF


def _astray(shown: Snapshot) -> bool:
    return any(route.standing is Standing.ASTRAY and wrong(route) for route in shown.routing.routes)


def _right(shown: Snapshot) -> bool:
    return not _astray(shown)


def _never(_: Snapshot) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Step:
    """What to look at and to try; `done`: how the screen shows that it was tried; its longest time in seconds."""

    text: str
    done: Done = _never
    longest: float = 12.0


STEPS = (
    Step("A reel plays on a DAW without audio, and somebody works on it.", longest=8),
    Step("Press i: what the characters hear. The bar above says that it is on.", _on("in-world"), TRIED),
    Step("■ muted by us is given back. At a cue's edge the mutes change.", longest=8),
    Step("Press e: the M&E. From one preview to the next in any order.", _on("me"), TRIED),
    Step("Press e again, or Esc: the desk is as you left it.", _off, TRIED),
    Step("Press m: the music alone. What somebody opens by hand stays open: ◆", _on("mx"), TRIED),
    Step("Press Esc. Nothing that was muted before was opened.", _off),
    Step("Press / and type radio, Enter: only those tracks. Esc ends it.", longest=14),
    Step("Somebody routes a track to a wrong bus: ▲ 1 wrong, in red.", _astray, MISROUTED),
    Step("Press / and type astray, Enter, ↓ to it. Press r to put it back.", _right, TRIED),
    Step("h would say that it is meant to go there. Esc: all tracks again.", longest=8),
    Step("Press Tab: the cues. Enter: say who hears one; it is in cues.csv.", longest=14),
    Step("Press z: that is taken back; y: done again. Nothing is lost.", longest=10),
    Step("Press ?: every key and sign. Ctrl+P finds a command by its name.", longest=10),
    Step("That was the tour. q leaves; then the demo checks the desk.", longest=1e9),
)
"""The tour; each line fits on a screen of 80 columns."""


class Guide:
    """Where somebody is in the tour. Asked again and again with the seconds since its start, and the screen."""

    def __init__(self) -> None:
        self._step = 0
        self._since = 0.0

    def __call__(self, second: float, seen: Seen) -> str:
        """The line for this moment."""
        step = STEPS[self._step]
        passed = second - self._since
        tried = seen.snapshot is not None and step.done(seen.snapshot)
        if passed >= step.longest or (tried and passed >= MOMENT):
            self._step, self._since = min(self._step + 1, len(STEPS) - 1), second
        return f"{self._step + 1}/{len(STEPS)}  {STEPS[self._step].text}"
