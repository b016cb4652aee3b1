"""What a client says to one strip: `/strip/WHAT/N VALUE`, `/strip/N/WHAT VALUE` or `/strip/WHAT N VALUE`.

Without the value it is a question; what a strip does not have is refused on the same path (osc.cc, `_strip_parse`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bridge.demo.channel import ENDS, TRACKS, Automation, Channel
from bridge.demo.liblo import Said, spelt
from bridge.demo.session import Change, Session
from bridge.wire.osc import Argument

Later = Callable[[Callable[[float], None]], None]
"""Takes what is to be carried out at the start of the next process cycle."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A message to a strip: its number, in the path or the first argument, what it is about, and the value if any."""

    what: str
    number: int
    in_path: bool
    value: Argument


def said(address: str, args: tuple[Argument, ...]) -> Saying:
    """A message below `/strip/`, taken apart; number 0, which no strip has, where it names none."""
    parts = address.split("/")[2:]
    number = next((part for part in (parts[0], parts[-1]) if part.isdecimal() and len(part) < 10), None)
    if number is not None:
        parts.remove(number)
        return Saying("/".join(parts), int(number), True, args[0] if args else None)
    return Saying("/".join(parts), (whole(args[:1]) or (0,))[0], False, args[1] if len(args) > 1 else None)


def obeyed(session: Session, strip: Channel, saying: Saying, later: Later) -> bool:
    """Carry out a value; False if this strip has no such thing or takes no such value. One that is gone takes any."""
    if strip not in session.channels:
        return True
    if saying.what == "name" and isinstance(saying.value, str):
        session.rename(strip.name, saying.value)
        return True
    numbers = whole((saying.value,))
    if not numbers:
        return False
    on = numbers[0] != 0
    match saying.what:
        case "mute":
            later(lambda _: session.set_mute(strip, on))
        case "solo" if strip.kind not in ENDS:
            later(lambda _: session.set_solo(strip, on))
        case "recenable" if strip.kind in TRACKS:
            later(lambda _: session.set_armed(strip, on))
        case "hide":
            session.hide(strip.name, on)
        case "select" if not on:
            session.select(strip.name)
        case "select":  # the wrong way round, and ignored (7.3 to 9.8)
            pass
        case _:
            return False
    return True


def automate(session: Session, strip: Channel, saying: Saying) -> None:
    """Set the mode. The number in the path and no value counts as Manual: it looks like a question and is none."""
    modes = whole((saying.value,)) or ((0,) if saying.in_path else ())
    if modes and modes[0] in {mode.value for mode in Automation}:
        strip.automation = Automation(modes[0])
        session.news.append((Change.AUTOMATION, strip))


def refusal(address: str, saying: Saying) -> bytes:
    """What comes back for what a strip does not have: the same path, its number if an argument, and nothing."""
    number: tuple[Said, ...] = () if saying.in_path else (saying.number,)
    empty: dict[type, tuple[str, Said]] = {int: ("i", 0), float: ("f", 0.0), str: ("s", " ")}
    if type(saying.value) not in empty:
        return spelt(address, "i" * len(number), *number)
    tag, nothing = empty[type(saying.value)]
    return spelt(address, "i" * len(number) + tag, *number, nothing)


def whole(args: Iterable[Argument]) -> tuple[int, ...]:
    """The numbers among the arguments, cut to whole ones as Ardour cuts them; a text of digits is one."""
    numbers = (int(arg) if isinstance(arg, str) and arg.isdecimal() and len(arg) < 10 else arg for arg in args)
    return tuple(int(number) for number in numbers if isinstance(number, int | float) and abs(number) < 1 << 31)
