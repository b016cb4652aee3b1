"""Previews as files: the shipped ones, the user's own, and what can't be one."""

from pathlib import Path

import pytest

from bridge.model.errors import BadShow
from bridge.model.previews import Preview, preview_name
from bridge.model.stems import Family
from bridge.sheets.previews import own_preview, preview
from bridge.sheets.tomlfile import toml_file

SHIPPED = sorted((Path(__file__).parents[2] / "presets" / "previews").glob("*.toml"))

KEYS = ("title", "about", "key", "only", "without", "world", "me", "origin", "status", "without_status")


def complaints(file: str, text: str) -> list[str]:
    with pytest.raises(BadShow) as refused:
        own_preview(file, text)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_preview_can_be_read(path: Path) -> None:
    found = toml_file(path.name, path.read_text(encoding="utf-8"))
    read = preview(preview_name(path.name), found.table, found.source)
    assert read.name == path.stem
    assert read.full is (read.name == "full")
    assert read.about.endswith((".", "?"))


def test_a_preview_of_the_users_own() -> None:
    text = 'title = "Not yet sorted"\nwithout = ["dx", "FX", "MX"]'
    expected = Preview("unsorted", "Not yet sorted", without=frozenset(Family))
    assert own_preview("previews/unsorted.toml", text) == expected


def test_a_shipped_preview_may_be_replaced_but_not_the_way_out() -> None:
    assert own_preview("previews/dx.toml", 'title = "Dialog"\nonly = ["DX"]').title == "Dialog"
    for name in ("full", "off"):
        (said,) = complaints(f"previews/{name}.toml", 'title = "x"')
        assert said.startswith(f"previews/{name}.toml: {name} can't be replaced (it is the way back to your own desk")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "x"', ['previews/a.toml: it says nothing of what is heard (such as only = ["DX", "FX"])']),
        (
            'title = "x"\nonly = ["DX"]\nwithout = ["MX"]',
            ["previews/a.toml:3: it says both only and without (keep one)"],
        ),
        ('title = "x"\nonly = []', ["previews/a.toml:2: only is empty"]),
        (
            'titel = "x"\nonly = ["DX", "Sfx", "MY"]',
            [
                'previews/a.toml:1: unknown key "titel" (did you mean title? allowed: ' + ", ".join(KEYS) + ")",
                'previews/a.toml:1: "title" is missing',
                'previews/a.toml:2: only no. 2: "Sfx" is no stem (did you mean FX? allowed: DX, FX, MX)',
                'previews/a.toml:2: only no. 3: "MY" is no stem (allowed: DX, FX, MX)',
            ],
        ),
        (
            'title = "x"\nme = ["mains"]',
            ['previews/a.toml:2: me no. 1 is "mains" (did you mean main? allowed: main, optional, remove)'],
        ),
        ('title = "x"\nworld = "inside"', ['previews/a.toml:2: world is "inside" (allowed: in, out)']),
        ("only = 'DX", ['previews/a.toml:1: this is not TOML: Expected "\'"']),
    ],
)
def test_what_cannot_be_a_preview(text: str, said: list[str]) -> None:
    assert sorted(complaints("previews/a.toml", text)) == sorted(said)


@pytest.mark.parametrize("name", ["Mine", "my mix", "-x", "a" * 41, "", "x\u202e"])
def test_a_name_that_cannot_be_typed_as_one_word(name: str) -> None:
    (said,) = complaints(f"previews/{name}.toml", 'title = "x"\nonly = ["DX"]')
    assert "can't be a preview's name (small letters, digits and + - . _" in said


def test_names_are_composed_as_people_type_them() -> None:
    assert preview_name("previews/kueche\u0301.toml") == "kuech\u00e9"
