"""What sounds: the live cues with their end, the next ones with their beginning; crossings, open questions as such."""

from bridge.model.cues import Level
from bridge.model.snapshot import CuesView, CueView
from bridge.ui.levels import SHORT, SYMBOLS
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import EMPTY, Line, Piece, column, cut, name, spread, under_cursor
from bridge.ui.screen.seen import Seen
from bridge.ui.sounding import countdown

BAR = 12
"""Cells of the bar that shows how far through its cue the playhead is."""
ROOMY = 76
"""Cells from which a live cue's bar stands beside its title, and its labels below."""
LABEL = 22
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


def sounds(seen: Seen, width: int, chosen: int | None) -> list[Line]:
    """The cues around the playhead; `chosen`: the one under the cursor, counted over live and coming ones."""
    if seen.snapshot is None:
        return [(Piece("What sounds", Hue.TITLE),)]
    cues = seen.snapshot.cues
    lines = [spread((Piece("What sounds", Hue.TITLE),), _counted(cues), width)]
    for number, cue in enumerate((*cues.live, *cues.coming)):
        first, *others = _cue(seen, cue, width, live=number < len(cues.live))
        first = tuple(piece._replace(does=f"cue:{number}") for piece in first)
        lines += [under_cursor((Piece("›"), *first[1:]), width) if number == chosen else first, *others]
    if not cues.live:
        lines.insert(1, cut((Piece(_nothing(seen), Hue.DIM),), width))
    return lines


def _nothing(seen: Seen) -> str:
    snapshot = seen.snapshot
    if snapshot is None or snapshot.transport.position is None:
        return "  not known: no position was told yet"
    return "  no cue here" if snapshot.cues.total else "  no cues are known: stembridge init reads the session's file"


def _counted(cues: CuesView) -> Line:
    if not cues.total:
        return EMPTY
    total = Piece(f"{cues.total} cues  ", Hue.DIM)
    if cues.undecided:
        return (total, Piece(f"? {cues.undecided} undecided", Hue.UNSET))
    return (total, Piece("all decided", Hue.GOOD))


def _cue(seen: Seen, cue: CueView, width: int, *, live: bool) -> list[Line]:
    title = f"{name(cue.number, 20)} {name(cue.title, 80)}".strip() or "no number"
    text = (Piece(" "), level(cue), Piece(" "), Piece(title, Hue.TITLE if live else Hue.TEXT))
    left, through = _left(seen, cue, live=live), _through(seen, cue)
    if not live:
        return [spread(text, left, width)]
    why: Line = (Piece(f"   {'locked: ' if cue.locked else ''}{name(cue.why) or 'nobody says why'}", Hue.DIM),)
    if width < ROOMY:  # the title goes before the labels
        return [spread(text, left, width), spread(why, through, width)]
    place = f"{name(cue.start_label, 20)}–{name(cue.end_label, 20)}" if cue.start_label else ""
    return [spread(text, (*left, Piece(" "), *through), width), spread(why, (Piece(place, Hue.DIM),), width)]


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


def _left(seen: Seen, cue: CueView, *, live: bool) -> Line:
    """How long until it ends, or begins."""
    snapshot = seen.snapshot
    if snapshot is None or snapshot.transport.position is None or not snapshot.rate:
        return EMPTY
    then = cue.end if live else cue.start
    left = countdown((then - snapshot.transport.position) / snapshot.rate)
    return (Piece(f"{'ends in' if live else 'in'} {left}"),)


def _through(seen: Seen, cue: CueView) -> Line:
    """How far through it we are."""
    position = seen.snapshot.transport.position if seen.snapshot else None
    if position is None:
        return EMPTY
    return (Piece(bar((position - cue.start) / max(cue.end - cue.start, 1), BAR), LEVELS[cue.level]),)


def bar(part: float, width: int) -> str:
    """How much of something is over.

    >>> bar(0.5, 4), bar(2.0, 4)
    ('██░░', '████')
    """
    done = round(min(max(part, 0.0), 1.0) * width)
    return "█" * done + "░" * (width - done)
