"""The timeline: which spans are live at a position, which track each of them governs, and what comes next.

Everything here depends on the position alone, however it was reached: locate, loop, reverse and varispeed need no
code of their own. Between two changes nothing has to be looked up: a moment says from where to where it holds.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bridge.model.changepoints import ChangePoints
from bridge.model.cuenumbers import cue_numbers
from bridge.model.cues import NOT_IN_THE_FILM, Level, Span
from bridge.model.material import CrossingPolicy
from bridge.model.placing import stretch
from bridge.model.session import Region
from bridge.model.text import quoted
from bridge.model.timecode import Ruler

HOLD = 2.0
"""After a span has ended its tracks stay as they were for so many seconds: reverbs and tails ring out."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A span laid on the timeline: from its first sample to the first behind it."""

    span: Span
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What a timeline is made of.

    `ruler` None: nothing that is given as timecode can be placed. `music`: the tracks that a span without tracks may
    govern. `regions`: the regions of those tracks as of the last save; None: not known, so each may sound at any time.
    """

    spans: tuple[Span, ...] = ()
    ruler: Ruler | None = None
    sample_rate: int = 0
    music: frozenset[str] = frozenset()
    regions: Mapping[str, tuple[Region, ...]] | None = None
    crossing: CrossingPolicy = CrossingPolicy.INCLUSIVE


@dataclass(frozen=True, slots=True)
class Moment:
    """What is so from `low` (None: the beginning) to before `high` (None: the end).

    `governs`: the span that says what a track is here. `disputed`: tracks that several spans claim and say different
    things of: no guess is made. `sounding`: the music tracks with a region here, None where that is not known.
    """

    low: int | None = None
    high: int | None = None
    live: tuple[Laid, ...] = ()
    governs: Mapping[str, Span] = field(default_factory=dict)
    disputed: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    sounding: frozenset[str] | None = None

    def holds(self, position: int) -> bool:
        """Whether this is also what is so at that position."""
        return (self.low is None or self.low <= position) and (self.high is None or position < self.high)


NOWHERE = Moment(low=0, high=0)
"""The moment before the playhead's place is known; it holds at no position."""

_Number = tuple[int | None, int, str]
"""Reel, serial and part of a cue number, however they were written."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the table: the span that it came from, what holds in it, whether it is the hold behind its end."""

    laid: Laid
    holds: Span
    tail: bool = False


@dataclass(frozen=True, slots=True)
class _Clip:
    """A region of a music track, with the cue numbers in its name."""

    track: str
    numbers: frozenset[_Number]


Pieces = tuple[_Piece, ...]
Regions = Mapping[str, tuple[Region, ...]]
Clips = tuple[_Clip, ...]


class _Course:
    """The spans in the order of time, and what depends on them alone."""

    def __init__(self, layout: Layout) -> None:
        self.of = _course(layout)
        laid, self.troubles = lay(layout.spans, layout.ruler)
        self.laid = tuple(sorted(laid, key=lambda one: (one.start, one.end)))
        self.starts = [one.start for one in self.laid]
        self.pieces = ChangePoints(_pieces(self.laid, layout.crossing, int(HOLD * layout.sample_rate))).cursor()


def _course(layout: Layout) -> tuple[object, ...]:
    """What of a layout a course depends on."""
    return (layout.spans, layout.ruler, layout.sample_rate, layout.crossing)


class _TrackClips:
    """The clips of music tracks along the timeline."""

    def __init__(self, regions: Regions) -> None:
        self.regions, self.points = regions, ChangePoints(_clips(regions))
        self.here = self.points.cursor()

    def now(self, regions: Regions) -> "_TrackClips":
        """The same with these regions: where few tracks differ this one is changed, which takes a fraction of time."""
        was = self.regions
        differing = [track for track in {**was, **regions} if was.get(track, ()) != regions.get(track, ())]
        old, new = ({track: of.get(track, ()) for track in differing} for of in (was, regions))
        if sum(map(len, (*old.values(), *new.values()))) > len(self.points) // 4:
            return _TrackClips(regions)
        for clip in _clips(old):
            self.points.remove(*clip)
        for clip in _clips(new):
            self.points.insert(*clip)
        self.regions = regions
        return self


class Timeline:
    """All spans of a session, laid out.

    `laid` in the order of time; `troubles`: a sentence for each span that could not be placed; `undecided`: how many
    nobody has decided; `sets_aside`: whether one of them is not in the film. `before`: an older one that is asked no
    more; what of it still holds (`course`, `clips`) is taken over.
    """

    def __init__(self, layout: Layout, before: "Timeline | None" = None) -> None:
        course = before.course if before is not None else None
        self.course: _Course = course if course is not None and course.of == _course(layout) else _Course(layout)
        self.laid, self.troubles = self.course.laid, self.course.troubles
        self.undecided = sum(one.span.undecided for one in self.laid)
        self.sets_aside = any(one.span.cue.status in NOT_IN_THE_FILM for one in self.laid)
        self._music = layout.music
        self.clips: _TrackClips | None = None
        if layout.regions is not None:
            clips = before.clips if before is not None else None
            self.clips = _TrackClips(layout.regions) if clips is None else clips.now(layout.regions)

    def moment(self, position: int) -> Moment:
        """What is so at this position."""
        pieces = self.course.pieces.at(position)
        low, high = self.course.pieces.bounds(position)
        clips = None
        if self.clips is not None:
            clips = self.clips.here.at(position)
            low, high = _narrowed((low, high), self.clips.here.bounds(position))
        governs, disputed = self._claims(pieces, clips)
        sounding = None if clips is None else frozenset(clip.track for clip in clips)
        live = tuple(dict.fromkeys(piece.laid for piece in pieces if not piece.tail))
        return Moment(low, high, live, governs, disputed, sounding)

    def coming(self, position: int, count: int) -> tuple[Laid, ...]:
        """The next spans that begin behind this position."""
        first = bisect_right(self.course.starts, position)
        return self.laid[first : first + count]

    def _claims(self, pieces: Pieces, clips: Clips | None) -> tuple[dict[str, Span], dict[str, tuple[Span, ...]]]:
        """Who governs which track: who names it before who doesn't, who is live before who has just ended.

        Of those that are equal in this a person's decision goes before what was only found.
        """
        governs: dict[str, Span] = {}
        disputed: dict[str, tuple[Span, ...]] = {}
        for tail, named in ((False, True), (False, False), (True, True), (True, False)):
            tier = [piece for piece in pieces if piece.tail is tail and bool(piece.holds.tracks) is named]
            for track, spans in self._claimants(tier, clips).items():
                if track in governs or track in disputed:
                    continue
                heard = [span for span in spans if span.locked] or spans
                if tail or len({_said(span) for span in heard}) == 1:
                    governs[track] = heard[-1]
                else:
                    disputed[track] = tuple(heard)
        return governs, disputed

    def _claimants(self, tier: Iterable[_Piece], clips: Clips | None) -> dict[str, list[Span]]:
        claims: dict[str, list[Span]] = {}
        for piece in tier:
            for track in piece.holds.tracks or self._scope(piece, clips):
                claims.setdefault(track, []).append(piece.holds)
        return claims

    def _scope(self, piece: _Piece, clips: Clips | None) -> Iterable[str]:
        """The tracks that a span without tracks governs: music with a region here that is not another cue's.

        Behind its end these are the ones that it governed last.
        """
        if clips is None or self.clips is None:
            return self._music
        if piece.tail:
            clips = self.clips.points.at(piece.laid.end - 1)
        own = _numbers(piece.holds.cue.number)
        return [clip.track for clip in clips if not own or not clip.numbers or clip.numbers & own]


def _said(span: Span) -> tuple[object, ...]:
    """What a span says of a track's material: two that say the same do not disagree."""
    facts = (span.known, span.performed, span.language, span.me)
    return (*facts, span.cue.origin, span.cue.status, span.cue.vocal)


def _numbers(text: str) -> frozenset[_Number]:
    return frozenset((number.reel, number.serial, number.part) for number in cue_numbers(text))


Bounds = tuple[int | None, int | None]


def _narrowed(one: Bounds, other: Bounds) -> Bounds:
    """The stretch that two stretches share."""
    lows = [low for low in (one[0], other[0]) if low is not None]
    highs = [high for high in (one[1], other[1]) if high is not None]
    return max(lows, default=None), min(highs, default=None)


# --- laying out -------------------------------------------------------------------------------------------------


def lay(spans: Iterable[Span], ruler: Ruler | None) -> tuple[list[Laid], tuple[str, ...]]:
    """The spans as samples, and a sentence for each that can't be placed; a broken one harms no other."""
    laid: list[Laid] = []
    troubles: list[str] = []
    for span in spans:
        try:
            laid.append(_laid(span, ruler))
        except ValueError as error:
            where = span.start.label or span.start.samples
            troubles.append(f"Cue {quoted(str(span.cue))} at {where} is left out: {error}.")
    return laid, tuple(troubles)


def _laid(span: Span, ruler: Ruler | None) -> Laid:
    """The span as samples; raises `ValueError` with a sentence if it lies nowhere."""
    if ruler is not None:
        found = stretch(span, ruler)
        return Laid(span, found.start, found.end)
    start, end = span.start.samples, span.end.samples
    if start is None or end is None:
        raise ValueError("its timecode means nothing before the session's rate and offset are known")
    if not 0 <= start < end:
        raise ValueError("it lies nowhere in a session")
    return Laid(span, start, end)


def _pieces(laid: Iterable[Laid], crossing: CrossingPolicy, hold: int) -> Iterator[tuple[int, int, _Piece]]:
    for one in laid:
        parts = list(_crossed(one, crossing))
        for start, end, span in parts:
            if start < end:
                yield start, end, _Piece(one, span)
        if hold:
            yield one.end, one.end + hold, _Piece(one, parts[-1][2], tail=True)


def _crossed(one: Laid, policy: CrossingPolicy) -> Iterator[tuple[int, int, Span]]:
    """A span as the policy for crossings takes it: whole, or as the levels that it crosses between."""
    crossing = one.span.crossing
    if crossing is None or one.span.known is not Level.TRANSDIEGETIC or policy is CrossingPolicy.INCLUSIVE:
        yield one.start, one.end, one.span
        return
    turn = (one.start + one.end) // 2 if policy is CrossingPolicy.MIDPOINT else one.start
    yield one.start, turn, replace(one.span, level=crossing.before)
    yield turn, one.end, replace(one.span, level=crossing.after)


def _clips(regions: Regions) -> Iterator[tuple[int, int, _Clip]]:
    for track, found in regions.items():
        for region in found:
            if not region.muted and region.start < region.end:
                yield region.start, region.end, _Clip(track, _numbers(region.name))
