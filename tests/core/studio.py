"""A calm world for tests of single sentences: a session with given tracks, a bridge beside it, no chance at all."""

from dataclasses import replace
from random import Random

from bridge.model.desk import Kind
from bridge.model.effects import Answer
from bridge.model.events import Event, ShowChanged
from bridge.model.show import Mode
from bridge.model.snapshot import Snapshot, TrackView
from tests.laws.daw import Channel
from tests.laws.world import RATE, World


class Studio(World):
    """The world with these tracks; names in `muted` are muted by the user."""

    def __init__(self, *tracks: str, muted: tuple[str, ...] = (), mode: Mode = Mode.PREVIEW) -> None:
        super().__init__(Random(0), tracks=0, vcas=0, mode=mode)
        master = self.daw.channels.pop()
        self.daw.channels.clear()
        for name in tracks:
            self.daw.add(name, Kind.AUDIO, on=name in muted)
        self.daw.channels.append(master)
        self.daw.save()
        self.run(1.0)

    def show(self, **changes: object) -> None:
        """The user's files say something else from now on."""
        assert self.bridge is not None
        self.tell(ShowChanged(self.now, replace(self.bridge._state.show, **changes)))  # type: ignore[arg-type]

    def at(self, seconds: float) -> None:
        """The playhead rests at this second."""
        self.locate(seconds * RATE, rolling=False)
        self.run(1.0)

    def of(self, name: str) -> Channel:
        """The strip of this name."""
        return next(channel for channel in self.daw.channels if channel.name == name)

    def muted(self) -> set[str]:
        """The tracks that are muted now."""
        return {channel.name for channel in self.daw.tracks() if channel.own}

    def preview(self, name: str) -> Answer:
        """Press the key and wait for what the bridge says of it."""
        self.press(name)
        return self.answered()

    def ask(self, event: Event) -> Answer:
        """Hand in a request and wait for its answer."""
        self.tell(event)
        return self.answered()

    def answered(self) -> Answer:
        """The answer that comes next, within 20 seconds."""
        for _ in range(2000):
            if self.answers:
                return self.answers.pop(0)
            self.run(0.01)
        raise AssertionError("no answer came")

    def picture(self) -> Snapshot:
        """What a screen would show."""
        assert self.bridge is not None
        return self.bridge.snapshot(self.now)

    def track(self, name: str) -> TrackView:
        """What a screen would show of this strip."""
        return next(track for track in self.picture().tracks if track.name == name)
