"""SVG elements as text: for pictures that are drawn by us, with foreign names in them made harmless.

Colours are classes, for a light page and a dark one (`prefers-color-scheme`); text stays text, to be found and copied.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from bridge.ui.palette import NAMES, PALETTES, Hue, Palette
from bridge.ui.screen.lines import Piece, cut, name

HUES = (Hue.TEXT, Hue.DIM, Hue.DX, Hue.FX, Hue.MX, Hue.ALARM, Hue.GOOD, Hue.HAND)
"""The hues that a picture may use: each is a class that fills, and with a `-line` behind it one that draws."""
_FONT = "'DejaVu Sans', 'Segoe UI', Helvetica, Arial, sans-serif"
_RULES = (
    f"text{{font:13px {_FONT}}}",
    ".small{font-size:11px}",
    ".large{font-size:20px}",
    ".strong{font-weight:bold}",
    ".ribbon{stroke-opacity:.5}",
    ".dashed{stroke-dasharray:5 4}",
)

_PAPER = "@media print{.ground{fill:#fff}}"


def fitted(text: str, cells: int) -> str:
    """Foreign text, harmless and at most so many cells wide: a cell is what a letter takes, two for a wide one."""
    return "".join(piece.text for piece in cut((Piece(name(text, 500)),), cells))


def text(x: float, y: float, classes: str, *parts: str | tuple[str, str]) -> str:
    """A line of text that begins at (x, y); a part may have classes of its own. Foreign parts come from `fitted`."""
    spans = (f'<tspan class="{part[0]}">{escape(part[1])}</tspan>' if isinstance(part, tuple) else escape(part)
             for part in parts)  # fmt: skip
    return f'<text x="{_number(x)}" y="{_number(y)}" class="{classes}">{"".join(spans)}</text>'


def line(start: tuple[float, float], end: tuple[float, float], classes: str, width: float = 2.0) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = (tuple(map(_number, point)) for point in (start, end))
    drawn = f'class="{classes}" stroke-width="{_number(width)}"'
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {drawn}/>'


def dot(at: tuple[float, float], classes: str) -> str:
    """A dot, where a line leaves another."""
    x, y = map(_number, at)
    return f'<circle cx="{x}" cy="{y}" r="3.5" class="{classes}"/>'


def box(corner: tuple[float, float], size: tuple[float, float], classes: str, radius: float = 0.0) -> str:
    """A rectangle."""
    (x, y), (width, height) = (tuple(map(_number, pair)) for pair in (corner, size))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{_number(radius)}" class="{classes}"/>'


def picture(title: str, about: str, size: tuple[float, float], elements: Iterable[str]) -> str:
    """The whole picture, on its ground; `title` and `about` are read aloud in its place."""
    width, height = map(_number, size)
    head = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"'
    named = f"aria-label={quoteattr(name(title, 200))}"
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {head} {named}>',
        f"<title>{escape(name(title, 200))}</title>",
        f"<desc>{escape(name(about, 1000))}</desc>",
        f"<style>{_sheet()}</style>",
        '<rect width="100%" height="100%" class="ground"/>',
        *elements,
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def _sheet() -> str:
    """The style sheet: by day, and by night where the reader's machine says so."""
    day, night = (_colours(PALETTES[NAMES[0], light]) for light in (True, False))
    return "".join(_RULES) + day + f"@media screen and (prefers-color-scheme:dark){{{night}}}{_PAPER}"


def _colours(palette: Palette) -> str:
    """The colours of a palette as rules: the last colour of a style is the one that is seen."""
    found = [(hue.value, _colour(palette.styles[hue])) for hue in HUES]
    rules = (f".{hue}{{fill:{colour}}}.{hue}-line{{stroke:{colour}}}" for hue, colour in found)
    ground = palette.background
    return f".ground{{fill:{ground}}}.ground-line{{stroke:{ground}}}" + "".join(rules)


def _colour(style: str) -> str:
    return next(word for word in reversed(style.split()) if word.startswith("#"))


def _number(value: float) -> str:
    """A coordinate, spelt the same everywhere.

    >>> _number(3.0), _number(2.345)
    ('3', '2.3')
    """
    return f"{value:.1f}".removesuffix(".0")
