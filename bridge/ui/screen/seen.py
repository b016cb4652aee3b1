"""What a console knows at a moment: the last picture, how old it is, and whether it can be trusted."""

from dataclasses import dataclass
from enum import StrEnum

from bridge.model.events import LinkState
from bridge.model.snapshot import Snapshot, Stage


class Line(StrEnum):
    """How the conversation with the bridge stands."""

    LOOKING = "looking"
    """No bridge was found yet."""
    LIVE = "live"
    STILL = "still"
    """It is connected and says nothing: it hangs, or is stopped."""
    GONE = "gone"
    """The connection has ended, and no other bridge is there yet."""


HEARD = frozenset({LinkState.LIVE, LinkState.DEAF, LinkState.PARTIAL})
"""States of the link in which what the DAW told last is still what it is, more or less."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The picture and its age. `since`: seconds for which `line` has stood so; `waited`: seconds since the picture.

    `wall`: the local time of day at this moment, in seconds; `unix`: the same as unix seconds, 0 if that is not known
    (a session file's age is told by it). `wish`: what a key has just asked for and nobody has
    answered yet; `said`: what the last command was answered, `good` if it was done.
    """

    snapshot: Snapshot | None = None
    line: Line = Line.LOOKING
    since: float = 0.0
    waited: float = 0.0
    wall: float = 0.0
    unix: float = 0.0
    wish: str = ""
    said: str = ""
    good: bool = True

    @property
    def at(self) -> float:
        """This moment in the bridge's monotonic seconds."""
        return (self.snapshot.at if self.snapshot else 0.0) + self.waited

    @property
    def stale(self) -> bool:
        """Whether what the screen shows may not be so any more, whoever of the two is silent."""
        snapshot = self.snapshot
        return self.line is not Line.LIVE or snapshot is None or (bool(snapshot.tracks) and snapshot.link not in HEARD)

    @property
    def previewing(self) -> bool:
        """Whether a preview is on, coming, or still being given back, as far as is known."""
        return self.snapshot is not None and self.snapshot.preview.stage is not Stage.OFF

    def clock(self, at: float) -> str:
        """The local time of day of a moment of the bridge's.

        >>> Seen(wall=3661.0).clock(-60.0)
        '01:00:01'
        """
        second = int(self.wall - (self.at - at)) % 86_400
        return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
