"""The stage: which preview is on, which one is coming, and what the user took out of it by hand.

Steps of entering: *waiting* for an answer to a question put after the key (and for the look at automation), then
*writing* the originals to disk, then on. Until then the preview before stays.
"""

from dataclasses import dataclass, field
from enum import Enum

from bridge.model.desk import Target
from bridge.model.previews import Preview


class Step(Enum):
    """How far the coming preview is."""

    WAITING = "waiting"
    WRITING = "writing"


@dataclass(slots=True)
class Coming:
    """A preview that was asked for at `key_at` and is not on yet.

    Once its originals are being written: their `ticket`, and what it `wanted` silent when that began.
    """

    preview: Preview
    request: int
    key_at: float
    step: Step = Step.WAITING
    ticket: int = 0
    wanted: frozenset[Target] | None = None


@dataclass(slots=True)
class Stage:
    """What previews do to the desk at the moment."""

    preview: Preview | None = None
    coming: Coming | None = None
    request: int | None = None
    """The client that waits for `preview` (or for its end) to be confirmed."""
    asked_at: float = 0.0
    wanted: frozenset[Target] | None = None
    """The targets that the preview wanted silent last, None when it has just begun; `turned_at`: when it last began
    to want more, because the playhead came to another cue or the desk changed."""
    turned_at: float = 0.0
    hands: set[Target] = field(default_factory=set)
    """Targets that the user changed during this preview: left alone until it ends."""
    doubtful: set[Target] = field(default_factory=set)
    """Strips that appeared muted during this preview: perhaps a copy of one of ours."""

    @property
    def busy(self) -> bool:
        """Whether a preview is on or coming."""
        return self.preview is not None or self.coming is not None

    def enter(self) -> None:
        """The coming preview is on now; what the user's hand did belonged to the one before."""
        if self.coming is None:
            return
        self.preview, self.request, self.asked_at = self.coming.preview, self.coming.request, self.coming.key_at
        self.wanted, self.turned_at, self.coming = self.coming.wanted, self.asked_at, None
        self.hands.clear()

    def end(self) -> None:
        """No preview any more."""
        self.preview, self.coming, self.wanted = None, None, None
        self.hands.clear()
        self.doubtful.clear()

    def rename(self, old: Target, new: Target) -> None:
        """A strip goes by another name."""
        for kept in (self.hands, self.doubtful):
            if old in kept:
                kept.discard(old)
                kept.add(new)
