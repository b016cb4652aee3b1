"""The list of cues as a table, and one cue with all that is known of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bridge.model.cuelist import ListedCue, Listing
from bridge.model.cues import Level
from bridge.model.text import harmless
from bridge.ui.levels import level_words
from bridge.ui.past import Past, decided_before

TITLE = 24
"""Characters of a title that the table shows."""
NAMED = 8
"""Disputes and spans that can't be placed that are spelt out."""


def cues(shown: Sequence[ListedCue], found: Listing) -> RenderableType:
    """These cues of a list as a table for each session, then what there is altogether."""
    return Group(*_tables(shown), *summary(shown, found))


def _tables(shown: Sequence[ListedCue]) -> Iterator[RenderableType]:
    groups = [(session, list(rows)) for session, rows in groupby(shown, key=lambda cue: cue.session)]
    for session, rows in groups:
        if session:
            yield Text(f"session {harmless(session)}", style="bold")
        yield _table(rows)
        yield Text()


def _table(rows: Iterable[ListedCue]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    table.add_column("cue", overflow="fold", max_width=12)
    table.add_column("title", no_wrap=True, overflow="ellipsis", max_width=TITLE)
    table.add_column("from, to", no_wrap=True)
    table.add_column("who hears it", max_width=20)
    table.add_column("what is known", overflow="fold", ratio=1)
    for cue in rows:
        style = "" if cue.locked else "dim"
        where = Text("\n".join(_places(cue)))
        known = Text("\n".join(_known(cue)), style="dim")
        name, title = Text(name_of(cue), style="bold"), Text(harmless(cue.title, TITLE), style=style)
        table.add_row(name, title, where, level_words(cue.level, cue.crossing, cue.guess), known)
    return table


def name_of(cue: ListedCue) -> str:
    """What one calls the cue on the command line: its number, else what it was found by, else its line."""
    return harmless(cue.number or cue.id or (f"line {cue.line}" if cue.line else "no number"), 60)


def _places(cue: ListedCue) -> tuple[str, str]:
    """Where a cue begins and ends: timecode, else samples."""
    both = ((cue.start_label, cue.start), (cue.end_label, cue.end))
    start, end = (harmless(label, 20) if label else f"sample {samples}" for label, samples in both)
    return start, end


def _known(cue: ListedCue) -> Iterator[str]:
    if cue.tracks:
        yield harmless(" | ".join(cue.tracks))
    if words := ", ".join(
        filter(None, (cue.origin, cue.status, *(f"{name} {fact}" for name, fact in cue.facts.items())))
    ):
        yield harmless(words)
    if cue.why:
        yield harmless(_reasons(cue), 300)


def _reasons(cue: ListedCue) -> str:
    """The reason that tells most: one for the level, else one that tells more than the number."""
    told = cue.why.split("; ")
    telling = [reason for reason in told if not reason.endswith(f" says cue {cue.number}")] or told[:1]
    best = next((reason for reason in telling if f" says {cue.guess or cue.level}" in reason), telling[0])
    return best + ("; …" if len(telling) > 1 else "")


def summary(shown: Sequence[ListedCue], found: Listing) -> Iterator[Text]:
    """How many there are of each level, what tracks are disputed, what can't be placed."""
    counted = Counter(cue.level for cue in shown)
    words = ", ".join(f"{counted[level]} {level.value}" for level in Level if counted[level])
    of = f" of {len(found.cues)}" if len(shown) != len(found.cues) else ""
    source = (
        f" from {'the session file' if found.source == 'session file' else harmless(found.source)}"
        if found.source
        else ""
    )
    count = f"{len(shown)}{of} {'cue' if len(found.cues) == 1 else 'cues'}{source}"
    yield Text(count + (f": {words}." if words else "."), style="bold")
    for sentences, style in ((found.disputed, "yellow"), (found.troubles, "yellow")):
        yield from (Text(harmless(sentence, 500), style=style) for sentence in sentences[:NAMED])
        if len(sentences) > NAMED:
            yield Text(f"… and {len(sentences) - NAMED} more like that.", style=style)


def one_cue(rows: Sequence[ListedCue], past: Sequence[Past], now: float) -> RenderableType:
    """All that is known of a cue, span after span, and what was decided about it, the newest first."""
    parts: list[RenderableType] = []
    for cue in rows:
        parts += [_details(cue), Text()]
    return Group(*parts, *decided_before(past, now))


def _details(cue: ListedCue) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("cue", Text(f"{name_of(cue)}  {harmless(cue.title)}".rstrip(), style="bold"))
    if cue.session:
        grid.add_row("session", Text(harmless(cue.session)))
    start, end = _places(cue)
    line = f"  (line {cue.line} of cues.csv)" if cue.line else ""
    grid.add_row("where", Text(f"{start} to {end}{line}"))
    grid.add_row("who hears it", level_words(cue.level, cue.crossing, cue.guess))
    rows = {
        "tracks": " | ".join(cue.tracks),
        "origin": cue.origin,
        "status": cue.status,
        **cue.facts,
        "found by": cue.id,
        "why": cue.why,
    }
    for name, words in rows.items():
        if words:
            grid.add_row(harmless(name, 20), Text(harmless(words, 1000)))
    return grid
