"""The commands of the interface: JSON objects that become events, or decisions about cues and tracks.

Each sets something, none toggles: a command that is sent twice does no harm; only `undo`, `redo` and `unroute` go
one step each time. One table says which keys each has.
"""

from collections.abc import Callable

from bridge.model.errors import StembridgeError
from bridge.model.requests import (
    AcknowledgeAsked,
    HandsOffAsked,
    KeepMutedAsked,
    ModeAsked,
    Move,
    PreviewAsked,
    RestoreAsked,
    RouteAsked,
    SaveAsked,
    StopAsked,
    TransportAsked,
    UnrouteAsked,
)
from bridge.model.show import Mode
from bridge.model.text import meant, quoted
from bridge.sheets import cuedecide, trackdecide
from bridge.sheets.cuemeant import Meant
from bridge.sheets.trackdecide import MeantTrack
from bridge.shell.decisions import Decide, Order, Redo, Undo

Asked = (
    AcknowledgeAsked
    | HandsOffAsked
    | KeepMutedAsked
    | ModeAsked
    | PreviewAsked
    | RestoreAsked
    | RouteAsked
    | SaveAsked
    | StopAsked
    | TransportAsked
    | UnrouteAsked
)
"""What a command may ask of the engine."""

KEYS: dict[str, tuple[str, ...]] = {
    "preview": ("name",),
    "mode": ("mode",),
    "play": (),
    "pause": (),
    "locate": ("place",),
    "save": (),
    "restore": ("strips",),
    "forget": ("strips",),
    "keep-muted": ("strips",),
    "acknowledge": ("numbers", "note"),
    "route": ("strips", "buses"),
    "unroute": (),
    "hands-off": ("strips", "off"),
    "cue": ("number", "set", "at", "session"),
    "track": ("name", "set"),
    "undo": (),
    "redo": (),
    "stop": (),
}
"""Every command and the keys that stand beside `command`; `strips`, `buses`, `off`, `note`, `at` and `session` may be
left out, but not the `strips` of `hands-off`."""
LONGEST = 1000
"""Characters in one text of a command; more is refused."""


class BadCommand(StembridgeError):  # noqa: N818 - reads as what it is
    """A client's command that is none; the sentence says what would be right."""


def asked(body: object, at: float, request: int) -> Asked | Order:
    """The event that a command asks for, or the decision; raises `BadCommand` with a sentence.

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
    return _MADE[command](body, at, request)


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


def _cue(body: dict[str, object]) -> Decide:
    """The decision about a cue that a command asks for."""
    place = _text(body, "at") if "at" in body else ""
    session = _text(body, "session") if "session" in body else None
    words = _words(body, cuedecide.DECIDABLE, '{"level": "diegetic"}')
    return Decide(Meant(_text(body, "number"), place, session), words)


def _track(body: dict[str, object]) -> Decide:
    """The decision about a track that a command asks for."""
    words = _words(body, trackdecide.DECIDABLE, '{"stem": "MX/source"}')
    return Decide(MeantTrack(_text(body, "name")), words)


def _words(body: dict[str, object], decidable: tuple[str, ...], example: str) -> dict[str, str]:
    value = body.get("set")
    if not isinstance(value, dict) or not 0 < len(value) <= len(decidable):
        raise BadCommand(f"The key 'set' must be an object such as {example}.")
    for column, word in value.items():
        if column not in decidable:
            raise BadCommand(f"{quoted(str(column))} can't be decided. {_meant(column, decidable)}")
        if not isinstance(word, str) or len(word) > LONGEST:
            raise BadCommand(f"The word for {column} must be a text of at most {LONGEST} characters.")
    return value


def _strips(body: dict[str, object]) -> tuple[str, ...]:
    value = body.get("strips", [])
    if not isinstance(value, list) or not all(isinstance(name, str) and len(name) <= LONGEST for name in value):
        raise BadCommand("The key 'strips' must be a list of names.")
    return tuple(value)


def _named(body: dict[str, object]) -> tuple[str, ...]:
    strips = _strips(body)
    if not strips:
        raise BadCommand("The key 'strips' must name at least one.")
    return strips


def _truth(body: dict[str, object], key: str, default: bool) -> bool:
    value = body.get(key, default)
    if not isinstance(value, bool):
        raise BadCommand(f"The key {key!r} must be true or false.")
    return value


def _numbers(body: dict[str, object]) -> tuple[int, ...]:
    value = body.get("numbers")
    if not isinstance(value, list) or not all(type(number) is int for number in value):
        raise BadCommand("The key 'numbers' must be a list of the numbers of notices and findings.")
    return tuple(value)


_MADE: dict[str, Callable[[dict[str, object], float, int], Asked | Order]] = {
    "preview": lambda body, at, request: PreviewAsked(at, request, _text(body, "name")),
    "mode": lambda body, at, request: ModeAsked(at, request, _mode(_text(body, "mode"))),
    "play": lambda _, at, request: TransportAsked(at, request, Move.PLAY),
    "pause": lambda _, at, request: TransportAsked(at, request, Move.PAUSE),
    "locate": lambda body, at, request: TransportAsked(at, request, Move.LOCATE, _text(body, "place")),
    "save": lambda _, at, request: SaveAsked(at, request),
    "restore": lambda body, at, request: RestoreAsked(at, request, forget=False, strips=_strips(body)),
    "forget": lambda body, at, request: RestoreAsked(at, request, forget=True, strips=_strips(body)),
    "keep-muted": lambda body, at, request: KeepMutedAsked(at, request, _strips(body)),
    "acknowledge": lambda body, at, request: AcknowledgeAsked(
        at, request, _numbers(body), _text(body, "note") if "note" in body else ""
    ),
    "route": lambda body, at, request: RouteAsked(at, request, _strips(body), _truth(body, "buses", False)),
    "unroute": lambda _, at, request: UnrouteAsked(at, request),
    "hands-off": lambda body, at, request: HandsOffAsked(at, request, _named(body), _truth(body, "off", True)),
    "cue": lambda body, _at, _request: _cue(body),
    "track": lambda body, _at, _request: _track(body),
    "undo": lambda _body, _at, _request: Undo(),
    "redo": lambda _body, _at, _request: Redo(),
    "stop": lambda _, at, request: StopAsked(at, request),
}
"""What each command of `KEYS` asks for; each may raise `BadCommand`."""
