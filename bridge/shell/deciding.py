"""The show of a running bridge, for its interface: the list of all cues, and decisions that count at once.

Both wait for the disk or work for long, so they are done in a thread, never on the loop.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from bridge.model.cuelist import CueList, listing
from bridge.model.effects import Answer, Severity
from bridge.model.errors import BadShow, StembridgeError
from bridge.model.events import ShowChanged, Told
from bridge.model.snapshot import Snapshot
from bridge.shell import wireformat
from bridge.shell.chores import ShowWatch
from bridge.shell.decisions import Author, Order, carry_out
from bridge.shell.drafts import Found

MOST_PROBLEMS = 20
"""Problems of a file that an answer names."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a bridge knows, and how it is told: all cues and tracks, the watch over the show's files, the way in, the
    time.

    `turn` is held from the reading of the show's files until the bridge has them, or an older reading could come last.
    """

    cues: Callable[[], CueList]
    picture: Callable[[], Snapshot]
    files: ShowWatch
    turn: asyncio.Lock
    feed: Callable[[ShowChanged, Told], None]
    now: Callable[[], float]


class Deciding:
    """The decisions of the show that a bridge serves, one after the other."""

    def __init__(self, author: Author, known: Known) -> None:
        self._author, self._known = author, known

    async def carry_out(self, order: Order) -> Answer:
        """Decide, read the show again, let the bridge have it, then answer."""
        async with self._known.turn:
            tracks = [(track, track.stem) for track in self._known.picture().tracks]
            answer, news = await asyncio.to_thread(self._decide, order, Found(self._known.cues(), tracks))
            if news is not None:  # the last line says how to take it back: that is for who decided
                told = Told(self._known.now(), Severity.INFO, f"{self._author.by}: {' '.join(answer.lines[:-1])}")
                self._known.feed(replace(news, at=told.at), told)
            return answer

    async def listed(self) -> str:
        """All cues of the show as JSON text."""
        found = self._known.cues()
        return await asyncio.to_thread(lambda: wireformat.text(wireformat.cues(listing(found))))

    def _decide(self, order: Order, found: Found) -> tuple[Answer, ShowChanged | None]:
        """What became of it, and the show as it is now if that is another."""
        try:
            lines = carry_out(self._author, order, found)
        except BadShow as bad:
            return _refused(*map(str, bad.problems[:MOST_PROBLEMS]), "Nothing was changed."), None
        except StembridgeError as trouble:
            return _refused(str(trouble)), None
        try:
            show = self._known.files.read()
        except BadShow as bad:
            problems = "; ".join(map(str, bad.problems[:MOST_PROBLEMS]))
            what = f"It is written down, but the bridge goes on with what it had, for there are problems: {problems}"
            return Answer(0, ok=True, lines=(*lines, what)), None
        return Answer(0, ok=True, lines=lines), ShowChanged(0.0, show) if show is not None else None


def _refused(*lines: str) -> Answer:
    return Answer(0, ok=False, lines=lines)
