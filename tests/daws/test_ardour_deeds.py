"""What leaves for Ardour, and what never does."""

from bridge.demo.ardour import Ardour as Daw
from bridge.model.desk import Target
from bridge.model.effects import Change, Locate, Look, Pause, Play, Query, Save, Set
from bridge.wire.osc import Message, decode
from tests.daws.conversation import Conversation, small_desk

ALLOWED = {
    "/set_surface",
    "/set_surface/port",
    "/strip/list",
    "/strip/mute",
    "/transport_play",
    "/transport_stop",
    "/transport_speed",
    "/locate",
    "/save_state",
}
"""Everything else Ardour might take for something that we did not mean."""


def live(tracks: int = 3) -> tuple[Conversation, Daw]:
    daw = Daw(small_desk(tracks))
    talk = Conversation(daw)
    talk.run(1.0)
    return talk, daw


def changes(*wanted: tuple[int, bool]) -> Set:
    return Set(tuple(Change(number, Target(f"FX {number}"), value) for number, value in wanted))


def test_changes_leave_together_and_in_order_as_whole_number_and_float() -> None:
    talk, _ = live()
    sent = len(talk.sent)
    talk.send(changes((3, True), (1, True), (2, False)))
    (packet,) = [packet for _, packet in talk.sent[sent:]]
    assert packet.socket == "query a"
    assert decode(packet.data) == [
        Message("/strip/mute", (3, 1.0)),
        Message("/strip/mute", (1, 1.0)),
        Message("/strip/mute", (2, 0.0)),
    ]
    assert packet.data.count(b",if\0") == 3


def test_a_whole_window_fits_into_one_packet_and_is_carried_out() -> None:
    talk, daw = live(64)
    talk.send(changes(*((number, True) for number in range(1, 65))))
    talk.run(0.1)
    assert sum(daw.session.mutes.values()) == 64


def test_no_changes_are_no_packet() -> None:
    talk, _ = live()
    sent = len(talk.sent)
    talk.send(Set(()))
    assert talk.sent[sent:] == []


def test_nothing_ever_leaves_that_ardour_might_take_otherwise() -> None:
    talk, daw = live()
    talk.send(Query(1))
    talk.send(Look(), Play(), Play(5), Pause(), Locate(9), Save(), changes((1, True)))
    talk.run(3.0)
    daw.pin(8000)
    talk.run(12.0)
    daw.quit(talk.now)
    talk.run(40.0)
    talk.link.leave(talk.now)
    talk.run(0.0)
    said = [message for _, packet in talk.sent for message in decode(packet.data)]
    assert {message.address for message in said} <= ALLOWED
    for message in said:
        if message.address == "/set_surface" and message.args:
            assert len(message.args) == 6
            assert message.args[3:] == (0, 0, 0)


def test_the_same_conversation_is_the_same_packets() -> None:
    def packets() -> list[tuple[float, object]]:
        talk, daw = live()
        talk.send(Query(1), Look(), changes((1, True)), Play())
        talk.run(1.0)
        daw.quit(talk.now)
        talk.run(20.0)
        return [*talk.sent]

    assert packets() == packets()
