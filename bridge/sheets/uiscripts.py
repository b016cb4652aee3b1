"""Ardour's `ui_scripts`: the user's Lua scripts with our hook among them, put in and taken out byte by byte.

    <UIScripts><ActionScript lua="Lua 5.3">BASE64</ActionScript>
      <ActionHooks><LuaCallback lua="Lua 5.3" id="7" name="X" signals="0101">BASE64</LuaCallback></ActionHooks>
    </UIScripts>

The base64 is Lua text that fills a table `s`: `n` the name, `s` the source, `f` a chunk that makes the hook (source or
byte code), `a` its arguments. Ardour reads the file when a session is opened and writes it anew, in its own form, when
the user changes a script or a hook raises. Source: luainstance.cc of Ardour 7.0 to 9.8; run with 7.3.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from bridge.model.errors import StembridgeError
from bridge.sheets.luasignals import SIGNALS, bits

MOST_BYTES = 16 * 1024**2
"""Bytes that are read; a script has some ten kilobytes, and Ardour has room for 32 beside the hooks."""
_FIRST_ID = 7_734_236
_MADE = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by Stembridge -->\n<UIScripts>\n  <ActionHooks>\n    ',
    b"\n  </ActionHooks>\n</UIScripts>\n",
)
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_NAMED = re.compile(rb'name(?:\s|\\9)*=(?:\s|\\9)*\\?"Stembridge\\?"')
_VERSION = re.compile(rb"-- version: ([\w.+-]+)")
_WANTS = re.compile(r"^-- signals: (.+)$", re.MULTILINE)


class BadScripts(StembridgeError):  # noqa: N818 - reads as what it is
    """A `ui_scripts` that nothing may be put into; the text is a clause that says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Script:
    """A hook in Lua: its source, its version, the names of the signals that it asks for."""

    source: str
    version: str
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook in the file: the bytes from `start` to `end`, its id and signals, its Lua text (b"" if unreadable)."""

    start: int
    end: int
    id: str
    signals: str
    lua: bytes

    @property
    def version(self) -> str:
        """Of which version it is, "" if it is not ours."""
        return companion_version(self.lua)


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a file: its hooks, and where the list of hooks begins and ends (its tags included)."""

    start: int
    end: int
    hooks: tuple[Hook, ...]

    @property
    def ours(self) -> tuple[Hook, ...]:
        """Our hooks: one, or more where somebody has added it by hand as well."""
        return tuple(hook for hook in self.hooks if hook.version)


def script(source: str) -> Script:
    """The hook that this Lua text is. Raises `BadScripts` if it does not say its name, version and known signals."""
    version, wants = companion_version(source.encode()), _WANTS.search(source)
    signals = tuple(wants[1].split()) if wants else ()
    if not version or not signals or not set(signals) <= set(SIGNALS):
        raise BadScripts("is no hook of Stembridge's: its name, its version or its signals are missing")
    return Script(source, version, signals)


def companion_version(lua: bytes) -> str:
    """The version of our hook that this Lua text holds, as source or within quotes; "" if it holds none."""
    found = _VERSION.search(lua)
    return found[1].decode() if found and _NAMED.search(lua) else ""


def read(data: bytes) -> Found:
    """What is in the file. Raises `BadScripts` if it is not such a file, whatever it is."""
    reader = _Reader(data)
    if reader.lists != 1:
        raise BadScripts("holds no list of hooks" if not reader.lists else "holds more than one list of hooks")
    return Found(reader.start, reader.end, tuple(reader.hooks))


def installed(data: bytes | None, hook: Script, major: int) -> bytes:
    """The file with the hook in it, once; `data` itself if it is there already. `data`: None where there is no file.

    Raises `BadScripts`.
    """
    wanted = bits(hook.signals, major)
    if data is None:
        return _entry(hook, wanted, str(_FIRST_ID)).join(_MADE)
    found = read(data)
    if not found.ours:
        return _inserted(data, found, _entry(hook, wanted, _free(found.hooks)))
    first, *others = found.ours
    for other in reversed(others):
        data = _cut(data, other.start, other.end)
    if _literal(hook.source) in first.lua and _same(first.signals, wanted):
        return data
    return data[: first.start] + _entry(hook, wanted, first.id) + data[first.end :]


def removed(data: bytes) -> bytes | None:
    """The file without our hook, all else as it stands; None if it is one that we have made. Raises `BadScripts`."""
    found = read(data)
    for hook in reversed(found.ours):
        entry = data[hook.start : hook.end]
        if data == entry.join(_MADE):
            return None
        data = _closed(data, found, hook) or _cut(data, hook.start, hook.end)
    return data


# --- bytes ------------------------------------------------------------------------------------------------------


def _entry(hook: Script, signals: str, id_: str) -> bytes:
    """The hook as an element of the file."""
    chunk = f"local _p = ...\nlocal ardour = function () end\n{hook.source}\nreturn factory (_p or {{}})\n"
    told = b"".join(
        b's["%s"] = %s ' % (key, _literal(text))
        for key, text in ((b"n", "Stembridge"), (b"s", hook.source), (b"f", chunk))
    )
    packed = base64.b64encode(b's = {} %ss["a"] = {} ' % told).decode()
    head = f'<LuaCallback lua="Lua 5.3" id="{id_}" name="Stembridge" signals="{signals}">'
    return f"{head}{packed}</LuaCallback>".encode()


def _literal(text: str) -> bytes:
    r"""The text between quotes as Lua's `%q` writes it.

    >>> _literal('a "b"\tc')
    b'"a \\"b\\"\\9c"'
    """
    return b'"' + re.sub(rb'["\\\n]|[\x00-\x1f\x7f](?=(\d?))', _escaped, text.encode()) + b'"'


def _escaped(found: re.Match[bytes]) -> bytes:
    if found[0] in b'"\\\n':
        return b"\\" + found[0]
    return b"\\%03d" % ord(found[0]) if found[1] else b"\\%d" % ord(found[0])


def _inserted(data: bytes, found: Found, entry: bytes) -> bytes:
    """With the entry as the first of the list; an empty list `<ActionHooks/>` is opened, without any blank in it."""
    opened = _tag_end(data, found.start)
    if data[opened - 2 : opened] == b"/>":
        return data[: opened - 2] + b">" + entry + b"</ActionHooks>" + data[opened:]
    return data[:opened] + b"\n    " + entry + data[opened:]


def _closed(data: bytes, found: Found, hook: Hook) -> bytes | None:
    """Without the hook, if it stands alone in a list that `_inserted` has opened; the list is then as it was."""
    opened = _tag_end(data, found.start)
    if hook.start == opened and data[hook.end : found.end] == b"</ActionHooks>":
        return data[: opened - 1] + b"/>" + data[found.end :]
    return None


def _cut(data: bytes, start: int, end: int) -> bytes:
    """Without the element from `start` to `end`, and without the end of line and the indent before it."""
    before = data[:start].rstrip(b" \t")
    if before.endswith(b"\n"):
        return before.removesuffix(b"\n").removesuffix(b"\r") + data[end:]
    return data[:start] + data[end:]


def _tag_end(data: bytes, start: int) -> int:
    """Where the tag ends that begins here."""
    tag = _TAG.match(data, start)
    return tag.end() if tag else start


def _free(hooks: Sequence[Hook]) -> str:
    """An id that no hook has: of two with the same one Ardour keeps only the first."""
    taken = {hook.id for hook in hooks}
    return next(str(number) for number in range(_FIRST_ID, _FIRST_ID + len(taken) + 1) if str(number) not in taken)


def _same(signals: str, wanted: str) -> bool:
    """Whether two strings ask for the same; Ardour fills them up to its own length."""
    return signals.lstrip("0") == wanted.lstrip("0")


class _Reader:
    """Goes through the file and notes where its list of hooks and its hooks are."""

    def __init__(self, data: bytes) -> None:
        self.hooks: list[Hook] = []
        self.lists = self.start = self.end = 0
        self._data = data
        self._path: list[str] = []
        self._begun: tuple[int, dict[str, str], list[str]] | None = None
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._text
        try:
            data.decode("utf-8")
            self._parser.Parse(data, True)
        except expat.ExpatError as wrong:
            raise BadScripts(f"is damaged: line {wrong.lineno} is not XML") from wrong
        except (ValueError, LookupError) as wrong:  # no UTF-8, or the encoding that it names is unknown here
            raise BadScripts("is damaged: it can't be read as text") from wrong

    def _doctype(self, *_: object) -> None:
        raise BadScripts("declares a document type, which Ardour never does")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path and name != "UIScripts":
            raise BadScripts("is no file of Ardour's scripts")
        self._path.append(name)
        if self._path == ["UIScripts", "ActionHooks"]:
            self.lists += 1
            self.start = self._parser.CurrentByteIndex
        elif self._path == ["UIScripts", "ActionHooks", "LuaCallback"]:
            self._begun = self._parser.CurrentByteIndex, attributes, []

    def _text(self, text: str) -> None:
        if self._begun is not None:
            self._begun[2].append(text)

    def _close(self, _name: str) -> None:
        if self._path == ["UIScripts", "ActionHooks"]:
            self.end = self._ended(self.start)
        elif self._path == ["UIScripts", "ActionHooks", "LuaCallback"] and self._begun is not None:
            start, attributes, texts = self._begun
            lua = _unpacked("".join(texts))
            self.hooks.append(
                Hook(start, self._ended(start), attributes.get("id", ""), attributes.get("signals", ""), lua)
            )
            self._begun = None
        self._path.pop()

    def _ended(self, start: int) -> int:
        """Where the element ends that began there and whose end is told now."""
        opened = _tag_end(self._data, start)
        alone = self._data[opened - 2 : opened] == b"/>"
        return opened if alone else _tag_end(self._data, self._parser.CurrentByteIndex)


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
