"""Keep muted: what a click in the DAW can't say about a track that a preview has muted already."""

from bridge.model.requests import KeepMutedAsked
from bridge.model.snapshot import Hold
from tests.core.studio import Studio


def keep(studio: Studio, *strips: str) -> tuple[bool, tuple[str, ...]]:
    """What is answered to a person who wants these to stay muted."""
    answer = studio.ask(KeepMutedAsked(studio.now, 9, strips))
    return answer.ok, answer.lines


def test_a_track_that_the_preview_has_muted_stays_muted_after_it() -> None:
    studio = Studio("DX 1", "FX 1", "MX 1")
    studio.preview("dx")
    assert keep(studio, "MX 1") == (True, ('Kept muted, also after the preview: "MX 1".',))
    assert studio.track("MX 1").hold is Hold.HAND
    assert studio.picture().preview.yours == ("MX 1",)
    studio.preview("off")
    assert studio.muted() == {"MX 1"}
    assert not studio.disk.debts


def test_it_stays_so_through_other_previews_and_is_never_set_again() -> None:
    studio = Studio("DX 1", "MX 1")
    studio.preview("dx")
    keep(studio, "MX 1")
    studio.preview("mx")
    assert "MX 1" in studio.muted()
    studio.preview("off")
    assert studio.muted() == {"MX 1"}


def test_it_survives_a_crash_for_nothing_is_owed_any_more() -> None:
    studio = Studio("DX 1", "MX 1")
    studio.preview("dx")
    keep(studio, "MX 1")
    assert {row.target.strip for row in studio.disk.debts.values()} == set()


def test_a_mute_of_the_users_own_needs_no_keeping() -> None:
    studio = Studio("DX 1", "MX 1", muted=("MX 1",))
    studio.preview("dx")
    assert keep(studio, "MX 1") == (False, ('"MX 1": muted by yourself, so it stays muted.',))


def test_a_track_that_sounds_can_only_be_muted_in_the_daw() -> None:
    studio = Studio("DX 1", "MX 1")
    assert keep(studio, "MX 1", "Nowhere") == (
        False,
        ('"MX 1", "Nowhere": not muted by a preview. Mute it in Ardour.',),
    )
    assert studio.muted() == set()


def test_what_is_only_on_its_way_is_not_kept_yet() -> None:
    studio = Studio("DX 1", "MX 1")
    studio.of("MX 1").refuses = True
    studio.preview("dx")
    ok, lines = keep(studio, "MX 1")
    assert not ok
    assert "Try again in a moment" in lines[0]
    assert studio.track("MX 1").hold is not Hold.HAND


def test_of_several_each_is_told_its_own() -> None:
    studio = Studio("DX 1", "FX 1", "MX 1", muted=("FX 1",))
    studio.preview("dx")
    ok, lines = keep(studio, "MX 1", "FX 1", "DX 1")
    assert ok
    assert [line.split(":")[0] for line in lines] == ["Kept muted, also after the preview", '"FX 1"', '"DX 1"']
    studio.preview("off")
    assert studio.muted() == {"FX 1", "MX 1"}
