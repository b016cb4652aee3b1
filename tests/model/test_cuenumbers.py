"""Cue numbers: what must match, what must not, and what their parts say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cuenumbers import CueKind, CueNumber, cue_numbers


@pytest.mark.parametrize(
    ("name", "cue"),
    [
        ("1m1", CueNumber("1m1", 1, 1)),
        ("1M01", CueNumber("1M01", 1, 1)),
        ("2M03A", CueNumber("2M03A", 3, 2, "A")),
        ("M001", CueNumber("M001", 1)),
        ("1m02s", CueNumber("1m02s", 2, 1, kind=CueKind.SOURCE)),
        ("3S04", CueNumber("3S04", 4, 3, kind=CueKind.SOURCE)),
        ("2P05", CueNumber("2P05", 5, 2, kind=CueKind.PLAYBACK)),
        ("6MX12", CueNumber("6MX12", 12, 6)),
        ("101_1M01", CueNumber("101_1M01", 1, 1, episode=101)),
        ("FPP_4m05_HatchingAPlan_R1", CueNumber("4m05", 5, 4, revision=1)),
        ("1m06B_WellActually_R3-05.L", CueNumber("1m06B", 6, 1, "B", revision=3)),
        ("2m07 ALT v2", CueNumber("2m07 ALT", 7, 2)),
        ("2m07v4", CueNumber("2m07v4", 7, 2, revision=4)),
        ("12m03ZZZ", CueNumber("12m03ZZZ", 3, 12, "ZZZ")),
    ],
)
def test_a_cue_number_is_read(name: str, cue: CueNumber) -> None:
    assert cue_numbers(name) == (cue,)


def test_merged_cues_are_both_read() -> None:
    assert [cue.text for cue in cue_numbers("FPP_1m04-1m05_OldFlameReconnecting_R3")] == ["1m04", "1m05"]


@pytest.mark.parametrize(
    "name",
    [
        "R2D2",
        "DX 2m",
        "100m sprint",
        "3M scotch tape",
        "3M",
        "M16 Burst",
        "M1",
        "MX 1",
        "2m from mic",
        "8mm projector",
        "A1M1",
        "S01E02",
        "12S1",
        "24P",
        "1m2345",
        "R1",
        "",
    ],
)
def test_what_only_looks_like_a_cue_number_is_none(name: str) -> None:
    assert cue_numbers(name) == ()


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_is_survived(name: str) -> None:
    assert all(cue.text in name for cue in cue_numbers(name))
