"""Previews by stem: the trade's rows, and the laws that hold for every stem there can be."""

import csv
import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.previews import SET_ASIDE, SOUNDING, Preview, sounds
from bridge.model.stems import CONFIDENT, SUBS, Family, Flag, Role, Stem

HERE = Path(__file__).parent
ROWS = list(csv.DictReader((HERE / "preview_rows.csv").read_text(encoding="utf-8").splitlines()))
COLUMNS = {"DX": "dx", "FX": "fx", "MX": "mx", "D+M": "dx+mx", "D+E": "dx+fx", "FX+MX": "fx+mx"}
"""A column of the trade's table: the preview that it describes."""


def shipped() -> dict[str, Preview]:
    """The previews in `presets/`, read as plain TOML: what the files say, whoever reads them."""
    found = {}
    for path in (HERE.parents[1] / "presets" / "previews").glob("*.toml"):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        families = {key: frozenset(map(Family, table.get(key, ()))) for key in ("only", "without")}
        found[path.stem] = Preview(path.stem, table["title"], families["only"], families["without"], table["about"])
    return found


PREVIEWS = shipped()


def stem_of(row: dict[str, str]) -> Stem:
    """The material of a row as a stem that is sure."""
    flags = frozenset(flag for flag in Flag if flag == row["status"])
    if row["stem"] == "?":
        return Stem(role=Role(row["sub"]), confidence=1.0)
    return Stem(Family(row["stem"]), row["sub"], flags=flags, confidence=1.0)


all_roles, all_flags = frozenset(Role), frozenset(Flag)
sure, unsure = st.floats(CONFIDENT, 1.0), st.floats(0.0, CONFIDENT, exclude_max=True)


@st.composite
def stems(
    draw: st.DrawFn,
    family: st.SearchStrategy[Family | None],
    confidence: st.SearchStrategy[float],
    roles: frozenset[Role] = SOUNDING,
    flags: frozenset[Flag] = all_flags - SET_ASIDE,
) -> Stem:
    """A stem of these; by itself one that the film contains."""
    kin = draw(family)
    sub = draw(st.sampled_from(("", *SUBS[kin]))) if kin else ""
    role, flagged = draw(st.sampled_from(sorted(roles))), draw(st.frozensets(st.sampled_from(sorted(flags))))
    return Stem(kin, sub, role, flagged, draw(confidence))


families = st.sampled_from(Family)
known = stems(families, sure)
unknown = stems(families, unsure) | stems(st.none(), sure)
anything = stems(st.none() | families, sure | unsure, all_roles, all_flags)


def test_the_ten_previews_of_the_trade_are_shipped() -> None:
    assert set(PREVIEWS) == {"full", "no-dx", "no-fx", "no-mx", *COLUMNS.values()}


@pytest.mark.parametrize(("column", "name"), COLUMNS.items())
def test_the_trades_table_holds(column: str, name: str) -> None:
    heard = {row["id"]: row["material"] for row in ROWS if PREVIEWS[name].hears(stem_of(row))}
    assert heard == {row["id"]: row["material"] for row in ROWS if row[column] == "1"}


def test_the_column_full_is_what_the_film_contains() -> None:
    assert [row["id"] for row in ROWS if sounds(stem_of(row))] == [row["id"] for row in ROWS if row["FULL"] == "1"]


@given(known)
def test_every_known_content_stem_is_in_exactly_one_of_dx_fx_mx(stem: Stem) -> None:
    assert [PREVIEWS[name].hears(stem) for name in ("dx", "fx", "mx")].count(True) == 1


@given(known)
def test_minus_one_equals_the_pair_of_the_others(stem: Stem) -> None:
    for without, pair in (("no-dx", "fx+mx"), ("no-fx", "dx+mx"), ("no-mx", "dx+fx")):
        assert PREVIEWS[without].hears(stem) is PREVIEWS[pair].hears(stem)


@given(known)
def test_a_pair_is_its_two_stems(stem: Stem) -> None:
    for one, other in combinations(("dx", "fx", "mx"), 2):
        alone = PREVIEWS[one].hears(stem) or PREVIEWS[other].hears(stem)
        assert PREVIEWS[f"{one}+{other}"].hears(stem) is alone


@given(unknown)
def test_only_never_hears_unknown_and_minus_always_hears_unknown_content(stem: Stem) -> None:
    for preview in PREVIEWS.values():
        assert preview.hears(stem) is (not preview.only)


@given(
    stems(families, sure, all_roles - SOUNDING, all_flags)
    | stems(families, sure, flags=all_flags).map(lambda stem: replace(stem, flags=stem.flags | {Flag.ALT}))
)
def test_prints_mixes_guides_and_alternates_are_heard_in_no_preview_but_full(stem: Stem) -> None:
    assert {name for name, preview in PREVIEWS.items() if preview.hears(stem)} == {"full"}


@given(anything)
def test_full_hears_everything(stem: Stem) -> None:
    assert PREVIEWS["full"].full
    assert PREVIEWS["full"].hears(stem)


def test_a_lock_is_heard_however_unsure_the_names_were() -> None:
    assert PREVIEWS["mx"].hears(Stem(Family.MX, confidence=0.1, locked=True))
    assert not PREVIEWS["mx"].hears(Stem(Family.MX, confidence=0.1))
