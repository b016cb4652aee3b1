"""The reel that `stembridge demo` plays: 24 tracks with the names that editors give, and somebody at work on them.

The script takes two minutes and leaves the reel as it was, so that it can begin again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.demo.ardour import Ardour
from bridge.demo.channel import Automation, Channel, Send
from bridge.demo.cues import MARKS
from bridge.demo.session import RATE, Session
from bridge.demo.sounds import (
    ANYTHING,
    EFFECT,
    LEFT_OUT,
    MUSIC,
    PRODUCTION_EFFECT,
    SCORE,
    SCORE_SONG,
    SOURCE,
    SPEECH,
    TEMP,
    WALLA,
)
from bridge.model.desk import Kind

LENGTH = 120.0
"""Seconds that the script takes."""

TRACKS = (
    ("DX Boom 1", 1, "DX", SPEECH),
    ("DX Lav Anna", 1, "DX", SPEECH),
    ("DX Lav Tomasz", 1, "DX", SPEECH),
    ("DX Boom iso", 1, "DX", SPEECH),
    ("ADR Anna", 1, "DX", SPEECH),
    ("Voix off", 1, "DX", SPEECH),
    ("Walla Gruppe", 2, "DX", WALLA),
    ("PFX", 1, "DX", PRODUCTION_EFFECT),
    ("FX Hard 1", 1, "FX", EFFECT),
    ("Geräusche Schritte", 1, "FX", EFFECT),
    ("Bruitage portes", 1, "FX", EFFECT),
    ("Atmo Küche", 2, "FX", EFFECT),
    ("Ambiance rue", 2, "FX", EFFECT),
    ("MX Score Strings", 2, "MX", SCORE),
    ("MX Score Low", 2, "MX", SCORE),
    ("MX SRC Küchenradio", 2, "MX", SOURCE),
    ("MX SRC Jukebox", 2, "MX", SOURCE),
    ("Musik Kneipe", 2, "MX", MUSIC),
    ("Song Goodbye Vocal", 1, "MX", SCORE_SONG),
    ("Song Goodbye Backing", 2, "MX", SCORE_SONG),
    ("MX Temp Chase", 2, "MX", TEMP),
    ("Track 17", 2, "", ANYTHING),
    ("GUIDE Mix v3", 2, "", LEFT_OUT),
    ("PRINT Stem MX", 2, "Master", LEFT_OUT),
)
"""(name, inputs, where its output goes, what lies on it where no cue says otherwise) of the audio tracks, in order.

The guide goes nowhere, for it is no part of the film; nor does the track that is empty still.
"""
LATER = (("FX Glass Break", EFFECT), ("Audio 1", ANYTHING), ("MX Sting", SCORE), ("ADR Anna 1", SPEECH))
"""(name, what lies on it) of the tracks that the script brings."""
FOLEY = ("Geräusche Schritte", "Bruitage portes")
"""Tracks that the script moves about."""
RETURNS = (("DX Verb", "DX"), ("FX Room", "FX"), ("MX Hall", "MX"))
"""(reverb return, the bus it comes back to); every track of that bus sends to it."""
ASIDE = ("Talkback", "Click")
"""Buses that are no part of the film."""
VCAS = (("VCA DX", "DX"), ("VCA MX", "MX"))
"""(VCA, the bus whose tracks it rules)."""


def reel() -> Session:
    """The session of the reel, as it lies on the disk."""
    master = Channel("Master", Kind.MASTER, 2)
    buses = {name: Channel(name, Kind.BUS, 2, to=master) for name in ("DX", "FX", "MX")}
    returns = {bus: Channel(name, Kind.BUS, 2, to=buses[bus]) for name, bus in RETURNS}
    vcas = {bus: Channel(name, Kind.VCA, 0, 0) for name, bus in VCAS}
    ends = {"Master": master, **buses}
    tracks = [_track(name, inputs, ends.get(bus), returns.get(bus)) for name, inputs, bus, _ in TRACKS]
    for track in tracks:
        track.vcas = tuple(vca for bus, vca in vcas.items() if buses[bus] in track.leads)
    aside = [Channel(name, Kind.BUS, to=master) for name in ASIDE]
    session = Session("Reel 1", "demo", marks=MARKS)
    session.channels += [*buses.values(), *tracks, *returns.values(), *aside, *vcas.values(), master]
    for number, channel in enumerate(session.channels, 501):
        channel.id = 2 * number  # as on the disk: the same whenever it is opened
    session["DX Boom iso"].hidden = session["DX Boom iso"].mute = True
    session["GUIDE Mix v3"].mute = True
    session["Ambiance rue"].automation = Automation.PLAY
    return session


def _track(name: str, inputs: int, bus: Channel | None, verb: Channel | None) -> Channel:
    return Channel(name, Kind.AUDIO, inputs, to=bus, sends=(Send(verb),) if verb else ())


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody at the DAW does: `second` of the script, what it is in words, and the doing of it."""

    second: float
    sentence: str
    do: Callable[[], object]


def script(daw: Ardour) -> tuple[Act, ...]:
    """What somebody does on the reel, in order of time, bound to that DAW.

    Each falls into the middle of a step of the tour. Most of the time one track is on a wrong bus.
    """
    return (
        Act(2.5, "presses play", daw.play),
        Act(7.5, "renames 'Track 17' to 'FX Glass Break' and routes it to the FX bus", lambda: _glass(daw)),
        Act(11.5, "mutes 'FX Hard 1'", lambda: daw.session.mute("FX Hard 1")),
        Act(13.5, "misroutes 'Musik Kneipe' to the FX bus", lambda: daw.session.route("Musik Kneipe", "FX")),
        Act(16.5, "hides 'DX Lav Tomasz'", lambda: daw.session.hide("DX Lav Tomasz")),
        Act(22.5, "opens 'FX Hard 1' again", lambda: daw.session.mute("FX Hard 1", False)),
        Act(27.5, "gives 'FX Glass Break' its old name and takes it off the bus", lambda: _no_glass(daw)),
        Act(32.5, "saves", daw.save),
        Act(36.5, "adds a track 'Audio 1' above the returns", lambda: daw.session.insert(_added(daw), 27)),
        Act(42.5, "goes to the bar scene", lambda: daw.locate(100 * RATE)),
        Act(46.5, "renames 'Audio 1' to 'MX Sting'", lambda: daw.session.rename("Audio 1", "MX Sting")),
        Act(52.5, "solos 'MX SRC Jukebox' for a moment", lambda: daw.session.solo("MX SRC Jukebox")),
        Act(56.5, "takes the solo off", lambda: daw.session.solo("MX SRC Jukebox", False)),
        Act(61.5, "drags the Foley above the dialogue", lambda: daw.session.move(FOLEY, 3)),
        Act(64.5, "routes 'Musik Kneipe' home", lambda: daw.session.route("Musik Kneipe", "MX")),
        Act(66.5, "misroutes 'ADR Anna' to the MX bus", lambda: daw.session.route("ADR Anna", "MX")),
        Act(71.5, "shows 'DX Lav Tomasz' again", lambda: daw.session.hide("DX Lav Tomasz", on=False)),
        Act(84.5, "drags the Foley back", lambda: daw.session.move(FOLEY, 12)),
        Act(86.4, "mutes the VCA of the music", lambda: daw.session.mute("VCA MX")),
        Act(86.7, "opens the VCA of the music", lambda: daw.session.mute("VCA MX", False)),
        Act(89.5, "stops", daw.stop),
        Act(92.5, "duplicates 'ADR Anna'", lambda: daw.session.duplicate("ADR Anna")),
        Act(96.5, "removes the duplicate", lambda: daw.session.delete("ADR Anna 1")),
        Act(99.5, "plays the opening", lambda: daw.locate(8 * RATE, roll=True)),
        Act(103.5, "removes 'MX Sting'", lambda: daw.session.delete("MX Sting")),
        Act(113.5, "routes 'ADR Anna' home", lambda: daw.session.route("ADR Anna", "DX")),
        Act(114.5, "saves", daw.save),
        Act(117.5, "stops", daw.stop),
        Act(118.5, "goes back to the start", lambda: daw.locate(0)),
    )


def _added(daw: Ardour) -> Channel:
    return Channel("Audio 1", Kind.AUDIO, 2, to=daw.session["MX"])


def _glass(daw: Ardour) -> None:
    daw.session.rename("Track 17", "FX Glass Break")
    daw.session.route("FX Glass Break", "FX")


def _no_glass(daw: Ardour) -> None:
    daw.session.rename("FX Glass Break", "Track 17")
    daw.session.route("Track 17")
