"""Runs: the stretches that a session's regions and ranges make: one cue, said with one evidence, without a gap.

Editors split a crossing between tracks (`MX Source 1` beside `MX Score 1`): regions of one cue number whose evidence
differs make runs of their own, each with its level.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bridge.model.cues import Crossing, Level
from bridge.model.cuewords import CueWords, Fact
from bridge.model.grammar import TAKEN, read_mark
from bridge.model.marks import Mark, combined, joined
from bridge.model.session import Range, Region, SavedSession, SavedTrack
from bridge.model.stems import Family, Flag, Role, Stem
from bridge.model.tracklevels import track_mark

Read = Callable[[str, str], Mark]
"""Reads a text; the second argument names where it stands."""


class Cut(NamedTuple):
    """A place where a marker says something of a run."""

    at: int
    mark: Mark
    id: str


@dataclass(slots=True)
class Run:
    """A stretch of one cue; `end` is the first sample behind it. `cuts` gathers what markers say within it."""

    start: int
    end: int
    mark: Mark
    id: str
    tracks: tuple[str, ...] = ()
    cuts: list[Cut] = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, str, Level, Crossing | None, tuple[Fact, ...], bool]:
        """What must be equal for two regions to belong to one run."""
        return kind_of(self.mark)


class Plain(NamedTuple):
    """A region on a music track that names no cue and no level; `mark`: what its track says."""

    start: int
    end: int
    track: str
    mark: Mark


class _Piece(NamedTuple):
    """A region that says something, with what its track adds."""

    start: int
    end: int
    id: str
    track: str
    mark: Mark


def kind_of(mark: Mark) -> tuple[str, str, Level, Crossing | None, tuple[Fact, ...], bool]:
    """What must be equal for two regions to belong to one run: the cue, and what is said of it."""
    facts = tuple(sorted(mark.facts, key=lambda fact: type(fact).__name__))
    return mark.key, "" if mark.key else mark.cue.title, mark.level, mark.crossing, facts, mark.question


def reader(words: CueWords) -> Read:
    """A reader that reads each text once; regions of one recording share their names."""
    read: dict[tuple[str, str], Mark] = {}

    def once(text: str, source: str) -> Mark:
        key = (text, source)
        if key not in read:
            read[key] = read_mark(text, words, source)
        return read[key]

    return once


def runs_and_plain(
    session: SavedSession, stems: Mapping[str, Stem], words: CueWords, read: Read
) -> tuple[list[Run], list[Plain]]:
    """The runs of all regions on music tracks, and the regions that say nothing.

    Muted regions and tracks that are switched off are left out.
    """
    pieces: dict[object, list[_Piece]] = {}
    plain: list[Plain] = []
    for track in session.tracks:
        stem = stems.get(track.name)
        if stem is None or not track.active or not _sounds(stem):
            continue
        for piece in _pieces(track, track_mark(track.name, track.comment, stem, words), read):
            if isinstance(piece, Plain):
                plain.append(piece)
            else:
                pieces.setdefault(kind_of(piece.mark), []).append(piece)
    runs = [run for group in pieces.values() for run in _merged(group, session.sample_rate)]
    return runs, plain


def _sounds(stem: Stem) -> bool:
    """True for a music track of the film's sound."""
    return stem.known is Family.MX and stem.role is Role.CONTENT and Flag.INACTIVE not in stem.flags


def _pieces(track: SavedTrack, general: Mark, read: Read) -> Iterator[_Piece | Plain]:
    """The regions of a track that sound, each with what its name and its track say."""
    known: dict[str, Mark] = {}
    for region in track.regions:
        if region.muted or region.end <= region.start:
            continue
        if region.name not in known:
            known[region.name] = _region_mark(region, general, read)
        mark = known[region.name]
        if mark.key or _speaks(read(region.name, "region")):
            yield _Piece(region.start, region.end, region.id, track.name, mark)
        else:
            yield Plain(region.start, region.end, track.name, general)


def _region_mark(region: Region, general: Mark, read: Read) -> Mark:
    """What a region says, over what its track says."""
    return combined(read(region.name, "region"), general)


def _speaks(mark: Mark) -> bool:
    """True for a name that says a level without a cue number."""
    return mark.level is not Level.UNSET and (mark.confidence >= TAKEN or mark.question)


def _merged(pieces: Sequence[_Piece], gap: int) -> Iterator[Run]:
    """The runs of regions of one kind: what lies at most `gap` samples (one second) apart is one run."""
    run: Run | None = None
    tracks: dict[str, None] = {}
    for piece in sorted(pieces, key=lambda one: (one.start, one.end, one.track, one.id)):
        if run is not None and piece.start <= run.end + gap:
            run.end = max(run.end, piece.end)
            run.mark = _with(run.mark, piece.mark)
        else:
            if run is not None:
                yield _listed(run, tracks)
            run, tracks = Run(piece.start, piece.end, piece.mark, f"region {piece.id}"), {}
        tracks[piece.track] = None
    if run is not None:
        yield _listed(run, tracks)


def _with(first: Mark, later: Mark) -> Mark:
    """The mark of a run that goes on: as sure as its least sure region."""
    if later is first:
        return first
    sure = min(first.confidence, later.confidence)
    cue = first.cue if first.cue.title else later.cue
    return replace(first, cue=cue, confidence=sure, evidence=joined(first.evidence, later.evidence))


def _listed(run: Run, tracks: Mapping[str, None]) -> Run:
    """The run with its tracks, sorted."""
    return replace(run, tracks=tuple(sorted(tracks)))


def ranged(runs: Sequence[Run], ranges: Iterable[tuple[Range, Mark, Sequence[Run]]], sliver: int) -> list[Run]:
    """The runs, with the ranges as runs of their own: a range is a span exactly.

    Each range comes with the runs that it speaks of: it takes their tracks and evidence, and what of them lies outside
    stays, if it is longer than a `sliver` (samples).
    """
    holes: dict[str, list[Range]] = {}
    found: list[Run] = []
    for place, mark, spoken_of in ranges:
        groups: dict[object, list[Run]] = {}
        for run in spoken_of:
            groups.setdefault(run.kind, []).append(run)
            holes.setdefault(run.id, []).append(place)
        name = f"range {place.id}"
        if not groups:
            found.append(Run(place.start, place.end, mark, name))
        for number, group in enumerate(groups.values()):
            tracks = sorted({track for run in group for track in run.tracks})
            whole = combined(mark, group[0].mark)
            own = name if not number else f"{name} {group[0].id}"
            found.append(Run(place.start, place.end, whole, own, tuple(tracks)))
    for run in runs:
        found.extend(_outside(run, holes[run.id], sliver) if run.id in holes else [run])
    return found


def _outside(run: Run, holes: Sequence[Range], sliver: int) -> Iterator[Run]:
    """What of a run lies outside these ranges."""
    start, name = run.start, run.id
    for hole in sorted(holes, key=lambda one: (one.start, one.end, one.id)):
        if hole.start - start > sliver:
            yield replace(run, start=start, end=hole.start, id=name, cuts=[])
        if hole.end > start:
            start, name = hole.end, f"{run.id} range {hole.id}"
    if run.end - start > sliver:
        yield replace(run, start=start, id=name, cuts=[])
