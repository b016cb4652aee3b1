"""The presets that come with the program: TOML files in the folders of `presets/`, and scripts for DAWs.

They lie beside the package in a checkout and in an editable install, inside it (`bridge/presets`) in a wheel.
"""

import tomllib
from pathlib import Path
from typing import Any

import bridge
from bridge.model.errors import StembridgeError


class IncompleteInstallation(StembridgeError):  # noqa: N818 - reads as what it is
    """Files that come with the program are missing or broken; the sentence says which and what to do."""


def presets_root(package: Path) -> Path:
    """The `presets/` folder that belongs to the package at this path. Raises `IncompleteInstallation`."""
    checkout = package.parent
    if (package / "presets").is_dir():
        return package / "presets"
    if (checkout / "presets").is_dir() and (checkout / "pyproject.toml").is_file():
        return checkout / "presets"
    raise IncompleteInstallation(_sentence(f"{package / 'presets'} is missing"))


def preset_tables(folder: str) -> list[tuple[str, dict[str, Any]]]:
    """(name without `.toml`, content) of each preset in this folder of `presets/`, by name.

    Raises `IncompleteInstallation` if there is none, or if one can't be read.
    """
    place = presets_root(Path(bridge.__file__).parent) / folder
    tables = [(path.stem, _table(path)) for path in sorted(place.glob("*.toml"))]
    if not tables:
        raise IncompleteInstallation(_sentence(f"there are no presets in {place}"))
    return tables


def preset_text(*path: str) -> str:
    """The text of one file of `presets/`. Raises `IncompleteInstallation`."""
    place = presets_root(Path(bridge.__file__).parent).joinpath(*path)
    try:
        return place.read_text(encoding="utf-8")
    except (OSError, ValueError) as trouble:
        raise IncompleteInstallation(_sentence(f"{place} can't be read: {trouble}")) from trouble


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as trouble:
        raise IncompleteInstallation(_sentence(f"{path} can't be read: {trouble}")) from trouble


def _sentence(what: str) -> str:
    return (
        f"This installation of Stembridge is incomplete: {what}. Nothing was changed. "
        "Install it again: pip install --force-reinstall stembridge"
    )
