"""The cues of the demo's reel, with what sounds on their tracks meanwhile: the show's `cues.csv` is made of them.

A street with score, a kitchen in which a song on the radio becomes score, a bar, a stage, a chase, a roof. One cue
nobody has decided, one shall stay open.
"""

from dataclasses import dataclass

from bridge.demo.session import RATE, Mark
from bridge.demo.sessionxml import Clip
from bridge.demo.sounds import (
    CROSSING_SONG,
    MUSIC,
    OPEN_SCORE,
    SCORE,
    SCORE_SONG,
    SOURCE,
    SOURCE_SONG,
    SPEECH,
    SUNG_SONG,
    TEMP_SONG,
    THOUGHTS,
    WALLA,
    Sound,
)
from bridge.model.cues import (
    Album,
    Audience,
    Crossing,
    Cue,
    Function,
    Language,
    Level,
    Origin,
    Performed,
    Place,
    Span,
    Status,
    Treatment,
    Visibility,
    Vocal,
)

WHO = "demo"
"""Who decided."""
OPENING = Cue("1m1", "Opening", Origin.COMMISSIONED, Vocal.INSTRUMENTAL, Status.FINAL, Album.SCORE)
RADIO = Cue("1m2", "Long Way Home", Origin.LICENSED, Vocal.VOCAL, Status.FINAL, Album.SONGS)
JUKEBOX = Cue("1m3", "Jukebox", Origin.LIBRARY, Vocal.INSTRUMENTAL, Status.APPROVED, Album.NONE)
BAR = Cue("1m4", "In the bar")
GOODBYE = Cue("1m5", "Goodbye", Origin.LICENSED, Vocal.VOCAL, Status.APPROVED, Album.SONGS)
CHASE = Cue("1m6", "Chase", Origin.LICENSED, Vocal.INSTRUMENTAL, Status.TEMP)
ROOF = Cue("1m7", "On the roof", Origin.COMMISSIONED, Vocal.INSTRUMENTAL, Status.DEMO)


@dataclass(frozen=True, slots=True)
class Spotted:
    """A span of the reel, and what sounds on its tracks while it is live."""

    span: Span
    sound: Sound


def at(second: float) -> Place:
    """The place so many seconds behind the session's start."""
    return Place(round(second * RATE))


SPOTTED = (
    Spotted(
        Span(
            OPENING,
            at(6),
            at(24),
            Level.NONDIEGETIC,
            tracks=("MX Score Strings", "MX Score Low"),
            function=Function.SCORE,
            locked=True,
            by=WHO,
        ),
        SCORE,
    ),
    Spotted(
        Span(
            RADIO,
            at(30),
            at(46),
            Level.DIEGETIC,
            tracks=("MX SRC Küchenradio",),
            visibility=Visibility.ON_AIR,
            audience=Audience.ALL,
            treatment=Treatment.FUTZ,
            function=Function.SOURCE,
            language=Language.OV,
            locked=True,
            by=WHO,
            note="the radio on the kitchen table",
        ),
        SOURCE_SONG,
    ),
    Spotted(
        Span(
            RADIO,
            at(46),
            at(50),
            Level.TRANSDIEGETIC,
            Crossing(Level.DIEGETIC, Level.NONDIEGETIC),
            tracks=("MX SRC Küchenradio",),
            visibility=Visibility.ON_AIR,
            treatment=Treatment.MIXED,
            function=Function.SCOURCE,
            language=Language.OV,
            locked=True,
            by=WHO,
            note="Anna leaves the kitchen, the song stays with her",
        ),
        CROSSING_SONG,
    ),
    Spotted(
        Span(
            RADIO,
            at(50),
            at(64),
            Level.NONDIEGETIC,
            tracks=("MX SRC Küchenradio",),
            treatment=Treatment.FULL,
            function=Function.MONTAGE,
            language=Language.OV,
            locked=True,
            by=WHO,
        ),
        SCORE_SONG,
    ),
    Spotted(
        Span(
            Cue("A101", "Anna calls from the hall"),
            at(36),
            at(42),
            Level.DIEGETIC,
            tracks=("ADR Anna",),
            visibility=Visibility.OFFSCREEN,
            language=Language.OV,
            locked=True,
            by=WHO,
        ),
        SPEECH,
    ),
    Spotted(
        Span(
            Cue("V101", "Anna's thoughts"),
            at(53),
            at(62),
            Level.METADIEGETIC,
            tracks=("Voix off",),
            audience=Audience.ONE,
            language=Language.OV,
            locked=True,
            by=WHO,
        ),
        THOUGHTS,
    ),
    Spotted(
        Span(
            JUKEBOX,
            at(72),
            at(92),
            Level.DIEGETIC,
            tracks=("MX SRC Jukebox",),
            visibility=Visibility.ONSCREEN,
            treatment=Treatment.WORLDIZED,
            function=Function.SOURCE,
            locked=True,
            by=WHO,
        ),
        SOURCE,
    ),
    Spotted(
        Span(
            Cue("G101", "Guests"),
            at(74),
            at(114),
            Level.DIEGETIC,
            tracks=("Walla Gruppe",),
            language=Language.NONE,
            locked=True,
            by=WHO,
            note="listened through: no words can be made out",
        ),
        WALLA,
    ),
    Spotted(
        Span(
            BAR, at(96), at(114), tracks=("Musik Kneipe",), note="the band in the corner, or in his head? ask on Monday"
        ),
        MUSIC,
    ),
    Spotted(
        Span(
            GOODBYE,
            at(120),
            at(138),
            Level.DIEGETIC,
            tracks=("Song Goodbye Vocal",),
            visibility=Visibility.ONSCREEN,
            function=Function.NUMBER,
            performed=Performed.VOCAL,
            language=Language.OV,
            locked=True,
            by=WHO,
            note="Anna sings on the stage",
        ),
        SUNG_SONG,
    ),
    Spotted(
        Span(
            GOODBYE,
            at(120),
            at(138),
            Level.DIEGETIC,
            tracks=("Song Goodbye Backing",),
            visibility=Visibility.ONSCREEN,
            function=Function.NUMBER,
            performed=Performed.INSTRUMENTAL,
            locked=True,
            by=WHO,
        ),
        SOURCE_SONG,
    ),
    Spotted(
        Span(
            CHASE,
            at(142),
            at(156),
            Level.NONDIEGETIC,
            tracks=("MX Temp Chase",),
            function=Function.SCORE,
            locked=True,
            by=WHO,
        ),
        TEMP_SONG,
    ),
    Spotted(
        Span(
            ROOF,
            at(160),
            at(176),
            Level.AMBIGUOUS,
            tracks=("MX Score Low",),
            locked=True,
            by=WHO,
            note="a cello next door, or score? it shall stay open",
        ),
        OPEN_SCORE,
    ),
)
"""In the order of a spotting list: by cue, each in the order of time."""
MARKS = tuple(
    Mark(scene, second * RATE)
    for scene, second in (("Street", 4), ("Kitchen", 28), ("Way home", 50), ("Bar", 70), ("Stage", 118), ("Roof", 158))
)
"""The reel's markers: where its scenes begin."""


def clips() -> dict[str, list[Clip]]:
    """What lies on the tracks that cues name, by track: a region under each span; only score is named by its number."""
    found: dict[str, list[Clip]] = {}
    for span in (one.span for one in SPOTTED):
        name = str(span.cue) if span.cue.origin is Origin.COMMISSIONED else span.cue.title
        for track in span.tracks:
            found.setdefault(track, []).append(Clip(name, span.start.samples or 0, span.end.samples or 0))
    return found
