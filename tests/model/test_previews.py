"""Previews: the trade's rows, and the laws that hold for every material there can be."""

import csv
import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.cues import (
    NOT_IN_THE_FILM,
    Cue,
    Language,
    Level,
    Me,
    Origin,
    Performed,
    Place,
    Span,
    Status,
    Vocal,
)
from bridge.model.material import (
    SET_ASIDE,
    SOUNDING,
    Material,
    MeRule,
    Policies,
    Profile,
    Sides,
    TrackLevel,
    World,
    material,
)
from bridge.model.previews import Preview
from bridge.model.stems import CONFIDENT, SUBS, Evidence, Family, Flag, Role, Stem

HERE = Path(__file__).parent
PRESETS = HERE.parents[1] / "presets"
ROWS = list(csv.DictReader((HERE / "preview_rows.csv").read_text(encoding="utf-8").splitlines()))
STEMS = {"DX": "dx", "FX": "fx", "MX": "mx", "D+M": "dx+mx", "D+E": "dx+fx", "FX+MX": "fx+mx"}
COLUMNS = STEMS | {
    "M&E": "me",
    "M&E+O": "me+o",
    "OPT": "opt",
    "DXG": "dxg",
    "IN": "in-world",
    "OUT": "out-of-world",
    "UNDER": "under",
    "SOURCE": "source",
    "SCORE": "score",
    "SONGS": "songs",
    "TEMP": "temp",
    "NOTEMP": "notemp",
}
"""A column of the trade's table: the preview that it describes."""


def words(kind: type[Any], table: dict[str, Any], key: str) -> frozenset[Any]:
    """The words under this key as what they mean."""
    return frozenset(kind(word) for word in table.get(key, ()))


def shipped() -> dict[str, Preview]:
    """The previews in `presets/`, read as plain TOML: what the files say, whoever reads them."""
    found = {}
    for path in (PRESETS / "previews").glob("*.toml"):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = Preview(
            path.stem,
            table["title"],
            words(Family, table, "only"),
            words(Family, table, "without"),
            table["about"],
            World(table["world"]) if "world" in table else None,
            words(Me, table, "me"),
            words(Origin, table, "origin"),
            words(Status, table, "status"),
            words(Status, table, "without_status"),
        )
    return found


def shipped_profile(name: str) -> Profile:
    """An M&E profile in `presets/`, read as plain TOML."""
    table = tomllib.loads((PRESETS / "profiles" / f"{name}.toml").read_text(encoding="utf-8"))
    kinds = {"stem": Family, "sub": str, "language": Language, "performed": Performed, "vocal": Vocal}
    rules = [
        MeRule(Me(rule["me"]), **{key: words(kind, rule, key) for key, kind in kinds.items()})
        for rule in table["rules"]
    ]
    return Profile(name, table["title"], tuple(rules))


PREVIEWS = shipped()
STRICT, WHOLE = shipped_profile("vocals-optional"), shipped_profile("music-whole")
POLICIES = Policies(me=STRICT)


def hears(name: str, of: Material, policies: Policies = POLICIES) -> bool:
    """Whether a shipped preview hears this material."""
    return PREVIEWS[name].hears(of, policies)


def row_material(row: dict[str, str], *, told: bool = True) -> Material:
    """The material of a row, its facts given by a span; `told`: what the M&E does with it is among them."""
    flags = frozenset(flag for flag in Flag if flag == row["status"])
    if row["stem"] == "?":
        return Material(Stem(role=Role(row["sub"]), confidence=1.0))
    stem = Stem(Family(row["stem"]), row["sub"], flags=flags, confidence=1.0)
    cue = Cue(
        origin=None if row["origin"] == "-" else Origin(row["origin"]),
        vocal=None if row["vocal"] == "-" else Vocal(row["vocal"]),
        status=Status(row["status"]),
    )
    span = Span(
        cue,
        Place(0),
        Place(48000),
        Level(row["level"]),
        performed=Performed(row["performed"]),
        language=Language(row["language"]),
        me=Me(row["me"]) if told else None,
    )
    return material(stem, span)


all_roles, all_flags = frozenset(Role), frozenset(Flag)
sure, unsure = st.floats(CONFIDENT, 1.0), st.floats(0.0, CONFIDENT, exclude_max=True)
in_the_film = frozenset(Status) - NOT_IN_THE_FILM


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


def of_stems(stem: st.SearchStrategy[Stem], statuses: frozenset[Status] = in_the_film) -> st.SearchStrategy[Material]:
    """Any material of such a stem."""
    return st.builds(
        Material,
        stem,
        st.sampled_from(Level),
        st.sampled_from(Origin),
        st.sampled_from(sorted(statuses)),
        st.sampled_from(Vocal),
        st.sampled_from(Performed),
        st.sampled_from(Language),
        st.sampled_from(Me) | st.none(),
    )


families = st.sampled_from(Family)
known = of_stems(stems(families, sure))
unknown = of_stems(stems(families, unsure) | stems(st.none(), sure))
anything = of_stems(stems(st.none() | families, sure | unsure, all_roles, all_flags), frozenset(Status))
policies = st.builds(Policies, st.sampled_from(Sides), st.sampled_from(Sides), me=st.sampled_from([STRICT, WHOLE]))


# --- the trade's rows -------------------------------------------------------------------------------------------


def test_the_previews_of_the_trade_are_shipped() -> None:
    assert set(PREVIEWS) == {"full", "no-dx", "no-fx", "no-mx", *COLUMNS.values()}


@pytest.mark.parametrize(("column", "name"), COLUMNS.items())
def test_the_trades_table_holds(column: str, name: str) -> None:
    heard = {row["id"]: row["material"] for row in ROWS if hears(name, row_material(row))}
    assert heard == {row["id"]: row["material"] for row in ROWS if row[column] == "1"}


def test_the_column_full_is_what_the_film_contains() -> None:
    contained = [row["id"] for row in ROWS if row_material(row).in_the_film]
    assert contained == [row["id"] for row in ROWS if row["FULL"] == "1"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["FULL"] == "1"], ids=lambda row: row["material"])
def test_the_stricter_profile_derives_what_the_table_says_of_the_m_and_e(row: dict[str, str]) -> None:
    assert STRICT.membership(row_material(row, told=False)) is Me(row["me"])


def test_where_music_is_not_modified_songs_sung_on_camera_stay_in_the_m_and_e() -> None:
    changed = [
        row["id"]
        for row in ROWS
        if row["FULL"] == "1" and WHOLE.membership(row_material(row, told=False)) is not Me(row["me"])
    ]
    assert changed == ["U22", "U23"]


# --- invariants -------------------------------------------------------------------------------------------------


@given(known)
def test_law_10_every_known_content_material_is_in_exactly_one_of_dx_fx_mx(of: Material) -> None:
    assert [hears(name, of) for name in ("dx", "fx", "mx")].count(True) == 1


@given(known, policies)
def test_every_known_content_material_is_in_exactly_one_of_main_optional_guide(of: Material, by: Policies) -> None:
    assert [hears(name, of, by) for name in ("me", "opt", "dxg")].count(True) == 1
    assert hears("me+o", of, by) is (hears("me", of, by) or hears("opt", of, by))


@given(known)
def test_law_10_in_and_out_make_full_and_share_only_crossings_and_what_is_ambiguous(of: Material) -> None:
    inside, outside = hears("in-world", of), hears("out-of-world", of)
    assert inside or outside
    assert (inside and outside) is (of.level in {Level.TRANSDIEGETIC, Level.AMBIGUOUS})


@given(known, policies)
def test_under_and_source_are_the_music_of_the_two_sides(of: Material, by: Policies) -> None:
    music = of.stem.family is Family.MX
    assert hears("under", of, by) is (music and hears("out-of-world", of, by))
    assert hears("source", of, by) is (music and hears("in-world", of, by))


@given(known, policies)
def test_score_and_songs_ask_for_the_origin_not_for_the_level(of: Material, by: Policies) -> None:
    for level in Level:
        assert hears("score", replace(of, level=level), by) is hears("score", of, by)
    assert not (hears("score", of, by) and hears("songs", of, by))


@given(known, policies)
def test_temp_and_notemp_share_nothing_and_leave_nothing_out(of: Material, by: Policies) -> None:
    assert hears("temp", of, by) is not hears("notemp", of, by)


@given(known)
def test_minus_one_equals_the_pair_of_the_others(of: Material) -> None:
    for without, pair in (("no-dx", "fx+mx"), ("no-fx", "dx+mx"), ("no-mx", "dx+fx")):
        assert hears(without, of) is hears(pair, of)


@given(known)
def test_a_pair_is_its_two_stems(of: Material) -> None:
    for one, other in combinations(("dx", "fx", "mx"), 2):
        assert hears(f"{one}+{other}", of) is (hears(one, of) or hears(other, of))


@given(unknown, policies)
def test_only_never_hears_unknown_and_minus_always_hears_unknown_content(of: Material, by: Policies) -> None:
    minus = {"no-dx", "no-fx", "no-mx"} | ({"notemp"} if of.status is not Status.TEMP else set())
    assert {name for name, preview in PREVIEWS.items() if preview.hears(of, by)} == minus | {"full"}


@given(
    of_stems(stems(families, sure, all_roles - SOUNDING, all_flags))
    | of_stems(stems(families, sure).map(lambda stem: replace(stem, flags=stem.flags | {Flag.ALT})))
    | of_stems(stems(families, sure), NOT_IN_THE_FILM),
    policies,
)
def test_prints_mixes_guides_and_alternates_are_heard_in_no_preview_but_full(of: Material, by: Policies) -> None:
    assert {name for name, preview in PREVIEWS.items() if preview.hears(of, by)} == {"full"}


@given(anything, policies)
def test_full_hears_everything(of: Material, by: Policies) -> None:
    assert PREVIEWS["full"].full
    assert hears("full", of, by)


def test_a_lock_is_heard_however_unsure_the_names_were() -> None:
    assert hears("mx", Material(Stem(Family.MX, confidence=0.1, locked=True)))
    assert not hears("mx", Material(Stem(Family.MX, confidence=0.1)))


# --- what is not said -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "level"),
    [
        (Stem(Family.DX, "prod", confidence=1.0), Level.DIEGETIC),
        (Stem(Family.FX, "bg", confidence=1.0), Level.DIEGETIC),
        (Stem(Family.DX, "vo", confidence=1.0), Level.UNSET),
        (Stem(Family.FX, "design", confidence=1.0), Level.UNSET),
        (Stem(Family.MX, "score", confidence=1.0), Level.UNSET),
        (Stem(Family.MX, "source", confidence=1.0), Level.UNSET),
        (Stem(), Level.UNSET),
    ],
)
def test_a_track_without_a_span_has_the_level_of_its_stem(stem: Stem, level: Level) -> None:
    assert material(stem).level is level


def test_narration_that_nobody_has_decided_counts_as_heard_in_the_scene() -> None:
    of = material(Stem(Family.DX, "vo", confidence=1.0))
    assert hears("in-world", of)
    assert not hears("out-of-world", of)


@pytest.mark.parametrize(
    ("unset", "inside", "outside"),
    [(Sides.OUT, False, True), (Sides.IN, True, False), (Sides.BOTH, True, True), (Sides.NEITHER, False, False)],
)
def test_unset_music_sounds_where_the_policy_says(unset: Sides, inside: bool, outside: bool) -> None:
    of, by = Material(Stem(Family.MX, confidence=1.0)), Policies(unset_music=unset)
    assert (hears("in-world", of, by), hears("out-of-world", of, by)) == (inside, outside)


def test_a_span_that_nobody_is_sure_of_leaves_the_tracks_own_word() -> None:
    guess = Span(Cue(), Place(0), Place(1), Level.NONDIEGETIC, confidence=0.5)
    stem = Stem(Family.MX, confidence=1.0)
    assert material(stem, guess).level is Level.UNSET
    assert material(stem, guess, TrackLevel(Level.DIEGETIC, 0.9)).level is Level.DIEGETIC
    assert material(stem, guess, TrackLevel(Level.DIEGETIC, 0.5)).level is Level.UNSET
    assert material(stem, replace(guess, locked=True)).level is Level.NONDIEGETIC


def test_a_cue_number_in_a_clips_name_does_not_make_music_commissioned() -> None:
    clip = Evidence("clips", "1m6 Chase", "MX/score")
    stem = Stem(Family.MX, "score", confidence=1.0, evidence=(Evidence("name", "Musik", "MX"), clip))
    assert material(stem).origin is Origin.UNKNOWN
    named = replace(stem, evidence=(Evidence("name", "Score 1", "MX/score"), clip))
    assert material(named).origin is Origin.COMMISSIONED


def test_what_the_cue_says_wins_over_the_tracks_name() -> None:
    stem = Stem(Family.MX, "score", flags=frozenset({Flag.TEMP}), confidence=1.0)
    span = Span(Cue(origin=Origin.LIBRARY, status=Status.APPROVED), Place(0), Place(1))
    of = material(stem, span)
    assert (of.origin, of.status) == (Origin.LIBRARY, Status.APPROVED)
    assert (material(stem).origin, material(stem).status) == (Origin.COMMISSIONED, Status.TEMP)
