"""What lies on a session's timeline, written into its file: Ardour's Lua can place neither markers nor audio.

All regions play one silent WAV of a minute, so none is longer.
"""

import wave
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

RATE = 48_000
SECONDS = 180
"""How long a session is."""
WAV = "silence.wav"
WAV_SECONDS = 60
PLACED = frozenset({"offset", "mark", "range", "region"})
"""Kinds of rows that are written here:

- `offset SAMPLES`: what is shown is the label of position + offset; one hour if no row says otherwise;
- `mark NAME SAMPLE`; `CUES` if there is none;
- `range NAME START END`;
- `region TRACK NAME START END`, and `muted` behind it.
"""

Row = tuple[str, ...]
"""One line of a layout."""

CUES = (("2-pop", 2), ("FFOA", 8), ("1m1 Main Title", 8), ("1m2 Kitchen", 75), ("1m3 Chase", 132), ("LFOA", 170))
"""(name, second) of the markers of a session whose layout has none."""


class Writer:
    """Writes into one session file; `root` is its tree, `folder` the session's."""

    def __init__(self, root: ET.Element, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._number = int(root.attrib["id-counter"])
        self._ticks = int(self._only("TempoMap").attrib["superclocks-per-second"]) // RATE

    def write(self, rows: Iterable[Row]) -> None:
        """Place the rows of these kinds, and what every session has."""
        placed = [row for row in rows if row[0] in PLACED]
        offsets = [int(row[1]) for row in placed if row[0] == "offset"]
        self._offset(*offsets or [3600 * RATE])
        self._location("session", 0, SECONDS * RATE, "IsSessionRange")
        marks = [(name, int(place)) for kind, name, place, *_ in filter(_long, placed) if kind == "mark"]
        for name, at in marks or [(name, second * RATE) for name, second in CUES]:
            self._location(name, at, at, "IsMark")
        for _, name, start, end in (row for row in placed if row[0] == "range"):
            self._location(name, int(start), int(end), "IsRangeMarker")
        regions = [row[1:] for row in placed if row[0] == "region"]
        if regions:
            self._regions(regions)
        self._root.set("id-counter", str(self._number + 1))

    def _offset(self, samples: int) -> None:
        for option in self._root.iterfind("Config/Option"):
            if option.get("name") == "timecode-offset":
                option.set("value", str(abs(samples)))
            elif option.get("name") == "timecode-offset-negative":
                option.set("value", str(int(samples >= 0)))  # "1" means: shown is the position plus the offset

    def _location(self, name: str, start: int, end: int, flags: str) -> None:
        words = {"id": self._new(), "name": name, "flags": flags, "locked": "0", "cue": "0", "timestamp": "0"}
        ET.SubElement(self._only("Locations"), "Location", words | {"start": self._at(start), "end": self._at(end)})

    def _regions(self, regions: list[Row]) -> None:
        source = self._new()
        words = {"name": WAV, "id": source, "type": "audio", "channel": "0", "gain": "1", "flags": "", "take-id": ""}
        ET.SubElement(self._only("Sources"), "Source", words | {"natural-position": "a0", "origin": ""})
        self._region(self._only("Regions"), source, ("silence", "0", str(WAV_SECONDS * RATE), "whole"))
        playlists = {one.get("id"): one for one in self._root.iterfind("Playlists/Playlist")}
        tracks = {one.get("name"): one.get("audio-playlist") for one in self._root.iterfind("Routes/Route")}
        for track, *rest in regions:
            self._region(playlists[tracks[track]], source, rest)
        (inside,) = (self._folder / "interchange").iterdir()
        with wave.open(str(inside / "audiofiles" / WAV), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
            file.writeframes(bytes(2 * RATE * WAV_SECONDS))

    def _region(self, where: ET.Element, source: str, row: Iterable[str]) -> None:
        name, start, end, *how = row
        words = {"name": name, "id": self._new(), "type": "audio", "channels": "1", "first-edit": "nothing"}
        words |= {"source-0": source, "master-source-0": source, "start": "a0", "opaque": "1"}
        words |= {"length": f"{self._at(int(end) - int(start))}@{self._at(int(start))}"}
        words |= {"muted": str(int("muted" in how)), "whole-file": str(int("whole" in how))}
        words |= {"default-fade-in": "1", "default-fade-out": "1", "envelope-active": "0", "scale-amplitude": "1"}
        ET.SubElement(where, "Region", words)

    def _at(self, samples: int) -> str:
        return f"a{samples * self._ticks}"

    def _new(self) -> str:
        self._number += 1
        return str(self._number)

    def _only(self, name: str) -> ET.Element:
        found = self._root.find(name)
        assert found is not None, name
        return found


def _long(row: Row) -> bool:
    return len(row) > 2
