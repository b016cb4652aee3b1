"""The scenes that the README shows: what is played, and on which screen it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.model.snapshot import Snapshot
from tests.pictures.screen import Moment
from tests.pictures.screening import Screening

WIDE, SMALL = (120, 40), (80, 24)
HAND = "FX Hard 1"
"""What the editor has muted in every scene."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: its name, what there is to see, and the screen's columns and rows."""

    name: str
    moment: Callable[[], Moment]
    size: tuple[int, int] = WIDE
    light: bool = False


def at(second: float) -> Screening:
    """The reel stands at this second of the session, with one effect muted by the editor."""
    screening = Screening(second)
    screening.daw.session.mute(HAND)
    screening.run(0.5)
    return screening


def rolling(second: float) -> Screening:
    """The reel plays and comes to this second in half a second's time."""
    screening = at(second - 1.0)
    screening.daw.play()
    screening.run(0.5)
    return screening


def kitchen() -> Snapshot:
    """What the characters hear in the kitchen: the radio, which is about to become score."""
    screening = rolling(41.0)
    screening.preview("in-world")
    return screening.snapshot


def _bar() -> Snapshot:
    screening = rolling(103.0)
    screening.preview("out-of-world")
    return screening.snapshot


def _refused() -> Snapshot:
    screening = rolling(12.0)
    screening.daw.session.refuse("PFX")
    screening.preview("mx", 4.0)
    screening.daw.session.mute("DX Boom 1", False)
    screening.run(1.0)
    return screening.snapshot


SCENES = (
    Scene("in-world", lambda: Moment(kitchen())),
    Scene("full", lambda: Moment(rolling(41.0).snapshot), SMALL),
    Scene("undecided", lambda: Moment(_bar()), light=True),
    Scene("partial", lambda: Moment(_refused())),
    Scene("stale", lambda: Moment(kitchen(), gone=12.0)),
)
"""In the order in which they are to be looked at."""
