"""The line of each key: compared with a writer that knows where it wrote what."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sheets.tomllines import Path, key_lines

SCALARS = (
    "1", "0x1F", '"no, not = this"', "-1e5", "inf", "true", "1979-05-27 07:32:00", "07:32:00",
    '""', "''", '"a # ] } , = \\" b"',
    "'c:\\ # ] }'", '"""one\ntwo = 2\n[three]\n\\""" """""', "'''\na'b''c = 1\n'''", '"""\\\n  x"""', "''''x''''",
)  # fmt: skip
KEYS = ("a", '"any, n"', "b-1", "3", '"x.y"', "'z # ='", '"\\u0071 \\"]"')
GAPS = ("", " ", "\t", " # a = 1 ]\n", "\n\n", "\n# [x]\n")


class Writer:
    """A TOML text that grows, and the lines of what was written."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.text = ""
        self.lines: dict[Path, int] = {(): 1}

    def pick(self, *choices: str) -> str:
        return self.data.draw(st.sampled_from(choices))

    def note(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def value(self, path: Path, depth: int = 0) -> None:
        match self.pick("scalar", "list", "table") if depth < 3 else "scalar":
            case "scalar":
                self.text += self.pick(*SCALARS)
            case "list":
                self.array(path, depth)
            case _:
                self.table(path, depth)

    def array(self, path: Path, depth: int) -> None:
        self.text += "[" + self.pick(*GAPS)
        for item in range(self.data.draw(st.integers(0, 3))):
            self.note((*path, item))
            self.value((*path, item), depth + 1)
            self.text += self.pick(*GAPS) + "," + self.pick(*GAPS)
        self.text += "]"

    def table(self, path: Path, depth: int) -> None:
        self.text += "{"
        for number, key in enumerate(self.keys()):
            self.text += ", " if number else " "
            self.pair(path, key, depth)
        self.text += " }"

    def pair(self, table: Path, key: str, depth: int) -> None:
        path = (*table, *self.dotted(table, key))
        self.text += self.pick("=", " = ", "\t=")
        self.value(path, depth + 1)

    def dotted(self, table: Path, key: str) -> Path:
        """Writes the key, perhaps with another in front of it, and gives its parts."""
        parts = [*self.data.draw(st.sampled_from(([], ["deep-" + key] if key.isalnum() else []))), key]
        path: Path = ()
        start = self.text.count("\n") + 1
        for part in parts:
            path = (*path, tomllib.loads(f"k = {part}")["k"] if part[0] in "\"'" else part)
            self.lines.setdefault((*table, *path), start)
        self.text += self.pick(".", " . ").join(parts)
        return path

    def keys(self) -> list[str]:
        return self.data.draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3))

    def block(self, path: Path) -> None:
        for key in self.keys():
            self.pair(path, key, 0)
            self.text += self.pick(" # x\n", "\n", "\n\n")

    def document(self) -> None:
        self.block(())
        for item in range(self.data.draw(st.integers(0, 3))):
            self.note(("stems",))
            self.note(("stems", item))
            self.text += self.pick("[[stems]]\n", "[[ stems ]] # [[stems]]\n")
            self.block(("stems", item))
            if self.data.draw(st.booleans()):
                self.note(("stems", item, "sub"))
                self.text += "[stems.sub]\n"
                self.block(("stems", item, "sub"))
        self.note(("rig",))
        self.note(("rig", "x y"))
        self.text += '[rig."x y"]\n'
        self.block(("rig", "x y"))


@given(st.data())
def test_every_key_is_found_on_the_line_where_it_was_written(data: st.DataObject) -> None:
    writer = Writer(data)
    writer.document()
    tomllib.loads(writer.text)
    assert key_lines(writer.text) == writer.lines
    assert key_lines(writer.text.replace("\n", "\r\n")) == writer.lines


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("# c\n\ntitle = 'x'", ("title",), 3),
        ("a = [\n  1,\n  # 2,\n  3\n]", ("a", 1), 4),
        ("s = '''\nx = 1\n'''\nx = 2", ("x",), 4),
        ("[[s]]\n[[s.t]]\n[[s]]\n[[s.t]]\n[[s.t]]\nk = 1", ("s", 1, "t", 1, "k"), 6),
        ("[a]\nb.c.d = 1", ("a", "b", "c"), 2),
        ("a = {b = [{c = 1}, {\tc = 2}]}", ("a", "b", 1, "c"), 1),
    ],
)
def test_examples(text: str, path: Path, line: int) -> None:
    assert key_lines(text)[path] == line


def paths(value: Any, path: Path = ()) -> set[Path]:  # noqa: ANN401 - whatever TOML holds
    """Every path in what `tomllib` gives."""
    found = {path}
    match value:
        case dict():
            return found.union(*(paths(inner, (*path, key)) for key, inner in value.items()))
        case list():
            return found.union(*(paths(inner, (*path, item)) for item, inner in enumerate(value)))
        case _:
            return found


@given(st.text(st.sampled_from("ab.=[]{},\"'\\#\n 1-:"), max_size=40))
def test_whatever_tomllib_accepts_has_a_line_for_each_path(text: str) -> None:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = key_lines(text)
    assert set(lines) == paths(table)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
