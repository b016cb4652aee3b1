"""What is read off the displays of a control surface: a time, a text."""

from collections.abc import Sequence


def shown(texts: Sequence[str]) -> str | None:
    """The label that a time display shows as hours, minutes, seconds and frames; None if that is no timecode.

    Each has to have two digits at least, for half of a display is another time.

    >>> shown(("001", "23", "45", "06"))
    '01:23:45:06'
    """
    if any(len(text) < 2 or not (text.isascii() and text.isdecimal()) for text in texts):
        return None
    fields = tuple(map(int, texts))
    if any(field >= limit for field, limit in zip(fields, (24, 60, 60, 60), strict=True)):
        return None
    return ":".join(f"{field:02}" for field in fields)


def plain(letters: bytes | bytearray) -> str:
    """The text of a display: ASCII, any other letter as `?`, no blanks around."""
    return "".join(chr(letter) if 0x20 <= letter < 0x7F else "?" for letter in letters).strip()
