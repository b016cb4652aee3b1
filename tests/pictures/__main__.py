"""`python -m tests.pictures` draws the README's pictures anew; with `--check` it names those that are out of date."""

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bridge.ui.chart import chart
from bridge.ui.palette import NAMES, PALETTES
from tests.pictures import scenes
from tests.pictures.screen import Moment, drawn
from tests.pictures.screening import SAVED_AT
from tests.pictures.svg import page

FOLDER = Path(__file__).parent
RENEW = "python -m tests.pictures"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the README: its file's name, what is played, the screen's columns and rows; or a chart of it."""

    name: str
    play: Callable[[], Moment]
    size: tuple[int, int] = (120, 40)
    light: bool = False
    chart: bool = False


PICTURES = (
    Picture("in-world", scenes.in_world),
    Picture("small", scenes.full, (80, 24)),
    Picture("light", scenes.undecided, light=True),
    Picture("hand", scenes.hand),
    Picture("stale", scenes.gone),
    Picture("routing", scenes.astray, chart=True),
)


def svg(picture: Picture) -> str:
    """The picture as it should be."""
    moment = picture.play()
    if picture.chart:
        return chart(moment.snapshot.routing, moment.snapshot.session, SAVED_AT)
    shown = asyncio.run(drawn(moment, picture.size, light=picture.light))
    return page(shown.svg, picture.name, PALETTES[NAMES[0], picture.light].background)


def outdated(folder: Path = FOLDER) -> Iterator[tuple[Path, str]]:
    """Each file that is not as it should be, with what should stand there."""
    for picture in PICTURES:
        file, text = folder / f"{picture.name}.svg", svg(picture)
        if not file.exists() or file.read_text("utf-8") != text:
            yield file, text


def main(words: Sequence[str], folder: Path = FOLDER) -> int:
    """Draw what is out of date, or with `--check` only name it; gives the exit code."""
    check = "--check" in words
    found = list(outdated(folder))
    for file, text in found:
        if check:
            sys.stdout.write(f"{file.name} is out of date. This draws it anew: {RENEW}\n")
        else:
            file.write_text(text, "utf-8", newline="\n")
            sys.stdout.write(f"{file.name} was drawn anew.\n")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
