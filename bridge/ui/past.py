"""What was decided before, as a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from bridge.model.text import harmless
from bridge.ui.ages import age


@dataclass(frozen=True, slots=True)
class Past:
    """A decision of the past: when (unix seconds), by whom, what became of the cells; `stands`: not taken back."""

    at: float
    by: str
    what: str
    stands: bool


def decided_before(past: Sequence[Past], now: float) -> Iterator[Text]:
    """A line for each, below a heading; nothing if there is none. `now` in unix seconds."""
    if past:
        yield Text("decided before", style="bold")
    for one in past:
        state = "" if one.stands else " (taken back)"
        yield Text(f"  {age(now - one.at)} ago  {harmless(one.by, 60)}: {harmless(one.what, 500)}{state}")
