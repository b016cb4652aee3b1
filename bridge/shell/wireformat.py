"""The snapshot as JSON: version 1 of the interface's words.

A full state is the `Snapshot` field by field: enums as their words, tuples as lists, a target as
`["strip's name", "mute"]`, and the keys `version` (1), `program` and `pid` beside them. A message of the stream is

    {"type": "state",  "revision": 7, "state": {…}}                                    first, and at its end
    {"type": "change", "revision": 9, "at": 12.5, "changed": {"transport": {…}, …},    only what differs
     "tracks": [{"number": 3, …}, …], "gone": [25, 26], "routing": {…}}
    {"type": "alive"}                                                                  nothing did for 0.4 s

`changed` holds whole new values of top-level keys; `tracks` whole new rows, each replacing the row of its `number`;
`gone` the numbers that are no more; `routing` what changed of the routing (`routeformat`), which is never in `changed`.
What is empty is left out. Revisions rise and may leave gaps: of several changes in a row a client gets the sum. `at`
alone, the top one or the clocks', never makes a message.

`chase` is a `ChaseView`: `used`, the clock that `transport` comes from (`osc`, `mtc`, `mmc`, `hui`, `mcu`, null while
no place was told); `lock` (`locked` alone promises a place, to a frame), `place` and `frame` in frames of `rate`,
`label`, `error_ms`, `drop_outs`; `sources`, the same of every clock that was heard, each with its `health` in words.
A clock that stands or is lost keeps its last place. `daw` is `generic` where MIDI alone is followed: then `tracks` is
empty, positions count 48,000 to a second from the label zero, and `no_previews` says why there are none.

`routing` is a `RoutingView`: `source`, who tells it (`companion`, `JACK`, `session file`; empty: nobody, then nothing
can be checked); `routes`, a row for each strip with its `standing`; `plan`, what would be changed, and why not.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from bridge import __version__
from bridge.model.cuelist import Listing
from bridge.model.snapshot import Snapshot, TrackView
from bridge.shell import routeformat

VERSION = 1
"""The interface's version, also the first part of each path (`/v1/…`)."""
SLICE = 64
"""Rows of tracks in one piece of a message."""
_PROGRAM = f"stembridge {__version__}"
Json = dict[str, Any]
"""A JSON object."""


@cache
def _snapshots() -> TypeAdapter[Snapshot]:
    return TypeAdapter(Snapshot)


@cache
def _parts() -> dict[str, TypeAdapter[Any]]:
    return {name: TypeAdapter(hint) for name, hint in get_type_hints(Snapshot).items()}


@cache
def _rows() -> TypeAdapter[TrackView]:
    return TypeAdapter(TrackView)


@cache
def _row_lists() -> TypeAdapter[list[TrackView]]:
    return TypeAdapter(list[TrackView])


@cache
def _listings() -> TypeAdapter[Listing]:
    return TypeAdapter(Listing)


def state(snapshot: Snapshot, pid: int) -> Json:
    """The full state of a snapshot that process `pid` serves."""
    head: Json = {"version": VERSION, "program": _PROGRAM, "pid": pid}
    body: Json = _snapshots().dump_python(snapshot, mode="json")
    return head | body


def cues(found: Listing) -> Json:
    """The list of all cues; each is a `ListedCue` field by field."""
    head: Json = {"version": VERSION, "program": _PROGRAM}
    body: Json = _listings().dump_python(found, mode="json")
    return head | body


def listing(body: Json) -> Listing:
    """The list in what `cues` gave; raises `ValueError` if it is none."""
    return _listings().validate_python({name: body.get(name) for name in get_type_hints(Listing)})


def snapshot(body: Json) -> Snapshot:
    """The snapshot of a full state; raises `ValueError` if it is not one."""
    return _snapshots().validate_python({name: body.get(name) for name in _parts()})


def change(old: Snapshot, new: Snapshot, revision: int) -> Iterator[str]:
    """The message that leads from one snapshot to the next, in pieces of text that are each quickly spelt.

    Nothing at all if they differ in nothing but `at`.
    """
    parts = _parts()
    by_row = {"at", "tracks", "routing"}
    names = [name for name in parts if name not in by_row and getattr(old, name) != getattr(new, name)]
    routing = routeformat.change(old.routing, new.routing)
    routed = next(routing, "")
    before = {row.number: row for row in old.tracks}
    rows = [row for row in new.tracks if before.pop(row.number, None) != row]
    if not (names or rows or before or routed):
        return
    head: Json = {"type": "change", "revision": revision, "at": new.at}
    if names:
        head["changed"] = {name: parts[name].dump_python(getattr(new, name), mode="json") for name in names}
    if before:
        head["gone"] = sorted(before)
    yield text(head)[:-1]
    for start in range(0, len(rows), SLICE):
        yield ("," if start else ',"tracks":[') + _spelt(rows[start : start + SLICE])[1:-1]
    yield "]" if rows else ""
    if routed:
        yield f',"routing":{routed}'
        yield from routing
    yield "}"


def _spelt(rows: list[TrackView]) -> str:
    """Rows as JSON text; names that are no Unicode, which the quick way refuses, go the long way."""
    try:
        return _row_lists().dump_json(rows, ensure_ascii=True).decode("ascii")
    except PydanticSerializationError:
        return text(_row_lists().dump_python(rows, mode="json"))


def after(old: Snapshot, message: Json) -> Snapshot:
    """The snapshot after a `change` message; rows that it does not name are the same objects as before.

    Raises `ValueError` if it is no such message.
    """
    parts = _parts()
    changed = {name: parts[name].validate_python(value) for name, value in message.get("changed", {}).items()}
    rows = {row.number: row for row in old.tracks}
    rows |= {row.number: row for row in map(_rows().validate_python, message.get("tracks", ()))}
    for number in message.get("gone", ()):
        rows.pop(number, None)
    tracks = tuple(rows[number] for number in sorted(rows))
    if "routing" in message:
        changed["routing"] = routeformat.after(old.routing, message["routing"])
    return replace(old, **changed, at=float(message["at"]), tracks=tracks)


def patched(body: Json, message: Json) -> Json:
    """The full state after a `change` message; `body` is left as it was."""
    rows = {row["number"]: row for row in body["tracks"]}
    rows |= {row["number"]: row for row in message.get("tracks", ())}
    for number in message.get("gone", ()):
        rows.pop(number, None)
    tracks = [rows[number] for number in sorted(rows)]
    changed: Json = dict(message.get("changed", {}))
    if "routing" in message:
        changed["routing"] = routeformat.patched(body["routing"], message["routing"])
    return body | changed | {"at": message["at"], "tracks": tracks}


def text(body: Json | list[Any]) -> str:
    """The JSON text in plain ASCII, whatever a DAW put into a name."""
    return json.dumps(body, separators=(",", ":"))
