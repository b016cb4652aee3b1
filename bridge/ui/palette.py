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
    SELECTED = "selected"  # the row under the cursor; other hues can be read on its ground
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
    Hue.TITLE: "bold #dfe3e8",
    Hue.SILENT: "#999999",
    Hue.SELECTED: "bold #dfe3e8 on #29303a",
    Hue.KEY: "bold #dfe3e8 on #3b4450",
    Hue.GUIDE: "#c6dfe3 on #20363b",
}
_LIGHT = {
    Hue.TEXT: "#24272c",
    Hue.DIM: "#74777c",
    Hue.TITLE: "bold #111317",
    Hue.SILENT: "#5f6268",
    Hue.SELECTED: "bold #111317 on #fff9d6",
    Hue.KEY: "bold #111317 on #cfccc2",
    Hue.GUIDE: "#0b3a42 on #c9e0de",
}
_DRESSES = {Hue.UNSET: "bold ", Hue.ALARM: "bold "}
_DARK_DRESSES = {**_DRESSES, Hue.ACTIVE: "bold #16191d on ", Hue.STALE: "bold #16191d on "}
_LIGHT_DRESSES = {**_DRESSES, Hue.ACTIVE: "bold #ffffff on ", Hue.STALE: "bold #ffffff on "}
"""What stands before a colour; after "on" the colour is the ground."""

_DARK_COLOURS = {
    Hue.DX: "#77ccff #88ddff #88ccff #99ccee",
    Hue.FX: "#ddcc99 #ffcc99 #eeddaa #cccc77",
    Hue.MX: "#cc88cc #dd88aa #cc88cc #bb99bb",
    Hue.DIEGETIC: "#88ddaa #77aa66 #ccffaa #aacc99",
    Hue.NONDIEGETIC: "#88aaff #99ccff #88ccee #8899ee",
    Hue.METADIEGETIC: "#88dddd #33aaee #77ffff #55bbbb",
    Hue.EXTRAFICTIONAL: "#ddddcc #bbdddd #ddddcc #cccccc",
    Hue.TRANSDIEGETIC: "#ccaaff #cc88bb #bb88cc #ccaaee",
    Hue.AMBIGUOUS: "#cccc77 #cccc77 #ccbb66 #ffeeaa",
    Hue.UNSET: "#ff99bb #cc8899 #cc99aa #bb88aa",
    Hue.GOOD: "#88ccaa #77bb99 #99eecc #aaddaa",
    Hue.WAITING: "#99ccff #99ddff #99ccff #77ccff",
    Hue.WARNING: "#ddbb77 #ffcc99 #eecc88 #ddcc88",
    Hue.ALARM: "#ff6655 #ff7700 #ff8866 #ff7777",
    Hue.HAND: "#aaaaff #8899bb #7799ee #7799ee",
    Hue.HEARD: "#aaccaa #eeeeaa #ccddaa #aacc99",
    Hue.ACTIVE: "#ffcc11 #ffdd22 #ffdd11 #ddff44",
    Hue.STALE: "#ff8844 #ffcccc #ff9999 #eeaa99",
}
"""On the dark ground, for each of `NAMES`."""
_LIGHT_COLOURS = {
    Hue.DX: "#0066aa #0066aa #336699 #116688",
    Hue.FX: "#665511 #775500 #665500 #665500",
    Hue.MX: "#883377 #881166 #773366 #992277",
    Hue.DIEGETIC: "#117733 #113322 #336644 #556633",
    Hue.NONDIEGETIC: "#114499 #6655bb #222266 #444499",
    Hue.METADIEGETIC: "#116666 #006677 #115577 #116666",
    Hue.EXTRAFICTIONAL: "#444444 #333344 #333344 #333333",
    Hue.TRANSDIEGETIC: "#553388 #332277 #6655bb #774499",
    Hue.AMBIGUOUS: "#776622 #775500 #776600 #666611",
    Hue.UNSET: "#aa1144 #991155 #bb3355 #aa4455",
    Hue.GOOD: "#116633 #006655 #115500 #227722",
    Hue.WAITING: "#0066aa #1166bb #116699 #3355aa",
    Hue.WARNING: "#885500 #885500 #776644 #885511",
    Hue.ALARM: "#bb2222 #bb0055 #bb0033 #bb2211",
    Hue.HAND: "#444488 #223388 #551166 #664499",
    Hue.HEARD: "#226622 #446611 #336611 #226622",
    Hue.ACTIVE: "#0000bb #1100ee #0011bb #441199",
    Hue.STALE: "#770011 #660000 #660000 #771111",
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
    Hue.ALARM: "bold bright_red",
    Hue.HAND: "bright_magenta",
    Hue.HEARD: "green",
    Hue.SILENT: "dim",
    Hue.ACTIVE: "black on bright_yellow",  # not bold: many terminals make bold black grey
    Hue.STALE: "bold bright_white on red",
    Hue.SELECTED: "reverse",
    Hue.KEY: "bold underline",
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
    Hue.ALARM: "bold red",
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
