"""The stand-in on real UDP."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from bridge.demo.ardour import Ardour
from bridge.demo.reel import Act, reel
from bridge.shell.demo import DemoDaw
from bridge.wire.osc import Message, decode, encode


@pytest.fixture
def client() -> Iterator[socket.socket]:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as opened:
        opened.bind(("127.0.0.1", 0))
        opened.setblocking(False)
        yield opened


async def _say(client: socket.socket, port: int, address: str, *args: int) -> None:
    await asyncio.get_running_loop().sock_sendto(client, encode(Message(address, args)), ("127.0.0.1", port))


async def _hear(client: socket.socket, until: str) -> list[Message]:
    heard: list[Message] = []
    while not heard or heard[-1].address != until:
        packet = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(client, 65536), 2)
        heard += decode(packet)
    return heard


async def test_a_client_is_answered_on_the_port_that_it_asks_from(client: socket.socket) -> None:
    async with DemoDaw(Ardour(reel())) as demo:
        await _say(client, demo.port, "/set_surface", 0, 575, 16384, 0, 0, 0)
        await _say(client, demo.port, "/set_surface")
        assert (await _hear(client, "/set_surface"))[-1].args == (0, 575, 16384, 0, 0, 0, 0, 1, 0)


async def test_a_change_by_hand_is_told_after_a_pump(client: socket.socket) -> None:
    daw = Ardour(reel())
    async with DemoDaw(daw) as demo:
        await _say(client, demo.port, "/set_surface", 0, 575, 0, 0, 0, 0)
        await _say(client, demo.port, "/set_surface")
        await _hear(client, "/set_surface")
        daw.session.select("PFX")
        demo.pump()
        assert await _hear(client, "/strip/list") == [Message("/strip/list")]


async def test_the_script_is_played_and_told() -> None:
    daw = Ardour(reel())
    told: asyncio.Queue[str] = asyncio.Queue()
    act = Act(0.0, "mutes 'PFX'", lambda: daw.session.mute("PFX"))
    demo = DemoDaw(daw, script=[act])
    demo.told = told.put_nowait
    async with demo:
        assert await asyncio.wait_for(told.get(), 2) == "mutes 'PFX'"
        assert daw.session.mutes["PFX"]


async def test_a_daw_that_quits_closes_its_socket_and_takes_the_same_port_again(client: socket.socket) -> None:
    daw = Ardour(reel())
    async with DemoDaw(daw) as demo:
        port = demo.port
        daw.quit(asyncio.get_running_loop().time())
        demo.pump()
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as other:
            other.bind(("127.0.0.1", port))
        daw.open(("demo", "Reel 1"), asyncio.get_running_loop().time())
        demo.pump()
        await _say(client, port, "/set_surface")
        assert (await _hear(client, "/set_surface"))[-1].args[1] == 31
