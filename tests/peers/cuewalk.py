"""The walk: through the cues of a reel in a real Ardour, with every preview that asks for more than a stem.

Usage: python -m tests.peers.cuewalk [POSITIONS]      (200; some ten minutes)

At each place the live cues must be those of the table below, and Ardour's own Lua must show exactly the mutes that
the table gives; at the end the user's desk. What is expected is worked out here from the table and from the trade's
definitions, row by row, without a line of the engine.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.peers.beside import Beside, until
from tests.peers.film import FILM_TRACKS, REEL, make
from tests.peers.rig import RealArdour
from tests.peers.soak import set_mute
from tests.peers.timeline import RATE, SECONDS

HOLD = 2
"""Seconds for which a track stays what it was after its cue has ended."""
USERS = ("DX ADR 1", "MX STING")
"""What the user has muted before."""


@dataclass(frozen=True, slots=True)
class Row:
    """A cue from one second to another, as it stands in cues.csv; empty: not said."""

    number: str
    start: int
    end: int
    level: str = ""
    tracks: tuple[str, ...] = ()
    origin: str = ""
    status: str = ""
    vocal: str = ""
    performed: str = ""

    def holds(self, second: float) -> bool:
        """Whether it is live at this second."""
        return self.start <= second < self.end


ROWS = (
    Row("1m1", 8, 42, "nondiegetic", (), "commissioned"),
    Row("9m1", 20, 30, "metadiegetic", ("DX PRODUCTION 3",)),
    Row("1m9", 20, 30, "diegetic", ("MX LIVE",), "licensed", "", "vocal", "vocal"),
    Row("1m5", 60, 63, "ambiguous", ("MX STING",), "commissioned"),
    Row("1m2", 75, 101, "diegetic", ("MX SOURCE 1",), "licensed"),
    Row("1m4", 104, 120, "diegetic > nondiegetic", ("MX SOURCE 2",), "licensed"),
    Row("2m1", 110, 125, "nondiegetic", ("MX SCORE 2",), "", "temp"),
    Row("1m3", 132, 165, "", (), "commissioned"),
    Row("2m2", 140, 150, "nondiegetic", ("MX SOURCE 1",), "", "rejected"),
    Row("1m6", 152, 170, "extrafictional", ("MX LIVE",), "library"),
)


def label(second: int) -> str:
    """The timecode of a whole second of the reel, which begins at one hour."""
    return f"{1 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}:00"


def table() -> str:
    """The rows as a cues.csv that a person wrote."""
    head = "number,start,end,level,tracks,origin,status,vocal,performed,lock\n"
    return head + "".join(",".join(cells(row)) + "\n" for row in ROWS)


def cells(row: Row) -> tuple[str, ...]:
    """The row as it stands in the file; one with a level is a person's decision."""
    places = row.number, label(row.start), label(row.end)
    facts = row.level, " | ".join(row.tracks), row.origin, row.status, row.vocal, row.performed
    return *places, *facts, "yes" if row.level else ""


# --- what must be heard -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so of a track at a place, by the table."""

    family: str
    level: str
    origin: str
    status: str
    me: str

    @property
    def inside(self) -> bool:
        """Whether the characters hear it, by the show's policies: music that nobody has decided is out."""
        if self.level == "":
            return self.family != "MX"
        return self.level == "diegetic" or ">" in self.level or self.level == "ambiguous"

    @property
    def outside(self) -> bool:
        """Whether only the audience hears it."""
        return not self.inside or ">" in self.level or self.level == "ambiguous"


HEARD: dict[str, Callable[[Facts], bool]] = {
    "me": lambda it: it.me == "main",
    "me+o": lambda it: it.me in {"main", "optional"},
    "opt": lambda it: it.me == "optional",
    "dxg": lambda it: it.me == "remove",
    "in-world": lambda it: it.inside,
    "out-of-world": lambda it: it.outside,
    "under": lambda it: it.family == "MX" and it.outside,
    "source": lambda it: it.family == "MX" and it.inside,
    "score": lambda it: it.family == "MX" and it.origin == "commissioned",
    "songs": lambda it: it.family == "MX" and it.origin == "licensed",
    "temp": lambda it: it.status == "temp",
    "notemp": lambda it: it.status != "temp",
}
"""What each preview is about, in the words of the trade."""


def governing(track: str, second: float) -> Row | None:
    """The row that says what this track is at this second."""
    live = [row for row in ROWS if row.holds(second)]
    ended = [row for row in ROWS if row.end <= second < row.end + HOLD]
    tiers = (
        [row for row in live if track in row.tracks],
        [row for row in live if not row.tracks and under(track, second, row)],
        [row for row in ended if track in row.tracks],
        [row for row in ended if not row.tracks and under(track, row.end - 1 / RATE, row)],
    )
    return next((tier[-1] for tier in tiers if tier), None)


def under(track: str, second: float, row: Row) -> bool:
    """Whether a cue without tracks governs this one: music with a clip here that has not another cue's number."""
    here = [name for name, *_ in clips(track, second)]
    numbers = {name.partition("_")[0] for name in here if name[0].isdigit()}
    return track.startswith("MX ") and bool(here) and (not numbers or row.number in numbers)


def clips(track: str, second: float) -> list[tuple[str, int, int]]:
    """The clips of a track that sound at this second: name, start, end."""
    placed = [(name, start, end) for owner, name, start, end, muted in REEL.clips if owner == track and not muted]
    return [clip for clip in placed if clip[1] <= round(second * RATE) < clip[2]]


def facts(track: str, second: float) -> Facts:
    """What is so of this track at this second."""
    row, family = governing(track, second), track[:2]
    level = "diegetic" if (family in {"DX", "FX"} and "DESIGN" not in track) or "SOURCE" in track else ""
    origin = "commissioned" if "SCORE" in track or "STING" in track else ""
    status, me = "", "remove" if family == "DX" else "main"
    if row is not None:
        level, origin, status = row.level or level, row.origin or origin, row.status
        me = "optional" if family == "MX" and row.performed == "vocal" else me
    return Facts(family, level, origin, status, me)


def mutes(name: str, second: float, before: dict[str, bool]) -> dict[str, bool]:
    """The mutes that this preview must give at this second."""
    wanted = dict(before)
    for track, _ in FILM_TRACKS:
        it = facts(track, second)
        wanted[track] = before[track] or it.status == "rejected" or not HEARD[name](it)
    return wanted


# --- the walk ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Walked:
    """What the walk has seen."""

    places: int = 0
    rolled: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def places(count: int) -> Iterator[float]:
    """So many seconds: every edge of every cue and a sample before it, then others by chance, none twice."""
    rnd = Random(1)
    edges = sorted({edge for row in ROWS for edge in (row.start, row.end, row.end + HOLD)})
    near = [second for edge in edges for second in (edge - 1 / RATE, float(edge))]
    rnd.shuffle(near)
    chance = [rnd.randrange(SECONDS * RATE) / RATE for _ in range(count)]
    mixed = [one for pair in zip(near, chance, strict=False) for one in pair] + chance[len(near) :]
    yield from mixed[:count]


def bridge_for(ardour: RealArdour, folder: Path) -> Beside:
    """A bridge whose show has the table; not started."""
    bridge = Beside(ardour, folder)
    (bridge.show / "cues.csv").write_text(table())
    return bridge


def walk(bridge: Beside, count: int, walked: Walked) -> None:
    """Every preview at so many places, then the user's desk again."""
    for name in USERS:
        set_mute(bridge.ardour, name, True)
    bridge.start()
    until(lambda: bridge.picture()["file"]["file"], "the session's file is read")
    before = bridge.ardour.mutes()
    seconds = list(places(count))
    for name in HEARD:
        go(bridge, seconds[0])
        answer = bridge.preview(name)
        if not answer.ok:
            walked.wrong.append(f"{name}: {answer.lines}")
        for second in seconds:
            stand(bridge, name, second, before, walked)
        roll(bridge, walked)
    answer = bridge.preview("off")
    if not answer.ok or bridge.ardour.mutes() != before:
        walked.wrong.append(f"off: {answer.lines}")
    bridge.stop()


def go(bridge: Beside, second: float) -> None:
    """Locate to the sample."""
    answer = bridge.ask("locate", place=str(round(second * RATE)))
    assert answer.ok, answer.lines


def stand(bridge: Beside, name: str, second: float, before: dict[str, bool], walked: Walked) -> None:
    """Go there and hold cues and desk to the table."""
    go(bridge, second)
    begun, wanted = time.monotonic(), mutes(name, second, before)
    walked.places += 1
    try:
        until(lambda: bridge.ardour.mutes() == wanted, "the desk", 5.0)
    except AssertionError:
        shown = bridge.ardour.mutes()
        differ = {track: on for track, on in shown.items() if on != wanted[track]}
        walked.wrong.append(f"{name} at {second:.6f} s: {differ}")
    walked.slowest = max(walked.slowest, time.monotonic() - begun)
    compare(bridge, walked)


def compare(bridge: Beside, walked: Walked) -> int:
    """Hold the live cues to the table, at the position that the same picture tells; gives that position."""
    picture = bridge.picture()
    position = int(picture["transport"]["position"])
    live = [cue["number"] for cue in picture["cues"]["live"]]
    expected = [row.number for row in in_order(row for row in ROWS if row.holds(position / RATE))]
    if live != expected:
        walked.wrong.append(f"live at {position}: {live}, the table says {expected}")
    return position


def in_order(rows: Iterable[Row]) -> list[Row]:
    """By start, then by end."""
    return sorted(rows, key=lambda row: (row.start, row.end))


def roll(bridge: Beside, walked: Walked) -> None:
    """Play over the edges of a cue and hold what is live to the table wherever the playhead was told to be."""
    go(bridge, 100.5)
    assert bridge.ask("play").ok
    end = time.monotonic() + 2.0
    while time.monotonic() < end:
        compare(bridge, walked)
        walked.rolled += 1
        time.sleep(0.05)
    assert bridge.ask("pause").ok


def report(walked: Walked, alive: bool) -> str:
    """The printed result."""
    return "\n".join(
        (
            f"{walked.places} places, {len(HEARD)} previews; {walked.rolled} looks while it rolled",
            f"slowest desk after a locate: {walked.slowest:.2f} s",
            f"not as the table says: {len(walked.wrong)}",
            *(f"  {line}" for line in walked.wrong),
            f"Ardour {'is alive' if alive else 'has died'}",
        )
    )


def main(count: int = 200) -> int:
    """The walk in a folder of its own; exit code 1 if anything was not as the table says."""
    with tempfile.TemporaryDirectory() as folder:
        saved = make(Path(folder) / "reel1", "reel1", REEL.layout)
        with RealArdour(saved) as ardour:
            walked, bridge = Walked(), bridge_for(ardour, Path(folder) / "beside")
            try:
                walk(bridge, count, walked)
            finally:
                bridge.close()
                print(report(walked, ardour.alive), flush=True)
            return 1 if walked.wrong or not ardour.alive else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
