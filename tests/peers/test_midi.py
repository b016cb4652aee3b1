"""Real MIDI ports of a real JACK server: what arrives and when, what comes and goes, and that nothing ever hangs."""

import statistics
import time
from collections.abc import Iterator, Sequence

import pytest

from bridge.model.chasing import Lock
from bridge.model.timecode import RATES, frame_of
from bridge.shell.following import Followed
from bridge.shell.generating import SENDABLE, Generator
from bridge.shell.midi import Port, Way
from tests.peers.jackd import Jackd, Sender
from tests.peers.listening import Listener, driver

pytestmark = pytest.mark.peer

QUARTERS = tuple((500 * number, bytes((0xF1, number & 0x7F))) for number in range(480))
"""Five seconds of quarter frames at 24 frames a second and 48 kHz, each at its exact sample."""
MADE = Port("timecode", virtual=True)
TRAFFIC = 128
"""Messages a period: 6000 a second."""


@pytest.fixture
def sender(server: Jackd) -> Iterator[Sender]:  # noqa: ARG001 - it needs one
    with Sender() as sender:
        yield sender


@pytest.fixture(params=["supriya-midi", "python-rtmidi", "exact"])
def listener(server: Jackd, request: pytest.FixtureRequest) -> Iterator[Listener]:  # noqa: ARG001
    """A listener by each of the ways to listen to JACK."""
    exact = request.param == "exact"
    listening = Listener(driver(exact=True) if exact else driver(request.param))
    yield listening
    listening.poller.close()


# --- what arrives -----------------------------------------------------------------------------------------------


def test_every_kind_of_message_arrives_whole_and_running_status_passes(listener: Listener, sender: Sender) -> None:
    listener.want(Port(sender.port))
    listener.rest(0.3)
    sent = (
        b"\xf1\x35",
        b"\xf8",
        b"\xf2\x10\x20",
        b"\xfe",
        bytes.fromhex("f07f7f0601f7"),
        b"\xf0" + b"\x05" * 4000 + b"\xf7",
        bytes.fromhex("903c403d40"),
        bytes.fromhex("903c40f135"),
        b"\xf1\x36",
    )
    sender.play([(number * 960, data) for number, data in enumerate(sent)])
    listener.until(lambda: len(listener.messages) >= len(sent))
    assert tuple(data for _, data in listener.messages) == sent


def test_a_sysex_in_two_pieces_arrives_in_its_order(listener: Listener, sender: Sender) -> None:
    listener.want(Port(sender.port))
    listener.rest(0.3)
    sender.play([(0, b"\xf0\x01\x02\x03"), (960, b"\x04\x05\xf7"), (1920, b"\xf1\x00")])
    listener.until(lambda: (0xF1) in b"".join(data for _, data in listener.messages))
    assert b"".join(data for _, data in listener.messages) == b"\xf0\x01\x02\x03\x04\x05\xf7\xf1\x00"


def errors(listener: Listener, sender: Sender) -> list[float]:
    """Seconds by which each quarter frame's stamp is later than its byte was sent."""
    listener.want(Port(sender.port))
    listener.rest(0.3)
    sent = sender.play(QUARTERS)
    listener.until(lambda: len(listener.messages) >= len(QUARTERS))
    assert [data for _, data in listener.messages] == [data for _, data in QUARTERS]
    return [at - true for (at, _), true in zip(listener.messages, sent, strict=True)]


def worst(late: Sequence[float], share: float = 0.99) -> float:
    """How far that share of them lies from the median at most."""
    middle = statistics.median(late)
    return sorted(abs(each - middle) for each in late)[int(len(late) * share) - 1]


@pytest.mark.quiet
def test_a_stamp_is_within_a_period_of_the_sample_at_which_its_byte_was_sent(
    server: Jackd, listener: Listener, sender: Sender
) -> None:
    period = server.period / 48000
    late = errors(listener, sender)
    assert -period < statistics.median(late) < period
    assert worst(late, 0.9) < 1.5 * period


@pytest.mark.quiet
def test_a_child_process_stamps_to_the_sample(sender: Sender) -> None:
    listening = Listener(driver(exact=True))
    late = errors(listening, sender)
    listening.poller.close()
    assert abs(statistics.median(late)) < 0.0005
    assert worst(late) < 0.0005


# --- our own timecode -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SENDABLE)
def test_timecode_that_we_send_is_decoded_within_a_frame(server: Jackd, name: str) -> None:
    assert server.period == 1024
    listening, followed, rate = Listener(driver()), Followed(name), RATES[name]
    sink, first, sent = Port("generator", Way.OUT, virtual=True), frame_of("00:59:58:00", rate), list[float]()
    listening.want(sink)
    listening.until(lambda: any(listed.name.endswith(":generator") for listed in listening.poller.listed(Way.IN)))
    listening.want(Port("stembridge:generator"))
    listening.rest(0.3)
    off: list[float] = []

    def send(data: bytes) -> bool:
        if data[0] == 0xF1:
            sent.append(time.monotonic())
        return listening.poller.send(sink, data)

    def look() -> None:
        listening.poller.turn()
        followed.take(listening.messages)
        listening.told.clear()
        view = followed.view(time.monotonic())
        if view.lock is Lock.LOCKED and view.place is not None:
            off.append(view.place - first - (view.at - sent[0]) * float(rate.fps))

    Generator(send, look, first, rate).run(2.0)
    listening.poller.close()
    assert len(off) > rate.nominal  # a machine that is busy is locked less often, but never wrongly
    assert max(map(abs, off)) <= 1.0


# --- what comes and goes ----------------------------------------------------------------------------------------


def test_a_port_that_goes_and_returns_is_heard_again(listener: Listener) -> None:
    port = Port("traveller")
    with Sender("traveller"):
        listener.want(port)
    listener.until(lambda: not listener.news[-1].name)
    with Sender("traveller") as back:
        listener.until(lambda: bool(listener.news[-1].name))
        listener.rest(0.3)
        back.play([(0, b"\xf1\x35")])
        listener.until(lambda: bool(listener.messages))
    assert listener.news[-1].sentence == "The MIDI port traveller:out (JACK) is heard."


@pytest.mark.parametrize("kill", [True, False], ids=["killed", "stopped"])
def test_a_server_that_ends_and_comes_back_takes_and_gives_its_ports(
    server: Jackd, listener: Listener, *, kill: bool
) -> None:
    reply = Port("timecode out", Way.OUT, virtual=True)
    listener.want(MADE)
    listener.want(reply)
    server.stop(kill=kill)
    listener.until(lambda: not any(news.name for news in listener.news[-2:]))
    assert not listener.poller.send(reply, b"\xfe")
    assert "No JACK server runs" in listener.news[-1].sentence
    server.start()
    listener.until(lambda: all(news.name for news in listener.news[-2:]))
    listener.until(lambda: bool(listener.poller.listed(Way.OUT)))
    with Sender() as sender:
        sender.connect(listener.poller.listed(Way.OUT)[0].name)
        sender.play([(0, b"\xf1\x35")])
        listener.until(lambda: bool(listener.messages))
    assert listener.poller.send(reply, b"\xfe")


def test_two_ports_of_ours_that_are_connected_talk_to_each_other(listener: Listener) -> None:
    listener.want(Port("echo", Way.OUT, virtual=True))
    listener.rest(0.6)
    (name,) = (listed.name for listed in listener.poller.listed(Way.IN) if listed.name.endswith(":echo"))
    listener.want(Port(name))
    listener.rest(0.3)
    assert listener.poller.send(Port("echo", Way.OUT, virtual=True), b"\xf0\x7e\x00\xf7")
    listener.until(lambda: bool(listener.messages))
    assert [data for _, data in listener.messages] == [b"\xf0\x7e\x00\xf7"]


@pytest.mark.slow
@pytest.mark.parametrize("library", ["supriya-midi", "python-rtmidi"])
def test_a_port_opens_and_closes_sixty_times_while_messages_pour_in(sender: Sender, library: str) -> None:
    sender.flood(TRAFFIC)
    listening = Listener(driver(library))
    for _ in range(60):
        listening.want(Port(sender.port))
        listening.poller.turn()
        listening.poller.drop(Port(sender.port))
        listening.told.clear()
    listening.want(Port(sender.port))
    listening.rest(0.3)
    assert len(listening.messages) > 100
    listening.poller.close()
