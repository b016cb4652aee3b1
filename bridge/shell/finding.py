"""What a check-up of this machine finds: the lines of `stembridge doctor`."""

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How a finding counts."""

    GOOD = "ok"
    INFO = "--"
    BAD = "!!"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it counts, what it is about, what was found and what to do."""

    verdict: Verdict
    about: str
    text: str
