"""The session of a finished film, if the corpus of real files is at hand: tracks are what their editor called them."""

import os
from pathlib import Path

import pytest

from bridge.model.stems import Family, Named
from tests.model.stem_lists import classifier

SESSION = "dawfilekit_SessionText_FPPFinal_23-976fps_DefaultExportOptions_PT2020.3.txt"


def tracks() -> dict[str, list[str]]:
    """The session's tracks with the names of their clips."""
    corpus = os.environ.get("STEMBRIDGE_CORPUS")
    path = Path(corpus) / "protools_text" / SESSION if corpus else None
    if path is None or not path.is_file():
        pytest.skip("needs the corpus of real session files: set STEMBRIDGE_CORPUS to its folder")
    found: dict[str, list[str]] = {}
    clips: list[str] = []
    for line in path.read_text("utf-8", "replace").splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[0] == "TRACK NAME:":
            clips = found.setdefault(cells[1], [])
        elif cells[0].isdigit() and len(cells) > 6 and not cells[2].startswith("("):
            clips.append(cells[2])
    return found


def family_told_by_its_editor(name: str) -> Family | None:
    """What the editor's own word in the name says."""
    words = {"Music": Family.MX, "MX": Family.MX, "TP": Family.MX, "DLG": Family.DX}
    return words.get(name.replace("-", " ").split()[0].rstrip("2"))


def test_every_track_with_a_telling_name_is_known() -> None:
    for name, clips in tracks().items():
        if told := family_told_by_its_editor(name):
            assert classifier().classify(Named(name, clips=tuple(clips))).known is told, name


def test_music_edits_without_a_telling_name_are_known_by_their_cue_numbers() -> None:
    session = tracks()
    assert classifier().classify(Named("Audio 1", clips=tuple(session["Music 1 (Stereo)"]))).known is Family.MX
    consolidated = [name for name in session if name.startswith("Consolidated")]
    assert consolidated
    for name in consolidated:
        assert classifier().classify(Named(name, clips=tuple(session[name]))).known in {Family.MX, None}
