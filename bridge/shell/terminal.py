"""Lines for the terminal: broken between words, which a terminal itself does not heed."""

import shutil
import textwrap
from typing import TextIO


def laid(line: str, where: TextIO, indent: int = 0) -> str:
    """The line, on a terminal broken between words at its width; what follows is indented by so many characters."""
    if not where.isatty():
        return line
    width = shutil.get_terminal_size().columns
    return textwrap.fill(line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
