"""The previews: each with its key and what it would let through; the one that is on can't be missed."""

from dataclasses import replace

import pytest

from bridge.model.show import Mode
from bridge.model.snapshot import OfferView
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import Line, text_of
from bridge.ui.screen.offers import offers
from bridge.ui.screen.seen import Seen
from tests.ui.screen.scenes import BY_MIDI, OFFERS, PICTURE, PREVIEWED, seen

CROWD = tuple(OfferView(f"preview-{number}", "", key="d", heard=1, silenced=2) for number in range(24))


def hues(lines: list[Line], words: str) -> set[Hue]:
    return {piece.hue for line in lines for piece in line if words in piece.text}


def test_each_has_its_key_its_count_and_how_much_it_would_have_to_decide() -> None:
    shown = text_of(offers(seen(), 80, 8)).splitlines()
    assert shown[0].startswith("Previews  let through/of  ?undecided")
    assert shown[0].endswith("lever: mute on tracks")
    assert shown[1].split() == ["d", "dx", "2/6", "i", "in-world", "3/6", "?1"]
    assert shown[2].split() == ["m", "mx", "1/6", "?1", "mine", "6/6"]


def test_the_one_that_is_on_is_inverse_and_no_other() -> None:
    lines = offers(seen(PREVIEWED), 80, 8)
    assert hues(lines, "dx ") == {Hue.ACTIVE}
    assert hues(lines, "mx ") == {Hue.TEXT}


def test_in_watch_mode_they_are_dim_and_the_reason_stands_there() -> None:
    lines = offers(seen(replace(PICTURE, mode=Mode.WATCH)), 80, 8)
    assert "refused in watch mode" in text_of(lines)
    assert hues(lines, "dx ") == {Hue.DIM}
    assert Hue.KEY not in {piece.hue for line in lines for piece in line}


def test_each_can_be_clicked() -> None:
    found = {piece.does for line in offers(seen(), 80, 8) for piece in line if piece.does}
    assert found == {f"preview:{offer.name}" for offer in OFFERS}


def test_titles_come_where_there_is_room() -> None:
    assert "dx  dialogue" in text_of(offers(seen(), 300, 8))


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_none_is_left_out_where_they_stand_one_behind_the_other(width: int) -> None:
    shown = text_of(offers(seen(replace(PICTURE, offers=CROWD)), width, 4))
    assert [word for word in shown.split() if word.startswith("preview-")] == [offer.name for offer in CROWD]


def test_before_anything_is_known_only_the_title_stands_there() -> None:
    assert text_of(offers(Seen(), 80, 8)) == "Previews"


def test_where_a_daw_can_have_none_they_are_dim_and_the_reason_stands_there() -> None:
    lines = offers(seen(BY_MIDI), 80, 8)
    assert [line.split() for line in text_of(lines).splitlines()] == [
        ["Previews", "none:", "followed", "by", "MIDI", "alone"],
        ["d", "dx", "i", "in-world"],
        ["m", "mx", "mine"],
    ]
    assert "0" not in text_of(offers(seen(BY_MIDI), 40, 1))
    assert hues(lines, "dx ") == {Hue.DIM}
    assert Hue.KEY not in {piece.hue for line in lines for piece in line}
