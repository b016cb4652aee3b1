"""The previews that may be asked for: each with its key, what it would let through here, and what it had to decide."""

from bridge.model.show import Mode
from bridge.model.snapshot import OfferView, Snapshot, Stage
from bridge.ui.palette import Hue
from bridge.ui.screen.layout import COLUMNS, ENTRY
from bridge.ui.screen.lines import EMPTY, Line, Piece, cells, column, cut, name, spread
from bridge.ui.screen.seen import Seen

WIDE = 44
"""Cells from which a preview's title fits too."""


def offers(seen: Seen, width: int, height: int) -> list[Line]:
    """The previews in columns, read down, or one behind the other where there is no room; what is on is inverse."""
    snapshot = seen.snapshot
    if snapshot is None:
        return [(Piece("Previews", Hue.TITLE),)]
    columns = max(1, min(width // ENTRY, COLUMNS))
    each = width // columns
    entries = [_entry(seen, snapshot, offer, each) for offer in snapshot.offers]
    rows = -(-len(entries) // columns)
    if rows >= height:
        return _flowing([_short(seen, snapshot, offer) for offer in snapshot.offers], width)
    body = [tuple(piece for entry in entries[row::rows] for piece in entry) for row in range(rows)]
    lever = (Piece(f"lever: {snapshot.lever}", Hue.DIM),) if snapshot.lever else EMPTY
    return [spread((Piece("Previews", Hue.TITLE), *_about(snapshot)), lever, width), *body]


def _about(snapshot: Snapshot) -> Line:
    if snapshot.no_previews:
        return (Piece("  none: followed by MIDI alone", Hue.WARNING),)
    if snapshot.mode is Mode.WATCH:
        return (Piece("  refused in watch mode", Hue.WARNING),)
    return (Piece("  let through/of  ?undecided", Hue.DIM),)


def _flowing(entries: list[Line], width: int) -> list[Line]:
    """The entries one behind the other, none of them broken."""
    lines: list[Line] = []
    line: Line = ()
    for entry in entries:
        if line and cells(line) + cells(entry) > width:
            lines.append(line)
            line = ()
        line = (*line, *entry)
    return [cut(one, width) for one in (*lines, line)]


def _short(seen: Seen, snapshot: Snapshot, offer: OfferView) -> Line:
    """A preview in as few cells as can be: without how many there are in all."""
    key, _, words, space = _entry(seen, snapshot, offer, 0)
    open_questions = f" ?{offer.undecided}" if offer.undecided else ""
    text = name(offer.name, 40) + ("" if snapshot.no_previews else f" {offer.heard}{open_questions}")
    return (key._replace(text=f" {offer.key} " if offer.key else ""), words._replace(text=f" {text}"), space)


def _let_through(offer: OfferView) -> str:
    """How much of the desk it lets through, and how much of that it would have to decide."""
    return f"{offer.heard}/{offer.heard + offer.silenced}" + (f" ?{offer.undecided}" if offer.undecided else "")


def _entry(seen: Seen, snapshot: Snapshot, offer: OfferView, width: int) -> Line:
    preview = snapshot.preview
    on = preview.name == offer.name and preview.stage is not Stage.OFF
    allowed = snapshot.mode is not Mode.WATCH and bool(snapshot.tracks)
    counts = "" if snapshot.no_previews else _let_through(offer)
    room = width - 5 - len(counts) - 1
    words = name(offer.name, 40) + (f"  {name(offer.title, 60)}" if width >= WIDE else "")
    hue = (Hue.STALE if seen.stale else Hue.ACTIVE) if on else Hue.TEXT if allowed else Hue.DIM
    does = f"preview:{offer.name}"
    key = Piece(column(f" {offer.key}" if offer.key else "", 3), Hue.KEY if offer.key and allowed else Hue.DIM, does)
    text = column(column(words, room) + counts, width - 5) if width else ""
    return (key, Piece(" "), Piece(text, hue, does), Piece(" "))
