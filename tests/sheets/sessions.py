"""Ardour session files as text, made of what a test says and of nothing else."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from bridge.model.session import SavedSession
from bridge.sheets.ardour import Place, read_ardour

PLACE = Place("/film/reel1", "/film/reel1/reel1.ardour", "reel1", 1000.5)
SECOND = 282_240_000
"""Superclocks of a second."""


def element(tag: str, inner: Iterable[str] = (), /, **words: object) -> str:
    """One element; `_` in a word is written `-`."""
    told = "".join(f" {key.strip('_').replace('_', '-')}={quoteattr(str(value))}" for key, value in words.items())
    return f"<{tag}{told}>{''.join(inner)}</{tag}>"


def at(samples: int, rate: int = 48_000) -> str:
    """A place in superclocks."""
    return f"a{samples * SECOND // rate}"


def option(name: str, value: object) -> str:
    return element("Option", name=name, value=value)


def location(name: str, start: str, end: str = "", flags: str = "IsMark", id_: int = 1) -> str:
    return element("Location", id=id_, name=name, start=start, end=end or start, flags=flags, locked=0, cue=0)


def region(name: str, start: int, length: int, muted: int = 0, id_: int = 1) -> str:
    inside = [element("Envelope", [element("AutomationList", ["<events>0 1\n</events>"], automation_id="mute")])]
    return element("Region", inside, id=id_, name=name, length=f"{at(length)}@{at(start)}", muted=muted, start="a0")


def io(direction: str, **ports: str) -> str:
    """The ports of a route: `X_Y="A B"` is the port "X/Y" with connections to "A" and "B"."""
    rows = [
        element("Port", [element("Connection", other=other) for other in joined.split()], name=name.replace("_", "/"))
        for name, joined in ports.items()
    ]
    return element("IO", rows, direction=direction)


def route(name: str, inner: Iterable[str] = (), flags: str = "AudioTrack,OrderSet", **words: object) -> str:
    order = words.pop("order", 1)
    words = {"id": f"r{name}", "name": name, "active": 1} | words
    return element("Route", [element("PresentationInfo", order=order, flags=flags), *inner], **words)


def session(*inner: str, version: object = 7002, rate: object = 48_000, config: Iterable[str] = ()) -> str:
    """A session of these parts; a tempo map of 120 is among them unless there is another."""
    tempos = [element("Tempo", npm=120, enpm=120, note_type=4, sclock=0, quarters="0:0", omega=0)]
    if not any(part.startswith("<TempoMap") for part in inner):
        inner = (*inner, element("TempoMap", [element("Tempos", tempos)], superclocks_per_second=SECOND))
    made = '<ProgramVersion created-with="Ardour 7.3" modified-with="Ardour 7.4"/>'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + element(
        "Session", [made, element("Config", config), *inner], version=version, name="reel1", sample_rate=rate
    )


def locations(*inner: str) -> str:
    return element("Locations", inner)


def read(text: str | bytes, size: int = 4096) -> SavedSession:
    """The session, read in pieces of so many bytes."""
    content = text.encode() if isinstance(text, str) else text
    return read_ardour((content[place : place + size] for place in range(0, len(content), size)), PLACE)
