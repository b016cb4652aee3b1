"""A tape holds exactly what was heard and answered, and plays it again: the same effects byte for byte (law 5)."""

import json
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge import __version__
from bridge.model.desk import Desk, Target
from bridge.model.effects import Change, Effect, Notice, Query, Set, Severity
from bridge.model.events import Event, JournalRead, LinkChanged, LinkState, ListMoved, Ticked
from bridge.model.ledger import DeskRow, Journal
from bridge.model.requests import PreviewAsked
from bridge.model.show import Show
from bridge.model.stems import Family, Flag, Stem
from bridge.model.traits import Traits
from bridge.shell import tape
from bridge.shell.tape import BadTape, Head, Replay, Tape, replay

TRAITS = Traits("ardour", 64, 0.4, 0.05, 0.25, 10.0, 2)
SHOW = Show("Film ä", content_buses=frozenset({"b", "a"}), locks={"MX 1": Stem(Family.MX, flags=frozenset(Flag))})


class Echo:
    """A bridge whose answers depend on all that it has heard."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.heard = 0

    def handle(self, event: Event) -> Sequence[Effect]:
        self.heard += 1
        match event:
            case Ticked():
                return []
            case PreviewAsked(name="bug"):
                raise ZeroDivisionError
            case _:
                return [Query(self.heard), Notice(Severity.INFO, f"{self.head.show.title} {type(event).__name__} ö")]


EVENTS: tuple[Event, ...] = (
    JournalRead(1.0, Journal((DeskRow(1, Desk("ardour", "reel 1", 48000, frozenset({"b", "a"}))),))),
    LinkChanged(1.25, LinkState.LIVE, "two\nlines"),
    Ticked(1.5),
    ListMoved(1.0 / 3.0),
)


def recorded(path: Path, events: Sequence[Event] = EVENTS) -> list[bytes]:
    """The lines of a tape of these events."""
    making = Tape(path, SHOW, TRAITS)
    bridge = Echo(Head(__version__, SHOW, TRAITS))
    for event in events:
        making.event(event)
        making.effects(bridge.handle(event))
    making.close()
    assert making.trouble == ""
    return path.read_bytes().splitlines(keepends=True)


# --- exact round trips ------------------------------------------------------------------------------------------

KINDS = [*get_args(Event), *get_args(Effect)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_event_and_effect_comes_back_as_it_was(kind: Any, data: st.DataObject) -> None:  # noqa: ANN401
    value = data.draw(st.from_type(kind))
    line = tape._json(tape._named(value))
    union: object = Event if kind in get_args(Event) else Effect
    back = tape._read(union, json.loads(line), 1)
    assert type(back) is kind
    assert tape._json(tape._named(back)) == line
    assert back == value or b"NaN" in line


def test_equal_sets_are_equal_bytes_whatever_their_order() -> None:
    names = [f"MX {number}" for number in range(50)]
    forth, back = (DeskRow(1, Desk("a", "s", 1, frozenset(each))) for each in (names, reversed(names)))
    lines = [tape._json(tape._named(JournalRead(1.0, Journal((row,))))) for row in (forth, back)]
    assert lines[0] == lines[1]
    assert json.loads(lines[0])[1]["journal"]["desks"][0]["desk"]["strips"] == sorted(names)


def test_values_keep_their_types() -> None:
    change = Set((Change(3, Target("MX 1"), True),))
    (back,) = (tape._read(Effect, json.loads(tape._json(tape._named(change))), 1),)
    assert isinstance(back.changes[0].target, Target)
    assert isinstance(back.changes, tuple)
    assert back.changes[0].value is True


# --- what a tape looks like -------------------------------------------------------------------------------------


def test_a_tape_is_lines_of_ascii_that_start_with_what_the_bridge_is_made_of(tmp_path: Path) -> None:
    head, first, answer, *_ = recorded(tmp_path / "tape")
    assert list(json.loads(head)) == ["stembridge", "tape", "show", "traits"]
    assert json.loads(head)["stembridge"] == __version__
    assert json.loads(head)["show"]["content_buses"] == ["a", "b"]
    assert json.loads(first)[0] == "JournalRead"
    assert json.loads(answer)[0] == ["Query", {"question": 1}]
    assert all(line.isascii() for line in (head, first, answer))


def test_each_event_is_on_disk_before_the_bridge_hears_it(tmp_path: Path) -> None:
    making = Tape(tmp_path / "tape", SHOW, TRAITS)
    making.event(Ticked(2.5))
    assert (tmp_path / "tape").read_bytes().endswith(b'["Ticked",{"at":2.5}]\n')
    making.close()


def test_a_tape_is_recorded_over(tmp_path: Path) -> None:
    long = recorded(tmp_path / "tape", EVENTS * 5)
    assert recorded(tmp_path / "tape") == long[: 1 + 2 * len(EVENTS)]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_names_on_it_are_for_its_owner_alone(tmp_path: Path) -> None:
    recorded(tmp_path / "tape")
    assert stat.S_IMODE((tmp_path / "tape").stat().st_mode) == 0o600


def test_a_place_that_can_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadTape, match=r"can't be written.*Nothing was changed"):
        Tape(tmp_path, SHOW, TRAITS)


def test_a_tape_that_is_full_ends_with_a_sentence_and_can_be_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tape, "LARGEST", 4000)
    making = Tape(tmp_path / "tape", SHOW, TRAITS)
    for number in range(200):
        making.event(Ticked(float(number)))
        making.effects([])
    making.close()
    assert "The bridge goes on" in making.trouble
    assert (tmp_path / "tape").stat().st_size <= 4000
    played = replay((tmp_path / "tape").read_bytes().splitlines(keepends=True), Echo)
    assert len(played.recorded) > 50


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_ends_the_tape_and_not_the_bridge() -> None:
    making = Tape(Path("/dev/full"), SHOW, TRAITS)
    making.event(Ticked(1.0))
    making.close()
    assert "No space left" in making.trouble


# --- playing ----------------------------------------------------------------------------------------------------


def test_the_same_tape_gives_the_same_effects_byte_for_byte(tmp_path: Path) -> None:
    lines = recorded(tmp_path / "tape")
    played = replay(lines, Echo)
    assert played.produced == played.recorded
    assert played.difference is None
    assert [lines[number - 1].rstrip() for number in played.lines] == list(played.recorded)
    assert len(played.recorded) == len(EVENTS)


def test_the_bridge_is_made_of_what_was_recorded(tmp_path: Path) -> None:
    heads: list[Head] = []

    def make(head: Head) -> Echo:
        heads.append(head)
        return Echo(head)

    replay(recorded(tmp_path / "tape"), make)
    assert heads == [Head(__version__, SHOW, TRAITS)]


def test_the_first_difference_is_named(tmp_path: Path) -> None:
    lines = recorded(tmp_path / "tape")
    lines[4] = lines[4].replace(b'"question":2', b'"question":7')
    played = replay(lines, Echo)
    assert played.difference == 1
    assert played.lines[1] == 5
    assert (played.produced[0], played.recorded[0]) == (played.recorded[0], played.produced[0])


def test_no_difference_in_nothing() -> None:
    assert Replay((), (), ()).difference is None


def test_the_event_at_which_the_bridge_failed_fails_again(tmp_path: Path) -> None:
    lines = [*recorded(tmp_path / "tape"), b'["PreviewAsked",{"at":9.0,"request":1,"name":"bug"}]\n']
    with pytest.raises(ZeroDivisionError):
        replay(lines, Echo)


def test_an_event_whose_answer_was_not_recorded_is_heard_but_not_compared(tmp_path: Path) -> None:
    lines = recorded(tmp_path / "tape")
    bridge: list[Echo] = []

    def make(head: Head) -> Echo:
        bridge.append(Echo(head))
        return bridge[0]

    played = replay([*lines, b'["Ticked",{"at":9.0}]\n'], make)
    assert bridge[0].heard == len(EVENTS) + 1
    assert len(played.recorded) == len(EVENTS)


def test_a_last_line_that_was_cut_short_is_left_out(tmp_path: Path) -> None:
    lines = recorded(tmp_path / "tape")
    for cut in (1, 5, len(lines[-1]) - 1):
        assert len(replay([*lines[:-1], lines[-1][:-cut]], Echo).recorded) == len(EVENTS) - (cut > 1)


# --- bad tapes --------------------------------------------------------------------------------------------------


def broken(path: Path, harm: Callable[[list[bytes]], object]) -> str:
    lines = recorded(path)
    harm(lines)
    with pytest.raises(BadTape) as caught:
        replay(lines, Echo)
    return str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        b"no JSON\n",
        b'["Ticked",{"at":\xff}]\n',
        b'["Tickled",{"at":1.0}]\n',
        b'["Ticked",{"at":"soon"}]\n',
        b'["Ticked"]\n',
        b"{}\n",
        b"[" * 100_000 + b"\n",
        b"\n",
    ],
)
def test_a_broken_line_is_named_by_its_number(tmp_path: Path, line: bytes) -> None:
    assert "line 4 of the tape" in broken(tmp_path / "tape", lambda lines: lines.__setitem__(3, line))


def test_a_broken_last_line_is_no_cut_one_if_it_is_whole(tmp_path: Path) -> None:
    assert "line 10 of" in broken(tmp_path / "tape", lambda lines: lines.append(b"no JSON\n"))


def test_a_broken_line_is_no_cut_one_if_others_follow(tmp_path: Path) -> None:
    assert "line 10 of" in broken(tmp_path / "tape", lambda lines: lines.extend([b"no JSON", b"[]\n"]))


def test_a_line_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape, "LONGEST", 1500)
    assert "line 2" in broken(tmp_path / "tape", lambda lines: lines.__setitem__(1, b" " * 2000 + lines[1]))


def test_the_place_in_the_line_is_named_too(tmp_path: Path) -> None:
    told = broken(tmp_path / "tape", lambda lines: lines.__setitem__(3, b'["Ticked",{"at":"soon"}]\n'))
    assert "Ticked.at" in told


def test_effects_without_their_event_are_a_broken_tape(tmp_path: Path) -> None:
    assert "line 4" in broken(tmp_path / "tape", lambda lines: lines.pop(3))


@pytest.mark.parametrize("line", [b"", b"[]\n", b'{"show":{}}\n', b"not JSON\n"])
def test_what_is_no_tape_is_refused(tmp_path: Path, line: bytes) -> None:
    told = broken(tmp_path / "tape", lambda lines: lines.__setitem__(0, line))
    assert "no tape" in told or "line 1" in told


def test_an_empty_file_is_no_tape() -> None:
    with pytest.raises(BadTape, match="no tape"):
        replay([], Echo)


def test_a_tape_of_another_format_says_with_what_to_play_it(tmp_path: Path) -> None:
    told = broken(tmp_path / "tape", lambda lines: lines.__setitem__(0, lines[0].replace(b'"tape":1', b'"tape":2')))
    assert "format 2" in told
    assert __version__ in told


def test_a_head_that_does_not_make_a_bridge_is_named(tmp_path: Path) -> None:
    told = broken(
        tmp_path / "tape", lambda lines: lines.__setitem__(0, lines[0].replace(b'"window":64', b'"window":"wide"'))
    )
    assert "line 1" in told
    assert "Traits.window" in told
