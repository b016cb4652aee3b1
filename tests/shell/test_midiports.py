"""The wanted MIDI ports: opened when they are there, polled, closed when they go, opened when they return."""

import pytest

from bridge.shell.midi import Port, PortNews, Way
from bridge.shell.midiports import FAST, LOOK, RETRY, SILENT, SLOW, Listed, Poller
from tests.shell.midifakes import Ear, FakeDriver, Time

MTC = Port("ardour:MTC")
REPLY = Port("ardour:MMC in", Way.OUT)
MADE = Port("timecode", virtual=True)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def driver() -> FakeDriver:
    return FakeDriver(sources=["a2j:Keys", "ardour:MTC out"], sinks=["ardour:MMC in"])


@pytest.fixture
def poller(driver: FakeDriver, ear: Ear, clock: Time) -> Poller:
    return Poller([driver], ear, clock)


def look(poller: Poller, clock: Time, seconds: float = LOOK) -> None:
    clock.now += seconds
    poller.turn()


# --- opening ----------------------------------------------------------------------------------------------------


def test_a_port_is_opened_by_the_beginning_of_its_name(poller: Poller, driver: FakeDriver, ear: Ear) -> None:
    poller.want(MTC)
    poller.turn()
    assert [port.name for port in driver.opened] == ["ardour:MTC out"]
    assert ear.told == [PortNews(MTC, "ardour:MTC out", "The MIDI port ardour:MTC out (JACK) is heard.")]


def test_a_port_that_is_not_there_is_said_once_with_those_that_are_and_opened_when_it_comes(
    poller: Poller, driver: FakeDriver, ear: Ear, clock: Time
) -> None:
    poller.want(Port("IAC"))
    poller.turn()
    look(poller, clock)
    (sentence,) = ear.news()
    assert sentence.startswith("There is no MIDI port IAC. There are: a2j:Keys, ardour:MTC out.")
    driver.sources.append("IAC Driver")
    look(poller, clock)
    assert ear.news() == ["The MIDI port IAC Driver (JACK) is heard."]


def test_a_port_that_does_not_open_is_said_and_tried_again(
    poller: Poller, driver: FakeDriver, ear: Ear, clock: Time
) -> None:
    driver.refusing = "another program has it"
    poller.want(MTC)
    poller.turn()
    look(poller, clock)
    assert ear.news() == ["another program has it. It is tried again."]
    driver.refusing = ""
    look(poller, clock)
    assert ear.news() == ["The MIDI port ardour:MTC out (JACK) is heard."]


def test_a_virtual_port_is_made_under_its_own_name(poller: Poller, driver: FakeDriver) -> None:
    poller.want(MADE)
    poller.turn()
    assert [port.name for port in driver.opened] == ["timecode"]


def test_a_port_is_looked_for_in_every_kind_of_midi(ear: Ear, clock: Time) -> None:
    jack, alsa = FakeDriver(down="No JACK server runs"), FakeDriver("ALSA", sources=["MOTU:MOTU 1 24:0"])
    poller = Poller([jack, alsa], ear, clock)
    poller.want(Port("MOTU:MOTU 1"))
    poller.turn()
    assert [port.name for port in alsa.opened] == ["MOTU:MOTU 1 24:0"]
    assert poller.listed(Way.IN) == (Listed("ALSA", "MOTU:MOTU 1"),)
    assert poller.troubles() == ("No JACK server runs",)


def test_where_there_is_no_midi_at_all_the_reason_is_said(ear: Ear, clock: Time) -> None:
    poller = Poller([FakeDriver(down="No JACK server runs")], ear, clock)
    poller.want(MTC)
    poller.want(MADE)
    poller.turn()
    assert ear.news() == [
        "There is no MIDI port ardour:MTC. No JACK server runs. It is opened when it appears.",
        "There is no MIDI port timecode. No JACK server runs. It is opened when it appears.",
    ]


# --- what comes and goes ----------------------------------------------------------------------------------------


def test_what_came_is_told_port_by_port_in_its_order(poller: Poller, driver: FakeDriver, ear: Ear) -> None:
    poller.want(MTC)
    poller.want(Port("a2j"))
    poller.turn()
    driver.opened[0].waiting = [(100.0, b"\xf1\x00"), (100.01, b"\xf1\x10")]
    driver.opened[1].waiting = [(100.0, b"\x90\x3c\x40\x3d\x40")]
    poller.turn()
    poller.turn()
    assert ear.heard() == [
        ("ardour:MTC", b"\xf1\x00"),
        ("ardour:MTC", b"\xf1\x10"),
        ("a2j", b"\x90\x3c\x40\x3d\x40"),
    ]


def test_a_message_leaves_at_once_from_an_open_port_and_from_no_other(poller: Poller, driver: FakeDriver) -> None:
    assert not poller.send(REPLY, b"\x90\x00\x7f")
    poller.want(REPLY)
    poller.turn()
    assert poller.send(REPLY, b"\x90\x00\x7f")
    assert driver.opened[0].sent == [b"\x90\x00\x7f"]


def test_a_port_that_fails_to_send_is_said_and_opened_anew(
    poller: Poller, driver: FakeDriver, ear: Ear, clock: Time
) -> None:
    poller.want(REPLY)
    poller.turn()
    ear.news()
    driver.opened[0].broken = True
    assert not poller.send(REPLY, b"\xfe")
    assert ear.news() == ["The MIDI port ardour:MMC in is not sent to: the cable is cut. It is opened again."]
    look(poller, clock)
    assert driver.opened[0].closed == 1
    assert poller.send(REPLY, b"\xfe")


def test_a_port_that_ends_by_itself_is_said_and_opened_anew(
    poller: Poller, driver: FakeDriver, ear: Ear, clock: Time
) -> None:
    poller.want(MTC)
    poller.turn()
    ear.news()
    driver.opened[0].broken = True
    poller.turn()
    assert ear.news() == ["The MIDI port ardour:MTC is not heard: the cable is cut. It is opened again."]
    look(poller, clock)
    assert [port.closed for port in driver.opened] == [1, 0]


def test_a_port_that_goes_is_closed_and_said_and_opened_when_it_returns(
    poller: Poller, driver: FakeDriver, ear: Ear, clock: Time
) -> None:
    poller.want(MTC)
    poller.turn()
    ear.news()
    driver.sources.remove("ardour:MTC out")
    look(poller, clock)
    assert driver.opened[0].closed == 1
    assert ear.news() == ["The MIDI port ardour:MTC out has gone. It is opened again when it is back."]
    look(poller, clock)
    assert ear.news() == []
    driver.sources.append("ardour:MTC out")
    look(poller, clock)
    assert ear.news() == ["The MIDI port ardour:MTC out (JACK) is heard."]


def test_a_device_that_comes_back_under_another_number_is_opened_anew(ear: Ear, clock: Time) -> None:
    alsa = FakeDriver("ALSA", sources=["MOTU:MOTU 24:0"])
    poller = Poller([alsa], ear, clock)
    poller.want(Port("MOTU"))
    poller.turn()
    alsa.sources = ["MOTU:MOTU 28:0"]
    look(poller, clock)
    assert [(port.name, port.closed) for port in alsa.opened] == [("MOTU:MOTU 24:0", 1), ("MOTU:MOTU 28:0", 0)]


def test_when_the_audio_server_goes_its_ports_are_closed_before_it_and_all_return_with_it(
    poller: Poller, driver: FakeDriver, ear: Ear, clock: Time
) -> None:
    for port in (MTC, REPLY, MADE):
        poller.want(port)
    poller.turn()
    ear.news()
    driver.down = "No JACK server runs"
    look(poller, clock)
    assert driver.closed == 1
    assert ear.news() == [
        "The MIDI port ardour:MTC out has gone. No JACK server runs.",
        "The MIDI port ardour:MMC in has gone. No JACK server runs.",
        "The MIDI port timecode has gone. No JACK server runs.",
    ]
    driver.down = ""
    look(poller, clock, RETRY)
    assert len(ear.news()) == 3
    assert [port.name for port in driver.opened[3:]] == ["ardour:MTC out", "ardour:MMC in", "timecode"]


def test_a_server_that_is_not_there_is_not_asked_at_every_look(poller: Poller, driver: FakeDriver, clock: Time) -> None:
    driver.down = "No JACK server runs"
    poller.turn()
    before = driver.lists
    look(poller, clock)
    assert driver.lists == before
    look(poller, clock, RETRY)
    assert driver.lists == before + 1


def test_a_port_that_nobody_wants_any_more_is_closed_and_stays_closed(
    poller: Poller, driver: FakeDriver, clock: Time
) -> None:
    poller.want(MTC)
    poller.turn()
    poller.drop(MTC)
    look(poller, clock)
    assert [port.closed for port in driver.opened] == [1]


# --- how often --------------------------------------------------------------------------------------------------


def test_without_an_open_port_nothing_is_done_between_two_looks(poller: Poller, driver: FakeDriver) -> None:
    driver.sources.clear()
    poller.want(MTC)
    assert poller.turn() == LOOK


def test_polling_is_fast_while_something_arrives_and_slow_after_a_second_of_silence(
    poller: Poller, driver: FakeDriver, clock: Time
) -> None:
    poller.want(MTC)
    assert poller.turn() == SLOW
    driver.opened[0].waiting = [(clock.now, b"\xf8")]
    assert poller.turn() == FAST
    clock.now += SILENT / 2
    assert poller.turn() == FAST
    clock.now += SILENT / 2
    assert poller.turn() == SLOW
