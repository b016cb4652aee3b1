"""Notices and findings with their time, what nobody acknowledged first, the newest first; what is wrong stays."""

from collections.abc import Iterator
from functools import lru_cache

from bridge.model.effects import Severity
from bridge.model.snapshot import FindingView, NoticeView, Snapshot
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import Line, Piece, name, spread, wrapped
from bridge.ui.screen.seen import Seen

MARKS = {
    Severity.INFO: ("·", Hue.TEXT),
    Severity.WARNING: ("!", Hue.WARNING),
    Severity.ALARM: ("‼", Hue.ALARM),
}
FINDING = ("▲", Hue.WARNING)
"""The mark of what is wrong until it is mended."""
TIME = 9
"""Cells of the time of day and a blank."""
MOST = 6
"""Lines that one notice takes at most."""


def notices(seen: Seen, width: int, height: int) -> list[Line]:
    """As many of them as fit; findings stand before notices of the same moment."""
    snapshot = seen.snapshot
    if snapshot is None:
        return [(Piece("Notices", Hue.TITLE),)]
    shown = _ordered(snapshot)
    new = sum(map(_new, shown))
    right = (Piece(f"{new} new ", Hue.WARNING), Piece("a", Hue.KEY, "acknowledge"), Piece(" seen")) if new else ()
    lines = [spread((Piece("Notices", Hue.TITLE),), right, width)]
    for _, laid in _laid(seen, shown, width, height - 1):
        lines += laid
    return lines[:height]


def open_numbers(seen: Seen, width: int, height: int) -> tuple[int, ...]:
    """The numbers of what is shown in so much room and nobody has acknowledged, plain news aside.

    A notice that says what a finding says is not shown, and acknowledged with it.
    """
    snapshot = seen.snapshot
    if snapshot is None:
        return ()
    shown = [one for one, _ in _laid(seen, _ordered(snapshot), width, height - 1) if _new(one)]
    texts = {one.text for one in shown}
    known: list[NoticeView | FindingView] = [*snapshot.findings, *snapshot.notices]
    return tuple(one.number for one in known if _new(one) and one.text in texts)


def _laid(
    seen: Seen, shown: list[NoticeView | FindingView], width: int, height: int
) -> Iterator[tuple[NoticeView | FindingView, tuple[Line, ...]]]:
    """What fits into so many lines; of the last one perhaps only the beginning."""
    for one in shown:
        if height <= 0:
            return
        laid = _lines(one, seen.clock(one.at), width)
        height -= len(laid)
        yield one, laid


def _new(one: NoticeView | FindingView) -> bool:
    return not one.acknowledged and (isinstance(one, FindingView) or one.severity is not Severity.INFO)


def _ordered(snapshot: Snapshot) -> list[NoticeView | FindingView]:
    """Findings and notices, the new ones first; a notice that says what a finding still says is left out."""
    standing = {finding.text for finding in snapshot.findings}
    said = (notice for notice in snapshot.notices if notice.text not in standing)
    return sorted((*snapshot.findings, *said), key=lambda one: (not _new(one), -one.at, -one.number))


@lru_cache(maxsize=256)
def _lines(one: NoticeView | FindingView, when: str, width: int) -> tuple[Line, ...]:
    mark, hue = MARKS[one.severity] if isinstance(one, NoticeView) else FINDING
    if one.acknowledged:
        hue = Hue.DIM
    text = wrapped(one.text, max(width - TIME - 2, 8), 1 if one.acknowledged else MOST)
    first = (Piece(when + " ", Hue.DIM), Piece(f"{mark} ", hue), Piece(name(text[0], 1000), hue))
    return (first, *((Piece(" " * (TIME + 2)), Piece(name(line, 1000), hue)) for line in text[1:]))
