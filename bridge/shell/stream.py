"""The stream of a running bridge's states, for screens that live."""

import json
from collections.abc import AsyncGenerator

import aiohttp

from bridge.shell.client import NO_BRIDGE, NoBridge
from bridge.shell.runfile import RunFile
from bridge.shell.wireformat import Json, patched


async def states(run: RunFile) -> AsyncGenerator[Json]:
    """The full state at once and after each change; ends when the bridge ends. Raises `NoBridge`."""
    address = f"http://127.0.0.1:{run.port}/v1/stream"
    headers = {"Authorization": f"Bearer {run.token}"}
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.ws_connect(address, max_msg_size=0, heartbeat=20.0) as socket,
        ):
            body: Json = {}
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    break
                news = json.loads(message.data)
                body = news["state"] if news["type"] == "state" else patched(body, news)
                yield body
    except (aiohttp.ClientError, OSError):
        raise NoBridge(NO_BRIDGE) from None
