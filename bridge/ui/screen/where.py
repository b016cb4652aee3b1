"""Where we are: timecode in large figures, transport, rate, the clock and its health, session, link, mode."""

from bridge.model.chasing import Lock
from bridge.model.events import LinkState
from bridge.model.routing import GraphSource, RoutingView
from bridge.model.show import GENERIC, Mode
from bridge.model.snapshot import Snapshot
from bridge.ui.ages import age
from bridge.ui.clocks import CLOCKS, heard_at
from bridge.ui.palette import Hue
from bridge.ui.routes import briefly, teller
from bridge.ui.screen.digits import ROWS, large
from bridge.ui.screen.lines import EMPTY, Line, Piece, beside, cut, name, spread, whole, wrapped
from bridge.ui.screen.seen import Line as Wire
from bridge.ui.screen.seen import Seen

NO_LABEL = "--:--:--:--"
FIGURES = 37
"""Cells of a label of eleven characters in large figures."""
ROOMY = 40
"""Cells beside the figures in which every word has room."""
NOBODY = "No bridge is running here. It is looked for. Start one in another terminal: stembridge run"
HANGS = "A bridge is there and does not answer. What it owes the desk is written down. See: stembridge doctor"
_MODES = {
    Mode.WATCH: ("mode watch: only looks", Hue.TEXT),
    Mode.PREVIEW: ("mode preview: may mute", Hue.GOOD),
    Mode.KEEP: ("mode keep: may mute, route", Hue.GOOD),
}
_LINKS = {
    LinkState.SEARCHING: ("◌ searching for Ardour", Hue.WAITING),
    LinkState.JOINING: ("◌ joining Ardour", Hue.WAITING),
    LinkState.LIVE: ("● Ardour live", Hue.GOOD),
    LinkState.SILENT: ("! no word from Ardour", Hue.ALARM),
    LinkState.DEAF: ("! Ardour does not answer", Hue.WARNING),
    LinkState.LOST: ("! Ardour gone", Hue.ALARM),
    LinkState.PARTIAL: ("! parts of the list missing", Hue.WARNING),
    LinkState.OFF: ("! OSC is off in Ardour", Hue.ALARM),
}
_PORTS = {
    LinkState.SEARCHING: ("◌ waits for MIDI", Hue.WAITING),
    LinkState.LIVE: ("● MIDI heard", Hue.GOOD),
    LinkState.LOST: ("! MIDI gone", Hue.ALARM),
}
"""The link to a DAW that is followed by MIDI alone."""
_LOCKS = {
    Lock.IDLE: ("◌ nothing heard", Hue.WAITING),
    Lock.STOPPED: ("■ stands", Hue.TEXT),
    Lock.LOCKING: ("◌ not locked", Hue.WAITING),
    Lock.LOCKED: ("● locked", Hue.GOOD),
    Lock.FREEWHEEL: ("! runs on alone", Hue.WARNING),
    Lock.LOST: ("! silent", Hue.ALARM),
}


def head(seen: Seen, width: int) -> list[Line]:
    """One line: the session, the link, the mode; the whole line says so where the screen is stale."""
    if seen.stale and (loud := _stale(seen)):
        return [whole((Piece(f" STALE  {loud}"),), width, Hue.STALE)]
    snapshot = seen.snapshot
    if snapshot is None:
        words = "  no bridge runs here; it is looked for. Start it: stembridge run"
        return [cut((Piece(" Stembridge", Hue.TITLE), Piece(words, Hue.WARNING)), width)]
    session = name(snapshot.session, 40) or "no session"
    link, hue = _link(snapshot)
    since = f" {age(seen.at - snapshot.since)}" if snapshot.link is not LinkState.LIVE else ""
    mode, mode_hue = ("only listens", Hue.TEXT) if snapshot.no_previews else _MODES[snapshot.mode]
    left = (Piece(" Stembridge  ", Hue.TITLE), Piece(session), Piece("  "), Piece(link + since, hue))
    return [spread(left, (Piece(mode, mode_hue, "mode"), Piece(" ")), width)]


def _link(snapshot: Snapshot) -> tuple[str, Hue]:
    """How the DAW is heard, in a word."""
    return _PORTS.get(snapshot.link, _LINKS[snapshot.link]) if snapshot.daw == GENERIC else _LINKS[snapshot.link]


def _stale(seen: Seen) -> str:
    """How old what stands here is, whose silence that is, and what is being done."""
    old = f"{age(seen.since)}: "
    match seen.line:
        case Wire.LOOKING:
            return "" if seen.snapshot is None else old + "the bridge is gone"
        case Wire.GONE:
            return old + "the bridge is gone; it is looked for. Start it: stembridge run"
        case Wire.STILL:
            return old + "the bridge says nothing; it hangs or was stopped. Nothing lost"
        case Wire.LIVE if seen.snapshot is not None and seen.snapshot.tracks:
            told = _link(seen.snapshot)[0].lstrip("!◌● ")
            return f"{age(seen.at - _heard(seen.snapshot))}: {told}. Below is what was last known"
    return ""


def _heard(snapshot: Snapshot) -> float:
    """When the DAW was last heard: the link says that it is silent only some seconds after."""
    return min(snapshot.since, snapshot.transport.seen) if snapshot.transport.rolling else snapshot.since


def where(seen: Seen, width: int, height: int) -> list[Line]:
    """The timecode and what belongs to it; below it what the link has to say where that is worth a look."""
    figures = _figures(seen)
    lines = beside(figures, [(Piece("  "), *line) for line in _facts(seen, width - FIGURES - 2)], FIGURES)
    lines = [cut(line, width) for line in lines]
    return [*lines, *_detail(seen, width, height - len(lines))][:height]


def _figures(seen: Seen) -> list[Line]:
    label = (seen.snapshot.transport.label if seen.snapshot else "") or NO_LABEL
    old = seen.stale or (seen.snapshot is not None and seen.snapshot.chase.lock is Lock.LOST)
    hue = Hue.DIM if old or label == NO_LABEL else Hue.TITLE
    return [(Piece(row, hue),) for row in large(label if len(label) <= len(NO_LABEL) + 1 else NO_LABEL)]


def _facts(seen: Seen, room: int) -> list[Line]:
    """As many lines as the figures have rows, for so many cells."""
    snapshot = seen.snapshot
    if snapshot is None:
        return [EMPTY] * ROWS
    rates = f"{snapshot.timecode} fps" + (f"  {snapshot.rate} Hz" if snapshot.rate and snapshot.daw != GENERIC else "")
    return [_motion(seen, snapshot), (Piece(rates),), _clock(seen, snapshot, room)]


def _motion(seen: Seen, snapshot: Snapshot) -> Line:
    transport = snapshot.transport
    if seen.stale and transport.rolling is not None:
        return (Piece("? was rolling" if transport.rolling else "? was stopped", Hue.DIM),)
    words = {None: ("◌ not reported", Hue.WAITING), True: ("▶ rolling", Hue.GOOD), False: ("■ stopped", Hue.TEXT)}
    text, hue = words[transport.rolling]
    if transport.rolling and transport.speed not in {None, 1.0}:
        text += f" {transport.speed:g} x"
    record = (Piece("  "), Piece("● REC", Hue.ALARM)) if transport.record_enabled else EMPTY
    return (Piece(text, hue), *record)


def _clock(seen: Seen, snapshot: Snapshot, room: int) -> Line:
    """Where the position comes from, and how good it is, in so many cells; nothing but *locked* is drawn as that."""
    chase, what = snapshot.chase, "clock " if room >= ROOMY else ""
    if chase.used is None:
        return (Piece(f"{what}◌ no position yet", Hue.WAITING),)
    used = f"{what}{CLOCKS[chase.used]} "
    if seen.stale:
        return (Piece(f"{used}? old", Hue.DIM),)
    text, hue = _LOCKS[chase.lock]
    if chase.lock is Lock.LOCKED and chase.error_ms is not None:
        text += f" ±{chase.error_ms:.{1 if chase.error_ms < 9.95 else 0}f} ms"
    if chase.lock is Lock.LOST and (heard := heard_at(chase)) is not None:
        text += f" {age(max(seen.at - heard, 0.0))}"
    doubts = (Piece("  ! see notices", Hue.WARNING),) if chase.findings and room >= ROOMY else EMPTY
    return (Piece(used, Hue.TEXT), Piece(text, hue), *doubts)


def _detail(seen: Seen, width: int, height: int) -> list[Line]:
    """What the link says where it is not simply live."""
    snapshot = seen.snapshot
    if snapshot is None:
        text = HANGS if seen.line is Wire.STILL else NOBODY
    elif snapshot.link is LinkState.LIVE or not snapshot.detail:
        return _routed(seen, snapshot.routing, width, height)
    else:
        text = snapshot.detail
    return [(Piece(name(line), Hue.WARNING),) for line in wrapped(text, width, height)] if height > 0 else []


def _routed(seen: Seen, view: RoutingView, width: int, height: int) -> list[Line]:
    """Who tells the routing and how old that is; where our script in the DAW is not who does, what it would give."""
    if height <= 0 or not briefly(view, seen.unix):
        return []
    more = "" if view.source == GraphSource.COMPANION else view.companion
    head = f"routing told by {teller(view, seen.unix)}" if view.source else briefly(view, seen.unix)
    hue = Hue.DIM if view.source == GraphSource.COMPANION else Hue.TEXT if view.source else Hue.WARNING
    told = " ".join(filter(None, (f"{head}.", more, view.unchecked)))
    return [(Piece(name(line), hue),) for line in wrapped(told, width, height)]
