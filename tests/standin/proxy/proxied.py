"""A small application behind a proxy, and ways to talk to it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from types import CoroutineType
from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import connect_proxy, proxy_wire
from tiktok_standin.connect_proxy import ConnectProxy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tiktok_standin.tls import Authority

Upstream = tuple[str, int]


async def echo(request: web.Request) -> web.Response:
    body = await request.text()
    headers = {key.lower(): value for key, value in request.headers.items()}
    return web.json_response({"url": str(request.rel_url), "headers": headers, "body": body})


async def cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"x" * 10)
    assert request.transport is not None
    request.transport.abort()
    return response


async def large(_: web.Request) -> web.Response:
    return web.Response(body=bytes(3_000_000))


@asynccontextmanager
async def proxy_for(
    upstream: Upstream, authority: Authority, credentials: str | None = None, name: str = "exit-1"
) -> AsyncIterator[ConnectProxy]:
    proxy = ConnectProxy(name=name, upstream=upstream, authority=authority, credentials=credentials)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.close()


def is_of_the_proxy(task: asyncio.Task[object]) -> bool:
    coroutine = task.get_coro()
    sources = (connect_proxy.__file__, proxy_wire.__file__)
    return isinstance(coroutine, CoroutineType) and coroutine.cr_code.co_filename in sources


async def raw(proxy: ConnectProxy, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()


def application() -> web.Application:
    """Tell each request back, but for the two paths that answer in their own way."""
    app = web.Application(client_max_size=10_000_000)
    app.router.add_get("/cut", cut)
    app.router.add_get("/large", large)
    app.router.add_route("*", "/{tail:.*}", echo)
    return app
