"""Whatever the network does, a list that is believed is one list that Ardour really gave, and gave after the question.

Model of the network: each packet, both ways, may be lost, doubled, or late by up to 0.1 s. In truth loopback loses
packets (when a buffer is full) and does nothing else.
"""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.demo.ardour import Ardour
from bridge.demo.control import Sent
from bridge.demo.session import Session
from bridge.demo.weather import Climate, Weather
from bridge.model.desk import Strip
from bridge.model.effects import Query
from bridge.model.events import ListBroken, Listed
from bridge.wire.osc import decode
from tests.daws.conversation import Conversation, of, small_desk

Row = tuple[str, bool, bool]


class Watched(Ardour):
    """A stand-in that remembers every list it gave: (when, name and mute and solo of each strip)."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.lists: list[tuple[float, tuple[Row, ...]]] = []
        self._rows: list[Row] = []

    def advance(self, at: float) -> list[Sent]:
        said = super().advance(at)
        for _, packet in said:
            for message in decode(packet):
                match message.address, message.args:
                    case "/reply", ["end_route_list", *_]:
                        self.lists.append((at, tuple(self._rows)))
                        self._rows = []
                    case "/reply", [_, str(name), _, _, mute, solo, *_]:
                        self._rows.append((name, bool(mute), bool(solo)))
        return said


def as_given(strips: tuple[Strip, ...]) -> tuple[Row, ...]:
    return tuple((strip.name, strip.mute, strip.solo) for strip in strips)


def meddle(session: Session, chance: Random) -> None:
    """The user's hand: a mute, now and then another order or another name."""
    names = [channel.name for channel in session.channels[:-1]]
    name = chance.choice(names)
    match chance.randrange(8):
        case 0:
            session.move((name,), chance.randrange(len(names)))
        case 1:
            session.rename(name, f"{name}'" if len(name) < 9 else name[:4])
        case _:
            session.mute(name, not session[name].mute)


class Evening:
    """Somebody works, the link asks four times a second as the bridge does, and never more than two at once."""

    def __init__(self, climate: Climate, seed: int, tracks: int = 7) -> None:
        self.chance = Random(seed)
        self.daw = Watched(small_desk(tracks))
        self.weather = Weather(self.daw, self.chance)
        self.talk = Conversation(self.weather)
        self.talk.run(1.0)
        self.weather.climate = climate
        self.asked: dict[int, float] = {}

    def work(self, seconds: float, pace: float = 0.25) -> None:
        end = self.talk.now + seconds
        while self.talk.now < end:
            if len(self._open()) < 2:
                self.asked[len(self.asked)] = self.talk.now
                self.talk.send(Query(len(self.asked) - 1))
            for _ in range(self.chance.randrange(4)):
                self.talk.run(self.chance.random() * pace / 3)
                meddle(self.daw.session, self.chance)
            self.talk.run(self.chance.random() * pace)

    def _open(self) -> set[int]:
        ended = {e.question for e in self.talk.events if isinstance(e, Listed | ListBroken)}
        return {question for question, at in self.asked.items() if at > self.talk.now - 10.0} - ended

    def unproven(self) -> list[Listed]:
        """Lists that Ardour never gave, or not between their question and their answer."""
        return [
            listed
            for listed in of(Listed, self.talk.events)
            if not any(
                self.asked[listed.question] <= at <= listed.at and rows == as_given(listed.strips)
                for at, rows in self.daw.lists
            )
        ]


climates = st.builds(
    Climate,
    loss=st.sampled_from((0.0, 0.01, 0.1, 0.3)),
    doubled=st.sampled_from((0.0, 0.05, 0.5)),
    delay=st.sampled_from((0.0, 0.02)),
    late=st.sampled_from((0.0, 0.05, 0.5)),
    spread=st.just(0.1),
)


@settings(max_examples=40, deadline=None)
@given(climate=climates, seed=st.integers(0, 2**32), tracks=st.integers(1, 7))
def test_a_list_is_one_that_ardour_gave_between_question_and_answer(climate: Climate, seed: int, tracks: int) -> None:
    evening = Evening(climate, seed, tracks)
    evening.work(6.0)
    assert evening.unproven() == []


@pytest.mark.parametrize("seed", range(5))
def test_a_deaf_ardour_that_wakes_up_with_many_questions_answers_none_of_them_wrongly(seed: int) -> None:
    evening = Evening(Climate(), seed)
    for pause in (3.0, 13.0, 25.0):
        evening.daw.deafen(evening.talk.now + pause)
        evening.work(pause + 2.0)
    assert evening.unproven() == []
    assert of(Listed, evening.talk.events)[-1].at > evening.talk.now - 1.0


@pytest.mark.parametrize("seed", range(3))
def test_in_bad_weather_lists_still_come(seed: int) -> None:
    evening = Evening(Climate(loss=0.02, doubled=0.1, late=0.05), seed)
    evening.work(20.0)
    assert len(of(Listed, evening.talk.events)) > 10
    assert evening.unproven() == []
