"""A saved session, and what a script in the DAW tells of it since."""

from bridge.model.session import Marker, OpenSession, Range, SavedSession, as_now

SAVED = SavedSession(
    "reel1", "reel1", "/film", "/film/reel1.ardour", 1.0, 48000, "24", 0,
    markers=(Marker("7", "1m1", 100), Marker("8", "1m2", 200)), ranges=(Range("9", "song", 10, 20),),
)  # fmt: skip
OPENED = OpenSession("reel1", "reel1", "/film", 48000, "25", 3600, start=5, end=900)


def test_markers_and_ranges_are_those_of_now_and_what_did_not_move_keeps_its_id() -> None:
    markers, ranges = (Marker("", "1m1", 100), Marker("", "1m2", 300)), (Range("", "song", 10, 30),)
    now = as_now(SAVED, OpenSession("reel1", "reel1", "/film", 48000, "25", 3600, 5, 900, markers, ranges))
    assert now.markers == (Marker("7", "1m1", 100), Marker("at 300", "1m2", 300))
    assert now.ranges == (Range("9", "song", 10, 30),)


def test_rate_and_offset_are_those_of_now_and_the_rest_is_of_the_last_save() -> None:
    now = as_now(SAVED, OPENED)
    assert (now.timecode, now.offset, now.start, now.end) == ("25", 3600, 5, 900)
    assert (now.file, now.saved_at, now.tracks) == (SAVED.file, SAVED.saved_at, SAVED.tracks)


def test_another_session_or_snapshot_says_nothing_of_this_one() -> None:
    assert as_now(SAVED, None) is SAVED
    assert as_now(SAVED, OpenSession("reel1", "reel1-b", "/film", 48000, "25", 0)) is SAVED
    assert as_now(SAVED, OpenSession("reel2", "reel1", "/film", 48000, "25", 0)) is SAVED
