"""The foot: what was asked and not answered, what was answered, and the keys; in the demo the line above it."""

from bridge.ui.palette import Hue
from bridge.ui.screen.foot import KEYS, MOST, foot, guide
from bridge.ui.screen.lines import cells, text_of
from tests.ui.screen.scenes import seen


def test_it_reminds_of_the_keys_and_each_can_be_clicked() -> None:
    (line,) = foot(seen(), 120)
    assert text_of([line]).split("  ")[0].strip() == "?"
    assert {piece.does for piece in line if piece.does} == {does for _, _, does in KEYS if does}


def test_what_was_asked_is_drawn_as_waiting_until_it_is_answered() -> None:
    (line,) = foot(seen(wish="dx", said="The desk is as you left it."), 80)
    assert text_of([line]).startswith("◌ asked: dx, not answered yet")
    assert line[0].hue is Hue.WAITING


def test_an_answer_says_whether_it_was_done() -> None:
    assert text_of(foot(seen(said="Done."), 80)).startswith("✓ Done.")
    assert text_of(foot(seen(said="No.", good=False), 80)).startswith("! No.")


def test_help_stays_in_reach_whatever_was_said() -> None:
    lines = foot(seen(said="xx " * 500), 80)
    assert text_of(lines[:1]).endswith("? help")
    assert lines[0][-2].does == "help"
    assert len(lines) == MOST
    assert text_of(lines).endswith("…")


def test_an_answer_is_told_to_its_end_for_that_says_what_to_do_next() -> None:
    text = "The bridge is in watch mode and sends nothing. Nothing was changed. Allow it with: stembridge mode preview"
    shown = text_of(foot(seen(said=text, good=False), 80))
    assert " ".join(shown.replace("? help", "").split()) == f"! {text}"


def test_the_line_of_the_demo_is_as_wide_as_the_screen() -> None:
    line = guide("Press i.", 80)
    assert (cells(line), line[0].hue) == (80, Hue.GUIDE)
