"""Notices and findings: newest first, each with its time, quiet once they were seen."""

from dataclasses import replace

from bridge.model.effects import Severity
from bridge.model.snapshot import FindingView, NoticeView
from bridge.ui.palette import Hue
from bridge.ui.screen.lines import text_of
from bridge.ui.screen.notices import MARKS, notices, open_numbers
from bridge.ui.screen.seen import Seen
from tests.ui.screen.scenes import PICTURE, seen

LONG = "Ardour was asked three times to mute this track and showed it open each time; it is tried again with pauses."


def test_the_newest_stands_first_each_with_its_time_of_day_and_its_mark() -> None:
    assert text_of(notices(seen(), 80, 9)).splitlines()[1:] == [
        "02:59:30 ! The cue sheet was changed by hand and taken over.",
        '02:59:10 ▲ "MX Sorce" is named by 1m9, and no track is called so.',
        '02:59:00 · Following "Reel 3": 7 strips.',
    ]


def test_the_time_stays_right_while_the_picture_grows_old() -> None:
    later = seen(waited=60.0, wall=seen().wall + 60.0)
    assert text_of(notices(later, 80, 9)) == text_of(notices(seen(), 80, 9))


def test_what_is_new_is_counted_and_news_that_ask_for_nothing_are_not() -> None:
    assert open_numbers(seen(), 80, 9) == (3, 2)
    line = notices(seen(), 80, 9)[0]
    assert text_of([line]).endswith("2 new a seen")
    assert [piece.does for piece in line if piece.does] == ["acknowledge"]


def test_what_was_acknowledged_is_one_quiet_line_and_no_longer_new() -> None:
    read = replace(PICTURE, findings=(), notices=(NoticeView(1.0, Severity.ALARM, LONG, 1, acknowledged=True),))
    lines = notices(seen(read), 60, 9)
    assert len(lines) == 2
    assert lines[1][2].hue is Hue.DIM
    assert text_of(lines[:1]) == "Notices"


def test_a_long_one_is_broken_at_blanks_under_its_own_beginning() -> None:
    long = replace(PICTURE, findings=(), notices=(NoticeView(1.0, Severity.ALARM, LONG, 1),))
    lines = text_of(notices(seen(long), 60, 9)).splitlines()[1:]
    assert len(lines) == 3
    assert lines[0][9:11] == "‼ "
    assert {line[:11] for line in lines[1:]} == {" " * 11}
    assert " ".join(line[11:] for line in lines) == LONG


def test_a_finding_tells_since_when_and_has_a_mark_that_no_notice_has() -> None:
    found = replace(PICTURE, notices=(), findings=(FindingView(940.0, "Wrong.", 1),))
    assert text_of(notices(seen(found), 60, 9)).splitlines()[1] == "02:59:00 ▲ Wrong."
    assert "▲" not in {mark for mark, _ in MARKS.values()}


def test_a_notice_that_says_what_a_finding_still_says_is_told_once() -> None:
    both = replace(
        PICTURE, notices=(NoticeView(1.0, Severity.WARNING, "Wrong.", 1),), findings=(FindingView(2.0, "Wrong.", 2),)
    )
    assert text_of(notices(seen(both), 60, 9)).count("Wrong.") == 1


def test_where_there_is_no_room_the_oldest_are_left_out() -> None:
    assert len(notices(seen(), 80, 2)) == 2
    assert "taken over" in text_of(notices(seen(), 80, 2))


def test_before_anything_is_known_only_the_title_stands_there() -> None:
    assert text_of(notices(Seen(), 80, 9)) == "Notices"


def test_only_what_is_shown_is_acknowledged() -> None:
    loud = tuple(NoticeView(float(number), Severity.ALARM, f"alarm {number}", number) for number in range(1, 9))
    many = seen(replace(PICTURE, findings=(), notices=loud))
    assert open_numbers(many, 80, 4) == (6, 7, 8)
    assert "alarm 5" not in text_of(notices(many, 80, 4))


def test_what_is_new_stands_above_plain_news_so_that_it_can_be_seen_and_acknowledged() -> None:
    old = NoticeView(1.0, Severity.WARNING, "warned", 1)
    news = tuple(NoticeView(float(number), Severity.INFO, f"news {number}", number) for number in range(2, 12))
    crowded = seen(replace(PICTURE, findings=(), notices=(old, *news)))
    assert "warned" in text_of(notices(crowded, 80, 4)).splitlines()[1]
    assert open_numbers(crowded, 80, 4) == (1,)
