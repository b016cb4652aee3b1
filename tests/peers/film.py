"""Sessions for the real Ardour: a film reel of 24 tracks, or any number in bulk, made without a screen.

`ardour7-lua` makes tracks, buses, sends, VCAs and groups; what libardour's Lua can't do (the OSC surface switched on,
markers, timecode offset, connections in bulk) is written into the session file. The row `mackie` switches its Mackie
Control on, too.
"""

import os
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bridge.model.timecode import RATES, sample_of
from tests.peers.timeline import PLACED, RATE, Row, Writer

LUA = Path(__file__).parent / "lua"
OSC = "Open Sound Control (OSC)"
MACKIE = {
    "active": "1",
    "bank": "0",
    "ipmidi-base": "0",
    "device-profile": "User",
    "device-name": "Mackie Control Universal Pro",
}
"""A device that Ardour shows nothing to before it has answered (unlike its plain "Mackie Control")."""
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

FORMATS = {
    "23.976": "TC23976",
    "24": "TC24",
    "25": "TC25",
    "29.97": "TC2997",
    "29.97df": "TC2997DF",
    "30": "TC30",
    "59.94": "TC5994",
    "60": "TC60",
}
"""Ardour's words for timecode rates, by ours."""


@dataclass(frozen=True, slots=True)
class Reel:
    """The film with something on its timeline. `rate`: a name of `RATES`; `offset` and all positions in samples.

    `markers`: (name, position); `ranges`: (name, start, end); `clips`: (track, name, start, end, muted). An end is the
    first sample behind.
    """

    rate: str
    offset: int
    markers: tuple[tuple[str, int], ...]
    ranges: tuple[tuple[str, int, int], ...]
    clips: tuple[tuple[str, str, int, int, bool], ...]

    @property
    def layout(self) -> tuple[Row, ...]:
        """The rows to make it of."""
        return (
            ("tc", FORMATS[self.rate]),
            *(row for row in FILM if row[0] != "tc"),
            ("presend", "FX AMB 2", "WORLD"),
            ("offset", str(self.offset)),
            *(("mark", name, str(at)) for name, at in self.markers),
            *(("range", name, str(start), str(end)) for name, start, end in self.ranges),
            *(
                ("region", track, name, str(start), str(end), "muted" * muted)
                for track, name, start, end, muted in self.clips
            ),
        )


def reel(rate: str, offset: int) -> Reel:
    """The film's timeline at this rate: all but two of its things begin and end with a frame."""

    def at(second: float, frame: int = 0) -> int:
        return sample_of(round(second * RATES[rate].nominal) + frame, RATES[rate], RATE)

    return Reel(
        rate,
        offset,
        (
            ("2-pop", at(2)),
            ("FFOA", at(8)),
            ("1m1 Main Title", at(8)),
            ("SOURCE - kitchen radio", at(75)),
            ("1m2 OUT?", at(101)),
            ("between two frames", at(110) + 7),
            ("1m3 Chase", at(132)),
            ("LFOA", at(170)),
        ),
        (
            ("1m1 Main Title", at(8), at(42)),
            ("1m2 Kitchen {Level=diegetic}", at(75), at(101)),
            ('1m4 Club <source> & "bar"', at(104), at(120, 5)),
            ("1m3 Chase", at(132), at(165)),
        ),
        (
            ("DX PRODUCTION 1", "sc12_t3", at(10), at(69), False),
            ("FX AMB 1", "AMB kitchen", at(70), at(125), False),
            ("MX SCORE 1", "1m1_Main Title", at(8), at(42), False),
            ("MX SCORE 1", "1m3_Chase", at(132), at(165), False),
            ("MX SCORE 2", "1m3_Chase ALT", at(110), at(125), True),
            ("MX SCORE 2", "1m3_Chase.2", at(140), at(165), False),
            ("MX STING", "1m5_Sting", at(60), at(63) + 1, False),
            ("MX SOURCE 1", "1m2_Kitchen", at(75), at(88.5), False),
            ("MX SOURCE 1", "1m2_Kitchen.1", at(88.5), at(101), False),
            ("MX SOURCE 2", "1m4_Club", at(104), at(120, 5), False),
            ("MX LIVE", "VOX performed", at(20), at(30), False),
        ),
    )


REEL = reel("24", 3600 * RATE)
"""The reel of the live cues: 24 frames a second, from 01:00:00:00 on, 180 seconds."""


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
        listed.write_text("".join("\t".join(row) + "\n" for row in rows if row[0] not in {*PLACED, "mackie"}))
        argv = ["ardour7-lua", str(LUA / "make_session.lua"), str(folder), name, str(listed), str(RATE)]
        env = os.environ | {"XDG_CONFIG_HOME": aside, "XDG_CACHE_HOME": aside, "LC_ALL": "C.UTF-8"}
        subprocess.run(argv, check=True, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=600)
    saved = Saved(folder, name)
    _finish(saved, rows)
    return saved


def _finish(saved: Saved, rows: tuple[Row, ...]) -> None:
    tree = ET.parse(saved.file)  # noqa: S314 - written by the Ardour above
    root = tree.getroot()
    for protocol in root.iterfind(f"ControlProtocols/Protocol[@name='{OSC}']"):
        protocol.attrib.update(SWITCHED_ON)
    for protocol in root.iterfind("ControlProtocols/Protocol[@name='Mackie']"):
        protocol.attrib.update(MACKIE if ("mackie",) in rows else {})
    Writer(root, saved.folder).write(rows)
    for kind, *rest in rows:
        if kind == "bulk":
            _wire(root, *rest)
    tree.write(saved.file, encoding="UTF-8", xml_declaration=True)


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
