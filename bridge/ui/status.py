"""The status: a snapshot as a picture for the terminal.

Nothing is told by colour alone, and every name has passed through `harmless`: a track's name can't steer a terminal.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bridge.model.effects import Severity
from bridge.model.events import LinkState
from bridge.model.ledger import Debt, FileDebt
from bridge.model.routing import RoutingView
from bridge.model.show import GENERIC, Mode
from bridge.model.snapshot import NO_FILE, Hold, PreviewView, SessionFileView, Snapshot, Stage, TrackView
from bridge.model.stems import CONFIDENT, PROPOSED, Family, Role, Stem
from bridge.model.text import harmless
from bridge.model.transport import Transport
from bridge.ui.ages import age
from bridge.ui.clocks import clocks
from bridge.ui.routes import tally, teller, wrong
from bridge.ui.sounding import counted, sounding

MODES = {
    Mode.WATCH: "watch (sends nothing but questions)",
    Mode.PREVIEW: "preview (may mute for previews)",
    Mode.KEEP: "keep (may mute for previews and put routes back)",
}
FAMILY_STYLES = {Family.DX: "cyan", Family.FX: "yellow", Family.MX: "magenta"}
HOLD_STYLES = {Hold.ASKED: "dim", Hold.HELD: "green", Hold.REFUSED: "bold red", Hold.HAND: "bold blue"}
LOUD = {Severity.INFO: "", Severity.WARNING: "yellow", Severity.ALARM: "bold red"}
NEWEST = 5
"""Notices that are shown."""
NAMED = 8
"""Names that a list in a sentence spells out."""


def status(snapshot: Snapshot, now: float) -> RenderableType:
    """The whole picture; `now` in unix seconds, for the age of debts and of the session's file."""
    return Group(
        _head(snapshot, now), *sounding(snapshot), *_desk(snapshot), *_debts(snapshot, now), *_notices(snapshot)
    )


def watched(snapshot: Snapshot, now: float) -> RenderableType:
    """The same for a screen that stays: the tracks last, for they are what a small window cuts off."""
    return Group(
        _head(snapshot, now), *sounding(snapshot), *_debts(snapshot, now), *_notices(snapshot), *_desk(snapshot)
    )


def _desk(snapshot: Snapshot) -> Iterable[RenderableType]:
    return [Text(), _counts(snapshot.tracks), _tracks(snapshot.tracks)] if snapshot.tracks else []


# --- the head ---------------------------------------------------------------------------------------------------


def _head(snapshot: Snapshot, now: float) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    link = Text(snapshot.link.value, style="bold green" if snapshot.link is LinkState.LIVE else "bold yellow")
    link.append(f"  for {age(snapshot.at - snapshot.since)}", style="dim")
    if snapshot.detail:
        link.append(f"\n{harmless(snapshot.detail, 500)}", style="default")
    grid.add_row("MIDI" if snapshot.daw == GENERIC else "Ardour", link)
    if snapshot.session:
        grid.add_row("session", Text(f"{harmless(snapshot.session)}  {snapshot.rate} Hz"))
    grid.add_row("mode", Text(MODES[snapshot.mode]))
    grid.add_row("transport", _transport(snapshot.transport))
    grid.add_row("clock", clocks(snapshot.chase, snapshot.at))
    grid.add_row("preview", _preview(snapshot.preview) if not snapshot.no_previews else Text(snapshot.no_previews))
    if snapshot.looked is not None:
        grid.add_row("automation", Text(f"looked at {age(snapshot.at - snapshot.looked)} ago"))
    if snapshot.file != NO_FILE:
        grid.add_row("session file", _file(snapshot.file, now))
    if snapshot.routing.source or snapshot.routing.routes:
        grid.add_row("routing", _routing(snapshot.routing, now))
    if snapshot.cues.total:
        grid.add_row("cues", counted(snapshot.cues))
    return grid


def _file(file: SessionFileView, now: float) -> Text:
    """How old the session's file is, and why it can't be read now."""
    text = Text("" if file.saved_at is None else f"saved {age(now - file.saved_at)} ago")
    if file.trouble:
        text.append(f"{chr(10) if text else ''}{harmless(file.trouble, 500)}", style="yellow")
    return text


def _routing(view: RoutingView, now: float) -> Text:
    """How the routing stands, and who tells it."""
    red = any(map(wrong, view.routes))
    return Text(f"{tally(view.routes)}  ", style="bold red" if red else "").append(
        teller(view, now), style="not bold dim"
    )


def _transport(transport: Transport) -> Text:
    motion = {None: "not reported yet", True: "rolling", False: "stopped"}[transport.rolling]
    text = Text(f"{harmless(transport.label)}  " if transport.label else "")
    text.append(motion)
    if transport.rolling and transport.speed not in {None, 1.0}:
        text.append(f" at {transport.speed:g} x")
    if transport.record_enabled:
        text.append("  record is on", style="bold red")
    return text


def _preview(preview: PreviewView) -> Text:
    text = Text(harmless(preview.name), style="" if preview.stage is Stage.OFF else "bold")
    if preview.stage is not Stage.OFF:
        text.append(f"  {preview.stage.value}", style="yellow" if preview.stage is not Stage.ON else "green")
        text.append(f"  {preview.heard} heard, {preview.silenced} silent", style="default")
    for what, names in (
        ("refused", preview.refused),
        ("not touched", preview.untouched),
        ("changed by you", preview.yours),
        ("doubtful", preview.doubtful),
        ("stem not known", preview.unknown),
        ("soloed", preview.soloed),
        ("? nobody has decided who hears", preview.undecided),
        ("◇ decided to stay open", preview.ambiguous),
        ("check by ear that no words can be made out", preview.by_ear),
    ):
        if names:
            text.append(f"\n{what}: {_listed(names)}", style="not bold")
    if preview.unfilled:
        text.append(
            "\nFX+MX (unfilled), not an M&E: no production effects are told from the dialogue", "not bold yellow"
        )
    return text


# --- the tracks -------------------------------------------------------------------------------------------------


def _counts(tracks: tuple[TrackView, ...]) -> Text:
    counted = Counter(_sum_of(row.stem) for row in tracks)
    words = [*Family, "unknown", "no stem"]
    return Text("   ".join(f"{word} {counted[word]}" for word in words if counted[word]), style="bold")


def _sum_of(stem: Stem) -> str:
    """The family that a track counts to, "no stem" for what never sums into one."""
    if stem.known is not None:
        return stem.known
    return "unknown" if stem.role is Role.CONTENT else "no stem"


COLUMNS = ("#", "name", "kind", "stem", "sure", "desk", "preview", "why")


def _tracks(tracks: tuple[TrackView, ...]) -> Table:
    """A row a strip; a column in which nothing stands is left out, for a terminal is narrow."""
    rows = [tuple(_cells(row)) for row in tracks]
    shown = [place for place in range(len(COLUMNS)) if any(row[place].plain for row in rows)]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for place in shown:
        table.add_column(COLUMNS[place], **_LAYOUTS.get(COLUMNS[place], {"no_wrap": True}))
    for row in rows:
        table.add_row(*(row[place] for place in shown))
    return table


_LAYOUTS: dict[str, Any] = {
    "#": {"justify": "right", "no_wrap": True},
    "why": {"overflow": "fold", "ratio": 1},
}
NAME = 24
"""Characters of a name that the table shows; Ardour's own mixer shows fewer."""


def _cells(row: TrackView) -> Iterable[Text]:
    """The cells of a strip, in the order of `COLUMNS`."""
    family = row.stem.family
    yield Text(str(row.number))
    yield Text(harmless(row.name, NAME), style="bold red" if row.armed else "")
    yield Text(row.kind.value.removesuffix(" track"))
    yield Text(stem_words(row.stem), style=FAMILY_STYLES[family] if family is not None and row.stem.known else "dim")
    yield Text(sureness(row.stem))
    yield Text(" ".join(word for word, on in (("mute", row.mute), ("solo", row.solo), ("armed", row.armed)) if on))
    heard = {None: "", True: "heard", False: "silent"}[row.heard]
    hold = row.hold.value if row.hold not in {Hold.FREE, Hold.HELD} else ""
    yield Text(", ".join(word for word in (heard, hold) if word), style=HOLD_STYLES.get(row.hold, ""))
    yield _why(row)


def _why(row: TrackView) -> Text:
    """What hinders a preview in full; else the first reason for the stem, as much of it as fits on the row's line."""
    if row.why:
        return Text(harmless(row.why), style="dim")
    return Text(harmless(_reason(row.stem)), style="dim", no_wrap=True, overflow="ellipsis")


def stem_words(stem: Stem) -> str:
    """What a track is, in the trade's words.

    >>> stem_words(Stem(Family.MX, "source", Role.PRINT)), stem_words(Stem(role=Role.VCA)), stem_words(Stem())
    ('MX source print', 'vca', '?')
    """
    words = [stem.family.value if stem.family is not None else "?", harmless(stem.sub)]
    if stem.role is not Role.CONTENT:
        words = [*words[stem.family is None :], stem.role.value]
    return " ".join(word for word in (*words, *sorted(stem.flags)) if word)


def sureness(stem: Stem) -> str:
    """How sure a stem is, in a word.

    >>> sureness(Stem(Family.DX, confidence=0.5)), sureness(Stem(Family.DX, locked=True))
    ('perhaps', 'locked')
    """
    if stem.locked:
        return "locked"
    if stem.confidence >= CONFIDENT:
        return "sure"
    return "perhaps" if stem.confidence >= PROPOSED else "don't know"


def _reason(stem: Stem) -> str:
    return str(stem.evidence[0]) if stem.evidence else ""


# --- debts and notices ------------------------------------------------------------------------------------------


def _debts(snapshot: Snapshot, now: float) -> Iterable[RenderableType]:
    groups = (
        ("being given back", [_debt(row, now) for row in snapshot.debts] if not _preview_on(snapshot) else []),
        ("offered (stembridge restore)", [_debt(row, now) for row in snapshot.offered]),
        ("owed to other sessions", [f"{_debt(row, now)} in {harmless(name)}" for name, row in snapshot.elsewhere]),
        ("muted by us in the saved file", [_debt(row, now) for row in snapshot.file_debts]),
    )
    if _preview_on(snapshot) and snapshot.debts:
        yield Text(f"\n{len(snapshot.debts)} mutes borrowed by the preview, each written down", style="dim")
    for title, lines in groups:
        if lines:
            yield Text(f"\n{title}", style="bold")
            yield Text("\n".join(f"  {line}" for line in lines))


def _preview_on(snapshot: Snapshot) -> bool:
    return snapshot.preview.stage in {Stage.ENTERING, Stage.ON, Stage.PARTIAL}


def _debt(row: Debt | FileDebt, now: float) -> str:
    since = f", {age(now - row.since)} ago" if row.since else ""
    return f"{harmless(row.target.strip)}: {row.target.aspect.value} {'on' if row.original else 'off'}{since}"


def _notices(snapshot: Snapshot) -> Iterable[RenderableType]:
    if snapshot.notices:
        yield Text("\nlately", style="bold")
    for notice in snapshot.notices[-NEWEST:]:
        when = f"{age(snapshot.at - notice.at)} ago"
        yield Text(f"  {when:>12}  {harmless(notice.text, 1000)}", style=LOUD[notice.severity])


# --- words ------------------------------------------------------------------------------------------------------


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(harmless(name) for name in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"
