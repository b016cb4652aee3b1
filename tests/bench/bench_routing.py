"""How soon a misroute in a real Ardour is named, and how soon keep mode has put it back.

Usage: python -m tests.bench.bench_routing [TRACKS …, 24 256]      exit code 1 if one is named after more than a second

A user's hand routes a track to another stem by Ardour's own Lua; from then on it is timed until the daemon's state says
so, and in keep mode until Ardour's Lua shows the former way again. Each time another track, 20 of them if there are.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.peers import patching
from tests.peers.beside import Beside, beside, until
from tests.peers.film import bulk, make
from tests.peers.program import Mode
from tests.peers.rig import RealArdour

TIMES, SECOND = 20, 1.0


def timed(true: Callable[[], object], what: str) -> float:
    """Seconds until it is true."""
    start = time.monotonic()
    until(true, what)
    return time.monotonic() - start


def standing(bridge: Beside, name: str) -> str:
    """What the daemon says of a track's routing."""
    return str(next(one["standing"] for one in bridge.picture()["routing"]["routes"] if one["strip"] == name))


def named(bridge: Beside, name: str) -> float:
    """Seconds until the daemon says that this track, routed to a wrong stem just now, is astray."""
    patching.connect(bridge.ardour, name, "FX")
    return timed(lambda: standing(bridge, name) == "astray", f"{name} is named")


def put_back(bridge: Beside, name: str) -> float:
    """Seconds until Ardour shows that this track is on its stem again."""
    patching.connect(bridge.ardour, name, "MX")
    return timed(lambda: patching.shown(bridge.ardour)[name][0][0] == ["DX 0"], f"{name} is put back")


def measured(tracks: int) -> bool:
    """Print what so many tracks take; whether each was named in time."""
    with tempfile.TemporaryDirectory() as place:
        ardour = RealArdour(make(Path(place, "reel1"), "reel1", bulk(tracks)), Mode.GUI)
        ardour.script = True
        with ardour, beside(ardour, Path(place)) as bridge:
            until(lambda: bridge.picture()["routing"]["source"] == "companion", "the script tells the routing")
            share = (tracks + 2) // 3
            names = [f"DX TRK {number}" for number in range(1, 1 + min(share, TIMES))]
            seen = [named(bridge, name) for name in names]
            bridge.ask("route")
            bridge.ask("mode", mode="keep")
            back = [put_back(bridge, name) for name in names]
    for what, found in (("named", seen), ("put back", back)):
        sys.stdout.write(
            f"{tracks} tracks, {what}: median {statistics.median(found):.3f} s, worst {max(found):.3f} s\n"
        )
    return max(seen) <= SECOND


if __name__ == "__main__":
    good = [measured(int(word)) for word in sys.argv[1:] or ("24", "256")]
    sys.exit(0 if all(good) else 1)
