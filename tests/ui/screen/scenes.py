"""Pictures for the tests of the screen: a small session by night, and any picture that hostile hands could make."""

from dataclasses import replace

from hypothesis import strategies as st

from bridge.model.chasing import ChaseView, Lock, SourceView
from bridge.model.clocks import Clock
from bridge.model.cues import Level
from bridge.model.desk import Kind, Target
from bridge.model.effects import Severity
from bridge.model.events import LinkState
from bridge.model.ledger import Debt, Phase
from bridge.model.routing import BusView, RouteView, RoutingView, Standing
from bridge.model.show import GENERIC, Mode
from bridge.model.snapshot import (
    CuesView,
    CueView,
    FindingView,
    Hold,
    NoticeView,
    OfferView,
    PreviewView,
    Snapshot,
    Stage,
    TrackView,
)
from bridge.model.stems import SUBS, Evidence, Family, Role, Stem
from bridge.model.transport import Transport
from bridge.ui.screen.seen import Line, Seen
from tests.ui import films

RATE = 48_000
NIGHT = 3 * 3600.0
"""Three at night, in seconds of the day."""


def stem(family: Family, sub: str = "", confidence: float = 0.95, *, locked: bool = False) -> Stem:
    """A stem that a name has told."""
    evidence = (Evidence("name", family.value, f"{family} {sub}".strip()),)
    return Stem(family, sub, confidence=confidence, evidence=evidence, locked=locked)


def track(number: int, name: str, of: Stem, bus: str = "", **more: object) -> TrackView:
    """An open track that is nobody's."""
    plain = TrackView(number, name, Kind.AUDIO, mute=False, solo=False, armed=False, stem=of, bus=bus)
    return replace(plain, **more)  # type: ignore[arg-type]


def owed(name: str) -> Debt:
    """A mute that is ours."""
    return Debt(1, Target(name), original=False, phase=Phase.OWED, since=1e9)


DESK = (
    track(1, "DX Boom", stem(Family.DX, "prod"), "DX Bus"),
    track(2, "ADR Anna", stem(Family.DX, "adr", locked=True), "DX Bus"),
    track(3, "FX Door", stem(Family.FX, "hard"), "FX Bus"),
    track(4, "Atmo Küche", stem(Family.FX, "bg", 0.6), "FX Bus"),
    track(5, "MX Score", stem(Family.MX, "score"), "MX Bus"),
    track(6, "Audio 17", Stem()),
    track(7, "DX Bus", Stem(role=Role.BUS, confidence=1.0), kind=Kind.BUS),
)
CUES = CuesView(
    live=(
        CueView(
            "1m1",
            "Radio in the kitchen",
            Level.DIEGETIC,
            0,
            20 * RATE,
            "01:00:00:00",
            "01:00:20:00",
            why="lock by anna",
            locked=True,
        ),
        CueView("1m2", "Strings", Level.UNSET, 5 * RATE, 40 * RATE, "01:00:05:00", "01:00:40:00", guess="nondiegetic"),
    ),
    coming=(
        CueView(
            "1m3",
            "Song",
            Level.TRANSDIEGETIC,
            30 * RATE,
            50 * RATE,
            "01:00:30:00",
            "01:00:50:00",
            crossing="diegetic > nondiegetic",
        ),
    ),
    source="cues.csv",
    total=9,
    undecided=2,
)
OFFERS = (
    OfferView("dx", "dialogue", "production, ADR, group", "d", 2, 4),
    OfferView("mx", "music", "score and songs", "m", 1, 5, 1),
    OfferView("in-world", "what the characters hear", "all that sounds in the story", "i", 3, 3, 1),
    OfferView("mine", "a preview of one's own", "without a key", "", 6, 0),
)
PICTURE = Snapshot(
    at=1000.0,
    mode=Mode.PREVIEW,
    link=LinkState.LIVE,
    detail="",
    since=900.0,
    session="Reel 3",
    rate=RATE,
    transport=Transport(rolling=True, speed=1.0, position=10 * RATE, label="01:00:10:00", seen=1000.0),
    preview=PreviewView(),
    tracks=DESK,
    debts=(),
    offered=(),
    elsewhere=(),
    file_debts=(),
    looked=None,
    notices=(
        NoticeView(940.0, Severity.INFO, 'Following "Reel 3": 7 strips.', 1),
        NoticeView(970.0, Severity.WARNING, "The cue sheet was changed by hand and taken over.", 2),
    ),
    timecode="24",
    offset=0,
    lever="mute on tracks",
    offers=OFFERS,
    findings=(FindingView(950.0, '"MX Sorce" is named by 1m9, and no track is called so.', 3),),
    cues=CUES,
    chase=ChaseView(
        1000.0,
        Clock.OSC,
        Lock.LOCKED,
        rolling=True,
        error_ms=1.24,
        sources=(SourceView(Clock.OSC, Lock.LOCKED, "locked to ±1.2 ms", heard=1000.0),),
    ),
)
"""A picture of a reel that rolls, with no preview."""
PREVIEWED = replace(
    PICTURE,
    preview=PreviewView("dx", "dialogue", Stage.ENTERING, 2, 4, unknown=("Audio 17",)),
    tracks=(
        *(replace(one, heard=True) for one in DESK[:2]),
        *(replace(one, mute=True, hold=Hold.HELD, wanted=True, heard=False) for one in DESK[2:5]),
        replace(DESK[5], hold=Hold.ASKED, wanted=True, heard=False),
        DESK[6],
    ),
    debts=tuple(owed(one.name) for one in DESK[2:5]),
)
"""The same with the preview dx on; one track has not been proven yet."""


BY_MIDI = replace(
    PICTURE,
    daw=GENERIC,
    no_previews="this DAW is followed by MIDI alone, which tells no tracks and takes no orders",
    session="",
    lever="",
    tracks=(),
    offers=tuple(replace(one, heard=0, silenced=0, undecided=0) for one in OFFERS),
    findings=(),
    chase=ChaseView(
        1000.0,
        Clock.MTC,
        Lock.LOCKED,
        rolling=True,
        error_ms=0.84,
        sources=(
            SourceView(Clock.MTC, Lock.LOCKED, "locked to ±0.8 ms", label="01:00:10:00", rate="24", heard=1000.0),
        ),
    ),
)
"""A reel of a DAW that is followed by MIDI alone."""


ROUTED = replace(
    PICTURE,
    tracks=films.desk(films.FILM_24),
    routing=films.FILM_24,
    findings=tuple(FindingView(950.0 - place, one.text, 10 + place) for place, one in enumerate(films.FAULTY[:3])),
)
"""A reel of 24 tracks of which each kind of thing is wrong with one, as our script inside the DAW tells it."""
UNROUTED = replace(PICTURE, tracks=films.desk(films.NOTHING), routing=films.NOTHING)
"""A reel of which nobody tells where anything goes."""


def seen(snapshot: Snapshot | None = PICTURE, **more: object) -> Seen:
    """What a console knows that has just heard this."""
    return replace(Seen(snapshot, Line.LIVE, 5.0, wall=NIGHT), **more)  # type: ignore[arg-type]


# --- hostile hands ----------------------------------------------------------------------------------------------

HOSTILE = (
    "\x1b[2J",
    "\x9b31m",
    "\x07",
    "\r\n",
    "\t",
    "\u202e",
    "\u2066",
    "\u200d",
    "\u200b",
    "\ufeff",
    "\ufe0f",
    "\u0301",
    "\ud800",
    "\u2028",
    "\u3164",
    "音楽",
    "ｗｉｄｅ",
    "👩‍👩‍👧",
    "🇩🇪",
    "☁️",
    "שלום",
    "مرحبا",
    "١٢",
    "é",
    "[bold]",
    "…",
    " ",
    "DX",
    "a",
    "1",
)
"""Shreds of names that steer, hide, turn, widen or narrow what stands beside them."""
names = st.one_of(
    st.lists(st.sampled_from(HOSTILE), max_size=8).map("".join),
    st.text(st.characters(codec=None), max_size=12),
    st.sampled_from(HOSTILE).map(lambda shred: shred * 300),
)
many = st.lists(names, max_size=5).map(tuple)
seconds = st.floats(0, 1e7, allow_nan=False)
samples = st.integers(0, 2**40)
counts = st.integers(0, 5000)
stems = st.builds(
    Stem,
    family=st.sampled_from([None, *Family]),
    sub=st.sampled_from(["", *(sub for subs in SUBS.values() for sub in subs)]),
    role=st.sampled_from(Role),
    confidence=st.floats(0, 1),
    evidence=st.builds(Evidence, source=st.just("name"), text=names, says=names).map(lambda one: (one,)),
    locked=st.booleans(),
)
tracks = st.builds(
    TrackView,
    number=st.integers(1, 9),
    name=names,
    kind=st.sampled_from(Kind),
    mute=st.booleans(),
    solo=st.booleans(),
    armed=st.sampled_from([None, False, True]),
    stem=stems,
    hold=st.sampled_from(Hold),
    wanted=st.sampled_from([None, False, True]),
    heard=st.sampled_from([None, False, True]),
    why=names,
    bus=names,
)
desks = st.lists(tracks, max_size=6, unique_by=lambda one: one.number).map(tuple)
cues = st.builds(
    CueView,
    number=names,
    title=names,
    level=st.sampled_from(Level),
    start=samples,
    end=samples,
    start_label=names,
    end_label=names,
    crossing=st.one_of(st.just("diegetic > nondiegetic"), st.just(""), names),
    guess=st.one_of(st.just("diegetic"), st.just(""), names),
    locked=st.booleans(),
    why=names,
    session=names,
    id=names,
)
previews = st.builds(
    PreviewView,
    name=names,
    title=names,
    stage=st.sampled_from(Stage),
    heard=counts,
    silenced=counts,
    unknown=many,
    refused=many,
    untouched=many,
    yours=many,
    doubtful=many,
    soloed=many,
    undecided=many,
    unfilled=st.booleans(),
)
offers = st.builds(
    OfferView,
    name=names,
    title=names,
    about=names,
    key=st.sampled_from(["", "d", "D", "f12", "音", "!"]),
    heard=counts,
    silenced=counts,
    undecided=counts,
)
_few_cues = st.lists(cues, max_size=3).map(tuple)
_unrouted = st.builds(
    Snapshot,
    at=seconds,
    mode=st.sampled_from(Mode),
    link=st.sampled_from(LinkState),
    detail=names,
    since=seconds,
    session=names,
    rate=st.sampled_from([0, RATE, 192_000]),
    transport=st.builds(
        Transport,
        rolling=st.sampled_from([None, False, True]),
        speed=st.sampled_from([None, 0.0, 1.0, -8.0, 0.333]),
        position=st.one_of(st.none(), samples),
        label=st.one_of(st.sampled_from(["", "01:00:10:00", "-00:00:01;02"]), names),
        record_enabled=st.sampled_from([None, False, True]),
        seen=seconds,
    ),
    preview=previews,
    tracks=desks,
    debts=many.map(lambda found: tuple(map(owed, found))),
    offered=st.just(()),
    elsewhere=st.just(()),
    file_debts=st.just(()),
    looked=st.none(),
    notices=st.lists(
        st.builds(
            NoticeView,
            at=seconds,
            severity=st.sampled_from(Severity),
            text=names,
            number=counts,
            acknowledged=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    timecode=st.sampled_from(["", "24", "29.97df"]),
    lever=st.just("mute on tracks"),
    offers=st.lists(offers, max_size=9).map(tuple),
    findings=st.lists(
        st.builds(FindingView, at=seconds, text=names, number=counts, acknowledged=st.booleans()), max_size=3
    ).map(tuple),
    cues=st.builds(CuesView, live=_few_cues, coming=_few_cues, total=counts, undecided=counts),
)
routes = st.builds(
    RouteView,
    strip=names,
    id=names,
    standing=st.sampled_from(Standing),
    goes=many,
    stems=many,
    wanted=names,
    hands_off=st.booleans(),
    acknowledged=names,
)
routings = st.builds(
    RoutingView,
    source=st.one_of(st.sampled_from(["", "companion", "JACK", "session file"]), names),
    told_at=st.one_of(st.none(), seconds),
    companion=names,
    unchecked=names,
    buses=st.lists(st.builds(BusView, names, st.sampled_from(Family), st.sampled_from(["", "foley"]), names)).map(
        tuple
    ),
    routes=st.lists(routes, max_size=6).map(tuple),
)


def _routed(snapshot: Snapshot, routing: RoutingView) -> Snapshot:
    """The picture with the routes of its own tracks."""
    own = zip(snapshot.tracks, routing.routes, strict=False)
    return replace(
        snapshot, routing=replace(routing, routes=tuple(replace(route, strip=one.name) for one, route in own))
    )


snapshots = st.builds(_routed, _unrouted, routings)
sights = st.builds(
    Seen,
    snapshot=st.one_of(st.none(), snapshots),
    line=st.sampled_from(Line),
    since=seconds,
    waited=seconds,
    wall=seconds,
    unix=seconds,
    wish=names,
    said=names,
    good=st.booleans(),
)
"""All that a console may ever know, and more."""
