"""Sessions for the real Ardour: a film reel of 24 tracks, or any number in bulk, made without a screen.

`ardour7-lua` makes tracks, buses, sends, VCAs and groups; what libardour's Lua can't do (the OSC surface switched on,
markers, timecode offset, connections in bulk) is written into the session file.
"""

import os
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RATE = 48_000
SECONDS = 180
LUA = Path(__file__).parent / "lua"
OSC = "Open Sound Control (OSC)"
SWITCHED_ON = {
    "active": "1",
    "debugmode": "0",
    "address-only": "0",
    "remote-port": "8000",
    "banksize": "0",
    "striptypes": "31",
    "feedback": "0",
    "gainmode": "0",
    "send-page-size": "0",
    "plug-page-size": "0",
}

Row = tuple[str, ...]
"""One line of a layout, as `lua/make_session.lua` reads it."""

FILM_TRACKS = (
    *((f"DX PRODUCTION {number}", "DX") for number in (1, 2, 3, 4)),
    *((name, "DX") for name in ("DX ADR 1", "DX ADR 2", "DX FUTZ")),
    *((f"FX HARD {number}", "FX") for number in (1, 2, 3, 4)),
    *((name, "FX") for name in ("FX FOLEY 1", "FX FOLEY 2", "FX AMB 1", "FX AMB 2", "FX BG 1", "FX BG 2", "FX DESIGN")),
    *((name, "MX") for name in ("MX SCORE 1", "MX SCORE 2", "MX STING", "MX SOURCE 1", "MX SOURCE 2", "MX LIVE")),
)
"""(name, bus) of the film's 24 tracks."""

FILM: tuple[Row, ...] = (
    ("tc", "TC24"),
    *(("bus", name, "Master") for name in ("DX", "FX", "MX", "WORLD")),
    *(("track", name, bus, "1") for name, bus in FILM_TRACKS),
    *(("send", name, "WORLD") for name in ("MX SOURCE 1", "MX SOURCE 2", "DX PRODUCTION 1", "FX AMB 1")),
    ("vca", "VCA MX"),
    ("group", "SOURCE", "MX SOURCE 1,MX SOURCE 2"),
)
"""A reel: tracks to three buses, an aux bus of what sounds in the scene, a VCA without members, a group."""

CUES = (("2-pop", 2), ("FFOA", 8), ("1m1 Main Title", 8), ("1m2 Kitchen", 75), ("1m3 Chase", 132), ("LFOA", 170))
"""(name, second) of the markers."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A session on the disk: its folder and its name (the snapshot's)."""

    folder: Path
    name: str

    @property
    def file(self) -> Path:
        """The session file."""
        return self.folder / f"{self.name}.ardour"


def bulk(count: int) -> tuple[Row, ...]:
    """The layout of `count` mono tracks "DX TRK 1", ... shared out among three buses."""
    shares = (("DX", (count + 2) // 3), ("FX", (count + 1) // 3), ("MX", count // 3))
    return (
        ("tc", "TC24"),
        *(("bus", name, "Master") for name in ("DX", "FX", "MX")),
        *(("bulk", f"{bus} TRK", bus, str(share)) for bus, share in shares),
    )


def make(folder: Path, name: str = "reel1", layout: Iterable[Row] = FILM) -> Saved:
    """A new session in `folder`; raises `CalledProcessError` if Ardour could not make it."""
    rows = tuple(layout)
    with tempfile.TemporaryDirectory() as aside:
        listed = Path(aside, "layout.tsv")
        listed.write_text("".join("\t".join(row) + "\n" for row in rows))
        argv = ["ardour7-lua", str(LUA / "make_session.lua"), str(folder), name, str(listed), str(RATE)]
        env = os.environ | {"XDG_CONFIG_HOME": aside, "XDG_CACHE_HOME": aside, "LC_ALL": "C.UTF-8"}
        subprocess.run(argv, check=True, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=600)
    saved = Saved(folder, name)
    _finish(saved, rows)
    return saved


def _finish(saved: Saved, rows: Iterable[Row]) -> None:
    tree = ET.parse(saved.file)  # noqa: S314 - written by the Ardour above
    root = tree.getroot()
    for protocol in root.iterfind(f"ControlProtocols/Protocol[@name='{OSC}']"):
        protocol.attrib.update(SWITCHED_ON)
    _begin_at_one_hour(root)
    _mark(root)
    for kind, *rest in rows:
        if kind == "bulk":
            _wire(root, *rest)
    tree.write(saved.file, encoding="UTF-8", xml_declaration=True)


def _begin_at_one_hour(root: ET.Element) -> None:
    for option in root.iterfind("Config/Option"):
        if option.get("name") == "timecode-offset":
            option.set("value", str(3600 * RATE))
        elif option.get("name") == "timecode-offset-negative":
            option.set("value", "1")  # "1" means: what is shown is the position plus the offset


def _mark(root: ET.Element) -> None:
    tempo, locations = root.find("TempoMap"), root.find("Locations")
    assert tempo is not None
    assert locations is not None
    ticks, number = int(tempo.attrib["superclocks-per-second"]), int(root.attrib["id-counter"])
    places = [("session", 0, SECONDS, "IsSessionRange"), *((name, at, at, "IsMark") for name, at in CUES)]
    for name, start, end, flags in places:
        number += 1
        times = {"start": f"a{start * ticks}", "end": f"a{end * ticks}", "timestamp": "0"}
        ET.SubElement(
            locations, "Location", {"id": str(number), "name": name, "flags": flags, "locked": "0", "cue": "0"} | times
        )
    root.set("id-counter", str(number + 1))


def _wire(root: ET.Element, stem: str, bus: str, count: str) -> None:
    """Connections in the file: both ends of each are stored."""
    ports = {port.attrib["name"]: port for way in root.iterfind("Routes/Route/IO") for port in way.iterfind("Port")}
    for number in range(1, int(count) + 1):
        for channel in (1, 2):
            out, into = f"{stem} {number}/audio_out {channel}", f"{bus}/audio_in {channel}"
            for old in list(ports[out]):
                ports[out].remove(old)
            ET.SubElement(ports[out], "Connection", {"other": into})
            ET.SubElement(ports[into], "Connection", {"other": out})
