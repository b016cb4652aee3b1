"""How the rows of our script are spelt: for its stand-in, for the script itself is not written in Python."""

import math
from collections.abc import Iterable

from bridge.wire.companion import escaped, spelt_outs
from bridge.wire.companion_rows import (
    HIDDEN,
    KINDS,
    Beat,
    Begin,
    Closed,
    Did,
    Failed,
    Gave,
    Gone,
    MarksClosed,
    MarkTold,
    Refused,
    Row,
    SessionTold,
    StateTold,
    StripTold,
)


def spelt(told: Row) -> str:  # noqa: PLR0911 - one line for each row
    """The text of a row."""
    match told:
        case StripTold():
            return _spelt_strip(told)
        case StateTold(strip, name, mute, by_vca, solo, automation):
            return _line("state", strip, escaped(name), mute + 2 * by_vca + 4 * solo + 8 * automation)
        case SessionTold(name, snapshot, folder, rate, fps, drop, offset):
            return _line("session", escaped(name), escaped(snapshot), escaped(folder), rate, fps, int(drop), offset)
        case MarkTold(flags, name, start, end):
            return _line("mark", flags, escaped(name), start, end)
        case Beat():
            return _line("beat", *told[:4], int(told.failing), *told[5:])
        case Refused(order, name, why):
            return _line("refused", order, escaped(name), escaped(why))
        case Failed(text):
            return _line("failed", escaped(text))
        case Gave(number, name):
            return _line("gave", number, escaped(name))
        case _:
            return _line(_VERBS[type(told)], *told)


_VERBS = {
    Begin: "begin",
    Gone: "gone",
    Closed: "graph",
    MarksClosed: "marks",
    Did: "did",
}


def _line(*words: object) -> str:
    return "\t".join(map(str, words))


def _list(words: Iterable[str]) -> str:
    return "".join(f"{word};" for word in words)


def _spelt_strip(told: StripTold) -> str:
    node = told.node
    bits = next(bit for bit, kind in KINDS if kind is node.kind) | HIDDEN * node.hidden
    head = ("strip", node.id, bits, told.order, escaped(node.name), node.inputs, int(node.active), escaped(node.group))
    sends = (
        f"{send.number},{send.target},{int(send.active)},{int(send.pre_fader)},{_spelt_level(send.level_db)}"
        for send in node.way.sends
    )
    returns = (f"{channel},{escaped(port)}" for channel, port in told.returns)
    rest = (_list(map(escaped, node.vcas)), spelt_outs(node.way.outs), _list(sends), _list(returns))
    return _line(*head, *rest, escaped(node.uncertain))


def _spelt_level(level: float | None) -> str:
    return "-inf" if level is None or level == -math.inf else f"{level:.0f}"
