"""Telling a save from a set-up and from a goodbye; exports."""

from bridge.daws.ardour_names import Names, Said, Why
from bridge.demo.ardour import Ardour as Daw
from bridge.demo.liblo import spelt
from bridge.model.effects import Save
from bridge.model.events import Exported, Saved
from bridge.wire.osc import Message
from tests.daws.conversation import Conversation, of, small_desk

MASTER = Message("/master/name", ("Master",))
BLANK = Message("/session_name", (" ",))


def name(text: str) -> Message:
    return Message("/session_name", (text,))


def said(names: Names, *told: Message, at: float = 0.0) -> list[Said]:
    return [heard for message in told if (heard := names.hear(message, at)) is not None]


def test_a_name_alone_is_a_save() -> None:
    assert said(Names(), name("Reel 1")) == [Said(Why.SAVED, "Reel 1")]


def test_a_name_in_the_block_of_a_set_up_is_none() -> None:
    assert said(Names(), MASTER, Message("/transport_play", (0.0,)), name("Reel 1")) == [Said(Why.SET_UP, "Reel 1")]


def test_a_save_right_after_a_set_up_is_a_save() -> None:
    names = Names()
    said(names, MASTER, name("Reel 1"))
    assert said(names, name("Reel 1"), at=0.06) == [Said(Why.SAVED, "Reel 1")]


def test_a_block_that_lost_its_name_hides_no_save() -> None:
    names = Names()
    said(names, MASTER, Message("/cancel_all_solos", (0.0,)))
    assert said(names, name("Reel 1")) == [Said(Why.SAVED, "Reel 1")]


def test_the_same_packet_twice_is_one_save_and_two_saves_are_two() -> None:
    names = Names()
    assert len([heard for at in (0.0, 0.01, 0.3) for heard in said(names, name("Reel 1"), at=at)]) == 2


def test_another_name_at_the_same_moment_is_another_save() -> None:
    assert len(said(Names(), name("Reel 1"), name("Reel 2"))) == 2


def test_blanks_are_one_goodbye_and_what_follows_is_blank_too() -> None:
    names = Names()
    assert said(names, Message("/master/name", (" ",)), BLANK) == [Said(Why.TAKEN)]
    assert names.blanked
    said(names, MASTER)
    assert not names.blanked


def test_what_is_not_spelt_as_ardour_spells_it_means_nothing() -> None:
    odd = (Message("/session_name"), Message("/session_name", (5,)), Message("/session_name", ("a", "b")))
    assert said(Names(), *odd) == []


def test_a_save_is_told_with_its_name_whoever_saves() -> None:
    daw = Daw(small_desk())
    talk = Conversation(daw)
    talk.run(1.0)
    daw.save()
    assert [save.session for save in of(Saved, talk.run(0.3))] == ["Reel 1"]
    daw.save("Reel 1 take 2")
    assert [save.session for save in of(Saved, talk.run(0.3))] == ["Reel 1 take 2"]
    assert [save.session for save in of(Saved, [*talk.send(Save()), *talk.run(0.3)])] == ["Reel 1 take 2"]


def test_an_export_that_ended_is_told_whatever_port_it_comes_from() -> None:
    talk = Conversation(Daw(small_desk()))
    told = spelt("/session/exported", "ss", "/films/reel1/export", "mix")
    assert talk.link.receive("exports", told, 51_234, 0.5) == [Exported(0.5)]
    assert talk.link.receive("exports", spelt("/other"), 51_234, 0.5) == []
    assert talk.link.receive("transport", told, 51_234, 0.5) == []
