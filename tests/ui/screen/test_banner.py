"""The banner: the preview that is on, how far it has come, what it does and what it could not do."""

from dataclasses import replace

import pytest

from bridge.model.show import Mode
from bridge.model.snapshot import PreviewView, Stage
from bridge.ui.palette import Hue
from bridge.ui.screen.banner import banner
from bridge.ui.screen.lines import EMPTY, cells, text_of
from bridge.ui.screen.seen import Line, Seen
from tests.ui.screen.scenes import PICTURE, PREVIEWED, owed, seen

ON = PREVIEWED.preview


def said(preview: PreviewView, **more: object) -> str:
    return text_of(banner(seen(replace(PREVIEWED, preview=preview), **more), 200, 2))


def test_without_a_preview_the_desk_is_the_users() -> None:
    assert text_of(banner(seen(), 80, 2)).strip() == "FULL  the desk is yours"


def test_a_solo_of_the_users_is_said_even_without_a_preview() -> None:
    soloed = PreviewView(soloed=("DX Boom", "A", "B", "C", "D"))
    assert "solo on: DX Boom, A, B and 2 more" in said(soloed)


@pytest.mark.parametrize(
    ("stage", "words", "hue"),
    [
        (Stage.ENTERING, "◌ entering: asked, not confirmed", Hue.WAITING),
        (Stage.ON, "● on, confirmed", Hue.ACTIVE),
        (Stage.PARTIAL, "! partial", Hue.ACTIVE),
        (Stage.LEAVING, "◌ leaving: the desk is being given back", Hue.WAITING),
    ],
)
def test_the_whole_banner_says_how_far_the_preview_has_come(stage: Stage, words: str, hue: Hue) -> None:
    lines = banner(seen(replace(PREVIEWED, preview=replace(ON, stage=stage))), 120, 3)
    assert text_of(lines[:1]).startswith(" DX  dialogue")
    assert words in text_of(lines)
    assert [[piece.hue for piece in line] for line in lines] == [[hue]] * 3
    assert [cells(line) for line in lines] == [120] * 3


def test_what_it_does_is_counted() -> None:
    assert " 2 heard, 4 silent by mute on tracks; ? stem unknown 1" in said(ON)


def test_what_went_wrong_comes_first_and_each_has_its_sign() -> None:
    troubled = replace(
        ON,
        refused=("a", "b"),
        untouched=("c",),
        yours=("d",),
        undecided=("e",),
        soloed=("f",),
        doubtful=("g",),
        unfilled=True,
    )
    assert said(troubled).splitlines()[1].split("; ")[1:] == [
        "! refused 2",
        "! left alone 1",
        "✋ yours 1",
        "? stem unknown 1",
        "? undecided 1",
        "solo 1",
        "doubtful 1",
        "! no M&E: FX+MX unfilled",
    ]


def test_what_was_asked_meanwhile_is_told_beside_what_is() -> None:
    assert "; asked: mx" in said(ON, wish="mx")


def test_while_the_desk_is_given_back_it_is_said_how_much_is_missing() -> None:
    left = replace(PICTURE, preview=PreviewView(stage=Stage.LEAVING), debts=(owed("a"), owed("b")))
    shown = text_of(banner(seen(left), 80, 2)).splitlines()
    assert shown[0].strip() == "FULL  ◌ leaving: the desk is being given back"
    assert shown[1].strip() == "2 mutes still to be given back, each written down"


def test_in_watch_mode_it_says_why_keys_do_nothing_and_how_to_allow_them() -> None:
    line = banner(seen(replace(PICTURE, mode=Mode.WATCH)), 120, 2)[0]
    assert "watch mode: no key can touch the desk; previews are refused. w allows them" in text_of([line])
    assert [piece.does for piece in line if piece.text == "w"] == ["mode"]


def test_a_stale_banner_claims_nothing() -> None:
    assert "◌ was on when last heard" in said(ON, line=Line.GONE)
    assert "confirmed" not in said(ON, line=Line.STILL)
    assert text_of(banner(seen(line=Line.GONE), 80, 1)).strip() == "FULL  when last heard"


def test_before_anything_is_known_it_is_empty() -> None:
    assert banner(Seen(), 80, 3) == [EMPTY] * 3
