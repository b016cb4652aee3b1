"""Films of 24, 60 and 600 tracks as a routing shows them, with faults of every standing."""

from dataclasses import replace

from bridge.model.desk import Kind
from bridge.model.routing import BusView, PlanRow, RouteView, RoutingView, Standing
from bridge.model.snapshot import TrackView
from bridge.model.stems import Evidence, Family, Stem

AT = 1000.0
"""Monotonic seconds of the picture."""
BUSES = (
    BusView("DX Bus", "DX", "", "name 'DX' says DX", 6),
    BusView("FX Bus", "FX", "", "name 'FX' says FX", 6),
    BusView("MX Bus", "MX", "", "name 'MX' says MX", 6),
    BusView("ADR Sub", "DX", "adr", "name 'ADR' says DX adr", 2),
    BusView("FOLEY", "FX", "foley", "named in the show", 2),
    BusView("BG", "FX", "bg", "name 'BG' says FX bg", 6),
    BusView("Source", "MX", "source", "name 'Source' says MX source", 2),
)
SHELVES = (
    ("DX Boom", "DX", "prod", ("DX Bus", "Master")),
    ("DX Lav", "DX", "prod", ("DX Bus", "Master")),
    ("ADR", "DX", "adr", ("ADR Sub", "DX Bus", "Master")),
    ("FX Hard", "FX", "hard", ("FX Bus", "Master")),
    ("Foley Feet", "FX", "foley", ("FOLEY", "FX Bus", "Master")),
    ("BG Atmo", "FX", "bg", ("BG", "FX Bus", "Master")),
    ("MX Score", "MX", "score", ("MX Bus", "Master")),
    ("MX Radio", "MX", "source", ("Source", "MX Bus", "Master")),
)
"""What the tracks of a film are called, what they are, and where they go when they go right."""


def fault(number: int, name: str, standing: Standing, *, goes: tuple[str, ...], **more: object) -> RouteView:
    """A track that stands so."""
    stems = tuple(dict.fromkeys(one.split()[0] for one in goes if one in {"DX Bus", "FX Bus", "MX Bus"}))
    plain = RouteView(name, f"{number}", standing, goes, stems, text=f'"{name}": {standing.value}.', since=940.0)
    return replace(plain, **more)  # type: ignore[arg-type]


DX, FX, MX = (("DX Bus", "Master"), ("FX Bus", "Master"), ("MX Bus", "Master"))
FAULTY = (
    fault(
        9901,
        "FX Door slam",
        Standing.ASTRAY,
        goes=MX,
        wanted="FX Bus",
        text='"FX Door slam" goes to MX Bus, not to FX Bus: it would be missing from the effects stem, and sound '
        "in the music.",
        mend="Route it to FX Bus: stembridge route --apply 'FX Door slam'",
    ),
    fault(
        9902,
        "DX Boom Anna",
        Standing.DOUBLED,
        goes=(*DX, "MX Bus"),
        wanted="DX Bus",
        text='"DX Boom Anna" is on DX Bus and, by a send, on MX Bus: the payer hears dialogue in the music.',
        mend="Switch the send to MX Bus off.",
    ),
    fault(9903, "MX Song Bar", Standing.NOWHERE, goes=(), wanted="MX Bus", mend="Route it to MX Bus."),
    fault(9904, "Final Mix PRINT", Standing.PRINT, goes=FX, mend="Take its outputs off FX Bus."),
    fault(9905, "Guide Track", Standing.GUIDE, goes=("Master",), mend="Disconnect it, or switch it off."),
    fault(
        9906, "Hall Verb", Standing.SHARED_RETURN, goes=DX, stems=("DX", "MX"), mend="Give each stem its own reverb."
    ),
    fault(9907, "Loop Send", Standing.LOOP, goes=("FOLEY", "Loop Send"), stems=("FX",), mend="Break the loop."),
    fault(9908, "FX+MX Sum", Standing.SHARED_BUS, goes=("Master",), stems=("FX", "MX"), mend="Split it."),
    fault(9909, "BG Forest 5.1", Standing.CHANNELS, goes=("FOLEY", *FX), stems=("FX",), wanted="BG"),
    fault(9910, "Audio 17", Standing.UNKNOWN, goes=FX, mend="Say what it is: stembridge track 'Audio 17' --stem FX"),
    fault(9911, "Insert FX", Standing.UNCHECKABLE, goes=FX, text="A plugin of it may send elsewhere."),
    fault(9912, "DX Radio voice", Standing.ASTRAY, goes=MX, wanted="DX Bus", hands_off=True),
    fault(9913, "MX Sting", Standing.ASTRAY, goes=FX, wanted="MX Bus", acknowledged="agreed with the mixer"),
)
"""One track of each standing but `right` and `none`, and two that were accepted."""
MASTER = RouteView("Master", "1", Standing.NONE)


def right(count: int) -> tuple[RouteView, ...]:
    """So many tracks that are where they belong."""
    found = []
    for number in range(count):
        name, stem, _, goes = SHELVES[number % len(SHELVES)]
        found.append(RouteView(f"{name} {number + 1}", f"{number + 100}", Standing.RIGHT, goes, (stem,), goes[0]))
    return tuple(found)


def strays(count: int) -> tuple[RouteView, ...]:
    """So many tracks on another stem than their own."""
    found = []
    for number in range(count):
        name, _, _, goes = SHELVES[number % len(SHELVES)]
        astray = SHELVES[(number + 3) % len(SHELVES)][3]
        found.append(fault(20000 + number, f"{name} stray {number + 1}", Standing.ASTRAY, goes=astray, wanted=goes[0]))
    return tuple(found)


def film(tracks: int, more_strays: int = 0, **more: object) -> RoutingView:
    """The routing of a film of so many tracks, told by our script inside the DAW."""
    routes = (*right(tracks - len(FAULTY) - more_strays), *FAULTY, *strays(more_strays), *_of_buses(), MASTER)
    plan = tuple(
        PlanRow(one.strip, one.standing, " > ".join(one.goes), one.wanted, _why_not(one))
        for one in routes
        if one.standing in {Standing.ASTRAY, Standing.DOUBLED, Standing.NOWHERE}
    )
    view = RoutingView(source="companion", buses=BUSES, routes=routes, plan=plan)
    return replace(view, **more)  # type: ignore[arg-type]


def _why_not(route: RouteView) -> str:
    if route.hands_off:
        return "hands off: you want it so"
    return "accepted" if route.acknowledged else ""


def _of_buses() -> tuple[RouteView, ...]:
    """The buses' own rows."""
    on = {"DX": "DX Bus", "FX": "FX Bus", "MX": "MX Bus"}
    return tuple(
        RouteView(bus.name, f"{10 + place}", Standing.RIGHT, (on[bus.family], "Master") if bus.sub else ("Master",))
        for place, bus in enumerate(BUSES)
    )


def desk(view: RoutingView) -> tuple[TrackView, ...]:
    """The strips of that film, as the DAW lists them."""
    subs = {name: (Family(stem), sub) for name, stem, sub, _ in SHELVES}
    buses = {bus.name for bus in view.buses}
    found = []
    for number, route in enumerate(view.routes, 1):
        known = next((subs[name] for name in subs if route.strip.startswith(name)), _by_word(route.strip))
        evidence = (Evidence("name", route.strip, "a test"),)
        stem = Stem(*known, confidence=0.95, evidence=evidence) if known else Stem()
        kind = Kind.BUS if route.strip in buses else Kind.MASTER if route.strip == "Master" else Kind.AUDIO
        found.append(TrackView(number, route.strip, kind, mute=False, solo=False, armed=False, stem=stem))
    return tuple(found)


HOSTILE = (
    "</text><script>alert(1)</script>",
    "&lt; \"'&amp;",
    "MX\x1b[2J\x00\u202e\ud800 1",
    "]]><!--",
    "DX שלום 12",
    "x" * 500,
    "効果音 ドア",
)
"""Names that steer, end or break what they stand in."""


def hostile() -> RoutingView:
    """A film in which everything is called so: what is right, what is wrong, and the buses."""
    goes = (HOSTILE[0], HOSTILE[4])
    rows = tuple(RouteView(name, f"{number}", Standing.RIGHT, goes) for number, name in enumerate(HOSTILE))
    red = tuple(fault(number, name, Standing.ASTRAY, goes=goes, wanted=name) for number, name in enumerate(HOSTILE, 9))
    buses = (BusView(HOSTILE[0], "DX", "", HOSTILE[1]), BusView(HOSTILE[2], "FX\x07", "", ""))
    said = HOSTILE[2] + HOSTILE[0]
    return RoutingView(said, None, said, said, buses, routes=rows + red, missing=HOSTILE)


def _by_word(name: str) -> tuple[Family, str] | None:
    """What a track is by its first word."""
    word = name.split(maxsplit=1)[0]
    return (Family(word), "") if word in set(Family) else (Family.FX, "bg") if word == "BG" else None


FILM_24, FILM_60, FILM_600 = film(24), film(60), film(600, 52)
NOTHING = RoutingView(
    companion="With our script inside Ardour every change is told within a moment: stembridge install ardour",
    unchecked="Nothing tells the routing yet.",
    routes=tuple(replace(one, standing=Standing.UNCHECKABLE, goes=(), stems=()) for one in right(24)),
)
"""Nobody tells the routing."""
