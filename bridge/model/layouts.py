"""Loudspeaker layouts by their number of channels, and how the channels of one go into another.

Channels stand in the order of WAVE files (`dwChannelMask`), which is that of six-channel deliveries too (Netflix'
asset names): L R C LFE, then the surrounds, then the heights. A number of channels may mean several layouts; then only
what holds for all of them is done.
"""

from typing import NamedTuple


class Layout(NamedTuple):
    """A layout: its name in the trade, its channels in order. `Lss Rss` are the sides, `Lsr Rsr` the rears of a 7.1."""

    name: str
    channels: tuple[str, ...]


_51 = ("L", "R", "C", "LFE", "Ls", "Rs")
_71 = ("L", "R", "C", "LFE", "Lss", "Rss", "Lsr", "Rsr")
LAYOUTS = (
    Layout("mono", ("C",)),
    Layout("stereo", ("L", "R")),
    Layout("LCR", ("L", "R", "C")),
    Layout("quad", ("L", "R", "Ls", "Rs")),
    Layout("LCRS", ("L", "R", "C", "S")),
    Layout("5.0", ("L", "R", "C", "Ls", "Rs")),
    Layout("5.1", _51),
    Layout("7.0", ("L", "R", "C", "Lss", "Rss", "Lsr", "Rsr")),
    Layout("6.1", ("L", "R", "C", "LFE", "Ls", "Rs", "Cs")),
    Layout("7.1", _71),
    Layout("5.1.2", (*_51, "Ltm", "Rtm")),
    Layout("7.1.2", (*_71, "Ltm", "Rtm")),
    Layout("5.1.4", (*_51, "Ltf", "Rtf", "Ltr", "Rtr")),
    Layout("7.1.4", (*_71, "Ltf", "Rtf", "Ltr", "Rtr")),
)
"""All that we know, the likelier first among those of one number of channels."""

Mapping = tuple[tuple[int, ...], ...]
"""For each output channel the input channels that it feeds, counted from 0."""

_SIDES = {"Ls": "Lss", "Rs": "Rss"}
"""The surrounds of a 5.1 stand at the sides of a 7.1."""
_BOTH = ((0, 1),)
"""A mono track is heard in the middle of a stereo bus."""


def layouts(channels: int) -> tuple[Layout, ...]:
    """The layouts of so many channels, the likelier first; more than one: the number alone does not tell.

    >>> [layout.name for layout in layouts(10)]
    ['7.1.2', '5.1.4']
    """
    return tuple(layout for layout in LAYOUTS if len(layout.channels) == channels)


def spoken(channels: int) -> str:
    """So many channels in words.

    >>> spoken(6), spoken(10), spoken(1), spoken(9)
    ('5.1', '7.1.2 or 5.1.4', 'mono', '9 channels')
    """
    return " or ".join(layout.name for layout in layouts(channels)) or f"{channels} channels"


def mapping(outputs: int, inputs: int) -> Mapping | None:
    """How `outputs` channels go into a bus of `inputs`; None where channels would be lost or the trade is of two minds.

    As many into as many go straight; mono goes to the centre, or to both sides of stereo; each other channel to the
    one of its name.

    >>> mapping(1, 6), mapping(2, 6), mapping(6, 2)
    (((2,),), ((0,), (1,)), None)
    """
    if outputs == inputs and outputs > 0:
        return tuple((channel,) for channel in range(outputs))
    ways = {_placed(source, target) for source in layouts(outputs) for target in layouts(inputs)}
    return ways.pop() if len(ways) == 1 else None


def _placed(source: Layout, target: Layout) -> Mapping | None:
    """The way by the channels' names; None if a channel has no place."""
    if (source.name, target.name) == ("mono", "stereo"):
        return _BOTH
    places = {channel: place for place, channel in enumerate(target.channels)}
    found = [places.get(channel, places.get(_SIDES.get(channel, ""))) for channel in source.channels]
    taken = [place for place in found if place is not None]
    return tuple((place,) for place in taken) if len(taken) == len(found) else None
