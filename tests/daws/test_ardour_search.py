"""Finding Ardour: its first port and the 19 after it, without ever changing anything in an Ardour that answers."""

import pytest

from bridge.daws.ardour import Ardour as Link
from bridge.demo.ardour import Ardour as Daw
from bridge.demo.liblo import spelt
from bridge.model.events import Joined, LinkChanged, LinkState
from bridge.model.show import Rig
from bridge.wire.osc import decode
from tests.daws.conversation import Conversation, of, small_desk

NINE = spelt("/set_surface", "iiiiiiiii", 0, 31, 0, 0, 0, 0, 0, 1, 0)


def searching() -> Link:
    """A link that has just begun to search."""
    link = Link(Rig())
    link.tick(0.0)
    return link


def calls(seconds: float, first: int = 3819) -> list[tuple[float, int, str]]:
    """(when, port, address) of everything that leaves in so many seconds of a search in vain."""
    link, at, called = Link(Rig(port=first)), 0.0, []
    while at <= seconds:
        link.tick(at)
        called += [(at, packet.port, decode(packet.data)[0].address) for packet in link.outbox()]
        at = max(at, link.wake_at)
    return called


def states(events: list[object]) -> list[LinkState]:
    return [event.state for event in of(LinkChanged, events)]


def test_the_first_message_is_a_question_to_each_of_twenty_ports() -> None:
    assert calls(0.0) == [(0.0, port, "/set_surface") for port in range(3819, 3839)]


def test_the_first_port_is_asked_every_second_all_of_them_every_other() -> None:
    beats = [(at, port) for at, port, _ in calls(9.9) if at == round(at)]
    assert [at for at, port in beats if port == 3819] == [float(second) for second in range(10)]
    assert [at for at, port in beats if port == 3838] == [0.0, 2.0, 4.0, 6.0, 8.0]


def test_after_two_seconds_answers_are_set_to_come_to_each_client_on_its_own_port() -> None:
    assert {at for at, _, address in calls(3.0) if address == "/set_surface/port"} == {2.25}


def test_after_three_seconds_the_user_reads_where_the_switch_is() -> None:
    link, said = searching(), []
    while link.wake_at <= 60.0:
        said += link.tick(link.wake_at)
    (advice,) = of(LinkChanged, said)
    assert 3.0 <= advice.at <= 4.0
    assert advice.state is LinkState.SEARCHING
    assert "UDP ports 3819 to 3838" in advice.detail
    assert "Edit > Preferences > Control Surfaces" in advice.detail


def test_an_answer_of_the_first_port_is_taken_at_once() -> None:
    said = searching().receive("transport", NINE, 3819, 0.1)
    assert states([*said]) == [LinkState.JOINING]


def test_of_several_at_other_ports_the_lowest_is_taken() -> None:
    link = searching()
    assert link.receive("transport", NINE, 3825, 0.1) == []
    assert link.receive("transport", NINE, 3821, 0.2) == []
    said = link.tick(0.4)
    assert states([*said]) == [LinkState.JOINING]
    assert "3821" in of(LinkChanged, said)[0].detail


@pytest.mark.parametrize(
    ("sender", "packet"),
    [
        (3818, NINE),
        (3839, NINE),
        (3819, spelt("/set_surface", "iii", 0, 31, 0)),
        (3819, spelt("/set_surface", "fffffffff", 0.0, 31.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
        (3819, spelt("/heartbeat", "f", 1.0)),
        (3819, spelt("/reply", "shhi", "end_route_list", 48000, 1, 0)),
    ],
)
def test_what_is_no_answer_of_an_ardour_that_was_asked_is_not_believed(sender: int, packet: bytes) -> None:
    link = searching()
    assert link.receive("transport", packet, sender, 0.1) == []
    assert link.tick(0.9) == []


def test_a_port_near_the_end_of_all_ports_is_searched_too() -> None:
    assert [port for _, port, _ in calls(0.0, first=65_530)] == list(range(65_530, 65_536))


def test_an_ardour_that_starts_later_is_found() -> None:
    daw = Daw(small_desk())
    file = next(iter(daw.files))
    daw.quit(0.0)
    talk = Conversation(daw)
    talk.run(20.0)
    assert of(Joined, talk.events) == []
    daw.open(file, talk.now)
    assert talk.until(Joined, 1.5).session == "Reel 1"


def test_an_ardour_whose_answers_go_elsewhere_is_found_and_that_is_said() -> None:
    daw = Daw(small_desk())
    daw.pin(8000)
    talk = Conversation(daw)
    talk.until(Joined, 4.0)
    assert "fixed port" in of(LinkChanged, talk.events)[-1].detail
