"""`stembridge demo`: the whole thing without a DAW."""

import asyncio
import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import click
from rich.console import Console

from bridge.cli.calling import FAILED, PROGRAM, at_terminal, say
from bridge.cli.lengths import Length
from bridge.cli.pages import Page
from bridge.shell.endings import signals
from bridge.shell.logs import start_log
from bridge.shell.places import VARIABLE
from bridge.shell.rehearsal import Moment, Rehearsal
from bridge.ui.report import moments

SHORTEST = 6.0
"""Seconds of a demo at least: one preview, and off."""


class _Notes(logging.Handler):
    """What the bridge logs, as moments of the rehearsal."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__()
        self._rehearsal = rehearsal

    def emit(self, record: logging.LogRecord) -> None:
        """One line of the log."""
        self._rehearsal.note("bridge", record.getMessage(), good=record.levelno < logging.ERROR)


@click.command(
    cls=Page,
    examples=[
        ("stembridge demo", "on the console, with a line at its foot that says what to try; q ends it"),
        ("stembridge demo --headless --for 20s", "shows by itself, and checks, what a bridge does"),
    ],
    exits={0: "the desk was given back exactly, and each look (headless) was right", 1: "it was not"},
)
@click.option("--headless", is_flag=True, help="Ask for previews by itself and print what happened as a table.")
@click.option(
    "--for",
    "seconds",
    metavar="TIME",
    type=Length(SHORTEST),
    help="How long: 20s, 2m. Without: until it is left (headless: 20s).",
)
def demo(headless: bool, seconds: float | None) -> int:
    """A DAW without audio: a reel of 24 tracks with its cues, somebody at work on it, and the bridge beside it.

    Everything lives in a folder of its own and on ports of its own: a session of yours is not touched. At every look of
    --headless each mute is held against the reel's own tables.
    """
    with tempfile.TemporaryDirectory(prefix="stembridge-demo-") as folder:
        (Path(folder) / "state").mkdir(mode=0o700)
        os.environ[VARIABLE] = str(Path(folder) / "state")
        start_log(Path(folder) / "state")
        if headless:
            play = _headless(Path(folder), seconds or 20.0)
        else:
            play = _guided(Path(folder), seconds) if at_terminal() else _live(Path(folder), seconds)
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            return runner.run(play)


async def _headless(folder: Path, seconds: float) -> int:
    rehearsal = Rehearsal(folder, lambda _: None)
    logging.getLogger().handlers[0] = _Notes(rehearsal)
    async with rehearsal.running() as client:
        say(f"A reel plays for {seconds:.0f} s on a DAW without audio; what happened is told at the end.")
        good = await rehearsal.perform(client, seconds)
        if good:
            rehearsal.note("bridge", f"{rehearsal.looks} looks: each time every mute as the reel's own tables say")
        exact = _judge(rehearsal)
    say("Each look at the desk: the preview, the playhead, how long until every mute was right, the cues there.", "")
    Console().print(moments((each.second, each.who, each.what, each.good) for each in rehearsal.moments))
    return 0 if good and exact else FAILED


async def _live(folder: Path, seconds: float | None) -> int:
    rehearsal = Rehearsal(folder, _tell)
    async with rehearsal.running() as client:
        _invite(rehearsal.state)
        await _until_the_end(rehearsal, seconds)
        if not rehearsal.over:
            await rehearsal.preview(client, "off")
        exact = _judge(rehearsal)
    return 0 if exact else FAILED


async def _guided(folder: Path, seconds: float | None) -> int:
    """The console before it, with a line at its foot that leads through; what happened meanwhile is told afterwards."""
    rehearsal = Rehearsal(folder, lambda _: None)
    logging.getLogger().handlers[0] = _Notes(rehearsal)
    async with rehearsal.running() as client:
        screen = await asyncio.create_subprocess_exec(*PROGRAM, "console", "--guided")
        with suppress(TimeoutError):
            await asyncio.wait_for(screen.wait(), seconds)
        if screen.returncode is None:
            screen.terminate()
            await screen.wait()
        if not rehearsal.over:
            await rehearsal.preview(client, "off")
        before = len(rehearsal.moments)
        exact = _judge(rehearsal)
        found = rehearsal.moments[before:]
    for moment in found:
        _tell(moment)
    return 0 if exact else FAILED


async def _until_the_end(rehearsal: Rehearsal, seconds: float | None) -> None:
    """Until the time is up, a signal comes, or somebody ends the bridge."""
    loop, interrupted = asyncio.get_running_loop(), asyncio.Event()
    with signals(lambda: loop.call_soon_threadsafe(interrupted.set)):
        waiting = {asyncio.create_task(interrupted.wait()), asyncio.create_task(rehearsal.ended())}
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()


def _invite(state: Path) -> None:
    setting = f"set {VARIABLE}={state}" if os.name == "nt" else f"export {VARIABLE}={state}"
    say(
        "A DAW without audio plays a reel, somebody works on it, and the bridge follows.",
        "In a second terminal, in a folder that holds no show:",
        "",
        f"  {setting}",
        "  stembridge status --watch",
        "  stembridge preview no-mx              everything but the music",
        "  stembridge preview in-world           what the characters hear",
        "  stembridge locate 1m2                 a radio's song: score from 01:00:50 on",
        "  stembridge cues --undecided           what nobody has decided yet",
        "  stembridge cue 1m4 --level diegetic   decide it",
        "  stembridge route                      where each track goes, and what is astray",
        "  stembridge route --apply              put it back on its bus",
        "  stembridge preview off                the desk exactly as it was",
        "",
        "Ctrl-C here ends it.",
        "",
    )


def _tell(moment: Moment) -> None:
    say(f"{moment.second:7.1f} s  {moment.who}: {moment.what}")


def _judge(rehearsal: Rehearsal) -> bool:
    """Compare the desk with its twin that knows no bridge, and say what was found; True if they are equal."""
    differences = rehearsal.differences()
    if not differences:
        rehearsal.note("bridge", "the desk was given back exactly: every mute as it would be without the bridge")
    for found in differences:
        rehearsal.note("bridge", f"{found}: so it would be without the bridge", good=False)
    return not differences
