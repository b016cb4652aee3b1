"""OSC as Ardour's library (liblo) spells it: every type tag is chosen by the sender.

Ardour mixes int32 and int64 in one message and answers on `#reply`, which is no legal OSC address. A stand-in that
is to be true needs these; what the bridge itself sends is built by `bridge.wire.osc`.
"""

import struct
from functools import lru_cache

_NUMBERS = {"i": ">i", "f": ">f", "h": ">q", "d": ">d"}

Said = int | float | str
"""One argument of a message that Ardour sends."""


@lru_cache(maxsize=4096)
def spelt(address: str, tags: str = "", *args: Said) -> bytes:
    r"""The packet of one message; `tags` of `i f h d s`, one for each argument.

    >>> spelt("/strip/mute", "if", 5, 1.0)
    b'/strip/mute\x00,if\x00\x00\x00\x00\x05?\x80\x00\x00'
    """
    return _text(address) + _text("," + tags) + b"".join(map(_argument, tags, args))


def _argument(tag: str, value: Said) -> bytes:
    return _text(str(value)) if tag == "s" else struct.pack(_NUMBERS[tag], value)


def _text(text: str) -> bytes:
    raw = text.encode() + b"\0"
    return raw + b"\0" * (-len(raw) % 4)
