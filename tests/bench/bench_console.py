"""What the console costs: a frame of it against rich, and what two of them cost the engine, with 2,048 tracks.

Run it as `python -m tests.bench.bench_console [SECONDS of one turn, 8]`, or with `frames` for the frame alone, which
holds on a busy machine too; it ends with 1 if a gate fails.

A frame: every track has changed, 34 of them can be seen; rich redraws a table of those; CPU time of the process, with
all that a terminal would be sent spelt, and a collector that walks only what the frame itself makes.
The engine: a real daemon beside the stand-in DAW, whose user moves all mutes ten times a second; a client asks forty
times a second for the mode that is set anyway, and times the answers, in turns without a console and with two, each
in a terminal of its own. And a key: from the engine's answer until its effect has left for the terminal.
"""

import asyncio
import gc
import io
import os
import pty
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ
from typing import NamedTuple

from rich.console import Console as Rich
from rich.live import Live
from rich.table import Table

from bridge.demo.ardour import Ardour
from bridge.demo.channel import Channel
from bridge.demo.session import Session
from bridge.model.desk import Kind
from bridge.model.snapshot import Snapshot
from bridge.shell.client import Client, found
from bridge.shell.console.app import Console
from bridge.shell.console.feed import Pictured
from bridge.shell.demo import DemoDaw
from bridge.shell.rehearsal import OURS, free_block
from bridge.ui.palette import palette
from bridge.ui.screen.layout import Size
from bridge.ui.screen.lines import text_of
from bridge.ui.screen.tree import NO_BUS
from bridge.ui.screen.whole import Look, screen
from tests.core.studio import Studio
from tests.shell.console.paper import Paper

TRACKS, HERTZ, VISIBLE, FRAMES, REPEATS = 2048, 10, 34, 30, 5
FRAME_GATE, FRAME_GOAL = 0.25, 0.1
"""A frame may cost so much of rich's."""
ENGINE_GATE, ENGINE_GOAL = 1.5, 1.2
"""The engine's p99 with two consoles open may be so many times that without."""
HUMAN = 0.7
"""Seconds from one key to the next, as a person presses them."""
KEY_GATE = 0.05
"""Seconds from the engine's answer to the screen, in half of all cases at most."""
STEMS = ("DX Boom", "FX Hard", "MX Score")
NAMES = [f"{STEMS[number % 3]} {number:04}" for number in range(TRACKS)]
SIZE = (50, 120)


# --- a frame --------------------------------------------------------------------------------------------------------


def flipped(snapshot: Snapshot) -> Snapshot:
    """The same desk with every mute moved."""
    return replace(snapshot, tracks=tuple(replace(track, mute=not track.mute) for track in snapshot.tracks))


class Cost(NamedTuple):
    """What one frame costs: seconds of CPU, and characters that the terminal is sent."""

    seconds: float
    sent: float


async def ours(start: Snapshot) -> Cost:
    """A frame of the console, what textual does included."""
    app = Console(Path("/nowhere"), palette("standard", light=False, colours="truecolor", no_color=False))
    app.driver_class = Paper
    async with app.run_test(headless=False, size=(SIZE[1], SIZE[0])) as pilot:
        app.hear(Pictured(start))
        app.desk.view = app.desk.view.turn(f"DX/{NO_BUS}")  # so that tracks fill the screen
        app.look = Look(row=4)
        await pilot.pause()
        shown = text_of(screen(app.seen, app.look, app.desk, Size(SIZE[1], SIZE[0])))
        if shown.count("DX Boom") < VISIBLE:
            raise AssertionError(shown)
        frames = [start]
        for _ in range(FRAMES):
            frames.append(flipped(frames[-1]))
        gc.collect()
        gc.freeze()  # the frames to come are the bench's, not the console's
        paper = app._driver
        assert isinstance(paper, Paper)
        paper.taken()
        begin = time.process_time()
        for frame in frames[1:]:
            app.hear(Pictured(frame))
            await asyncio.sleep(1 / HERTZ)
        used = time.process_time() - begin
        sent = len(paper.taken())
        begin = time.process_time()
        await asyncio.sleep(FRAMES / HERTZ)
        return Cost((used - (time.process_time() - begin)) / FRAMES, sent / FRAMES)


def theirs(start: Snapshot) -> Cost:
    """A frame of a rich table of the rows that can be seen."""
    file = io.StringIO()
    out = Rich(file=file, force_terminal=True, width=SIZE[1], height=SIZE[0], color_system="truecolor")
    with Live(console=out, auto_refresh=False, screen=True) as live:
        begin = time.process_time()
        frame = start
        for _ in range(FRAMES):
            frame = replace(frame, tracks=tuple(replace(t, mute=not t.mute) for t in frame.tracks[:VISIBLE]))
            table = Table("name", "stem", "sure", "state", "why")
            for track in frame.tracks:
                table.add_row(track.name, str(track.stem.family), "sure", "muted" if track.mute else "open", track.why)
            live.update(table, refresh=True)
        return Cost((time.process_time() - begin) / FRAMES, len(file.getvalue()) / FRAMES)


def frames() -> bool:
    """The figures, printed; True if the gate holds."""
    start = Studio(*NAMES).picture()
    pairs = [(asyncio.run(ours(start)), theirs(start)) for _ in range(REPEATS)]
    ratio = statistics.median(mine.seconds / other.seconds for mine, other in pairs)
    mine, other = (Cost(*map(statistics.median, zip(*side, strict=True))) for side in zip(*pairs, strict=True))
    print(f"a frame: {mine.seconds * 1000:.1f} ms, rich's {other.seconds * 1000:.1f} ms: {ratio:.2f} x ", end="")
    print(f"(gate {FRAME_GATE}, goal {FRAME_GOAL}); sent: {mine.sent:.0f} characters, rich's {other.sent:.0f}")
    return ratio <= FRAME_GATE


# --- the engine -----------------------------------------------------------------------------------------------------


def big() -> Session:
    """A session of so many tracks."""
    session = Session("Big", "bench")
    master = Channel("Master", Kind.MASTER, 2)
    session.channels += [Channel(name, Kind.AUDIO, 1, to=master) for name in NAMES]
    session.channels.append(master)
    return session


async def restless(port: int, done: threading.Event) -> None:
    """The DAW, and a user who moves all mutes ten times a second."""
    daw = Ardour(big(), asyncio.get_running_loop().time())
    async with DemoDaw(daw, port) as demo:
        turn = 0
        while not done.is_set():
            turn += 1
            for channel in daw.session.channels[:-1]:
                channel.mute = (channel.id + turn) % 2 == 0
            demo.pump()
            await asyncio.sleep(1 / HERTZ)


def serve_daw(port: int) -> None:
    """The DAW in a process of its own, until its standard input ends."""
    done = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    asyncio.run(restless(port, done))


@contextmanager
def process(*words: str, env: dict[str, str]) -> Iterator[None]:
    """A process of ours that ends when its standard input does."""
    child = subprocess.Popen([sys.executable, *words], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
    try:
        yield
    finally:
        assert child.stdin is not None
        child.stdin.close()
        child.wait(20)


@contextmanager
def terminal(env: dict[str, str]) -> Iterator[list[tuple[float, bytes]]]:
    """A console in a terminal of its own; gives what it draws, with the time."""
    front, back = pty.openpty()
    ioctl(back, TIOCSWINSZ, pack("HHHH", *SIZE, 0, 0))
    drawn: list[tuple[float, bytes]] = []

    def read() -> None:
        try:
            while data := os.read(front, 65536):
                drawn.append((time.monotonic(), data))
        except OSError:  # the terminal is closed
            return

    words = [sys.executable, "-m", "bridge", "console"]
    child = subprocess.Popen(words, stdin=back, stdout=back, stderr=back, env=env)
    os.close(back)
    threading.Thread(target=read, daemon=True).start()
    try:
        until(lambda: any(b"2049" in data for _, data in drawn))
        yield drawn
    finally:
        child.terminate()
        child.wait(20)
        os.close(front)


def until(true: "object", seconds: float = 60.0) -> None:
    """Wait until it is."""
    assert callable(true)
    by = time.monotonic() + seconds
    while not true():
        if time.monotonic() > by:
            raise TimeoutError("it did not come")
        time.sleep(0.05)


def pings(client: Client, seconds: float) -> list[float]:
    """How long the engine takes to answer, in seconds."""
    times = []
    by = time.monotonic() + seconds
    while time.monotonic() < by:
        begin = time.monotonic()
        client.command("mode", mode="preview")
        times.append(time.monotonic() - begin)
        time.sleep(1 / 40)
    return times


def p99(times: list[float]) -> float:
    """Of a hundred, the ninety-ninth."""
    return sorted(times)[max(round(0.99 * len(times)) - 1, 0)]


def shown_after(client: Client, drawn: list[tuple[float, bytes]], name: str, text: bytes) -> float:
    """Seconds from the engine's answer to a command until its effect was drawn."""
    time.sleep(HUMAN)
    mark = len(drawn)
    client.command("mode", mode=name)
    answered = time.monotonic()
    until(lambda: any(text in data for _, data in drawn[mark:]))
    at = next(at for at, data in drawn[mark:] if text in data)
    return max(at - answered, 0.0)


def engine(seconds: float) -> bool:
    """The figures, printed; True if the gates hold."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        port = free_block()
        show, state = Path(folder) / "show", Path(folder) / "state"
        show.mkdir()
        state.mkdir(mode=0o700)
        (show / "show.toml").write_text(f'mode = "preview"\n[rig]\nport = {port}\nlocal_port = {port + OURS}\n')
        env = os.environ | {"STEMBRIDGE_STATE": str(state), "COLORTERM": "truecolor", "TERM": "xterm-256color"}
        stack.enter_context(process("-m", "tests.bench.bench_console", "--daw", str(port), env=env))
        stack.enter_context(process("-m", "bridge", "daemon", "--show", str(show), env=env))
        until((state / "run.json").exists)
        client = found(state)
        until(lambda: len(client.state()["tracks"]) > TRACKS)
        turns = [_turn(client, env, seconds) for _ in range(REPEATS)]
        with terminal(env) as drawn:
            words = [("watch", b"only looks"), ("preview", b"may mute")] * 10
            keys = [shown_after(client, drawn, *word) for word in words]
    ratio = statistics.median(with_two / without for without, with_two in turns)
    without, with_two = (statistics.median(side) * 1000 for side in zip(*turns, strict=True))
    print(f"engine p99: {without:.1f} ms alone, {with_two:.1f} ms with two consoles: {ratio:.2f} x ", end="")
    print(f"(gate {ENGINE_GATE}, goal {ENGINE_GOAL})")
    key = statistics.median(keys)
    print(f"a key on the screen: median {key * 1000:.0f} ms, worst of 20 {max(keys) * 1000:.0f} ms ", end="")
    print(f"after the engine's answer (gate for the median {KEY_GATE * 1000:.0f} ms)")
    return ratio <= ENGINE_GATE and key <= KEY_GATE


def _turn(client: Client, env: dict[str, str], seconds: float) -> tuple[float, float]:
    """p99 without consoles and with two, in shuffled order."""
    found: dict[bool, float] = {}
    for two in random.sample((False, True), 2):
        with ExitStack() as consoles:
            for _ in range(2 if two else 0):
                consoles.enter_context(terminal(env))
            found[two] = p99(pings(client, seconds))
    return found[False], found[True]


def main(seconds: float) -> int:
    """Exit code 1 if a gate fails."""
    return 0 if all([frames(), engine(seconds)]) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--daw"]:
        serve_daw(int(sys.argv[2]))
    elif sys.argv[1:2] == ["frames"]:
        sys.exit(0 if frames() else 1)
    else:
        sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 8.0))
