"""The soak: kills at every point and rounds of all previews beside a real Ardour, with its printed result.

Usage: python -m tests.peers.soak [KILLS [ROUNDS]]      (200 and 100; some twenty minutes)

Each kill: a preview is entered, switched or left while the daemon is doomed to die after its n-th journal row or
n-th packet; in every other one the user clicks a mute while it is dead; it is started again and Ardour's own Lua must
show the user's desk. A strip whose change was under way at the kill and that the user touched is listed, not judged.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, cycle, product
from pathlib import Path
from random import Random

from bridge.shell.client import NoBridge
from tests.peers.beside import STEM_PREVIEWS, Beside, until
from tests.peers.film import FILM, make
from tests.peers.rig import RealArdour
from tests.peers.surfaces import surfaces

SCENES = (("dx",), ("no-mx", "fx"), ("mx", "off"), ("fx+mx", "dx", "off"), ("in-world", "dx"))
"""What is pressed one after the other while doom is near."""


HUMAN = 0.1
"""Nobody clicks sooner after a kill (seconds): what had left by then is carried out at Ardour's next process cycle."""


@dataclass(slots=True)
class Result:
    """What the soak has seen."""

    kills: int = 0
    points: list[str] = field(default_factory=list)
    touched: int = 0
    in_flight: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    rounds: int = 0
    surfaces: list[int | None] = field(default_factory=list)
    """How many OSC surfaces Ardour kept: after the first daemon, after the kills, after the rounds."""

    @property
    def grown(self) -> bool:
        """Whether Ardour was left with more surfaces than one daemon has."""
        return len(set(self.surfaces)) > 1


def kills(bridge: Beside, wanted: int, result: Result) -> None:
    """So many kills, at every journal row and every packet of every scene in turn, and then anew with other clicks."""
    rnd = Random(1)
    for scene, kind in cycle(product(SCENES, ("commit", "packet"))):
        for number in count():
            if result.kills == wanted:
                return
            if not one_kill(bridge, f"{kind}:{number}", scene, rnd, result):
                break  # the scene has no such point: on to the next


def one_kill(bridge: Beside, point: str, scene: tuple[str, ...], rnd: Random, result: Result) -> bool:
    """One life: doomed, killed, perhaps a click while it is dead, judged. False: it outlived its doom."""
    before = bridge.ardour.mutes()
    os.environ["STEMBRIDGE_DOOM"] = point
    bridge.start("tests.peers.doomed")
    with suppress(NoBridge, AssertionError):
        for name in scene:
            bridge.preview(name)
    try:
        bridge.buried(0.3)
    except subprocess.TimeoutExpired:
        bridge.kill()
        point += ", not reached: at rest"
    time.sleep(HUMAN)
    result.kills += 1
    result.points.append(f"{point} in {'>'.join(scene)}")
    shown = bridge.ardour.mutes()
    touched = click(bridge, shown, before, rnd) if result.kills % 2 else ""
    flight = bool(touched) and shown[touched] == before[touched]
    if touched:
        result.touched += 1
        before[touched] = not shown[touched]
    weigh(bridge, before, touched if flight else "", result)
    return "not reached" not in point


def weigh(bridge: Beside, wanted: dict[str, bool], in_flight: str, result: Result) -> None:
    """Start the bridge again and hold the desk to what its user wants; put right what is not, for the next kill."""
    bridge.start()
    with suppress(AssertionError):
        until(lambda: not bridge.picture()["debts"], "nothing is owed", 10.0)
        until(lambda: bridge.ardour.mutes() == wanted, "the desk", 3.0)
    wrong = {name: on for name, on in bridge.ardour.mutes().items() if on != wanted[name]}
    if wrong and set(wrong) == {in_flight}:
        result.in_flight.append(f"{in_flight} at {result.points[-1]}")
    elif wrong:
        result.wrong.append(f"{result.points[-1]}: {wrong}")
    for name in wrong:
        set_mute(bridge.ardour, name, wanted[name])
    bridge.stop()


def click(bridge: Beside, shown: dict[str, bool], before: dict[str, bool], rnd: Random) -> str:
    """The user clicks the mute of some track while the daemon is dead: one that we hold, or any other."""
    held = [name for name in shown if shown[name] != before[name]]
    tracks = [name for name in shown if name[:2] in {"DX", "FX", "MX"} and " " in name]
    name = rnd.choice(held or tracks) if rnd.random() < 0.5 else rnd.choice(tracks)
    set_mute(bridge.ardour, name, not shown[name])
    return name


def set_mute(ardour: RealArdour, name: str, on: bool) -> None:
    """The user's click, carried out (Ardour does so at its next process cycle)."""
    ardour.mute(name, on)
    until(lambda: ardour.mutes()[name] is on, "the user's click", 5.0)


def rounds(bridge: Beside, wanted: int, result: Result) -> None:
    """So many rounds of all previews by stem, the desk judged after each."""
    bridge.start()
    before = bridge.ardour.mutes()
    for _ in range(wanted):
        for name in STEM_PREVIEWS:
            answer = bridge.preview(name)
            if not answer.ok or bridge.ardour.mutes() != bridge.expected(name, before):
                result.wrong.append(f"round {result.rounds}: {name} {answer.lines}")
        answer = bridge.preview("off")
        if not answer.ok or bridge.ardour.mutes() != before:
            result.wrong.append(f"round {result.rounds}: off {answer.lines}")
        result.rounds += 1
    bridge.stop()


def soak(bridge: Beside, kill_count: int, round_count: int, result: Result) -> None:
    """Kills, then rounds, beside this Ardour; what is seen goes into `result` at once."""
    for name in ("DX ADR 1", "MX LIVE"):
        set_mute(bridge.ardour, name, True)
    try:
        bridge.start()
        bridge.stop()
        result.surfaces.append(surfaces(bridge.ardour))
        kills(bridge, kill_count, result)
        result.surfaces.append(surfaces(bridge.ardour))
        rounds(bridge, round_count, result)
        result.surfaces.append(surfaces(bridge.ardour))
    finally:
        bridge.close()


def report(result: Result, alive: bool) -> str:
    """The printed result."""
    return "\n".join(
        (
            *(f"  kill {number}: {point}" for number, point in enumerate(result.points, 1)),
            f"{result.kills} kills, {result.touched} with a click while the daemon was dead; {result.rounds} rounds",
            f"in flight at the kill and touched by the user (not judged): {len(result.in_flight)} {result.in_flight}",
            f"not as the user left it: {len(result.wrong)} {result.wrong}",
            f"surfaces in Ardour after the first daemon, the kills, the rounds: {result.surfaces}",
            f"Ardour {'is alive' if alive else 'has died'}",
        )
    )


def main(kill_count: int = 200, round_count: int = 100) -> int:
    """The soak in a folder of its own; exit code 1 if a desk was not as its user left it."""
    with tempfile.TemporaryDirectory() as folder:
        saved = make(Path(folder) / "reel1", "reel1", FILM)
        with RealArdour(saved) as ardour:
            result = Result()
            try:
                soak(Beside(ardour, Path(folder) / "beside"), kill_count, round_count, result)
            finally:
                print(report(result, ardour.alive), flush=True)
            return 1 if result.wrong or result.grown or not ardour.alive else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
