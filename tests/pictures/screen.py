"""The console's screen at one moment: the real program without a terminal, as a picture and as text."""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.model.effects import Answer
from bridge.model.snapshot import Snapshot
from bridge.shell.console.app import Console
from bridge.shell.console.feed import Lost, Pictured
from bridge.ui.palette import NAMES, palette

TITLE = "stembridge console"
NIGHT = 3 * 3600.0 + 12 * 60
"""The time of day at which all pictures are taken, in seconds."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a console is shown: the bridge's picture, the answer to the last key, how long the bridge is gone by now."""

    snapshot: Snapshot
    answer: Answer | None = None
    gone: float | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A screen: what it looks like (SVG), and what a person reads there."""

    svg: str
    text: str


async def drawn(moment: Moment, size: tuple[int, int] = (120, 40), *, light: bool = False) -> Drawn:
    """The screen of a console of so many columns and rows that has heard this, and nothing else."""
    os.environ.pop("NO_COLOR", None)  # textual would draw in grey
    now = 0.0
    colours = palette(NAMES[0], light=light, colours="truecolor", no_color=False)
    with TemporaryDirectory() as empty:  # no bridge is found there
        app = Console(Path(empty), colours, clock=lambda: (now, NIGHT + now))
        async with app.run_test(size=size) as pilot:
            app.hear(Pictured(moment.snapshot))
            if moment.gone is not None:
                app.hear(Lost())
                now += moment.gone
            if moment.answer is not None:
                app.sight.answered(None, " ".join(moment.answer.lines), good=moment.answer.ok, at=now)
            await pilot.pause()
            app.draw()
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            text = "".join(f"{strip.text.rstrip()}\n" for strip in strips)
            return Drawn(app.export_screenshot(title=TITLE, simplify=True), text)
