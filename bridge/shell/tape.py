"""A tape: everything that the bridge heard and what it answered, so that a bug can be played again.

JSON lines in ASCII. The first is the head, `{"stembridge": "0.1.0", "tape": 1, "show": {…}, "traits": {…}}`, of which
the bridge can be made anew. Then for each event a line `["Ticked", {"at": 12.5}]` and a line with the list of the
effects that followed, `[["Query", {"question": 3}]]`. An event without its second line is the one at which the bridge
failed, or was killed. Sets are written sorted, so that equal values are equal bytes.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast, get_args

from pydantic import TypeAdapter, ValidationError

from bridge import __version__
from bridge.core.bridge import Bridge
from bridge.model.effects import Effect
from bridge.model.errors import StembridgeError
from bridge.model.events import Event
from bridge.model.show import Show
from bridge.model.snapshot import Snapshot
from bridge.model.traits import Traits

FORMAT = 1
"""Version of the lines; a tape of another one is refused."""
LARGEST = 1024**3
"""Bytes after which a recording ends: at 256 strips about two hours."""
LONGEST = 64 * 1024**2
"""Bytes of a line that is read at most."""


class BadTape(StembridgeError):  # noqa: N818 - reads as what it is
    """A tape that can't be made or played; the sentence says why and, if a line is to blame, which."""


class Hears(Protocol):
    """The bridge, as a tape sees it."""

    def handle(self, event: Event) -> Sequence[Effect]:
        """One event in, its effects out."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a bridge has to be made of to play the tape: the show and the DAW's traits; `stembridge`: who recorded."""

    stembridge: str
    show: Show
    traits: Traits


@dataclass(frozen=True, slots=True)
class Replay:
    """What a tape gave: the effects of each event as produced now and as recorded, and the line each stands in."""

    produced: tuple[bytes, ...]
    recorded: tuple[bytes, ...]
    lines: tuple[int, ...]

    @property
    def difference(self) -> int | None:
        """The first of the places in which the two differ, None if they are the same byte for byte."""
        pairs = zip(self.produced, self.recorded, strict=True)
        return next((place for place, (now, then) in enumerate(pairs) if now != then), None)


class Tape:
    """A recording that is under way. `trouble`: a sentence that says why it ended early, "" while it runs."""

    def __init__(self, path: Path, show: Show, traits: Traits) -> None:
        """Begin the tape; one that lies there is recorded over. Raises `BadTape` if the place can't be written."""
        self.path = path
        self.trouble = ""
        self._room = LARGEST
        try:
            # Names of tracks are private, hence the mode.
            self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        except OSError as trouble:
            raise BadTape(
                f"The tape {path} can't be written: {trouble.strerror or trouble}. Nothing was changed. "
                "Name a file in a folder that you may write to."
            ) from trouble
        self._write(_json({"stembridge": __version__, "tape": FORMAT, "show": show, "traits": traits}))

    def event(self, event: Event) -> None:
        """The bridge is about to hear this: on the tape before it does, so that what it fails at is there."""
        self._write(_json(_named(event)))

    def effects(self, effects: Sequence[Effect]) -> None:
        """This is what followed from the last event."""
        self._write(_effects(effects))

    def close(self) -> None:
        """End the recording."""
        try:
            self._file.close()
        except OSError as trouble:
            self.trouble = self.trouble or self._ended(trouble.strerror or str(trouble))

    def _write(self, line: bytes) -> None:
        if self._file.closed:
            return
        self._room -= len(line) + 1
        try:
            if self._room < 0:
                self.trouble = self._ended(f"it has {LARGEST // 1024**3} GiB")
                self._file.close()
                return
            self._file.write(line + b"\n")
            self._file.flush()
        except OSError as trouble:
            self.trouble = self._ended(trouble.strerror or str(trouble))
            self.close()

    def _ended(self, why: str) -> str:
        return f"The tape {self.path} ended here: {why}. The bridge goes on; what was recorded is good."


class Taped:
    """A bridge whose every word is recorded."""

    def __init__(self, bridge: Bridge, tape: Tape) -> None:
        self._bridge, self._tape = bridge, tape

    @property
    def wake_at(self) -> float:
        """When it wants a `Ticked`; infinite for never."""
        return self._bridge.wake_at

    def handle(self, event: Event) -> list[Effect]:
        """One event in, its effects out, both on the tape."""
        self._tape.event(event)
        effects = self._bridge.handle(event)
        self._tape.effects(effects)
        return effects

    def snapshot(self, at: float) -> Snapshot:
        """The picture at this moment."""
        return self._bridge.snapshot(at)


def replay(lines: Iterable[bytes], make_bridge: Callable[[Head], Hears]) -> Replay:
    """Play a tape to a bridge made of its head. Raises `BadTape`; what the bridge raises comes through.

    A last line that was cut short is left out: whoever recorded was killed.
    """
    numbered = enumerate(lines, 1)
    bridge = make_bridge(_head(numbered))
    produced, recorded, places = list[bytes](), list[bytes](), list[int]()
    last: Sequence[Effect] | None = None
    for number, line, content in _contents(numbered):
        if _is_event(content):
            last = bridge.handle(_read(Event, content, number))
            continue
        if last is None:
            raise BadTape(f"line {number} of the tape holds effects without their event")
        produced.append(_effects(last))
        recorded.append(line)
        places.append(number)
        last = None
    return Replay(tuple(produced), tuple(recorded), tuple(places))


# --- writing ----------------------------------------------------------------------------------------------------


def _effects(effects: Sequence[Effect]) -> bytes:
    return _json([_named(effect) for effect in effects])


def _named(value: Event | Effect) -> list[object]:
    return [type(value).__name__, value]


def _json(value: object) -> bytes:
    return json.dumps(value, default=_plain, separators=(",", ":")).encode("ascii")


def _plain(value: object) -> object:
    """What JSON has no word for, in such as it has: records, mappings that are no dict, sets."""
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return dict(value) if isinstance(value, Mapping) else sorted(cast("frozenset[str]", value))


# --- reading ----------------------------------------------------------------------------------------------------


def _head(numbered: Iterator[tuple[int, bytes]]) -> Head:
    for number, line in numbered:
        content = _parsed(line, number)
        if not isinstance(content, dict) or "tape" not in content:
            break
        if content["tape"] != FORMAT:
            raise BadTape(
                f"The tape was recorded in format {content['tape']!r}; this Stembridge plays {FORMAT}. "
                f"Play it with the version that recorded it ({content.get('stembridge')!r})."
            )
        return Head(
            str(content.get("stembridge")),
            _valid(Show, content.get("show"), number),
            _valid(Traits, content.get("traits"), number),
        )
    raise BadTape("This is no tape of Stembridge: its first line is no head.")


def _contents(numbered: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes, Any]]:
    """(number, line without its end, content) of each line; an unreadable last line without its end is left out."""
    broken: BadTape | None = None
    for number, line in numbered:
        if broken is not None:
            raise broken
        try:
            yield number, line.rstrip(b"\r\n"), _parsed(line, number)
        except BadTape as trouble:
            if line.endswith(b"\n"):
                raise
            broken = trouble


def _parsed(line: bytes, number: int) -> Any:  # noqa: ANN401 - it is what JSON holds
    if len(line) > LONGEST:
        raise BadTape(f"line {number} of the tape is longer than {LONGEST} bytes")
    try:
        return json.loads(line.decode("ascii"))
    except (ValueError, RecursionError) as trouble:
        raise BadTape(f"line {number} of the tape can't be read: {trouble}") from trouble


def _is_event(content: object) -> bool:
    return isinstance(content, list) and bool(content) and isinstance(content[0], str)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - mypy takes a class for unhashable
    return TypeAdapter(kind)


@cache
def _kinds(union: Any) -> dict[str, type[Any]]:  # noqa: ANN401 - a union is no type
    return {kind.__name__: kind for kind in get_args(union)}


def _read(union: Any, content: object, number: int) -> Any:  # noqa: ANN401 - one of the union's
    match content:
        case [str(name), dict(fields)] if name in _kinds(union):
            return _valid(_kinds(union)[name], fields, number)
    raise BadTape(f"line {number} of the tape holds nothing that this Stembridge knows: {str(content)[:60]}")


def _valid(kind: Any, content: object, number: int) -> Any:  # noqa: ANN401 - one of `kind`
    try:
        return _adapter(kind).validate_python(content)
    except ValidationError as trouble:
        first = trouble.errors()[0]
        place = ".".join(map(str, (kind.__name__, *first["loc"])))
        raise BadTape(f"line {number} of the tape: {place}: {first['msg']}") from trouble
