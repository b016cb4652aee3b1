"""The stand-in on real UDP."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bridge.demo.ardour import Ardour
from bridge.demo.reel import Act, reel
from bridge.shell.demo import DemoDaw
from bridge.wire.companion import LEASE, ORDERS, Lease, Order, spelt_lease, spelt_orders, told
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
    heard: asyncio.Queue[str] = asyncio.Queue()
    act = Act(0.0, "mutes 'PFX'", lambda: daw.session.mute("PFX"))
    demo = DemoDaw(daw, script=[act])
    demo.told = heard.put_nowait
    async with demo:
        assert await asyncio.wait_for(heard.get(), 2) == "mutes 'PFX'"
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


async def test_the_script_in_it_reads_its_folder_and_tells_where_it_is_told_to(
    client: socket.socket, tmp_path: Path
) -> None:
    lease = Lease(client.getsockname()[1], "t0ken")
    async with DemoDaw(Ardour(reel()), folder=tmp_path):
        (tmp_path / LEASE).write_text(spelt_lease(lease), "ascii")
        heard = told(await asyncio.wait_for(asyncio.get_running_loop().sock_recv(client, 65536), 2))
    assert (heard.token, heard.rows[0]) == ("t0ken", "begin")


async def test_what_an_order_makes_is_told_to_every_surface(client: socket.socket, tmp_path: Path) -> None:
    daw = Ardour(reel())
    async with DemoDaw(daw, folder=tmp_path) as demo:
        await _say(client, demo.port, "/set_surface", 0, 575, 0, 0, 0, 0)
        await _say(client, demo.port, "/set_surface")
        await _hear(client, "/set_surface")
        orders = spelt_orders("t0ken", "demo1", [Order(1, "bus", ("FOLEY", "2"))])
        (tmp_path / ORDERS).write_text(orders, "ascii")
        (tmp_path / LEASE).write_text(spelt_lease(Lease(9, "t0ken")), "ascii")
        assert await _hear(client, "/strip/list") == [Message("/strip/list")]
        assert daw.session["FOLEY"].leads == (daw.session["Master"],)
