"""The commands of the interface: JSON objects that become events.

Each sets something, none toggles: a command that is sent twice does no harm. One table says which keys each has.
"""

from bridge.model.errors import StembridgeError
from bridge.model.events import (
    Event,
    ModeAsked,
    Move,
    PreviewAsked,
    RestoreAsked,
    SaveAsked,
    StopAsked,
    TransportAsked,
)
from bridge.model.show import Mode
from bridge.model.text import meant, quoted

KEYS: dict[str, tuple[str, ...]] = {
    "preview": ("name",),
    "mode": ("mode",),
    "play": (),
    "pause": (),
    "locate": ("place",),
    "save": (),
    "restore": ("strips",),
    "forget": ("strips",),
    "stop": (),
}
"""Every command and the keys that stand beside `command`; `strips` may be left out, the others may not."""
LONGEST = 1000
"""Characters in one text of a command; more is refused."""


class BadCommand(StembridgeError):  # noqa: N818 - reads as what it is
    """A client's command that is none; the sentence says what would be right."""


def asked(body: object, at: float, request: int) -> Event:
    """The event that a command asks for; raises `BadCommand` with a sentence.

    >>> asked({"command": "preview", "name": "dx"}, 1.0, 7)
    PreviewAsked(at=1.0, request=7, name='dx')
    """
    if not isinstance(body, dict):
        raise BadCommand('A command is a JSON object such as {"command": "preview", "name": "dx"}.')
    command = body.get("command")
    if not isinstance(command, str) or command not in KEYS:
        raise BadCommand(f"There is no such command. {_meant(command, tuple(KEYS))}")
    for key in body.keys() - {"command", *KEYS[command]}:
        raise BadCommand(f"The command {command} has no key {quoted(str(key))}. {_meant(key, KEYS[command])}")
    match command:
        case "preview":
            return PreviewAsked(at, request, _text(body, "name"))
        case "mode":
            return ModeAsked(at, request, _mode(_text(body, "mode")))
        case "locate":
            return TransportAsked(at, request, Move.LOCATE, _text(body, "place"))
        case "play" | "pause":
            return TransportAsked(at, request, Move(command))
        case "save":
            return SaveAsked(at, request)
        case "restore" | "forget":
            return RestoreAsked(at, request, command == "forget", _strips(body))
        case _:
            return StopAsked(at, request)


def _meant(word: object, known: tuple[str, ...]) -> str:
    near = meant(word, known) if isinstance(word, str) else ""
    if near:
        return f"Did you mean {near}?"
    return f"Known: {', '.join(known)}." if known else "It has none."


def _text(body: dict[str, object], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise BadCommand(f"The key {key!r} must be a text of 1 to {LONGEST} characters.")
    return value


def _mode(word: str) -> Mode:
    if word not in set(Mode):
        raise BadCommand(f"There is no mode {quoted(word)}. {_meant(word, tuple(Mode))}")
    return Mode(word)


def _strips(body: dict[str, object]) -> tuple[str, ...]:
    value = body.get("strips", [])
    if not isinstance(value, list) or not all(isinstance(name, str) and len(name) <= LONGEST for name in value):
        raise BadCommand("The key 'strips' must be a list of names.")
    return tuple(value)
