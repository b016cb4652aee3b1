"""Levers: which strips a preview may move, and why the others are left alone.

The lever for Ardour is mute on every strip that carries content, never on buses alone: post-fader sends of their
tracks leak through shared returns at -12 dB, while muted tracks fall below -121 dB (measured by ear on Ardour 7.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.model.desk import CONTENT_KINDS, Strip
from bridge.model.previews import UNTOUCHED
from bridge.model.show import Show
from bridge.model.stems import Role, Stem

MANUAL = "Manual"
NOT_CONTENT = "stays open"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether previews may move a strip; if not, `why`. `content`: it carries sound that a preview is about."""

    content: bool
    why: str = ""

    @property
    def governed(self) -> bool:
        """True if a preview may set this strip's mute."""
        return self.content and not self.why


def reach(strip: Strip, stem: Stem, show: Show, modes: Mapping[str, str]) -> Reach:
    """What previews may do with this strip. `modes`: the mode of each strip's mute automation, as last looked at."""
    if strip.kind not in CONTENT_KINDS and strip.name not in show.content_buses:
        return Reach(content=False, why=NOT_CONTENT)
    if stem.role in UNTOUCHED:
        return Reach(content=False, why="exempt: previews never touch it")
    mode = modes.get(strip.name, MANUAL)
    if mode != MANUAL:
        return Reach(content=True, why=f"its mute automation is on {mode}, so a mute would be ignored or recorded")
    return Reach(content=True)


def prints(strip: Strip, stem: Stem) -> bool:
    """Whether this strip records a print or a mix now: while one is armed, no preview may begin."""
    return bool(strip.armed) and stem.role in {Role.PRINT, Role.MIX, Role.ME}
