"""The official API, served in the test's own loop with a clock that stands still."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.standin.open_api.api import Api, Clock
from tiktok_standin import open_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """The API alone, without the pages and lists of the rest."""
    app, clock = web.Application(), Clock()
    open_routes.add(app, clock)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        session._retry_connection = False  # else aiohttp repeats a PUT by itself after a cut
        yield Api(session, str(server.make_url("")).rstrip("/"), clock)


@pytest.fixture
async def token(api: Api) -> str:
    """A token of the public account with all scopes."""
    return await api.bearer()


class Hook:
    """A receiver of webhooks, which answers with the statuses it is given, then with 200."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.received: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

    async def take(self) -> tuple[str, bytes]:
        """Return signature and body of the next delivery."""
        return await asyncio.wait_for(self.received.get(), 10)

    async def answer(self, request: web.Request) -> web.Response:
        self.received.put_nowait((request.headers["TikTok-Signature"], await request.read()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def hook(api: Api) -> AsyncIterator[Hook]:
    """A receiver that the desktop app has as its address."""
    made, app = Hook(), web.Application()
    app.add_routes([web.post("/webhook", made.answer)])
    async with TestServer(app) as server:
        made.url = str(server.make_url("/webhook"))
        await api.app(webhook_url=made.url)
        yield made
