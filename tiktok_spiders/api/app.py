"""The application: its parts, put together."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import redis.asyncio
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from tiktok_spiders.api import (
    access,
    analytics,
    cache,
    dashboard,
    errors,
    health,
    jobs,
    live,
    publishing,
    sessions,
    stored,
)
from tiktok_spiders.api.access.application import Application
from tiktok_spiders.api.health.counting import Counting
from tiktok_spiders.api.state import State
from tiktok_spiders.config import Config
from tiktok_spiders.store.crawl import project_version
from tiktok_spiders.store.opening import open_patiently

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from scrapy.settings import BaseSettings

PARTS: tuple[Any, ...] = (
    access,
    cache,
    live,
    stored,
    analytics,
    jobs,
    publishing,
    sessions,
    health,
    dashboard,
)
"""Packages with ``ROUTERS`` and ``opened(state)``, in the order in which they are opened."""

PRIVATE = 0o700
THREADS = 4
"""Requests that read the store at the same time: more of them only wait for each other's turn at Python."""

CONNECTIONS = 20
"""To PostgreSQL, at most: streams hold one each while their clients read."""


def create_app(settings: BaseSettings, say: Callable[[str], object] = print) -> FastAPI:
    """Return the application. Raises ``ConfigError``; the store is opened when it starts.

    ``say`` is told once when the store is waited for.
    """
    config = Config.from_settings(settings)
    app = Application(
        config,
        title="tiktok-spiders",
        version=project_version(),
        description="Public TikTok data: live look-ups, jobs, stored records, analytics and publishing.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_lifespan(config, settings, say),
    )
    errors.install(app)
    app.add_middleware(Counting)
    for part in PARTS:
        for router in (*part.ROUTERS, *_routers_of(part, config)):
            # Not `include_router`: it makes every route anew for each application, which takes 0.1 s.
            app.router.routes.extend(router.routes)
    return app


def _routers_of(part: Any, config: Config) -> tuple[Any, ...]:
    """Return the routers of a part whose addresses settings decide."""
    return part.routers_of(config) if hasattr(part, "routers_of") else ()


def _lifespan(
    config: Config, settings: BaseSettings, say: Callable[[str], object]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        async with AsyncExitStack() as stack:
            store = open_patiently(config, say, connections=CONNECTIONS)
            stack.callback(store.close)
            folder = config.api_folder.absolute()
            folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            client = redis.asyncio.Redis.from_url(config.redis_url) if config.redis_url else None
            if client is not None:
                stack.push_async_callback(client.aclose)
            app.state.tiktok = state = State(config, settings, store, client, folder)
            for part in PARTS:
                await stack.enter_async_context(part.opened(state))
            yield

    return lifespan
