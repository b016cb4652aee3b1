"""Channels of a strip that its way loses: outputs that reach nothing, or more of them than the bus takes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.core.ends import LOST, Ends
from bridge.core.paths import Paths, Place
from bridge.model.desk import Kind
from bridge.model.layouts import spoken
from bridge.model.routing import Node
from bridge.model.text import quoted

_SHOWN = 8
_NO_BUS = frozenset({Place.ASIDE, Place.TRACK})


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost of its `channels`: those that are `dead`; or, where `taken` is not 0, `bus` takes only so many."""

    channels: int
    dead: tuple[int, ...] = ()
    bus: str = ""
    taken: int = 0

    def __str__(self) -> str:
        """The loss in words; channels are counted from 1.

        >>> str(Loss(6, (2, 3))), str(Loss(6, bus="FX", taken=2))
        ('channels 3, 4 of its 6 (5.1) reach nothing', '6 of its channels (5.1) share the 2 of "FX" (stereo)')
        """
        if self.taken:
            share = f"share the {self.taken} of {quoted(self.bus)} ({spoken(self.taken)})"
            return f"{self.channels} of its channels ({spoken(self.channels)}) {share}"
        places = ", ".join(str(channel + 1) for channel in self.dead[:_SHOWN])
        places += f" and {len(self.dead) - _SHOWN} more" if len(self.dead) > _SHOWN else ""
        reach = (
            "channel {} of its {} ({}) reaches nothing"
            if len(self.dead) == 1
            else "channels {} of its {} ({}) reach nothing"
        )
        return reach.format(places, self.channels, spoken(self.channels))


def loss(paths: Paths, node: Node, channels: Sequence[Ends]) -> Loss | None:
    """What a strip loses whose `channels` lead there; None: nothing, or nothing at all arrives.

    A send carries all of them. An instrument may have outputs that nobody uses.
    """
    dead = tuple([channel for channel, ends in enumerate(channels) if ends == LOST])
    if 0 < len(dead) < len(channels) and node.kind is not Kind.MIDI and not paths.sends(node.way).heard:
        return Loss(len(channels), dead)
    feeding = Counter([strip for sinks in node.way.outs for strip in {sink.strip for sink in sinks}])
    for strip, used in feeding.items():
        bus = paths.graph.by_id.get(strip)
        if bus is not None and 0 < bus.inputs < used and paths.place(strip) not in _NO_BUS:
            return Loss(used, bus=bus.name, taken=bus.inputs)
    return None
