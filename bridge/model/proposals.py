"""Cues proposed from a saved session: what its regions, ranges, markers and tracks say, as spans with evidence.

Nothing here decides: what is surer than `CONFIDENT` is used until a person says otherwise, the rest is shown. The
same session always gives the same spans in the same order, however its parts are ordered. Each span is called after
what it was found by (`region 2001`, `range 1050`, `marker 1045`; what one thing cut out of another has both names), so
that a second reading finds the first. How regions and ranges make spans: `runs`; how markers do: `voices`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bridge.model.cues import (
    Album,
    Audience,
    Cue,
    Function,
    Language,
    Level,
    Me,
    Origin,
    Performed,
    Place,
    Span,
    Status,
    Temporal,
    Treatment,
    Visibility,
    Vocal,
)
from bridge.model.cuewords import CueWords
from bridge.model.marks import Mark, Motion
from bridge.model.runs import Plain, Read, Run, ranged, reader, runs_and_plain
from bridge.model.session import Range, SavedSession
from bridge.model.soundings import Soundings
from bridge.model.stems import Stem
from bridge.model.timecode import RATES, Ruler, sample_of
from bridge.model.voices import Piece, pieces_of, voiced

BESIDE = 12
"""Frames that a marker may lie beside the clip that it means (a real one lay two)."""
PROPOSER = "stembridge"
"""Who made a span that nobody has decided."""

_UNLABELLED = RATES["24"]
"""What frames are counted in where the session doesn't say."""


def proposed(session: SavedSession, stems: Mapping[str, Stem], words: CueWords) -> tuple[Span, ...]:
    """The spans that a session's regions, ranges and markers speak of, by time; `stems` are its tracks', by name.

    What markers open ends with the session at the latest; regions and ranges lie where they lie.
    """
    read = reader(words)
    runs, plain = runs_and_plain(session, stems, words, read)
    window = max(0, sample_of(BESIDE, RATES.get(session.timecode, _UNLABELLED), session.sample_rate))
    runs = ranged(runs, _spoken_of(session, Soundings(runs, plain, window), read), window)
    markers = [(marker, read(marker.name, "marker")) for marker in session.markers]
    pieces = voiced(markers, Soundings(runs, plain, window), _end(session, runs, plain))
    pieces += [piece for run in runs for piece in pieces_of(run)]
    place = _places(session)
    spans = [_span(piece, session.name, place) for piece in pieces]
    return tuple(sorted(spans, key=_order))


def _spoken_of(session: SavedSession, music: Soundings, read: Read) -> Iterator[tuple[Range, Mark, Sequence[Run]]]:
    """The ranges that say something, each with what it says and the runs that it says it of."""
    for one in sorted(session.ranges, key=lambda each: (each.start, each.end, each.id)):
        mark = read(one.name, "range")
        if one.end <= one.start or not (mark.key or mark.motion not in {Motion.NONE, Motion.ENDS}):
            continue
        if mark.key:
            yield one, mark, music.overlapping(mark.key, one.start, one.end)
        else:
            run = music.inside(one.start, one.end)
            yield one, mark, () if run is None else (run,)


def _end(session: SavedSession, runs: Sequence[Run], plain: Sequence[Plain]) -> int:
    """Where the last thing that markers open ends: the session's end, else the last thing that is known of it."""
    if session.end is not None:
        return session.end
    ends = [run.end for run in runs] + [one.end for one in plain] + [marker.position for marker in session.markers]
    return max(ends, default=0)


def _places(session: SavedSession) -> Callable[[int], Place]:
    """What gives a sample's place, with its timecode where the session's rate is known."""
    rate = RATES.get(session.timecode)
    if rate is None or session.sample_rate <= 0:
        return Place
    ruler = Ruler(rate, session.sample_rate, session.offset)
    return lambda sample: Place(sample, ruler.label(sample))


def _span(piece: Piece, session: str, place: Callable[[int], Place]) -> Span:
    """A piece as a span."""
    mark = piece.mark
    return Span(
        Cue(
            mark.cue.number,
            mark.cue.title,
            mark.fact(Origin),
            mark.fact(Vocal),
            mark.fact(Status),
            mark.fact(Album),
        ),
        place(piece.start),
        place(piece.end),
        mark.level,
        mark.crossing if mark.level is Level.TRANSDIEGETIC else None,
        session,
        piece.tracks,
        mark.fact(Visibility),
        mark.fact(Audience),
        mark.fact(Treatment),
        mark.fact(Function),
        mark.fact(Performed),
        mark.fact(Temporal),
        mark.fact(Language),
        mark.fact(Me),
        id=piece.id,
        by=PROPOSER,
        confidence=round(mark.confidence, 2),
        evidence=mark.evidence,
    )


def _order(span: Span) -> tuple[int, int, str, str]:
    """By time, else by name."""
    return span.start.samples or 0, span.end.samples or 0, span.cue.number, span.id
