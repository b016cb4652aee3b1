"""`stembridge replay`: a recorded tape through the engine of today."""

from pathlib import Path

import click

from bridge.cli.calling import FAILED, complain, say
from bridge.shell import tape as recording
from bridge.shell.engine import engine


@click.command()
@click.argument("tape", type=click.Path(path_type=Path))
def replay(tape: Path) -> int:
    """Play a TAPE of `stembridge run --tape` again: does this engine decide the same, byte for byte?

    No DAW is asked and nothing is sent. Exit code 1 if a decision differs; the first that does is shown.
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
