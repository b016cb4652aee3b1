"""Where the regions of the screen stand, from 80 × 24 to 4k: below each other, or the desk beside the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

WIDE = 110
"""Columns from which the desk stands beside the rest."""
GAP = 2
"""Columns between the two sides of a wide screen."""
LEFT = 90
"""Columns of the left side at most: nothing in it is wider."""
ENTRY = 25
"""Columns of one preview in the grid of previews, at least; so many beside each other at most: `COLUMNS`."""
COLUMNS = 6


class Region(StrEnum):
    """The regions of the screen."""

    HEAD = "head"
    BANNER = "banner"
    WHERE = "where"
    SOUNDS = "sounds"
    NOTICES = "notices"
    TITLE = "title"
    DESK = "desk"
    OFFERS = "offers"
    FOOT = "foot"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Place:
    """A region's rectangle, in cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Size:
    """The screen in cells, the number of previews that it offers, whether the demo's guide has the last row."""

    width: int
    height: int
    previews: int = 0
    guided: bool = False

    @property
    def wide(self) -> bool:
        """Whether the desk stands beside the rest."""
        return self.width >= WIDE

    @property
    def low(self) -> bool:
        """Whether every row counts."""
        return self.height < (30 if self.wide else 40)


@lru_cache(maxsize=16)
def places(size: Size) -> Mapping[Region, Place]:
    """Every region's place; one for which there is no room has no rows."""
    width = size.width
    banner, gap = (2, 0) if size.low else (3, 1)
    offers, guide = _offers(size), 1 if size.guided else 0
    top = 1 + banner + gap
    bottom = max(size.height - 1 - guide - offers, top)
    found = {
        Region.HEAD: Place(0, 0, width, 1),
        Region.BANNER: Place(0, 1, width, banner),
        Region.OFFERS: Place(0, bottom, width, offers),
        Region.FOOT: Place(0, bottom + offers, width, 1),
        Region.GUIDE: Place(0, bottom + offers + 1, width, guide),
    }
    middle = _beside(size, top, bottom) if size.wide else _below(size, top, bottom)
    return {region: _clipped(place, size) for region, place in (found | middle).items()}


def _offers(size: Size) -> int:
    """Rows of the previews, their title included; on a low and narrow screen they flow without one."""
    columns = max(1, min(size.width // ENTRY, COLUMNS))
    return 4 if size.low and not size.wide else -(-size.previews // columns) + 1


def _below(size: Size, top: int, bottom: int) -> dict[Region, Place]:
    where, sounds, notices = (3, 4, 2) if size.low else (4, 7, 5)
    heights = (
        (Region.WHERE, where),
        (Region.SOUNDS, sounds),
        (Region.NOTICES, notices),
        (Region.TITLE, 1),
        (Region.DESK, max(bottom - top - where - sounds - notices - 1, 0)),
    )
    return _stacked(heights, Place(0, top, size.width, bottom - top))


def _beside(size: Size, top: int, bottom: int) -> dict[Region, Place]:
    left = min((size.width - GAP) // 2, LEFT)
    where = 4 if size.low else 5
    rest = max(bottom - top - where, 0)
    heights = ((Region.WHERE, where), (Region.SOUNDS, rest - rest // 3), (Region.NOTICES, rest // 3))
    desk = ((Region.TITLE, 1), (Region.DESK, max(bottom - top - 1, 0)))
    right = Place(left + GAP, top, size.width - left - GAP, bottom - top)
    return _stacked(heights, Place(0, top, left, bottom - top)) | _stacked(desk, right)


def _stacked(heights: tuple[tuple[Region, int], ...], within: Place) -> dict[Region, Place]:
    """Regions below each other, the upper ones first where there is no room for all."""
    found, left = {}, within.height
    for region, height in heights:
        rows = min(height, left)
        found[region] = Place(within.x, within.y + within.height - left, within.width, rows)
        left -= rows
    return found


def _clipped(place: Place, size: Size) -> Place:
    """What of it lies on the screen."""
    return Place(place.x, place.y, place.width, max(min(place.height, size.height - place.y), 0))
