"""The stream of a running bridge and commands to it, for screens that live: nothing here waits but on the loop."""

import asyncio
import json
from collections.abc import AsyncGenerator

import aiohttp

from bridge.shell.client import NO_BRIDGE, PATIENCE, QUICK, NoBridge, Reply, reply, silent
from bridge.shell.runfile import RunFile
from bridge.shell.wireformat import Json, patched

PARTING = aiohttp.ClientWSTimeout(ws_close=0.2)
"""Who leaves does not wait longer for a bridge to say good-bye."""


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
    """Each message of the stream as it is (`wireformat`); ends when the bridge ends.

    Raises `NoBridge`, or `NoAnswer` where one is there that does not answer.
    """
    try:
        async with (
            asyncio.timeout(QUICK) as patience,
            aiohttp.ClientSession(_address(run), headers=_key(run)) as session,
            session.ws_connect("/v1/stream", max_msg_size=0, heartbeat=20.0, timeout=PARTING) as socket,
        ):
            patience.reschedule(None)
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    break
                yield json.loads(message.data)
    except TimeoutError:
        raise silent(run, QUICK) from None
    except (aiohttp.ClientError, OSError):
        raise NoBridge(NO_BRIDGE) from None


async def command(run: RunFile, command: str, **keys: object) -> Reply:
    """What the bridge answers to a command. Raises as `Client.command`; leaves nothing behind where it is cancelled."""
    try:
        async with (
            aiohttp.ClientSession(_address(run), headers=_key(run), timeout=aiohttp.ClientTimeout(PATIENCE)) as session,
            session.post("/v1/commands", json={"command": command} | keys) as answer,
        ):
            return reply(await answer.json())
    except TimeoutError:
        raise silent(run, PATIENCE) from None
    except (aiohttp.ClientError, OSError, ValueError):
        raise NoBridge(NO_BRIDGE) from None


def _address(run: RunFile) -> str:
    return f"http://127.0.0.1:{run.port}"


def _key(run: RunFile) -> dict[str, str]:
    return {"Authorization": f"Bearer {run.token}"}
