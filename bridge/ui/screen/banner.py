"""The banner: which preview is on, unmistakable from any distance; how far it has come, and what it does."""

from collections.abc import Iterable, Sequence

from bridge.model.show import Mode
from bridge.model.snapshot import Snapshot, Stage
from bridge.ui.palette import Hue
from bridge.ui.screen.desk import counted
from bridge.ui.screen.lines import EMPTY, Line, Piece, name, spread, whole
from bridge.ui.screen.seen import Line as Wire
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.tree import Tree

_STAGES = {
    Stage.ENTERING: "◌ entering: asked, not confirmed",
    Stage.ON: "● on, confirmed",
    Stage.PARTIAL: "! partial",
    Stage.LEAVING: "◌ leaving: the desk is being given back",
}
_ONCE = {
    Stage.ENTERING: "? was entering",
    Stage.ON: "? was on",
    Stage.PARTIAL: "? was on, partial",
    Stage.LEAVING: "? was leaving",
}
"""The same where the screen is stale: it was so when the bridge, or the DAW, was last heard."""
LOW = 2
"""Lines of a banner that has none for names; what lasts then stands before the counts."""
NAMED = 3
"""Names that are spelt of each kind."""


def banner(seen: Seen, tree: Tree, width: int, height: int) -> list[Line]:
    """The preview in so many lines; inverse as a whole while one is on, for the desk is not the user's then."""
    snapshot = seen.snapshot
    if snapshot is None:
        return [EMPTY] * height
    lasting = [*_lasting(seen, snapshot)]
    counts = _counts(seen, snapshot, tree)
    below = [counts, _said([*lasting, *_troubles(snapshot)])] if height > LOW else [(*_said(lasting), *counts)]
    lines = [_title(seen, snapshot), *below, *[EMPTY] * height][:height]
    if snapshot.preview.stage is Stage.OFF:
        return [spread(line, EMPTY, width) for line in lines]
    return [whole(line, width, _hue(seen, snapshot.preview.stage)) for line in lines]


def _hue(seen: Seen, stage: Stage) -> Hue:
    if seen.stale:
        return Hue.STALE
    return Hue.ACTIVE if stage in {Stage.ON, Stage.PARTIAL} else Hue.WAITING


def _title(seen: Seen, snapshot: Snapshot) -> Line:
    preview = snapshot.preview
    if preview.stage is Stage.OFF and snapshot.no_previews:
        return (Piece(" FULL ", Hue.TITLE), Piece(f" no previews: {name(snapshot.no_previews, 200)}", Hue.DIM))
    if preview.stage is Stage.OFF:
        left = snapshot.offered or preview.soloed
        whose = " when last heard" if seen.stale else " no preview is on" if left else " the desk is yours"
        return (Piece(" FULL ", Hue.TITLE), Piece(whose, Hue.DIM), *_allowed(snapshot))
    stage = f"{_ONCE[preview.stage]} when last heard" if seen.stale else _STAGES[preview.stage]
    if preview.name == "off":
        return (Piece(f" FULL  {stage}"),)
    title = f"{name(preview.name, 40).upper()}  {name(preview.title, 60)}"
    return (Piece(f" {title}   {stage}{'' if seen.stale else '   Esc: full'}"),)


def _allowed(snapshot: Snapshot) -> Line:
    """Why a preview's key does nothing in watch mode."""
    if snapshot.mode is not Mode.WATCH:
        return EMPTY
    return (
        Piece("   watch mode: previews are refused; "),
        Piece("w", Hue.KEY, "mode"),
        Piece(" allows them"),
    )


def _counts(seen: Seen, snapshot: Snapshot, tree: Tree) -> Line:
    """How many strips of the whole desk are in which state, and what had to be decided unasked."""
    found = counted(tree.states.values())
    preview = snapshot.preview
    if preview.unfilled:
        found.insert(0, Piece("  ! no M&E: FX+MX unfilled", Hue.WARNING))
    for what, names in (("stem unknown", preview.unknown), ("tracks undecided", preview.undecided)):
        if names:
            found.append(Piece(f"  ? {len(names)} {what}"))
    if seen.wish:
        found.append(Piece(f"  ◌ asked: {name(seen.wish)}"))
    return (found[0]._replace(text=found[0].text[1:]), *found[1:]) if found else EMPTY


def _said(what: Sequence[str]) -> Line:
    return (Piece(f" {'   '.join(what)}  ", Hue.WARNING),) if what else EMPTY


def _lasting(seen: Seen, snapshot: Snapshot) -> Iterable[str]:
    """What of ours stays on a desk, or in a file, until somebody does something."""
    if snapshot.debts and seen.line is Wire.GONE:
        yield f"! {len(snapshot.debts)} of our mutes may be on the desk, all on disk; a bridge gives them back"
    elif snapshot.debts and snapshot.preview.stage is Stage.LEAVING:
        yield f"◌ {len(snapshot.debts)} of our mutes still to be given back, each written down"
    if snapshot.offered:
        mutes = "1 mute" if len(snapshot.offered) == 1 else f"{len(snapshot.offered)} mutes"
        yield f"! {mutes} may be left from a preview: stembridge restore"
    elif snapshot.file_debts and snapshot.preview.stage is Stage.OFF:
        yield f"! the saved file holds {len(snapshot.file_debts)} of our mutes: save again"


def _troubles(snapshot: Snapshot) -> Iterable[str]:
    """What one must know of the preview by name, the gravest first."""
    preview = snapshot.preview
    unknown = frozenset(preview.unknown)
    passed = bool(unknown) and any(track.heard for track in snapshot.tracks if track.name in unknown)
    told = (
        ("! refused", preview.refused),
        ("! left open, mute automated", preview.untouched),
        ("! solo on", preview.soloed),
        ("◆ opened or muted by you", preview.yours),
        ("? doubtful", preview.doubtful),
        ("? undecided who hears", preview.undecided),
        ("◇ stays open", preview.ambiguous),
        (f"? stem unknown, {'heard' if passed else 'silent'}", preview.unknown),
        ("? check by ear", preview.by_ear),
    )
    for what, names in told:
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield f"{what}: {', '.join(name(one, 24) for one in names[:NAMED])}{more}"
