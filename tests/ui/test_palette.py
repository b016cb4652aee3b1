"""The palettes, held to the eyes that they are for.

`APART` is the least difference (CIEDE2000) of two hues that stand side by side. A difference of 1 is just seen where
two large patches touch. Letters are small, their strokes thin, and they stand apart: ten times that and a little more
is told at a glance, and seven levels leave an eye without one kind of cone room for little more.
"""

from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from bridge.model.cues import Level
from bridge.model.stems import Family
from bridge.ui.palette import NAMES, PALETTES, Hue, Palette, UnknownPalette, palette
from tests.ui.seeing import EYES, Triple, apart, contrast, lab, seen

APART = 11.0
FAR = 19.0
"""Pairs that nobody may mix up: what is open by decision and what nobody decided; the two loud grounds."""
ROUNDED = 6.0
"""What is left of `APART` on a terminal of 256 colours, after rich has taken the nearest of them."""

FAMILIES = tuple(Hue(family.lower()) for family in Family)
LEVELS = tuple(Hue(level) for level in Level)
STATES = (Hue.TEXT, Hue.GOOD, Hue.WAITING, Hue.WARNING, Hue.ALARM, Hue.HAND)
HEARING = (Hue.HEARD, Hue.SILENT)
GROUPS = (FAMILIES, LEVELS, STATES, HEARING)
"""Hues that stand side by side."""
PAIRS = [pair for group in GROUPS for pair in combinations(group, 2)]
LOUD = (Hue.ACTIVE, Hue.STALE)
GROUNDED = (*LOUD, Hue.SELECTED, Hue.KEY, Hue.GUIDE)
INKS = tuple(hue for hue in Hue if hue not in GROUNDED)

COLOURED = [PALETTES[name, light] for name in NAMES for light in (False, True)]
SIXTEEN = [PALETTES["16 colours", light] for light in (False, True)]
coloured = pytest.mark.parametrize("shown", COLOURED, ids=lambda shown: f"{shown.name}-{shown.light}")


def ink(shown: Palette, hue: Hue) -> Color:
    colour = Style.parse(shown.styles[hue]).color
    assert colour is not None
    return colour


def ground(shown: Palette, hue: Hue) -> Color:
    return Style.parse(shown.styles[hue]).bgcolor or Color.parse(shown.background)


def mark(shown: Palette, hue: Hue) -> Color:
    """The colour by which one knows a hue: its ground if it has one, else its ink."""
    return ground(shown, hue) if hue in GROUNDED else ink(shown, hue)


def rounded(colour: Color) -> Color:
    return Color.from_triplet(colour.downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


def between(one: Color, other: Color, eye: str) -> float:
    return apart(lab(seen(one, eye)), lab(seen(other, eye)))


# --- the ruler --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, -0.001, 2.49), (50.0, 0.0009, -2.49), 4.8045),
        ((50.0, -0.001, 2.49), (50.0, 0.0011, -2.49), 4.7461),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_published_table(one: Triple, other: Triple, difference: float) -> None:
    """Sharma, Wu, Dalal 2005, table 1: rows chosen by their authors for the places where programs go wrong."""
    assert apart(one, other) == pytest.approx(difference, abs=5e-5)
    assert apart(other, one) == pytest.approx(difference, abs=5e-5)


def test_contrast_and_lightness_are_measured_as_the_standards_do() -> None:
    white, black, grey = (seen(Color.parse(word), "standard") for word in ("#ffffff", "#000000", "#767676"))
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.005)
    assert lab(white) == pytest.approx((100, 0, 0), abs=0.01)
    assert lab(seen(Color.parse("#ff0000"), "standard")) == pytest.approx((53.24, 80.09, 67.20), abs=0.01)


@pytest.mark.parametrize("eye", EYES)
def test_every_eye_sees_grey_as_grey(eye: str) -> None:
    assert lab(seen(Color.parse("#808080"), eye)) == pytest.approx(
        lab(seen(Color.parse("#808080"), "standard")), abs=0.1
    )


@pytest.mark.parametrize("eye", ["deutan", "protan", "tritan"])
@pytest.mark.parametrize("light", [False, True])
def test_the_standard_palette_is_not_enough_for_the_other_eyes(eye: str, light: bool) -> None:
    shown = PALETTES["standard", light]
    assert min(between(mark(shown, one), mark(shown, other), eye) for one, other in PAIRS) < APART


# --- what the eye is promised -----------------------------------------------------------------------------------


@coloured
def test_hues_that_stand_side_by_side_look_different(shown: Palette) -> None:
    for one, other in PAIRS:
        assert between(mark(shown, one), mark(shown, other), shown.name) >= APART, (one, other)


@coloured
def test_the_preview_that_is_on_and_an_old_screen_look_like_nothing_else(shown: Palette) -> None:
    for loud in LOUD:
        for hue in set(Hue) - {loud}:
            assert between(mark(shown, loud), mark(shown, hue), shown.name) >= APART, (loud, hue)


@coloured
def test_what_nobody_may_mix_up_is_far_apart(shown: Palette) -> None:
    for one, other in ((Hue.AMBIGUOUS, Hue.UNSET), LOUD):
        assert between(mark(shown, one), mark(shown, other), shown.name) >= FAR


@coloured
@pytest.mark.parametrize("hue", [Hue.UNSET, Hue.WARNING, Hue.ALARM])
def test_what_must_not_be_missed_does_not_look_like_company(shown: Palette, hue: Hue) -> None:
    assert between(mark(shown, hue), mark(shown, Hue.DIM), shown.name) >= APART


@coloured
def test_the_nearest_of_256_colours_still_look_different(shown: Palette) -> None:
    for one, other in (*PAIRS, LOUD):
        assert between(rounded(mark(shown, one)), rounded(mark(shown, other)), shown.name) >= ROUNDED, (one, other)


@coloured
@pytest.mark.parametrize("hue", INKS)
def test_every_hue_can_be_read_on_the_ground_and_under_the_cursor(shown: Palette, hue: Hue) -> None:
    """WCAG 2.2, 1.4.3: 4.5 for text; 3 for what is only company. As displays measure it, and as that eye sees it."""
    for paper in (Color.parse(shown.background), ground(shown, Hue.SELECTED)):
        for eye in ("standard", shown.name):
            assert contrast(seen(ink(shown, hue), eye), seen(paper, eye)) >= (3.0 if hue is Hue.DIM else 4.5)


@coloured
@pytest.mark.parametrize("hue", GROUNDED)
def test_what_has_its_own_ground_can_be_read_from_afar(shown: Palette, hue: Hue) -> None:
    for eye in ("standard", shown.name):
        assert contrast(seen(ink(shown, hue), eye), seen(ground(shown, hue), eye)) >= 7.0


@coloured
def test_two_grounds_are_loud_and_the_others_quiet(shown: Palette) -> None:
    paper = seen(Color.parse(shown.background), shown.name)
    loud = {hue: contrast(seen(ground(shown, hue), shown.name), paper) for hue in GROUNDED}
    assert min(loud[hue] for hue in LOUD) >= 7.0
    assert all(value < 2.0 for hue, value in loud.items() if hue not in LOUD)


def test_the_dark_is_calm() -> None:
    """No pure white, no pure black, and a ground that gives off less than 1 % of the light of white."""
    for name in NAMES:
        shown = PALETTES[name, False]
        colours = {ink(shown, hue).get_truecolor() for hue in Hue} | {ground(shown, hue).get_truecolor() for hue in Hue}
        assert not colours & {(0, 0, 0), (255, 255, 255)}
        assert lab(seen(Color.parse(shown.background), "standard"))[0] < 9  # L* 9 is 1 %


# --- few colours and none ---------------------------------------------------------------------------------------

XTERM = {
    "black": "#000000",
    "red": "#cd0000",
    "green": "#00cd00",
    "yellow": "#cdcd00",
    "blue": "#0000ee",
    "magenta": "#cd00cd",
    "cyan": "#00cdcd",
    "bright_red": "#ff0000",
    "bright_yellow": "#ffff00",
    "bright_magenta": "#ff00ff",
    "bright_white": "#ffffff",
}
"""What xterm shows for the names, unless its user chose (XTerm-col.ad)."""


def as_xterm(colour: Color | None, default: str) -> Triple:
    return seen(Color.parse(default if colour is None or colour.is_default else XTERM[colour.name]), "standard")


@pytest.mark.parametrize("shown", SIXTEEN, ids=["dark", "light"])
def test_in_sixteen_colours_no_two_of_a_group_look_the_same(shown: Palette) -> None:
    for group in GROUPS:
        assert len({Style.parse(shown.styles[hue]) for hue in group}) == len(group)
    for loud in LOUD:
        assert [hue for hue in Hue if shown.styles[hue] == shown.styles[loud]] == [loud]


@pytest.mark.parametrize("shown", SIXTEEN, ids=["dark", "light"])
def test_the_sixteen_colours_can_be_read_in_a_terminal_as_it_comes(shown: Palette) -> None:
    paper, default = ("#ffffff", "#000000") if shown.light else ("#000000", "#ffffff")
    for hue in Hue:
        style = Style.parse(shown.styles[hue])
        assert contrast(as_xterm(style.color, default), as_xterm(style.bgcolor, paper)) >= 4.0, hue


@pytest.mark.parametrize("shown", SIXTEEN, ids=["dark", "light"])
def test_the_sixteen_are_the_terminal_s_own(shown: Palette) -> None:
    for hue in Hue:
        style = Style.parse(shown.styles[hue])
        for colour in (style.color, style.bgcolor):
            assert colour is None or colour.is_default or colour.number in range(16)


@pytest.mark.parametrize("light", [False, True])
def test_without_colour_attributes_tell_what_must_not_be_missed(light: bool) -> None:
    shown = PALETTES["colourless", light]
    styles = {hue: Style.parse(shown.styles[hue]) for hue in Hue}
    assert all(style.color is None and style.bgcolor is None for style in styles.values())
    for group in (STATES[1:], HEARING, (Hue.AMBIGUOUS, Hue.UNSET, Hue.DIEGETIC)):
        assert len({styles[hue] for hue in group}) == len(group)
    for lone in (*LOUD, Hue.SELECTED):
        assert [hue for hue in Hue if styles[hue] == styles[lone]] == [lone]


# --- the choice -------------------------------------------------------------------------------------------------


every = pytest.mark.parametrize("shown", PALETTES.values(), ids=lambda shown: f"{shown.name}-{shown.light}")


@every
def test_an_alarm_is_never_told_by_its_colour_alone(shown: Palette) -> None:
    dressed = {hue: Style.parse(shown.styles[hue]).without_color for hue in STATES}
    assert [hue for hue in STATES if dressed[hue] == dressed[Hue.ALARM]] == [Hue.ALARM]


@every
def test_every_hue_has_a_style_in_every_palette(shown: Palette) -> None:
    assert set(shown.styles) == set(Hue)
    for style in shown.styles.values():
        Style.parse(style)


@pytest.mark.parametrize(
    ("colours", "no_color", "name"),
    [
        ("truecolor", False, "tritan"),
        ("256", False, "tritan"),
        ("standard", False, "16 colours"),
        ("windows", False, "16 colours"),
        (None, False, "colourless"),
        ("truecolor", True, "colourless"),
    ],
)
@pytest.mark.parametrize("light", [False, True])
def test_the_terminal_s_colours_choose(colours: str | None, no_color: bool, name: str, light: bool) -> None:
    chosen = palette("tritan", light=light, colours=colours, no_color=no_color)
    assert (chosen.name, chosen.light) == (name, light)


@pytest.mark.parametrize(("name", "hint"), [("Deuteran", "Did you mean deutan?"), ("x", "standard deutan protan")])
def test_an_unknown_palette_is_said_and_what_was_meant(name: str, hint: str) -> None:
    with pytest.raises(UnknownPalette, match=hint):
        palette(name, light=False, colours=None, no_color=True)
