"""The presets are found from a checkout, a wheel and an editable install, or the installation is called incomplete."""

import tomllib
from pathlib import Path

import pytest

import bridge
from bridge.shell.presets import IncompleteInstallation, preset_tables, preset_text, presets_root


def checkout(folder: Path) -> Path:
    """The package of a checkout; an editable install imports the same."""
    (folder / "presets" / "previews").mkdir(parents=True)
    (folder / "pyproject.toml").write_text("")
    return package(folder)


def package(folder: Path) -> Path:
    """An empty package `bridge` in this folder."""
    (folder / "bridge").mkdir()
    (folder / "bridge" / "__init__.py").write_text("")
    return folder / "bridge"


def installed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the program runs from the package in `here`."""
    monkeypatch.setattr(bridge, "__file__", str(here / "__init__.py"))


def test_in_a_checkout_they_lie_beside_the_package(tmp_path: Path) -> None:
    assert presets_root(checkout(tmp_path)) == tmp_path / "presets"


def test_in_a_wheel_they_lie_inside_the_package(tmp_path: Path) -> None:
    inside = package(tmp_path)
    (inside / "presets").mkdir()
    assert presets_root(inside) == inside / "presets"


def test_a_stranger_beside_an_installed_package_is_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "presets").mkdir()
    with pytest.raises(IncompleteInstallation):
        presets_root(package(tmp_path))


def test_tables_come_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(checkout(tmp_path), monkeypatch)
    previews = tmp_path / "presets" / "previews"
    (previews / "mx.toml").write_text('only = ["MX"]')
    (previews / "dx+fx.toml").write_text('title = "Dialog und Geräusche"', encoding="utf-8")
    (previews / "README.md").write_text("no preset")
    assert preset_tables("previews") == [("dx+fx", {"title": "Dialog und Geräusche"}), ("mx", {"only": ["MX"]})]


def test_the_previews_of_this_program_are_there() -> None:
    assert {name for name, _ in preset_tables("previews")} >= {"full", "dx", "fx", "mx", "no-mx"}


@pytest.mark.parametrize("folder", ["previews", "no such folder"])
def test_a_folder_without_presets_is_an_incomplete_installation(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(checkout(tmp_path), monkeypatch)
    with pytest.raises(IncompleteInstallation, match=r"no presets in .*Install it again"):
        preset_tables(folder)


@pytest.mark.parametrize("content", [b"only = [", b"\xff\xfe"])
def test_a_broken_preset_is_named(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(checkout(tmp_path), monkeypatch)
    (tmp_path / "presets" / "previews" / "bad.toml").write_bytes(content)
    with pytest.raises(IncompleteInstallation, match=r"bad\.toml can't be read.*Install it again"):
        preset_tables("previews")


def test_the_wheel_takes_them_in() -> None:
    project = Path(bridge.__file__).parent.parent / "pyproject.toml"
    if not project.is_file():
        pytest.skip("this is an installed program, not a checkout")
    wheel = tomllib.loads(project.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["presets"] == "bridge/presets"


def test_a_text_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = package(tmp_path)
    (inside / "presets").mkdir()
    (inside / "presets" / "a.lua").write_text("--", encoding="utf-8")
    installed(inside, monkeypatch)
    assert preset_text("a.lua") == "--"
    with pytest.raises(IncompleteInstallation, match=r"b\.lua"):
        preset_text("daws", "b.lua")
