"""What happens in the reel before a picture is taken: each scene is a function that plays it and gives the moment."""

from bridge.model.requests import ModeAsked
from bridge.model.show import Mode
from bridge.model.snapshot import Stage
from tests.pictures.screen import Moment
from tests.pictures.screening import Screening

HAND = "FX Hard 1"
"""What the editor has muted by hand in every scene."""
OPENING, KITCHEN, BAR = 14.0, 42.0, 104.0
"""Seconds of the session: score; a radio whose song is about to become score; music that nobody has decided."""
LEAD = 3.0
"""Seconds that are played before something is asked."""
GONE = 12.0
"""Seconds for which a bridge is gone."""


def playing(second: float) -> Screening:
    """The reel plays and is at this second; one effect is muted by the editor."""
    screening = Screening(second - LEAD)
    screening.daw.session.mute(HAND)
    screening.daw.play()
    screening.run(LEAD)
    return screening


def full() -> Moment:
    """No preview."""
    return Moment(playing(KITCHEN).snapshot)


def in_world() -> Moment:
    """What the characters hear in the kitchen; the radio goes on, and is about to cross."""
    screening = playing(KITCHEN)
    screening.preview("in-world")
    return Moment(screening.snapshot)


def entering() -> Moment:
    """The key for the score was pressed a fiftieth of a second ago."""
    screening = playing(OPENING)
    screening.preview("score", seconds=0.02)
    return Moment(screening.snapshot)


def partial() -> Moment:
    """Music alone, but one track does not obey, and another must not be touched: its mute automation plays."""
    screening = playing(OPENING)
    screening.daw.session.refuse("PFX")
    screening.preview("mx")
    screening.until(lambda seen: seen.preview.stage is Stage.PARTIAL)
    return Moment(screening.snapshot)


def hand() -> Moment:
    """Dialogue alone; then the editor opens the radio by hand, and mutes a voice."""
    screening = playing(KITCHEN)
    screening.preview("dx")
    screening.daw.session.mute("MX SRC Küchenradio", False)
    screening.daw.session.mute("Walla Gruppe")
    screening.run(1.0)
    return Moment(screening.snapshot)


def refused() -> Moment:
    """A preview was asked for in watch mode."""
    screening = playing(KITCHEN)
    screening.ask(lambda at, number: ModeAsked(at, number, Mode.WATCH))
    screening.preview("in-world")
    return Moment(screening.snapshot, screening.answer)


def undecided() -> Moment:
    """What only the audience hears, at music that nobody has decided."""
    screening = playing(BAR)
    screening.preview("out-of-world")
    return Moment(screening.snapshot)


def silent() -> Moment:
    """The DAW hangs in a preview."""
    screening = playing(KITCHEN)
    screening.preview("in-world")
    screening.daw.deafen(screening.now + 60.0)
    screening.run(8.0)
    return Moment(screening.snapshot)


def gone() -> Moment:
    """The bridge is gone in a preview."""
    return Moment(in_world().snapshot, gone=GONE)


def offered() -> Moment:
    """The file that holds a preview's mutes was opened while no bridge was there; then a voice was soloed."""
    screening = playing(KITCHEN)
    screening.preview("in-world")
    screening.daw.save()
    screening.run(1.0)
    screening.preview("off")
    screening.kill()
    session = screening.daw.session
    screening.daw.open((session.folder, session.name), screening.now, loading=2.0)
    screening.run(3.0)
    screening.daw.session.solo("DX Lav Anna")
    screening.start()
    screening.run(3.0)
    screening.daw.locate(round(KITCHEN) * session.rate)
    screening.run(1.0)
    return Moment(screening.snapshot)


def astray() -> Moment:
    """Wired in a hurry: a voice to the music, an effect past its stem, a send of the score to the dialogue."""
    screening = playing(KITCHEN)
    session = screening.daw.session
    session.route("ADR Anna", "MX")
    session.route("Bruitage portes", "Master")
    session.send("MX Score Low", "DX")
    screening.run(2.0)
    return Moment(screening.snapshot)


STATES = (full, in_world, entering, partial, hand, refused, undecided, silent, gone, offered)
"""Ten states that a screen must tell apart without a word beside it."""
