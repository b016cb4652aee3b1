"""The network between a client and the stand-in."""

from random import Random

import pytest

from bridge.demo.ardour import Ardour
from bridge.demo.channel import Channel
from bridge.demo.session import Session
from bridge.demo.weather import Climate, Weather
from bridge.wire.osc import Message, decode, encode

OURS = 5001


def weather(climate: Climate, seed: int = 1) -> Weather:
    channels = [Channel(f"DX {number}") for number in range(1, 201)]
    return Weather(Ardour(Session("reel1", channels=channels)), Random(seed), climate)


def ask(net: Weather, *messages: Message, until: float = 5.0) -> list[Message]:
    for message in messages:
        net.receive(OURS, encode(message), 0.0)
    return [message for _, packet in net.advance(until) for message in decode(packet)]


def questions(count: int) -> list[Message]:
    return [Message(f"/strip/name/{number}") for number in range(1, count + 1)]


def test_in_fair_weather_everything_arrives_once_in_order_and_at_once() -> None:
    answers = ask(weather(Climate()), *questions(100), until=0.0)
    assert [answer.address for answer in answers] == [question.address for question in questions(100)]


def test_each_way_takes_its_time_and_the_weather_wakes_for_it() -> None:
    net = weather(Climate(delay=0.2))
    assert ask(net, *questions(1), until=0.39) == []
    assert net.next_at == pytest.approx(0.4)
    assert len(net.advance(0.41)) == 1
    assert net.next_at == float("inf")


def test_loss_takes_its_share_each_way() -> None:
    answers = ask(weather(Climate(loss=0.5)), *questions(200))
    assert 25 <= len(answers) <= 75


def test_doubles_come_on_both_ways() -> None:
    answers = ask(weather(Climate(doubled=1.0)), *questions(50))
    assert len(answers) == 200
    assert len({answer.address for answer in answers}) == 50


def test_late_packets_come_out_of_order_and_none_is_lost() -> None:
    asked = [question.address for question in questions(100)]
    answers = [answer.address for answer in ask(weather(Climate(late=0.5)), *questions(100))]
    assert answers != asked
    assert sorted(answers) == sorted(asked)


def test_a_silent_daw_hears_and_obeys() -> None:
    net = weather(Climate(silent=True))
    assert ask(net, Message("/strip/mute", (1, 1)), *questions(3)) == []
    assert net.daw.session.mutes["DX 1"]
    net.climate = Climate()
    net.receive(OURS, encode(Message("/strip/mute/1")), 5.0)
    assert [decode(packet) for _, packet in net.advance(5.0)] == [[Message("/strip/mute/1", (1,))]]


def test_the_same_seed_is_the_same_weather() -> None:
    rough = Climate(loss=0.3, doubled=0.2, delay=0.01, late=0.4)
    assert ask(weather(rough, 7), *questions(100)) == ask(weather(rough, 7), *questions(100))
    assert ask(weather(rough, 7), *questions(100)) != ask(weather(rough, 8), *questions(100))


def test_a_daw_that_starts_later_is_met_when_it_listens() -> None:
    net = weather(Climate(delay=0.1))
    net.daw.open(("", "reel1"), 0.0, loading=1.0)
    assert ask(net, *questions(1), until=0.9) == []
    assert [net.listening, bool(net.advance(1.5)), net.listening] == [False, False, True]
    net.receive(OURS, encode(Message("/strip/name/1")), 1.5)
    assert len(net.advance(2.0)) == 1
