"""What sounds: the live cues with their end, the next ones with their beginning; crossings, open questions as such."""

from collections.abc import Sequence

from bridge.model.cues import Level
from bridge.model.snapshot import CuesView, CueView
from bridge.ui.levels import SHORT, SYMBOLS
from bridge.ui.palette import Hue
from bridge.ui.screen.desk import STATES
from bridge.ui.screen.lines import EMPTY, Line, Piece, cells, column, cut, name, spread, under_cursor
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.tree import Tree
from bridge.ui.sounding import countdown

BAR, SHORT_BAR = 12, 6
"""Cells of the bar that shows how far through its cue the playhead is; the short one where the region is narrow."""
WIDE = 76
"""Cells from which there is room for the long bar, and for a cue's start and end."""
NAMED = 2
"""Tracks of a cue that are named."""
LABEL = 20
"""Cells of a level: symbol, the label that editors know, the word."""
LEVELS = {
    Level.DIEGETIC: Hue.DIEGETIC,
    Level.NONDIEGETIC: Hue.NONDIEGETIC,
    Level.METADIEGETIC: Hue.METADIEGETIC,
    Level.EXTRAFICTIONAL: Hue.EXTRAFICTIONAL,
    Level.TRANSDIEGETIC: Hue.TRANSDIEGETIC,
    Level.AMBIGUOUS: Hue.AMBIGUOUS,
    Level.UNSET: Hue.UNSET,
}


def sounds(seen: Seen, tree: Tree, width: int, chosen: int | None) -> list[Line]:
    """The cues around the playhead; `chosen`: the one under the cursor, counted over live and coming ones."""
    title = (Piece("What sounded when last heard" if seen.stale and seen.snapshot else "What sounds", Hue.TITLE),)
    if seen.snapshot is None:
        return [title]
    cues = seen.snapshot.cues
    lines = [spread(title, _counted(cues), width)]
    for number, cue in enumerate((*cues.live, *cues.coming)):
        found = _live(seen, tree, cue, width) if number < len(cues.live) else [_coming(seen, cue, width)]
        found[0] = tuple(piece._replace(does=f"cue:{number}") for piece in found[0])
        if number == chosen:
            found[0] = under_cursor((Piece("›"), *found[0][1:]), width)
        lines += found
    if not cues.live:
        lines.insert(1, cut((Piece(_nothing(seen), Hue.DIM),), width))
    return lines


def _nothing(seen: Seen) -> str:
    snapshot = seen.snapshot
    if snapshot is None or snapshot.transport.position is None:
        return "  not known: no position was told yet"
    if snapshot.cues.total:
        return "  no cue here"
    how = "write them into cues.csv" if snapshot.no_previews else "stembridge init reads the session's file"
    return f"  no cues are known: {how}"


def _counted(cues: CuesView) -> Line:
    if not cues.total:
        return EMPTY
    total = Piece(f"{cues.total} cues  ", Hue.DIM)
    if cues.undecided:
        return (total, Piece(f"? {cues.undecided} of them undecided", Hue.UNSET))
    return (total, Piece("all decided", Hue.GOOD))


def _live(seen: Seen, tree: Tree, cue: CueView, width: int) -> list[Line]:
    """A live cue: who hears it and how far through it we are; below, whether its tracks can be heard, and why so."""
    why = Piece(f"  {'locked: ' if cue.locked else ''}{name(cue.why) or 'nobody says why'}", Hue.DIM)
    place = f"{name(cue.start_label, 20)}–{name(cue.end_label, 20)}" if cue.start_label and width >= WIDE else ""
    first = spread(_named(cue, Hue.TITLE), _ends(seen, cue, width), width)
    return [first, spread((*_states(tree, cue), why), (Piece(place, Hue.DIM),), width)]


def _coming(seen: Seen, cue: CueView, width: int) -> Line:
    """A cue that comes: who hears it, how long until then; its tracks where there is room for them."""
    text, right = _named(cue, Hue.TEXT), _begins(seen, cue)
    longer = (*text, Piece(f"  {_listed(cue.tracks)}", Hue.DIM))
    return spread(longer if cells(longer) + 1 + cells(right) <= width else text, right, width)


def _named(cue: CueView, hue: Hue) -> Line:
    title = f"{name(cue.number, 20)} {name(cue.title, 80)}".strip() or "no number"
    return (Piece(" "), level(cue), Piece(" "), Piece(title, hue))


def _states(tree: Tree, cue: CueView) -> Line:
    """What the tracks of a live cue do: it sounds only where they do."""
    found: dict[str, list[str]] = {}
    for track in tree.tracks.values() if cue.tracks else ():
        if track.name in cue.tracks:
            found.setdefault(tree.states[track.number], []).append(track.name)
    line = [Piece(" ")]
    for state, tracks in found.items():
        words, hue = STATES[state]
        line += [Piece(f"  {words} ", hue), Piece(_listed(tracks))]
    return tuple(line)


def _listed(tracks: Sequence[str]) -> str:
    more = f" and {len(tracks) - NAMED} more" if len(tracks) > NAMED else ""
    return ", ".join(name(track, 30) for track in tracks[:NAMED]) + more


def level(cue: CueView) -> Piece:
    """Who hears it, in a symbol, a label, words and a colour."""
    if cue.level is Level.UNSET:
        words = "? undecided" + (f" ({name(cue.guess, 5)}?)" if cue.guess else "")
    elif cue.crossing:
        words = f"{SYMBOLS[cue.level]} X {' > '.join(_short(word) for word in cue.crossing.split(' > '))}"
    else:
        words = f"{SYMBOLS[cue.level]} {SHORT[cue.level]} {cue.level.value}"
    return Piece(column(words, LABEL), LEVELS[cue.level])


def _short(word: str) -> str:
    return SHORT[Level(word)] if word in set(Level) else name(word, 8)


def _ends(seen: Seen, cue: CueView, width: int) -> Line:
    """How long until it ends, and how far through it we are."""
    if (left := _until(seen, cue.end)) is None:
        return EMPTY
    through = 1 - left / max(left - (_until(seen, cue.start) or 0.0), 1e-9)
    return (
        Piece(f"ends in {countdown(left)} "),
        Piece(bar(through, BAR if width >= WIDE else SHORT_BAR), LEVELS[cue.level]),
    )


def _begins(seen: Seen, cue: CueView) -> Line:
    """How long until it begins."""
    left = _until(seen, cue.start)
    return EMPTY if left is None else (Piece(f"in {countdown(left)}"),)


def _until(seen: Seen, place: int) -> float | None:
    """Seconds until that place at normal speed; None where the position is not known, or old."""
    snapshot = seen.snapshot
    if seen.stale or snapshot is None or snapshot.transport.position is None or not snapshot.rate:
        return None
    return (place - snapshot.transport.position) / snapshot.rate


def bar(part: float, width: int) -> str:
    """How much of something is over.

    >>> bar(0.5, 4), bar(2.0, 4)
    ('██░░', '████')
    """
    done = round(min(max(part, 0.0), 1.0) * width)
    return "█" * done + "░" * (width - done)
