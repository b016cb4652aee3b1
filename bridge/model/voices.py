"""What markers say over time. Markers speak with one voice:

- A marker that opens music (a cue number, a level, an origin) holds until the next that opens or ends any; two that
  stand at one place speak together. Scene names, pops and notes (`tender, slow`) do nothing.
- One that stands within the window beside the beginning of a clip means that clip: the boundary is the clip's.
- One with a cue number means the run of that number that begins beside it, that it stands in (there it cuts the run:
  a change within the cue), or that begins next while it holds. One without means the run that it stands in if that is
  all the music there; where more sounds nobody can know, and it stays a proposal.
- `back to SOURCE` resumes the last music of that level, `becomes score` turns what is open, `X>` and `X<` bound a
  crossing. An end closes what markers have opened; what regions show, they show better.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bridge.model.cues import Level
from bridge.model.marks import DOUBTFUL, Mark, Motion, combined, quiet, turned
from bridge.model.runs import Cut, Plain, Run, kind_of
from bridge.model.session import Marker
from bridge.model.soundings import Soundings, agreeing, meant

_TURNING = frozenset({Motion.TURNS, Motion.CROSSES, Motion.CROSSED})
"""What a mark does that speaks of the music that is open."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch with one level, as it becomes a span; `end` is the first sample behind it."""

    start: int
    end: int
    mark: Mark
    id: str
    tracks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Voice:
    """What a marker has opened."""

    start: int
    mark: Mark
    id: str
    tracks: tuple[str, ...] = ()


class Voices:
    """What markers say, one after the other in the order of time; `pieces` are what they have opened by themselves."""

    def __init__(self, music: Soundings) -> None:
        self.pieces: list[Piece] = []
        self._music = music
        self._open: dict[str, _Voice] = {}
        self._runs: tuple[Run, ...] = ()
        self._known: dict[str, tuple[Mark, tuple[str, ...]]] = {}

    def end(self, at: int, key: str = "") -> None:
        """Ends what is open; with a cue number only that cue."""
        for name in [key] if key else list(self._open):
            voice = self._open.pop(name, None)
            if voice is not None and voice.start < at:
                self.pieces.append(Piece(voice.start, at, voice.mark, voice.id, voice.tracks))
        self._runs = ()

    def say(self, marker: Marker, mark: Mark, until: int) -> None:
        """Lets a marker speak: of runs, which it cuts, or for itself. `until`: where the next one stands."""
        mark, tracks = self._resumed(mark)
        start, runs, plain = self._meant(mark, marker.position, until)
        if runs:
            self.end(start)
            for run in runs:
                beside = self._music.beside(run.start, marker.position)
                at = run.start if beside else max(run.start, marker.position)
                run.cuts.append(Cut(at, mark, f"marker {marker.id}"))
            self._runs = runs
            self._remember(combined(mark, runs[0].mark), tuple(sorted({name for run in runs for name in run.tracks})))
            return
        if plain:
            mark, tracks = combined(mark, plain[0].mark), tuple(sorted({one.track for one in plain}))
        elif not (mark.key or tracks) and mark.confidence < 1 and self._music.crowded(marker.position):
            mark = replace(mark, confidence=min(mark.confidence, DOUBTFUL))
        self._speak(_Voice(start, mark, f"marker {marker.id}", tracks))

    def _speak(self, voice: _Voice) -> None:
        """Opens a voice; one that begins where another did, and names no other cue, speaks with it."""
        first = next(iter(self._open.values()), None)
        before = self._open.get(voice.mark.key) if voice.mark.key else first
        if before is not None and before.start == voice.start:
            before.mark = combined(voice.mark, before.mark)
            before.tracks = before.tracks or voice.tracks
            voice = before
        else:
            if before is not None and voice.mark.motion in _TURNING:
                voice.mark, voice.tracks = turned(before.mark, voice.mark), before.tracks
            if first is not None and first.start != voice.start:
                self.end(voice.start)
            self._open[voice.mark.key] = voice
        self._remember(voice.mark, voice.tracks)

    def _resumed(self, mark: Mark) -> tuple[Mark, tuple[str, ...]]:
        """A mark that resumes music, with what is known of that music: of its cue number, else of its level."""
        found = self._known.get(mark.key or mark.level.value) if mark.motion is Motion.RESUMES else None
        if found is None:
            return mark, ()
        known, tracks = found
        return combined(mark, known if mark.level is Level.UNSET else quiet(known)), tracks

    def _remember(self, mark: Mark, tracks: tuple[str, ...]) -> None:
        """Keeps what sounded for a mark that resumes it."""
        if mark.level is not Level.UNSET:
            self._known[mark.level.value] = (mark, tracks)
        if mark.key:
            self._known[mark.key] = (mark, tracks)

    def _meant(self, mark: Mark, at: int, until: int) -> tuple[int, tuple[Run, ...], tuple[Plain, ...]]:
        """Where a mark counts, and the runs that it speaks of, or the plain regions that begin there."""
        if mark.key:
            runs = self._music.of_number(mark.key, at, until)
            near = [run.start for run in runs if self._music.beside(run.start, at)]
            return (near[0] if near else at), runs, ()
        if mark.motion in _TURNING:
            sounding = tuple(run for run in self._runs if run.start <= at < run.end)
            if sounding or self._open:
                return at, sounding, ()
        snapped = self._music.beginning(at)
        if snapped is None:
            run = self._music.only(at)
            return at, (() if run is None else (run,)), ()
        if snapped.runs:
            return snapped.at, (() if snapped.plain else meant(snapped, mark)), ()
        return snapped.at, (), agreeing(snapped.plain, mark)


def voiced(markers: Sequence[tuple[Marker, Mark]], music: Soundings, end: int) -> list[Piece]:
    """The pieces that markers open by themselves, up to the session's `end`; what they say of runs becomes cuts."""
    speaking = [one for one in markers if one[1].motion is not Motion.NONE and one[0].position < end]
    active = sorted(speaking, key=lambda one: (one[0].position, not one[1].key, one[0].name, one[0].id))
    voices = Voices(music)
    for (marker, mark), until in zip(active, _untils([marker.position for marker, _ in active], end), strict=True):
        if mark.motion is Motion.ENDS:
            voices.end(marker.position, mark.key)
        else:
            voices.say(marker, mark, until)
    voices.end(end)
    return voices.pieces


def _untils(places: Sequence[int], end: int) -> list[int]:
    """For each place the next that lies behind it."""
    untils: list[int] = []
    until = end
    for number in range(len(places) - 1, -1, -1):
        if number + 1 < len(places) and places[number + 1] > places[number]:
            until = places[number + 1]
        untils.append(until)
    return untils[::-1]


def pieces_of(run: Run) -> list[Piece]:
    """A run in pieces, cut where markers change its level; a mark that changes nothing only adds its evidence."""
    pieces: list[Piece] = []
    start, mark, name = run.start, run.mark, run.id
    for cut in sorted(run.cuts, key=lambda one: (one.at, not one.mark.key, one.id)):
        if cut.at <= start:
            mark = _opened(mark, cut.mark) if start == run.start else combined(cut.mark, mark)
            continue
        later = turned(mark, cut.mark)
        if kind_of(later) == kind_of(mark):
            mark = later
            continue
        pieces.append(Piece(start, cut.at, mark, name, run.tracks))
        start, mark, name = cut.at, later, f"{cut.id} {run.id}"
    return [*pieces, Piece(start, run.end, mark, name, run.tracks)]


def _opened(mark: Mark, opening: Mark) -> Mark:
    """What a run's own mark and one at its beginning say together; that it crosses contradicts nothing."""
    if opening.motion is Motion.TURNS and opening.crossing is not None:
        return combined(opening, quiet(mark))
    return turned(mark, opening) if opening.motion in _TURNING else combined(opening, mark)
