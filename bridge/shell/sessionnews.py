"""What is new of the session that is open: its file, with the cues that it speaks of, laid under what the script tells.

It is looked at every few seconds, and at once when the DAW says that it saved, has opened a session, or when our script
inside it tells other markers or another rate.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from bridge.model.desk import Desk
from bridge.model.events import Event, Joined, Listed, Saved, SessionRead, ShowChanged
from bridge.model.routingnews import CompanionChanged, CompanionState, HiddenTold
from bridge.model.session import OpenSession
from bridge.model.show import Show
from bridge.shell.engine import proposals
from bridge.shell.sessionfile import SessionWatch


class SessionNews:
    """To be used on the loop's thread, only `look` in another one."""

    def __init__(self, watch: SessionWatch, show: Show) -> None:
        self._watch = watch
        self._show = show
        self._moved = asyncio.Event()
        self._file_moved = False
        self._joined = False
        self._timeline: object = None

    def heed(self, event: Event) -> None:
        """What the bridge has heard may mean that it is to be looked at now."""
        match event:
            case Saved():
                self.moved()
            case Joined():
                self._joined = True
            case Listed() if self._joined:  # now that the desk is known, its file is looked for at once
                self._joined = False
                self.moved()
            case ShowChanged(show=show):
                self._show = show
            case HiddenTold(session=session):
                self._hidden(session)
            case CompanionChanged(state=state) if state is not CompanionState.LIVE:
                self._hidden(None)

    def moved(self) -> None:
        """The file may be another one now: look at once."""
        self._file_moved = True
        self._moved.set()

    def _hidden(self, session: OpenSession | None) -> None:
        timeline = session and replace(session, strips=())
        if timeline != self._timeline:
            self._timeline = timeline
            self._watch.hidden(timeline)
            self._moved.set()

    async def within(self, seconds: float) -> None:
        """Wait until it is to be looked at, so many seconds at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._moved.wait(), seconds)
        self._moved.clear()
        if self._file_moved:
            self._file_moved = False
            self._watch.saved()

    def look(self, at: float, desk: Desk) -> Iterable[Event]:
        """What is new of the session of this desk."""
        for event in self._watch.look(at, desk):
            if isinstance(event, SessionRead):
                yield replace(event, proposals=proposals(event.session, self._show))
            else:
                yield event
