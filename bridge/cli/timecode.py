"""`stembridge timecode`: what a MIDI port tells, live, and a generator to try any chaser with."""

import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from functools import partial

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from bridge.cli.calling import FAILED, LONGEST, complain, say
from bridge.cli.given import words
from bridge.cli.lengths import Length
from bridge.cli.pages import Page
from bridge.model.chasing import RUNNING, ChaseView
from bridge.model.text import harmless
from bridge.model.timecode import RATES, Rate, frame_of, label_of
from bridge.shell.following import Follower
from bridge.shell.generating import LEAD, SENDABLE, Generator
from bridge.shell.midi import Arrived, Port, PortNews, Way
from bridge.shell.midiports import Poller
from bridge.shell.rtmidi import drivers
from bridge.ui.timecode import Log, generated, line, record

SEEN = 0.005
"""Seconds from look to look at the time while it runs."""
STANDING = 0.1
"""Seconds from look to look while it stands."""
DRAWN = 0.02
"""Seconds from picture to picture on a terminal."""


@click.command(
    cls=Page,
    examples=[
        ("stembridge timecode", "whichever MIDI port timecode comes in at, live and right to the moment"),
        ("stembridge timecode IAC --rate 23.976", "the port whose name begins so, at a rate that the bytes can't tell"),
        ("stembridge timecode IAC --json --for 20s", "one JSON object a frame, for another program"),
        ("stembridge timecode Stembridge --virtual", "makes a port for the DAW to send to"),
    ],
)
@click.argument("port", default="", help="The beginning of a port's name.", shell_complete=words(["send"]))
@click.option("--virtual", is_flag=True, help="Make a port of the name PORT for the DAW to send to (not on Windows).")
@click.option("--rate", type=click.Choice(list(RATES)), help="The session's rate; without: measured.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a frame instead, and one when it stands.")
@click.option("--for", "seconds", type=Length(), metavar="TIME", help="How long: 20s, 2m. Without: until Ctrl-C.")
def timecode(port: str, virtual: bool, rate: str | None, as_json: bool, seconds: float | None) -> None:
    """Show the timecode that comes in at PORT, right to the moment, and write down what happens: starts, stops, jumps.

    The beginning of the port's name is enough. Without PORT it listens to all of them and shows the one on which
    timecode comes; on Windows they are closed to other programs meanwhile. 23.976 and 24 are the same bytes, so are
    29.97 and 30: say --rate, or wait until it is measured.
    """
    if virtual and not port:
        raise click.UsageError("--virtual needs the name of the port to make")
    wanted = Port(port, virtual=virtual) if port else None
    with closing(Follower(drivers(), wanted, rate or "", time.monotonic)) as follower, suppress(KeyboardInterrupt):
        views = _views(follower, seconds or math.inf)
        if as_json:
            _print(views)
        elif sys.stdout.isatty():
            _draw(views)
        else:
            for _, _, happened in views:
                say(*happened)


Seen = tuple[str, ChaseView, list[str]]
"""The port that tells the time, the time, and what has happened since the last look, each in a sentence."""


def _views(follower: Follower, seconds: float) -> Iterator[Seen]:
    """The time at every look, until it is over."""
    logs: defaultdict[str, Log] = defaultdict(Log)
    over, due = time.monotonic() + seconds, 0.0
    follower.turn()
    if not follower.ports():
        follower.news.append(
            ". ".join(("There is no MIDI port to listen to", *follower.troubles(), "It is heard when it comes."))
        )
    while (now := time.monotonic()) < over:
        pause = follower.turn()
        if now >= due:
            port, view = follower.shown(time.monotonic())
            due = now + (SEEN if view.lock in RUNNING else STANDING)
            happened = [harmless(sentence, LONGEST) for sentence in (*follower.news, *logs[port].seen(view))]
            follower.news.clear()
            yield port, view, [f"{time.strftime('%H:%M:%S')}  {sentence}" for sentence in happened]
        time.sleep(pause)


def _print(views: Iterable[Seen]) -> None:
    before = None
    for port, view, happened in views:
        complain(*happened)
        shown = (port, view.label, view.lock)
        if shown != before:
            click.echo(json.dumps(record(port, view, time.time())))
        before = shown


def _draw(views: Iterable[Seen]) -> None:
    drawn = 0.0
    with Live(console=Console(), auto_refresh=False, transient=True) as live:
        for port, view, happened in views:
            for sentence in happened:
                live.console.print(Text(sentence))
            if view.at >= drawn:
                live.update(line(port, view), refresh=True)
                drawn = view.at + DRAWN


@click.command(
    cls=Page,
    examples=[
        ("stembridge timecode send IAC", "24 frames a second, until Ctrl-C"),
        ('stembridge timecode send IAC --rate 29.97df --from "01:00:00;00" ', "drop-frame"),
    ],
    exits={1: "the port could not be opened, or not everything was sent"},
)
@click.argument("port", help="The beginning of a port's name.")
@click.option("--virtual", is_flag=True, help="Make a port of the name PORT for others to listen to (not on Windows).")
@click.option("--rate", type=click.Choice(SENDABLE), default="24", show_default=True, help="Frames a second.")
@click.option("--from", "first", default="01:00:00:00", show_default=True, help="The first label.")
@click.option("--for", "seconds", type=Length(), metavar="TIME", help="How long: 20s, 2m. Without: until Ctrl-C.")
def send(port: str, virtual: bool, rate: str, first: str, seconds: float | None) -> int:
    """Send MIDI timecode to PORT: a full frame, quarter frames, and a full frame at the end; say how exact it was."""
    begins = _frame(first, RATES[rate])
    wanted = Port(port, Way.OUT, virtual)
    with closing(Poller(drivers(), _told, time.monotonic)) as poller:
        poller.want(wanted)
        poller.turn()
        if not poller.is_open(wanted):
            return FAILED
        generator = Generator(partial(poller.send, wanted), poller.turn, begins, RATES[rate])
        say(f"Timecode runs from {label_of(begins, RATES[rate])} at {rate} fps. Ctrl-C stops it.")
        with suppress(KeyboardInterrupt):
            generator.run(seconds or math.inf)
        generator.stop()
        time.sleep(LEAD)  # what is still on its way is lost when the port closes
    say(*generated(generator.late, label_of(generator.frame, RATES[rate]), generator.unsent))
    return FAILED if generator.unsent else 0


def _frame(label: str, rate: Rate) -> int:
    """The frame of the label to begin at."""
    try:
        frame = frame_of(label, rate)
    except ValueError as wrong:
        raise click.BadParameter(f"{wrong}.", param_hint="--from") from None
    if not 0 <= frame < frame_of("24:00:00:00", rate):
        raise click.BadParameter(
            "MIDI timecode counts from 00:00:00:00 to the last frame of 23:59:59.", param_hint="--from"
        )
    return frame


def _told(told: Arrived | PortNews) -> None:
    if isinstance(told, PortNews):
        (say if told.name else complain)(told.sentence)
