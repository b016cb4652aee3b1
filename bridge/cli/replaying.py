"""`stembridge replay`: a recorded tape through the engine of today."""

from pathlib import Path

import click

from bridge.cli.calling import FAILED, complain, say
from bridge.cli.given import FILE
from bridge.cli.pages import Page
from bridge.shell import tape as recording
from bridge.shell.engine import engine


@click.command(
    cls=Page,
    examples=[
        ("stembridge run --tape night.tape", "record one, in the terminal of the bridge"),
        ("stembridge replay night.tape", "play it again, at any time and on any computer"),
    ],
    exits={0: "the same, byte for byte", 1: "a decision differs, or the tape can't be read"},
)
@click.argument("tape", type=FILE, help="A file that `stembridge run --tape` has written.")
def replay(tape: Path) -> int:
    """Play a tape again through the engine: does it decide the same, byte for byte?

    No DAW is asked, nothing is sent, and the tape is only read. The first decision that differs is shown.
    """

    def made(head: recording.Head) -> recording.Hears:
        return engine(head.show, head.traits)

    try:
        with tape.open("rb") as lines:
            played = recording.replay(lines, made)
    except OSError as error:
        complain(f"The tape {tape} can't be read: {error.strerror}. Nothing was changed.")
        return FAILED
    except recording.BadTape as bad:
        complain(str(bad))
        return FAILED
    if played.difference is None:
        say(f"The same effects, byte for byte, for {len(played.produced)} events.")
        return 0
    place = played.difference
    say(
        f"Different from line {played.lines[place]} of the tape on:",
        f"  recorded  {played.recorded[place].decode()[:300]}",
        f"  now       {played.produced[place].decode()[:300]}",
    )
    return FAILED
