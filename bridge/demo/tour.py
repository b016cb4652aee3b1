"""The way that a rehearsal takes through the reel: where to go, and what to listen for there."""

from typing import NamedTuple

STAY = 1.0
"""Seconds that each step lasts."""


class Step(NamedTuple):
    """One step: the second of the session to go to (None: the playhead goes on from where it is), and the preview."""

    second: float | None
    preview: str


TOUR = (
    Step(10, "dx"),  # the opening
    Step(None, "score"),
    Step(38, "in-world"),  # the kitchen: a radio, a voice from the hall
    Step(38, "source"),
    Step(38, "out-of-world"),
    Step(48.5, "in-world"),  # the song leaves the radio …
    Step(None, "in-world"),  # … and the world, under the playhead
    Step(55, "under"),  # it is score now; Anna thinks
    Step(55, "out-of-world"),
    Step(80, "me"),  # the bar: a jukebox, guests
    Step(80, "no-mx"),
    Step(104, "in-world"),  # nobody has decided who hears this music
    Step(145, "notemp"),  # the chase
    Step(145, "temp"),
    Step(145, "mx"),
    Step(126, "me"),  # Anna sings
    Step(126, "opt"),
    Step(126, "songs"),
    Step(165, "in-world"),  # the roof: it stays open
    Step(165, "no-fx"),
    Step(38, "dxg"),
    Step(90, "fx"),
    Step(126, "me+o"),
    Step(104, "dx+fx"),
)
"""The steps of 24 seconds, again and again: five times in the script's two minutes.

While somebody mutes or opens an effect, or copies a voice, it is heard: a mute on a strip that we have muted ourselves
can't be seen by anybody.
"""
