"""The list of all cues as a person reads it: in the order of time, with what each was read from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.model.cues import Level, Place, Span
from bridge.model.placing import position, stretch
from bridge.model.stems import Evidence
from bridge.model.timecode import RATES, Ruler

_ROW = re.compile(r"\S+ line ([0-9]{1,9})")
_FACTS = ("visibility", "audience", "treatment", "function", "performed", "temporal", "language", "me")
_ASSUMED = 48000
"""The sample rate by which spans are put in order where none is known."""


@dataclass(frozen=True, slots=True)
class CueList:
    """All spans of a show, and what is known of where they lie.

    `source`: where they come from (`cues.csv`, `session file`, nothing). `session` is open and goes by `names` in
    `Span.session`; `ruler`: how its positions are labelled. `rate`: the show's, by name. `disputed`: a sentence for
    each track that two live cues claim; `troubles`: one for each span of it that can't be placed.
    """

    spans: tuple[Span, ...] = ()
    source: str = ""
    session: str = ""
    names: frozenset[str] = frozenset({""})
    rate: str = "24"
    ruler: Ruler | None = None
    disputed: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()

    def ruler_of(self, span: Span) -> Ruler | None:
        """How positions in this span's session are labelled, None if that is not known."""
        return self.ruler if span.session in self.names else None


@dataclass(frozen=True, slots=True)
class ListedCue:
    """A span in the list: as `CueView`, and where it stands.

    `start`, `end`: samples, None where timecode counts and the session's rate and offset are not known. `line`: its
    line in `cues.csv`, None if it has none; `id`: what it was found by. `facts`: what else was said of it, by column.
    """

    number: str
    title: str
    level: Level
    session: str = ""
    line: int | None = None
    id: str = ""
    start: int | None = None
    end: int | None = None
    start_label: str = ""
    end_label: str = ""
    crossing: str = ""
    guess: str = ""
    tracks: tuple[str, ...] = ()
    locked: bool = False
    origin: str = ""
    status: str = ""
    why: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """All cues of a show in the order of time, session after session; `undecided` of them wait for a person."""

    cues: tuple[ListedCue, ...] = ()
    source: str = ""
    session: str = ""
    undecided: int = 0
    disputed: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def listing(found: CueList) -> Listing:
    """The list in order; what can't be placed stands behind the rest of its session."""
    sessions = {session: place for place, session in enumerate(dict.fromkeys(span.session for span in found.spans))}
    spans = sorted(found.spans, key=lambda span: (sessions[span.session], *_order(span, found)))
    cues = tuple(listed(span, found.ruler_of(span)) for span in spans)
    undecided = sum(span.undecided for span in spans)
    return Listing(cues, found.source, found.session, undecided, found.disputed, found.troubles)


def listed(span: Span, ruler: Ruler | None) -> ListedCue:
    """A span as the list shows it."""
    cue = span.cue
    start, end = _samples(span, ruler)
    facts = {name: str(fact) for name in _FACTS if (fact := getattr(span, name))}
    facts |= {name: str(fact) for name in ("vocal", "album") if (fact := getattr(cue, name))}
    return ListedCue(
        number=cue.number,
        title=cue.title,
        level=span.known,
        session=span.session,
        line=line_of(span),
        id=span.id,
        start=start,
        end=end,
        start_label=_label(span.start, start, ruler),
        end_label=_label(span.end, end, ruler),
        crossing=str(span.crossing) if span.crossing and not span.undecided else "",
        guess=str(span.crossing or span.level) if span.undecided and span.level is not span.known else "",
        tracks=span.tracks,
        locked=span.locked,
        origin=cue.origin or "",
        status=cue.status or "",
        why=_why(span),
        facts=facts,
    )


def line_of(span: Span) -> int | None:
    """The line of the span's row in its table, None if it has none."""
    rows = (_ROW.fullmatch(one.text) for one in span.evidence[:1] if _is_row(one))
    return next((int(row[1]) for row in rows if row is not None), None)


def _is_row(evidence: Evidence) -> bool:
    """Whether it says no more than that a row of a table says so."""
    return evidence.source in {"table", "lock"}


def _why(span: Span) -> str:
    """Who says so, or what it was read from; the span's own row is no reason."""
    who = f"{span.by} decided" if span.locked and span.by else "decided" if span.locked else ""
    reasons = (str(one) for one in span.evidence if not _is_row(one))
    return "; ".join(filter(None, (who, span.note, *reasons)))


def _samples(span: Span, ruler: Ruler | None) -> tuple[int | None, int | None]:
    """Where the span lies, None where that is not known or nowhere."""
    if ruler is None:
        return span.start.samples, span.end.samples
    try:
        found = stretch(span, ruler)
    except ValueError:
        return span.start.samples, span.end.samples
    return found.start, found.end


def _label(place: Place, samples: int | None, ruler: Ruler | None) -> str:
    return place.label if ruler is None or samples is None else ruler.label(samples)


def _order(span: Span, found: CueList) -> tuple[bool, int, int]:
    """By what a span is put in order within its session."""
    known = found.ruler_of(span)
    ruler = known or Ruler(RATES[found.rate], _ASSUMED)
    try:
        return False, _rank(span.start, ruler, known), _rank(span.end, ruler, known)
    except ValueError:
        return True, span.start.samples or 0, span.end.samples or 0


def _rank(place: Place, ruler: Ruler, known: Ruler | None) -> int:
    """A number that grows with the place; where no offset is known, its timecode counts if it has any."""
    return ruler.position(place.label) if known is None and place.label else position(place, ruler)
