"""Where a span lies once its session's rate and offset are known, and what hinders it there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bridge.model.cues import Place, Span
from bridge.model.timecode import Ruler

_NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples from `start` up to `end`, which is the first one behind it, on these tracks; without any: on all."""

    start: int
    end: int
    tracks: tuple[str, ...] = ()


def position(place: Place, ruler: Ruler) -> int:
    """The sample of a place; raises `ValueError` with a sentence for a label that means none."""
    return ruler.position(place.label) if place.samples is None else place.samples


def stretch(span: Span, ruler: Ruler) -> Stretch:
    """Where the span lies; raises `ValueError` with a sentence if that is nowhere in a session."""
    ends = []
    for name, place in (("start", span.start), ("end", span.end)):
        try:
            ends.append(position(place, ruler))
        except ValueError as wrong:
            raise ValueError(f"{name}: {wrong}") from None
    start, end = ends
    if start < 0:
        raise ValueError(f"it starts at {ruler.label(start)}, but the session only at {ruler.label(0)}")
    if start == end:
        raise ValueError("it ends where it starts")
    if end < start:
        raise ValueError(f"it ends at {ruler.label(end)}, before it starts at {ruler.label(start)}")
    return Stretch(start, end, span.tracks)


def unresolvable(span: Span, ruler: Ruler) -> str:
    """Why the span lies nowhere in a session with this ruler, "" if it does lie somewhere."""
    try:
        stretch(span, ruler)
    except ValueError as wrong:
        return str(wrong)
    return ""


def clashes(stretches: Sequence[Stretch]) -> list[tuple[int, int]]:
    """Pairs of indices, the later stretch first, that overlap on a track; each stretch is the later of one at most."""
    found: list[tuple[int, int]] = []
    reached: dict[str | None, tuple[int, int]] = {}
    furthest = _NOWHERE
    for index in sorted(range(len(stretches)), key=lambda each: stretches[each].start):
        one = stretches[index]
        behind = _furthest(reached.get(track) for track in (*one.tracks, None)) if one.tracks else furthest
        if behind[0] > one.start:
            found.append((index, behind[1]))
        for track in one.tracks or (None,):
            reached[track] = max(reached.get(track, _NOWHERE), (one.end, index))
        furthest = max(furthest, (one.end, index))
    return found


def _furthest(ends: Iterable[tuple[int, int] | None]) -> tuple[int, int]:
    return max((end for end in ends if end is not None), default=_NOWHERE)
