"""What live look-ups have brought, kept for a while."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.cache.backends import InMemory, InRedis
from tiktok_spiders.api.cache.cache import Cache, Hit
from tiktok_spiders.api.cache.routes import ROUTER
from tiktok_spiders.api.cache.ttls import ttls_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.state import State

__all__ = ["ROUTERS", "Cache", "Hit", "opened"]

ROUTERS: tuple[APIRouter, ...] = (ROUTER,)


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """Keep answers in Redis if there is one, else in this process. Raises ``ConfigError``."""
    config = state.config
    backend = (
        InMemory(config.cache_entries) if state.redis is None else InRedis(state.redis, config.redis_prefix)
    )
    state.cache = Cache(backend, ttls_of(config), default_ttl=config.cache_ttl, stale=config.cache_stale)
    try:
        yield
    finally:
        await state.cache.close()
