"""The picture: a snapshot of the state for people, clients and tests. It reads, and changes nothing that counts."""

from bridge.core import cueing, following, hearing, sentences
from bridge.core.claims import Grip
from bridge.core.previews import settled
from bridge.core.state import State
from bridge.core.timeline import Laid
from bridge.model.chasing import ChaseView
from bridge.model.cuelist import CueList, listed
from bridge.model.previews import Preview
from bridge.model.snapshot import (
    CuesView,
    CueView,
    Hold,
    OfferView,
    PreviewView,
    SessionFileView,
    Snapshot,
    Stage,
    TrackView,
)
from bridge.model.stems import Role, Stem
from bridge.model.transport import Transport

FEW = 20
"""So many spans that can't be placed, and tracks that several cues claim, are named; the list of cues has them all."""
COMING = 3
"""So many of the cues that come next are shown."""
LEVER = "mute on tracks"
"""How previews make tracks silent in Ardour (`core.levers`)."""
_HOLDS = {Grip.ASKED: Hold.ASKED, Grip.HELD: Hold.HELD, Grip.REFUSED: Hold.REFUSED}


def snapshot(state: State, at: float) -> Snapshot:
    """Everything that a screen may show, at `at`."""
    ledger, ruler, chase = state.ledger, cueing.ruler(state), state.chase.view(at)
    return Snapshot(
        at=at,
        mode=state.mode,
        link=state.link,
        detail=state.detail,
        since=state.since,
        session=state.session if state.joined else "",
        rate=state.rate,
        timecode=ruler.rate.name if ruler else state.show.rate,
        offset=ruler.offset if ruler else None,
        lever="" if state.traits.heard_only else LEVER,
        offers=_offers(state),
        findings=state.findings,
        transport=_transport(state, chase),
        chase=chase,
        daw=state.traits.daw,
        no_previews=sentences.HEARD_ONLY if state.traits.heard_only else "",
        cues=_cues(state),
        file=_file(state),
        preview=_preview(state),
        tracks=_tracks(state),
        debts=tuple(ledger.owed.values()),
        offered=tuple(ledger.offered.values()),
        elsewhere=tuple((desk.session, row) for desk, row in ledger.elsewhere()),
        file_debts=tuple(row for rows in ledger.file.values() for row in rows.values()),
        looked=state.looked,
        notices=state.notices,
        routing=state.routes.view,
    )


def _transport(state: State, chase: ChaseView) -> Transport:
    """The transport as OSC reported it or, where another clock is followed, as that clock has it."""
    if following.by_midi(state, chase.at) is None and not state.traits.heard_only:
        return state.transport
    return Transport(
        rolling=chase.rolling,
        speed=None if chase.speed is None else round(chase.speed, 2),
        position=following.place(state, chase.at),
        label=chase.label,
        record_enabled=chase.recording,
        seen=next((one.heard for one in chase.sources if one.clock is chase.used and one.heard is not None), 0.0),
    )


def _tracks(state: State) -> tuple[TrackView, ...]:
    """A row a strip. Thousands are made at a time: what most of them have not is not asked of each."""
    heard = hearing.heard(state, state.stage.preview) if state.stage.preview is not None else None
    buses = _buses(state)
    stems, reaches, numbers, holds = state.stems, state.reaches, state.numbers, _held(state)
    rows = []
    for strip in state.strips:
        name = strip.name
        ours = numbers.get(name) == strip.number  # of several strips of one name, one counts
        where = reaches.get(name) if ours else None
        hold, wanted, refused = holds.get(name, _FREE) if ours else _FREE
        rows.append(
            TrackView(
                strip.number,
                name,
                strip.kind,
                strip.mute,
                strip.solo,
                strip.armed,
                stems.get(name, _UNKNOWN) if ours else _VCA,
                hold,
                wanted,
                name in heard if heard is not None and where is not None and where.content else None,
                refused or (where.why if where is not None else ""),
                buses.get(name, ""),
            )
        )
    return tuple(rows)


def _buses(state: State) -> dict[str, str]:
    """What each strip feeds first: as it is told now, else as of the last save."""
    if state.routes.view.source:
        return {route.strip: route.goes[0] for route in state.routes.view.routes if route.goes}
    saved = state.saved_here
    return {track.name: track.outputs[0] for track in saved.tracks if track.outputs} if saved is not None else {}


_Held = tuple[Hold, bool | None, str]
"""How a strip stands with us, what we want of it, why it was refused."""
_FREE: _Held = (Hold.FREE, None, "")
_VCA, _UNKNOWN = Stem(role=Role.VCA, confidence=1.0), Stem()


def _held(state: State) -> dict[str, _Held]:
    """The strips that we want something of, or that the user has taken from us."""
    refused = sentences.why_refused(state)
    found: dict[str, _Held] = {
        target.strip: (_HOLDS[claim.grip], claim.value, refused if claim.grip is Grip.REFUSED else "")
        for target, claim in state.claims.each()
    }
    for target in state.stage.hands:
        found[target.strip] = (Hold.HAND, found.get(target.strip, _FREE)[1], "")
    return found


def _preview(state: State) -> PreviewView:
    stage = state.stage
    preview = stage.preview or (stage.coming.preview if stage.coming else None)
    if preview is None:
        left = Stage.LEAVING if state.debts() else Stage.OFF
        return PreviewView(stage=left, soloed=sentences.soloing(state), refused=sentences.refusing(state))
    governed = state.governed
    heard = governed & hearing.heard(state, preview)
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
        undecided=sentences.undecided(state, preview),
        ambiguous=sentences.ambiguous(state, preview),
        by_ear=sentences.by_ear(state, preview),
        unfilled=sentences.unfilled(state, preview),
    )


def _offers(state: State) -> tuple[OfferView, ...]:
    """Every preview but `full`, which is the way back; stems first, then what follows the playhead.

    Worked out anew only where what sounds has changed: with two thousand tracks it takes milliseconds.
    """
    causes = state.turns, state.show.previews, state.show.policies, state.moment.sounding
    if causes != state.offers[0]:
        previews = sorted((one for one in state.show.previews.values() if not one.full), key=_rank)
        state.offers = causes, tuple(_offer(state, one) for one in previews)
    return state.offers[1]


def _rank(preview: Preview) -> tuple[int, int, str]:
    """Where a preview stands among the others: by what it asks for first, then by how much it lets through."""
    asks = (preview.me, preview.world, preview.origin, preview.status or preview.without_status)
    timed = next((place for place, asked in enumerate(asks, 2) if asked), 0)
    kind = timed or (1 if preview.without else 0)
    return kind, len(preview.only), preview.name


def _offer(state: State, preview: Preview) -> OfferView:
    heard = len(state.governed & hearing.heard(state, preview))
    return OfferView(
        name=preview.name,
        title=preview.title,
        about=preview.about,
        key=preview.key,
        heard=heard,
        silenced=len(state.governed) - heard,
        undecided=len(sentences.undecided(state, preview)),
    )


def _few(troubles: tuple[str, ...]) -> tuple[str, ...]:
    more = len(troubles) - FEW
    return troubles if more <= 0 else (*troubles[:FEW], f"{more} more spans can't be placed: stembridge cues")


# --- the cues ---------------------------------------------------------------------------------------------------


def _cues(state: State) -> CuesView:
    timeline, moment, position = state.timeline, state.moment, state.position
    coming = () if position is None else timeline.coming(position, COMING)
    return CuesView(
        live=tuple(cue_view(state, laid) for laid in moment.live),
        coming=tuple(cue_view(state, laid) for laid in coming),
        source=_source(state) if timeline.laid or timeline.troubles else "",
        total=len(timeline.laid),
        undecided=timeline.undecided,
        disputed=sentences.disputes(state, FEW),
        troubles=_few(timeline.troubles),
        missing=state.missing[:FEW],
    )


def cue_list(state: State) -> CueList:
    """All cues of the show, of whichever session; without any, what the open session's file proposes.

    Of a DAW that can only be heard no session is known to be open: each place is listed as it is written.
    """
    spans, saved = state.show.cues or cueing.cues(state), state.saved_here
    return CueList(
        spans=spans,
        source=_source(state) if spans else "",
        session=state.session,
        names=frozenset({"", state.session, saved.name if saved else ""}),
        rate=state.show.rate,
        ruler=None if state.traits.heard_only else cueing.ruler(state),
        disputed=sentences.disputes(state),
        troubles=state.timeline.troubles,
    )


def _source(state: State) -> str:
    return "cues.csv" if state.show.cues else "session file"


def cue_view(state: State, laid: Laid) -> CueView:
    """A span as a screen shows it."""
    told = listed(laid.span, cueing.ruler(state))
    return CueView(
        number=told.number,
        title=told.title,
        level=told.level,
        start=laid.start,
        end=laid.end,
        start_label=told.start_label,
        end_label=told.end_label,
        crossing=told.crossing,
        guess=told.guess,
        tracks=told.tracks,
        locked=told.locked,
        origin=told.origin,
        status=told.status,
        why=told.why,
        session=told.session,
        line=told.line,
        id=told.id,
    )


def _file(state: State) -> SessionFileView:
    saved = state.saved_here
    if saved is None:
        return SessionFileView(trouble=state.saved_trouble)
    return SessionFileView(saved.file, saved.saved_at, saved.program, state.saved_trouble)
