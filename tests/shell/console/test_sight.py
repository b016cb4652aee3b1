"""Sight: what a console knows at a moment, by the time at which it was heard."""

from dataclasses import replace

from bridge.shell.console.feed import Alive, Found, Lost, Pictured, Silent
from bridge.shell.console.sight import SAID, SILENT, Sight
from bridge.shell.runfile import RunFile
from bridge.ui.screen.seen import Line
from tests.ui.screen.scenes import PICTURE

RUN = RunFile(1, 2, "token", "/show", "preview")


def heard() -> Sight:
    """A console that found a bridge at 10 s."""
    sight = Sight(0.0)
    sight.hear(Found(RUN), 10.0)
    sight.hear(Pictured(PICTURE), 10.0)
    return sight


def test_before_any_news_it_looks() -> None:
    seen = Sight(0.0).seen(3.0, 0.0)
    assert (seen.line, seen.since, seen.snapshot) == (Line.LOOKING, 3.0, None)


def test_a_picture_makes_it_live_and_grows_older_with_the_clock() -> None:
    seen = heard().seen(10.5, 100.0)
    assert (seen.line, seen.snapshot, seen.waited, seen.wall) == (Line.LIVE, PICTURE, 0.5, 100.0)
    assert seen.at == PICTURE.at + 0.5


def test_a_bridge_that_says_it_lives_keeps_an_old_picture_true() -> None:
    sight = heard()
    for moment in range(1, 11):
        sight.hear(Alive(), 10.0 + moment * 0.4)
    seen = sight.seen(14.4, 0.0)
    assert (seen.line, seen.waited) == (Line.LIVE, 4.4)


def test_a_bridge_that_says_nothing_is_still_from_when_it_was_last_heard() -> None:
    sight = heard()
    assert sight.seen(10.0 + SILENT - 0.01, 0.0).line is Line.LIVE
    seen = sight.seen(13.0, 0.0)
    assert (seen.line, seen.since) == (Line.STILL, 3.0)
    assert seen.stale
    sight.hear(Alive(), 13.5)
    assert sight.seen(13.5, 0.0).line is Line.LIVE


def test_a_bridge_that_is_lost_leaves_its_last_picture_and_how_long_ago() -> None:
    sight = heard()
    sight.hear(Lost(), 12.0)
    seen = sight.seen(15.0, 0.0)
    assert (seen.line, seen.since, seen.snapshot, seen.waited) == (Line.GONE, 3.0, PICTURE, 5.0)
    sight.hear(Lost(), 16.0)
    assert sight.seen(17.0, 0.0).since == 5.0, "said again it is gone no less long"


def test_one_that_is_back_is_live_at_its_first_picture() -> None:
    sight = heard()
    sight.hear(Lost(), 12.0)
    again = replace(RUN, pid=7)
    sight.hear(Found(again), 13.0)
    assert sight.seen(13.0, 0.0).line is Line.GONE
    sight.hear(Pictured(PICTURE), 13.0)
    assert sight.seen(13.0, 0.0).line is Line.LIVE
    assert sight.run == again


def test_a_bridge_that_was_stopped_before_it_was_heard_is_there_and_still() -> None:
    sight = Sight(0.0)
    sight.hear(Silent(), 2.0)
    seen = sight.seen(3.0, 0.0)
    assert (seen.line, seen.snapshot) == (Line.STILL, None)


def test_a_wish_stands_until_it_is_answered() -> None:
    sight = heard()
    sight.wish(1, "dx")
    assert sight.seen(99.0, 0.0).wish == "dx"
    sight.answered(1, "Done.", good=True, at=100.0)
    seen = sight.seen(100.0, 0.0)
    assert (seen.wish, seen.said, seen.good) == ("", "Done.", True)


def test_an_answer_goes_when_it_has_been_read() -> None:
    sight = heard()
    sight.answered(1, "No.", good=False, at=10.0)
    assert sight.seen(10.0 + SAID - 0.1, 0.0).said == "No."
    assert sight.seen(10.0 + SAID, 0.0).said == ""


def test_of_several_wishes_the_newest_is_told() -> None:
    sight = heard()
    sight.wish(1, "dx")
    sight.wish(2, "full")
    assert sight.seen(10.0, 0.0).wish == "full"
    sight.answered(2, "Full.", good=True, at=10.0)
    assert sight.seen(10.0, 0.0).wish == "dx"


def test_an_older_keys_answer_that_comes_late_never_hides_a_newer_ones() -> None:
    sight = heard()
    sight.wish(1, "dx")
    sight.wish(2, "full")
    sight.answered(2, "The desk is as you left it.", good=True, at=10.0)
    sight.answered(1, "Another preview command came.", good=False, at=10.1)
    seen = sight.seen(10.2, 0.0)
    assert (seen.wish, seen.said) == ("", "The desk is as you left it.")


def test_a_bridge_of_another_version_is_said() -> None:
    sight = heard()
    sight.hear(Lost("another version"), 12.0)
    assert (sight.seen(12.0, 0.0).said, sight.seen(12.0, 0.0).good) == ("another version", False)
