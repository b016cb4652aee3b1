"""The session of a finished film, if the corpus of real files is at hand: its 294 markers, read as their editor meant.

Seven hold one of the words; one of them is a negation. Nothing else opens a cue, whatever it says about moods.
"""

import os
from pathlib import Path

import pytest

from bridge.model.cues import Level
from bridge.model.marks import Motion
from bridge.model.stems import CONFIDENT
from tests.model.cue_lists import mark

SESSION = "dawfilekit_SessionText_FPPFinal_23-976fps_DefaultExportOptions_PT2020.3.txt"


def markers() -> list[str]:
    """The names of the session's markers, in order."""
    corpus = os.environ.get("STEMBRIDGE_CORPUS")
    path = Path(corpus) / "protools_text" / SESSION if corpus else None
    if path is None or not path.is_file():
        pytest.skip("needs the corpus of real session files: set STEMBRIDGE_CORPUS to its folder")
    listing = path.read_text("utf-8", "replace").partition("M A R K E R S")[2]
    rows = [[cell.strip() for cell in line.split("\t")] for line in listing.splitlines()]
    return [cells[4] for cells in rows if len(cells) > 4 and cells[0].isdigit()]


def test_of_294_markers_six_open_music_and_one_denies_it() -> None:
    names = markers()
    assert len(names) == 294
    found = [(name.split(" - ")[0], mark(name)) for name in names]
    opening = [(name, one) for name, one in found if one.motion not in {Motion.NONE, Motion.ENDS}]
    assert [(name, one.level, one.confidence >= CONFIDENT) for name, one in opening] == [
        ("SOURCE", Level.DIEGETIC, True),
        ("comedy score", Level.UNSET, False),
        ("(back to SOURCE)", Level.DIEGETIC, True),
        ("SOURCE", Level.DIEGETIC, True),
        ("score takes over, temp, more driving", Level.NONDIEGETIC, False),
        ("switch to light score? or clear", Level.NONDIEGETIC, False),
    ]
    denied = [name for name, one in found if any(reason.says.endswith("music is denied") for reason in one.evidence)]
    assert denied == ["(will be NO source music)"]
