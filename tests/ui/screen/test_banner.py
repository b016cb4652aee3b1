"""The banner: the preview that is on, how far it has come, what it does and what it could not do."""

from dataclasses import replace

import pytest

from bridge.model.desk import Target
from bridge.model.ledger import FileDebt
from bridge.model.show import Mode
from bridge.model.snapshot import PreviewView, Stage
from bridge.ui.palette import Hue
from bridge.ui.screen.banner import banner
from bridge.ui.screen.lines import EMPTY, cells, text_of
from bridge.ui.screen.lines import Line as LineOf
from bridge.ui.screen.seen import Line, Seen
from bridge.ui.screen.tree import Tree
from tests.ui.screen.scenes import BY_MIDI, PICTURE, PREVIEWED, owed, seen

ON = replace(PREVIEWED.preview, stage=Stage.ON)


def drawn(seen: Seen, width: int = 120, height: int = 3) -> list[LineOf]:
    tree = Tree()
    tree.follow(seen.snapshot)
    return banner(seen, tree, width, height)


def said(preview: PreviewView, **more: object) -> str:
    return text_of(drawn(seen(replace(PREVIEWED, preview=preview), **more), 400))


def test_without_a_preview_the_desk_is_the_users() -> None:
    assert text_of(drawn(seen())).strip() == "FULL  the desk is yours"


def test_a_solo_of_the_users_is_said_even_without_a_preview() -> None:
    soloed = PreviewView(soloed=("DX Boom", "A", "B", "C", "D"))
    assert "! solo on: DX Boom, A, B and 2 more" in said(soloed)


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
    lines = drawn(seen(replace(PREVIEWED, preview=replace(ON, stage=stage))))
    assert text_of(lines[:1]).startswith(" DX  dialogue")
    assert words in text_of(lines)
    assert [[piece.hue for piece in line] for line in lines] == [[hue]] * 3
    assert [cells(line) for line in lines] == [120] * 3


def test_what_it_does_is_counted_over_the_whole_desk() -> None:
    assert said(ON).splitlines()[1] == " ♪ 2 heard  ■ 3 muted by us  ◌ 1 waiting: mute  ? 1 stem unknown"


def test_what_one_must_know_is_named_the_gravest_first_each_with_its_sign() -> None:
    troubled = replace(
        ON,
        refused=("a", "b"),
        untouched=("c",),
        yours=("d",),
        undecided=("e",),
        soloed=("f",),
        doubtful=("g",),
        ambiguous=("h",),
        by_ear=("i", "j", "k", "l"),
        unfilled=True,
    )
    _, counts, names = said(troubled).splitlines()
    assert counts.startswith(" ! no M&E: FX+MX unfilled")
    assert names.strip().split("   ") == [
        "! refused: a, b",
        "! left open, mute automated: c",
        "! solo on: f",
        "◆ opened or muted by you: d",
        "? doubtful: g",
        "? undecided who hears: e",
        "◇ stays open: h",
        "? stem unknown, silent: Audio 17",
        "? check by ear: i, j, k and 1 more",
    ]


def test_what_was_asked_meanwhile_is_told_beside_what_is() -> None:
    assert "◌ asked: mx" in said(ON, wish="mx")


def test_while_the_desk_is_given_back_it_is_said_so_and_what_waits_is_counted() -> None:
    shown = said(PreviewView(stage=Stage.LEAVING)).splitlines()
    assert shown[0] == " FULL  ◌ leaving: the desk is being given back"
    assert "◌ 1 waiting: mute" in shown[1]


def test_what_of_ours_lasts_on_the_desk_or_in_a_file_is_never_left_out() -> None:
    left = replace(PICTURE, offered=(owed("a"), owed("b")))
    assert "! 2 mutes may be left from a preview: stembridge restore" in text_of(drawn(seen(left)))
    saved = replace(PICTURE, file_debts=(FileDebt(1, Target("a"), original=False, held=True),))
    assert "! the saved file holds 1 of our mutes: save again" in text_of(drawn(seen(saved)))
    assert "! 3 of our mutes may be on the desk, all on disk; a bridge gives them back" in said(ON, line=Line.GONE)


def test_in_watch_mode_it_says_why_keys_do_nothing_and_how_to_allow_them() -> None:
    line = drawn(seen(replace(PICTURE, mode=Mode.WATCH)), 80)[0]
    assert "watch mode: previews are refused; w allows them" in text_of([line])
    assert [piece.does for piece in line if piece.text == "w"] == ["mode"]


def test_a_stale_banner_claims_nothing() -> None:
    assert "? was on when last heard" in said(ON, line=Line.GONE)
    assert "confirmed" not in said(ON, line=Line.STILL)
    assert text_of(drawn(seen(line=Line.GONE))).strip() == "FULL  when last heard"


def test_before_anything_is_known_it_is_empty() -> None:
    assert drawn(Seen()) == [EMPTY] * 3


@pytest.mark.parametrize("mode", Mode)
def test_a_daw_that_can_have_no_previews_says_why_in_every_mode(mode: Mode) -> None:
    said = text_of(drawn(seen(replace(BY_MIDI, mode=mode))))
    assert said.strip() == f"FULL  no previews: {BY_MIDI.no_previews}"
