"""Timecode as a line, a log and JSON: said once, in words, with nothing that could steer a terminal."""

import json
from dataclasses import replace

import pytest

from bridge.model.chasing import ChaseView, Finding, Lock, SourceView
from bridge.model.clocks import Clock
from bridge.model.timecode import RATES, label_of
from bridge.ui.timecode import Log, generated, line, record

HOUR = 86400


def at(seconds: float, place: float = 0.0, lock: Lock = Lock.LOCKED, speed: float | None = 1.0) -> ChaseView:
    """A transport at 24 frames a second, `place` frames after 01:00:00:00."""
    frame = HOUR + int(place)
    label = label_of(frame, RATES["24"])
    return ChaseView(seconds, Clock.MTC, lock, HOUR + place, frame, label, "24", speed=speed)


def story(*views: ChaseView) -> list[str]:
    log = Log()
    return [sentence for view in views for sentence in log.seen(view)]


def test_a_start_a_stop_and_a_place_are_said_once() -> None:
    assert story(
        at(0.0, 0, Lock.STOPPED),
        at(0.5, 0, Lock.STOPPED),
        at(1.0, 5, Lock.LOCKING),
        at(1.5, 12),
        at(2.0, 24),
        at(2.2, 29, Lock.FREEWHEEL),
        at(2.5, 30, Lock.STOPPED),
        at(3.0, 240, Lock.STOPPED),
    ) == ["Put to 01:00:00:00.", "Runs, at 01:00:00:12, 24 fps.", "Stopped at 01:00:01:06.", "Put to 01:00:10:00."]


def test_a_jump_is_said_with_both_places_and_the_passing_of_time_is_none() -> None:
    assert story(at(1.0, 24), at(2.0, 48), at(2.1, 1000), at(3.1, 1024))[1:] == [
        "Jumped from 01:00:02:00 to 01:00:41:16."
    ]


def test_the_end_of_the_day_is_no_jump() -> None:
    last = replace(at(1.0), place=24 * HOUR - 1.0)
    assert story(last, replace(at(1.0 + 2 / 24), place=1.0))[1:] == []


def test_speed_and_direction_are_said_where_they_are_not_normal() -> None:
    assert story(at(1.0, 24, speed=0.5)) == ["Runs, at 01:00:01:00, 24 fps, at 0.50 of the speed."]
    assert story(at(1.0, 24), at(1.1, 23, speed=-1.0))[1:] == ["Turned round at 01:00:01:00, backwards."]


def test_a_rate_that_was_measured_later_is_said() -> None:
    assert story(at(1.0, 24), replace(at(2.0, 48), rate="23.976"))[1:] == ["Runs at 23.976 fps, not 24."]


def test_what_is_lost_or_was_missing_is_said() -> None:
    assert story(at(1.0, 24), at(1.5, 24, Lock.LOST))[1:] == ["Lost at 01:00:01:00: nothing comes any more."]
    assert story(at(1.0, 24), replace(at(2.0, 48), drop_outs=1))[1:] == ["Messages were missing before 01:00:02:00."]


def test_a_finding_is_said_when_it_is_new() -> None:
    found = (Finding("rate of mtc", "The show says 25."),)
    assert story(replace(at(1.0), findings=found), replace(at(1.1, 2), findings=found))[1:] == ["The show says 25."]


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (ChaseView(0.0), " --:--:--:--   waits for timecode"),
        (replace(at(0.0), error_ms=0.84), " 01:00:00:00   locked  24 fps, ±0.8 ms"),
        (at(0.0, speed=-1.0), " 01:00:00:00   locked  24 fps, backwards"),
        (replace(at(0.0, 1, Lock.FREEWHEEL), drop_outs=2), "runs on by itself  24 fps, 2 drop-outs"),
    ],
)
def test_the_line_tells_all_in_words(view: ChaseView, words: str) -> None:
    assert words in line("", view).plain


def test_jitter_is_told_while_it_is_locked() -> None:
    source = SourceView(Clock.MTC, Lock.LOCKED, "locked", jitter_ms=1.26)
    assert "jitter 1.3 ms" in line("", replace(at(0.0), sources=(source,))).plain


def test_a_port_s_name_can_t_steer_the_terminal() -> None:
    assert "\x1b" not in line("x\x1b[2J", at(0.0)).plain


def test_the_record_is_json_with_null_for_what_is_not_known() -> None:
    told = json.loads(json.dumps(record("ardour:MTC out", at(0.0, 5), 1_795_448_483.83)))
    assert told["timecode"] == "01:00:00:05"
    assert (told["lock"], told["rate"], told["frame"], told["speed"]) == ("locked", "24", HOUR + 5, 1.0)
    assert (told["error_ms"], told["rolling"]) == (None, None)
    assert record("", ChaseView(0.0), 0.0)["timecode"] is None


class Late:
    """A run whose messages left a millisecond late."""

    count = 960
    worst = 0.0125

    def within(self, share: float) -> float:
        return 0.00014 if share == 0.5 else 0.001


def test_a_run_s_end_tells_how_exact_it_was_and_what_did_not_leave() -> None:
    (told,) = generated(Late(), "01:00:10;00", 0)
    assert told.startswith(
        "Stands at 01:00:10;00 after 960 quarter frames. Half of them left within 0.14 ms of their time, "
        "99 of 100 within 1.00 ms, the latest 12.50 ms late."
    )
    assert generated(Late(), "01:00:10;00", 3)[1] == "3 messages did not leave: the port was not open."
