"""The shipped words of cues, and small sessions, as the tests of marks and proposals need them."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bridge.model.cues import Span
from bridge.model.cuewords import CueWords, cue_words
from bridge.model.grammar import read_mark
from bridge.model.marks import Mark
from bridge.model.proposals import proposed
from bridge.model.session import Marker, Range, Region, SavedSession, SavedTrack
from bridge.model.stems import Family, Role, Stem

PRESETS = Path(__file__).parents[2] / "presets" / "cues"
SECOND = 48000
FRAME = SECOND // 24
HOUR = 3600 * SECOND
MUSIC = Stem(Family.MX, confidence=0.95)
STEMS = {
    **{f"MX {number}": MUSIC for number in range(1, 5)},
    "MX Source 1": Stem(Family.MX, "source", confidence=0.95),
    "MX Score 1": Stem(Family.MX, "score", confidence=0.95),
    "DX 1": Stem(Family.DX, confidence=0.95),
    "MX Print": Stem(Family.MX, role=Role.PRINT, confidence=0.95),
    "Odd": Stem(Family.MX, confidence=0.5),
}


@cache
def shipped_words() -> CueWords:
    """The words that ship with the program."""
    return cue_words([tomllib.loads(path.read_text("utf-8")) for path in sorted(PRESETS.glob("*.toml"))])


def mark(text: str, source: str = "marker") -> Mark:
    """What a text says, by the shipped words."""
    return read_mark(text, shipped_words(), source)


def session(
    *tracks: SavedTrack,
    markers: Sequence[tuple[int, str]] = (),
    ranges: Sequence[tuple[int, int, str]] = (),
    end: int | None = 600,
    timecode: str = "24",
) -> SavedSession:
    """A session that starts at 01:00:00:00; places in seconds, but those that are large count samples."""
    return SavedSession(
        "Reel 1",
        "Reel 1",
        "",
        "",
        0.0,
        SECOND,
        timecode,
        HOUR,
        start=0,
        end=None if end is None else _samples(end),
        markers=tuple(Marker(str(1000 + n), name, _samples(at)) for n, (at, name) in enumerate(markers, 1)),
        ranges=tuple(Range(str(1050 + n), name, _samples(a), _samples(b)) for n, (a, b, name) in enumerate(ranges, 1)),
        tracks=tracks,
    )


def track(name: str, *regions: tuple[int, int, str], comment: str = "", muted: Sequence[str] = ()) -> SavedTrack:
    """A track with its regions (from, to, name); a region's id is made of its place."""
    return SavedTrack(
        f"id of {name}",
        name,
        "audio",
        regions=tuple(
            Region(f"{name}@{start}", region, _samples(start), _samples(end), region in muted)
            for start, end, region in regions
        ),
        comment=comment,
    )


def _samples(place: int) -> int:
    """A place in seconds as samples; from 10,000 on it is samples already."""
    return place * SECOND if abs(place) < 10_000 else place


def spans(saved: SavedSession) -> tuple[Span, ...]:
    """What is proposed of a session whose stems are `STEMS`."""
    return proposed(saved, STEMS, shipped_words())


def told(saved: SavedSession) -> list[str]:
    """Each span as one line: from-to in seconds, cue, level, tracks."""
    return [_line(span) for span in spans(saved)]


def _line(span: Span) -> str:
    seconds = "-".join(f"{(place.samples or 0) / SECOND:g}" for place in (span.start, span.end))
    level = str(span.crossing or span.level) + ("" if span.undecided == (span.level == "unset") else "?")
    return " | ".join([seconds, str(span.cue), level, ", ".join(span.tracks) or "-"])
