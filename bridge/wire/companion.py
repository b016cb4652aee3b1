r"""What the bridge and its script inside the DAW write to each other: two small files in, OSC messages out.

The script can't receive packets, so it reads two files of its own folder ten times a second: the *lease* (where to
tell, a beat that counts up, what we owe) and the *orders*. It tells by OSC on the loopback. Every text is lines of
words parted by tabs; a word holds ASCII letters, digits, ` _.-` and, for every other byte of its UTF-8, `%XX`, so
that no name can end a line or a word. The other side is `presets/daws/ardour/stembridge.lua`.

2026-11: orders lie in a file of the user's, and no action of Ardour's is triggered over OSC. Then nothing on the
network can press it, no slot among the user's 32 is taken, and a user who installs by hand adds one hook. The cost: an
order waits up to a tenth of a second for the script's next look.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

from bridge.model.errors import MalformedPacket
from bridge.model.routing import AuxSend, Sink
from bridge.wire.osc import Message, decode, encode

VERSION = "2"
"""The version of these words; the script carries its own in every packet."""
FOLDER, LEASE, ORDERS = "stembridge", "lease", "orders"
"""The script's folder inside the DAW's configuration folder, and the files in it."""
ADDRESS = "/stembridge"
MOST_ROWS = 4096
"""Rows of one packet: more than a datagram can hold of the shortest."""
LONGEST_WORD = 61_440

_ESCAPED = re.compile(r"(?:[A-Za-z0-9 _.~-]|%[0-9A-Fa-f]{2})*")
_TOKEN = re.compile(r"[A-Za-z0-9]{1,64}")


@lru_cache(maxsize=8192)
def escaped(text: str) -> str:
    r"""A text as one word.

    >>> escaped("MX\t100% \"Böse\"")
    'MX%09100%25 %22B%C3%B6se%22'
    """
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe=" ")


def plain(word: str) -> str:
    r"""The text of a word; bytes that are no UTF-8 become U+FFFD. Raises `MalformedPacket`.

    >>> plain("MX%09100%25")
    'MX\t100%'
    """
    if len(word) > LONGEST_WORD or not _ESCAPED.fullmatch(word):
        raise MalformedPacket("a word that is not escaped")
    return word if "%" not in word else unquote_to_bytes(word).decode("utf-8", "replace")


# --- what the script tells --------------------------------------------------------------------------------------


class Told(NamedTuple):
    """One packet of the script. `instance`: which of possibly several scripts; `number` counts its packets from 1."""

    version: str
    token: str
    instance: str
    number: int
    rows: tuple[str, ...]


def told(packet: bytes) -> Told:
    """The packet's content. Raises `MalformedPacket` for anything that no script of ours tells."""
    match decode(packet):
        case [Message(address=address, args=(str(version), str(token), str(instance), int(number), str(text)))] if (
            address == ADDRESS
        ):
            rows = tuple(text.split("\n", MOST_ROWS))
        case _:
            raise MalformedPacket("not a packet of the script")
    if len(rows) > MOST_ROWS or number < 1 or not _TOKEN.fullmatch(token) or not _TOKEN.fullmatch(instance):
        raise MalformedPacket("a packet of the script that is out of bounds")
    return Told(version, token, instance, number, rows)


def telling(content: Told) -> bytes:
    """The packet with this content."""
    version, token, instance, number, rows = content
    return encode(Message(ADDRESS, (version, token, instance, number, "\n".join(rows))))


# --- the lease --------------------------------------------------------------------------------------------------


class Owed(NamedTuple):
    """A mute that we have set: the strip's id ("" if not known) and name, and the value that is ours."""

    id: str
    name: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Lease:
    """That we live, where we hear (UDP port, 0: we don't), and what we owe in which session.

    `beat` counts up every second. When it stands for ten seconds, the script gives back every strip that still shows
    our value, in the session of this name and, if it is not empty, of this folder.
    """

    port: int
    token: str
    beat: int = 0
    session: str = ""
    folder: str = ""
    owed: tuple[Owed, ...] = ()


def spelt_lease(lease: Lease) -> str:
    """The text of the file."""
    owed = "".join(f"owe\t{row.id}\t{escaped(row.name)}\t{int(row.ours)}\n" for row in lease.owed)
    return (
        f"stembridge-lease 1\nto\t{lease.port}\t{lease.token}\t{lease.beat}\n"
        f"session\t{escaped(lease.session)}\t{escaped(lease.folder)}\n{owed}end\n"
    )


_LEASE = re.compile(
    r"stembridge-lease 1\nto\t(\d{1,5})\t([A-Za-z0-9]{1,64})\t(\d{1,18})\nsession\t([^\t\n]*)\t([^\t\n]*)\n"
    r"((?:owe\t\d{0,20}\t[^\t\n]*\t[01]\n)*)end\n"
)


def read_lease(text: str) -> Lease | None:
    """The lease, None if the text is not a whole one. Raises `MalformedPacket` for a word that is not escaped."""
    found = _LEASE.fullmatch(text)
    if found is None:
        return None
    port, token, beat, session, folder, rows = found.groups()
    owed = (row.split("\t") for row in rows.splitlines())
    debts = tuple(Owed(strip, plain(name), ours == "1") for _, strip, name, ours in owed)
    return Lease(int(port), token, int(beat), plain(session), plain(folder), debts)


# --- the orders -------------------------------------------------------------------------------------------------


class Order(NamedTuple):
    """One row of the orders; rows of the same number are one order. `words` are spelt."""

    number: int
    verb: str
    words: tuple[str, ...] = ()


def spelt_orders(token: str, instance: str, rows: Iterable[Order]) -> str:
    """The text of the file: the orders for this one script; it carries out each number once."""
    lines = ("\t".join((str(row.number), row.verb, *row.words)) + "\n" for row in rows)
    return f"stembridge-orders 1\nfor\t{token}\t{instance}\n{''.join(lines)}end\n"


_ORDERS = re.compile(r"stembridge-orders 1\nfor\t([A-Za-z0-9]*)\t([A-Za-z0-9]*)\n((?:\d{1,9}\t[^\n]*\n)*)end\n")


def read_orders(text: str) -> tuple[str, str, tuple[Order, ...]] | None:
    """(token, instance, rows), None if the text is not whole."""
    found = _ORDERS.fullmatch(text)
    if found is None:
        return None
    rows = (line.split("\t") for line in found[3].splitlines())
    return found[1], found[2], tuple(Order(int(number), verb, tuple(words)) for number, verb, *words in rows)


# --- ways -------------------------------------------------------------------------------------------------------


def spelt_outs(outs: Iterable[Iterable[Sink]]) -> str:
    """What each output channel feeds, as one word: `28.0;28.1;`, a port outside as `=system%3Aplayback_1`.

    >>> spelt_outs((((Sink("28", 0)), Sink("", 0, "system:playback_1")), ()))
    '28.0,=system%3Aplayback_1;;'
    """
    return "".join(",".join(map(_spelt_sink, channel)) + ";" for channel in outs)


def _spelt_sink(sink: Sink) -> str:
    return f"{sink.strip}.{sink.channel}" if sink.strip else f"={escaped(sink.port)}"


def spelt_switches(sends: Iterable[AuxSend]) -> str:
    """Which sends are to be on, as one word: number, target, 1 or 0."""
    return "".join(f"{send.number},{send.target},{int(send.active)};" for send in sends)
