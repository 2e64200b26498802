"""Bodies that are too large or too slow."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from tests.api.access.conftest import client_at
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

LIMIT = 2048
UPLOAD = "/api/v1/tiktok/upload-video"


async def _parts(size: int, part: int = 500) -> AsyncIterator[bytes]:
    for _ in range(size // part):
        yield b" " * part


async def test_a_body_that_says_it_is_too_large(start) -> None:
    async with start(TIKTOK_API_MAX_BODY=LIMIT) as app, client_at(app) as client:
        answer = await client.post("/echo", content=b"{" + b" " * LIMIT + b"}")
        assert answer.status_code == 413
        assert answer.json()["error"]["code"] == "TOO_LARGE"
        assert answer.headers["Connection"] == "close"
        exact = json.dumps({"a": 1}).encode().ljust(LIMIT)
        answer = await client.post("/echo", content=exact, headers={"Content-Type": "application/json"})
        assert answer.status_code == 200


async def test_a_body_in_parts_that_gets_too_large(start) -> None:
    async with start(TIKTOK_API_MAX_BODY=LIMIT) as app, client_at(app) as client:
        headers = {"Content-Type": "application/json"}
        answer = await client.post("/echo", content=_parts(5000), headers=headers)
        assert answer.status_code == 413
        assert answer.json()["error"]["code"] == "TOO_LARGE"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_uploads_have_limits_of_their_own(start) -> None:
    async with start(TIKTOK_API_MAX_BODY=LIMIT) as app, client_at(app) as client:
        assert (await client.post(UPLOAD, content=b" " * 10_000)).json() == 10_000
        assert (await client.post(UPLOAD, content=_parts(10_000))).json() == 10_000


@pytest.mark.parametrize("path", ["/echo", UPLOAD])
async def test_a_body_that_does_not_come(start, path) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    async with start(TIKTOK_API_BODY_S=0.05) as app, client_at(app) as client:
        headers = {"Content-Type": "application/json"}
        answer = await client.post(path, content=slow(), headers=headers)
        assert answer.status_code == 408
        assert answer.json()["error"]["code"] == "REQUEST_TIMEOUT"
        assert answer.headers["Connection"] == "close"


async def test_a_body_in_drops_has_one_deadline(start) -> None:
    async def drops() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    async with start(TIKTOK_API_BODY_S=0.1) as app, client_at(app) as client:
        answer = await client.post("/echo", content=drops(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 408


@contextmanager
def _listening(app: Any) -> Iterator[int]:
    """Serve an application that is open already, in a thread of its own."""
    config = uvicorn.Config(app, port=0, lifespan="off", ws="none", http="h11", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started, 10, "server")
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


async def test_a_real_connection_is_closed(start) -> None:
    async with start(TIKTOK_API_BODY_S=0.1) as app:
        with _listening(app) as port, socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            head = "POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            connection.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
            answer = b""
            while part := connection.recv(4096):
                answer += part
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"REQUEST_TIMEOUT" in answer
