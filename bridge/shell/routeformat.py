"""What changed of the routing, as JSON: two thousand rows, of which a moment changes a few.

    {"companion": "…", "routes": {"rows": [{"id": "7", …}, …], "order": ["7", "9"]}, "plan": {"rows": […]}}

What did not change is left out. `routes` and `plan` tell whole new rows, each in the place of the one of its key: `id`
of a route, `strip` of the plan. `order` has the keys of all rows there are now, and comes only where another row has
come, or one is gone or stands elsewhere. Where two rows have the same key, which no DAW should do, all of them are told
as a list in the place of the object. Every other key is its whole new value.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from bridge.model.routing import PlanRow, RouteView, RoutingView

SLICE = 64
"""Rows in one piece of a message."""
Json = dict[str, Any]
"""A JSON object."""
_KEYS = {"routes": "id", "plan": "strip"}
"""What is told row by row, and by which field of a row."""


@cache
def _fields() -> dict[str, TypeAdapter[Any]]:
    return {name: TypeAdapter(hint) for name, hint in get_type_hints(RoutingView).items()}


@cache
def _rows(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(list[RouteView] if name == "routes" else list[PlanRow])


def change(old: RoutingView, new: RoutingView) -> Iterator[str]:
    """The JSON object that leads from one to the other, in pieces that are each soon spelt; nothing if they agree."""
    comma = "{"
    for name, kind in _fields().items():
        was, is_ = getattr(old, name), getattr(new, name)
        if was == is_:
            continue
        yield f'{comma}"{name}":'
        comma = ","
        if name in _KEYS:
            yield from _told(name, was, is_)
        else:
            yield json.dumps(kind.dump_python(is_, mode="json"), separators=(",", ":"))
    if comma == ",":
        yield "}"


def after(old: RoutingView, told: Json) -> RoutingView:
    """The routing after a change; rows that it does not name are the same objects as before. Raises `ValueError`."""
    found = {name: getattr(old, name) for name in _fields()}
    for name, value in told.items():
        if name in _KEYS and isinstance(value, dict):
            new = _rows(name).validate_python(value["rows"])
            found[name] = tuple(_merged(name, found[name], new, value.get("order"), getattr))
        elif name in found:
            found[name] = _fields()[name].validate_python(value)
    return RoutingView(**found)


def patched(body: Json, told: Json) -> Json:
    """The routing as JSON after a change; `body` is left as it was."""
    found = dict(body)
    for name, value in told.items():
        if name in _KEYS and isinstance(value, dict):
            found[name] = _merged(name, body[name], value["rows"], value.get("order"), dict.get)
        else:
            found[name] = value
    return found


def _told(name: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[str]:
    """The rows of one kind that differ, and their order if that does."""
    key = _KEYS[name]
    before = {getattr(row, key): row for row in old}
    order = [getattr(row, key) for row in new]
    if len(before) < len(old) or len(set(order)) < len(order):
        yield from ("[", *_spelt(name, new), "]")
        return
    yield from ('{"rows":[', *_spelt(name, [row for row in new if before.get(getattr(row, key)) != row]), "]")
    if list(before) != order:
        yield f',"order":{json.dumps(order, separators=(",", ":"))}'
    yield "}"


def _spelt(name: str, rows: Sequence[Any]) -> Iterator[str]:
    for start in range(0, len(rows), SLICE):
        yield ("," if start else "") + _text(name, list(rows[start : start + SLICE]))[1:-1]


def _text(name: str, rows: list[Any]) -> str:
    """Rows as JSON text; names that are no Unicode, which the quick way refuses, go the long way."""
    try:
        return _rows(name).dump_json(rows, ensure_ascii=True).decode("ascii")
    except PydanticSerializationError:
        return json.dumps(_rows(name).dump_python(rows, mode="json"), separators=(",", ":"))


def _merged(name: str, old: Sequence[Any], new: Sequence[Any], order: list[str] | None, get: Any) -> list[Any]:  # noqa: ANN401
    """The rows as they are now; raises `ValueError` if the order names one that was never told."""
    rows = {get(row, _KEYS[name]): row for row in (*old, *new)}
    try:
        return [rows[key] for key in (order if order is not None else (get(row, _KEYS[name]) for row in old))]
    except KeyError as unknown:
        raise ValueError(f"a row was not told: {unknown}") from None
