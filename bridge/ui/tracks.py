"""One track with all that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bridge.model.stems import Stem
from bridge.model.text import harmless
from bridge.ui.past import Past, decided_before
from bridge.ui.status import stem_words, sureness


@dataclass(frozen=True, slots=True)
class KnownTrack:
    """What is known of a track: what it is and why; what kind of strip; what its row says, who signed it, its note.

    Empty is what is not known, or not there.
    """

    name: str
    stem: Stem
    kind: str = ""
    row: str = ""
    by: str = ""
    note: str = ""


def one_track(track: KnownTrack, past: Sequence[Past], now: float) -> RenderableType:
    """All that is known of a track, and what was decided about it, the newest first; `now` in unix seconds."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("track", Text(harmless(track.name), style="bold"))
    sure = sureness(track.stem)
    rows = {
        "kind": track.kind,
        "stem": stem_words(track.stem) + (f"  ({sure})" if sure else ""),
        "why": "; ".join(map(str, track.stem.evidence)),
        "row": track.row,
        "signed by": track.by,
        "note": track.note,
    }
    for name, words in rows.items():
        if words:
            grid.add_row(name, Text(harmless(words, 1000)))
    return Group(grid, Text(), *decided_before(past, now))
