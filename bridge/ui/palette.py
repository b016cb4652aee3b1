"""What colours mean on a screen, and the colours that say it: for every eye, every terminal, day and night.

A colour is never alone: the symbol and the word beside it say the same. So the palettes may be calm: in the dark no
pure white on pure black and no strong colour but those of an alarm, of a screen that is old and of the preview that
is on. `tests/ui/test_palette.py` holds them to numbers: contrast, and the difference that the eye they are for sees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bridge.model.errors import StembridgeError
from bridge.model.text import meant, quoted


class Hue(StrEnum):
    """What a colour means. Levels have the values of `Level`, families those of `Family` in small letters."""

    TEXT = "text"
    DIM = "dim"
    TITLE = "title"
    DX = "dx"
    FX = "fx"
    MX = "mx"
    DIEGETIC = "diegetic"
    NONDIEGETIC = "nondiegetic"
    METADIEGETIC = "metadiegetic"
    EXTRAFICTIONAL = "extrafictional"
    TRANSDIEGETIC = "transdiegetic"
    AMBIGUOUS = "ambiguous"
    UNSET = "unset"
    GOOD = "good"  # confirmed, live
    WAITING = "waiting"  # asked, not proven
    WARNING = "warning"
    ALARM = "alarm"
    HAND = "hand"  # the user's own hand
    HEARD = "heard"
    SILENT = "silent"
    ACTIVE = "active"  # the preview that is on: the loudest thing of the screen
    STALE = "stale"  # the screen is old
    SELECTED = "selected"  # the row under the cursor: the other hues can be read on its ground
    KEY = "key"  # the cap of a key
    GUIDE = "guide"  # the line at the foot of the demo


@dataclass(frozen=True, slots=True)
class Palette:
    """The style of every hue, as rich spells it, for one kind of eye and one ground.

    `background` is a colour of rich's too; a style that names no ground of its own is made to stand on it.
    """

    name: str
    light: bool
    background: str
    styles: Mapping[Hue, str]


class UnknownPalette(StembridgeError):  # noqa: N818 - reads as what it is
    """The user named a palette that does not exist; the sentence says which do."""


NAMES = ("standard", "deutan", "protan", "tritan")
"""What a user may ask for: the usual eye, and those without the cones for green, for red, for blue."""
SIXTEEN = "16 colours"
COLOURLESS = "colourless"


def palette(name: str, *, light: bool, colours: str | None, no_color: bool) -> Palette:
    """The palette to draw with; raises `UnknownPalette`.

    `colours` is rich's `Console.color_system`. A terminal of 256 colours gets the nearest of its own from rich; one of
    16 has a palette of its own, for only its user knows what those look like; without colour, or with NO_COLOR
    (no-color.org) set, attributes are left.

    >>> palette("deutan", light=False, colours="truecolor", no_color=False).name
    'deutan'
    """
    if name not in NAMES:
        near = meant(name, NAMES)
        hint = f"Did you mean {near}?" if near else f"There are: {' '.join(NAMES)}."
        raise UnknownPalette(f"There is no palette {quoted(name)}. Nothing was changed. {hint}")
    if no_color or colours is None:
        return PALETTES[COLOURLESS, light]
    return PALETTES[SIXTEEN if colours in {"standard", "windows"} else name, light]


# --- true colours -----------------------------------------------------------------------------------------------

_DARK = {
    Hue.TEXT: "#c4c9d0",
    Hue.DIM: "#80868f",
    Hue.TITLE: "bold #c4c9d0",
    Hue.SILENT: "#999999",
    Hue.SELECTED: "bold #dfe3e8 on #29303a",
    Hue.KEY: "bold #dfe3e8 on #3b4450",
    Hue.GUIDE: "#c6dfe3 on #20363b",
}
_LIGHT = {
    Hue.TEXT: "#24272c",
    Hue.DIM: "#74777c",
    Hue.TITLE: "bold #24272c",
    Hue.SILENT: "#5f6268",
    Hue.SELECTED: "bold #111317 on #fff9d6",
    Hue.KEY: "bold #111317 on #cfccc2",
    Hue.GUIDE: "#0b3a42 on #c9e0de",
}
_DRESSES = {Hue.UNSET: "bold ", Hue.ALARM: "bold underline "}
_DARK_DRESSES = {**_DRESSES, Hue.ACTIVE: "bold #16191d on ", Hue.STALE: "bold #16191d on "}
_LIGHT_DRESSES = {**_DRESSES, Hue.ACTIVE: "bold #ffffff on ", Hue.STALE: "bold #ffffff on "}
"""What stands before a colour; after "on" the colour is the ground. Alarms are underlined as well: no red stands out to
an eye without the cones for red or for green."""

_DARK_COLOURS = {
    Hue.DX: "#77ccff #88ccff #88ddff #99bbdd",
    Hue.FX: "#ddcc99 #ccbb88 #dddd99 #ddcc88",
    Hue.MX: "#cc88cc #dd88bb #dd99dd #bb88cc",
    Hue.DIEGETIC: "#88ddaa #99bb66 #aaffee #aadd99",
    Hue.NONDIEGETIC: "#88aaff #88aaee #bbddff #99aaff",
    Hue.METADIEGETIC: "#88dddd #66bbbb #99eebb #55cccc",
    Hue.EXTRAFICTIONAL: "#ddddcc #bbdddd #ccbbbb #c4c9d0",
    Hue.TRANSDIEGETIC: "#ccaaff #eebbff #aa99ee #ccaaee",
    Hue.AMBIGUOUS: "#cccc77 #ffeeaa #ddbb66 #eedd88",
    Hue.UNSET: "#ff99bb #cc8888 #dd99bb #bb88aa",
    Hue.GOOD: "#88ccaa #88bb88 #99eecc #aaddaa",
    Hue.WAITING: "#99ccff #aaddff #aaccff #77bbff",
    Hue.WARNING: "#ddbb77 #eebb77 #eecc88 #ffdd99",
    Hue.ALARM: "#ff6655 #ff6622 #ff8844 #ee7766",
    Hue.HAND: "#aaaaff #9999ee #9999ee #9999ee",
    Hue.HEARD: "#aaccaa #bbcc88 #bbddbb #aaccaa",
    Hue.ACTIVE: "#ffcc11 #ffee11 #ffdd22 #ddee44",
    Hue.STALE: "#ff8844 #ffcccc #ff9988 #ffaa99",
}
"""On the dark ground, for each of `NAMES`."""
_LIGHT_COLOURS = {
    Hue.DX: "#0066aa #225588 #336699 #336688",
    Hue.FX: "#665511 #665533 #665500 #665522",
    Hue.MX: "#883377 #991166 #773366 #993377",
    Hue.DIEGETIC: "#117733 #336655 #336644 #117733",
    Hue.NONDIEGETIC: "#114499 #222266 #222266 #4455aa",
    Hue.METADIEGETIC: "#116666 #005566 #115577 #004444",
    Hue.EXTRAFICTIONAL: "#444444 #333333 #333344 #333333",
    Hue.TRANSDIEGETIC: "#553388 #6655bb #6655bb #553388",
    Hue.AMBIGUOUS: "#776622 #776644 #776600 #665500",
    Hue.UNSET: "#aa1144 #994488 #bb3355 #bb3355",
    Hue.GOOD: "#116633 #226655 #115500 #006611",
    Hue.WAITING: "#0066aa #1166aa #116699 #3366aa",
    Hue.WARNING: "#885500 #665533 #776644 #885511",
    Hue.ALARM: "#bb2222 #bb1111 #bb0033 #bb1122",
    Hue.HAND: "#444488 #333377 #551166 #442277",
    Hue.HEARD: "#226622 #446622 #336611 #006622",
    Hue.ACTIVE: "#0000bb #0000cc #0000bb #112299",
    Hue.STALE: "#770011 #660000 #660000 #772211",
}
"""On the light ground, for each of `NAMES`."""


def _styles(name: str, *, light: bool) -> Mapping[Hue, str]:
    same, dresses, colours = (
        (_LIGHT, _LIGHT_DRESSES, _LIGHT_COLOURS) if light else (_DARK, _DARK_DRESSES, _DARK_COLOURS)
    )
    column = NAMES.index(name)
    return same | {hue: dresses.get(hue, "") + row.split()[column] for hue, row in colours.items()}


# --- sixteen colours and none -----------------------------------------------------------------------------------

_SIXTEEN_DARK = {
    Hue.TEXT: "default",
    Hue.DIM: "dim",
    Hue.TITLE: "bold",
    Hue.DX: "cyan",
    Hue.FX: "yellow",
    Hue.MX: "bright_magenta",
    Hue.DIEGETIC: "green",
    Hue.NONDIEGETIC: "cyan",
    Hue.METADIEGETIC: "underline cyan",
    Hue.EXTRAFICTIONAL: "default",
    Hue.TRANSDIEGETIC: "bright_magenta",
    Hue.AMBIGUOUS: "yellow",
    Hue.UNSET: "bold bright_red",
    Hue.GOOD: "green",
    Hue.WAITING: "cyan",
    Hue.WARNING: "yellow",
    Hue.ALARM: "bold underline bright_red",
    Hue.HAND: "bright_magenta",
    Hue.HEARD: "green",
    Hue.SILENT: "dim",
    Hue.ACTIVE: "black on bright_yellow",  # not bold: many terminals make bold black grey
    Hue.STALE: "bold bright_white on red",
    Hue.SELECTED: "bold underline",
    Hue.KEY: "bold",
    Hue.GUIDE: "bold cyan",
}
"""Of the terminal's own colours those that can be read on black: no blue."""
_SIXTEEN_LIGHT = _SIXTEEN_DARK | {
    Hue.DX: "blue",
    Hue.FX: "default",
    Hue.MX: "magenta",
    Hue.DIEGETIC: "blue",
    Hue.NONDIEGETIC: "magenta",
    Hue.METADIEGETIC: "underline blue",
    Hue.TRANSDIEGETIC: "underline magenta",
    Hue.AMBIGUOUS: "underline",
    Hue.UNSET: "bold red",
    Hue.GOOD: "blue",
    Hue.WAITING: "underline",
    Hue.WARNING: "red",
    Hue.ALARM: "bold underline red",
    Hue.HAND: "magenta",
    Hue.HEARD: "default",
    Hue.ACTIVE: "bold bright_white on blue",
    Hue.GUIDE: "bold blue",
}
"""Those that can be read on white: no green, no yellow, no cyan, nothing bright."""
_COLOURLESS = dict.fromkeys(Hue, "") | {
    Hue.DIM: "dim",
    Hue.TITLE: "bold",
    Hue.AMBIGUOUS: "underline",
    Hue.UNSET: "bold underline",
    Hue.WAITING: "dim",
    Hue.WARNING: "bold",
    Hue.ALARM: "bold underline",
    Hue.HAND: "underline",
    Hue.SILENT: "dim",
    Hue.ACTIVE: "bold reverse",
    Hue.STALE: "bold underline reverse",
    Hue.SELECTED: "reverse",
    Hue.KEY: "bold",
    Hue.GUIDE: "underline",
}
"""Four attributes tell apart what one must not miss; families and the decided levels are told by symbol and word."""

PALETTES: Mapping[tuple[str, bool], Palette] = MappingProxyType(
    {
        (name, light): Palette(name, light, background, MappingProxyType(styles))
        for light, paper, sixteen in ((False, "#16191d", _SIXTEEN_DARK), (True, "#ecebe6", _SIXTEEN_LIGHT))
        for name, background, styles in (
            *((name, paper, _styles(name, light=light)) for name in NAMES),
            (SIXTEEN, "default", sixteen),
            (COLOURLESS, "default", _COLOURLESS),
        )
    }
)
"""Every palette, by its name and whether it is light."""
