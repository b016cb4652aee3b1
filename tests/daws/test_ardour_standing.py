"""How the conversation stands, in words for a person: silent, lost, deaf, with holes, and well again."""

import pytest

from bridge.daws import ardour_words as words
from bridge.demo.ardour import Ardour as Daw
from bridge.model.effects import Query
from bridge.model.events import Doubted, Event, Joined, LinkChanged, LinkState, Listed
from tests.daws.conversation import Conversation, Sieve, of, small_desk

FILE = ("", "Reel 1")


class Poll(Conversation):
    """A conversation that asks four times a second, as the bridge does while it is joined."""

    asked = 0

    def work(self, seconds: float) -> list[Event]:
        told, end = len(self.events), self.now + seconds
        while self.now < end:
            self.asked += 1
            self.send(Query(self.asked))
            self.run(0.25)
        return self.events[told:]


def live() -> tuple[Poll, Sieve]:
    sieve = Sieve(Daw(small_desk()))
    talk = Poll(sieve)
    talk.work(3.0)
    return talk, sieve


def states(said: list[Event]) -> list[LinkState]:
    return [changed.state for changed in of(LinkChanged, said)]


def test_a_quiet_session_stays_live() -> None:
    talk, _ = live()
    assert states(talk.run(120.0)) == []


def test_after_five_seconds_of_silence_that_is_said_and_nothing_may_be_set() -> None:
    talk, sieve = live()
    sieve.keep = lambda _: False
    assert states(talk.run(4.0)) == []
    said = talk.run(1.5)
    assert states(said) == [LinkState.SILENT]
    assert len(of(Doubted, said)) == 1


def test_an_ardour_that_was_silent_and_kept_our_surfaces_is_the_same_desk() -> None:
    talk, sieve = live()
    sieve.daw.deafen(talk.now + 8.0)
    said = talk.work(12.0)
    assert states(said) == [LinkState.DEAF, LinkState.SILENT, LinkState.LIVE]
    assert [joined.fresh for joined in of(Joined, said)] == [False]


def test_after_fifteen_seconds_it_is_lost_until_one_is_found() -> None:
    talk, sieve = live()
    sieve.daw.quit(talk.now)
    said = talk.run(60.0)
    assert states(said) == [LinkState.JOINING, LinkState.SILENT, LinkState.LOST]
    sieve.daw.open(FILE, talk.now)
    said = talk.run(3.0)
    assert states(said) == [LinkState.JOINING, LinkState.LIVE]
    assert of(Joined, said)[0].fresh


def test_an_ardour_that_came_back_while_it_was_missed_is_fresh() -> None:
    talk, sieve = live()
    sieve.daw.quit(talk.now)
    talk.run(8.0)
    sieve.daw.open(FILE, talk.now)
    said = talk.run(3.0)
    assert states(said) == [LinkState.LIVE]
    assert [joined.fresh for joined in of(Joined, said)] == [True]


def test_a_lost_ardour_is_searched_on_all_ports() -> None:
    talk, sieve = live()
    sieve.daw.quit(talk.now)
    talk.run(20.0)
    called = {packet.port for at, packet in talk.sent if at > talk.now - 3.0}
    assert called == set(range(3819, 3839))


def test_a_transport_surface_without_its_heartbeat_is_set_up_again() -> None:
    talk, sieve = live()
    sieve.keep = lambda packet: not packet.startswith(b"/heartbeat")
    said = talk.work(7.0)
    assert len(of(Doubted, said)) == 1
    assert [joined.fresh for joined in of(Joined, said)] == [False]
    assert states(said) == []


def test_a_question_unanswered_for_a_second_and_a_half_is_said_and_so_is_the_end_of_it() -> None:
    talk, sieve = live()
    began = talk.now
    sieve.daw.deafen(talk.now + 3.0)
    said = talk.work(5.0)
    assert states(said) == [LinkState.DEAF, LinkState.LIVE]
    assert of(LinkChanged, said)[0].at - began == pytest.approx(1.5, abs=0.1)


def test_deafness_that_nobody_asks_into_is_not_said() -> None:
    talk, sieve = live()
    sieve.daw.deafen(talk.now + 3.0)
    assert states(talk.run(4.0)) == []


def test_a_question_that_was_only_lost_is_no_deafness() -> None:
    talk, sieve = live()
    sieve.keep = lambda packet: not packet.startswith(b"/reply")
    assert states(talk.work(3.0)) == []


def test_three_lists_with_holes_are_said_and_so_is_the_next_good_one() -> None:
    talk, sieve = live()
    sieve.keep = lambda packet: b"FX 2" not in packet
    assert states(talk.work(3.0)) == [LinkState.PARTIAL]
    sieve.keep = lambda _: True
    said = talk.work(3.0)
    assert states(said) == [LinkState.LIVE]
    assert len(of(Listed, said)) > 1


def test_silence_through_a_gap_is_no_silence_of_ardours() -> None:
    talk, _ = live()
    talk.now += 3600.0
    talk.link.woke(talk.now)
    assert states(talk.link.tick(talk.now)) == []


@pytest.mark.parametrize(
    "sentence",
    [*words.AGAIN.values(), words.OFF, words.lost(range(3819, 3839)), words.not_found(range(3819, 3839))],
)
def test_what_is_said_of_trouble_says_what_is_not_harmed_or_what_to_do(sentence: str) -> None:
    assert sentence.endswith(".")
    assert any(
        word in sentence for word in ("Nothing", "Nothing was changed", "stays written down", "No change", "tick")
    )


def test_a_hostile_session_name_cannot_steer_a_terminal() -> None:
    sentence = words.live("\x1b[2J" + "x" * 500, 3819, cured=False)
    assert sentence.isprintable()
    assert len(sentence) < 200
