"""Setting up our surfaces in an Ardour that answers, noticing that they are gone, and setting them up again."""

import pytest

from bridge.daws.ardour import Ardour as Link
from bridge.demo.ardour import Ardour as Daw
from bridge.demo.session import RATE
from bridge.model.effects import Query
from bridge.model.events import Doubted, Joined, LinkChanged, LinkState, Listed, Saved, TransportSeen
from bridge.model.show import Rig
from bridge.wire.osc import Message, encode
from tests.daws.conversation import PORT, Conversation, Sieve, of, small_desk

ADDRESS = "/set_surface"
BLOCK = (
    ("/master/name", "s", "Master"),
    ("/transport_play", "f", 0.0),
    ("/session_name", "s", "Reel 1"),
    ("/cancel_all_solos", "f", 0.0),
)
BLANKS = (("/master/name", "s", " "), ("/session_name", "s", " "), ("/rec_enable_toggle", "f", 0.0))


def joined(daw: Daw | None = None) -> Conversation:
    talk = Conversation(daw or Daw(small_desk()))
    talk.run(1.0)
    assert len(of(Joined, talk.events)) == 1
    return talk


def ask(talk: Conversation, question: int) -> list[object]:
    return [*talk.send(Query(question)), *talk.run(0.4)]


def test_each_surface_is_set_up_with_six_whole_numbers_and_page_sizes_of_zero() -> None:
    set_ups = [(socket, message.args) for _, socket, message in joined().said(ADDRESS) if message.args]
    assert set_ups == [
        ("transport", (0, 575, 1112, 0, 0, 0)),
        ("look", (0, 575, 0, 0, 0, 0)),
        ("query a", (0, 575, 16384, 0, 0, 0)),
        ("query b", (0, 575, 16384, 0, 0, 0)),
    ]
    assert all(type(value) is int for _, args in set_ups for value in args)


def test_joined_comes_once_with_the_name_then_live() -> None:
    talk = joined()
    at = of(Joined, talk.events)[0].at
    assert of(Joined, talk.events) == [Joined(at, "Reel 1", fresh=True, port=PORT)]
    assert [event.state for event in of(LinkChanged, talk.events)] == [
        LinkState.SEARCHING,
        LinkState.JOINING,
        LinkState.LIVE,
    ]
    assert talk.events.index(of(Joined, talk.events)[0]) < talk.events.index(of(LinkChanged, talk.events)[-1])


def test_it_takes_less_than_50_ms() -> None:
    assert of(Joined, joined().events)[0].at < 0.05


def test_the_name_told_at_set_up_is_no_save() -> None:
    assert of(Saved, joined().events) == []


def test_the_surfaces_that_stand_are_ours_in_the_daw() -> None:
    daw = Daw(small_desk())
    joined(daw)
    feedback = {port: surface.feedback for port, surface in daw._control.surfaces.items()}
    assert feedback == {38190: 1112, 38191: 16384, 38192: 16384, 38193: 0}


def test_without_the_sessions_name_nothing_is_joined() -> None:
    sieve = Sieve(Daw(small_desk()))
    sieve.keep = lambda packet: b"/session_name" not in packet
    talk = Conversation(sieve)
    talk.run(4.0)
    assert of(Joined, talk.events) == []
    sieve.keep = lambda _: True
    assert talk.until(Joined, 3.0).session == "Reel 1"


@pytest.mark.parametrize("lost", range(1, 12))
def test_one_lost_packet_costs_less_than_half_a_second(lost: int) -> None:
    sieve, count = Sieve(Daw(small_desk())), 0

    def keep(packet: bytes) -> bool:
        nonlocal count
        count += packet.startswith((b"/set_surface", b"/session_name"))
        return count != lost or not packet.startswith((b"/set_surface", b"/session_name"))

    sieve.keep = keep
    talk = Conversation(sieve)
    assert talk.until(Joined, 2.0).at < (1.5 if lost == 1 else 0.5)


def test_a_look_left_on_by_an_earlier_run_is_switched_off() -> None:
    daw = Daw(small_desk())
    talk = Conversation(daw)
    daw.receive(38193, encode(Message("/set_surface", (0, 575, 16385, 0, 0, 0))), 0.0)
    talk.run(1.0)
    assert daw._control.surfaces[38193].feedback == 0


def test_a_longer_session_is_another_end_and_joined_again_at_once_as_the_same_desk() -> None:
    daw = Daw(small_desk())
    talk = joined(daw)
    ask(talk, 1)
    daw.session.end += 10 * RATE
    said = ask(talk, 2)
    assert of(Listed, said) == []
    doubted, again = of(Doubted, said)[0], of(Joined, said)[0]
    assert again.at - doubted.at < 0.05
    assert not again.fresh
    assert of(Listed, ask(talk, 3))[0].end == daw.session.end


def test_a_quick_joining_again_is_not_said_to_the_user() -> None:
    daw = Daw(small_desk())
    talk = joined(daw)
    ask(talk, 1)
    daw.session.end += 10 * RATE
    assert of(LinkChanged, ask(talk, 2)) == []


def test_another_session_answers_in_another_form_and_is_fresh() -> None:
    daw = Daw(small_desk())
    daw.save("Reel 2")
    talk = joined(daw)
    daw.open(("", "Reel 1"), talk.now)
    said = ask(talk, 1)
    assert of(Listed, said) == []
    assert len(of(Doubted, said)) == 1
    assert of(Joined, said)[0] == Joined(of(Joined, said)[0].at, "Reel 1", fresh=True, port=PORT)


def test_fresh_is_not_forgotten_when_setting_up_takes_two_attempts() -> None:
    daw = Daw(small_desk())
    sieve = Sieve(daw)
    talk = Conversation(sieve)
    talk.run(1.0)
    daw.open(("", "Reel 1"), talk.now)
    sieve.keep = lambda packet: b"/session_name" not in packet
    talk.send(Query(1))
    talk.run(4.5)
    sieve.keep = lambda _: True
    assert talk.until(Joined, 3.0).fresh


def test_a_surface_that_is_taken_away_is_noticed_at_once_and_its_blanks_are_not_believed() -> None:
    talk = joined()
    said = [event for blank in BLANKS for event in talk.hear("transport", *blank)]
    assert len(of(Doubted, said)) == 1
    assert of(TransportSeen, said) == []
    assert of(Saved, said) == []


def test_an_ardour_that_takes_our_surface_away_is_left_in_peace_for_a_moment() -> None:
    talk = joined()
    talk.hear("transport", "/session_name", "s", " ")
    sent = len(talk.sent)
    talk.run(0.25)
    assert len(talk.sent) == sent
    talk.run(0.25)
    assert len(talk.sent) > sent


def test_when_setting_up_again_takes_long_that_is_said() -> None:
    sieve = Sieve(Daw(small_desk()))
    talk = Conversation(sieve)
    talk.run(1.0)
    sieve.keep = lambda packet: not packet.startswith(b"/set_surface")
    talk.hear("transport", "/session_name", "s", " ")
    assert [event.state for event in of(LinkChanged, talk.run(1.5))] == [LinkState.JOINING]


def test_another_name_in_a_set_up_that_nobody_asked_for_is_doubted() -> None:
    talk = joined()
    said = [event for told in BLOCK for event in talk.hear("transport", *told)]
    assert of(Doubted, said) == []
    said = [e for told in (BLOCK[0], ("/session_name", "s", "Reel 9")) for e in talk.hear("transport", *told)]
    assert len(of(Doubted, said)) == 1


def test_a_save_while_the_surfaces_are_set_up_again_is_not_missed() -> None:
    sieve = Sieve(Daw(small_desk()))
    talk = Conversation(sieve)
    talk.run(1.0)
    sieve.keep = lambda packet: not packet.startswith(b"/set_surface")
    talk.hear("transport", "/heartbeat", "f", 1.0)
    talk.hear("query a", "#reply", "ssiiiii", "AT", "FX 1", 1, 2, 0, 0, 1)
    talk.hear("transport", "/session_name", "s", "Reel 1")
    sieve.keep = lambda _: True
    said = talk.run(1.0)
    assert [type(event) for event in said if isinstance(event, Joined | Saved)] == [Joined, Saved]


def test_another_client_that_changes_the_reply_port_is_survived_and_named() -> None:
    daw = Daw(small_desk())
    talk = joined(daw)
    daw.pin(9000)
    talk.run(12.0)
    assert of(LinkChanged, talk.events)[-1].state is LinkState.LIVE
    assert "restart it" in of(LinkChanged, talk.events)[-1].detail
    assert daw._control.pinned is None


def test_the_reply_port_is_not_touched_while_ardour_answers() -> None:
    assert joined().said("/set_surface/port") == []


def test_no_change_and_no_question_leaves_between_doubt_and_joining() -> None:
    talk = joined()
    talk.hear("transport", "/session_name", "s", " ")
    talk.send(Query(7))
    assert talk.said("/strip/list") == []


def test_leaving_switches_the_feedback_of_all_four_off() -> None:
    daw = Daw(small_desk())
    talk = joined(daw)
    talk.link.leave(talk.now)
    talk.run(0.0)
    assert [surface.feedback for surface in daw._control.surfaces.values()] == [0, 0, 0, 0]


def test_leaving_without_an_ardour_sends_nothing() -> None:
    link = Link(Rig())
    link.tick(0.0)
    link.outbox()
    link.leave(0.1)
    assert link.outbox() == []
