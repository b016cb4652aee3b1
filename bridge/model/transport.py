"""Where the DAW is playing: what one source has said of its transport."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transport:
    """The DAW's transport as last reported; None is "not said yet".

    `position` in samples from the session's start, `label` its timecode text as the DAW shows it (offset applied),
    `speed` 1.0 at normal speed, 0.0 stopped, negative backwards; `seen` the monotonic stamp of the position.
    """

    rolling: bool | None = None
    speed: float | None = None
    position: int | None = None
    label: str = ""
    record_enabled: bool | None = None
    seen: float = 0.0
