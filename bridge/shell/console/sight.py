"""Sight: what a console has heard, and how old that is; each piece of news is weighed by the time at which it came."""

from dataclasses import replace

from bridge.model.snapshot import Snapshot
from bridge.shell.console.feed import Alive, Found, Lost, News, Pictured, Silent
from bridge.shell.runfile import RunFile
from bridge.ui.screen.seen import Line, Seen

SILENT = 0.8
"""A bridge says something at least each 0.4 s; after so many seconds without, the screen says that it may be old."""
SAID = 12.0
"""Seconds for which the answer to a key stands at the foot."""


class Sight:
    """What one console knows from `at` on. Times are monotonic seconds of its own."""

    def __init__(self, at: float) -> None:
        self.run: RunFile | None = None
        self._snapshot: Snapshot | None = None
        self._wire = Line.LOOKING
        self._since = self._heard = self._pictured = at
        self._said_at = float("-inf")
        self._wishes: dict[int, str] = {}
        self._answer = ("", True)
        self._newest = 0

    def hear(self, news: News, at: float) -> None:
        """Something came of the bridge."""
        match news:
            case Found(run):
                self.run = run
            case Pictured(snapshot):
                self._snapshot, self._pictured = snapshot, at
                self._heard_of(at)
            case Alive():
                self._heard_of(at)
            case Silent():
                self._stand(Line.STILL, at)
            case Lost(why):
                self._stand(Line.GONE, at)
                if why:
                    self.answered(None, why, good=False, at=at)

    def wish(self, number: int, what: str) -> None:
        """A key has asked for this, and nobody has answered yet."""
        self._wishes[number] = what

    def answered(self, number: int | None, text: str, *, good: bool, at: float) -> None:
        """What became of what a key asked for. Numbers rise: an older key's answer never hides a newer one's."""
        if number is not None:
            self._wishes.pop(number, None)
            if number < self._newest:
                return
            self._newest = number
        self._answer, self._said_at = (text, good), at

    def seen(self, at: float, wall: float) -> Seen:
        """The picture at this moment; `wall`: the local time of day in seconds."""
        if self._wire is Line.LIVE and at - self._heard > SILENT:
            self._stand(Line.STILL, self._heard)
        text, good = self._answer if at - self._said_at < SAID else ("", True)
        seen = Seen(line=self._wire, since=max(at - self._since, 0.0), wall=wall, said=text, good=good)
        wish = next(reversed(self._wishes.values()), "")
        if self._snapshot is None:
            return replace(seen, wish=wish)
        return replace(seen, snapshot=self._snapshot, waited=max(at - self._pictured, 0.0), wish=wish)

    def _heard_of(self, at: float) -> None:
        self._heard = at
        self._stand(Line.LIVE, at)

    def _stand(self, wire: Line, at: float) -> None:
        if wire is not self._wire:
            self._wire, self._since = wire, at
