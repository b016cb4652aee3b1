"""The short look at the automation modes: everything or nothing, and never left on."""

import pytest

from bridge.demo.ardour import Ardour as Daw
from bridge.demo.channel import Automation, Channel
from bridge.demo.liblo import Said
from bridge.model.desk import Kind
from bridge.model.effects import Look, Query
from bridge.model.events import Doubted, Joined, ListMoved, Looked
from tests.daws.conversation import Conversation, Sieve, of, small_desk


def listed(tracks: int = 3) -> tuple[Conversation, Sieve]:
    """A link that has read the list."""
    session = small_desk(tracks)
    session.channels.insert(0, Channel("VCA", Kind.VCA, 0, 0, automation=Automation.PLAY))
    sieve = Sieve(Daw(session))
    talk = Conversation(sieve)
    talk.run(1.0)
    talk.send(Query(1))
    return talk, sieve


def feedback(sieve: Sieve) -> int:
    """What the look's surface is set to in Ardour."""
    return sieve.daw._control.surfaces[38_193].feedback


def settings(talk: Conversation) -> list[tuple[Said, ...]]:
    return [message.args for _, socket, message in talk.said("/set_surface") if socket == "look" and message.args]  # type: ignore[misc]


def test_every_strip_is_told_with_its_mode_but_vcas() -> None:
    talk, sieve = listed()
    sieve.daw.session.automate("FX 2", Automation.PLAY)
    sieve.daw.session.automate("FX 3", Automation.TOUCH)
    (looked,) = of(Looked, [*talk.send(Look()), *talk.run(0.1)])
    assert looked.modes == (("FX 1", "Manual"), ("FX 2", "Play"), ("FX 3", "Touch"), ("Master", "Manual"))


def test_the_feedback_is_on_only_while_it_looks() -> None:
    talk, sieve = listed()
    talk.send(Look())
    talk.run(0.1)
    assert settings(talk)[-2:] == [(0, 575, 16_385, 0, 0, 0), (0, 575, 0, 0, 0, 0)]
    assert feedback(sieve) == 0


def test_nothing_is_ever_sent_that_would_set_a_mode() -> None:
    talk, _ = listed()
    talk.send(Look())
    talk.run(1.0)
    assert not any(b"automation" in packet.data for _, packet in talk.sent)


def test_the_end_is_said_until_ardour_has_heard_it() -> None:
    talk, sieve = listed()
    sieve.keep = lambda packet: not packet.startswith(b"/set_surface")
    assert of(Looked, [*talk.send(Look()), *talk.run(1.0)]) == []
    assert settings(talk)[-3:] == [(0, 575, 0, 0, 0, 0)] * 3
    sieve.keep = lambda _: True
    assert of(Looked, talk.run(0.5))[0].modes is not None


@pytest.mark.parametrize("text", [b"/strip/name\0,is\0\0\0\0\2", b"/strip/mute/automation\0"])
def test_a_look_that_misses_something_gives_nothing(text: bytes) -> None:
    talk, sieve = listed()
    sieve.keep = lambda packet: not packet.startswith(text)
    said = [*talk.send(Look()), *talk.run(7.0)]
    assert [looked.modes for looked in of(Looked, said)] == [None]
    assert feedback(sieve) == 0


def test_a_look_at_an_ardour_that_answers_nothing_is_given_up_after_six_seconds() -> None:
    talk, sieve = listed()
    sieve.keep = lambda packet: packet.startswith(b"/heartbeat")
    began = talk.now
    talk.send(Look())
    talk.run(6.5)
    assert settings(talk)[-1] == (0, 575, 0, 0, 0, 0)
    sieve.keep = lambda _: True
    (looked,) = of(Looked, talk.run(1.0))
    assert looked.modes is None
    assert looked.at - began < 7.5


def test_strips_that_move_during_the_look_end_it_at_once_with_nothing() -> None:
    talk, sieve = listed()
    sieve.keep = lambda packet: not packet.startswith((b"/strip/name", b"/set_surface"))
    talk.send(Look())
    talk.hear("look", "/strip/list")
    assert feedback(sieve) == 0
    sieve.keep = lambda _: True
    assert [looked.modes for looked in of(Looked, talk.run(1.0))] == [None]


def test_a_strip_renamed_since_the_list_gives_nothing() -> None:
    talk, sieve = listed()
    sieve.daw.session.rename("FX 1", "DX 1")
    assert [looked.modes for looked in of(Looked, [*talk.send(Look()), *talk.run(1.0)])] == [None]


def test_numbers_in_the_path_are_understood_too() -> None:
    talk, sieve = listed(1)
    sieve.keep = lambda packet: not packet.startswith((b"/strip/", b"/set_surface"))
    talk.send(Look())
    for number, name in enumerate(("VCA", "FX 1", "Master"), 1):
        talk.hear("look", f"/strip/name/{number}", "s", name)
        talk.hear("look", f"/strip/mute/automation/{number}", "f", 4.0)
    sieve.keep = lambda _: True
    (looked,) = of(Looked, talk.run(1.0))
    assert looked.modes == (("FX 1", "Latch"), ("Master", "Latch"))


@pytest.mark.parametrize(
    ("address", "tags", "args"),
    [
        ("/strip/mute/automation", "if", (1, 5.0)),
        ("/strip/mute/automation", "if", (1, float("nan"))),
        ("/strip/mute/automation", "is", (1, "Play")),
        ("/strip/mute/automation", "f", (1.0,)),
        ("/strip/mute/automation/x", "f", (1.0,)),
        ("/strip/mute/automation/99999999999", "f", (1.0,)),
        ("/strip/name", "is", (-1, "x")),
        ("/strip/name", "", ()),
        ("/strip", "is", (1, "x")),
    ],
)
def test_what_is_spelt_otherwise_is_not_heard(address: str, tags: str, args: tuple[Said, ...]) -> None:
    talk, sieve = listed()
    sieve.keep = lambda packet: packet.startswith(b"/heartbeat")
    talk.send(Look())
    talk.hear("look", address, tags, *args)
    assert talk.run(1.0) == []


def test_asked_twice_it_looks_once() -> None:
    talk, _ = listed()
    assert len(of(Looked, [*talk.send(Look(), Look()), *talk.run(1.0)])) == 1


def test_before_the_first_list_there_is_nothing_to_look_at() -> None:
    talk = Conversation(Daw(small_desk()))
    talk.run(1.0)
    assert of(Looked, talk.send(Look())) == [Looked(1.0, None)]
    assert len(settings(talk)) == 1


def test_while_the_surfaces_are_in_doubt_a_look_fails_at_once() -> None:
    talk, sieve = listed()
    sieve.keep = lambda packet: packet.startswith(b"/heartbeat")
    talk.send(Look())
    said = talk.hear("transport", "/session_name", "s", " ")
    assert [type(event) for event in said] == [Doubted, Looked]
    assert of(Looked, talk.send(Look())) == [Looked(talk.now, None)]
    sieve.keep = lambda _: True
    talk.until(Joined)
    assert feedback(sieve) == 0


def test_after_the_look_the_list_is_asked_for_anew() -> None:
    talk, _ = listed()
    assert len(of(ListMoved, [*talk.send(Look()), *talk.run(0.1)])) == 1
