"""How the API does: alive, ready, and in numbers for Prometheus."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.health.health import Health
from tiktok_spiders.api.health.routes import router

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tiktok_spiders.api.state import State

ROUTERS = (router,)


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """Put at ``state.health`` what counts requests and asks how everything does."""
    state.health = health = Health(state)
    try:
        yield
    finally:
        await health.close()
