"""The rows that our script inside the DAW tells, each as a value. `companion_spelling` goes the other way.

A telling of everything starts with `Begin`; after it only what differs is told. `Closed` ends a telling of the
routing, `MarksClosed` one of the markers, which are always told all together: only then do they fit together.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from bridge.model.desk import Kind
from bridge.model.errors import MalformedPacket
from bridge.model.routing import AuxSend, Node, Sink, Way
from bridge.wire.companion import plain

KINDS = (
    (0x20, Kind.MASTER),
    (0x40, Kind.MONITOR),
    (0x2000, Kind.FOLDBACK),
    (0x8000, Kind.OTHER),
    (0x01, Kind.AUDIO),
    (0x02, Kind.MIDI),
    (0x08, Kind.MIDI_BUS),
    (0x10, Kind.VCA),
    (0x04, Kind.BUS),
)
"""Bits of Ardour's PresentationInfo (`libs/ardour/ardour/presentation_info.h`), the telling ones first."""
HIDDEN = 0x100
MARK, RANGE, SESSION_RANGE = 0x01, 0x20, 0x40
"""Flags of Ardour's locations (`libs/ardour/ardour/location.h`)."""


class Begin(NamedTuple):
    """What was told before counts no more."""


class SessionTold(NamedTuple):
    """The open session. `rate` in Hz; `fps` as Ardour counts them, to three decimals; `offset` in samples."""

    name: str
    snapshot: str
    folder: str
    rate: int
    fps: str
    drop: bool
    offset: int


class StripTold(NamedTuple):
    """One strip's routing as it is now. `order`: its place in the mixer; `returns`: (input channel, outer port)."""

    order: int
    node: Node
    returns: tuple[tuple[int, str], ...] = ()


class Gone(NamedTuple):
    """This strip is no more."""

    id: str


class Closed(NamedTuple):
    """The routing is told: so many strips; read after all orders up to `done` were carried out or refused."""

    strips: int
    done: int


class StateTold(NamedTuple):
    """A strip's own mute, whether a VCA mutes it, its explicit solo; `automation`: Ardour's number for its mute's."""

    id: str
    name: str
    mute: bool
    by_vca: bool
    solo: bool
    automation: int


class MarkTold(NamedTuple):
    """A marker or range: Ardour's flags, its name, its first sample and the first one behind it. Lua tells no id."""

    flags: int
    name: str
    start: int
    end: int


class MarksClosed(NamedTuple):
    """The markers and ranges are all told: so many."""

    marks: int


class Beat(NamedTuple):
    """It lives. What it has told so far; `failing`: something raised since the last one.

    `took` and `read_took`: microseconds of its last tick, and of its last reading of the whole routing.
    """

    number: int
    done: int
    strips: int
    marks: int
    failing: bool
    took: int = 0
    read_took: int = 0


class Failed(NamedTuple):
    """Something raised inside the DAW; the script goes on."""

    text: str


class Refused(NamedTuple):
    """A row of an order that was not carried out: the strip's name and why."""

    order: int
    name: str
    why: str


class Did(NamedTuple):
    """The order is carried out, but for what was refused."""

    order: int


class Gave(NamedTuple):
    """The script gave this strip back, for we were silent; `number` counts such strips."""

    number: int
    name: str


Row = (
    Begin
    | SessionTold
    | StripTold
    | Gone
    | Closed
    | StateTold
    | MarkTold
    | MarksClosed
    | Beat
    | Failed
    | Refused
    | Did
    | Gave
)


def row(text: str) -> Row:
    """The row that the text is. Raises `MalformedPacket` for everything else."""
    verb, *words = text.split("\t")
    reader = _READERS.get(verb)
    if reader is None or len(words) != reader[0]:
        raise MalformedPacket(f"a row {verb[:20]!r} with {len(words)} words")
    return reader[1](words)


def _whole(word: str, most: int = 2**53) -> int:
    if not word.isascii() or not word.removeprefix("-").isdecimal() or len(word) > 18:
        raise MalformedPacket("not a whole number")
    value = int(word)
    if abs(value) > most:
        raise MalformedPacket("a number out of bounds")
    return value


def _count(word: str, most: int = 2**31 - 1) -> int:
    value = _whole(word, most)
    if value < 0:
        raise MalformedPacket("a count below zero")
    return value


def _id(word: str) -> str:
    if not word.isascii() or not word.isdecimal() or len(word) > 20:
        raise MalformedPacket("not an id")
    return word


def _yes(word: str) -> bool:
    if word not in {"0", "1"}:
        raise MalformedPacket("neither 0 nor 1")
    return word == "1"


def _parts(word: str) -> list[str]:
    """The parts of a word that each end in a semicolon."""
    *parts, rest = word.split(";")
    if rest:
        raise MalformedPacket("a list without its end")
    return parts


def _sink(word: str) -> Sink:
    if word.startswith("="):
        return Sink("", 0, plain(word[1:]))
    strip, _, channel = word.partition(".")
    return Sink(_id(strip), _count(channel, 4095))


def _send(word: str) -> AuxSend:
    match word.split(","):
        case [number, target, active, pre, level]:
            return AuxSend(_count(number, 4095), _id(target), _yes(active), _yes(pre), _level(level))
    raise MalformedPacket("not a send")


def _level(word: str) -> float:
    return -math.inf if word == "-inf" else float(_whole(word, 1000))


def _return(word: str) -> tuple[int, str]:
    channel, _, port = word.partition(",")
    return _count(channel, 4095), plain(port)


def _strip(words: list[str]) -> StripTold:
    strip, flags, order, name, inputs, active, group, vcas, outs, sends, returns, why = words
    bits = _count(flags)
    channels = (sorted(map(_sink, filter(None, channel.split(",")))) for channel in _parts(outs))
    node = Node(
        id=_id(strip),
        name=plain(name),
        kind=next((kind for bit, kind in KINDS if bits & bit), Kind.OTHER),
        inputs=_count(inputs, 4096),
        way=Way(tuple(map(tuple, channels)), tuple(map(_send, _parts(sends)))),
        active=_yes(active),
        hidden=bool(bits & HIDDEN),
        group=plain(group),
        vcas=tuple(map(plain, _parts(vcas))),
        uncertain=plain(why),
    )
    return StripTold(_count(order, 2**32), node, tuple(map(_return, _parts(returns))))


def _state(words: list[str]) -> StateTold:
    strip, name, bits = words
    value = _count(bits, 255)
    return StateTold(_id(strip), plain(name), bool(value & 1), bool(value & 2), bool(value & 4), value >> 3)


def _session(words: list[str]) -> SessionTold:
    name, snapshot, folder, rate, fps, drop, offset = words
    return SessionTold(
        plain(name), plain(snapshot), plain(folder), _count(rate, 10_000_000), plain(fps), _yes(drop), _whole(offset)
    )


def _mark(words: list[str]) -> MarkTold:
    flags, name, start, end = words
    return MarkTold(_count(flags), plain(name), _whole(start), _whole(end))


def _beat(words: list[str]) -> Beat:
    number, done, strips, marks, failing, took, read_took = words
    return Beat(
        _count(number), _count(done), _count(strips), _count(marks), _yes(failing), _count(took), _count(read_took)
    )


_READERS: dict[str, tuple[int, Callable[[list[str]], Row]]] = {
    "begin": (0, lambda _: Begin()),
    "session": (7, _session),
    "strip": (12, _strip),
    "gone": (1, lambda words: Gone(_id(words[0]))),
    "graph": (2, lambda words: Closed(_count(words[0]), _count(words[1]))),
    "state": (3, _state),
    "mark": (4, _mark),
    "marks": (1, lambda words: MarksClosed(_count(words[0]))),
    "beat": (7, _beat),
    "failed": (1, lambda words: Failed(plain(words[0]))),
    "refused": (3, lambda words: Refused(_count(words[0]), plain(words[1]), plain(words[2]))),
    "did": (1, lambda words: Did(_count(words[0]))),
    "gave": (2, lambda words: Gave(_count(words[0]), plain(words[1]))),
}
"""By the row's verb: how many words follow, and what reads them."""
