"""Previews: questions ("what must be heard now?") as predicates over what sounds on a track.

A preview only removes material. Each condition that it states must hold; `without…` conditions name what is left out.
One that only leaves out is a "no-" preview: it keeps what nobody has sorted; all others silence it. `full` is `off`:
nothing is touched. Alternates, rejected cues and inactive tracks are not part of the film's sound: no preview but
`full` plays them.
"""

import unicodedata
from dataclasses import dataclass

from bridge.model.cues import Me, Origin, Status
from bridge.model.material import Material, Policies, Sides, World
from bridge.model.stems import Family, Role

UNTOUCHED = frozenset({Role.EXEMPT})
"""Roles that no preview ever touches: talkback, click, picture sound."""

FULL = "full"
"""The preview that touches nothing."""
OFF = "off"
"""Another name of `full`, the one that a person says to leave a preview."""
OWN_FOLDER = "previews"
"""The folder of the user's own, beside show.toml: one file each, called by its name."""


def preview_name(file: str) -> str:
    """The preview's name in a file's name, composed as people type it (macOS hands out letters and accents apart).

    >>> preview_name("previews/no-mx.toml")
    'no-mx'
    """
    return unicodedata.normalize("NFC", file.rpartition("/")[2].removesuffix(".toml"))


@dataclass(frozen=True, slots=True)
class Preview:
    """One preview: conditions that must all hold; none at all is `full`.

    `only`, `without`: families. `world`: the side of the story. `me`: what the M&E does with it. `origin`: where the
    music comes from. `status`, `without_status`: how far it has come. `about`: one line for people, in the trade's
    words. `key`: the key of the console that asks for it, "" if none does.
    """

    name: str
    title: str
    only: frozenset[Family] = frozenset()
    without: frozenset[Family] = frozenset()
    about: str = ""
    world: World | None = None
    me: frozenset[Me] = frozenset()
    origin: frozenset[Origin] = frozenset()
    status: frozenset[Status] = frozenset()
    without_status: frozenset[Status] = frozenset()
    key: str = ""

    @property
    def full(self) -> bool:
        """True if this preview touches nothing."""
        return not (self.timed or self.only or self.without)

    @property
    def timed(self) -> bool:
        """True if what it hears depends on the cue under the playhead, not on the track's stem alone."""
        return bool(self.world or self.me or self.origin or self.status or self.without_status)

    @property
    def minus(self) -> bool:
        """True if it only says what is left out, so that what nobody has sorted is heard."""
        return not (self.only or self.world or self.me or self.origin or self.status)

    def hears(self, of: Material, policies: Policies) -> bool:
        """Whether this material must be heard.

        >>> from bridge.model.stems import Stem
        >>> Preview("dx", "dialogue", only=frozenset({Family.DX})).hears(Material(Stem()), Policies())
        False
        """
        if self.full:
            return True
        if not of.in_the_film or of.status in self.without_status:
            return False
        family = of.stem.known
        if family is None:
            return self.minus
        return (
            (not self.only or family in self.only)
            and family not in self.without
            and (not self.world or policies.sides(of) in {Sides.BOTH, Sides(self.world)})
            and (not self.me or policies.me.membership(of) in self.me)
            and (not self.origin or of.origin in self.origin)
            and (not self.status or of.status in self.status)
        )
