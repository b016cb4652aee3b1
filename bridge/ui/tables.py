"""Tables for the terminal beside the status: what tracks and cues were found to be, before anything is written down."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from bridge.model.cues import Difference, Fate, Level, Place, Span
from bridge.model.desk import Strip
from bridge.model.stems import Stem
from bridge.model.text import harmless
from bridge.model.timecode import Ruler
from bridge.ui.status import FAMILY_STYLES, NAME, stem_words, sureness


def track_proposals(tracks: Sequence[tuple[Strip, Stem]]) -> Table:
    """Each track with its stem, how sure that is, and the first reason; names can't steer the terminal."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("name", no_wrap=True, overflow="ellipsis", max_width=32)
    for name in ("stem", "sure"):
        table.add_column(name, no_wrap=True)
    table.add_column("why", overflow="fold")
    for strip, stem in tracks:
        style = FAMILY_STYLES[stem.family] if stem.family is not None and stem.known else "dim"
        why = harmless(str(stem.evidence[0])) if stem.evidence else ""
        words = Text(stem_words(stem), style=style), Text(sureness(stem)), Text(why, style="dim")
        table.add_row(Text(str(strip.number)), Text(harmless(strip.name)), *words)
    return table


REASONS = 2
"""So many reasons for a cue are shown; cues.csv has all of them."""
_FATES = {Fate.ADDED: ("+", "green"), Fate.CHANGED: ("~", "yellow"), Fate.GONE: ("-", "dim")}
"""The sign before a row, and its colour: never the colour alone."""


def cue_differences(differences: Sequence[Difference], ruler: Ruler | None) -> Table:
    """Each span that is new (+), that the session says otherwise by now (~), or that is gone from it (-), and why."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("", "cue", "from", "to", "level"):
        table.add_column(name, no_wrap=True)
    table.add_column("why", overflow="fold")
    for difference in differences:
        span = difference.now or difference.was
        if span is None:
            continue
        sign, style = _FATES[difference.fate]
        places = (_place(place, ruler) for place in (span.start, span.end))
        reasons = harmless("; ".join(map(str, span.evidence[:REASONS])))
        why = "gone from the session; the row stays" if difference.fate is Fate.GONE else reasons
        words = (sign, harmless(str(span.cue), NAME), *places, _level(span))
        table.add_row(*(Text(word, style=style) for word in words), Text(why, style="dim"))
    return table


def _place(place: Place, ruler: Ruler | None) -> str:
    if ruler is not None and place.samples is not None:
        return ruler.label(place.samples)
    return harmless(place.label) or f"{place.samples} samples"


def _level(span: Span) -> str:
    if not span.undecided:
        return str(span.crossing or span.level)
    return "?" if span.level is Level.UNSET else f"? perhaps {span.level}"
