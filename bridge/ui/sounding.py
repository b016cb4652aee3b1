"""What sounds at the playhead and what comes next: rows for a screen that is eighty columns wide."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bridge.model.snapshot import CuesView, CueView, Snapshot
from bridge.model.text import harmless
from bridge.ui.levels import level_label

NAMED = 3
"""Disputes, and spans that can't be placed, that are spelt out."""


def sounding(snapshot: Snapshot) -> Iterator[RenderableType]:
    """The cues around the playhead, and what is wrong with them; nothing where a session has no cues."""
    cues = snapshot.cues
    if cues.total or cues.live:
        yield Text("\nsounds now", style="bold")
        if cues.live:
            yield _rows(cues.live, snapshot, ends=True)
        else:
            where = "no cue" if snapshot.transport.position is not None else "not known: no position was reported yet"
            yield Text(f"  {where}", style="dim")
    if cues.coming:
        yield Text("next", style="bold")
        yield _rows(cues.coming, snapshot, ends=False)
    yield from _named("disputed", cues.disputed)
    yield from _named("left out", cues.troubles)
    yield from _named("missing", cues.missing)


def counted(cues: CuesView) -> Text:
    """How many cues there are, where they come from, how many nobody has decided."""
    text = Text(f"{cues.total} from {'the session file' if cues.source == 'session file' else harmless(cues.source)}  ")
    if cues.undecided:
        text.append(f"? {cues.undecided} undecided (stembridge cues --undecided)", style="bold red")
    else:
        text.append("all decided")
    return text


def _rows(cues: Iterable[CueView], snapshot: Snapshot, *, ends: bool) -> Table:
    """A row a cue: who hears it, which it is, from when to when, how long until it `ends` or begins."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, expand=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=24)
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    for cue in cues:
        label = Text("  ") + level_label(cue.level, cue.crossing, cue.guess)
        name = Text(harmless(f"{cue.number} {cue.title}".strip() or "no number"), style="bold")
        table.add_row(label, name, Text(_where(cue)), Text(_left(cue.end if ends else cue.start, snapshot, ends=ends)))
    return table


def _where(cue: CueView) -> str:
    if cue.start_label and cue.end_label:
        return harmless(f"{cue.start_label}–{cue.end_label}", 40)
    return f"sample {cue.start}–{cue.end}"


def _left(then: int, snapshot: Snapshot, *, ends: bool) -> str:
    """How long until then at normal speed, nothing where the position or the sample rate is not known."""
    position = snapshot.transport.position
    if position is None or not snapshot.rate:
        return ""
    return f"{'ends in' if ends else 'in'} {countdown((then - position) / snapshot.rate)}"


def countdown(seconds: float) -> str:
    """A length of time to wait, to the second.

    >>> countdown(12.9), countdown(125), countdown(3725), countdown(-1)
    ('12 s', '2:05 min', '1:02:05 h', '0 s')
    """
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02} min"
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02} h"


def _named(what: str, sentences: tuple[str, ...]) -> Iterator[Text]:
    for sentence in sentences[:NAMED]:
        yield Text(f"{what}: {harmless(sentence, 500)}", style="yellow")
    if len(sentences) > NAMED:
        yield Text(f"{what}: {len(sentences) - NAMED} more like that; see: stembridge cues", style="yellow")
