"""The sockets: bound to the loopback, read in slices, never brought down by what arrives or does not leave."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import pytest

from bridge.shell import udp
from bridge.shell.udp import BUFFER, LOOPBACK, SLICE, Opened, PortTrouble, Sockets

PATIENCE = 10.0
"""Seconds after which a packet on the loopback is not just late."""


class Ear:
    """Keeps what arrived and lets a test wait until it is enough."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes, int, float]] = []
        self._news = asyncio.Event()

    def __call__(self, name: str, data: bytes, port: int, at: float) -> None:
        self.heard.append((name, data, port, at))
        self._news.set()

    async def until(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not enough():
                self._news.clear()
                await self._news.wait()

    async def count(self, number: int) -> None:
        await self.until(lambda: len(self.heard) >= number)


@pytest.fixture
async def ear() -> Ear:
    return Ear()


@pytest.fixture
async def sockets(ear: Ear) -> AsyncIterator[Sockets]:
    opened = Sockets(ear)
    yield opened
    opened.close_all()


def listening(sockets: Sockets, name: str) -> int:
    """The port of a socket that was just opened."""
    opened = sockets.open(name, 0)
    assert isinstance(opened, Opened)
    return opened.port


# --- what arrives ------------------------------------------------------------------------------------------------


async def test_a_packet_arrives_with_its_socket_its_sender_and_its_time(sockets: Sockets, ear: Ear) -> None:
    here, there = listening(sockets, "here"), listening(sockets, "there")
    before = asyncio.get_running_loop().time()
    assert sockets.send("here", there, b"hello")
    await ear.count(1)
    ((name, data, port, at),) = ear.heard
    assert (name, data, port) == ("there", b"hello", here)
    assert before <= at <= asyncio.get_running_loop().time()


async def test_the_largest_and_the_empty_packet_arrive_whole(sockets: Sockets, ear: Ear) -> None:
    port = listening(sockets, "a")
    assert sockets.send("a", port, b"x" * 65_507 if sys.platform != "darwin" else b"x" * 9000)
    assert sockets.send("a", port, b"")
    await ear.count(2)
    assert [set(data) for _, data, _, _ in ear.heard] == [{ord("x")}, set()]


async def test_a_burst_is_read_in_order_and_in_slices_that_let_others_have_their_turn(
    sockets: Sockets, ear: Ear
) -> None:
    port = listening(sockets, "a")
    for number in range(3 * SLICE):
        assert sockets.send("a", port, number.to_bytes(2))
    assert SLICE <= 64
    seen, turns = 0, 0
    while len(ear.heard) < 3 * SLICE:
        await asyncio.sleep(0)
        assert len(ear.heard) - seen <= SLICE
        turns += len(ear.heard) > seen
        seen = len(ear.heard)
    assert turns >= 3
    assert [int.from_bytes(data) for _, data, _, _ in ear.heard] == list(range(3 * SLICE))


async def test_a_listener_that_fails_on_one_packet_gets_the_next() -> None:
    got: list[bytes] = []
    reported: list[dict[str, Any]] = []
    done = asyncio.Event()

    def fragile(_: str, data: bytes, __: int, ___: float) -> None:
        got.append(data)
        if data == b"2":
            raise ValueError("a mistake of ours")
        if data == b"3":
            done.set()

    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    fragile_ones = Sockets(fragile)
    port = listening(fragile_ones, "a")
    for data in (b"1", b"2", b"3"):
        fragile_ones.send("a", port, data)
    async with asyncio.timeout(PATIENCE):
        await done.wait()
    fragile_ones.close_all()
    assert got == [b"1", b"2", b"3"]
    assert len(reported) == 1, "and the mistake is told, once"


async def test_a_socket_closed_by_what_a_packet_led_to_is_read_no_more() -> None:
    got: list[bytes] = []

    def close(_: str, data: bytes, __: int, ___: float) -> None:
        got.append(data)
        closing.close_all()

    closing = Sockets(close)
    port = listening(closing, "a")
    for data in (b"1", b"2"):
        closing.send("a", port, data)
    for _ in range(5):
        await asyncio.sleep(0)
    assert got == [b"1"]


class Quirky:
    """A socket as Windows has them: what was sent to a port where nobody listens comes back as an error."""

    def __init__(self, *results: bytes | OSError) -> None:
        self.results = list(results)

    def recvfrom(self, _: int) -> tuple[bytes, tuple[str, int]]:
        result = self.results.pop(0) if self.results else BlockingIOError()
        if isinstance(result, OSError):
            raise result
        return result, (LOOPBACK, 5)


@pytest.mark.parametrize(
    ("quirky", "read"),
    [
        (Quirky(ConnectionResetError(), b"1", ConnectionResetError(), b"2"), [b"1", b"2"]),
        (Quirky(b"1", BlockingIOError(), b"2"), [b"1"]),
        (Quirky(b"1", OSError(100, "network is down"), b"2"), [b"1"]),
    ],
)
def test_errors_of_a_read_end_the_slice_at_most(quirky: Quirky, read: list[bytes]) -> None:
    assert [data for data, _ in udp._packets(cast("socket.socket", quirky), SLICE)] == read


# --- what leaves -------------------------------------------------------------------------------------------------


async def test_what_the_system_refuses_to_send_is_counted_and_survived(sockets: Sockets, ear: Ear) -> None:
    port = listening(sockets, "a")
    assert not sockets.send("a", port, b"x" * 70_000)
    assert not sockets.send("a", 70_000, b"x")
    assert not sockets.send("never opened", port, b"x")
    assert sockets.unsent == 3
    assert sockets.send("a", port, b"still here")
    await ear.count(1)


async def test_sending_to_a_port_where_nobody_listens_ends_nothing(sockets: Sockets, ear: Ear) -> None:
    port, gone = listening(sockets, "a"), listening(sockets, "b")
    sockets.close("b")
    for _ in range(3):
        sockets.send("a", gone, b"anybody?")
        await asyncio.sleep(0)
    sockets.send("a", port, b"still here")
    await ear.count(1)
    assert ear.heard[0][1] == b"still here"


async def test_we_are_bound_to_the_loopback_alone(sockets: Sockets) -> None:
    listening(sockets, "a")
    assert sockets._open["a"].getsockname()[0] == LOOPBACK


# --- old news ----------------------------------------------------------------------------------------------------


async def test_draining_throws_away_unread_what_lies_in_the_named_sockets_only(sockets: Sockets, ear: Ear) -> None:
    query, transport = listening(sockets, "query"), listening(sockets, "transport")
    for _ in range(500):
        sockets.send("query", query, b"old")
    sockets.send("query", transport, b"saved")
    assert sockets.drain(["query", "no such socket"]) == 500
    sockets.send("transport", query, b"new")
    await ear.count(2)
    assert sorted((name, data) for name, data, _, _ in ear.heard) == [("query", b"new"), ("transport", b"saved")]


async def test_draining_ends_while_somebody_floods_us(sockets: Sockets) -> None:
    class Flood(Quirky):
        def recvfrom(self, _: int) -> tuple[bytes, tuple[str, int]]:
            return b"more", (LOOPBACK, 5)

        def getsockopt(self, *_: int) -> int:
            return 2 * BUFFER

    sockets._open["flood"] = cast("socket.socket", Flood())
    assert sockets.drain(["flood"]) <= 2 * BUFFER // udp.SMALLEST_CHARGE
    del sockets._open["flood"]


# --- what the kernel grants and drops ----------------------------------------------------------------------------


async def test_the_granted_buffer_is_read_back(sockets: Sockets) -> None:
    plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    default = plain.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    plain.close()
    opened = sockets.open("a", 0)
    assert isinstance(opened, Opened)
    assert default // 2 <= opened.granted <= max(BUFFER, default)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what it dropped")
async def test_packets_that_the_kernel_drops_are_counted(sockets: Sockets) -> None:
    port = listening(sockets, "full")
    listening(sockets, "idle")
    assert sockets.drops() == {"full": 0, "idle": 0}
    sockets._open["full"].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for _ in range(100):
        sockets.send("idle", port, b"x" * 1000)
    drops = sockets.drops()
    assert drops["idle"] == 0
    assert drops["full"] == 100 - sockets.drain(["full"])
    assert drops["full"] > 0


async def test_where_the_kernel_does_not_tell_drops_are_unknown(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening(sockets, "a")
    monkeypatch.setattr(udp, "_kernel_drops", dict)
    assert sockets.drops() == {"a": None}


# --- ports -------------------------------------------------------------------------------------------------------


async def test_a_port_in_use_is_a_sentence_that_says_which_and_what_to_do(sockets: Sockets) -> None:
    port = listening(sockets, "a")
    trouble = sockets.open("b", port)
    assert isinstance(trouble, PortTrouble)
    assert (trouble.name, trouble.port, trouble.taken) == ("b", port, True)
    for part in (str(port), "another Stembridge", "`stembridge doctor`", "Nothing was changed"):
        assert part in str(trouble)


async def test_a_port_in_use_is_not_shared_even_with_a_program_that_would(sockets: Sockets) -> None:
    sharing = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sharing.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sharing.bind((LOOPBACK, 0))
    try:
        assert isinstance(sockets.open("a", sharing.getsockname()[1]), PortTrouble)
    finally:
        sharing.close()


async def test_a_number_that_is_no_port_is_a_sentence_too(sockets: Sockets) -> None:
    trouble = sockets.open("a", 70_000)
    assert isinstance(trouble, PortTrouble)
    assert not trouble.taken
    assert "70000" in trouble.sentence


async def test_a_name_opened_again_leaves_its_old_port(sockets: Sockets, ear: Ear) -> None:
    first, second = listening(sockets, "a"), listening(sockets, "a")
    assert isinstance(sockets.open("b", first), Opened), "the old port is free"
    sockets.send("b", second, b"x")
    await ear.count(1)
    assert ear.heard[0][:3] == ("a", b"x", first)


async def test_a_closed_port_can_be_opened_again_at_once(sockets: Sockets) -> None:
    port = listening(sockets, "a")
    sockets.close("a")
    sockets.close("a")
    assert isinstance(sockets.open("a", port), Opened)


# --- where nobody listens ---------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells to which port a refused packet went")
async def test_a_port_where_nobody_listens_is_told_by_its_number_and_the_socket_goes_on(ear: Ear) -> None:
    refused: list[tuple[int, float]] = []
    told = asyncio.Event()

    def note(port: int, at: float) -> None:
        refused.append((port, at))
        told.set()

    opened = Sockets(ear, note)
    here, gone = listening(opened, "here"), listening(opened, "gone")
    opened.close("gone")
    before = asyncio.get_running_loop().time()
    assert opened.send("here", gone, b"anybody?")
    async with asyncio.timeout(PATIENCE):
        await told.wait()
    assert [port for port, _ in refused] == [gone]
    assert before <= refused[0][1] <= asyncio.get_running_loop().time()
    assert opened.send("here", here, b"still here")
    await ear.count(1)
    assert ear.heard[0][1] == b"still here"
    opened.close_all()


async def test_a_refusal_that_nobody_asked_for_harms_nothing(sockets: Sockets, ear: Ear) -> None:
    here, gone = listening(sockets, "here"), listening(sockets, "gone")
    sockets.close("gone")
    for _ in range(3):
        assert sockets.send("here", gone, b"anybody?")
    assert sockets.send("here", here, b"still here")
    await ear.count(1)
    assert sockets.unsent == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells to which port a refused packet went")
async def test_a_listener_that_closes_the_socket_on_a_refusal_is_left_in_peace(ear: Ear) -> None:
    told = asyncio.Event()

    def close(_port: int, _at: float) -> None:
        opened.close_all()
        told.set()

    opened = Sockets(ear, close)
    listening(opened, "here")
    gone = listening(opened, "gone")
    opened.close("gone")
    opened.send("here", gone, b"anybody?")
    async with asyncio.timeout(PATIENCE):
        await told.wait()
    assert not opened.send("here", gone, b"anybody?")
