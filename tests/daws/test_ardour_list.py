"""Asking for the list of strips, and what is believed. (That no answer is ever made of two: `test_ardour_law`.)"""

from collections.abc import Callable

import pytest

from bridge.daws.ardour_rows import LONGEST, MOST, End, Rows
from bridge.demo.ardour import Ardour as Daw
from bridge.demo.channel import Channel
from bridge.demo.liblo import spelt
from bridge.demo.session import Session
from bridge.model.desk import Kind, Strip
from bridge.model.effects import Query
from bridge.model.events import Doubted, Event, ListBroken, Listed, ListMoved
from tests.daws.conversation import PORT, Conversation, Sieve, of, small_desk

Row = tuple[str, str, str, int, int, int, int, int]


def live(session: Session | None = None) -> tuple[Conversation, Sieve]:
    """A link that is joined and calm."""
    sieve = Sieve(Daw(session or small_desk()))
    talk = Conversation(sieve)
    talk.run(3.0)
    return talk, sieve


def asked() -> Conversation:
    """A link with question 1 open on query a, to be answered by hand."""
    talk, sieve = live()
    sieve.keep = lambda packet: not packet.startswith(b"/reply")
    talk.send(Query(1))
    return talk


def row(talk: Conversation, number: int, name: str, *, code: str = "AT", mute: int = 0) -> list[Event]:
    tags, rest = ("ssiiiiii", (0,)) if code == "AT" else ("ssiiiii", ())
    return talk.hear("query a", "/reply", tags, code, name, 1, 2, mute, 0, number, *rest)


def end(talk: Conversation, rate: int = 48_000, stop: int = 8_640_000) -> list[Event]:
    return talk.hear("query a", "/reply", "shhi", "end_route_list", rate, stop, 0)


def nothing_with(text: bytes) -> Callable[[bytes], bool]:
    return lambda packet: text not in packet


def only_beats(packet: bytes) -> bool:
    """An Ardour that is heard but answers nothing."""
    return packet.startswith(b"/heartbeat")


# What is asked.


def test_a_question_is_one_packet_from_a_query_port() -> None:
    talk, _ = live()
    talk.send(Query(1))
    assert [(socket, message.args) for _, socket, message in talk.said("/strip/list")] == [("query a", ())]


def test_the_ports_take_turns() -> None:
    talk, _ = live()
    for question in range(4):
        talk.send(Query(question))
        talk.run(0.05)
    assert [socket for _, socket, _ in talk.said("/strip/list")] == ["query a", "query b", "query a", "query b"]


def test_never_are_two_questions_open_on_one_port() -> None:
    talk, sieve = live()
    sieve.daw.deafen(talk.now + 5.0)
    for question in range(4):
        talk.send(Query(question))
    assert [socket for _, socket, _ in talk.said("/strip/list")] == ["query a", "query b"]


def test_a_question_that_finds_no_port_waits_for_one() -> None:
    talk, sieve = live()
    sieve.daw.deafen(talk.now + 1.0)
    said = [*talk.send(Query(1), Query(2), Query(3)), *talk.run(2.0)]
    assert sorted(listed.question for listed in of(Listed, said)) == [1, 2, 3]


def test_every_question_ends_once() -> None:
    talk, sieve = live()
    sieve.keep = only_beats
    said = [*talk.send(*(Query(question) for question in range(6))), *talk.run(25.0)]
    assert sorted(broken.question for broken in of(ListBroken, said)) == [0, 1, 2, 3, 4, 5]


# What an answer says.


def test_strips_come_as_ardour_lists_them() -> None:
    talk = asked()
    row(talk, 1, "DX", code="B")
    talk.hear("query a", "/reply", "ssiiiiii", "AT", "DX 1", 1, 2, 1, 0, 2, 1)
    talk.hear("query a", "/reply", "ssiiiiii", "MT", "Synth", 0, 2, 0, 1, 3, 0)
    row(talk, 4, "VCA", code="V")
    row(talk, 5, "Surround", code="SM")
    row(talk, 6, "Master", code="MA")
    (listed,) = of(Listed, talk.hear("query a", "/reply", "shhi", "end_route_list", 44_100, 99, 1))
    assert listed.strips == (
        Strip(1, "DX", Kind.BUS, 1, 2, mute=False, solo=False),
        Strip(2, "DX 1", Kind.AUDIO, 1, 2, mute=True, solo=False, armed=True),
        Strip(3, "Synth", Kind.MIDI, 0, 2, mute=False, solo=True, armed=False),
        Strip(4, "VCA", Kind.VCA, 1, 2, mute=False, solo=False),
        Strip(5, "Surround", Kind.OTHER, 1, 2, mute=False, solo=False),
        Strip(6, "Master", Kind.MASTER, 1, 2, mute=False, solo=False),
    )
    assert (listed.question, listed.rate, listed.end, listed.monitor) == (1, 44_100, 99, True)


def test_names_are_kept_whatever_they_hold() -> None:
    name = "DX\x1b[2J 1\n\u202e\N{DIZZY SYMBOL}"
    talk = asked()
    row(talk, 1, name)
    row(talk, 2, "Master", code="MA")
    assert of(Listed, end(talk))[0].strips[0].name == name


def test_a_list_of_a_thousand_strips_arrives() -> None:
    talk, _ = live(small_desk(1024))
    assert len(of(Listed, talk.send(Query(1)))[0].strips) == 1025


def test_the_same_strips_are_the_same_objects_from_answer_to_answer() -> None:
    talk, _ = live()
    first, second = (of(Listed, [*talk.send(Query(q)), *talk.run(0.3)])[0] for q in (1, 2))
    assert all(one is other for one, other in zip(first.strips, second.strips, strict=True))


# What is not believed.


@pytest.mark.parametrize("lost", [1, 2, 3, 4])
def test_an_answer_with_a_hole_is_broken_and_the_next_is_good(lost: int) -> None:
    talk, sieve = live()
    packets = [b"FX 1", b"FX 2", b"FX 3", b"Master"]
    sieve.keep = nothing_with(packets[lost - 1])
    assert of(ListBroken, [*talk.send(Query(1)), *talk.run(0.3)])[0].question == 1
    sieve.keep = lambda _: True
    assert of(Listed, [*talk.send(Query(2)), *talk.run(0.3)])[0].question == 2


def test_without_its_end_an_answer_is_broken_when_ardour_shows_that_it_has_no_more() -> None:
    talk, sieve = live()
    sieve.keep = nothing_with(b"end_route_list")
    said = [*talk.send(Query(1)), *talk.run(1.0)]
    assert [type(event) for event in said if isinstance(event, Listed | ListBroken)] == [ListBroken]


def test_a_lost_question_is_broken_within_a_second() -> None:
    talk, sieve = live()
    sieve.keep = nothing_with(b"/reply")
    assert of(ListBroken, [*talk.send(Query(1)), *talk.run(1.0)])[0].question == 1


def test_an_answer_that_ardour_pauses_in_is_still_believed_when_it_comes_whole() -> None:
    talk = asked()
    talk.link.outbox()
    row(talk, 1, "FX 1")
    talk.port = 0  # nothing reaches Ardour: it stands still, its fence too
    assert of(ListBroken, talk.run(3.0)) == []
    talk.port = PORT
    row(talk, 2, "Master", code="MA")
    assert of(Listed, end(talk))[0].question == 1


def test_a_row_that_comes_twice_and_says_two_things_breaks_the_answer() -> None:
    talk = asked()
    row(talk, 1, "FX 1")
    row(talk, 1, "FX 1", mute=1)
    row(talk, 2, "Master", code="MA")
    assert len(of(ListBroken, end(talk))) == 1


def test_a_row_of_another_make_breaks_the_answer() -> None:
    talk = asked()
    row(talk, 1, "FX 1")
    talk.hear("query a", "/reply", "ssi", "AT", "FX 2", 1)
    row(talk, 2, "Master", code="MA")
    assert len(of(ListBroken, end(talk))) == 1


def test_doubled_rows_do_no_harm_once_the_network_is_known_to_double() -> None:
    talk, sieve = live()
    doubled = Doubling(sieve.daw)
    talk.net = doubled
    said: list[Event] = []
    for question in range(4):
        said += [*talk.send(Query(question)), *talk.run(0.5)]
    assert [event.question for event in of(Listed, said)] == [1, 2, 3]


class Doubling(Sieve):
    """Everything arrives twice."""

    def advance(self, at: float) -> list[tuple[int, bytes]]:
        return [sent for sent in super().advance(at) for _ in range(2)]


def test_an_end_without_a_question_is_ignored() -> None:
    talk, _ = live()
    assert end(talk) == []
    assert of(Listed, [*talk.send(Query(1)), *talk.run(0.3)])[0].question == 1


def test_an_answer_to_a_question_that_was_given_up_is_not_taken_for_the_next_one() -> None:
    talk, sieve = live()
    sieve.keep = only_beats
    talk.send(Query(1))
    assert [event.question for event in of(ListBroken, talk.run(10.5))] == [1]
    talk.send(Query(2), Query(3))
    row(talk, 1, "FX 1")
    row(talk, 2, "Master", code="MA")
    assert of(Listed, end(talk)) == []
    sieve.keep = lambda _: True
    said = [*talk.run(1.5), *talk.send(Query(4)), *talk.run(0.5)]
    assert [event.question for event in of(Listed, said)] == [3, 4]


def test_after_a_gap_open_questions_are_void_and_a_late_answer_is_nobodys() -> None:
    talk = asked()
    row(talk, 1, "FX 1")
    talk.link.woke(talk.now)
    row(talk, 2, "Master", code="MA")
    assert end(talk) == []
    assert of(ListBroken, talk.run(1.0)) == []


def test_after_a_gap_the_next_question_is_answered() -> None:
    talk, sieve = live()
    talk.send(Query(1))
    sieve.daw.deafen(talk.now + 1.0)
    talk.send(Query(2), Query(3))
    talk.link.woke(talk.now)
    said = [*talk.send(Query(4)), *talk.run(3.0)]
    assert [event.question for event in of(Listed, said)] == [4]


def test_a_session_without_a_master_is_believed_when_it_says_so_several_times() -> None:
    session = Session("Odd", channels=[Channel("FX 1"), Channel("FX 2")])
    talk, _ = live(session)
    said: list[Event] = []
    for question in range(7):
        said += [*talk.send(Query(question)), *talk.run(0.5)]
    assert [event.question for event in of(Listed, said)] == [4, 5, 6]


def test_a_session_that_has_a_master_never_loses_it() -> None:
    talk, sieve = live()
    talk.send(Query(0))
    sieve.keep = nothing_with(b"Master\0\0")
    said: list[Event] = []
    for question in range(1, 9):
        said += [*talk.send(Query(question)), *talk.run(0.7)]
    assert of(Listed, said) == []


@pytest.mark.parametrize(("rate", "stop"), [(44_100, 8_640_000), (48_000, 8_640_001)])
def test_another_rate_or_end_is_another_desk_until_proven(rate: int, stop: int) -> None:
    talk, sieve = live()
    talk.send(Query(0))
    sieve.keep = nothing_with(b"/reply")
    talk.send(Query(1))
    for socket in ("query a", "query b"):
        talk.hear(socket, "/reply", "ssiiiii", "MA", "Master", 1, 2, 0, 0, 1)
    said = talk.hear("query b", "/reply", "shhi", "end_route_list", rate, stop, 0)
    assert len(of(Doubted, said)) == 1
    assert of(Listed, said) == []


def test_a_surface_that_is_not_ours_is_doubted_by_its_first_row() -> None:
    talk, _ = live()
    said = talk.hear("query b", "#reply", "ssiiiii", "MA", "Master", 1, 2, 0, 0, 1)
    assert len(of(Doubted, said)) == 1


def test_what_comes_from_another_port_is_not_heard() -> None:
    talk = asked()
    packet = spelt("/reply", "ssiiiii", "MA", "Master", 1, 2, 0, 0, 1)
    stop = spelt("/reply", "shhi", "end_route_list", 48_000, 8_640_000, 0)
    for sender in (PORT + 1, 38_191, 9):
        assert talk.link.receive("query a", packet, sender, talk.now) == []
        assert talk.link.receive("query a", stop, sender, talk.now) == []


# Notices.


def test_a_change_of_the_strips_is_told_once() -> None:
    talk, sieve = live()
    sieve.daw.session.move(("FX 3",), 0)
    assert len(of(ListMoved, talk.run(0.3))) == 1


def test_two_changes_are_told_twice_however_near() -> None:
    talk, _ = live()
    assert len(of(ListMoved, talk.hear("query a", "/strip/list"))) == 1
    assert of(ListMoved, talk.hear("query b", "/strip/list")) == []
    assert len(of(ListMoved, talk.hear("query a", "/strip/list"))) == 1


# Rows.


def test_rows_that_were_seen_are_known_by_their_bytes() -> None:
    rows, packet = Rows(), spelt("/reply", "shhi", "end_route_list", 48_000, 9, 0)
    assert rows.known(packet) is None
    assert rows.read(packet, ("end_route_list", 48_000, 9, 0)) == End(48_000, 9, monitor=False)
    assert rows.known(packet) == End(48_000, 9, monitor=False)


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("end_route_list",),
        ("AT", "x", 1, 2, 0, 0),
        ("AT", "x", 1, 2, 0, 0, 0),
        ("AT", "x", 1, 2, 0, 0, -1),
        ("AT", "x", 1, 2, 0, 0, 65_536),
        ("AT", "x", 1, 2, 0, 0, 1.0),
        ("AT", 5, 1, 2, 0, 0, 1),
        ("AT", "x", 1, 2, 0, 0, 1, 0, 0),
    ],
)
def test_what_is_no_row_is_none(args: tuple[str | int | float, ...]) -> None:
    assert Rows().read(b"/reply", args) is None


def test_the_table_of_rows_is_bounded() -> None:
    rows = Rows()
    for number in range(MOST + 10):
        rows.read(b"/%d" % number, ("AT", "x", 1, 2, 0, 0, 1))
    assert len(rows._known) <= MOST


def test_a_row_longer_than_any_name_is_none() -> None:
    assert Rows().read(b"/" * (LONGEST + 1), ("AT", "x" * LONGEST, 1, 2, 0, 0, 1)) is None
