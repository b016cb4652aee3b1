"""An adversary who wires: misroutes, sends, moves, renames and deletions by chance, beside a bridge in keep mode.

Usage: python -m tests.peers.wirer [DEEDS [SEED]]      (100 and 1; some two minutes)

At the end each track must be on its one stem, by Ardour's own Lua, or stand in a finding whose cause is true there.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.peers import patching
from tests.peers.beside import Beside, beside, until
from tests.peers.film import make
from tests.peers.patching import Ways
from tests.peers.program import Mode
from tests.peers.rig import RealArdour
from tests.peers.timeline import Row

STEMS = ("DX", "FX", "MX")
TRACKS = tuple((f"{stem} TAKE {number}", stem) for stem in STEMS for number in range(1, 25))
LAYOUT: tuple[Row, ...] = (
    ("tc", "TC24"),
    *(("bus", name, "Master") for name in STEMS),
    *(("track", name, bus, "1") for name, bus in TRACKS),
)
"""A session of 72 tracks on three stems."""
CALM = 20.0
"""Seconds that the bridge may take in the end: what was put back just now waits longer."""


@dataclass(slots=True)
class Result:
    """What each deed ended in, by the track that it was done to. `wrong`: neither right nor rightly named."""

    right: int = 0
    found: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def deeds(self) -> int:
        """How many there were."""
        return self.right + len(self.found) + len(self.wrong)


class Wirer:
    """The hands. `tracks`: the present name and the stem of each track that is there; `done`: (track, what)."""

    def __init__(self, ardour: RealArdour, rnd: Random) -> None:
        self.ardour, self.rnd = ardour, rnd
        self.tracks = {number: (name, stem) for number, (name, stem) in enumerate(TRACKS)}
        self.done: list[tuple[int, str]] = []
        self.gone: set[int] = set()
        self.last: dict[int, tuple[str, ...]] = {}

    def deed(self) -> None:
        """One deed by chance, to one track by chance."""
        kinds: tuple[tuple[Callable[[int], str], int], ...] = (
            (self._misroute, 45),
            (self._double, 20),
            (self._send, 15),
            (self._rename, 10),
            (self._move, 7),
            (self._delete, 3),
        )
        (kind,) = self.rnd.choices([one for one, _ in kinds], [weight for _, weight in kinds])
        track = self.rnd.choice([one for one in self.tracks if one not in self.gone])
        self.done.append((track, kind(track)))

    def _wrong(self, track: int, *ways: tuple[str, ...]) -> tuple[str, ...]:
        """One of these wrong ways, not the one that this track was sent last: who insists is believed."""
        way = self.rnd.choice([one for one in ways if one != self.last.get(track)])
        self.last[track] = way
        patching.connect(self.ardour, self.tracks[track][0], *way)
        return way

    def _others(self, track: int) -> list[str]:
        return [stem for stem in STEMS if stem != self.tracks[track][1]]

    def _misroute(self, track: int) -> str:
        one, two = self._others(track)
        return f"routed to {self._wrong(track, (one,), (two,), ('Master',), ())}"

    def _double(self, track: int) -> str:
        stem, (one, two) = self.tracks[track][1], self._others(track)
        return f"routed to {self._wrong(track, (stem, one), (stem, two), (stem, 'Master'), (one, two))}"

    def _send(self, track: int) -> str:
        bus = self.rnd.choice(self._others(track))
        patching.add_send(self.ardour, self.tracks[track][0], bus)
        return f"a send to {bus}"

    def _rename(self, track: int) -> str:
        (name, stem), said = self.tracks[track], self._misroute(track)
        self.tracks[track] = self.ardour.rename(name, f'{stem} "{self.rnd.randrange(10**6)}" %s'), stem
        return f"{said} and renamed"

    def _move(self, track: int) -> str:
        said = self._misroute(track)
        self.ardour.move(self.tracks[track][0], self.rnd.randrange(len(TRACKS)))
        return f"{said} and moved"

    def _delete(self, track: int) -> str:
        name, said = self.tracks[track][0], self._misroute(track)
        with suppress(subprocess.TimeoutExpired):  # its dialogue did not open: then it was only routed
            self.ardour.delete(name)
        if name in self.ardour.names():
            return said
        self.gone.add(track)
        return f"{said} and deleted"


def stems_of(ways: Ways, name: str) -> set[str]:
    """The stems, or the master past them, that a track feeds in Ardour's own view; by sends that are on too."""
    outs, sends = ways[name]
    return {sink.rsplit(" ", 1)[0] for channel in outs for sink in channel} | {bus for bus, on in sends if on}


def whole(ways: Ways, name: str, stem: str) -> bool:
    """Whether a track feeds its stem alone, with each of its channels."""
    return stems_of(ways, name) == {stem} and ways[name][0] == [[f"{stem} {n}"] for n in range(len(ways[name][0]))]


def judged(bridge: Beside, wirer: Wirer) -> Result:
    """Every deed by how its track stands in the end."""
    result, ways = Result(), patching.shown(bridge.ardour)
    routes: dict[str, dict[str, Any]] = {one["strip"]: one for one in bridge.picture()["routing"]["routes"]}
    for track, what in wirer.done:
        name, stem = wirer.tracks[track]
        if track in wirer.gone:
            fine = name not in ways and name not in routes
            result.right += fine
            result.wrong += [] if fine else [f"{name}: {what}: still there"]
        elif whole(ways, name, stem):
            result.right += 1
        elif _true(routes.get(name), stems_of(ways, name)):
            result.found.append(f"{name}: {what}: {routes[name]['text']}")
        else:
            result.wrong.append(f"{name}: {what}: {ways[name]}, {routes.get(name)}")
    return result


def _true(route: dict[str, Any] | None, feeds: set[str]) -> bool:
    """Whether a finding names where the track really goes."""
    if route is None or route["standing"] in {"right", ""}:
        return False
    return all(f'"{bus}"' in route["text"] for bus in feeds & {*STEMS, "Master"})


def play(bridge: Beside, deeds: int, seed: int) -> Result:
    """So many deeds, a seventh of a second apart at most; then calm."""
    rnd = Random(seed)
    wirer = Wirer(bridge.ardour, rnd)
    assert bridge.ask("mode", mode="keep").ok
    for _ in range(deeds):
        wirer.deed()
        time.sleep(rnd.uniform(0.0, 0.15))
    end = time.monotonic() + CALM
    while time.monotonic() < end and judged(bridge, wirer).right < deeds:
        time.sleep(0.5)
    return judged(bridge, wirer)


def main(words: list[str]) -> int:
    """Print what it ended in."""
    deeds, seed = (int(words[0]) if words else 100), (int(words[1]) if len(words) > 1 else 1)
    with tempfile.TemporaryDirectory() as place:
        ardour = RealArdour(make(Path(place, "reel1"), "reel1", LAYOUT), Mode.GUI)
        ardour.script = True
        with ardour, beside(ardour, Path(place)) as bridge:
            until(lambda: bridge.picture()["routing"]["source"] == "companion", "the script tells the routing")
            result = play(bridge, deeds, seed)
            sys.stdout.write(bridge.log[-6000:])
    lines = [
        f"{result.right} of {result.deeds} on their one stem",
        *result.found,
        *(f"WRONG {x}" for x in result.wrong),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
