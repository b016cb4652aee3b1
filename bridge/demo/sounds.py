"""What lies on the tracks of the demo's reel, and which previews let each of it be heard.

A table made by hand, as the trade has it (default policies, the stricter M&E): no rule of the bridge is asked. It is
what the demo's desk is held against.
"""

from dataclasses import dataclass

_DX = "dx dx+fx dx+mx no-fx no-mx"
_FX = "fx dx+fx fx+mx no-dx no-mx"
_MX = "mx dx+mx fx+mx no-dx no-fx"
_ME = "me me+o"
_IN, _OUT = "in-world source", "out-of-world under"
_OPTIONAL = "me+o opt"


@dataclass(frozen=True, slots=True)
class Sound:
    """Something that sounds: what it is, and the names of the previews that hear it."""

    what: str
    heard: frozenset[str]


def _sound(what: str, *previews: str) -> Sound:
    return Sound(what, frozenset(" ".join(previews).split()))


SPEECH = _sound("lines that are spoken in the scene, recorded there or in the studio", _DX, "dxg in-world notemp")
THOUGHTS = _sound("what a character thinks, aloud for us alone", _DX, "dxg out-of-world notemp")
WALLA = _sound("a crowd without words that one can make out", _DX, _ME, "in-world notemp")
PRODUCTION_EFFECT = _sound("an effect recorded with the dialogue", _DX, _ME, "in-world notemp")
EFFECT = _sound("effects, Foley, backgrounds", _FX, _ME, "in-world notemp")

SCORE = _sound("music made for the film, heard by us alone", _MX, _ME, _OUT, "score notemp")
OPEN_SCORE = _sound("music made for the film that shall stay open", _MX, _ME, _IN, _OUT, "score notemp")
SOURCE = _sound("music in the scene, neither made nor licensed for the film", _MX, _ME, _IN, "notemp")
SOURCE_SONG = _sound("a licensed song in the scene", _MX, _ME, _IN, "songs notemp")
CROSSING_SONG = _sound("a licensed song on its way out of the scene", _MX, _ME, _IN, _OUT, "songs notemp")
SCORE_SONG = _sound("a licensed song as score", _MX, _ME, _OUT, "songs notemp")
SUNG_SONG = _sound("what a character sings of a licensed song", _MX, _OPTIONAL, _IN, "songs notemp")
TEMP_SONG = _sound("licensed music that is there for the time being, as score", _MX, _ME, _OUT, "songs temp")
TEMP = _sound("music that is there for the time being, from who knows where", _MX, _ME, _OUT, "temp")
MUSIC = _sound("music of which nobody has said anything", _MX, _ME, _OUT, "notemp")

ANYTHING = _sound("what nobody can tell from its name", "no-dx no-fx no-mx notemp")
LEFT_OUT = _sound("guides and prints: no part of the film's sound")
