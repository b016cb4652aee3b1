"""`python -m tests.pictures.states FOLDER`: ten states, each as the text of one screen and as the bridge's own state.

For a reader's test: from the text alone somebody who saw nothing else writes down what plays, what is silenced and by
whom, what is undecided, and whether the screen can be trusted; the JSON says whether that is so.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bridge.shell import wireformat
from tests.pictures.scenes import STATES
from tests.pictures.screen import drawn

PROCESS = 4711
"""The number of the bridge's process that the JSON names."""


def write(folder: Path) -> None:
    """Write `NN.txt` and `NN.json` for each state."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, play in enumerate(STATES, 1):
        moment = play()
        text = asyncio.run(drawn(moment)).text
        state = wireformat.state(moment.snapshot, PROCESS) | {"bridge_gone_for": moment.gone}
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
        (folder / f"{number:02}.json").write_text(json.dumps(state, indent=1, ensure_ascii=False) + "\n", "utf-8")


def main(words: Sequence[str]) -> int:
    """The folder is the only word; gives the exit code."""
    if len(words) != 1:
        sys.stderr.write("python -m tests.pictures.states FOLDER\n")
        return 2
    write(Path(words[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
