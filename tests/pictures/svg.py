"""The SVG that rich exports, made fit for a page: no foreign hosts, no invented window, the same every time."""

import re

FONTS = "'DejaVu Sans Mono', Menlo, Consolas, ui-monospace, monospace"
"""What a reader's machine has; the first two are as wide as the cells at this size."""
SIZE = "20.26px"
BAR = 32
"""Pixels of rich's title bar, which is left out."""
_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_LINE = re.compile(r'<clipPath id="[^"]*-line-\d+">.*?</clipPath>\s*', re.DOTALL)
_CHROME = re.compile(r"</defs>.*?<g transform=\"translate\(9, 41\)\"", re.DOTALL)
_REST = (
    (re.compile(r"\s*<!-- .*? -->"), ""),
    (re.compile(r"font-family: Fira Code, monospace;\s*font-size: 20px;"), f"font-family: {FONTS}; font-size: {SIZE};"),
    (re.compile(r"\s*\.terminal-\d+-title \{.*?\}", re.DOTALL), ""),
    (re.compile(r' clip-path="url\(#[^"]*-line-\d+\)"'), ""),
    (re.compile("&#160;"), "\u00a0"),
    (re.compile(r"(?<=>)(?=<(?:rect|text) )"), "\n"),
    (re.compile(r"(?m)^[ \t]+|[ \t]+$"), ""),
    (re.compile(r"\n\n+"), "\n"),
)


def page(svg: str, name: str, ground: str) -> str:
    """The picture `name` on this ground: every part that rich writes and a page does not want is found and replaced."""
    found = re.search(r'viewBox="0 0 (\d+) ([\d.]+)"', svg)
    assert found is not None, "rich writes another head than before"
    width, height = int(found[1]), round(float(found[2])) - BAR
    frame = f'<rect fill="{ground}" x="0" y="{BAR}" width="{width}" height="{height}" rx="8"/>'
    svg = svg.replace(found[0], f'viewBox="0 {BAR} {width} {height}"')
    steps = (
        (_FONT, ""),
        (_LINE, ""),
        (re.compile(rf'<rect fill="{ground}" [^>]*crispEdges"/>'), ""),
        (_CHROME, f'</defs>\n{frame}\n<g transform="translate(9, 41)"'),
        *_REST,
        (re.compile(r"terminal-\d+"), name),
    )
    for pattern, replacement in steps:
        svg, count = pattern.subn(replacement, svg)
        assert count, f"rich writes nothing any more that matches {pattern.pattern}"
    return svg
