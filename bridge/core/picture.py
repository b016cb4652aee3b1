"""The picture: a snapshot of the state for people, clients and tests. It reads and changes nothing."""

from bridge.core import sentences
from bridge.core.claims import Grip
from bridge.core.previews import settled
from bridge.core.state import State
from bridge.model.desk import Strip, Target
from bridge.model.snapshot import Hold, PreviewView, Snapshot, Stage, TrackView
from bridge.model.stems import Role, Stem

_HOLDS = {Grip.ASKED: Hold.ASKED, Grip.HELD: Hold.HELD, Grip.REFUSED: Hold.REFUSED}


def snapshot(state: State, at: float) -> Snapshot:
    """Everything that a screen may show, at `at`."""
    ledger = state.ledger
    return Snapshot(
        at=at,
        mode=state.mode,
        link=state.link,
        detail=state.detail,
        since=state.since,
        session=state.session if state.joined else "",
        rate=state.rate,
        transport=state.transport,
        preview=_preview(state),
        tracks=tuple(_track(state, strip) for strip in state.strips),
        debts=tuple(ledger.owed.values()),
        offered=tuple(ledger.offered.values()),
        elsewhere=tuple((desk.session, row) for desk, row in ledger.elsewhere()),
        file_debts=tuple(row for rows in ledger.file.values() for row in rows.values()),
        looked=state.looked,
        notices=state.notices,
    )


def _track(state: State, strip: Strip) -> TrackView:
    target = Target(strip.name)
    ours = state.numbers.get(strip.name) == strip.number
    claim = state.claims.get(target) if ours else None
    stem = state.stems.get(strip.name) if ours else Stem(role=Role.VCA, confidence=1.0)
    where = state.reaches.get(strip.name) if ours else None
    preview = state.stage.preview
    hold = Hold.HAND if ours and target in state.stage.hands else _HOLDS[claim.grip] if claim else Hold.FREE
    return TrackView(
        number=strip.number,
        name=strip.name,
        kind=strip.kind,
        mute=strip.mute,
        solo=strip.solo,
        armed=strip.armed,
        stem=stem or Stem(),
        hold=hold,
        wanted=claim.value if claim else None,
        heard=preview.hears(stem or Stem()) if preview and where and where.content else None,
        why=sentences.why_refused(state) if hold is Hold.REFUSED else where.why if where else "",
    )


def _preview(state: State) -> PreviewView:
    stage = state.stage
    preview = stage.preview or (stage.coming.preview if stage.coming else None)
    if preview is None:
        left = Stage.LEAVING if state.debts() else Stage.OFF
        return PreviewView(stage=left, soloed=sentences.soloing(state), refused=sentences.refusing(state))
    governed = [name for name, where in state.reaches.items() if where.governed]
    heard = [name for name in governed if preview.hears(state.stems[name])]
    refused, untouched = sentences.refusing(state), sentences.untouched(state, preview)
    stands = Stage.PARTIAL if refused or untouched else Stage.ON
    return PreviewView(
        name=preview.name,
        title=preview.title,
        stage=stands if stage.preview is not None and settled(state) else Stage.ENTERING,
        heard=len(heard),
        silenced=len(governed) - len(heard),
        unknown=sentences.unsure(state),
        refused=refused,
        untouched=untouched,
        yours=state.names(stage.hands),
        doubtful=state.names(stage.doubtful),
        soloed=sentences.soloing(state),
    )
