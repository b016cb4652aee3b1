"""One query port: one question at a time, and no row of an older answer is ever taken for a newer one's.

Answers carry no number. What tells them apart is order: Ardour reads its one socket in order and answers each port in
order, so the answer to `/set_surface`, asked behind a list that did not come whole, comes behind all that was left of
it. Until that fence has come the port takes no new question.
"""

from dataclasses import dataclass, field

from bridge.daws.dialect import NEVER
from bridge.model.desk import Strip

STALLED = 0.5
"""An answer of which nothing came for so many seconds gets a fence behind it; it may still come whole."""
QUIET = 0.02
"""A fence goes up when nothing has come for so long."""
AGAIN = 0.5
"""A fence that was not answered is put up again."""


@dataclass(slots=True)
class Port:
    """A query port. `question`: the one that is open. `soiled`: an older answer may still come, wholly or in part.

    `since`: from when on an answer is awaited; `closed_at`: when the last one ended. `odd`: rows came twice or out of
    order; `bad`: they contradict.
    """

    socket: str
    question: int | None = None
    soiled: bool = False
    since: float = -NEVER
    closed_at: float = -NEVER
    rows: dict[int, Strip] = field(default_factory=dict)
    odd: bool = False
    bad: bool = False
    _heard_at: float = -NEVER
    _fenced_at: float = -NEVER
    _soiled_at: float = -NEVER

    @property
    def waiting(self) -> bool:
        """True while something that was asked here is not answered."""
        return self.soiled or self.question is not None

    @property
    def fence_at(self) -> float:
        """When a fence is to be put up."""
        if not self.waiting:
            return NEVER
        return max(self._heard_at + (QUIET if self.soiled else STALLED), self._fenced_at + AGAIN)

    def open(self, question: int, at: float) -> None:
        """A question leaves."""
        self.question, self.since, self._heard_at = question, at, at
        self.rows, self.odd, self.bad = {}, False, False

    def take(self, strip: Strip, at: float) -> None:
        """A row of the open question's answer."""
        self._heard_at = at
        rows, number = self.rows, strip.number
        if not self.odd and number == len(rows) + 1:
            rows[number] = strip
            return
        self.odd = True
        if rows.setdefault(number, strip) != strip:
            self.bad = True

    def close(self, at: float) -> None:
        """The answer has ended."""
        self.question, self.closed_at = None, at

    def soil(self, at: float) -> None:
        """Whatever was asked here may still be answered, and it is nobody's answer."""
        if not self.soiled:
            self._soiled_at = at
            self.since = at if self.question is None else self.since
        self.question, self.soiled, self._heard_at = None, True, at

    def fenced(self, at: float) -> None:
        """A fence goes up."""
        self._fenced_at = at

    def fence_came(self, at: float) -> bool:
        """The answer to a fence came: nothing older is on its way. True if the open question is thereby lost."""
        lost = self.question is not None and self._fenced_at > self.since
        if lost or (self.soiled and self._fenced_at >= self._soiled_at):
            self.soiled = False
            self.close(at)
        return lost

    def wipe(self, at: float) -> None:
        """The surface was set up anew and has said so: nothing older is on its way."""
        if self.waiting:
            self.soiled = False
            self.close(at)

    def whole(self) -> tuple[Strip, ...]:
        """The strips if all numbers from 1 came, each in one version; else nothing."""
        rows = self.rows
        if self.bad or not rows or max(rows) != len(rows):
            return ()
        return tuple(rows[number] for number in sorted(rows)) if self.odd else tuple(rows.values())
