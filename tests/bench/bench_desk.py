"""What a preview and the polling cost beside a real Ardour of 256 tracks, against a bare sender in the same run.

Usage: python -m tests.bench.bench_desk [SECONDS of polling, 60]      exit code 1 if a gate fails

The bare sender mutes the same strips in windows of 64, polls the list until each window shows, then lists once more.
The preview is timed at its client: command, confirmation, answer.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.peers.beside import Beside
from tests.peers.client import Client
from tests.peers.film import bulk, make
from tests.peers.rig import RealArdour

TRACKS, TRIES, WINDOW = 256, 20, 64
SLOWEST = 3.0
"""A preview may take so many times what the bare sender needs (p95 of 20)."""
DEAREST = 0.05
"""Share of a core that polling may cost."""


def seconds(deed: Callable[[], object]) -> float:
    """How long a deed takes, by the wall."""
    begin = time.perf_counter()
    deed()
    return time.perf_counter() - begin


def p95(figures: list[float]) -> float:
    """The nineteenth of twenty."""
    return sorted(figures)[round(0.95 * len(figures)) - 1]


def bare(say: Client, on: int) -> None:
    """Mute or unmute what the preview `dx` would."""
    numbers = [number for name, number in say.numbers().items() if name[:6] in {"FX TRK", "MX TRK"}]
    for start in range(0, len(numbers), WINDOW):
        window = set(numbers[start : start + WINDOW])
        for number in window:
            say("/strip/mute", number, float(on))
        while {number for number, mute in shown(say).items() if mute == on and number in window} != window:
            pass
    shown(say)


def shown(say: Client) -> dict[int, int]:
    """The mute of each strip by number, as a list says it."""
    say("/strip/list")
    rows: dict[int, int] = {}
    while True:
        for message in say.heard("/reply", 5.0):
            if message.args[0] == "end_route_list":
                return rows
            rows[int(str(message.args[6]))] = int(str(message.args[4]))


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(polling: float = 60.0) -> int:
    """The figures, printed; exit code 1 if a gate fails."""
    with tempfile.TemporaryDirectory() as folder, RealArdour(make(Path(folder) / "big", "big", bulk(TRACKS))) as ardour:
        bridge = Beside(ardour, Path(folder) / "beside")
        bridge.start()
        ours, theirs = [], []
        with ardour.client() as say:
            for _ in range(TRIES):
                theirs.append(seconds(lambda: bare(say, 1)))
                bare(say, 0)
                time.sleep(1.0)
                ours.append(seconds(lambda: bridge.preview("dx")))
                bridge.preview("off")
                time.sleep(0.5)
        used, begin = cpu(bridge.process.pid), time.perf_counter()
        time.sleep(polling)
        share = (cpu(bridge.process.pid) - used) / (time.perf_counter() - begin)
        bridge.stop()
    ratio = p95(ours) / p95(theirs)
    print(f"preview dx, {TRACKS} tracks, p95 of {TRIES}: {p95(ours):.3f} s; bare {p95(theirs):.3f} s; {ratio:.2f} x")
    print(f"medians: {median(ours):.3f} s; bare {median(theirs):.3f} s; {median(ours) / median(theirs):.2f} x")
    print(f"polling 4 Hz for {polling:.0f} s: {100 * share:.2f} % of a core")
    return 1 if ratio > SLOWEST or share > DEAREST else 0


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
