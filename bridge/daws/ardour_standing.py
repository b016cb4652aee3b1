"""How the conversation with Ardour stands: what was last heard of it, and what the user was last told."""

from enum import Enum, auto

from bridge.daws import ardour_words as words
from bridge.daws.dialect import NEVER
from bridge.model.events import Event, LinkChanged, LinkState

SILENT = 5.0
"""Seconds without a packet; the heartbeat comes about once a second, and the longest storm of feedback took 3.2 s."""
LOST = 15.0
DEAF = 1.5
UNJOINED = 1.0
"""Setting up again is said only if it takes longer than so many seconds: it takes 20 ms."""

FOLLOWING = frozenset({LinkState.LIVE, LinkState.DEAF, LinkState.PARTIAL})
"""States in which the user believes that we follow the session."""


class Trouble(Enum):
    """What it means that something has not come."""

    LOST = auto()
    SILENT = auto()
    BEATLESS = auto()
    """Ardour is heard, but not on the transport surface: that surface is gone."""
    DEAF = auto()


class Standing:
    """`state`: what the user was told last, None before anything was said. `since`: when this phase began."""

    def __init__(self) -> None:
        self.state: LinkState | None = None
        self.since = -NEVER
        self.heard_at = self.beat_at = -NEVER

    @property
    def following(self) -> bool:
        """True while the user has been told of nothing worse than an answer that is late."""
        return self.state in FOLLOWING

    def revive(self, at: float) -> None:
        """From now on silence counts anew."""
        self.heard_at = self.beat_at = at

    def trouble(self, awaited: float, at: float, *, live: bool) -> Trouble | None:
        """The gravest thing that is wrong and not yet said. `awaited`: since when an answer has been awaited."""
        if at >= self.heard_at + LOST:
            return Trouble.LOST
        if at >= self.heard_at + SILENT and self.state is not LinkState.SILENT:
            return Trouble.SILENT
        if live and at >= self.beat_at + SILENT:
            return Trouble.BEATLESS
        if live and at >= awaited + DEAF and self.state is not LinkState.DEAF:
            return Trouble.DEAF
        return None

    def trouble_at(self, awaited: float, *, live: bool) -> float:
        """When something will be wrong unless something comes."""
        silent_at = self.heard_at + (LOST if self.state is LinkState.SILENT else SILENT)
        if not live:
            return silent_at
        deaf_at = NEVER if self.state is LinkState.DEAF else awaited + DEAF
        return min(silent_at, self.beat_at + SILENT, deaf_at)

    @property
    def delay_at(self) -> float:
        """When it is to be said that setting up again takes long."""
        return self.since + UNJOINED if self.following else NEVER

    def delayed(self, at: float) -> list[Event]:
        """Say that setting up again takes long, if it does and was not said."""
        return self.worse(LinkState.JOINING, at) if at >= self.delay_at else []

    def worse(self, state: LinkState, at: float) -> list[Event]:
        """Say this state, in its own sentence."""
        return self.become(state, words.AGAIN[state], at)

    def become(self, state: LinkState, detail: str, at: float) -> list[Event]:
        """Say this state."""
        self.state = state
        return [LinkChanged(at, state, detail)]
