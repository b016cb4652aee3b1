"""Tables for the terminal beside the status: what each track was found to be, before anything is written down."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from bridge.model.desk import Strip
from bridge.model.stems import Stem
from bridge.model.text import harmless
from bridge.ui.status import FAMILY_STYLES, stem_words, sureness


def proposals(tracks: Sequence[tuple[Strip, Stem]]) -> Table:
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
