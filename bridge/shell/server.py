"""The interface: HTTP and a WebSocket on loopback, for every client alike.

    GET  /v1/state      the full state (`wireformat`)
    GET  /v1/stream     WebSocket: the full state, then what changed, latest wins, at most 15 messages a second
                        (more only behind answers to commands), one at least each 0.4 s
    GET  /v1/cues       all cues of the show in the order of time
    POST /v1/commands   {"command": "preview", "name": "dx"} -> {"ok": true, "lines": ["…"]}

Every request carries the run file's token: `Authorization: Bearer TOKEN`, on the stream also `?token=TOKEN`. A Host
that is not loopback (DNS rebinding) and an Origin that is not our own are refused, so no web page can drive a DAW.
Each refusal is a JSON object of the same shape with a sentence. Status: 200 answered (also a refusal of the engine),
400 no command, 401 no token, 403 from elsewhere, 413 too long, 503 too many streams, 504 no answer in time.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from hmac import compare_digest
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, web

from bridge.model.effects import Answer
from bridge.model.events import Event
from bridge.shell import beats, commands, wireformat
from bridge.shell.decisions import Decide, Order, Redo, Undo

PATIENCE = 15.0
"""Seconds that a command waits for the engine's answer."""
LARGEST = 64 * 1024
"""Bytes of one request's body; more is refused unread."""
STREAMS = 32
"""Streams that may be open at once."""
ALIVE = wireformat.text({"type": "alive"})
"""What a stream says where nothing changes."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Engine(beats.Engine, Protocol):
    """What the interface needs of the pump."""

    def ask(self, asked: Callable[[float, int], Event]) -> asyncio.Future[Answer]:
        """Feed the event made of (time, number of the request); the future holds the engine's answer."""


class Cues(Protocol):
    """What the interface needs of the show's cues and tracks (`deciding.Deciding`)."""

    async def carry_out(self, order: Order) -> Answer:
        """Carry a decision out; the answer comes when the bridge has taken it over."""

    async def listed(self) -> str:
        """All cues as JSON text."""


class Server:
    """The interface's server. `start` gives the port; `stop` lets answers under way leave and closes the streams."""

    def __init__(self, engine: Engine, cues: Cues, token: str) -> None:
        self._engine = engine
        self._beats = beats.Beats(engine)
        self._cues = cues
        self._token = token.encode()
        self._streams: dict[web.WebSocketResponse, asyncio.Task[None]] = {}
        self._closing: set[asyncio.Future[bool]] = set()
        app = web.Application(client_max_size=LARGEST, middlewares=[self._guard])
        app.router.add_get("/v1/state", self._state)
        app.router.add_get("/v1/stream", self._stream)
        app.router.add_get("/v1/cues", self._list)
        app.router.add_post("/v1/commands", self._command)
        app.on_shutdown.append(self._hang_up)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2.0)

    async def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1; gives the port (a free one for 0). Raises `OSError` if it is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        listening: tuple[str, int] = self._runner.addresses[0]
        return listening[1]

    async def stop(self) -> None:
        """Answer what is under way, close the streams, free the port."""
        await self._runner.cleanup()
        await self._beats.close()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _loopback(request.headers.get("Host", "")):
            return _refusal(403, "This interface answers only to 127.0.0.1 and localhost. Nothing was changed.")
        if not _own(request.headers.get("Origin"), request.headers.get("Host", "")):
            return _refusal(403, "A web page of another origin can't use this interface. Nothing was changed.")
        if not compare_digest(_token(request), self._token):
            return _refusal(401, "The token is missing or wrong; it stands in run.json in the bridge's state folder.")
        try:
            return await handler(request)
        except web.HTTPRequestEntityTooLarge:
            return _refusal(413, f"The request is longer than {LARGEST} bytes. Nothing was changed.")
        except web.HTTPException as error:
            return _refusal(error.status, f"{error.reason}: {request.method} {request.path[:80]}")

    async def _state(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's signature
        return _json(200, wireformat.state(self._beats.now().snapshot, os.getpid()))

    async def _list(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's signature
        return web.Response(text=await self._cues.listed(), content_type="application/json")

    async def _command(self, request: web.Request) -> web.Response:
        try:
            wish = commands.asked(json.loads(await request.read()), 0.0, 0)
        except (ValueError, RecursionError):
            return _refusal(400, "The request's body is not JSON. Nothing was changed.")
        except commands.BadCommand as error:
            return _refusal(400, f"{error} Nothing was changed.")
        try:
            answer = await asyncio.wait_for(self._answer(wish), PATIENCE)
        except TimeoutError:
            return _refusal(
                504, f"No answer within {PATIENCE:.0f} s; the bridge goes on trying. See: stembridge status"
            )
        self._beats.hurry()
        return _json(200, {"ok": answer.ok, "lines": list(answer.lines)})

    async def _answer(self, wish: commands.Asked | Order) -> Answer:
        if isinstance(wish, Decide | Undo | Redo):
            return await asyncio.shield(self._cues.carry_out(wish))
        return await self._engine.ask(lambda at, number: replace(wish, at=at, request=number))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        if len(self._streams) >= STREAMS:
            return _refusal(503, f"{STREAMS} streams are open already; close one.")
        stream = web.WebSocketResponse(timeout=1.0, heartbeat=20.0, max_msg_size=4096, compress=False)
        await stream.prepare(request)
        sending = asyncio.create_task(self._send(stream))
        self._streams[stream] = sending
        sending.add_done_callback(lambda sent: self._broken(stream, sent))
        try:
            async for _ in stream:  # a client has nothing to say here; reading notices that it is gone
                pass
        finally:
            self._streams.pop(stream, None)
            sending.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await sending
        return stream

    def _broken(self, stream: web.WebSocketResponse, sent: "asyncio.Task[None]") -> None:
        """A picture could not be told: the stream is closed, so that its client looks for another one."""
        if not sent.cancelled():
            closing = asyncio.ensure_future(stream.close(code=WSCloseCode.INTERNAL_ERROR))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def _send(self, stream: web.WebSocketResponse) -> None:
        loop, seen = asyncio.get_running_loop(), self._beats.now()
        await stream.send_str(_whole(seen))
        sent = loop.time()
        while True:
            new = await self._beats.after(seen)
            what = await self._beats.change(seen, new)
            seen = new
            if what or loop.time() - sent >= beats.ALIVE / 2:
                await stream.send_str(what or ALIVE)
                sent = loop.time()

    async def _hang_up(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp's signature
        closing = [self._end(stream, sending) for stream, sending in self._streams.items()]
        if closing:
            await asyncio.wait(map(asyncio.ensure_future, closing), timeout=1.0)  # a client that reads nothing may hang

    async def _end(self, stream: web.WebSocketResponse, sending: "asyncio.Task[None]") -> None:
        """Tell the picture of the end: no beat may have come since the desk was given back."""
        sending.cancel()
        try:
            with suppress(ConnectionError):
                await stream.send_str(_whole(self._beats.now()))
        finally:
            await stream.close(code=WSCloseCode.GOING_AWAY, message=b"the bridge ends")


def _loopback(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


def _own(origin: str | None, host: str) -> bool:
    return origin is None or origin == f"http://{host}"


def _token(request: web.Request) -> bytes:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip().encode(errors="replace")
    return request.query.get("token", "").encode(errors="replace") if request.path.endswith("/stream") else b""


def _whole(beat: beats.Beat) -> str:
    body = {"type": "state", "revision": beat.revision, "state": wireformat.state(beat.snapshot, os.getpid())}
    return wireformat.text(body)


def _json(status: int, body: wireformat.Json) -> web.Response:
    return web.Response(status=status, text=wireformat.text(body), content_type="application/json")


def _refusal(status: int, sentence: str) -> web.Response:
    return _json(status, {"ok": False, "lines": [sentence]})
