from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from tests.standin.proxy.proxied import Upstream, application, is_of_the_proxy, proxy_for
from tiktok_standin.tls import Authority

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tiktok_standin.connect_proxy import ConnectProxy


@pytest_asyncio.fixture
async def upstream() -> AsyncIterator[Upstream]:
    runner = web.AppRunner(application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][:2]
    await runner.cleanup()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "tls")


@pytest_asyncio.fixture
async def proxy(upstream: Upstream, authority: Authority) -> AsyncIterator[ConnectProxy]:
    async with proxy_for(upstream, authority) as started:
        yield started
    assert not [task for task in asyncio.all_tasks() if is_of_the_proxy(task)]


@pytest_asyncio.fixture
async def client(authority: Authority) -> AsyncIterator[aiohttp.ClientSession]:
    context = ssl.create_default_context(cafile=str(authority.ca_path))
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context), timeout=timeout) as session:
        yield session
