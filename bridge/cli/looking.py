"""`stembridge status`: the picture of a running bridge, once, live, or as JSON."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console
from rich.live import Live

from bridge.cli.asking import running, show_option
from bridge.cli.calling import say
from bridge.cli.pages import Page
from bridge.model.snapshot import Snapshot
from bridge.shell.client import NoBridge, alive
from bridge.shell.places import state_folder
from bridge.shell.runfile import RunFile
from bridge.shell.wireformat import Json, snapshot
from bridge.ui.status import status as picture
from bridge.ui.status import watched

RETURN = 5.0
"""A bridge that died is back within so many seconds."""
STRANGE = "The bridge that runs is of another version than this command. Nothing was changed. See: stembridge --version"


@click.command(
    cls=Page,
    examples=[
        ("stembridge status", "the picture of this moment"),
        ("stembridge status --watch", "the picture as it changes, also across a restart of the bridge"),
        ("stembridge status --json | jq .preview", "one part of it, for another program"),
    ],
)
@click.option("--watch", is_flag=True, help="Stay, and show each change until Ctrl-C.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the interface's JSON instead; with --watch one state a line."
)
@show_option
def status(show: Path | None, watch: bool, as_json: bool) -> None:
    """Where the DAW is, the mode, the preview, every track with its stem and the reason, what is owed.

    It only looks: nothing is sent to the DAW.
    """
    client = running(show)
    if watch:
        with suppress(KeyboardInterrupt):  # Ctrl-C is how one leaves it
            asyncio.run(_follow(client.run, as_json=as_json))
    elif as_json:
        click.echo(json.dumps(client.state(), indent=2))
    else:
        Console().print(picture(read(client.state()), time.time()))


def read(body: Json) -> Snapshot:
    """The snapshot in a full state. Raises `NoBridge` if it is of another version."""
    try:
        return snapshot(body)
    except ValueError:
        raise NoBridge(STRANGE) from None


async def _follow(run: RunFile, *, as_json: bool) -> None:
    """Show each state of the stream, and of the bridge that takes the place of one that died."""
    if as_json:
        async for body in _lives(run):
            click.echo(json.dumps(body))
        return
    with Live(console=Console(), auto_refresh=False, vertical_overflow="crop") as live:
        async for body in _lives(run):
            live.update(watched(read(body), time.time()), refresh=True)
    say("The bridge has ended. What the screen shows is from before. Start it again with: stembridge run")


async def _lives(run: RunFile) -> AsyncGenerator[Json]:
    """The states of a bridge and of its successors; aiohttp is imported only here: `status` alone is to be quick."""
    states: Callable[[RunFile], AsyncGenerator[Json]] = import_module("bridge.shell.stream").states
    following: RunFile | None = run
    while following is not None:
        with suppress(NoBridge):  # it has died again
            async with aclosing(states(following)) as stream:
                async for body in stream:
                    yield body
        following = await _successor(following)


async def _successor(gone: RunFile) -> RunFile | None:
    """The bridge that its parent starts in the place of one that died; None if none comes in time: it was ended."""
    by = time.monotonic() + RETURN
    while time.monotonic() < by:
        await asyncio.sleep(0.2)
        run = alive(state_folder())
        if run is not None and run != gone:
            return run
    return None
