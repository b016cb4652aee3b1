"""How far apart two colours look, and to whom: sRGB, contrast, colour-blindness, CIEDE2000.

Colours are linear RGB, three parts of 0 to 1, unless said otherwise.
"""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from rich.color import Color

Triple = tuple[float, float, float]

EYES: dict[str, tuple[Triple, Triple, Triple]] = {
    "standard": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What an eye makes of linear RGB: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model
for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0 (no working cone of that kind)."""

SRGB = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
"""Linear sRGB to CIE XYZ (IEC 61966-2-1)."""
D65 = (0.95047, 1.0, 1.08883)


def seen(colour: Color, eye: str) -> Triple:
    """A colour as an eye sees it."""
    return _clipped(_times(EYES[eye], _linear(colour)))


def contrast(one: Triple, other: Triple) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21: black text on white has 21."""
    dark, light = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: Triple) -> Triple:
    """CIE L*a*b* under D65."""
    x, y, z = (_cube_root(part / white) for part, white in zip(_times(SRGB, colour), D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: Triple, other: Triple) -> float:
    """The CIEDE2000 difference of two L*a*b* colours: 1 is just seen side by side, 100 is black and white.

    G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula", Color Res. Appl. 30(1), 2005.
    """
    (l1, a1, b1), (l2, a2, b2) = one, other
    stretch = 1.5 - 0.5 * _heavy((hypot(a1, b1) + hypot(a2, b2)) / 2)
    c1, c2 = hypot(a1 * stretch, b1), hypot(a2 * stretch, b2)
    h1, h2 = (degrees(atan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    wave = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    by_lightness = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / sqrt(20 + (lightness - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * wave)
    blue = -2 * _heavy(chroma) * sin(radians(60 * exp(-((((hue % 360) - 275) / 25) ** 2))))
    return sqrt(by_lightness**2 + by_chroma**2 + by_hue**2 + blue * by_chroma * by_hue)


def _heavy(chroma: float) -> float:
    return sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _linear(colour: Color) -> Triple:
    red, green, blue = (part / 255 for part in colour.get_truecolor())
    return _light(red), _light(green), _light(blue)


def _light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _cube_root(part: float) -> float:
    return float(part ** (1 / 3)) if part > (6 / 29) ** 3 else part * (29 / 6) ** 2 / 3 + 4 / 29


def _times(rows: tuple[Triple, Triple, Triple], colour: Triple) -> Triple:
    one, two, three = (sum(factor * part for factor, part in zip(row, colour, strict=True)) for row in rows)
    return one, two, three


def _clipped(colour: Triple) -> Triple:
    one, two, three = (min(1.0, max(0.0, part)) for part in colour)
    return one, two, three
