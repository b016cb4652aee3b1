"""The banner: which preview is on, unmistakable from any distance; how far it has come, and what it does."""

from bridge.model.show import Mode
from bridge.model.snapshot import PreviewView, Snapshot, Stage
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import EMPTY, Line, Piece, name, spread, whole
from bridge.ui.screen.seen import Seen

_STAGES = {
    Stage.ENTERING: "◌ entering: asked, not confirmed",
    Stage.ON: "● on, confirmed",
    Stage.PARTIAL: "! partial",
    Stage.LEAVING: "◌ leaving: the desk is being given back",
}


def banner(seen: Seen, width: int, height: int) -> list[Line]:
    """The preview in so many lines; inverse as a whole while one is on, for the desk is not the user's then."""
    snapshot = seen.snapshot
    if snapshot is None:
        return [EMPTY] * height
    lines = [_title(snapshot, stale=seen.stale), *_counts(snapshot, seen)]
    preview = snapshot.preview
    if preview.stage is Stage.OFF:
        return [spread(line, EMPTY, width) for line in [*lines, *[EMPTY] * height][:height]]
    hue = Hue.ACTIVE if preview.stage in {Stage.ON, Stage.PARTIAL} else Hue.WAITING
    full = [*lines, *[EMPTY] * height][:height]
    return [whole(line, width, hue) for line in full]


def _title(snapshot: Snapshot, *, stale: bool) -> Line:
    """What is on; where the screen is stale that is what was on when it was last heard, never more."""
    preview = snapshot.preview
    if preview.stage is Stage.OFF:
        yours = " when last heard" if stale else " the desk is yours"
        return (Piece(" FULL ", Hue.TITLE), Piece(yours, Hue.DIM), *_allowed(snapshot))
    stage = f"◌ was {preview.stage} when last heard" if stale else _STAGES[preview.stage]
    if preview.stage is Stage.LEAVING and preview.name == "off":
        return (Piece(f" FULL  {stage}"),)
    title = f"{name(preview.name, 40).upper()}  {name(preview.title, 60)}"
    return (Piece(f" {title}   {stage}   Esc: full"),)


def _allowed(snapshot: Snapshot) -> Line:
    """Why a preview's key does nothing in watch mode."""
    if snapshot.mode is not Mode.WATCH:
        return EMPTY
    return (
        Piece("   watch mode: no key can touch the desk; previews are refused. "),
        Piece("w", Hue.KEY, "mode"),
        Piece(" allows them"),
    )


def _counts(snapshot: Snapshot, seen: Seen) -> list[Line]:
    """What the preview does, in numbers and names, the gravest first."""
    preview = snapshot.preview
    if preview.stage is Stage.OFF:
        return [(Piece(f" solo on: {_named(preview.soloed)}", Hue.WARNING),)] if preview.soloed else []
    if preview.name == "off":
        left = len(snapshot.debts)
        return [(Piece(f" {left} mutes still to be given back, each written down"),)]
    numbers = f" {preview.heard} heard, {preview.silenced} silent by {snapshot.lever}"
    numbers += f"; asked: {name(seen.wish)}" if seen.wish else ""
    return [(Piece(numbers + "".join(f"; {text}" for text in _troubles(preview))),)]


def _troubles(preview: PreviewView) -> list[str]:
    told = (
        ("! refused", preview.refused),
        ("! left alone", preview.untouched),
        ("✋ yours", preview.yours),
        ("? stem unknown", preview.unknown),
        ("? undecided", preview.undecided),
        ("solo", preview.soloed),
        ("doubtful", preview.doubtful),
    )
    texts = [f"{what} {len(names)}" for what, names in told if names]
    return [*texts, *(["! no M&E: FX+MX unfilled"] if preview.unfilled else [])]


def _named(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(name(one, 24) for one in names[:3]) + more
