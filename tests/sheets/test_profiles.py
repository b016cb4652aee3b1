"""M&E profiles as files: the shipped ones, and what can't be one."""

from pathlib import Path

import pytest

from bridge.model.cues import Me
from bridge.model.errors import BadShow
from bridge.model.material import Profile
from bridge.model.stems import Family
from bridge.sheets.profiles import profile
from bridge.sheets.showfile import DEFAULT_PROFILE
from bridge.sheets.tomlfile import toml_file

SHIPPED = sorted((Path(__file__).parents[2] / "presets" / "profiles").glob("*.toml"))


def read(name: str, text: str) -> Profile:
    """The profile in this text."""
    found = toml_file(f"{name}.toml", text)
    return profile(name, found.table, found.source)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_profile_ends_with_the_dialogue_removed(path: Path) -> None:
    last = read(path.stem, path.read_text(encoding="utf-8")).rules[-1]
    assert (last.me, last.stem) == (Me.REMOVE, frozenset({Family.DX}))


def test_the_profile_of_a_show_that_names_none_is_shipped() -> None:
    assert DEFAULT_PROFILE in {path.stem for path in SHIPPED}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "x"', '"rules" is missing'),
        (
            'title = "x"\n[[rules]]\nme = "keep"',
            'x.toml:3: rules no. 1, me is "keep" (allowed: main, optional, remove)',
        ),
        ('title = "x"\n[[rules]]\nme = "main"\nsub = ["pxf"]', "pxf is no part of a stem (did you mean pfx?"),
    ],
)
def test_what_cannot_be_a_profile(text: str, said: str) -> None:
    with pytest.raises(BadShow) as refused:
        read("x", text)
    assert any(said in str(problem) for problem in refused.value.problems), refused.value.problems
