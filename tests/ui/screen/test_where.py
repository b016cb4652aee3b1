"""Where we are: the timecode, the transport, the clock, the session, the link, the mode, and how old all that is."""

from dataclasses import replace

import pytest

from bridge.model.chasing import ChaseView, Finding, Lock, SourceView
from bridge.model.clocks import Clock
from bridge.model.events import LinkState
from bridge.model.show import GENERIC, Mode
from bridge.model.transport import Transport
from bridge.ui.palette import Hue
from bridge.ui.screen.digits import ROWS, large
from bridge.ui.screen.lines import text_of
from bridge.ui.screen.seen import Line, Seen
from bridge.ui.screen.where import head, where
from tests.ui.screen.scenes import PICTURE, seen


def first(seen: Seen, width: int = 80) -> str:
    return text_of(head(seen, width))


def facts(transport: Transport, **more: object) -> str:
    return text_of(where(seen(replace(PICTURE, transport=transport), **more), 80, 4))


def clock(chase: ChaseView, **more: object) -> str:
    """The line of the clock."""
    lines = text_of(where(seen(replace(PICTURE, chase=chase), **more), 80, 4)).splitlines()
    return next(line for line in lines if "clock" in line).partition("clock")[2].strip()


def test_the_head_names_session_link_and_mode() -> None:
    assert first(seen()) == " Stembridge  Reel 3  ● Ardour live" + " " * 23 + "mode preview: may mute"


@pytest.mark.parametrize("state", LinkState)
def test_each_state_of_the_link_has_words_of_its_own(state: LinkState) -> None:
    told = {link: first(seen(replace(PICTURE, link=link, tracks=()))) for link in LinkState}
    assert [link for link, text in told.items() if text == told[state]] == [state]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line.GONE, "STALE  5 s: the bridge is gone; it is looked for. Start it: stembridge run"),
        (Line.STILL, "STALE  5 s: the bridge says nothing; it hangs or was stopped. Nothing lost"),
        (Line.LOOKING, "STALE  5 s: the bridge is gone"),
    ],
)
def test_a_bridge_that_is_silent_makes_the_screen_stale_and_says_how_long(line: Line, words: str) -> None:
    assert first(seen(line=line)).strip() == words
    assert [piece.hue for piece in head(seen(line=line), 80)[0]] == [Hue.STALE]


@pytest.mark.parametrize("line", [Line.GONE, Line.STILL])
def test_what_to_do_stands_there_to_its_end_also_on_eighty_columns_and_after_two_hours(line: Line) -> None:
    assert "…" not in first(seen(line=line, since=119 * 60.0))


def test_a_daw_that_is_gone_makes_the_screen_stale_and_says_how_long() -> None:
    gone = seen(replace(PICTURE, link=LinkState.LOST, since=990.0, transport=Transport()), waited=2.0)
    assert first(gone).strip() == "STALE  12 s: Ardour gone. Below is what was last known"


def test_a_daw_that_is_only_slow_to_answer_leaves_the_screen_fresh_and_is_said() -> None:
    deaf = seen(replace(PICTURE, link=LinkState.DEAF, since=998.0))
    assert first(deaf).startswith(" Stembridge  Reel 3  ! Ardour does not answer 2 s")


def test_before_any_bridge_was_found_it_is_said_how_to_start_one() -> None:
    nobody = Seen()
    assert first(nobody) == " Stembridge  no bridge runs here; it is looked for. Start it: stembridge run"
    assert "Start one in another terminal: stembridge run" in text_of(where(nobody, 100, 4))


@pytest.mark.parametrize(("mode", "words"), [(Mode.WATCH, "only looks"), (Mode.KEEP, "may mute, route")])
def test_the_mode_is_always_there_and_can_be_clicked(mode: Mode, words: str) -> None:
    line = head(seen(replace(PICTURE, mode=mode)), 80)[0]
    assert [piece.does for piece in line if words in piece.text] == ["mode"]


def test_the_timecode_stands_in_figures_of_three_rows() -> None:
    shown = where(seen(), 80, 4)
    assert [text.rstrip() for text in large("01:00:10:00")] == [
        "".join(piece.text for piece in line[:1]).rstrip() for line in shown[:ROWS]
    ]


def test_without_a_position_the_figures_are_dashes_never_the_last_ones() -> None:
    shown = facts(Transport())
    assert "◌ not reported" in shown
    assert large("--:--:--:--")[1] in shown


@pytest.mark.parametrize("label", ["x" * 13, "音楽", "12:34"])
def test_a_label_that_is_none_breaks_nothing(label: str) -> None:
    assert len(facts(Transport(rolling=False, position=1, label=label)).splitlines()) == ROWS


@pytest.mark.parametrize(
    ("transport", "words"),
    [
        (Transport(rolling=True, speed=1.0, position=1, label="01:00:00:00", seen=1000.0), "▶ rolling"),
        (Transport(rolling=True, speed=-2.0, position=1, label="01:00:00:00", seen=1000.0), "▶ rolling -2 x"),
        (Transport(rolling=False, speed=0.0, position=1, label="01:00:00:00"), "■ stopped"),
        (Transport(rolling=False, position=1, record_enabled=True), "■ stopped  ● REC"),
    ],
)
def test_the_transport_is_told_in_words(transport: Transport, words: str) -> None:
    assert words in facts(transport)


MTC = SourceView(Clock.MTC, Lock.LOCKED, "locked to ±0.8 ms", heard=997.0)


@pytest.mark.parametrize(
    ("lock", "words"),
    [
        (Lock.STOPPED, "MTC ■ stands"),
        (Lock.LOCKING, "MTC ◌ not locked"),
        (Lock.LOCKED, "MTC ● locked ±0.8 ms"),
        (Lock.FREEWHEEL, "MTC ! runs on alone"),
        (Lock.LOST, "MTC ! silent 3 s"),
    ],
)
def test_the_clock_that_is_followed_is_told_in_words(lock: Lock, words: str) -> None:
    assert clock(ChaseView(1000.0, Clock.MTC, lock, error_ms=0.84, sources=(replace(MTC, lock=lock),))) == words


@pytest.mark.parametrize("lock", [lock for lock in Lock if lock is not Lock.LOCKED])
def test_a_clock_that_is_not_locked_is_never_drawn_as_locked(lock: Lock) -> None:
    shown = clock(ChaseView(1000.0, Clock.MTC, lock, error_ms=0.84, sources=(MTC,)))
    assert "● locked" not in shown
    assert "±" not in shown


@pytest.mark.parametrize("name", Clock)
@pytest.mark.parametrize("lock", Lock)
def test_on_a_small_screen_the_clock_s_state_is_never_cut_off(name: Clock, lock: Lock) -> None:
    view = ChaseView(1000.0, name, lock, error_ms=9.94, sources=(replace(MTC, clock=name, lock=lock),))
    line = text_of(where(seen(replace(PICTURE, chase=view)), 59, 4)).splitlines()[2]
    assert "…" not in line or name is Clock.BEATS


def test_before_a_clock_was_heard_that_is_said() -> None:
    assert clock(ChaseView(1000.0)) == "◌ no position yet"


def test_clocks_that_disagree_are_named_where_the_notices_stand() -> None:
    assert clock(ChaseView(1000.0, Clock.MTC, Lock.STOPPED, findings=(Finding("a", "b"),))).endswith("! see notices")


def test_a_silence_grows_old_with_the_screen() -> None:
    view = ChaseView(1000.0, Clock.MTC, Lock.LOST, sources=(replace(MTC, lock=Lock.LOST),))
    assert clock(view, waited=4.0) == "MTC ! silent 7 s"


def test_a_daw_that_is_followed_by_midi_alone_is_told_by_its_ports() -> None:
    heard = replace(PICTURE, daw=GENERIC, tracks=(), session="")
    assert "● MIDI heard" in first(seen(heard))
    assert first(seen(replace(heard, no_previews="it tells no tracks"))).endswith("only listens")
    assert "! MIDI gone" in first(seen(replace(heard, link=LinkState.LOST)))
    assert "Hz" not in text_of(where(seen(heard), 80, 4))


def test_a_stale_screen_says_how_it_was_and_never_how_it_is() -> None:
    assert "? was rolling" in facts(PICTURE.transport, line=Line.GONE)
    assert "? was stopped" in facts(Transport(rolling=False, position=1), line=Line.GONE)
    assert "clock OSC ? old" in facts(PICTURE.transport, line=Line.GONE)


def test_a_daw_that_fell_silent_while_it_rolled_is_as_old_as_its_last_position() -> None:
    gone = replace(PICTURE, link=LinkState.SILENT, since=1000.0, transport=replace(PICTURE.transport, seen=995.0))
    assert "STALE  5 s: no word from Ardour" in first(seen(gone))


def test_figures_of_a_stale_screen_are_dim() -> None:
    assert where(seen(line=Line.GONE), 80, 4)[0][0].hue is Hue.DIM
    assert where(seen(), 80, 4)[0][0].hue is Hue.TITLE


def test_what_the_link_says_is_shown_where_it_is_not_simply_live() -> None:
    off = replace(PICTURE, link=LinkState.OFF, detail="OSC is off in Ardour. Switch it on in Preferences.")
    assert "Switch it on" in text_of(where(seen(off), 80, 5))
    assert "Switch it on" not in text_of(where(seen(replace(off, link=LinkState.LIVE)), 80, 5))
    assert len(where(seen(off), 80, 3)) == 3
