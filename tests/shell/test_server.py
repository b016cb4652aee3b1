import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace

import aiohttp
import pytest

from bridge.model.desk import Kind
from bridge.model.effects import Answer
from bridge.model.events import Event, LinkState
from bridge.model.requests import PreviewAsked
from bridge.model.show import Mode
from bridge.model.snapshot import PreviewView, Snapshot, TrackView
from bridge.model.stems import Stem
from bridge.model.transport import Transport
from bridge.sheets.cuemeant import Meant
from bridge.shell import server
from bridge.shell.decisions import Decide, Order, Redo, Undo
from bridge.shell.server import Server

EMPTY = Snapshot(
    at=1.0,
    mode=Mode.WATCH,
    link=LinkState.SEARCHING,
    detail="",
    since=0.0,
    session="",
    rate=0,
    transport=Transport(),
    preview=PreviewView(),
    tracks=(),
    debts=(),
    offered=(),
    elsewhere=(),
    file_debts=(),
    looked=None,
    notices=(),
)
RIGHT = "right"
BEARER = {"Authorization": f"Bearer {RIGHT}"}


@dataclass
class Engine:
    """An engine whose picture the test sets, and who answers as the test says."""

    picture: Snapshot = EMPTY
    revision: int = 0
    answer: Answer | None = None
    asked: list[Event] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def snapshot(self) -> Snapshot:
        return self.picture

    async def moved(self, seen: int) -> int:
        async with self.news:
            await self.news.wait_for(lambda: self.revision != seen)
        return self.revision

    def ask(self, asked: Callable[[float, int], Event]) -> asyncio.Future[Answer]:
        self.asked.append(asked(1.0, 7))
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        if self.answer is not None:
            future.set_result(self.answer)
        return future

    async def show(self, picture: Snapshot) -> None:
        self.picture = picture
        self.revision += 1
        async with self.news:
            self.news.notify_all()


@dataclass
class Cues:
    """A show whose decisions are only noted."""

    answer: Answer | None = None
    orders: list[Order] = field(default_factory=list)

    async def carry_out(self, order: Order) -> Answer:
        self.orders.append(order)
        assert self.answer is not None
        return self.answer

    async def listed(self) -> str:
        return '{"cues":[]}'


@dataclass
class House:
    engine: Engine
    cues: Cues
    port: int
    web: aiohttp.ClientSession
    stop: Callable[[], Awaitable[None]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    engine, cues = Engine(), Cues()
    serving = Server(engine, cues, RIGHT)
    port = await serving.start()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as web:
        yield House(engine, cues, port, web, serving.stop)
    await serving.stop()


async def test_the_state_is_the_whole_snapshot(house: House) -> None:
    async with house.web.get(f"{house.address}/state", headers=BEARER) as answer:
        body = await answer.json()
    assert answer.status == 200
    assert body["link"] == "searching"
    assert body["version"] == 1


async def test_a_command_is_answered_with_what_the_engine_said(house: House) -> None:
    house.engine.answer = Answer(7, ok=False, lines=("No.", "Because."))
    async with house.web.post(
        f"{house.address}/commands", headers=BEARER, json={"command": "preview", "name": "dx"}
    ) as answer:
        assert await answer.json() == {"ok": False, "lines": ["No.", "Because."]}
    assert answer.status == 200
    assert house.engine.asked == [PreviewAsked(1.0, 7, "dx")]


async def test_an_engine_that_does_not_answer_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.01)
    async with house.web.post(f"{house.address}/commands", headers=BEARER, json={"command": "play"}) as answer:
        body = await answer.json()
    assert answer.status == 504
    assert "No answer" in body["lines"][0]


FOREIGN = [
    ({}, 401, "token"),
    ({"Authorization": "Bearer wrong"}, 401, "token"),
    ({"Authorization": "Basic right"}, 401, "token"),
    ({"Authorization": "Bearer \xff"}, 401, "token"),
    (BEARER | {"Origin": "http://evil.example"}, 403, "web page"),
    (BEARER | {"Origin": "null"}, 403, "web page"),
    (BEARER | {"Origin": "http://127.0.0.1:1"}, 403, "web page"),
    (BEARER | {"Host": "evil.example"}, 403, "127.0.0.1"),
    (BEARER | {"Host": "[bad"}, 403, "127.0.0.1"),
]


@pytest.mark.parametrize("path", ["state", "stream", "cues", "commands"])
@pytest.mark.parametrize(("headers", "status", "sentence"), FOREIGN)
async def test_who_is_not_of_the_house_is_refused_everywhere(
    house: House, path: str, headers: dict[str, str], status: int, sentence: str
) -> None:
    ask = house.web.post if path == "commands" else house.web.get
    async with ask(f"{house.address}/{path}", headers=headers) as answer:
        body = await answer.json()
    assert answer.status == status
    assert body["ok"] is False
    assert sentence in body["lines"][0]
    assert house.engine.asked == []


async def test_our_own_origin_is_let_in(house: House) -> None:
    own = BEARER | {"Origin": f"http://127.0.0.1:{house.port}"}
    async with house.web.get(f"{house.address}/state", headers=own) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 60_000, 400),
        (b"[]", 400),
        (b'{"command": "dance"}', 400),
        (b'{"command": "cue", "number": "1m3"}', 400),
        (b'{"command": "cue", "number": "1m3", "set": {"by": "x"}}', 400),
        (b'{"command": "preview", "name": "' + b"x" * 2000 + b'"}', 400),
        (b" " * 70_000, 413),
    ],
)
async def test_a_body_that_is_no_command_is_refused(house: House, data: bytes, status: int) -> None:
    async with house.web.post(f"{house.address}/commands", headers=BEARER, data=data) as answer:
        body = await answer.json()
    assert answer.status == status
    assert body["ok"] is False
    assert "Nothing was changed" in body["lines"][0]
    assert (house.engine.asked, house.cues.orders) == ([], [])


async def test_the_cues_are_listed(house: House) -> None:
    async with house.web.get(f"{house.address}/cues", headers=BEARER) as answer:
        assert (answer.status, await answer.json()) == (200, {"cues": []})


@pytest.mark.parametrize(
    ("body", "order"),
    [
        (
            {"command": "cue", "number": "1m3", "set": {"level": "diegetic"}, "at": "01:00:00:00", "session": "r1"},
            Decide(Meant("1m3", "01:00:00:00", "r1"), {"level": "diegetic"}),
        ),
        ({"command": "undo"}, Undo()),
        ({"command": "redo"}, Redo()),
    ],
)
async def test_a_decision_is_no_matter_of_the_engine(house: House, body: object, order: Order) -> None:
    house.cues.answer = Answer(0, ok=False, lines=("No.",))
    async with house.web.post(f"{house.address}/commands", headers=BEARER, json=body) as answer:
        assert (answer.status, await answer.json()) == (200, {"ok": False, "lines": ["No."]})
    assert (house.engine.asked, house.cues.orders) == ([], [order])


@pytest.mark.parametrize(("method", "path"), [("GET", "commands"), ("POST", "state"), ("POST", "cues"), ("GET", "no")])
async def test_a_wrong_door_is_said_in_the_same_shape(house: House, method: str, path: str) -> None:
    async with house.web.request(method, f"{house.address}/{path}", headers=BEARER) as answer:
        body = await answer.json()
    assert answer.status in {404, 405}
    assert body["ok"] is False


async def test_bytes_that_are_not_http_leave_the_server_alive(house: House) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(b"\0\xffgarbage\r\n\r\n")
    await asyncio.wait_for(reader.read(), 10)
    writer.close()
    async with house.web.get(f"{house.address}/state", headers=BEARER) as answer:
        assert answer.status == 200


async def test_it_listens_on_loopback_alone(house: House) -> None:
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.1", house.port)) == 0
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.2", house.port)) != 0


async def test_the_stream_gives_the_state_and_then_what_changed(house: House) -> None:
    async with house.web.ws_connect(f"{house.address}/stream", headers=BEARER) as stream:
        first = await stream.receive_json(timeout=10)
        await house.engine.show(replace(EMPTY, at=2.0, mode=Mode.PREVIEW))
        second = await stream.receive_json(timeout=10)
    assert first["type"] == "state"
    assert first["state"]["mode"] == "watch"
    assert second == {"type": "change", "revision": 1, "at": 2.0, "changed": {"mode": "preview"}}


async def test_the_token_may_stand_in_the_stream_s_address(house: House) -> None:
    async with house.web.ws_connect(f"{house.address}/stream?token={RIGHT}") as stream:
        assert (await stream.receive_json(timeout=10))["type"] == "state"
    async with house.web.get(f"{house.address}/state?token={RIGHT}") as answer:
        assert answer.status == 401


async def test_of_many_changes_the_latest_wins(house: House) -> None:
    async with house.web.ws_connect(f"{house.address}/stream", headers=BEARER) as stream:
        await stream.receive_json(timeout=10)
        for number in range(100):
            await house.engine.show(replace(EMPTY, session=f"take {number}"))
        messages = [await stream.receive_json(timeout=10)]
        while messages[-1]["changed"]["session"] != "take 99":
            messages.append(await stream.receive_json(timeout=10))
    assert len(messages) <= 3


async def test_a_client_that_reads_nothing_holds_up_neither_the_engine_nor_the_end() -> None:
    row = TrackView(1, "x" * 900, Kind.AUDIO, mute=False, solo=False, armed=None, stem=Stem())
    crowd = tuple(replace(row, number=number) for number in range(2000))
    engine = Engine(replace(EMPTY, tracks=crowd))
    serving = Server(engine, Cues(), RIGHT)
    port = await serving.start()
    lazy = socket.create_connection(("127.0.0.1", port))
    lazy.sendall(
        f"GET /v1/stream?token={RIGHT} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    async with (
        aiohttp.ClientSession() as web,
        web.ws_connect(f"http://127.0.0.1:{port}/v1/stream", headers=BEARER, max_msg_size=0) as stream,
    ):
        await stream.receive_json(timeout=10)
        await engine.show(replace(EMPTY, session="still here"))
        assert (await stream.receive_json(timeout=10))["changed"]["session"] == "still here"
    await asyncio.wait_for(serving.stop(), 10)
    lazy.close()


async def test_the_last_message_is_the_picture_at_the_end(house: House) -> None:
    async with house.web.ws_connect(f"{house.address}/stream", headers=BEARER) as stream:
        await stream.receive_json(timeout=10)
        house.engine.picture, house.engine.revision = replace(EMPTY, session="given back"), 9
        ending = asyncio.ensure_future(house.stop())
        last = await stream.receive_json(timeout=10)
        assert (await stream.receive(timeout=10)).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
        await ending
    assert (last["type"], last["revision"], last["state"]["session"]) == ("state", 9, "given back")


async def test_one_stream_too_many_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STREAMS", 1)
    async with house.web.ws_connect(f"{house.address}/stream", headers=BEARER) as stream:
        await stream.receive_json(timeout=10)
        async with house.web.get(f"{house.address}/stream", headers=BEARER) as answer:
            assert answer.status == 503
            assert "close one" in json.loads(await answer.text())["lines"][0]


async def test_a_picture_that_can_t_be_made_closes_the_stream_and_does_not_disturb_the_end(house: House) -> None:
    async with house.web.ws_connect(f"{house.address}/stream", headers=BEARER) as stream:
        await stream.receive_json(timeout=10)
        house.engine.snapshot = broken  # type: ignore[method-assign]
        await house.engine.show(EMPTY)
        assert (await stream.receive(timeout=10)).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}


def broken() -> Snapshot:
    raise KeyError("a mistake of ours")
