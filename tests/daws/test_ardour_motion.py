"""What Ardour reports of its transport, and play, pause and locate past its traps."""

import pytest

from bridge.demo.ardour import Ardour as Daw
from bridge.demo.liblo import Said
from bridge.model.effects import Locate, Pause, Play
from bridge.model.events import Event, PositionSeen, TransportSeen
from tests.daws.conversation import Conversation, Sieve, of, small_desk


def live() -> tuple[Conversation, Sieve]:
    sieve = Sieve(Daw(small_desk()))
    talk = Conversation(sieve)
    talk.run(1.0)
    return talk, sieve


def lights(talk: Conversation, **on: bool) -> list[Event]:
    """The six messages, always together."""
    said: list[Event] = []
    for light in ("loop_toggle", "transport_play", "toggle_roll", "transport_stop", "rewind", "ffwd"):
        said += talk.hear("transport", f"/{light}", "f", float(on.get(light, False)))
    return said


def rolling(said: list[Event]) -> list[bool | None]:
    return [seen.rolling for seen in of(TransportSeen, said) if seen.rolling is not None]


# Reports.


def test_rolling_and_standing_are_told_once_each() -> None:
    talk, sieve = live()
    sieve.daw.play()
    said = talk.run(0.5)
    sieve.daw.stop()
    said += talk.run(0.5)
    assert [(seen.rolling, seen.speed) for seen in of(TransportSeen, said)] == [(True, 1.0), (False, 0.0)]


def test_a_locate_under_way_is_neither() -> None:
    talk, _ = live()
    assert lights(talk) == []


def test_winding_rolls_at_a_speed_that_is_asked_for() -> None:
    talk, _ = live()
    assert rolling(lights(talk, ffwd=True)) == [True]
    assert [socket for _, socket, _ in talk.said("/transport_speed")] == ["transport"]
    assert of(TransportSeen, talk.hear("transport", "/transport_speed", "d", -2.0))[0].speed == -2.0


def test_positions_come_as_samples_and_as_timecode() -> None:
    talk, sieve = live()
    sieve.daw.locate(48_000)
    seen = of(PositionSeen, talk.run(0.3))
    assert [one.position for one in seen if one.position is not None] == [48_000]
    assert [one.label for one in seen if one.label is not None] == ["01:00:01:00"]


@pytest.mark.parametrize("label", ["01:00:00:00", "-00:00:01:12", "23:59:59;29", "01:00:00:047", "100:00:00:00"])
def test_timecode_of_every_rate_is_a_label(label: str) -> None:
    talk, _ = live()
    assert of(PositionSeen, talk.hear("transport", "/position/smpte", "s", label))[0].label == label


@pytest.mark.parametrize(
    ("address", "tags", "args"),
    [
        ("/position/samples", "s", (" ",)),
        ("/position/samples", "s", ("-5",)),
        ("/position/samples", "s", ("9" * 40,)),
        ("/position/samples", "i", (5,)),
        ("/position/smpte", "s", (" ",)),
        ("/position/smpte", "s", ("01:00:00",)),
        ("/position/smpte", "s", ("\x1b[2J" * 9,)),
        ("/transport_speed", "s", ("fast",)),
        ("/rec_enable_toggle", "", ()),
        ("/ffwd", "s", ("x",)),
    ],
)
def test_what_is_no_report_is_not_heard(address: str, tags: str, args: tuple[Said, ...]) -> None:
    talk, _ = live()
    assert talk.hear("transport", address, tags, *args) == []


def test_record_enable_is_told_when_it_changes() -> None:
    talk, sieve = live()
    sieve.daw.session.record(True)
    said = talk.run(0.3)
    sieve.daw.session.record(False)
    said += talk.run(0.3)
    assert [seen.record_enabled for seen in of(TransportSeen, said)] == [True, False]


# Our own commands.


def test_play_rolls_and_is_said_once() -> None:
    talk, sieve = live()
    talk.send(Play())
    assert rolling(talk.run(2.0)) == [True]
    assert len(talk.said("/transport_play")) == 1
    assert sieve.daw.transport.rolling


def test_play_from_a_place_is_one_message_with_two_whole_numbers() -> None:
    talk, sieve = live()
    talk.send(Play(480_000))
    talk.run(1.0)
    assert [message.args for _, _, message in talk.said("/locate")] == [(480_000, 1)]
    assert sieve.daw.transport.rolling


def test_locate_keeps_what_the_transport_does() -> None:
    talk, sieve = live()
    talk.send(Locate(480_000))
    talk.run(1.0)
    assert [message.args for _, _, message in talk.said("/locate")] == [(480_000, 0)]
    assert not sieve.daw.transport.rolling


@pytest.mark.parametrize(("asked", "sent"), [(-5, 0), (2**40, 2**31 - 1)])
def test_a_place_that_ardour_cannot_be_told_is_cut_to_one_that_it_can(asked: int, sent: int) -> None:
    talk, _ = live()
    talk.send(Locate(asked))
    assert talk.said("/locate")[0][2].args == (sent, 0)


def test_pause_stops() -> None:
    talk, sieve = live()
    talk.send(Play())
    talk.run(0.5)
    talk.send(Pause())
    assert rolling(talk.run(0.5)) == [False]
    assert not sieve.daw.transport.rolling


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.09])
def test_a_play_soon_after_our_locate_is_not_lost(delay: float) -> None:
    talk, sieve = live()
    talk.send(Locate(480_000))
    talk.run(delay)
    talk.send(Play())
    talk.run(1.0)
    assert len(talk.said("/transport_play")) == 1
    assert sieve.daw.transport.rolling


def test_a_play_soon_after_the_users_locate_waits_a_moment() -> None:
    talk, _ = live()
    talk.hear("transport", "/position/samples", "s", "96000")
    talk.send(Play())
    assert talk.said("/transport_play") == []
    talk.run(0.11)
    assert len(talk.said("/transport_play")) == 1


def test_a_play_that_nothing_rolls_after_is_said_once_more_and_no_more() -> None:
    talk, sieve = live()
    sieve.keep = lambda packet: packet.startswith(b"/heartbeat")
    talk.send(Play())
    talk.run(2.0)
    began = talk.said("/transport_play")[0][0]
    assert [at - began for at, _, _ in talk.said("/transport_play")] == pytest.approx([0.0, 0.3])


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.2])
def test_a_locate_soon_after_a_stop_is_not_lost(delay: float) -> None:
    talk, sieve = live()
    talk.send(Play())
    talk.run(0.5)
    talk.send(Pause())
    talk.run(delay)
    talk.send(Locate(480_000))
    talk.run(0.5)
    assert [message.args for _, _, message in talk.said("/locate")] == [(480_000, 0)]
    assert sieve.daw.transport.sample(talk.now) == 480_000


def test_a_locate_soon_after_the_users_stop_waits_a_moment() -> None:
    talk, sieve = live()
    sieve.daw.play()
    talk.run(0.5)
    sieve.daw.stop()
    talk.run(0.03)
    talk.send(Locate(480_000))
    assert talk.said("/locate") == []
    talk.run(0.2)
    assert sieve.daw.transport.sample(talk.now) == 480_000


@pytest.mark.parametrize("instead", [Pause(), Locate(0)], ids=["pause", "locate"])
def test_what_is_asked_meanwhile_wins_over_a_play_that_waits(instead: Pause | Locate) -> None:
    talk, _ = live()
    talk.send(Locate(480_000), Play(), instead)
    talk.run(1.0)
    assert talk.said("/transport_play") == []


def test_after_a_gap_a_play_is_not_said_again() -> None:
    talk, sieve = live()
    sieve.keep = lambda packet: packet.startswith(b"/heartbeat")
    talk.send(Play())
    talk.link.woke(talk.now)
    talk.run(1.0)
    assert len(talk.said("/transport_play")) == 1
