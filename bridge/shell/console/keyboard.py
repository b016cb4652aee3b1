"""The keyboard: what a terminal tells of keys that go up again, and of keys that repeat because they are held.

Terminals that speak the kitty keyboard protocol (progressive enhancement flag 2, "report event types") tell presses,
repeats and releases apart; textual 8.2 asks them for the other flags and does not know these events, so they are
sorted out here before it sees them. Elsewhere a key that comes again sooner than a finger can is a repeat.
"""

import re
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser
from textual.keys import Keys

if TYPE_CHECKING:
    from textual.driver import Driver

REPORT_EVENTS = "\x1b[=2;2u"
"""Adds the reports of repeats and releases to what the terminal was asked for (CSI = flags ; 2 u: set these too)."""
RELEASED = "released+"
"""Stands before the name of a key that has gone up."""
FASTEST = 0.12
"""Seconds: the same key again sooner than that is the keyboard's own repeat, not a finger."""
HOLD = 0.5
"""Seconds after which a key was held, not tapped."""

REPEATING = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "backspace"})
"""Keys that go on while they are held. Others don't: an Enter held too long must not answer the question it opened."""

_EVENT = re.compile(
    r"\x1b\[(?P<code>[0-9]*)(?:;(?P<shift>[0-9]*)(?::(?P<event>[123]))?(?P<rest>(?:;[0-9:]*)?))?(?P<end>[u~A-HPQRS])"
)


class HeldKeys(XTermParser):
    """Textual's parser of what a terminal sends, which also knows of repeats and releases.

    A key comes up under the name under which it went down: by then Shift may be up already, and no text is told.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._down: dict[str, str] = {}

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        found = _EVENT.fullmatch(sequence)
        if found is None:
            return super()._sequence_to_key_events(sequence, alt)
        place = found["code"] + found["end"]
        if found["event"] == "3" and place in self._down:
            return [events.Key(RELEASED + self._down.pop(place), None)]
        plain = f"\x1b[{found['code']};{found['shift'] or 1}{found['rest']}{found['end']}"
        keys = list(super()._sequence_to_key_events(plain if found["event"] else sequence, alt))
        match found["event"]:
            case "3":
                return [events.Key(RELEASED + key.key, None) for key in keys]
            case "2":
                return [key for key in keys if key.key in REPEATING] or [events.Key(Keys.Ignore, sequence)]
        if len(keys) == 1:
            self._down[place] = keys[0].key
        return keys


def teach() -> None:
    """Have textual's driver read with this parser; on Windows, whose terminals tell nothing of the kind, nothing."""
    if sys.platform != "win32":
        import_module("textual.drivers.linux_driver").__dict__["XTermParser"] = HeldKeys


def report_releases(driver: "Driver | None") -> None:
    """Ask the terminal to tell when keys come up; one that does not know the protocol ignores it."""
    if driver is not None and not driver.is_headless:
        driver.write(REPORT_EVENTS)
        driver.flush()


class Finger:
    """One finger on the keys of previews: what a press and a release mean. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._last = ("", float("-inf"))
        self._held: tuple[str, float] | None = None

    def pressed(self, key: str, at: float) -> bool:
        """Whether this is a press of its own, not the keyboard's repeat."""
        last, self._last = self._last, (key, at)
        if last[0] == key and at - last[1] < FASTEST:
            return False
        self._held = (key, at)
        return True

    def released(self, key: str, at: float) -> bool:
        """Whether the key that comes up was held, so that what it began ends with it; other keys are no matter."""
        if self._held is None or self._held[0] != key:
            return False
        since, self._held = self._held[1], None
        self._last = ("", float("-inf"))
        return at - since >= HOLD
