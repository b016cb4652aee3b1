"""Ardour's transport: what it reports of it, and our own play, pause and locate past Ardour's traps.

The state comes as six messages, always together and several times; neither play nor stop means that a locate is under
way. The position of a locate is reported before the locate is finished, and a play that comes in that time is lost
(1 of 15 worked; 15 of 15 after 50 ms, seen on 7.3).
"""

from dataclasses import dataclass
from re import compile as pattern

from bridge.daws.ardour_line import TRANSPORT, Line
from bridge.daws.dialect import NEVER
from bridge.model.events import Event, PositionSeen, TransportSeen
from bridge.wire.osc import Message

SETTLED = 0.1
"""A play leaves no earlier than so many seconds after a locate, ours or the user's."""
STOPPED = 0.1
"""A locate leaves no earlier than so many seconds after a stop: Ardour 7.3 drops one within 50 ms of it (seen: 25 of 25
up to 30 ms, none of 20 from 50 ms on)."""
ROLLING = 0.3
"""If nothing rolls so long after our play it is said once more."""
FARTHEST = 2**31 - 1
"""The last sample that `/locate` can name: it takes 32 bits."""

TIMECODE = pattern(r"-?\d{2,3}:[0-5]\d:[0-5]\d[:;]\d{2,3}")
SAMPLES = pattern(r"\d{1,18}")


@dataclass(slots=True)
class Start:
    """A play of ours that is under way: where from, when to say it (again), how often yet."""

    position: int | None
    due: float
    left: int = 2


@dataclass(frozen=True, slots=True)
class Going:
    """A locate of ours that has to wait: where to, and until when."""

    position: int
    due: float


class Motion:
    """What was last said of the transport, and the play that waits to leave or to be seen."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._located_at = -NEVER
        self._stopped_at = -NEVER
        self._place = -1
        self.forget()

    @property
    def wake_at(self) -> float:
        """When a play or a locate is due."""
        return min(self._start.due if self._start else NEVER, self._going.due if self._going else NEVER)

    def forget(self) -> None:
        """Another session, or none: what was said holds no more."""
        self._lights: dict[str, bool] = {}
        self._said = TransportSeen(0.0)
        self.drop()

    def drop(self) -> None:
        """Give up a move that is under way: another has come, or too much time has passed for it."""
        self._start: Start | None = None
        self._going: Going | None = None

    def hear(self, message: Message, at: float) -> list[Event]:
        """A message on the transport surface."""
        match message:
            case Message("/position/samples", [str(text)]) if SAMPLES.fullmatch(text):
                self._moved(int(text), at)
                return [PositionSeen(at, position=int(text))]
            case Message("/position/smpte", [str(text)]) if TIMECODE.fullmatch(text):
                return [PositionSeen(at, label=text)]
            case Message("/transport_play" | "/transport_stop" | "/rewind" as light, [float() | int() as on]):
                self._lights[light] = bool(on)
            case Message("/ffwd", [float() | int() as on]):  # the last of the six
                return self._lit(forward=bool(on), at=at)
            case Message("/transport_speed", [float(speed)]):
                return self._changed(TransportSeen(at, speed=speed))
            case Message("/rec_enable_toggle", [float() | int() as on]):
                return self._changed(TransportSeen(at, record_enabled=bool(on)))
        return []

    def play(self, position: int | None, at: float) -> None:
        """Roll, from `position` if given."""
        self.drop()
        settled = self._located_at + SETTLED if position is None else self._stopped_at + STOPPED
        self._start = Start(position, max(at, settled))
        self.tick(at)

    def pause(self, at: float) -> None:
        """Stop where it is."""
        self.drop()
        self._stopped_at = at
        self._line.say(TRANSPORT, "/transport_stop")

    def locate(self, position: int, at: float) -> None:
        """Go to `position`; what rolls goes on rolling."""
        self.drop()
        self._going = Going(position, max(at, self._stopped_at + STOPPED))
        self.tick(at)

    def tick(self, at: float) -> None:
        """Say what is due; a play once more if nothing rolls."""
        going, start = self._going, self._start
        if going is not None and at >= going.due:
            self._going = None
            self._locate(going.position, 0, at)
        if start is None or at < start.due:
            return
        if start.left == 0 or (start.left == 1 and self._said.rolling):
            self.drop()
            return
        start.left -= 1
        start.due = at + ROLLING
        if start.position is None:
            self._line.say(TRANSPORT, "/transport_play")
        else:
            self._locate(start.position, 1, at)

    def _locate(self, position: int, roll: int, at: float) -> None:
        self._located_at = at
        self._line.say(TRANSPORT, "/locate", min(max(position, 0), FARTHEST), roll)

    def _moved(self, place: int, at: float) -> None:
        """A position that moves while nothing rolls is a locate."""
        if place != self._place and not self._said.rolling:
            self._located_at = at
        self._place = place

    def _lit(self, forward: bool, at: float) -> list[Event]:
        lights = self._lights
        if lights.get("/transport_play"):
            return self._changed(TransportSeen(at, rolling=True, speed=1.0))
        if lights.get("/transport_stop"):
            return self._changed(TransportSeen(at, rolling=False, speed=0.0))
        if forward or lights.get("/rewind"):
            self._line.say(TRANSPORT, "/transport_speed")  # the lights don't tell how fast
            return self._changed(TransportSeen(at, rolling=True))
        self._located_at = at
        return []

    def _changed(self, now: TransportSeen) -> list[Event]:
        """The report, if it says anything that was not said before."""
        was = self._said
        rolling = was.rolling if now.rolling is None else now.rolling
        speed = was.speed if now.speed is None else now.speed
        record_enabled = was.record_enabled if now.record_enabled is None else now.record_enabled
        self._said = TransportSeen(now.at, rolling, speed, record_enabled)
        if was.rolling and not rolling:
            self._stopped_at = now.at
        same = (rolling, speed, record_enabled) == (was.rolling, was.speed, was.record_enabled)
        return [] if same else [now]
