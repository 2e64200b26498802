"""An application with the access part alone, and routes that need what routes may need."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from scrapy.settings import Settings

from tests.api.access.probe import router
from tiktok_spiders.api import access, errors
from tiktok_spiders.api.access.application import Application
from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.api.state import State
from tiktok_spiders.config import Config
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

OUTSIDE = "198.51.100.7"


@asynccontextmanager
async def application(settings: Settings, folder: Path) -> AsyncIterator[Application]:
    config = Config.from_settings(settings)
    app = Application(config)
    errors.install(app)
    app.include_router(router)
    async with AsyncExitStack() as stack:
        store = Store.open(config.database_url)
        stack.callback(store.close)
        app.state.tiktok = state = State(config, settings, store, None, folder)
        await stack.enter_async_context(access.opened(state))
        yield app


def client_at(app: Application, peer: str = "127.0.0.1", **options: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(peer, 50_000), raise_app_exceptions=False)
    return httpx.AsyncClient(**{"transport": transport, "base_url": "http://127.0.0.1:8000", **options})


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Callable[..., AbstractAsyncContextManager[Application]]:
    """Start an application with settings: ``async with start(TIKTOK_API_PROFILE="production") as app``."""

    def _start(**settings: Any) -> AbstractAsyncContextManager[Application]:
        given = {"TIKTOK_DATABASE_URL": database_url, **settings}
        return application(Settings(given, priority="cmdline"), tmp_path)

    return _start


@pytest.fixture
async def app(start: Callable[..., AbstractAsyncContextManager[Application]]) -> AsyncIterator[Application]:
    async with start() as made:
        yield made


@pytest.fixture
async def local(app: Application) -> AsyncIterator[httpx.AsyncClient]:
    """A client on loopback."""
    async with client_at(app) as client:
        yield client


@pytest.fixture
async def outside(app: Application) -> AsyncIterator[httpx.AsyncClient]:
    """A client of another machine that knows a loopback name."""
    async with client_at(app, OUTSIDE) as client:
        yield client


@pytest.fixture
def keys(store: Store) -> KeyStore:
    """The keys in the store that the application has."""
    return KeyStore(store, Rules.from_config(Config()))


@pytest.fixture
def key(keys: KeyStore) -> str:
    """A key that costs nothing of a day."""
    return keys.add("tester", "enterprise", ("read", "live"))
