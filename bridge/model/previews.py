"""Previews: questions ("what must be heard now?") as predicates over what a track is.

A preview only removes material. `only` keeps the named families and silences the rest, unknown stems too; `without`
silences the named families and keeps the rest, unknown stems too. `full` is `off`: nothing is touched. Alternates and
inactive tracks are not part of the film's sound: no preview but `full` plays them.
"""

from dataclasses import dataclass

from bridge.model.stems import Family, Flag, Role, Stem

UNTOUCHED = frozenset({Role.EXEMPT})
"""Roles that no preview ever touches: talkback, click, picture sound."""
SOUNDING = frozenset({Role.CONTENT, Role.BUS, Role.RETURN})
"""Roles whose sound belongs to a stem; mixes, prints, guides, M&E and tones never enter a sum of stems."""
SET_ASIDE = frozenset({Flag.ALT, Flag.INACTIVE})
"""Flags of tracks that are kept but are not in the film: alternates and rejected cues, tracks out of use."""

FULL = "full"
"""The preview that touches nothing."""
OFF = "off"
"""Another name of `full`, the one that a person says to leave a preview."""


def sounds(stem: Stem) -> bool:
    """Whether the film's sum contains a track of this stem, whatever family it is of."""
    return stem.role in SOUNDING and not stem.flags & SET_ASIDE


@dataclass(frozen=True, slots=True)
class Preview:
    """One preview by stem: exactly one of `only` and `without` names families; both empty is `full`.

    `about`: one line for people, in the trade's words.
    """

    name: str
    title: str
    only: frozenset[Family] = frozenset()
    without: frozenset[Family] = frozenset()
    about: str = ""

    @property
    def full(self) -> bool:
        """True if this preview touches nothing."""
        return not self.only and not self.without

    def hears(self, stem: Stem) -> bool:
        """Whether a track of this stem must be heard.

        >>> from bridge.model.stems import Family, Stem
        >>> Preview("dx", "dialogue", only=frozenset({Family.DX})).hears(Stem())
        False
        """
        if self.full:
            return True
        if not sounds(stem):
            return False
        family = stem.known
        if self.only:
            return family in self.only
        return family is None or family not in self.without
