"""On which line of a TOML text each key, table and list item stands; `tomllib` keeps that to itself."""

import re
import tomllib
from bisect import bisect_left

Path = tuple[str | int, ...]
"""The way to a value: keys of tables and places in lists, counted from 0; `("stems", 1, "role")`."""

_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_BARE_VALUE = re.compile(r"[^,\]}#\n]++")


def key_lines(text: str) -> dict[Path, int]:
    r"""The line (from 1) of every path in a text that `tomllib` accepts; of another text the answer is worthless.

    A key stands where its name does, a table at its header, a list's item where it begins. As `tomllib` does, it
    raises `RecursionError` for lists nested hundreds deep.

    >>> key_lines("title = 'x'\n[[stems]]\n[[stems]]\npattern = 'MX*'")[("stems", 1, "pattern")]
    4
    """
    scan = _Scan(text.replace("\r\n", "\n"))
    scan.document()
    return scan.lines


class _Scan:
    """One walk over a text."""

    __slots__ = ("_arrays", "_newlines", "_place", "_text", "lines")

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._arrays: dict[Path, int] = {}
        self.lines: dict[Path, int] = {(): 1}

    def document(self) -> None:
        """All headers and keys, to the end."""
        table: Path = ()
        while self._ahead():
            table = self._header() if self._ahead() == "[" else self._pair(table)

    def _ahead(self) -> str:
        """The next character that is neither blank nor comment, "" at the end."""
        self._skip(_GAP)
        return self._text[self._place : self._place + 1]

    def _skip(self, what: re.Pattern[str]) -> str:
        """Walks over `what` and gives it; "" where it does not stand."""
        found = what.match(self._text, self._place)
        if found is None:
            return ""
        self._place = found.end()
        return found.group()

    def _note(self, path: Path, place: int) -> None:
        self.lines.setdefault(path, bisect_left(self._newlines, place) + 1)

    def _keys(self) -> list[str]:
        """A dotted key, its quotes and escapes undone."""
        keys: list[str] = []
        while self._ahead() not in ("=", "]", ""):
            if self._ahead() == ".":
                self._place += 1
            elif bare := self._skip(_BARE_KEY):
                keys.append(bare)
            else:
                keys.append(tomllib.loads(f"key = {self._skip(_STRING)}")["key"])
        return keys

    def _header(self) -> Path:
        """`[table]` or `[[item]]`; gives the path of what follows it."""
        start = self._place
        many = self._text.startswith("[[", start)
        self._place += 1 + many
        *above, last = self._keys()
        self._place += 1 + many
        path: Path = ()
        for key in above:
            path = self._newest((*path, key))
            self._note(path, start)
        path = (*path, last)
        self._note(path, start)
        if many:
            self._arrays[path] = self._arrays.get(path, 0) + 1
        path = self._newest(path)
        self._note(path, start)
        return path

    def _newest(self, path: Path) -> Path:
        """The path itself, or its last item where it is an array of tables."""
        return (*path, self._arrays[path] - 1) if path in self._arrays else path

    def _pair(self, table: Path) -> Path:
        """`key = value`; gives the table that it stands in."""
        start = self._place
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self._place += 1
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        opening = self._ahead()
        if opening == "[":
            self._list(path)
        elif opening == "{":
            self._inline_table(path)
        elif not self._skip(_STRING):
            self._skip(_BARE_VALUE)

    def _list(self, path: Path) -> None:
        self._place += 1
        item = 0
        while self._ahead() not in ("]", ""):
            self._note((*path, item), self._place)
            self._value((*path, item))
            item += 1
            self._comma()
        self._place += 1

    def _inline_table(self, path: Path) -> None:
        self._place += 1
        while self._ahead() not in ("}", ""):
            self._pair(path)
            self._comma()
        self._place += 1

    def _comma(self) -> None:
        if self._ahead() == ",":
            self._place += 1
