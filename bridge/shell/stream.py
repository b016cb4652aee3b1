"""The stream of a running bridge, for screens that live."""

import json
from collections.abc import AsyncGenerator

import aiohttp

from bridge.shell.client import NO_BRIDGE, NoBridge
from bridge.shell.runfile import RunFile
from bridge.shell.wireformat import Json, patched


async def states(run: RunFile) -> AsyncGenerator[Json]:
    """The full state at once and after each change; ends when the bridge ends. Raises `NoBridge`."""
    body: Json = {}
    async for message in messages(run):
        match message["type"]:
            case "state":
                body = message["state"]
            case "change":
                body = patched(body, message)
            case _:
                continue
        yield body


async def messages(run: RunFile) -> AsyncGenerator[Json]:
    """Each message of the stream as it is (`wireformat`); ends when the bridge ends. Raises `NoBridge`."""
    address = f"http://127.0.0.1:{run.port}/v1/stream"
    headers = {"Authorization": f"Bearer {run.token}"}
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.ws_connect(address, max_msg_size=0, heartbeat=20.0) as socket,
        ):
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    break
                yield json.loads(message.data)
    except (aiohttp.ClientError, OSError):
        raise NoBridge(NO_BRIDGE) from None
