"""`python -m tests.pictures` draws the README's pictures anew; with `--check` it names those that are out of date."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bridge.ui.palette import NAMES, PALETTES
from tests.pictures.scenes import SCENES, Scene
from tests.pictures.screen import drawn
from tests.pictures.svg import page

FOLDER = Path(__file__).parent
RENEW = "python -m tests.pictures"


def picture(scene: Scene) -> str:
    """The picture as it should be."""
    shown = asyncio.run(drawn(scene.moment(), scene.size, light=scene.light))
    return page(shown.svg, scene.name, PALETTES[NAMES[0], scene.light].background)


def outdated(folder: Path = FOLDER) -> Iterator[tuple[Path, str]]:
    """Each file that is not as it should be, with what should stand there."""
    for scene in SCENES:
        file, text = folder / f"{scene.name}.svg", picture(scene)
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
