"""A request whose head comes too slowly ends; one that is answered, or idle after it, does not."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn

from tests.waiting import reached
from tiktok_spiders.api import protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


async def _app(scope: dict[str, object], _receive: object, send) -> None:
    if scope["path"] == "/slow":
        await asyncio.sleep(3 * protocol.HEAD_S)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def port(monkeypatch) -> AsyncIterator[int]:
    monkeypatch.setattr(protocol, "HEAD_S", 0.2)
    async with _serving() as number:
        yield number


@asynccontextmanager
async def _serving() -> AsyncIterator[int]:
    config = uvicorn.Config(
        _app, port=0, lifespan="off", http=protocol.Protocol, ws="none", log_config=None, timeout_keep_alive=5
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    await reached(lambda: server.started, 10, "server")
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await task


@pytest.mark.parametrize("sent", [b"", b"GET", HEAD])
async def test_a_head_that_does_not_come(port, sent) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    assert await asyncio.wait_for(reader.read(), 10) == b""
    writer.close()


async def test_a_head_in_drops(port) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"X: ")
    ended = asyncio.create_task(reader.read())
    began = time.monotonic()
    while not ended.done() and time.monotonic() - began < 10:
        writer.write(b"a")
        await asyncio.wait({ended}, timeout=0.02)
    assert ended.done()
    # What was on its way when it was closed may make that a reset.
    assert ended.exception() is not None or ended.result() == b""
    writer.close()


async def test_what_is_answered_slowly_or_idle_is_left_alone(port) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in (b"/slow", b"/"):
        writer.write(HEAD.replace(b"/ ", path + b" ") + b"\r\n")
        assert (await asyncio.wait_for(reader.readuntil(b"ok"), 10)).startswith(b"HTTP/1.1 200")
        # Idle for longer than a head may take.
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 2 * protocol.HEAD_S)
    writer.write(HEAD)
    assert await asyncio.wait_for(reader.read(), 10) == b""
    writer.close()
