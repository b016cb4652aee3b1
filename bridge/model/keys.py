"""The keys of the console: those that are its own, and how previews come by theirs.

A preview's key is one printable character (case counts) or F2 to F12. What a show says goes before what a preview of
the user's own says, and that before what we ship; whoever comes late goes without a key, but two words of the user's
for one key are a mistake that must be told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bridge.model.previews import Preview

CONSOLE: Mapping[str, str] = {
    "?": "help",
    "/": "filter",
    "q": "leave",
    "k": "keep muted",
    "l": "lock",
    "r": "put back",
    "h": "hands off",
    "a": "acknowledge",
    "z": "undo",
    "y": "redo",
    "w": "mode",
}
"""The console's own keys, beside Esc, Enter, Tab, space and the arrows, and what they do."""
FUNCTION = frozenset(f"f{number}" for number in range(2, 13))
"""The function keys that a preview may have; F1 is help everywhere."""


def key_trouble(key: str) -> str:
    """Why this can't be a preview's key, "" if it can.

    >>> key_trouble("q")
    'the console needs it itself (leave)'
    """
    if key in CONSOLE:
        return f"the console needs it itself ({CONSOLE[key]})"
    if key in FUNCTION or (len(key) == 1 and key.isprintable() and not key.isspace()):
        return ""
    return "a key is one character, such as d or D, or f2 to f12"


def keyed(previews: Iterable[Preview], keys: Mapping[str, str], own: frozenset[str]) -> dict[str, Preview]:
    """The previews by name, each with its key. `keys`: the show's words, key by preview; `own`: the user's previews."""
    ranked = sorted(previews, key=lambda one: (one.name not in keys, one.name not in own))
    taken: set[str] = set()
    found = {}
    for one in ranked:
        wanted = keys.get(one.name, one.key)
        found[one.name] = replace(one, key="" if wanted in taken else wanted)
        taken.add(wanted)
    return {name: found[name] for name in sorted(found)}


def clashes(previews: Iterable[Preview], keys: Mapping[str, str], own: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The keys that the user gave to several previews, with their names."""
    theirs = [(keys.get(one.name, one.key), one.name) for one in previews if one.name in keys or one.name in own]
    named = {key: tuple(name for other, name in theirs if other == key) for key, _ in theirs if key}
    return {key: names for key, names in named.items() if len(names) > 1}
