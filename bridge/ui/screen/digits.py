"""Large figures of three rows, to be read from two metres."""

_GLYPHS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": (" ┓ ", " ┃ ", " ┻ "),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    "-": ("   ", "╺━╸", "   "),
    ":": (" ", "▪", "▪"),
    ";": (" ", "▪", "▖"),
    ".": (" ", " ", "▪"),
}
ROWS = 3


def large(label: str) -> tuple[str, ...]:
    r"""The label in large figures, `ROWS` rows of equal width; what has no figure is a blank.

    >>> print("\n".join(row.rstrip() for row in large("01")))
    ┏━┓  ┓
    ┃ ┃  ┃
    ┗━┛  ┻
    """
    glyphs = [_GLYPHS.get(character, (" ",) * ROWS) for character in label]
    return tuple(" ".join(glyph[row] for glyph in glyphs) for row in range(ROWS))
